// A meter is set up: what it is, its limits, what an alarm does, where its messages come in.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/meters.json'
import common_ from '../../../i18n/common.json'
import { newKey, Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { nameOf } from '../../lib/names'
import { numberOf, textOf } from '../../lib/number'
import type { Meter } from '../../lib/types'
import { wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Complaint, Segments, Select, TextField, Toggle } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { changedMeters, meterUrl } from './meter'

const w = words(words_), c = words(common_)
const HOUR = 3_600_000

const typedOf = (m: Meter | undefined) => ({
	name: m?.name ?? '', name_en: m?.name_en ?? '', unit: m?.unit ?? '', kind: m?.kind ?? 'gauge', low: textOf(m?.low), warn_low: textOf(m?.warn_low), warn_high: textOf(m?.warn_high), high: textOf(m?.high),
	hold: textOf(m?.hold_ms || null, 1000), hysteresis: textOf(m?.hysteresis || null), stale: textOf(m?.stale_ms, HOUR), rollover: textOf(m?.rollover),
	ticket: m?.ticket ?? false, priority: textOf(m?.priority), stopped: m?.stopped ?? false, topic: m?.topic ?? '', path: m?.path ?? '', retired: m?.retired ?? false,
})
type Typed = ReturnType<typeof typedOf>

const bodyOf = (t: Typed) => ({
	name: t.name, name_en: t.name_en.trim() || null, unit: t.unit, kind: t.kind, low: numberOf(t.low), warn_low: numberOf(t.warn_low), warn_high: numberOf(t.warn_high), high: numberOf(t.high),
	hold_ms: numberOf(t.hold, 1000) ?? 0, hysteresis: numberOf(t.hysteresis) ?? 0, stale_ms: numberOf(t.stale, HOUR), rollover: t.kind === 'counter' ? numberOf(t.rollover) : null,
	ticket: t.ticket, priority: t.ticket ? numberOf(t.priority) : null, stopped: t.ticket && t.stopped, topic: t.topic || null, path: t.topic ? t.path || null : null,
})

export function MeterForm({ asset, meter, close, done }: { asset: number; meter?: Meter; close: () => void; done?: (m: Meter) => void }) {
	const [t, setT] = useState<Typed>(() => typedOf(meter)), [key] = useState(newKey), act = useAct()
	const put = (change: Partial<Typed>) => setT({ ...t, ...change })
	const save = (e: Event) => {
		e.preventDefault()
		const kept = (m: Meter) => (toast(w.saved), changedMeters(asset), close(), done?.(m))
		void (meter ? act.now<Meter>('PATCH', meterUrl(meter.id), { json: { ...bodyOf(t), retired: t.retired }, version: meter.version }, kept)
			: act.now<Meter>('POST', `/api/v1/assets/${asset}/meters`, { json: bodyOf(t), key }, kept))
	}
	const stale = act.error instanceof Refused && act.error.status === 412
	const field = (name: 'low' | 'warn_low' | 'warn_high' | 'high') => <TextField label={w[name]} name={name} error={act.error} inputMode="decimal" autocomplete="off" value={t[name]} set={(v) => put({ [name]: v })} />
	return (
		<Sheet wide title={meter ? nameOf(meter) : w.add} close={close}>
			<form onSubmit={save}>
				{stale ? <p class="notice warn" role="alert">{w.changed_meanwhile}</p> : <Complaint error={act.error} />}
				<div class="form-2">
					<TextField label={w.name} name="name" error={act.error} required value={t.name} set={(name) => put({ name })} maxLength={80} data-focus={!meter || undefined} />
					<TextField label={w.name_en} name="name_en" error={act.error} value={t.name_en} set={(name_en) => put({ name_en })} maxLength={80} />
					<TextField label={w.unit} name="unit" error={act.error} required value={t.unit} set={(unit) => put({ unit })} maxLength={20} placeholder={t.kind === 'counter' ? 'h' : '°C'} />
				</div>
				<div class="field"><p class="label">{w.kind}</p><Segments label={w.kind} value={t.kind} set={(kind) => put({ kind: kind as Typed['kind'] })} choices={(['gauge', 'counter'] as const).map((k) => ({ value: k, label: wordOf(w, 'kind', k) }))} /><p class="hint">{wordOf(w, 'kind_hint', t.kind)}</p></div>
				<h3 class="meter-part">{w.limits_title}</h3>
				<div class="form-4">{field('low')}{field('warn_low')}{field('warn_high')}{field('high')}</div>
				<div class="form-2">
					<TextField label={w.hold} hint={w.hold_hint} name="hold_ms" error={act.error} inputMode="decimal" value={t.hold} set={(hold) => put({ hold })} />
					<TextField label={w.hysteresis} hint={w.hysteresis_hint} name="hysteresis" error={act.error} inputMode="decimal" value={t.hysteresis} set={(hysteresis) => put({ hysteresis })} />
					<TextField label={w.stale_after} name="stale_ms" error={act.error} inputMode="decimal" value={t.stale} set={(stale) => put({ stale })} />
					{t.kind === 'counter' && <TextField label={w.rollover} name="rollover" error={act.error} inputMode="decimal" value={t.rollover} set={(rollover) => put({ rollover })} />}
				</div>
				<Toggle label={w.makes_ticket} hint={w.makes_ticket_hint} value={t.ticket} set={(ticket) => put({ ticket })} />
				{t.ticket && <div class="form-2">
					<Select label={w.priority} value={t.priority} none={w.priority_usual} set={(priority) => put({ priority })} choices={['1', '2', '3', '4'].map((v) => ({ value: v, label: v }))} />
					<Toggle label={w.stopped} value={t.stopped} set={(stopped) => put({ stopped })} />
				</div>}
				<h3 class="meter-part">{w.mqtt_title}</h3>
				<div class="form-2">
					<TextField label={w.topic} name="topic" error={act.error} value={t.topic} set={(topic) => put({ topic })} maxLength={200} placeholder="jixiu/press-3/oil" autocomplete="off" />
					<TextField label={w.path} hint={w.path_hint} name="path" error={act.error} value={t.path} set={(path) => put({ path })} maxLength={100} autocomplete="off" />
				</div>
				{meter && <Toggle label={w.retire} value={t.retired} set={(retired) => put({ retired })} />}
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy} disabled={!t.name.trim() || !t.unit.trim()}>{w.save}</Button></div>
			</form>
		</Sheet>
	)
}
