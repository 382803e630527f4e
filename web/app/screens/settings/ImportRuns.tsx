// Lists that were brought in, and putting one back: first what that would do, then doing it.
import { useEffect, useState } from 'preact/hooks'
import words_ from '../../../i18n/import.json'
import common_ from '../../../i18n/common.json'
import { useAct } from '../../lib/act'
import { count, fullTime, time } from '../../lib/format'
import type { ImportRecord, ImportUndoView } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Complaint, Toggle } from '../../ui/Field'
import { Skeleton } from '../../ui/Load'
import { PagedList, usePages } from '../../ui/PagedList'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'

const w = words(words_), c = words(common_)
const RUNS = '/api/v1/import-runs'

function UndoSheet({ run, close, done }: { run: ImportRecord; close: () => void; done: () => void }) {
	const act = useAct()
	const [would, setWould] = useState<ImportUndoView>(), [partial, setPartial] = useState(false)
	const ask = (json: object, then: (v: ImportUndoView) => void) => act.now<ImportUndoView>('POST', `${RUNS}/${run.id}/undo`, { json, seconds: 120 }, then)
	useEffect(() => void ask({}, setWould), [run.id])
	const undo = () => ask({ apply: true, partial }, (v) => (toast(fill(w.undone_n, { n: count(v.undone) })), done(), close()))
	return (
		<Sheet title={w.undo_title} close={close}>
			<p class="field"><strong>{wordOf(w, 'kind', run.kind)} · {run.name}</strong><br /><span class="soft">{run.by} · {fullTime(run.time)}</span></p>
			{!would && act.error === undefined && <Skeleton rows={2} height={24} />}
			{would && <p role="status">{fill(w.undo_can, { n: count(would.undone) })}{would.refused > 0 && <><br /><span class="bad-text">{fill(w.undo_cannot, { n: count(would.refused) })}</span></>}</p>}
			{would && <p class="hint field">{w.undo_hint}</p>}
			{would && would.rows.length > 0 && (
				<ul class="rows undo-rows" aria-label={w.undo_why}>{would.rows.map((r) => (
					<li key={r.number} class="item"><span class="soft num">{fill(w.row, { n: r.number })}</span><span class="grow"><span class="what">{[r.key, r.title].filter(Boolean).join(' · ')}</span>{r.problems.map((p, i) => <p key={i} class="complaint">{p.message}</p>)}</span></li>))}
				</ul>
			)}
			<Complaint error={act.error} />
			{would && would.refused > 0 && would.undone > 0 && <Toggle label={w.undo_partial} value={partial} set={setPartial} />}
			<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button kind="bad" busy={act.busy && !!would} disabled={!would?.undone || (would.refused > 0 && !partial)} onClick={() => void undo()}>{fill(w.undo_do, { n: count(would?.undone ?? 0) })}</Button></div>
		</Sheet>
	)
}

function say(r: ImportRecord): string {
	const all = [r.new && `${w.new} ${count(r.new)}`, r.changed && `${w.changed} ${count(r.changed)}`, r.errors && `${w.left_out} ${count(r.errors)}`]
	return all.filter(Boolean).join(' · ')
}

export function ImportRuns() {
	const pages = usePages<ImportRecord>(RUNS, 'before')
	const [undoing, setUndoing] = useState<ImportRecord>()
	return (
		<>
			<h2 class="section">{w.brought_in}</h2>
			<PagedList pages={pages} label={w.brought_in} id={(r) => r.id} empty={<p class="card soft">{w.brought_in_none}</p>} row={(r) => (
				<div class="item">
					<span class="grow"><span class="what">{wordOf(w, 'kind', r.kind)} · {r.name}</span><br /><span class="soft">{r.by} · {time(r.time)} · {say(r)}</span>
						{r.undone_at !== null && <><br /><span class="soft">{fill(w.undone_by, { name: r.undone_by ?? '', time: time(r.undone_at) })}{r.kept > 0 && ` · ${fill(w.kept_n, { n: count(r.kept) })}`}</span></>}</span>
					{r.undone_at === null && <Button small onClick={() => setUndoing(r)}>{w.undo}</Button>}
				</div>
			)} />
			{undoing && <UndoSheet run={undoing} close={() => setUndoing(undefined)} done={() => void pages.again()} />}
		</>
	)
}
