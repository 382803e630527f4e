// What one was told: newest first, one tap to the thing itself.
import words_ from '../../../i18n/telling.json'
import { useAct } from '../../lib/act'
import { remember, touches } from '../../lib/data'
import { span, time } from '../../lib/format'
import { setQuery } from '../../lib/router'
import { may } from '../../lib/session'
import type { Notice, NoticeCount } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { IconButton } from '../../ui/Button'
import { Segments } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import { Stopped } from '../../ui/Tag'
import type { ScreenProps } from '../screens'
import { nameTold, toldUrl } from './told'

const w = words(words_)
const URL = '/api/v1/notices'

// What it leads to marks it as read.
function Row({ n }: { n: Notice }) {
	const unread = n.read_at == null
	return (
		<a class={`item told ${unread ? 'unread' : ''}`} href={toldUrl(n)}>
			<span class={`unread-dot ${unread ? '' : 'off-dot'}`} aria-hidden="true" />
			<span class="grow">
				<span class="what">{wordOf(w, 'rule', n.rule)}{unread && <span class="off">{w.unread}</span>}</span>
				<span class="typed">{nameTold(n)}{n.detail ? ` · ${n.detail}` : ''}</span>
				<span class="soft">{[n.place, n.actor, n.rule.startsWith('stopped') && n.since != null ? fill(w.stopped_for, { span: span(n.time - n.since) }) : null].filter(Boolean).join(' · ')}</span>
				{n.widened > 0 && <span class="soft"><br />{wordOf(w, 'widened', String(n.widened))}</span>}
				{n.rule === 'reported' && n.stopped && <><br /><Stopped stopped /></>}
			</span>
			<span class="soft side-time num">{time(n.time)}</span>
		</a>
	)
}

export default function Notices({ query }: ScreenProps) {
	const unread = query.get('show') === 'unread'
	const pages = usePages<Notice>(`${URL}${unread ? '?unread=1' : ''}`, 'before', touches('notice'))
	const act = useAct(), newest = pages.items[0]?.id
	const readAll = () => void act.now<NoticeCount>('POST', `${URL}/read`, { json: { up_to: newest } }, (n) => (remember(`${URL}/count`, n), void pages.again()))
	return (
		<Page title={w.title} narrow actions={<>
			{may('manager', 'admin') && <a class="btn icon" href="/telling" aria-label={w.settings} title={w.settings}><Icon name="settings" /></a>}
			{newest !== undefined && <IconButton icon="check" label={w.read_all} onClick={readAll} />}</>}>
			<div class="field"><Segments label={w.show} value={unread ? 'unread' : 'all'} set={(v) => setQuery({ show: v === 'all' ? null : v })} choices={[{ value: 'all', label: w.all }, { value: 'unread', label: w.unread }]} /></div>
			<PagedList pages={pages} label={w.title} id={(n) => n.id} empty={<Empty icon="bell" title={unread ? w.none_unread : w.none} hint={unread ? undefined : w.none_hint} />}
				row={(n) => <Row n={n} />} />
		</Page>
	)
}
