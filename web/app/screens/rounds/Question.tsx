// One item of a checklist, answered with a thumb. What is good goes on by itself; a finding stays, with the ticket one tap away.
import { useEffect, useState } from 'preact/hooks'
import common_ from '../../../i18n/common.json'
import words_ from '../../../i18n/rounds.json'
import { limitsOf, quantity, time } from '../../lib/format'
import { numberOf } from '../../lib/number'
import { shrink } from '../../lib/photo'
import { fill, lang, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { TextArea } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { contentOf } from '../../ui/Photos'
import { Spark } from '../../ui/Spark'
import { answered, choicesOf, isBad, isFinding, type Item, type Said, type Stop } from './walk'

const w = words(words_), c = words(common_)
export const textOf = (i: { text: string; text_en: string | null }) => (lang === 'en' && i.text_en) || i.text
export const sayAnswer = (i: Item, x: Pick<Said, 'value' | 'text'>): string =>
	i.kind === 'number' ? quantity(x.value, i.unit) : i.kind === 'yes_no' ? wordOf(w, 'answer', x.text) : (x.text ?? '')

const BEGUN = /^[-−+]?[.,]?$/ // of a number, before its first digit
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '−', '0', '.'] as const
function NumberPad({ value, set, done, label, wrong }: { value: string; set: (v: string) => void; done: () => void; label: string; wrong: boolean }) {
	const press = (k: string) => set(k === '−' ? (value.startsWith('-') ? value.slice(1) : `-${value}`) : k === '.' && /[.,]/.test(value) ? value : value + k)
	return (
		<div class="pad">
			<div class="row">
				<input class="input grow pad-shown" inputMode="none" aria-label={label} aria-invalid={wrong ? 'true' : undefined} value={value} data-focus={matchMedia('(pointer: fine)').matches || undefined}
					onInput={(e) => set(e.currentTarget.value)} onKeyDown={(e) => e.key === 'Enter' && done()} />
				<Button onClick={() => set(value.slice(0, -1))} aria-label={w.erase}>⌫</Button>
			</div>
			{wrong && <p class="complaint" role="alert">{c.no_number}</p>}
			<div class="pad-keys">{KEYS.map((k) => <button key={k} type="button" class="btn" onClick={() => press(k)}>{k}</button>)}</div>
		</div>
	)
}

interface Props {
	item: Item
	stop: Stop
	said: Said | undefined
	picture: string | undefined // of a photo that lies on this phone
	number: string // "3 / 8"
	set: (change: Partial<Said>) => void
	photo: (b: Blob) => void
	next: () => void
	skip: () => void
	ticket: () => void
}

function Trend({ item, stop }: { item: Item; stop: Stop }) {
	const last = stop.last.find((l) => l.root_id === item.root_id)?.values ?? []
	const newest = last[last.length - 1]
	if (!newest) return null
	return (
		<div class="row between check-last">
			<span class="soft">{fill(w.last_value, { value: quantity(newest.value, item.unit), time: time(newest.time) })}</span>
			<Spark values={last.map((v) => v.value)} label={fill(w.trend_of, { n: last.length })} />
		</div>
	)
}

