// What is kept on this device until the server has it: what it is, why it waits, and what may be done about it.
import { useEffect, useState } from 'preact/hooks'
import words_ from '../../../i18n/outbox.json'
import { time } from '../../lib/format'
import { drop, flush, isMine, onOutbox, outbox, retry, type Item } from '../../lib/outbox'
import { useWatched } from '../../lib/watch'
import { fill, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Empty } from '../../ui/Load'
import { Page } from '../../ui/Page'

const w = words(words_)

// What a person typed, without the ids around it.
function typedOf(item: Item): string[] {
	if (item.bytes) return [fill(w.photo, { kb: Math.round(item.bytes.byteLength / 1024) })]
	return Object.values((item.json as Record<string, unknown> | undefined) ?? {}).filter((v): v is string => typeof v === 'string' && v.trim() !== '')
}

function Row({ item, first }: { item: Item; first: boolean }) {
	const [busy, setBusy] = useState(false), typed = typedOf(item), mine = isMine(item)
	const again = async () => {
		setBusy(true)
		await retry(item.key)
		setBusy(false)
	}
	return (
		<li class="card stack">
			<div class="row between"><strong class="grow">{item.title}</strong><span class="soft num">{time(item.at)}</span></div>
			{typed.length > 0 && <div><span class="soft">{w.typed}</span>{typed.map((t, i) => <p key={i}>{t}</p>)}</div>}
			<p class={item.fault ? 'complaint' : 'soft'}>{item.fault ? fill(w.refused, { why: item.fault }) : !mine ? fill(w.theirs, { who: item.by ?? '' }) : first ? w.waiting : w.behind}</p>
			<div class="row">
				{mine && (item.fault || first) && <Button small kind="tint" busy={busy} onClick={() => void again()}>{item.fault ? w.again : w.now}</Button>}
				<Button small onClick={() => confirm(fill(w.sure, { title: item.title })) && void drop(item.key)}>{w.drop}</Button>
			</div>
		</li>
	)
}

export default function Outbox() {
	const items = useWatched(onOutbox, outbox)
	useEffect(() => void flush(), [])
	return (
		<Page title={w.title} backTo="/" narrow>
			{items.length ? <ul>{items.map((i) => <Row key={i.key} item={i} first={items.find((x) => x.thread === i.thread) === i} />)}</ul> : <Empty icon="check" title={w.none} hint={w.none_hint} />}
		</Page>
	)
}
