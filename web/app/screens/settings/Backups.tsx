// A backup now, and those there are.
import { useEffect, useState } from 'preact/hooks'
import words_ from '../../../i18n/settings.json'
import { useAct } from '../../lib/act'
import { useData } from '../../lib/data'
import { fullTime } from '../../lib/format'
import { may } from '../../lib/session'
import type { Backup, List } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Load } from '../../ui/Load'
import { megabytes } from './size'

const w = words(words_)
const URL = '/api/v1/backups'

function Row({ b, remove }: { b: Backup; remove: () => void }) {
	if (b.state === 'running') return <li class="item"><span class="grow">{w.backup_running}<progress max={Math.max(1, b.of_bytes)} value={b.bytes} aria-label={w.backup_running} /></span></li>
	if (b.state === 'failed') return <li class="item"><span class="grow complaint">{b.problem}</span></li>
	return (
		<li class="item">
			<span class="grow"><span class="what">{fullTime(b.started_at)}</span><br /><span class="soft">{megabytes(b.bytes)} · {fill(w.backup_files, { n: b.files })}</span></span>
			<a class="btn icon" href={`${URL}/${encodeURIComponent(b.name)}`} download aria-label={`${w.backup_download} ${b.name}`} title={w.backup_download}><Icon name="download" /></a>
			<IconButton icon="trash" label={`${w.backup_delete} ${b.name}`} onClick={remove} />
		</li>
	)
}

export function Backups() {
	const all = useData<List<Backup>>(may('admin') ? URL : null), act = useAct()
	const [busy, setBusy] = useState(false), running = all.data?.items.some((b) => b.state === 'running')
	useEffect(() => {
		if (!running) return
		const t = setInterval(all.reload, 700)
		return () => clearInterval(t)
	}, [running])
	if (!may('admin')) return null
	const begin = async () => {
		setBusy(true)
		await act.now('POST', URL, { seconds: 60 }, all.reload)
		setBusy(false)
	}
	const remove = (b: Backup) => confirm(fill(w.backup_sure, { time: fullTime(b.started_at) })) && void act.now('DELETE', `${URL}/${encodeURIComponent(b.name)}`, {}, all.reload)
	return (
		<section class="card stack">
			<div class="row between"><h2>{w.backups}</h2><Button small kind="tint" icon="download" busy={busy || running} onClick={() => void begin()}>{w.backup_now}</Button></div>
			<Load of={all} rows={1}>{({ items }) => items.length ? <ul>{items.map((b, i) => <Row key={b.name || i} b={b} remove={() => remove(b)} />)}</ul> : <p class="soft">{w.backup_none}</p>}</Load>
		</section>
	)
}
