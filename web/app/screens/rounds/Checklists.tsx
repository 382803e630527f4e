// Checklists and their editor: items in their order, each with what is good and what a finding leads to.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/rounds.json'
import { Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, touches, useData } from '../../lib/data'
import { limitsOf } from '../../lib/format'
import { nameOf } from '../../lib/names'
import { numberOf, textOf } from '../../lib/number'
import { setQuery } from '../../lib/router'
import type { Checklist, CheckItem, List } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Complaint, Select, TextArea, TextField, Toggle } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Sheet } from '../../ui/Sheet'

const w = words(words_)
// Limits as they are typed: "0." is on its way to 0.4.
type Draft = Partial<Omit<CheckItem, 'low' | 'high'>> & { kind: CheckItem['kind']; text: string; low: string; high: string }
const fresh: Draft = { kind: 'yes_no', text: '', bad: 2, low: '', high: '' }
const kinds = ['yes_no', 'number', 'choice', 'photo', 'text'] as const, tickets = ['offer', 'auto', 'never'] as const

// A condition is about an item before.
const looksBack = (x: Draft, k: number): Draft => (x.if_item && x.if_item > k ? { ...x, if_item: null, if_value: null } : x)

const known = (text: string) => (Number.isNaN(numberOf(text)) ? null : numberOf(text))
// What it asks for, in a line.
function summary(i: Draft): string {
	const limits = i.kind === 'number' && limitsOf({ low: known(i.low), high: known(i.high), unit: i.unit })
	return [wordOf(w, 'kind', i.kind), limits, i.if_item != null && fill(w.asked_if, { n: i.if_item }), i.required === false && w.optional].filter(Boolean).join(' · ')
}

// One is open at a time: a list of twenty is read at a glance on a phone.
function Closed({ i, n, open }: { i: Draft; n: number; open: () => void }) {
	return <button type="button" class="item round-item" aria-expanded="false" onClick={open}><span class="num soft">{n + 1}</span><span class="grow"><span class="what lines-2">{nameOf({ name: i.text, name_en: i.text_en }) || w.question}</span><span class="soft">{summary(i)}</span></span><Icon name="edit" /></button>
}

function ItemForm({ i, n, all, set, remove, up, error }: { i: Draft; n: number; all: readonly Draft[]; set: (c: Partial<Draft>) => void; remove: () => void; up?: () => void; error: unknown }) {
	const f = (name: string) => `items[${n}].${name}`, choices = i.kind === 'yes_no' ? ['yes', 'no'] : (i.choices ?? '').split('\n').filter(Boolean)
	const before = all.slice(0, n).map((x, k) => ({ value: String(k + 1), label: `${k + 1}. ${x.text}` })), on = i.if_item ? all[i.if_item - 1] : undefined
	const values = !on ? [] : [...(on.kind === 'yes_no' ? ['yes', 'no'] : on.kind === 'choice' ? (on.choices ?? '').split('\n').filter(Boolean) : []), 'finding']
	return (
		<fieldset class="round-item">
			<legend class="off">{fill(w.item_n, { n: n + 1 })}</legend>
			<div class="row between"><strong>{n + 1}</strong><span>{up && <IconButton icon="up" label={fill(w.move_up, { n: n + 1 })} onClick={up} />}<IconButton icon="trash" label={fill(w.remove_n, { n: n + 1 })} onClick={remove} /></span></div>
			<TextField label={w.question} name={f('text')} error={error} required value={i.text} set={(text) => set({ text })} maxLength={200} />
			<Select label={w.kind} value={i.kind} set={(v) => set({ kind: v as Draft['kind'], bad: v === 'yes_no' ? 2 : 0 })} choices={kinds.map((k) => ({ value: k, label: wordOf(w, 'kind', k) }))} />
			{i.kind === 'number' && (
				<div class="three">
					<TextField label={w.low} name={f('low')} error={error} inputMode="decimal" autocomplete="off" value={i.low} set={(low) => set({ low })} />
					<TextField label={w.high} name={f('high')} error={error} inputMode="decimal" autocomplete="off" value={i.high} set={(high) => set({ high })} />
					<TextField label={w.unit} value={i.unit ?? ''} set={(t) => set({ unit: t || null })} maxLength={20} />
				</div>
			)}
			{i.kind === 'choice' && <TextArea label={w.choices} hint={w.choices_hint} name={f('choices')} error={error} value={i.choices ?? ''} set={(t) => set({ choices: t || null })} />}
			{choices.map((c, k) => <Toggle key={c} label={fill(w.bad_when, { answer: i.kind === 'yes_no' ? wordOf(w, 'answer', c) : c })} value={!!((i.bad ?? 0) & (1 << k))} set={(v) => set({ bad: v ? (i.bad ?? 0) | (1 << k) : (i.bad ?? 0) & ~(1 << k) })} />)}
			<Select label={w.when_bad} value={i.ticket ?? 'offer'} set={(v) => set({ ticket: v as CheckItem['ticket'] })} choices={tickets.map((k) => ({ value: k, label: wordOf(w, 'ticket', k) }))} />
			<TextField label={w.hint_for} value={i.hint ?? ''} set={(t) => set({ hint: t || null })} maxLength={400} />
			<TextField label={w.question_en} value={i.text_en ?? ''} set={(t) => set({ text_en: t || null })} maxLength={200} />
			<Toggle label={w.required} value={i.required ?? true} set={(required) => set({ required })} />
			{before.length > 0 && <Select label={w.only_if} name={f('if_item')} error={error} none={w.always} value={textOf(i.if_item)} set={(v) => set({ if_item: v ? Number(v) : null, if_value: v ? 'finding' : null })} choices={before} />}
			{on && <Select label={w.was_answered} name={f('if_value')} error={error} value={i.if_value ?? ''} set={(v) => set({ if_value: v })} choices={values.map((v) => ({ value: v, label: wordOf(w, 'answer', v) }))} />}
		</fieldset>
	)
}

