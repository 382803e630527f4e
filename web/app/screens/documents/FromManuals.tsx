// What the manuals say of a report, under its suggested fixes: each fault with its causes and remedies, and where it is from.
import words_ from '../../../i18n/documents.json'
import type { ManualHit, Suggestion } from '../../lib/types'
import { useData } from '../../lib/data'
import { wordOf, words } from '../../lib/words'
import { Icon } from '../../ui/Icon'
import { Marked } from '../../ui/Marked'
import { Tag } from '../../ui/Tag'
import { lookOf } from './manual'

const w = words(words_)

function Hit({ h }: { h: ManualHit }) {
	const rest = h.rest.filter((s) => s.text)
	return (
		<li>
			<details class="card hit">
				<summary>
					<span class="grow"><strong class="lines-2"><Marked text={h.title} words={h.words} /></strong>{h.excerpt && <span class="lines-2"><Marked text={h.excerpt} words={h.words} /></span>}<span class="soft lines-2">{[h.document, h.model ?? h.asset_name].filter(Boolean).join(' · ')}</span></span>
					<Icon name="down" />
				</summary>
				{(rest.length ? rest : [{ n: h.section, kind: h.kind, text: h.excerpt }]).map((s) => <div class="part" key={s.n}>{s.kind !== 'text' && <Tag {...lookOf(s.kind)} text={wordOf(w, 'kind', s.kind)} />}<p class="part-text"><Marked text={s.text} words={h.words} /></p></div>)}
				<p><a href={`/documents/${h.manual_id}?section=${h.section}`}>{w.open}</a></p>
			</details>
		</li>
	)
}

// `url`: of the suggestions, which are there already.
export function FromManuals({ url }: { url: string | null }) {
	const s = useData<Suggestion>(url)
	if (!s.data?.documents.length) return null
	return (
		<>
			<h2 class="section"><span class="row"><Icon name="file" />{w.from_manuals}</span></h2>
			<ul class="hits">{s.data.documents.map((h) => <Hit key={`${h.manual_id}.${h.section}`} h={h} />)}</ul>
		</>
	)
}
