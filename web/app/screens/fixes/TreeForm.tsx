// An expert's tree as a list that is filled from above: what one sees, then in order what it may be, how to tell, what to do.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/fixes.json'
import common_ from '../../../i18n/common.json'
import { Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget } from '../../lib/data'
import { useDraft } from '../../lib/draft'
import { numberOf } from '../../lib/number'
import type { FixTree } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Complaint, TextArea, TextField } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { orNull, partsBody, PartsField, partTyped, PlaceField, type PartTyped } from './FixForm'

const w = words(words_), c = words(common_)
interface Branch {
	key: number
	fix_id?: number
	zh: string
	en: string
	component: string
	check_first: string
	cause: string
	steps: string
	minutes: string
	parts: PartTyped[]
}
interface Typed {
	symptom: string
	symptom_en: string
	note: string
	model: string
	place_id: string
	branches: Branch[]
}
let keys = 0
const blank = (): Branch => ({ key: ++keys, zh: '', en: '', component: '', check_first: '', cause: '', steps: '', minutes: '', parts: [] })
const typedOf = (t: FixTree): Typed => ({
	symptom: t.symptom, symptom_en: t.symptom_en ?? '', note: t.note ?? '', model: t.model ?? '', place_id: t.place_id?.toString() ?? '',
	branches: t.branches.map((b) => ({ key: ++keys, fix_id: b.fix_id, zh: b.zh ?? '', en: b.en ?? '', component: b.component ?? '', check_first: b.check_first ?? '', cause: b.cause ?? '', steps: b.steps, minutes: b.minutes?.toString() ?? '', parts: b.parts.map(partTyped) })),
})

function BranchField({ b, n, error, last, set, move, drop }: { b: Branch; n: number; error: unknown; last: boolean; set: (x: Partial<Branch>) => void; move: (by: 1 | -1) => void; drop?: () => void }) {
	const [opened, setMore] = useState(false), at = `branches[${n - 1}]`
	const more = opened || (error instanceof Refused && error.fields.some((f) => f.name.startsWith(at)))
	return (
		<fieldset class="card branch">
			<legend class="off">{fill(w.branch, { n })}</legend>
			<div class="row"><strong class="grow">{fill(w.branch, { n })}</strong>
				{n > 1 && <IconButton icon="sort" label={w.move_up} onClick={() => move(-1)} />}{!last && <IconButton icon="down" label={w.move_down} onClick={() => move(1)} />}{drop && <IconButton icon="trash" label={w.drop} onClick={drop} />}</div>
			<TextField label={w.check_first} name={`${at}.check_first`} error={error} value={b.check_first} set={(v) => set({ check_first: v })} maxLength={500} />
			<TextField label={w.cause} name={`${at}.cause`} error={error} value={b.cause} set={(v) => set({ cause: v })} maxLength={500} />
			<TextArea label={w.steps} name={`${at}.steps`} error={error} hint={w.steps_hint} required value={b.steps} set={(v) => set({ steps: v })} maxLength={2000} rows={3} />
			{more ? (
				<>
					<div class="two"><TextField label={w.zh} name={`${at}.zh`} error={error} value={b.zh} set={(v) => set({ zh: v })} maxLength={120} /><TextField label={w.en} name={`${at}.en`} error={error} value={b.en} set={(v) => set({ en: v })} maxLength={120} /></div>
					<div class="two"><TextField label={w.component} name={`${at}.component`} error={error} value={b.component} set={(v) => set({ component: v })} maxLength={120} /><TextField label={w.minutes} name={`${at}.minutes`} error={error} inputMode="numeric" value={b.minutes} set={(v) => set({ minutes: v })} /></div>
					<PartsField name={`${at}.parts`} error={error} parts={b.parts} set={(parts) => set({ parts })} />
				</>
			) : <Button kind="plain" onClick={() => setMore(true)}>{w.branch_more}</Button>}
		</fieldset>
	)
}