function Form({ of, close }: { of: Checklist | undefined; close: () => void }) {
	const act = useAct(), [name, setName] = useState(of?.name ?? ''), [en, setEn] = useState(of?.name_en ?? ''), [retired, setRetired] = useState(of?.retired ?? false)
	const [items, setItems] = useState<Draft[]>(of?.items.map((i) => ({ ...i, low: textOf(i.low), high: textOf(i.high) })) ?? [fresh]), [opened, open] = useState(of ? -1 : 0)
	const wrong = (n: number) => act.error instanceof Refused && act.error.fields.some((f) => f.name.startsWith(`items[${n}].`))
	const save = () => act.now<Checklist>(of ? 'PUT' : 'POST', of ? `/api/v1/checklists/${of.id}` : '/api/v1/checklists', {
		version: of?.version,
		json: { name, name_en: en || null, retired, items: items.map(({ root_id, kind, text, text_en, hint, unit, low, high, choices, bad, required, if_item, if_value, ticket, priority }) => ({ root_id, kind, text, text_en, hint, unit, low: numberOf(low), high: numberOf(high), choices, bad, required, if_item, if_value, ticket, priority })) },
	}, () => (forget('/api/v1/checklists'), close()))
	return (
		<Sheet wide title={of ? nameOf(of) : w.new_checklist} close={close} ends={<Button kind="main" busy={act.busy} onClick={() => void save()}>{w.save}</Button>}>
			<Complaint error={act.error} />
			<TextField label={w.name} name="name" error={act.error} required value={name} set={setName} maxLength={80} />
			<TextField label={w.name_en} value={en} set={setEn} maxLength={80} />
			{items.map((i, n) => n !== opened && !wrong(n) ? <Closed key={i.id ?? `new-${n}`} i={i} n={n} open={() => open(n)} /> : <ItemForm key={i.id ?? `new-${n}`} i={i} n={n} all={items} error={act.error}
				set={(c) => setItems(items.map((x, k) => (k === n ? { ...x, ...c } : x)))}
				// What asked for it, or for one that moves, is asked always.
				remove={() => (open(-1), setItems(items.filter((_, k) => k !== n).map((x) => (x.if_item && x.if_item >= n + 1 ? { ...x, if_item: x.if_item === n + 1 ? null : x.if_item - 1, if_value: x.if_item === n + 1 ? null : x.if_value } : x))))}
				up={n > 0 ? () => (open(n - 1), setItems([...items.slice(0, n - 1), items[n]!, items[n - 1]!, ...items.slice(n + 1)].map((x) => ({ ...x, if_item: x.if_item === n ? n + 1 : x.if_item === n + 1 ? n : x.if_item })).map(looksBack))) : undefined} />)}
			<Button full icon="plus" onClick={() => (open(items.length), setItems([...items, fresh]))}>{w.add_item}</Button>
			{of && <Toggle label={w.retired} value={retired} set={setRetired} />}
			{of && <p class="soft">{fill(w.edition_hint, { n: of.edition })}</p>}
		</Sheet>
	)
}
function Edit({ id, close }: { id: number; close: () => void }) {
	const of = useData<Checklist>(`/api/v1/checklists/${id}`)
	return <Load of={of}>{(c) => <Form key={c.version} of={c} close={close} />}</Load>
}

export function Checklists({ edit }: { edit: string | null }) {
	const of = useData<List<Checklist>>('/api/v1/checklists', touches('checklist')), close = () => setQuery({ edit: null })
	return (
		<>
			<div class="row field"><Button kind="tint" icon="plus" onClick={() => setQuery({ edit: 'new' })}>{w.new_checklist}</Button></div>
			<Load of={of}>
				{(l) => l.items.length ? (
					<ul class="rows" aria-label={w.show_checklists}>{l.items.map((c) => (
						<li key={c.id}><button type="button" class="item" onClick={() => setQuery({ edit: String(c.id) })}><span class="grow"><span class="what lines-2">{nameOf(c)}</span><span class="soft lines-2">{fill(w.checklist_of, { items: c.items_n, routes: c.routes_n, edition: c.edition })}{c.retired && ` · ${w.retired}`}</span></span><Icon name="edit" /></button></li>
					))}</ul>
				) : <Empty icon="check" title={w.no_checklists} hint={w.no_checklists_hint} />}
			</Load>
			{edit === 'new' && <Form of={undefined} close={close} />}
			{edit && edit !== 'new' && <Edit id={Number(edit)} close={close} />}
		</>
	)
}
