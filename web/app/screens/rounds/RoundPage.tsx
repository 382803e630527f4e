// One round as it was walked: what was answered on each machine, when it was proven, who signed. Fits on paper.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/rounds.json'
import { touches, useData } from '../../lib/data'
import { fullTime, limitsOf, quantity, time } from '../../lib/format'
import { machineOf, nameOf } from '../../lib/names'
import type { RoundTrend, RoundView } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button, LinkButton } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { contentOf } from '../../ui/Photos'
import { Plot } from '../../ui/Plot'
import { Sheet } from '../../ui/Sheet'
import { sayAnswer, textOf } from './Question'
import { RoundState } from './Row'
import type { Item, Stop } from './walk'

const w = words(words_)

function TrendSheet({ machine, item, close }: { machine: number; item: Item; close: () => void }) {
	const of = useData<RoundTrend>(`/api/v1/assets/${machine}/checks/${item.id}`)
	return (
		<Sheet wide title={textOf(item)} close={close}>
			<Load of={of}>
				{(t) => (
					<Plot title={[w.trend, limitsOf(item)].filter(Boolean).join(' · ')} height={280}
						option={(ink) => ({
							grid: { left: 56, right: 16, top: 24, bottom: 40 },
							xAxis: { type: 'time', axisLabel: { color: ink.soft } },
							yAxis: { type: 'value', scale: true, min: (v) => Math.min(v.min, t.item.low ?? v.min), max: (v) => Math.max(v.max, t.item.high ?? v.max), name: item.unit ?? '', axisLabel: { color: ink.soft }, splitLine: { lineStyle: { color: ink.grid } } },
							series: [{
								type: 'line', data: t.points.map((p) => ({ value: [p.time, p.value], ...(p.finding ? { itemStyle: { color: ink.colour[4] }, symbolSize: 10 } : {}) })), symbolSize: 6, lineStyle: { color: ink.colour[1] }, itemStyle: { color: ink.colour[1] },
								markLine: { symbol: 'none', silent: true, lineStyle: { color: ink.colour[4], type: 'dashed' }, label: { show: false }, data: [t.item.low, t.item.high].filter((v) => v != null).map((v) => ({ yAxis: v as number })) },
							}],
						})}
						open={(m) => `/rounds/${t.points[m.dataIndex]?.round_id}`}
						table={<table><thead><tr><th>{w.time}</th><th class="num">{w.value}</th></tr></thead><tbody>{t.points.map((p) => <tr key={p.time}><td><a href={`/rounds/${p.round_id}`}>{fullTime(p.time)}</a></td><td class="num">{quantity(p.value, item.unit)}{p.finding && ' !'}</td></tr>)}</tbody></table>} />
				)}
			</Load>
		</Sheet>
	)
}

function StopCard({ s, items, trend }: { s: Stop; items: readonly Item[]; trend: (i: Item) => void }) {
	return (
		<section class="card round-stop">
			<div class="row between"><h2><a href={`/machines/${s.machine_id}`}>{machineOf(s)}</a></h2><span class="soft">{s.machine_code}</span></div>
			<p class="soft">
				{s.skipped ? fill(w.skipped, { why: s.skipped }) : s.scanned_at ? fill(s.typed ? w.typed_at : w.scanned_at, { time: time(s.scanned_at) }) : w.not_seen}
				{s.done_said && ` · ${fill(w.done_at, { time: time(s.done_said) })}`}
			</p>
			{s.answers.length > 0 && (
				<div class="scroll-x">
					<table class="round-answers">
						<thead><tr><th>{w.item}</th><th>{w.answer}</th><th>{w.limits_head}</th><th>{w.after_it}</th></tr></thead>
						<tbody>
							{items.filter((i) => s.answers.some((x) => x.item_id === i.id)).map((i) => {
								const x = s.answers.find((a) => a.item_id === i.id)!
								return (
									<tr key={i.id}>
										<td>{textOf(i)}</td>
										<td class={x.finding ? 'bad-text' : ''}>{x.finding && <Icon name="warn" />} {x.skipped ? fill(w.skipped, { why: x.skipped }) : sayAnswer(i, x)}{x.note && <span class="soft"> · {x.note}</span>}
											{x.photo_id && <a href={contentOf(x.photo_id)} target="_blank"><img class="photo" src={contentOf(x.photo_id)} alt={w.photo} loading="lazy" /></a>}</td>
										<td class="soft">{limitsOf(i)}</td>
										<td>{x.ticket_id && <a href={`/tickets/${x.ticket_id}`}>{fill(w.ticket_n, { n: x.ticket_id })}</a>}{i.kind === 'number' && <Button small kind="plain" class="no-print" icon="report" onClick={() => trend(i)} aria-label={`${w.trend} ${textOf(i)}`}>{w.trend}</Button>}</td>
									</tr>
								)
							})}
						</tbody>
					</table>
				</div>
			)}
		</section>
	)
}

export function RoundPage({ id }: { id: number }) {
	const of = useData<RoundView>(`/api/v1/rounds/${id}`, touches('round')), [shown, show] = useState<{ item: Item; machine: number }>()
	return (
		<Load of={of}>
			{(r) => (
				<Page title={nameOf(r)} backTo="/rounds" narrow actions={<Button small icon="print" onClick={() => print()}>{w.print}</Button>}>
					<h1 class="print-head">{nameOf(r)}</h1>
					<section class="card stack">
						<div class="row between"><span>{fill(w.due_window, { from: fullTime(r.due_from), to: fullTime(r.due_to) })}</span><RoundState state={r.state} /></div>
						{r.account_name && <p>{fill(w.walked_by, { name: r.account_name, from: time(r.started_said ?? r.started_at), to: time(r.finished_said ?? r.finished_at) })}</p>}
						{r.finished_at !== null && r.finished_said !== null && r.finished_at - r.finished_said > 600_000 && <p class="soft">{fill(w.sent_later, { time: fullTime(r.finished_at) })}</p>}
						{r.note && <p>{r.note}</p>}
						{['due', 'running'].includes(r.state) && <div class="no-print"><LinkButton kind="main" href={`/rounds/${id}/walk`} icon="run">{r.state === 'due' ? w.begin : w.go_on}</LinkButton></div>}
					</section>
					{r.stops.map((s) => <StopCard key={s.id} s={s} items={r.items.filter((i) => i.checklist_id === s.checklist_id)} trend={(item) => show({ item, machine: s.machine_id })} />)}
					{r.signature_id && <section class="card round-stop"><h2>{w.signature}</h2><img class="round-signed" src={contentOf(r.signature_id)} alt={fill(w.signed_by, { name: r.account_name ?? '' })} /><p class="soft">{r.account_name} · {fullTime(r.finished_said ?? r.finished_at)}</p></section>}
					{shown && <TrendSheet machine={shown.machine} item={shown.item} close={() => show(undefined)} />}
				</Page>
			)}
		</Load>
	)
}
