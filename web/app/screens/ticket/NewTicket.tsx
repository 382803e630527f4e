// A fault reported by somebody of the team: first which machine, by its code or its name, then what is wrong.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/tickets.json'
import { address, get } from '../../lib/api'
import { useFound } from '../../lib/data'
import { useLater } from '../../lib/later'
import { nameOf } from '../../lib/names'
import type { FindItem, List } from '../../lib/types'
import { words } from '../../lib/words'
import { IconButton } from '../../ui/Button'
import { Search } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { openScanner } from '../../ui/Scanner'
import { Sheet } from '../../ui/Sheet'
import { MachineState } from '../../ui/Tag'
import { ReportSheet } from '../machine/ReportSheet'

const w = words(words_)
const FEW = 20 // of each kind, the most the server gives
const find = (text: string) => address('/api/v1/find', { text, limit: FEW })
const machinesOf = (found: List<FindItem>) => found.items.filter((f) => f.kind === 'machine' && f.id !== null)

export function NewTicket({ close }: { close: () => void }) {
	const [text, setText] = useState(''), [machine, choose] = useState<FindItem>()
	const later = useLater(setText, 200)
	const found = useFound<List<FindItem>>(text.trim() ? find(text.trim()) : null)
	// A code says which machine it is; anything else is looked for.
	const scan = () => openScanner({ title: w.scan_machine, found: (code) => void get<List<FindItem>>(find(code)).then((all) => {
		const exact = machinesOf(all).filter((f) => f.exact)
		exact.length === 1 ? choose(exact[0]) : setText(code)
	}, () => setText(code)) })
	if (machine) return <ReportSheet a={{ id: machine.id!, name: machine.name ?? machine.code ?? '', name_en: machine.name_en }} close={close} />
	return (
		<Sheet title={w.new} close={close}>
			<div class="row field"><div class="grow"><Search label={w.which_machine} value={text} set={later} autofocus /></div><IconButton icon="scan" label={w.scan_machine} onClick={scan} /></div>
			{text.trim() && (
				<Load of={found} rows={3}>
					{(all) => machinesOf(all).length
						? <ul class="rows" aria-label={w.which_machine}>{machinesOf(all).map((f) => <li key={f.id}><button type="button" class="item" onClick={() => choose(f)}><span class="grow"><span class="what">{nameOf(f)}</span><br /><span class="soft">{[f.code, f.detail].filter(Boolean).join(' · ')}</span></span><MachineState state={f.state} /><Icon name="next" /></button></li>)}</ul>
						: <Empty icon="search" title={w.no_machine} />}
				</Load>
			)}
		</Sheet>
	)
}
