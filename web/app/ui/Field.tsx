// One question of a form: its name, where to answer, a hint, and what was wrong with the answer.
import type { ComponentChildren, InputHTMLAttributes } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Refused } from '../lib/api'
import { Icon } from './Icon'

let count = 0
interface Common {
	label: string
	hint?: string
	name?: string // of the field in the server's complaints
	error?: unknown // what the last sending threw
	required?: boolean
}
const complaintOf = (p: Common) => (p.error instanceof Refused && p.name ? p.error.of(p.name) : undefined)

// Of what is wrong in a form the first is shown, and typed into again.
function showFirst(id: string): void {
	const own = document.getElementById(id)
	if (!own || own.closest('form, .sheet')?.querySelector('[aria-invalid="true"]') !== own) return
	own.scrollIntoView({ block: 'center' })
	own.focus({ preventScroll: true })
}

export function Field({ children, ...p }: Common & { children: (props: { id: string; 'aria-invalid'?: 'true'; 'aria-describedby'?: string; 'aria-required'?: 'true' }) => ComponentChildren }) {
	const id = useRef(`f${++count}`).current
	const wrong = complaintOf(p)
	useEffect(() => void (wrong && showFirst(id)), [p.error])
	const described = wrong ? `${id}-wrong` : p.hint ? `${id}-hint` : undefined
	return (
		<div class="field">
			<label class="label" for={id}>{p.label}{p.required && <span aria-hidden="true"> *</span>}</label>
			{children({ id, 'aria-invalid': wrong ? 'true' : undefined, 'aria-describedby': described, 'aria-required': p.required ? 'true' : undefined })}
			{wrong && <p class="complaint" id={`${id}-wrong`} role="alert">{wrong}</p>}
			{!wrong && p.hint && <p class="hint" id={`${id}-hint`}>{p.hint}</p>}
		</div>
	)
}

type Input = Omit<InputHTMLAttributes, 'label' | 'name' | 'value' | 'onInput' | 'required'>
interface Text extends Common {
	value: string
	set: (value: string) => void
	type?: string
	inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'search' | 'email' | 'url'
	placeholder?: string
	autocomplete?: string
	maxLength?: number
	min?: string | number
	max?: string | number
	step?: string | number
	list?: string
	disabled?: boolean
}

export function TextField({ label, hint, name, error, required, value, set, ...rest }: Text & Input) {
	return (
		<Field label={label} hint={hint} name={name} error={error} required={required}>
			{(f) => <input {...(rest as object)} {...f} class="input" value={value} onInput={(e) => set(e.currentTarget.value)} />}
		</Field>
	)
}

export function TextArea({ label, hint, name, error, required, value, set, ...rest }: Common & { value: string; set: (v: string) => void; rows?: number; placeholder?: string; maxLength?: number; 'data-focus'?: boolean }) {
	return (
		<Field label={label} hint={hint} name={name} error={error} required={required}>
			{(f) => <textarea {...rest} {...f} class="input" value={value} onInput={(e) => set(e.currentTarget.value)} />}
		</Field>
	)
}

interface Choice {
	value: string
	label: string
}
export function Select({ label, hint, name, error, required, value, set, choices, none }: Common & { value: string; set: (v: string) => void; choices: readonly Choice[]; none?: string }) {
	return (
		<Field label={label} hint={hint} name={name} error={error} required={required}>
			{(f) => (
				<select {...f} class="input" value={value} onChange={(e) => set(e.currentTarget.value)}>
					{none !== undefined && <option value="">{none}</option>}
					{choices.map((c) => <option key={c.value} value={c.value}>{c.label}</option>)}
				</select>
			)}
		</Field>
	)
}

export function Toggle({ label, hint, value, set }: { label: string; hint?: string; value: boolean; set: (v: boolean) => void }) {
	return (
		<label class="switch">
			<input type="checkbox" checked={value} onChange={(e) => set(e.currentTarget.checked)} />
			<span>{label}{hint && <span class="soft"> {hint}</span>}</span>
		</label>
	)
}

// One of a few, all in sight.
export function Chips({ label, choices, value, set }: { label: string; choices: readonly Choice[]; value: string; set: (v: string) => void }) {
	return (
		<div class="chips" role="radiogroup" aria-label={label}>
			{choices.map((c) => (
				<button key={c.value} type="button" role="radio" class="chip" aria-checked={c.value === value} onClick={() => set(c.value)}>{c.label}</button>
			))}
		</div>
	)
}

// A number in a row of a list; the row says what it is of.
export function RowNumber({ label, value, set, ...p }: Common & { value: string; set: (v: string) => void }) {
	const wrong = complaintOf({ label, ...p })
	return (
		<span class="row-number">
			<input class="input num" inputMode="decimal" autocomplete="off" aria-label={label} aria-invalid={wrong ? 'true' : undefined} value={value} onInput={(e) => set(e.currentTarget.value)} />
			{wrong && <span class="complaint" role="alert">{wrong}</span>}
		</span>
	)
}

// Several of a few, all in sight; counted from 1.
export function Several({ label, names, value, set }: { label: string; names: readonly string[]; value: readonly number[]; set: (v: number[]) => void }) {
	const flip = (n: number) => set(value.includes(n) ? value.filter((x) => x !== n) : [...value, n].sort((a, b) => a - b))
	return (
		<div class="field">
			<p class="label">{label}</p>
			<div class="chips tight" role="group" aria-label={label}>{names.map((name, i) => <button key={name} type="button" class="chip" aria-pressed={value.includes(i + 1)} onClick={() => flip(i + 1)}>{name}</button>)}</div>
		</div>
	)
}

export function Segments({ label, choices, value, set }: { label: string; choices: readonly Choice[]; value: string; set: (v: string) => void }) {
	const box = useRef<HTMLDivElement>(null)
	// On a phone there may be more than fits: what is chosen is in sight.
	useEffect(() => {
		const all = box.current, chosen = all?.querySelector<HTMLElement>('[aria-pressed="true"]')
		if (all && chosen && all.scrollWidth > all.clientWidth) all.scrollLeft = chosen.offsetLeft - all.offsetLeft - (all.clientWidth - chosen.offsetWidth) / 2
	}, [value])
	return (
		<div ref={box} class="seg" role="group" aria-label={label}>
			{choices.map((c) => (
				<button key={c.value} type="button" aria-pressed={c.value === value} onClick={() => set(c.value)}>{c.label}</button>
			))}
		</div>
	)
}

// Shows what is typed at once; who listens may follow later.
export function Search({ label, value, set, autofocus }: { label: string; value: string; set: (v: string) => void; autofocus?: boolean }) {
	const [typed, setTyped] = useState(value)
	const told = useRef(value)
	useEffect(() => {
		if (value !== told.current) setTyped((told.current = value))
	}, [value])
	return (
		<div class="search">
			<Icon name="search" />
			<input class="input" type="search" aria-label={label} placeholder={label} value={typed} data-focus={autofocus || undefined} enterkeyhint="search"
				onInput={(e) => (setTyped((told.current = e.currentTarget.value)), set(e.currentTarget.value))} />
		</div>
	)
}

// A complaint that belongs to no field.
export function Complaint({ error }: { error: unknown }) {
	if (!(error instanceof Error)) return null
	return <p class="notice bad" role="alert"><Icon name="warn" /> {error.message}</p>
}
