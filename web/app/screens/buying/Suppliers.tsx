// Who sells: the list, one with what it sells and for how much, how its prices went; added and changed here.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/buying.json'
import common_ from '../../../i18n/common.json'
import { address } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, touches, useData } from '../../lib/data'
import { money, quantity } from '../../lib/format'
import { useLater } from '../../lib/later'
import { partOf } from '../../lib/names'
import { go } from '../../lib/router'
import { keepsStock } from '../../lib/session'
import type { PartSupplier, PartSupply, Supplier, SupplierDetail } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button, IconButton, LinkButton } from '../../ui/Button'
import { Complaint, Search, Segments, TextArea, TextField, Toggle } from '../../ui/Field'
import { Empty, Load } from '../../ui/Load'
import { Page, Panes } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import { Prices } from '../parts/Supply'
import type { ScreenProps } from '../screens'

const w = words(words_), c = words(common_)

function Form({ of, close }: { of?: Supplier; close: (id?: number) => void }) {
	const [t, setT] = useState({ name: of?.name ?? '', contact: of?.contact ?? '', phone: of?.phone ?? '', email: of?.email ?? '', note: of?.note ?? '' }), [retired, setRetired] = useState(!!of?.retired)
	const act = useAct(), set = (to: Partial<typeof t>) => setT({ ...t, ...to })
	const save = (e: Event) => {
		e.preventDefault()
		const json = { name: t.name, contact: t.contact || null, phone: t.phone || null, email: t.email || null, note: t.note || null, ...(of && { retired }) }
		void act.run<SupplierDetail>({ method: of ? 'PATCH' : 'POST', url: `/api/v1/suppliers${of ? `/${of.id}` : ''}`, version: of?.version, json, title: `${w.supplier} · ${t.name}` }, (s) => (forget('/api/v1/suppliers'), close(s.id)))
	}
	return (
		<Sheet title={of ? of.name : w.supplier_new} close={() => close()}>
			<form onSubmit={save}>
				<Complaint error={act.error} />
				<TextField label={w.supplier_name} name="name" error={act.error} required value={t.name} set={(name) => set({ name })} maxLength={120} data-focus />
				<div class="two"><TextField label={w.contact} name="contact" error={act.error} value={t.contact} set={(contact) => set({ contact })} maxLength={120} /><TextField label={w.phone} name="phone" error={act.error} inputMode="tel" value={t.phone} set={(phone) => set({ phone })} maxLength={60} /></div>
				<TextField label={w.email} name="email" error={act.error} inputMode="email" value={t.email} set={(email) => set({ email })} maxLength={120} />
				<TextArea label={w.note} name="note" error={act.error} value={t.note} set={(note) => set({ note })} maxLength={2000} />
				{of && <Toggle label={w.supplier_retired} hint={w.supplier_retired_hint} value={retired} set={setRetired} />}
				<div class="ends"><Button onClick={() => close()}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy} disabled={!t.name.trim()}>{c.save}</Button></div>
			</form>
		</Sheet>
	)
}

// How the prices of a part went, of everybody who sells it.
function PricesOf({ x, close }: { x: PartSupplier; close: () => void }) {
	const all = useData<PartSupply>(`/api/v1/parts/${x.part_id}/supply`)
	return (
		<Sheet title={partOf(x)} close={close}>
			<Load of={all} rows={3}>{(s) => s.prices.length ? <Prices of={s.prices} unit={x.unit} /> : <p class="card soft">{w.price_none}</p>}</Load>
			<div class="ends"><LinkButton href={`/parts/${x.part_id}`}>{w.part_page}</LinkButton></div>
		</Sheet>
	)
}

function Sold({ x, open }: { x: PartSupplier; open: () => void }) {
	const said = [x.part_code, x.number, x.lead_days != null && fill(w.days, { n: x.lead_days }), x.min_qty != null && fill(w.sold_least, { qty: quantity(x.min_qty, x.unit) })]
	return (
		<button type="button" class="item" onClick={open}>
			<span class="grow"><span class="what lines-2">{partOf(x)}</span><span class="soft lines-2">{said.filter(Boolean).join(' · ')}</span></span>
			<span class="part-qty">{x.price_cents != null ? <strong class="num">{money(x.price_cents)}</strong> : <span class="soft">{w.price_none}</span>}{x.preferred ? <Tag tone="good" icon="check" text={w.preferred} /> : <span class="soft">{x.price_day}</span>}</span>
		</button>
	)
}