export function TreeForm({ tree, close, done }: { tree?: FixTree; close: () => void; done?: (t: FixTree) => void }) {
	const draft = useDraft<Typed>(`tree.${tree?.id ?? 'new'}`, tree ? typedOf(tree) : { symptom: '', symptom_en: '', note: '', model: '', place_id: '', branches: [blank()] }), t = draft.value
	const [version, setVersion] = useState(tree?.version), act = useAct()
	const stale = act.error instanceof Refused && act.error.status === 412
	const put = (i: number, x: Partial<Branch>) => draft.set({ branches: t.branches.map((b, k) => (k === i ? { ...b, ...x } : b)) })
	const move = (i: number, by: 1 | -1) => {
		const all = [...t.branches], [b] = all.splice(i, 1)
		all.splice(i + by, 0, b!)
		draft.set({ branches: all })
	}
	async function save(e: Event) {
		e.preventDefault()
		const branches = t.branches.map((b) => ({ fix_id: b.fix_id ?? null, zh: orNull(b.zh), en: orNull(b.en), component: orNull(b.component), check_first: orNull(b.check_first), cause: orNull(b.cause), steps: b.steps, minutes: numberOf(b.minutes), parts: partsBody(b.parts) }))
		const json = { symptom: t.symptom, symptom_en: orNull(t.symptom_en), note: orNull(t.note), model: orNull(t.model), place_id: numberOf(t.place_id), branches }
		const ok = await act.run<FixTree>({ method: tree ? 'PUT' : 'POST', url: tree ? `/api/v1/fix-trees/${tree.id}` : '/api/v1/fix-trees', json, version, title: `${w.tree} · ${t.symptom}`, thread: tree ? `fix_tree:${tree.id}` : undefined }, (x) => {
			forget('/api/v1/fix-trees', '/api/v1/fixes')
			toast(w.saved)
			done?.(x)
		}, (refused) => {
			const now = refused instanceof Refused && refused.status === 412 ? (refused.current as FixTree | undefined) : undefined
			if (now) setVersion(now.version)
			return false
		})
		if (ok) (draft.clear(), close())
	}
	const ready = t.symptom.trim() && t.branches.every((b) => b.steps.trim())
	return (
		<Sheet title={tree ? w.edit_tree : w.add_tree} close={close} wide>
			<form onSubmit={save}>
				{stale && <p class="notice warn" role="alert">{w.changed_meanwhile}</p>}
				{!stale && !(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
				<div class="two"><TextField label={w.tree_symptom} name="symptom" error={act.error} required value={t.symptom} set={(v) => draft.set({ symptom: v })} maxLength={500} data-focus /><TextField label={w.tree_symptom_en} name="symptom_en" error={act.error} value={t.symptom_en} set={(v) => draft.set({ symptom_en: v })} maxLength={500} /></div>
				<div class="two"><TextField label={w.model} name="model" error={act.error} value={t.model} set={(v) => draft.set({ model: v })} maxLength={120} /><PlaceField value={t.place_id} set={(v) => draft.set({ place_id: v })} error={act.error} /></div>
				<TextField label={w.note} name="note" error={act.error} value={t.note} set={(v) => draft.set({ note: v })} maxLength={500} />
				{t.branches.map((b, i) => <BranchField key={b.key} b={b} n={i + 1} error={act.error} last={i === t.branches.length - 1} set={(x) => put(i, x)} move={(by) => move(i, by)} drop={t.branches.length > 1 ? () => draft.set({ branches: t.branches.filter((_, k) => k !== i) }) : undefined} />)}
				<Button icon="plus" full onClick={() => draft.set({ branches: [...t.branches, blank()] })}>{w.branch_add}</Button>
				<div class="ends"><Button type="submit" kind="main" busy={act.busy} disabled={!ready}>{c.save}</Button></div>
			</form>
		</Sheet>
	)
}
