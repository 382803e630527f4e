// Labels: what to print, how large, how it will look to the millimetre, and the file for the printer.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/labels.json'
import { setQuery } from '../../lib/router'
import { words } from '../../lib/words'
import { LinkButton } from '../../ui/Button'
import { Segments } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Page } from '../../ui/Page'
import { leads } from '../../lib/session'
import type { ScreenProps } from '../screens'
import { BinLabels } from './BinLabels'
import { BlankLabels } from './BlankLabels'
import { MachineLabels } from './MachineLabels'
import { Preview } from './Preview'
import { SizeChoice } from './SizeChoice'

const w = words(words_)
type What = 'machines' | 'bins' | 'blank'

export default function Labels({ query }: ScreenProps) {
	const kinds: readonly What[] = leads() ? ['machines', 'bins', 'blank'] : ['bins', 'machines']
	const asked = query.get('what') as What | null, what = asked && kinds.includes(asked) ? asked : query.has('ids') ? 'machines' : kinds[0]!
	const [codes, setCodes] = useState<Partial<Record<What, readonly string[]>>>({})
	const keep = (k: What) => (list: readonly string[]) => setCodes((was) => ({ ...was, [k]: list }))
	const size = query.get('size') ?? '50x30'
	return (
		<Page title={w.title} actions={<LinkButton small icon="print" href="/api/v1/labels/calibration.pdf" target="_blank">{w.calibration}</LinkButton>}>
			<div class="labels">
				<div>
					<div class="field"><Segments label={w.what} value={what} set={(v) => setQuery({ what: v })} choices={kinds.map((k) => ({ value: k, label: { machines: w.what_machines, bins: w.what_bins, blank: w.what_blank }[k] }))} /></div>
					{what === 'machines' && <MachineLabels query={query} found={keep('machines')} />}
					{what === 'bins' && <BinLabels found={keep('bins')} />}
					{what === 'blank' && <BlankLabels found={keep('blank')} />}
				</div>
				<div>
					<SizeChoice size={size} />
					<Preview codes={codes[what] ?? []} size={size} />
					<p class="soft label-hint"><Icon name="print" /><span>{w.calibration_hint}</span></p>
				</div>
			</div>
		</Page>
	)
}
