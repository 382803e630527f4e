// Where messages go outside. Addresses and secrets are written here and never read.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/telling.json'
import { touches, useData } from '../../lib/data'
import { may } from '../../lib/session'
import type { ChannelView, List } from '../../lib/types'
import { wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Tag } from '../../ui/Tag'
import { ChannelForm } from './ChannelForm'

const w = words(words_)
export const CHANNELS = '/api/v1/channels'

function Row({ c, edit }: { c: ChannelView; edit?: () => void }) {
	const inside = (
		<>
			<span class="grow">
				<span class="what">{c.name}</span> <span class="soft">{wordOf(w, 'kind', c.kind)}</span><br />
				<span class="soft tell-who">{[c.target, c.rules.map((r) => wordOf(w, 'rule', r)).join(w.and) || w.nothing_chosen, c.place].filter(Boolean).join(' · ')}</span>
			</span>
			<Tag tone={c.enabled ? 'good' : ''} icon={c.enabled ? 'run' : 'close'} text={c.enabled ? w.channel_on : w.channel_off} />
			{edit && <Icon name="next" />}
		</>
	)
	return edit ? <button type="button" class="item" onClick={edit}>{inside}</button> : <div class="item">{inside}</div>
}

export function Channels() {
	const all = useData<List<ChannelView>>(CHANNELS, touches('channel'))
	const [editing, setEditing] = useState<ChannelView | 'new'>(), own = may('admin')
	const add = own && <Button kind="tint" icon="plus" onClick={() => setEditing('new')}>{w.add_channel}</Button>
	return (
		<>
			<p class="soft field">{w.channels_about}</p>
			<Load of={all} rows={2}>
				{({ items }) => items.length
					? <><ul class="rows" aria-label={w.tab_channels}>{items.map((c) => <li key={c.id}><Row c={c} edit={own ? () => setEditing(c) : undefined} /></li>)}</ul>{add}</>
					: <Empty icon="send" title={w.no_channels}>{add}</Empty>}
			</Load>
			{editing && <ChannelForm channel={editing === 'new' ? undefined : editing} close={() => setEditing(undefined)} done={all.reload} />}
		</>
	)
}
