// One fix that is two: chosen repairs become another fix with a name of its own.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/fixes.json'
import { useAct } from '../../lib/act'
import { forget } from '../../lib/data'
import { go } from '../../lib/router'
import type { FixDetail, RepairCase } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Complaint, TextField } from '../../ui/Field'
import { Skeleton } from '../../ui/Load'
import { More, usePages } from '../../ui/PagedList'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { CaseLine } from './FixPage'

const w = words(words_)

export function SplitSheet({ f, close }: { f: FixDetail; close: () => void }) {
	const pages = usePages<RepairCase>(`/api/v1/fixes/${f.id}/cases`, 'before')
	const [chosen, setChosen] = useState<readonly number[]>([]), [zh, setZh] = useState(''), [en, setEn] = useState(''), act = useAct()
	const turn = (id: number) => setChosen(chosen.includes(id) ? chosen.filter((x) => x !== id) : [...chosen, id])
	const split = () => act.run<FixDetail>({ method: 'POST', url: `/api/v1/fixes/${f.id}/split`, json: { tickets: chosen, zh: zh || null, en: en || null }, version: f.version, title: `${w.split} · ${f.label}`, thread: `fix:${f.id}` }, (made) => {
		forget('/api/v1/fixes')
		toast(w.split_done)
		close()
		go(`/fixes/${made.id}`)
	})
	const ready = chosen.length > 0 && chosen.length < f.cases && (zh.trim() || en.trim())
	return (
		<Sheet title={w.split} close={close} wide ends={<Button kind="main" busy={act.busy} disabled={!ready} onClick={() => void split()}>{fill(w.split_do, { n: chosen.length })}</Button>}>
			<Complaint error={act.error} />
			<div class="two"><TextField label={w.zh} name="zh" error={act.error} value={zh} set={setZh} maxLength={120} /><TextField label={w.en} name="en" error={act.error} value={en} set={setEn} maxLength={120} /></div>
			<p class="label">{w.split_which}</p>
			{!pages.begun && <Skeleton rows={3} />}
			<ul class="rows">{pages.items.map((c) => <li key={c.ticket_id}><label class="item"><input type="checkbox" class="tick" checked={chosen.includes(c.ticket_id)} onChange={() => turn(c.ticket_id)} /><CaseLine c={c} /></label></li>)}</ul>
			<More pages={pages} />
		</Sheet>
	)
}
