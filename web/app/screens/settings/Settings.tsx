// What the plant says of itself, what the program knows of itself, and the way to the rest of the administrator's work.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/settings.json'
import common_ from '../../../i18n/common.json'
import { Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, touches, useData } from '../../lib/data'
import { count, fullTime, span } from '../../lib/format'
import { numberOf } from '../../lib/number'
import { may } from '../../lib/session'
import type { SettingView, System } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Complaint, Select, TextField } from '../../ui/Field'
import { Icon, type IconName } from '../../ui/Icon'
import { Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { toast } from '../../ui/toast'
import { Backups } from './Backups'
import { megabytes } from './size'

const w = words(words_), c = words(common_)

function Plant({ s }: { s: SettingView }) {
	const [t, set] = useState({ plant_name: s.plant_name ?? '', url: s.url ?? '', lang: s.lang ?? '', currency: s.currency, days: s.close_after_days?.toString() ?? '', hold: s.hold_days?.toString() ?? '' })
	const act = useAct(), own = may('admin')
	const change = (x: Partial<typeof t>) => set({ ...t, ...x })
	async function save(e: Event) {
		e.preventDefault()
		const json = { plant_name: t.plant_name || null, url: t.url || null, lang: t.lang || null, currency: t.currency, close_after_days: numberOf(t.days), hold_days: numberOf(t.hold) }
		await act.now<SettingView>('PATCH', '/api/v1/settings', { json }, () => (forget('/api/v1/settings', '/api/v1/hello'), toast(w.saved)))
	}
	return (
		<form class="card" onSubmit={save}>
			<h2>{w.plant}</h2>
			{!(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
			<fieldset disabled={!own}>
				<TextField label={w.plant_name} name="plant_name" error={act.error} value={t.plant_name} set={(v) => change({ plant_name: v })} maxLength={120} />
				<TextField label={w.url} hint={s.url_by_option ? w.url_option : fill(w.url_hint, { url: s.base_url })} name="url" error={act.error} type="url" placeholder={s.base_url} value={t.url} set={(v) => change({ url: v })} maxLength={200} />
				<div class="form-2">
					<Select label={w.lang} name="lang" error={act.error} none={w.lang_auto} value={t.lang} set={(v) => change({ lang: v as 'zh' | 'en' })} choices={[{ value: 'zh', label: '中文' }, { value: 'en', label: 'English' }]} />
					<TextField label={w.currency} name="currency" error={act.error} value={t.currency} set={(v) => change({ currency: v.toUpperCase() })} maxLength={3} />
				</div>
				<TextField label={w.close_days} hint={fill(w.close_hint, { n: s.close_days_now })} name="close_after_days" error={act.error} inputMode="numeric" value={t.days} set={(v) => change({ days: v })} />
				<TextField label={w.hold_days} hint={w.hold_hint} name="hold_days" error={act.error} inputMode="numeric" placeholder="30" value={t.hold} set={(v) => change({ hold: v })} />
				{own && <Button type="submit" kind="tint" busy={act.busy}>{c.save}</Button>}
			</fieldset>
			<p class="soft">{fill(w.timezone, { zone: s.timezone })}</p>
		</form>
	)
}

function Running() {
	const system = useData<System>('/api/v1/system')
	return (
		<section class="card">
			<h2>{w.system}</h2>
			<Load of={system} rows={2}>
				{(s) => (
					<dl class="facts">
						<dt>{w.version}</dt><dd>{s.version}</dd>
						<dt>{w.running}</dt><dd>{span(s.now - s.started_at)}</dd>
						<dt>{w.disk}</dt><dd>{fill(w.of_all, { a: megabytes(s.disk_free_bytes), b: megabytes(s.disk_bytes) })}</dd>
						<dt>{w.database}</dt><dd>{megabytes(s.database_bytes)}</dd>
						<dt>{w.documents}</dt><dd>{megabytes(s.document_bytes)} · {count(s.documents)}</dd>
						<dt>{w.last_backup}</dt><dd>{s.last_backup_at == null ? w.never : fullTime(s.last_backup_at)}</dd>
						<dt>{w.knowledge}</dt><dd>{fill(w.knowledge_is, { n: count(s.knowledge_records) })}</dd>
						<dt>{w.connected}</dt><dd>{count(s.live)}</dd>
						<dt>{w.memory}</dt><dd>{megabytes(s.resident_bytes)}</dd>
						<dt>{w.workers}</dt><dd>{count(s.workers)}</dd>
						<dt>{w.requests}</dt><dd>{count(s.requests)}</dd>
						<dt>{w.events}</dt><dd>{count(s.events)}</dd>
					</dl>
				)}
			</Load>
		</section>
	)
}

function Ways() {
	const ways: [string, string, IconName][] = [['/start', w.guide, 'check'], ['/import', w.import, 'upload'], ['/people', w.people, 'people'], ['/telling', w.telling, 'bell'], ['/labels', w.labels, 'label'], ['/reports/quality', w.quality, 'bulb']]
	return <ul class="rows" aria-label={w.lists}>{ways.map(([href, label, icon]) => <li key={href}><a class="item" href={href}><Icon name={icon} /><span class="grow">{label}</span><Icon name="next" /></a></li>)}</ul>
}

export default function Settings() {
	const settings = useData<SettingView>('/api/v1/settings', touches('setting'))
	return (
		<Page title={w.title} narrow>
			<Ways />
			<Load of={settings}>{(s) => <Plant key={s.version} s={s} />}</Load>
			<Backups />
			<Running />
		</Page>
	)
}
