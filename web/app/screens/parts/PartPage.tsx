// One part: how many there are and where, what can be done with them, where they were used, and every movement.
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/parts.json'
import { newKey } from '../../lib/api'
import { useAct } from '../../lib/act'
import { touches, useData } from '../../lib/data'
import { money, quantity, time } from '../../lib/format'
import { machineOf, nameOf } from '../../lib/names'
import { keepsStock } from '../../lib/session'
import type { Document, List, Movement, PartDetail, PartMachine } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { useSeen } from '../../ui/Bell'
import { Button, IconButton } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import { AddPhotos, Photos } from '../../ui/Photos'
import { Tag } from '../../ui/Tag'
import { MoveSheet, type Move } from './MoveSheet'
import { PartForm } from './PartForm'
import { OfPart } from '../buying/OfPart'
import { Supply } from './Supply'

const w = words(words_)

function Head({ p, act }: { p: PartDetail; act: (m: Move) => void }) {
	return (
		<section class="card">
			<p class="soft">{[p.code, p.spec, p.maker].filter(Boolean).join(' · ')}</p>
			<div class="row between wrap">
				<span><span class="figure">{quantity(p.qty, p.unit)}</span><span class="soft">{w.on_hand}{p.reserved > 0 && ` · ${fill(w.reserved_of, { qty: quantity(p.reserved, p.unit) })} · ${fill(w.free, { qty: quantity(p.available, p.unit) })}`}{p.min_qty != null && ` · ${fill(w.minimum, { qty: quantity(p.min_qty, p.unit) })}`}{p.value_cents > 0 && ` · ${fill(w.worth, { money: money(p.value_cents) })}`}</span></span>
				{p.missing != null && <Tag tone="warn" icon="warn" text={fill(w.short, { qty: quantity(p.missing, p.unit) })} />}
			</div>
			<div class="part-acts many">
				<Button kind="tint" icon="out" onClick={() => act({ kind: 'issue' })} disabled={p.qty <= 0}>{w.issue}</Button>
				{keepsStock() && !p.retired && <Button kind="tint" icon="plus" onClick={() => act({ kind: 'receive' })}>{w.receive}</Button>}
				{keepsStock() && <Button icon="check" onClick={() => act({ kind: 'count' })}>{w.count}</Button>}
				{keepsStock() && p.qty > 0 && <Button icon="next" onClick={() => act({ kind: 'transfer' })}>{w.transfer}</Button>}
			</div>
		</section>
	)
}

function Where({ p }: { p: PartDetail }) {
	return (
		<>
			<h2 class="section">{w.where}</h2>
			{p.stock.length ? (
				<ul class="rows">{p.stock.map((s) => <li key={s.bin_id}><a class="item" href={`/parts?bin=${s.bin_id}`}><span class="grow"><span class="what">{s.bin_code}</span> <span class="soft">{[s.store, s.bin_name].filter(Boolean).join(' · ')}</span></span><span class="part-qty"><strong class="num">{quantity(s.qty, p.unit)}</strong>{s.reserved > 0 && <span class="soft">{fill(w.free, { qty: quantity(s.available, p.unit) })}</span>}</span></a></li>)}</ul>
			) : <p class="card soft">{w.nowhere}</p>}
		</>
	)
}

function UsedOn({ p }: { p: PartDetail }) {
	const used = useData<List<PartMachine>>(`/api/v1/parts/${p.id}/machines`, touches('ticket'))
	return (
		<>
			<h2 class="section">{w.used_on}</h2>
			<Load of={used} rows={2}>
				{({ items }) => items.length ? (
					<ul class="rows">{items.map((m) => (
						<li key={m.machine_id}><a class="item" href={`/machines/${m.machine_id}`}>
							<span class="grow"><span class="what lines-2">{nameOf(m)}</span><span class="soft">{fill(w.used_row, { n: m.tickets, time: time(m.last_at) })}</span></span>
							<span class="part-qty"><strong class="num">{quantity(m.qty, p.unit)}</strong><span class="soft num">{money(m.cost_cents)}</span></span>
						</a></li>))}
					</ul>
				) : <p class="card soft">{w.used_none}</p>}
			</Load>
		</>
	)
}

