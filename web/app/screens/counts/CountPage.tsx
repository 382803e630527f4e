// One counting: scan a bin, type what is there, say why it differs; its list can be printed.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/counts.json'
import { address, get, newKey, Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, touches, useData } from '../../lib/data'
import { day, money, quantity, time } from '../../lib/format'
import { setQuery } from '../../lib/router'
import { keepsStock } from '../../lib/session'
import type { CountDetail, List, StockCountLine } from '../../lib/types'
import { partOf } from '../../lib/names'
import { isNegative, numberOf, textOf } from '../../lib/number'
import { fill, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Chips, Complaint, Segments, TextField } from '../../ui/Field'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import { openScanner } from '../../ui/Scanner'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import { toast } from '../../ui/toast'

const w = words(words_)
const WHY = [w.why_unbooked, w.why_misplaced, w.why_broken, w.why_miscounted, w.why_received]
const signed = (n: number, unit: string) => `${n > 0 ? '+' : ''}${quantity(n, unit)}`

function useLineActs(count: number) {
	const act = useAct()
	const changed = () => forget(`/api/v1/counts/${count}`, '/api/v1/counts')
	const say = (l: StockCountLine, counted: number | null, done: () => void) => act.run({ method: 'POST', url: `/api/v1/counts/${count}/lines`, json: { bin_id: l.bin_id, part_id: l.part_id, counted, counted_at: Date.now() }, title: `${w.title} · ${partOf(l)} ${quantity(counted, l.unit)}`, thread: `count:${count}` }, () => (changed(), toast(w.noted), done()))
	const explain = (l: StockCountLine, reason: string, done: () => void) => act.run({ method: 'PATCH', url: `/api/v1/counts/${count}/lines/${l.id}`, json: { reason }, title: `${w.why} · ${partOf(l)}`, thread: `count:${count}` }, () => (changed(), done()))
	return { ...act, say, explain }
}

// The number first; the books are shown only afterwards, so that nobody copies them.
function Say({ l, close }: { l: StockCountLine; close: () => void }) {
	const [qty, setQty] = useState(textOf(l.counted)), act = useLineActs(l.count_id)
	return (
		<Sheet title={partOf(l)} close={close}>
			<form onSubmit={(e) => (e.preventDefault(), void act.say(l, numberOf(qty), close))}>
				<Complaint error={act.error instanceof Refused && act.error.fields.length ? undefined : act.error} />
				<p class="field soft">{[l.bin_code, l.part_code, l.spec].filter(Boolean).join(' · ')}</p>
				<TextField label={`${w.counted} (${l.unit})`} name="counted" error={act.error} inputMode="decimal" autocomplete="off" value={qty} set={setQty} data-focus />
				<div class="ends"><Button type="submit" kind="main" busy={act.busy} disabled={isNegative(qty)}>{w.save}</Button></div>
			</form>
		</Sheet>
	)
}

function Explain({ l, close }: { l: StockCountLine; close: () => void }) {
	const [why, setWhy] = useState(l.reason ?? ''), act = useLineActs(l.count_id)
	return (
		<Sheet title={`${w.why} · ${partOf(l)}`} close={close}>
			<form onSubmit={(e) => (e.preventDefault(), void act.explain(l, why, close))}>
				<Complaint error={act.error} />
				<p class="field">{fill(w.differs, { expected: quantity(l.expected ?? 0, l.unit), counted: quantity(l.counted ?? 0, l.unit) })}</p>
				<div class="field"><Chips label={w.why} value={why} set={setWhy} choices={WHY.map((x) => ({ value: x, label: x }))} /></div>
				<TextField label={w.why} name="reason" error={act.error} value={why} set={setWhy} maxLength={200} />
				<div class="ends"><Button type="submit" kind="main" busy={act.busy} disabled={!why.trim()}>{w.save}</Button></div>
			</form>
		</Sheet>
	)
}

