// An expert's tree: from what one sees, through what it may be, to what to do; with how often it was this.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/fixes.json'
import { touches, useData } from '../../lib/data'
import { quantity } from '../../lib/format'
import { nameOf } from '../../lib/names'
import { repairs } from '../../lib/session'
import type { FixTree } from '../../lib/types'
import { fill, lang, words } from '../../lib/words'
import { IconButton } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { heldWords } from './held'
import { TreeForm } from './TreeForm'

const w = words(words_)

export function TreePage({ id }: { id: number }) {
	const tree = useData<FixTree>(`/api/v1/fix-trees/${id}`, touches('fix_tree', 'fix')), [editing, setEditing] = useState(false)
	const title = tree.data ? (lang === 'en' && tree.data.symptom_en) || tree.data.symptom : w.tree
	return (
		<Page title={title} backTo="/fixes?show=trees" narrow actions={tree.data && repairs() && <IconButton icon="edit" label={w.edit_tree} onClick={() => setEditing(true)} />}>
			<Load of={tree}>
				{(t) => (
					<>
						{(t.note || t.model || t.place_name) && <section class="card">{t.note && <p>{t.note}</p>}<p class="soft">{[t.model && `${w.for_model} ${t.model}`, t.place_name].filter(Boolean).join(' · ')}</p></section>}
						<ol class="branches">{t.branches.map((b, i) => (
							<li key={b.fix_id} class="card">
								<p class="row"><span class="branch-n num">{i + 1}</span><strong class="grow">{b.check_first ?? b.cause ?? b.label}</strong></p>
								{b.check_first && b.cause && <p class="soft"><Icon name="next" /> {b.cause}</p>}
								<p class="row between wrap"><a href={`/fixes/${b.fix_id}`}><strong>{b.label}</strong></a><span class="soft">{b.cases > 0 ? [fill(w.cases, { n: b.cases }), heldWords(b).short].filter(Boolean).join(' · ') : w.no_cases}</span></p>
								<ol class="steps">{b.steps.split('\n').filter((s) => s.trim()).map((s, k) => <li key={k}>{s}</li>)}</ol>
								{(b.minutes != null || b.parts.length > 0) && <p class="soft">{[b.minutes != null && fill(w.minutes_one, { a: b.minutes }), ...b.parts.map((p) => `${nameOf(p)} ${quantity(p.qty, p.unit)}`)].filter(Boolean).join(' · ')}</p>}
							</li>))}
						</ol>
						{editing && <TreeForm tree={t} close={() => setEditing(false)} />}
					</>
				)}
			</Load>
		</Page>
	)
}
