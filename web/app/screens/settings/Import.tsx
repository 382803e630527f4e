// A factory's own list: sent, tried out, its columns put in place, then brought in, all or (if wanted) without the wrong rows.
import { useEffect, useState } from 'preact/hooks'
import words_ from '../../../i18n/import.json'
import { address, call } from '../../lib/api'
import { useAct } from '../../lib/act'
import { remember, useData } from '../../lib/data'
import { count, time } from '../../lib/format'
import { go, setQuery } from '../../lib/router'
import type { ImportItem, ImportRow, ImportView, List } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Chips, Complaint, Segments, Select, TextField, Toggle } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { PagedList, usePages } from '../../ui/PagedList'
import type { ScreenProps } from '../screens'
import { ImportRuns } from './ImportRuns'

const w = words(words_)
const KINDS = ['machines', 'parts', 'repairs', 'plans'] as const
const BUSY = ['queued', 'checking', 'applying']
const typeOf = (name: string) => /\.xls[xm]$/i.test(name) ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : /\.jsonl?$/i.test(name) ? 'application/x-ndjson' : 'text/csv'
const urlOf = (id: number) => `/api/v1/imports/${id}`

function Choose({ kind }: { kind: string }) {
	const [busy, setBusy] = useState(false), [error, setError] = useState<unknown>()
	async function send(e: { currentTarget: HTMLInputElement }) {
		const file = e.currentTarget.files?.[0]
		e.currentTarget.value = ''
		if (!file) return
		setBusy(true)
		setError(undefined)
		try {
			const made = await call<ImportView>('POST', address('/api/v1/imports', { kind, name: file.name }), { body: file, type: typeOf(file.name), seconds: 300 })
			remember(urlOf(made.id), made)
			setQuery({ id: String(made.id) })
		} catch (err) {
			setError(err)
		}
		setBusy(false)
	}
	return (
		<section class="card stack">
			<Complaint error={error} />
			<label class={`btn main full ${busy ? 'busy' : ''}`} aria-busy={busy || undefined}><Icon name="upload" />{busy ? w.sending : w.choose}<input class="off" type="file" accept=".xlsx,.csv,.txt,.jsonl,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" onChange={send} disabled={busy} /></label>
			<p class="soft">{w.choose_hint}</p>
			<div class="row wrap"><a class="btn small" href={address('/api/v1/imports/template.xlsx', { kind })} download><Icon name="download" />{w.template}</a><a class="btn small" href={address('/api/v1/imports/template.csv', { kind })} download>{w.template_csv}</a></div>
		</section>
	)
}

// Which sheet is read, and where its heading is: found by the server, and chosen where it found the wrong one.
function Where({ v, change }: { v: ImportView; change: (json: object) => void }) {
	if (v.encoding === 'JSON Lines') return null
	return (
		<section class="card row wrap">
			{v.sheets.length > 1 && <Select label={w.sheet} value={v.sheet ?? ''} set={(sheet) => change({ sheet })} choices={v.sheets.map((s) => ({ value: s.name, label: s.name }))} />}
			<Select label={w.head_row} value={String(v.head_row)} set={(n) => change({ head_row: Number(n) })} choices={[...new Set([...Array.from({ length: 20 }, (_, i) => i + 1), v.head_row])].filter(Boolean).map((n) => ({ value: String(n), label: fill(w.row, { n }) }))} />
		</section>
	)
}

function Columns({ v, change }: { v: ImportView; change: (columns: { heading: string; field: string | null }[]) => void }) {
	const named = v.columns.filter((c) => c.heading)
	const set = (heading: string, field: string) => change(named.map((c) => ({ heading: c.heading, field: c.heading === heading ? field || null : c.field })))
	return (
		<section class="card">
			<h2>{w.columns}</h2>
			<p class="soft field">{fill(w.columns_found, { n: named.filter((c) => c.field).length, all: named.length })} · {w.columns_hint}</p>
			<ul class="mapping">{named.map((c) => (
				<li key={c.heading}>
					<label class="row wrap"><span class="grow"><strong>{c.heading}</strong><br /><span class="soft lines-2">{fill(w.example, { text: c.samples.map((s) => s.text).filter(Boolean).slice(0, 2).join(' · ') })}</span></span>
						<select class="input" value={c.field ?? ''} onChange={(e) => set(c.heading, e.currentTarget.value)}>
							<option value="">{w.skip_column}</option>
							{v.targets.map((t) => <option key={t.field} value={t.field}>{t.heading}{t.required ? ` (${w.required})` : ''}</option>)}
						</select></label>
				</li>))}
			</ul>
		</section>
	)
}