export function Question({ item, stop, said, picture, number, set, photo, next, skip, ticket }: Props) {
	const [typed, setTyped] = useState(said?.value == null ? '' : String(said.value)), [tried, setTried] = useState(false)
	useEffect(() => (setTyped(said?.value == null ? '' : String(said.value)), setTried(false)), [item.id, stop.id])
	// What is no number is not passed over: one mends it, or takes it away.
	const none = item.kind === 'number' && Number.isNaN(numberOf(typed)), on = () => (none ? setTried(true) : next())
	const bad = isFinding(item, said), choice = item.kind === 'yes_no' || item.kind === 'choice', ready = answered(item, said)
	const choose = (text: string) => {
		const now: Said = { ...said, text, skipped: undefined, finding: undefined, time: Date.now() }
		set(now)
		if (!isBad(item, now)) next()
	}
	const type = (v: string) => {
		setTyped(v)
		setTried(false)
		const n = numberOf(v)
		set({ value: n === null || Number.isNaN(n) ? null : Math.round(n * 1000) / 1000, skipped: undefined, time: Date.now() })
	}
	const chosen = async (e: { currentTarget: HTMLInputElement }) => {
		const file = e.currentTarget.files?.[0]
		e.currentTarget.value = ''
		if (file) photo(await shrink(file))
	}
	const camera = (main: boolean) => (
		<label class={`btn full ${main ? 'main' : ''}`}><Icon name="camera" />{picture || said?.photo_key || said?.photo_id ? w.photo_again : w.take_photo}
			<input class="off" type="file" accept="image/*" capture="environment" onChange={chosen} /></label>
	)
	return (
		<section class="card check" aria-labelledby={`check-${item.id}`}>
			<p class="soft num">{number}{!item.required && ` · ${w.optional}`}</p>
			<h2 id={`check-${item.id}`}>{textOf(item)}</h2>
			{item.hint && <p class="soft">{item.hint}</p>}
			{item.kind === 'number' && <>{limitsOf(item) && <p class="check-limits">{fill(w.limits, { limits: limitsOf(item) })}</p>}<Trend item={item} stop={stop} /></>}
			{choice && (
				<div class="check-choices" role="radiogroup" aria-labelledby={`check-${item.id}`}>
					{choicesOf(item).map((c, k) => (
						<button key={c} type="button" role="radio" aria-checked={said?.text === c} class={`btn ${(item.bad >> k) & 1 ? 'is-bad' : 'is-good'}`} onClick={() => choose(c)}>
							<Icon name={(item.bad >> k) & 1 ? 'warn' : 'check'} />{item.kind === 'yes_no' ? wordOf(w, 'answer', c) : c}
						</button>
					))}
				</div>
			)}
			{item.kind === 'number' && <NumberPad value={typed} set={type} done={() => !bad && (ready || none) && on()} label={textOf(item)} wrong={none && (tried || !BEGUN.test(typed))} />}
			{item.kind === 'text' && <TextArea label={w.text} value={said?.text ?? ''} set={(v) => set({ text: v || null, skipped: undefined, time: Date.now() })} maxLength={1000} />}
			{(picture || said?.photo_id) && <img class="check-photo" src={picture ?? contentOf(said!.photo_id!)} alt={w.photo} />}
			{item.kind === 'photo' && camera(!ready)}
			{(item.kind === 'photo' || item.kind === 'text') && ready && !bad && item.ticket !== 'never' && <Button full icon="warn" onClick={() => set({ finding: true })}>{w.is_finding}</Button>}
			{bad && (
				<div class="check-found" role="status">
					<p class="notice bad"><Icon name="warn" />{w.found}{item.kind === 'number' && limitsOf(item) ? ` (${limitsOf(item)})` : ''}</p>
					{item.kind !== 'photo' && camera(false)}
					<TextArea label={w.note} value={said?.note ?? ''} set={(v) => set({ note: v || null })} rows={2} maxLength={500} />
					{item.ticket === 'auto' && <p class="soft">{w.auto_ticket}</p>}
					{item.ticket === 'offer' && (said?.ticket ? <p class="notice good"><Icon name="check" />{w.ticket_made}</p> : <Button kind="bad" full icon="tool" onClick={ticket}>{w.make_ticket}</Button>)}
				</div>
			)}
			{said?.skipped && <p class="notice warn"><Icon name="wait" />{fill(w.skipped, { why: said.skipped })}</p>}
			<div class="row check-ends">
				{item.required && !ready && <Button onClick={skip}>{w.skip_item}</Button>}
				{(bad || ready || !item.required || said?.skipped) && <Button kind={bad || !choice || said?.skipped ? 'main' : 'normal'} class="grow" onClick={on}>{w.next_item}</Button>}
			</div>
		</section>
	)
}