function Line({ l, open, say, explain }: { l: StockCountLine; open: boolean; say: () => void; explain: () => void }) {
	const differs = l.difference != null && l.difference !== 0
	const inside = (
		<>
			<span class="grow"><span class="what lines-2">{partOf(l)}</span><span class="soft lines-2">{[l.bin_code, l.part_code, l.spec].filter(Boolean).join(' · ')}</span>{differs && l.reason && <span class="soft">{l.reason}</span>}</span>
			<span class="part-qty">{l.counted == null ? <span class="soft">{w.not_yet}</span> : <strong class="num">{quantity(l.counted, l.unit)}</strong>}
				{differs ? <Tag tone="warn" icon="warn" text={`${signed(l.difference!, l.unit)} · ${money(l.value_cents ?? 0)}`} /> : l.counted != null && <Tag tone="good" icon="check" text={w.agrees} />}</span>
		</>
	)
	if (!open) return <div class="item">{inside}</div>
	return <div class="row count-line"><button type="button" class="item grow" onClick={say}>{inside}</button>{differs && <Button small kind={l.reason ? 'normal' : 'tint'} onClick={explain} aria-label={`${w.why} ${partOf(l)}`}>{w.why}</Button>}</div>
}

function Ends({ x }: { x: CountDetail }) {
	const [closing, setClosing] = useState(false), act = useAct(), left = x.lines - x.counted
	const end = (how: 'close' | 'cancel') => void act.now<CountDetail>('POST', `/api/v1/counts/${x.id}/${how}`, { json: { leave: left > 0 }, version: x.version, key: newKey() }, () => (forget('/api/v1/counts', `/api/v1/counts/${x.id}`, '/api/v1/parts'), setClosing(false), toast(how === 'close' ? w.closed : w.cancelled)))
	return (
		<>
			<Button kind="main" onClick={() => setClosing(true)}>{w.close}</Button>
			{closing && <Sheet title={w.close} close={() => setClosing(false)}>
				<Complaint error={act.error} />
				<dl class="card facts"><dt>{w.counted_n}</dt><dd class="num">{fill(w.progress, { n: x.counted, of: x.lines })}</dd><dt>{w.different}</dt><dd class="num">{x.different}</dd><dt>{w.worth}</dt><dd class="num">{money(x.value_cents)}</dd></dl>
				{left > 0 && <p class="notice warn">{fill(w.left, { n: left })}</p>}
				{x.unexplained > 0 && <p class="notice warn">{fill(w.unexplained, { n: x.unexplained })}</p>}
				<div class="ends"><Button busy={act.busy} onClick={() => confirm(w.sure_cancel) && end('cancel')}>{w.cancel}</Button><Button kind="main" busy={act.busy} disabled={x.unexplained > 0} onClick={() => end('close')}>{w.close}</Button></div>
			</Sheet>}
		</>
	)
}

// What somebody walks along the shelves with: every line of it, by bin, and room to write. The books are not on it.
function Paper({ x, lines }: { x: CountDetail; lines: StockCountLine[] }) {
	return (
		<div class="count-paper">
			<h1>{x.name}</h1>
			<p>{[x.store, day(x.created_at), fill(w.progress, { n: x.counted, of: x.lines })].filter(Boolean).join(' · ')}</p>
			<table class="table">
				<thead><tr><th>{w.bin}</th><th>{w.part}</th><th>{w.unit}</th><th class="num">{w.counted}</th><th>{w.why}</th></tr></thead>
				<tbody>{lines.map((l, i) => <tr key={l.id}><td>{l.bin_code !== lines[i - 1]?.bin_code && l.bin_code}</td><td>{partOf(l)} <span class="soft">{[l.part_code, l.spec].filter(Boolean).join(' · ')}</span></td><td>{l.unit}</td><td class="num">{l.counted != null && quantity(l.counted)}</td><td>{l.reason}</td></tr>)}</tbody>
			</table>
			<p class="count-signs"><span>{w.sign_counted}</span><span>{w.sign_checked}</span></p>
		</div>
	)
}

