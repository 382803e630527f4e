// Codes printed before anybody knows where they will be stuck.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/labels.json'
import { Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { useData } from '../../lib/data'
import { isNotPositive, numberOf } from '../../lib/number'
import type { CodeView, List } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Complaint, TextField } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { toast } from '../../ui/toast'

const w = words(words_)
const LIMIT = 500, SHEET = 24

export function BlankLabels({ found }: { found: (codes: readonly string[]) => void }) {
	const there = useData<List<CodeView>>(`/api/v1/codes?limit=${LIMIT}`)
	const [text, setText] = useState(String(SHEET))
	const act = useAct()
	const use = (items: readonly CodeView[]) => found(items.map((q) => q.code))
	async function make(e: Event) {
		e.preventDefault()
		await act.now<List<CodeView>>('POST', '/api/v1/codes', { json: { count: numberOf(text) } }, ({ items }) => {
			toast(fill(w.blank_made, { n: items.length }))
			use(items)
			there.reload()
		})
	}
	const items = there.data?.items ?? []
	return (
		<>
			<p class="notice"><Icon name="label" /><span>{w.blank_hint}</span></p>
			<form class="card" onSubmit={(e) => void make(e)}>
				<Complaint error={act.error instanceof Refused && act.error.fields.length ? undefined : act.error} />
				<TextField label={w.blank_count} name="count" error={act.error} inputMode="numeric" value={text} set={setText} />
				<Button type="submit" kind="tint" full busy={act.busy} disabled={isNotPositive(text)}>{w.blank_make}</Button>
			</form>
			{items.length > 0 && <div class="card row between wrap"><span>{fill(w.blank_there, { n: there.data?.next ? fill(w.blank_more, { n: items.length }) : items.length })}</span><Button onClick={() => use(items)}>{w.blank_use}</Button></div>}
		</>
	)
}