function Card({ p, act }: { p: PartDetail; act: (m: Move) => void }) {
	const pages = usePages<Movement>(`/api/v1/parts/${p.id}/movements`, 'before', touches('part', 'ticket'))
	return (
		<>
			<div class="row between"><h2 class="section">{w.card}</h2><a class="btn icon" href={`/api/v1/movements.xlsx?part=${p.id}`} download aria-label={w.download} title={w.download}><Icon name="download" /></a></div>
			<PagedList pages={pages} label={w.card} id={(m) => m.id} empty={<Empty icon="history" title={w.card_none} />} row={(m) => (
				<div class="item">
					<span class="grow">
						<span class="what">{wordOf(w, 'kind', m.kind)}</span> <span class="soft">{time(m.time)} · {m.account_name} · {m.bin_code}</span>
						{m.ticket_id && <><br /><a href={`/tickets/${m.ticket_id}`}>#{m.ticket_id} {machineOf(m)}</a></>}
						{m.reason && <span class="soft"><br />{m.reason}</span>}
					</span>
					<span class="part-qty"><strong class={`num ${m.qty < 0 ? '' : 'up'}`}>{m.qty > 0 ? '+' : ''}{quantity(m.qty)}</strong><span class="soft num">{fill(w.left, { qty: quantity(m.qty_after, p.unit) })}</span></span>
					{m.kind === 'issue' && <Button small onClick={() => act({ kind: 'return', of: m })}>{w.return}</Button>}
				</div>
			)} />
		</>
	)
}

function Documents({ p }: { p: PartDetail }) {
	const url = `/api/v1/parts/${p.id}/documents`
	const docs = useData<List<Document>>(url, touches('part', 'document'))
	const act = useAct()
	const add = (photo: Blob) => act.run({ method: 'PUT', url: `${url}/${newKey()}?kind=photo`, blob: photo, type: photo.type || 'image/jpeg', title: `${w.photos} · ${nameOf(p)}` }, docs.reload)
	return (
		<>
			<h2 class="section">{w.photos}</h2>
			<div class="card stack">{docs.data && <Photos of={docs.data.items} />}{keepsStock() && <AddPhotos add={(b) => void add(b)} />}</div>
		</>
	)
}

function Facts({ p }: { p: PartDetail }) {
	const rows: [string, string | null][] = [[w.category, p.category], [w.usual_bin, p.bin_code], [w.price, p.price_cents == null ? null : money(p.price_cents)], [w.name_en, p.name_en], [w.note, p.note]]
	const shown = rows.filter(([, v]) => v)
	if (!shown.length) return null
	return <><h2 class="section">{w.facts}</h2><dl class="card facts">{shown.map(([k, v]) => <><dt>{k}</dt><dd>{v}</dd></>)}</dl></>
}

export function PartPage({ id, bin, backTo, first }: { id: number; bin?: number; backTo: string; first?: ComponentChildren }) {
	const part = useData<PartDetail>(`/api/v1/parts/${id}`, (c) => (c.entity === 'part' && c.id === id) || (c.entity === 'ticket' && (c.kind.startsWith('part_') || c.kind === 'reservation_lost')))
	const [move, setMove] = useState<Move>()
	const [editing, setEditing] = useState(false)
	useSeen('part', id)
	return (
		<Page title={part.data ? nameOf(part.data) : w.title} backTo={backTo} narrow actions={part.data && keepsStock() && <IconButton icon="edit" label={w.edit} onClick={() => setEditing(true)} />}>
			<Load of={part}>
				{(p) => (
					<>
						<Head p={p} act={setMove} />
						{first}
						<Where p={p} />
						<OfPart p={p} />
						<Supply p={p} />
						<UsedOn p={p} />
						<Documents p={p} />
						<Facts p={p} />
						<Card p={p} act={setMove} />
						{move && <MoveSheet part={p} move={move} bin={bin} close={() => setMove(undefined)} />}
						{editing && <PartForm part={p} close={() => setEditing(false)} />}
					</>
				)}
			</Load>
		</Page>
	)
}
