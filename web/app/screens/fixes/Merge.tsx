// Two fixes that are one: the person says which; what was merged is listed at the one it leads to, and can be taken out.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/fixes.json'
import { address } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, useFound } from '../../lib/data'
import { useLater } from '../../lib/later'
import { go } from '../../lib/router'
import type { FixDetail, FixItem, List } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Complaint, Search } from '../../ui/Field'
import { Load } from '../../ui/Load'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'

const w = words(words_)

export function MergeSheet({ f, close }: { f: FixDetail; close: () => void }) {
	const [text, setText] = useState(''), [into, setInto] = useState<FixItem>(), act = useAct()
	const set = useLater(setText, 200)
	const found = useFound<List<FixItem>>(address('/api/v1/fixes', { text, limit: 20 }))
	const merge = () => act.run<FixDetail>({ method: 'POST', url: `/api/v1/fixes/${f.id}/merge`, json: { into: into?.id }, version: f.version, title: `${w.merge} · ${f.label}`, thread: `fix:${f.id}` }, () => {
		forget('/api/v1/fixes')
		toast(w.merged_done)
		close()
		go(`/fixes/${into?.id}`)
	})
	if (into) return (
		<Sheet title={w.merge} close={close} ends={<><Button onClick={() => setInto(undefined)}>{w.back}</Button><Button kind="main" busy={act.busy} onClick={() => void merge()}>{w.merge_do}</Button></>}>
			<Complaint error={act.error} />
			<section class="card"><p><strong>{f.label}</strong> · {fill(w.cases, { n: f.cases })}</p><p class="soft">{w.merge_into}</p><p><strong>{into.label}</strong> · {fill(w.cases, { n: into.cases })}</p></section>
			<p class="soft">{w.merge_undo}</p>
		</Sheet>
	)
	return (
		<Sheet title={fill(w.merge_which, { name: f.label })} close={close}>
			<div class="field"><Search label={w.search} value={text} set={set} /></div>
			<Load of={found}>{({ items }) => <ul class="rows">{items.filter((x) => x.id !== f.id).map((x) => <li key={x.id}><button type="button" class="item" onClick={() => setInto(x)}><span class="grow"><span class="what">{x.label}</span><br /><span class="soft">{fill(w.cases, { n: x.cases })}</span></span></button></li>)}</ul>}</Load>
		</Sheet>
	)
}

export function Members({ f, may }: { f: FixDetail; may: boolean }) {
	const act = useAct()
	if (!f.members.length) return null
	const out = (m: FixItem) => act.run<FixDetail>({ method: 'POST', url: `/api/v1/fixes/${m.id}/unmerge`, version: m.version, title: `${w.unmerge} · ${m.label}`, thread: `fix:${m.id}` }, () => (forget('/api/v1/fixes'), toast(w.unmerged_done)))
	return (
		<>
			<h2 class="section">{w.members}</h2>
			<ul class="rows">{f.members.map((m) => <li key={m.id} class="row"><a class="item" href={`/fixes/${m.id}?merged=1`}><span class="grow"><span class="what">{m.label}</span> <span class="soft">{fill(w.cases, { n: m.cases })}</span></span></a>{may && <Button small class="member-out" busy={act.busy} onClick={() => void out(m)}>{w.unmerge}</Button>}</li>)}</ul>
		</>
	)
}