function SupplierPage({ id }: { id: number }) {
	const supplier = useData<SupplierDetail>(`/api/v1/suppliers/${id}`, touches('supplier', 'part'))
	const [editing, setEditing] = useState(false), [shown, setShown] = useState<PartSupplier>()
	return (
		<Page title={supplier.data?.name ?? w.supplier} backTo="/suppliers" narrow actions={supplier.data && keepsStock() && <IconButton icon="edit" label={w.edit_line} onClick={() => setEditing(true)} />}>
			<Load of={supplier}>
				{(s) => (
					<>
						<section class="card">
							{s.retired && <p><Tag tone="warn" icon="warn" text={w.supplier_retired} /></p>}
							<dl class="facts">
								{s.contact && <><dt>{w.contact}</dt><dd>{s.contact}</dd></>}
								{s.phone && <><dt>{w.phone}</dt><dd><a href={`tel:${s.phone.replace(/[^+\d]/g, '')}`}>{s.phone}</a></dd></>}
								{s.email && <><dt>{w.email}</dt><dd><a href={`mailto:${s.email}`}>{s.email}</a></dd></>}
								{s.note && <><dt>{w.note}</dt><dd>{s.note}</dd></>}
							</dl>
							{!s.contact && !s.phone && !s.email && !s.note && <p class="soft">{w.supplier_bare}</p>}
						</section>
						<h2 class="section">{fill(w.sells, { n: s.sells.length })}</h2>
						{s.sells.length ? <ul class="rows" aria-label={w.sold}>{s.sells.map((x) => <li key={x.part_id}><Sold x={x} open={() => setShown(x)} /></li>)}</ul> : <p class="card soft">{w.sells_none}</p>}
						{editing && <Form of={s} close={() => (setEditing(false), supplier.reload())} />}
						{shown && <PricesOf x={shown} close={() => setShown(undefined)} />}
					</>
				)}
			</Load>
		</Page>
	)
}

function SupplierList({ chosen }: { chosen?: number }) {
	const [text, setText] = useState(''), [retired, setRetired] = useState('0'), [adding, setAdding] = useState(false), later = useLater(setText, 200)
	const pages = usePages<Supplier>(address('/api/v1/suppliers', { text: text.trim(), retired }), 'after', touches('supplier'))
	return (
		<Page title={w.suppliers} backTo="/requisitions" actions={keepsStock() && <IconButton icon="plus" label={w.supplier_new} onClick={() => setAdding(true)} />}>
			<div class="field"><Search label={w.supplier_search} value={text} set={later} /></div>
			<div class="field"><Segments label={w.show} value={retired} set={setRetired} choices={[{ value: '0', label: w.suppliers_now }, { value: '1', label: w.supplier_retired }]} /></div>
			<PagedList pages={pages} label={w.suppliers} id={(s) => s.id} empty={<Empty icon="people" title={text ? w.suppliers_unfound : w.suppliers_none} hint={w.suppliers_hint} />} row={(s) => (
				<a class="item" href={`/suppliers/${s.id}`} aria-current={s.id === chosen ? 'true' : undefined}>
					<span class="grow"><span class="what lines-2">{s.name}</span><span class="soft lines-2">{[s.contact, s.phone].filter(Boolean).join(' · ')}</span></span>
					<span class="soft num">{fill(w.row_lines, { n: s.parts })}</span>
				</a>
			)} />
			{adding && <Form close={(id) => (setAdding(false), void pages.again(), id && go(`/suppliers/${id}`))} />}
		</Page>
	)
}

export default function Suppliers({ id }: ScreenProps) {
	return <Panes list={<SupplierList chosen={id} />} detail={id ? <SupplierPage key={id} id={id} /> : undefined} nothing={<Empty icon="people" title={w.suppliers_choose} hint={w.suppliers_hint} />} />
}
