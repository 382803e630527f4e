// All that speaks for a suggested fix: why it is here, how often, when, how long, how to do it, and the repairs themselves.
import words_ from '../../../i18n/ticket.json'
import { day, percent } from '../../lib/format'
import { machineOf } from '../../lib/names'
import type { SuggestedFix } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { LinkButton } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'

const w = words(words_)
const LIKELY = 0.6, POSSIBLE = 0.3

export const chance = (p: number) => (p >= LIKELY ? w.likely : p >= POSSIBLE ? w.possible : w.perhaps)

// Of what is known: one repair more or less is not said as a percentage.
export function Held({ f }: { f: Pick<SuggestedFix, 'held' | 'came_back' | 'held_share' | 'cases'> }) {
	const n = f.held + f.came_back
	if (!f.cases) return null
	if (!n) return <p class="held soft"><Icon name="clock" />{w.held_unknown}</p>
	const good = f.held_share >= 0.7, bad = f.held_share < 0.5
	return <p class={`held ${good ? 'good' : bad ? 'warn' : ''}`}><Icon name={bad ? 'warn' : 'check'} />{fill(f.held === n && n > 1 ? w.held_all : w.held_of, { held: f.held, n })}</p>
}

const minutes = (f: SuggestedFix) =>
	f.minutes_20 == null || f.minutes_80 == null ? (f.minutes_50 == null ? null : fill(w.minutes_one, { a: f.minutes_50 }))
		: f.minutes_20 === f.minutes_80 ? fill(w.minutes_one, { a: f.minutes_20 })
			: fill(w.minutes, { a: f.minutes_20, b: f.minutes_80 })

function Steps({ text }: { text: string }) {
	return <ol class="steps">{text.split('\n').filter((s) => s.trim()).map((s, i) => <li key={i}>{s}</li>)}</ol>
}

export function FixEvidence({ f, close }: { f: SuggestedFix; close: () => void }) {
	const facts: [string, string | false | null][] = [
		[w.chance, `${chance(f.probability)} · ${percent(f.probability, 0)}`],
		[w.times, f.cases > 0 && [fill(w.cases, { n: f.cases }), f.cases_here > 0 && fill(w.cases_here, { n: f.cases_here })].filter(Boolean).join(' · ')],
		[w.last_time, f.last_at != null && [day(f.last_at), f.last_here_at != null && fill(w.last_here, { time: day(f.last_here_at) })].filter(Boolean).join(' · ')],
		[w.how_long, minutes(f)],
		[w.matched, f.words.map((x) => x.word).join(w.comma)],
	]
	return (
		<Sheet title={f.label} close={close} ends={f.fix_id != null && <LinkButton href={`/fixes/${f.fix_id}`} icon="next" onClick={close}>{w.fix_page}</LinkButton>}>
			{f.why && <p class="notice"><Icon name="bulb" />{f.why}</p>}
			<section class="card stack"><Held f={f} /><dl class="facts">{facts.filter(([, x]) => x).map(([k, x]) => <><dt>{k}</dt><dd>{x}</dd></>)}</dl></section>
			{f.steps && (
				<section class="card stack">
					<p class="row wrap"><Tag tone="info" icon="edit" text={w.written} /></p>
					{f.check_first && <p><strong>{w.check_first}</strong> {f.check_first}</p>}
					{f.cause && <p><strong>{w.cause}</strong> {f.cause}</p>}
					<Steps text={f.steps} />
				</section>
			)}
			{f.evidence.length > 0 && <h3 class="section">{w.best_cases}</h3>}
			<ul class="rows">{f.evidence.map((e) => (
				<li key={e.ticket_id}><a class="item" href={`/tickets/${e.ticket_id}`} onClick={close}>
					<span class="grow"><span class="what">{e.symptom}</span><span class="soft"><br />{machineOf(e)} · {day(e.time)}{e.held != null && ` · ${e.held ? w.case_held : w.case_back}`}</span>{e.cause && <><br />{w.cause}: {e.cause}</>}{e.action && <><br />{w.action}: {e.action}</>}</span><Icon name="next" />
				</a></li>))}
			</ul>
		</Sheet>
	)
}
