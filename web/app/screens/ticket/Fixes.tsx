// What fixed it before: the likeliest fixes as cards, or similar repairs when there is no fix to rely on.
import words_ from '../../../i18n/ticket.json'
import { useData } from '../../lib/data'
import { day } from '../../lib/format'
import { machineOf } from '../../lib/names'
import type { SuggestedFix, Suggestion, TicketView } from '../../lib/types'
import { words } from '../../lib/words'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { FixCard } from './FixCard'
import { ticketUrl } from './verb'

const w = words(words_)
const HARDLY = 0.04 // a fix this unlikely only takes room beside a better one
const MOST = 3

// What an expert wrote down for just this is worth a look also when repairs have not spoken for it yet.
const worth = (f: SuggestedFix, i: number) => i === 0 || f.probability >= HARDLY

export function Fixes({ v, use }: { v: TicketView; use: (f: SuggestedFix) => void }) {
	const over = ['closed', 'cancelled'].includes(v.ticket.state)
	const s = useData<Suggestion>(over ? null : `${ticketUrl(v.ticket.id)}/suggestions`)
	if (over) return null
	return (
		<>
			<h2 class="section"><span class="row"><Icon name="bulb" />{w.fixes}</span></h2>
			<Load of={s} rows={2}>
				{(x) => (
					<>
						{!x.ready && <p class="notice">{w.fixes_building}</p>}
						{x.fixes.length ? <ul class="fixes">{x.fixes.filter(worth).slice(0, MOST).map((f, i) => <FixCard key={f.group} f={f} v={v} first={i === 0} use={use} />)}</ul>
							: x.records.length ? null : <Empty icon="bulb" title={w.fixes_none} hint={w.fixes_none_hint} />}
						{!x.fixes.length && x.records.length > 0 && (
							<><p class="soft">{w.similar}</p><ul class="rows">{x.records.slice(0, 3).map((e) => <li key={e.ticket_id}><a class="item" href={`/tickets/${e.ticket_id}`}><span class="grow"><span class="what">{e.symptom}</span><br /><span class="soft">{machineOf(e)} · {day(e.time)} · {e.action}</span></span></a></li>)}</ul></>
						)}
					</>
				)}
			</Load>
		</>
	)
}
