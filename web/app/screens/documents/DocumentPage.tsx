// One document being read. What it says is text of ours, never its own markup; faults stand together with their causes and
// remedies. The section that somebody was sent to is brought into sight.
import { useEffect, useRef, useState } from 'preact/hooks'
import words_ from '../../../i18n/documents.json'
import common_ from '../../../i18n/common.json'
import { useAct } from '../../lib/act'
import { remember, useData } from '../../lib/data'
import { time } from '../../lib/format'
import { go } from '../../lib/router'
import { leads } from '../../lib/session'
import type { ManualSection, ManualView } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button, IconButton, LinkButton } from '../../ui/Button'
import { Complaint, TextField } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import { toast } from '../../ui/toast'
import { forgetManuals, manualUrl, placeOf, lookOf, touchesManuals } from './manual'
import { PlaceField, whole, type Place } from './PlaceField'

const w = words(words_), c = words(common_)

function SectionText({ s, bare }: { s: Pick<ManualSection, 'kind' | 'text'>; bare?: boolean }) {
	return (
		<div class="part">
			{!bare && s.kind !== 'text' && <Tag {...lookOf(s.kind)} text={wordOf(w, 'kind', s.kind)} />}
			{s.text && <p class="part-text">{s.text}</p>}
		</div>
	)
}

// Sections of one fault are one card; so are those under one title.
function cardsOf(parts: ManualSection[]): ManualSection[][] {
	const cards: ManualSection[][] = []
	for (const s of parts) {
		const last = cards[cards.length - 1], before = last?.[last.length - 1]
		if (last && before && before.trouble === s.trouble && (s.trouble || before.title === s.title)) last.push(s)
		else cards.push([s])
	}
	return cards
}

function Card({ parts, wanted }: { parts: ManualSection[]; wanted?: number }) {
	const box = useRef<HTMLElement>(null), here = parts.some((s) => s.n === wanted)
	useEffect(() => {
		if (here) box.current?.scrollIntoView({ block: 'center' })
	}, [here])
	return (
		<section ref={box} class={`card part-card ${here ? 'wanted' : ''}`} id={`s${parts[0]!.n}`} aria-current={here || undefined}>
			<h2>{parts[0]!.title}</h2>
			{parts.map((s, i) => (
				<div key={s.n}>
					{i > 0 && s.title !== parts[i - 1]!.title && s.title !== parts[0]!.title && <h3>{s.title}</h3>}
					<SectionText s={s} />
				</div>
			))}
		</section>
	)
}

function Change({ m, close }: { m: ManualView; close: () => void }) {
	const [title, setTitle] = useState(m.title)
	const [place, setPlace] = useState<Place>({ kind: m.asset_id ? 'asset' : m.model ? 'model' : 'all', asset: m.asset_id ? { id: m.asset_id, name: placeOf(m) } : undefined, model: m.model ?? '' })
	const act = useAct()
	async function save(e: Event) {
		e.preventDefault()
		const json = { title: title.trim(), asset_id: place.kind === 'asset' ? place.asset!.id : null, model: place.kind === 'model' ? place.model.trim() : null }
		if (await act.now<ManualView>('PATCH', manualUrl(m.id), { json, version: m.version }, (now) => (forgetManuals(), remember(manualUrl(m.id), now)))) close()
	}
	return (
		<Sheet title={w.assign} close={close}>
			<form onSubmit={(e) => void save(e)}>
				<Complaint error={act.error} />
				<TextField label={w.name} name="title" error={act.error} value={title} set={setTitle} maxLength={240} required />
				<PlaceField place={place} set={setPlace} error={act.error} />
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy} disabled={!title.trim() || !whole(place)}>{w.save}</Button></div>
			</form>
		</Sheet>
	)
}

function Removal({ m, close }: { m: ManualView; close: () => void }) {
	const act = useAct()
	const remove = () => act.now('DELETE', manualUrl(m.id), {}, () => (forgetManuals(), toast(w.gone), close(), go('/documents', { replace: true })))
	return <Sheet title={w.remove} close={close} ends={<><Button onClick={close}>{c.cancel}</Button><Button kind="bad" busy={act.busy} onClick={() => void remove()}>{w.remove}</Button></>}><p class="field"><strong>{m.title}</strong></p><p class="field">{w.remove_ask}</p></Sheet>
}

function Contents({ cards }: { cards: ManualSection[][] }) {
	if (cards.length < 4) return null
	const seek = (e: MouseEvent, n: number) => {
		e.preventDefault()
		document.getElementById(`s${n}`)?.scrollIntoView({ block: 'start', behavior: 'smooth' })
	}
	return (
		<details class="card contents">
			<summary>{w.contents}</summary>
			<ol>{cards.map((p) => <li key={p[0]!.n}><a href={`#s${p[0]!.n}`} onClick={(e) => seek(e, p[0]!.n)}>{p[0]!.title}</a></li>)}</ol>
		</details>
	)
}

function Body({ m, section }: { m: ManualView; section?: number }) {
	const cards = cardsOf(m.parts)
	return (
		<>
			<p class="soft field doc-facts">{[placeOf(m), wordOf(w, 'format', m.format), fill(w.sections, { n: m.sections }), m.edition > 1 && fill(w.edition, { n: m.edition }), fill(w.by, { name: m.account_name ?? w.by_command, time: time(m.updated_at) })].filter(Boolean).join(' · ')}</p>
			{m.faulty_line != null && <p class="notice warn"><Icon name="warn" />{fill(w.faulty, { n: m.faulty_line })}</p>}
			{m.cut && <p class="notice warn"><Icon name="warn" />{fill(w.cut, { n: m.sections })}</p>}
			<Contents cards={cards} />
			<div lang={m.lang ?? undefined}>{cards.map((p) => <Card key={p[0]!.n} parts={p} wanted={section} />)}</div>
			<p class="no-print"><LinkButton small href={`${manualUrl(m.id)}/content`} icon="download" download={m.file_name}>{w.file}</LinkButton></p>
		</>
	)
}

export function DocumentPage({ id, section }: { id: number; section?: number }) {
	const [open, setOpen] = useState<'change' | 'remove'>()
	const doc = useData<ManualView>(manualUrl(id), touchesManuals)
	const m = doc.data
	const tools = m && leads() && <><IconButton icon="edit" label={w.assign} onClick={() => setOpen('change')} /><IconButton icon="trash" label={w.remove} onClick={() => setOpen('remove')} /></>
	return (
		<Page title={m?.title ?? w.title} backTo="/documents" actions={tools || undefined} narrow>
			<Load of={doc}>{(x) => <Body m={x} section={section} />}</Load>
			{m && open === 'change' && <Change m={m} close={() => setOpen(undefined)} />}
			{m && open === 'remove' && <Removal m={m} close={() => setOpen(undefined)} />}
		</Page>
	)
}
