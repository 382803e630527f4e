// Labels for the storeroom: chosen bins; one that has no code yet gets it.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/labels.json'
import { call, get } from '../../lib/api'
import { touches, useData } from '../../lib/data'
import type { Bin, CodeView, List } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Search } from '../../ui/Field'
import { Empty, Load } from '../../ui/Load'
import { toast } from '../../ui/toast'

const w = words(words_)
const AT_ONCE = 4

async function codeOf(bin: number): Promise<string> {
	const { items } = await get<List<CodeView>>(`/api/v1/bins/${bin}/codes`)
	return (items.find((q) => !q.revoked_at) ?? (await call<CodeView>('POST', `/api/v1/bins/${bin}/code`))).code
}

export function BinLabels({ found }: { found: (codes: readonly string[]) => void }) {
	const bins = useData<List<Bin>>('/api/v1/bins?limit=500', touches('bin'))
	const [text, setText] = useState(''), [ids, setIds] = useState<ReadonlySet<number>>(new Set()), [at, setAt] = useState<number>()
	const change = (now: ReadonlySet<number>) => (setIds(now), found([]))
	const toggle = (id: number) => { const now = new Set(ids); now.delete(id) || now.add(id); change(now) }
	async function prepare(items: readonly Bin[]) {
		const list = items.filter((b) => ids.has(b.id)), codes: string[] = []
		try {
			for (let i = 0; i < list.length; i += AT_ONCE) {
				setAt(i)
				codes.push(...(await Promise.all(list.slice(i, i + AT_ONCE).map((b) => codeOf(b.id)))))
			}
			found(codes)
		} catch (e) {
			toast((e as Error).message, { bad: true })
		}
		setAt(undefined)
	}
	return (
		<Load of={bins}>
			{({ items }) => {
				const seen = items.filter((b) => `${b.code} ${b.name ?? ''}`.toLowerCase().includes(text.trim().toLowerCase()))
				if (!items.length) return <Empty icon="part" title={w.bins_none} />
				return (
					<>
						<div class="row field"><Search label={w.bins_search} value={text} set={setText} /></div>
						<div class="row between wrap field"><span class="soft" role="status">{fill(w.bins_chosen, { n: ids.size })}</span><span class="row">
							<Button small onClick={() => change(new Set([...ids, ...seen.map((b) => b.id)]))}>{fill(w.bins_found, { n: seen.length })}</Button>{ids.size > 0 && <Button small onClick={() => change(new Set())}>{w.choose_none}</Button>}</span></div>
						<ul class="rows pick-list" aria-label={w.what_bins}>{seen.map((b) => <li key={b.id}><label class="item"><input type="checkbox" class="pick" checked={ids.has(b.id)} onChange={() => toggle(b.id)} /><span class="grow"><span class="what">{b.code}</span> <span class="soft">{b.name}</span></span></label></li>)}</ul>
						<p class="soft field">{w.bins_hint}</p>
						<Button kind="tint" full disabled={!ids.size} busy={at !== undefined} onClick={() => void prepare(items)}>{at === undefined ? w.bins_fetch : fill(w.at, { a: at + 1, b: ids.size })}</Button>
					</>
				)
			}}
		</Load>
	)
}
