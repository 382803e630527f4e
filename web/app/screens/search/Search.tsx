// Anything from anywhere, while it is typed: what is meant exactly, then each kind by itself. The arrow keys walk the results.
import { useEffect, useReducer, useRef } from 'preact/hooks'
import words_ from '../../../i18n/search.json'
import { address, get } from '../../lib/api'
import { quantity, time } from '../../lib/format'
import { useLater } from '../../lib/later'
import { go, setQuery } from '../../lib/router'
import type { FindItem, List } from '../../lib/types'
import { fill, lang, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Chips, Search as SearchField } from '../../ui/Field'
import { Icon, type IconName } from '../../ui/Icon'
import { Empty, Failed, Skeleton } from '../../ui/Load'
import { Marked } from '../../ui/Marked'
import { Page } from '../../ui/Page'
import { MachineState, TicketState } from '../../ui/Tag'
import type { ScreenProps } from '../screens'

const w = words(words_)
type Kind = FindItem['kind']
const icons: Record<Kind, IconName> = { ticket: 'tool', machine: 'machine', asset: 'tree', fix: 'bulb', document: 'file', part: 'part', bin: 'table', code: 'label' }
const FEW = 5, MANY = 20

function linkOf(f: FindItem): string {
	switch (f.kind) {
	case 'ticket': return `/tickets/${f.id}`
	case 'fix': return `/fixes/${f.id}`
	case 'document': return `/documents/${f.id}?section=${f.section}`
	case 'part': return `/parts/${f.id}`
	case 'bin': return `/parts?bin=${f.id}`
	case 'code': return `/q/${f.code}`
	default: return `/machines/${f.id}`
	}
}

function Row({ f }: { f: FindItem }) {
	const name = (lang === 'en' && f.name_en) || f.name || f.code || ''
	const facts = [f.kind === 'ticket' && `#${f.id}`, f.kind === 'document' && f.state && wordOf(w, 'part', f.state), f.code, (lang === 'en' && f.detail_en) || f.detail, f.kind === 'fix' && f.qty != null && fill(w.cases, { n: f.qty }), f.time && time(f.time)].filter(Boolean).join(' · ')
	return (
		<a class="item" href={linkOf(f)}>
			<Icon name={icons[f.kind]} />
			<span class="grow">
				<span class="what lines-2">{f.kind === 'code' ? wordOf(w, 'code', f.state) : <Marked text={name} words={f.words} />}</span>
				{f.text && <span class="lines-2 found-text"><Marked text={f.text} words={f.words} /></span>}
				<span class="soft lines-2"><Marked text={[f.exact && wordOf(w, 'kind', f.kind), facts].filter(Boolean).join(' · ')} words={f.words} /></span>
			</span>
			{f.kind === 'ticket' && f.state && <TicketState state={f.state} />}
			{f.kind === 'machine' && <MachineState state={f.state} />}
			{f.kind === 'part' && f.qty != null && <strong class="num">{quantity(f.qty, f.unit)}</strong>}
		</a>
	)
}

// What was found last stays until the next is there: nothing jumps while one types.
interface Found {
	url: string
	items: FindItem[]
	text: string
}
function useFound(text: string, kind: string) {
	const [, draw] = useReducer((n: number) => n + 1, 0)
	const last = useRef<Found | undefined>(undefined), error = useRef<Error | undefined>(undefined), again = useRef(0)
	const url = text ? address('/api/v1/find', { text, kind, limit: kind ? MANY : FEW }) : ''
	useEffect(() => {
		if (!url) {
			last.current = undefined
			return draw(0)
		}
		const stop = new AbortController()
		get<List<FindItem>>(url, stop.signal).then((a) => {
			last.current = { url, items: a.items, text }
			error.current = undefined
			draw(0)
		}, (e: Error) => {
			if (stop.signal.aborted) return
			error.current = e
			draw(0)
		})
		return () => stop.abort()
	}, [url, again.current])
	return { found: url ? last.current : undefined, error: error.current, retry: () => (again.current++, (error.current = undefined), draw(0)), asking: !!url && last.current?.url !== url }
}

// From the field into the results and along them; Enter in the field opens the first.
function walk(e: KeyboardEvent): void {
	const box = e.currentTarget as HTMLElement, input = box.querySelector<HTMLInputElement>('input[type=search]')
	const all = [...box.querySelectorAll<HTMLElement>('.found a.item')], at = all.indexOf(document.activeElement as HTMLElement)
	if (e.isComposing) return
	if (e.key === 'ArrowDown' && (at >= 0 || document.activeElement === input)) {
		e.preventDefault()
		all[Math.min(at + 1, all.length - 1)]?.focus()
	} else if (e.key === 'ArrowUp' && at >= 0) {
		e.preventDefault()
		at ? all[at - 1]!.focus() : input?.focus()
	} else if (e.key === 'Enter' && document.activeElement === input && all[0]) {
		e.preventDefault()
		const first = all[0] as HTMLAnchorElement
		first.pathname.startsWith('/q/') ? location.assign(first.href) : go(first.pathname + first.search)
	}
}

function groupsOf(items: FindItem[]): [string, FindItem[]][] {
	const groups = new Map<string, FindItem[]>()
	for (const f of items) {
		const name = f.exact ? 'exact' : f.kind
		groups.set(name, [...(groups.get(name) ?? []), f])
	}
	return [...groups]
}

function Results({ found, kind }: { found: Found; kind: string }) {
	const id = (f: FindItem) => `${f.kind}${f.id ?? f.code}.${f.section ?? ''}`
	if (!found.items.length) return <Empty icon="search" title={fill(w.none, { text: found.text })} hint={w.none_hint}>{kind && <Button onClick={() => setQuery({ kind: null })}>{w.all}</Button>}</Empty>
	return (
		<>
			{groupsOf(found.items).map(([name, items]) => (
				<section key={name} aria-label={wordOf(w, 'group', name)}>
					<h2 class="section"><span>{wordOf(w, 'group', name)}</span>{!kind && items.length >= FEW && name !== 'exact' && <button type="button" class="btn plain" onClick={() => setQuery({ kind: name })}>{w.more_of}</button>}</h2>
					<ul class="rows found">{items.map((f) => <li key={id(f)}><Row f={f} /></li>)}</ul>
				</section>
			))}
		</>
	)
}

const KINDS: readonly Kind[] = ['ticket', 'machine', 'fix', 'document', 'part']
export default function Search({ query }: ScreenProps) {
	const text = query.get('text')?.trim() ?? '', kind = query.get('kind') ?? ''
	const set = useLater((v: string) => setQuery({ text: v }), 80)
	const f = useFound(text, kind)
	return (
		<Page title={w.title} backTo="/" narrow>
			<div onKeyDown={walk}>
				<div class="row field"><SearchField label={w.search} value={query.get('text') ?? ''} set={set} autofocus /></div>
				{text && <div class="field find-kinds"><Chips label={w.only} value={kind} set={(k) => setQuery({ kind: k })} choices={[{ value: '', label: w.all }, ...KINDS.map((k) => ({ value: k, label: wordOf(w, 'group', k) }))]} /></div>}
				<p class="off" role="status">{f.found ? fill(w.found, { n: f.found.items.length }) : ''}</p>
				{!text ? <Empty icon="search" title={w.begin} hint={w.begin_hint} />
					: f.error && f.asking ? <Failed error={f.error} retry={f.retry} />
						: f.found ? <div aria-busy={f.asking || undefined} aria-label={w.results} role="region"><Results found={f.found} kind={kind} /></div> : <Skeleton rows={4} />}
			</div>
		</Page>
	)
}