const VERDICTS = ['error', 'new', 'changed', 'same'] as const
function Rows({ v }: { v: ImportView }) {
	const numbers = { error: v.errors, new: v.new, changed: v.changed, same: v.same }
	const [verdict, show] = useState<(typeof VERDICTS)[number]>(v.errors ? 'error' : 'new')
	const pages = usePages<ImportRow>(address(`${urlOf(v.id)}/rows`, { verdict, state: undefined }), 'after')
	useEffect(() => void pages.again(), [v.state, v.errors, v.new])
	return (
		<>
			<div class="row wrap between field"><Segments label={w.show} value={verdict} set={(x) => show(x as typeof verdict)} choices={VERDICTS.map((x) => ({ value: x, label: `${w[x]} ${count(numbers[x])}` }))} />
				{v.errors > 0 && <a class="btn small" href={`${urlOf(v.id)}/errors.csv`} download><Icon name="download" />{w.errors_file}</a>}</div>
			<PagedList pages={pages} label={w.rows} id={(r) => r.number} empty={<p class="card soft">{w.rows_none}</p>} row={(r) => (
				<div class="item"><span class="soft num">{fill(w.row, { n: r.number })}</span><span class="grow"><span class="what">{[r.key, r.title].filter(Boolean).join(' · ')}</span>{r.detail && <><br /><span class="soft">{r.detail}</span></>}{r.problems.map((p, i) => <p key={i} class="complaint">{[p.heading, p.message].filter(Boolean).join(': ')}</p>)}</span></div>
			)} />
		</>
	)
}

function Running({ id }: { id: number }) {
	const data = useData<ImportView>(urlOf(id)), act = useAct(), v = data.data
	const [skip, setSkip] = useState<boolean>() // as tapped; the server says it a moment later
	const busy = v && BUSY.includes(v.state)
	useEffect(() => {
		if (!busy) return
		const t = setInterval(data.reload, 700)
		return () => clearInterval(t)
	}, [busy, id])
	const keep = (x: ImportView) => remember(urlOf(id), x)
	const patch = (json: object) => void act.now<ImportView>('PATCH', urlOf(id), { json, seconds: 60 }, keep)
	const apply = () => act.now<ImportView>('POST', `${urlOf(id)}/apply`, { seconds: 120 }, keep)
	const stop = () => act.now('DELETE', urlOf(id), {}, () => go('/import', { replace: true }))
	return (
		<Load of={data}>
			{(x) => {
				const will = x.new + x.changed, ready = x.state === 'ready'
				return (
					<>
						<section class="card stack">
							<h2>{wordOf(w, 'kind', x.kind)} · {x.name}</h2>
							<p class={x.state === 'failed' ? 'complaint' : ''} role="status">{fill(wordOf(w, 'state', x.state), { done: count(x.rows_done), total: count(x.rows_total) })}</p>
							{busy && <progress max={Math.max(1, x.rows_total)} value={x.rows_done} aria-label={wordOf(w, 'state', x.state)} />}
							{x.problems.map((p, i) => <p key={i} class="complaint">{[p.heading, p.message].filter(Boolean).join(': ')}</p>)}
							<dl class="counts">{(['new', 'changed', 'same', 'error'] as const).map((k) => <div key={k}><dt>{w[k]}</dt><dd class={k === 'error' && x.errors ? 'bad-text num' : 'num'}>{count(k === 'error' ? x.errors : x[k])}</dd></div>)}</dl>
							<Complaint error={act.error} />
							{ready && x.errors > 0 && <Toggle label={w.skip_errors} value={skip ?? x.skip_errors} set={(s) => (setSkip(s), patch({ skip_errors: s }))} />}
							{ready && x.kind === 'parts' && <TextField label={w.bin} value={x.bin ?? ''} set={(s) => patch({ bin: s || null })} maxLength={64} />}
							<div class="row wrap">
								{ready && <Button kind="main" busy={act.busy} disabled={!will || (x.errors > 0 && !x.skip_errors)} onClick={() => void apply()}>{fill(w.apply, { n: count(will) })}</Button>}
								{x.state === 'done' ? <Button kind="main" onClick={() => go('/import', { replace: true })}>{w.again}</Button> : <Button busy={act.busy && !busy} onClick={() => void stop()}>{w.stop}</Button>}
							</div>
						</section>
						{(ready || x.state === 'failed') && x.encoding && <Where v={x} change={patch} />}
						{(ready || x.state === 'failed') && x.columns.length > 0 && <Columns v={x} change={(columns) => patch({ columns })} />}
						{(ready || x.state === 'done') && <Rows v={x} />}
					</>
				)
			}}
		</Load>
	)
}

function Earlier() {
	const all = useData<List<ImportItem>>('/api/v1/imports')
	const items = all.data?.items.filter((i) => i.state !== 'done') ?? []
	if (!items.length) return null
	return (
		<>
			<h2 class="section">{w.earlier}</h2>
			<ul class="rows">{items.map((i) => <li key={i.id}><a class="item" href={`/import?id=${i.id}`}><span class="grow"><span class="what">{wordOf(w, 'kind', i.kind)} · {i.name}</span><br /><span class="soft">{i.by} · {time(i.created_at)} · {fill(wordOf(w, 'state', i.state), { done: count(i.rows_done), total: count(i.rows_total) })}</span></span><Icon name="next" /></a></li>)}</ul>
		</>
	)
}

export default function Import({ query }: ScreenProps) {
	const id = Number(query.get('id')) || undefined, kind = KINDS.find((k) => k === query.get('kind')) ?? 'machines'
	return (
		<Page title={w.title} backTo="/settings" narrow>
			{id ? <Running key={id} id={id} /> : (
				<>
					<div class="field"><Chips label={w.what} value={kind} set={(k) => setQuery({ kind: k })} choices={KINDS.map((k) => ({ value: k, label: wordOf(w, 'kind', k) }))} /></div>
					<Choose kind={kind} />
					<Earlier />
					<ImportRuns />
				</>
			)}
		</Page>
	)
}
