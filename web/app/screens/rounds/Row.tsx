// A round as a row of a list, and how its state looks.
import words_ from '../../../i18n/rounds.json'
import { time } from '../../lib/format'
import { nameOf } from '../../lib/names'
import type { Round } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Icon, type IconName } from '../../ui/Icon'
import { Tag, type Tone } from '../../ui/Tag'

const w = words(words_)
export const looks: Record<string, [Tone, IconName]> = {
	planned: ['', 'clock'], due: ['info', 'ring'], running: ['info', 'run'], done: ['good', 'check'], late: ['warn', 'check'], missed: ['bad', 'warn'],
}
export function RoundState({ state }: { state: string }) {
	const [tone, icon] = looks[state] ?? ['', 'dot']
	return <Tag tone={tone} icon={icon} text={wordOf(w, 'state', state)} />
}

export function RoundRow({ r, href }: { r: Round; href: string }) {
	return (
		<a class="item" href={href}>
			<span class="grow">
				<span class="what lines-2">{nameOf(r)}</span>
				<span class="soft lines-2">{[`${time(r.due_from)} – ${time(r.due_to)}`, r.account_name ?? r.assignee_name, fill(w.progress_of, { done: r.stops_done, n: r.stops_n })].filter(Boolean).join(' · ')}</span>
			</span>
			{r.findings > 0 && <Tag tone="bad" icon="warn" text={fill(w.findings_n, { n: r.findings })} />}
			<RoundState state={r.state} />
			<Icon name="next" />
		</a>
	)
}
