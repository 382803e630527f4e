// One fix that is two: chosen repairs become another fix with a name of its own, or go to one that there is.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/fixes.json'
import { address } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, useFound } from '../../lib/data'
import { useLater } from '../../lib/later'
import { go } from '../../lib/router'
import type { FixDetail, FixItem, List, RepairCase } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Complaint, Search, Segments, TextField } from '../../ui/Field'
import { Skeleton } from '../../ui/Load'
import { More, usePages } from '../../ui/PagedList'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { CaseLine } from './FixPage'

const w = words(words_)

export function SplitSheet({ f, close }: { f: FixDetail; close: () => void }) {
	const pages = usePages<RepairCase>(`/api/v1/fixes/${f.id}/cases`, 'before')
	const [chosen, setChosen] = useState<readonly number[]>([]), [zh, setZh] = useState(''), [en, setEn] = useState(''), act = useAct()
	const [to, setTo] = useState('new'), [text, setText] = useState(''), [into, setInto] = useState<FixItem>(), later = useLater(setText, 200)
	const found = useFound<List<FixItem>>(to === 'old' && !into ? address('/api/v1/fixes', { text, limit: 10 }) : null)
	const turn = (id: number) => setChosen(chosen.includes(id) ? chosen.filter((x) => x !== id) : [...chosen, id])
	const split = () => act.run<FixDetail>({ method: 'POST', url: `/api/v1/fixes/${f.id}/split`, json: to === 'old' ? { tickets: chosen, into: into?.id } : { tickets: chosen, zh: zh || null, en: en || null }, version: f.version, title: `${w.split} · ${f.label}`, thread: `fix:${f.id}` }, (made) => {
		forget('/api/v1/fixes')
		toast(w.split_done)
		close()
		go(`/fixes/${made.id}`)
	})
	const ready = chosen.length > 0 && chosen.length < f.cases && (to === 'old' ? into : zh.trim() || en.trim())
	return (
		<Sheet title={w.split} close={close} wide ends={<Button kind="main" busy={act.busy} disabled={!ready} onClick={() => void split()}>{fill(w.split_do, { n: chosen.length })}</Button>}>
			<Complaint error={act.error} />
			<div class="field"><Segments label={w.split_to} value={to} set={setTo} choices={[{ value: 'new', label: w.split_new }, { value: 'old', label: w.split_old }]} /></div>
			{to === 'new' && <div class="two"><TextField label={w.zh} name="zh" error={act.error} value={zh} set={setZh} maxLength={120} /><TextField label={w.en} name="en" error={act.error} value={en} set={setEn} maxLength={120} /></div>}
			{to === 'old' && (into ? <p class="notice good"><span class="grow">{into.label}</span><Button small kind="plain" onClick={() => setInto(undefined)}>{w.drop}</Button></p>
				: <><div class="field"><Search label={w.search} value={text} set={later} /></div>{found.data && <ul class="rows">{found.data.items.filter((x) => x.id !== f.id).map((x) => <li key={x.id}><button type="button" class="item" onClick={() => setInto(x)}><span class="grow"><span class="what">{x.label}</span> <span class="soft">{fill(w.cases, { n: x.cases })}</span></span></button></li>)}</ul>}</>)}
			<p class="label">{w.split_which}</p>
			{!pages.begun && <Skeleton rows={3} />}
			<ul class="rows">{pages.items.map((c) => <li key={c.ticket_id}><label class="item"><input type="checkbox" class="tick" checked={chosen.includes(c.ticket_id)} onChange={() => turn(c.ticket_id)} /><CaseLine c={c} /></label></li>)}</ul>
			<More pages={pages} />
		</Sheet>
	)
}
