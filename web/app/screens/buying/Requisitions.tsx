// What is to be bought: requisitions, the draft first; a new one can be worked out at any time.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/buying.json'
import { useAct } from '../../lib/act'
import { forget, touches } from '../../lib/data'
import { day, roundMoney } from '../../lib/format'
import { go } from '../../lib/router'
import { keepsStock, leads } from '../../lib/session'
import type { Requisition } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Complaint, Segments } from '../../ui/Field'
import { Empty } from '../../ui/Load'
import { Page, Panes } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import { Tag } from '../../ui/Tag'
import type { ScreenProps } from '../screens'
import { ICON, TONE } from './look'
import { RequisitionPage } from './RequisitionPage'

const w = words(words_)

function Row({ r, chosen }: { r: Requisition; chosen: boolean }) {
	const come = r.state === 'ordered' || r.state === 'receiving'
	return (
		<a class="item" href={`/requisitions/${r.id}`} aria-current={chosen ? 'true' : undefined}>
			<span class="grow"><span class="what lines-2">{fill(w.one, { id: r.id })}</span><span class="soft">{[day(r.created_at), come ? fill(w.row_come, { n: r.parts_come, of: r.lines }) : fill(w.row_lines, { n: r.lines })].join(' · ')}</span></span>
			<span class="part-qty"><Tag tone={TONE[r.state]} icon={ICON[r.state]} text={wordOf(w, 'state', r.state)} /><span class="soft num">{roundMoney(r.total_cents)}</span></span>
		</a>
	)
}

function RequisitionList({ chosen }: { chosen?: number }) {
	const [open, setOpen] = useState('1')
	const pages = usePages<Requisition>(`/api/v1/requisitions?open=${open}`, 'before', touches('requisition'))
	const act = useAct()
	const propose = () => void act.now<{ id: number }>('POST', '/api/v1/requisitions', {}, (r) => (forget('/api/v1/requisitions'), void pages.again(), go(`/requisitions/${r.id}`)))
	return (
		<Page title={w.title} backTo="/parts" actions={<><IconButton icon="people" label={w.suppliers} onClick={() => go('/suppliers')} />{leads() && <IconButton icon="settings" label={w.rules} onClick={() => go('/purchasing')} />}</>}>
			<div class="field"><Segments label={w.show} value={open} set={setOpen} choices={[{ value: '1', label: w.open }, { value: '0', label: w.over }]} /></div>
			<PagedList pages={pages} label={w.title} id={(r) => r.id} row={(r) => <Row r={r} chosen={r.id === chosen} />} empty={<Empty icon="part" title={w.none} hint={w.none_hint} />} />
			<Complaint error={act.error} />
			{keepsStock() && <div class="field"><Button full kind="tint" icon="part" busy={act.busy} onClick={propose}>{w.propose}</Button></div>}
		</Page>
	)
}

export default function Requisitions({ id }: ScreenProps) {
	return <Panes list={<RequisitionList chosen={id} />} detail={id ? <RequisitionPage id={id} /> : undefined} nothing={<Empty icon="part" title={w.choose} hint={w.none_hint} />} />
}