async function allLines(url: string, bin?: number): Promise<StockCountLine[]> {
	const all: StockCountLine[] = []
	for (let after: string | null = ''; after != null;) {
		const page: { items: StockCountLine[]; next: string | null } = await get(address(`${url}/lines`, { bin: bin ?? null, limit: 500, after: after || null }))
		all.push(...page.items)
		after = page.next
	}
	return all
}

export function CountPage({ id, bin }: { id: number; bin?: number }) {
	const url = `/api/v1/counts/${id}`, count = useData<CountDetail>(url, touches('count'))
	const [show, setShow] = useState('all'), [said, setSaid] = useState<StockCountLine>(), [why, setWhy] = useState<StockCountLine>(), [paper, setPaper] = useState<StockCountLine[]>()
	const pages = usePages<StockCountLine>(address(`${url}/lines`, { bin: bin ?? null, different: show === 'different' ? 1 : null, open: show === 'open' ? 1 : null }), 'after', touches('count'))
	const scan = () => openScanner({ title: w.scan, found: (code) => void get<{ entity: string | null; entity_id: number | null }>(`/api/v1/codes/${encodeURIComponent(code)}`).then(async (c) => {
		if (c.entity !== 'bin' || !c.entity_id) return toast(w.no_bin, { bad: true })
		setQuery({ bin: String(c.entity_id) })
		const { items } = await get<List<StockCountLine>>(address(`${url}/lines`, { bin: c.entity_id, open: 1, limit: 2 }))
		if (items.length === 1) setSaid(items[0]) // its counter stands in front of it
	}) })
	// All of them first: what was scrolled to is not what has to be counted.
	const printAll = () => void allLines(url, bin).then((lines) => (setPaper(lines), requestAnimationFrame(() => requestAnimationFrame(() => print()))), (e: Error) => toast(e.message, { bad: true }))
	const inBin = count.data?.bins.find((b) => b.bin_id === bin)
	return (
		<Page title={count.data?.name ?? w.title} backTo="/counts" narrow actions={<IconButton icon="print" label={w.print} onClick={printAll} />}>
			<Load of={count}>
				{(x) => {
					const open = x.state === 'open' && keepsStock()
					return (
						<>
							{paper && <Paper x={x} lines={paper} />}
							<div class={paper ? 'no-print' : ''}>
							<section class="card">
								<p class="soft">{[x.store, x.account_name, time(x.created_at)].filter(Boolean).join(' · ')}</p>
								<div class="row between wrap"><span class="figure">{fill(w.progress, { n: x.counted, of: x.lines })}</span>{x.different > 0 && <span>{w.different} <strong class="num">{x.different}</strong> · <span class="num">{money(x.value_cents)}</span></span>}</div>
								{open && <div class="part-acts off-print"><Button kind="tint" icon="scan" onClick={scan}>{w.scan}</Button><Ends x={x} /></div>}
							</section>
							<div class="field off-print"><Segments label={w.lines} value={show} set={setShow} choices={[{ value: 'all', label: w.all }, { value: 'open', label: w.open }, { value: 'different', label: w.different }]} /></div>
							{inBin && <p class="row field"><Tag tone="info" icon="filter" text={fill(w.in_bin, { code: inBin.bin_code })} /><IconButton icon="close" label={w.all} onClick={() => setQuery({ bin: null })} /></p>}
							<PagedList pages={pages} label={w.lines} id={(l) => l.id} empty={<Empty icon="check" title={w.no_lines} />} row={(l) => <Line l={l} open={open} say={() => setSaid(l)} explain={() => setWhy(l)} />} />
							</div>
						</>
					)
				}}
			</Load>
			{said && <Say l={said} close={() => setSaid(undefined)} />}
			{why && <Explain l={why} close={() => setWhy(undefined)} />}
		</Page>
	)
}
