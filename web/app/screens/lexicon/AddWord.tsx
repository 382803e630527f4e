// One word of the plant's own, or a file of them.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/lexicon.json'
import { useAct } from '../../lib/act'
import { forget } from '../../lib/data'
import { setQuery } from '../../lib/router'
import { fill, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Chips, Select, TextArea, TextField } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'

const w = words(words_)
const URL = '/api/v1/lexicon'

function shown(said: string, close: () => void) {
	toast(said)
	forget(URL)
	close()
	setQuery({ show: 'own', text: null })
}

export function AddWord({ close }: { close: () => void }) {
	const [kind, setKind] = useState('short'), [term, setTerm] = useState(''), [means, setMeans] = useState(''), [group, setGroup] = useState('')
	const act = useAct(), short = kind === 'short'
	const save = () => void act.now('POST', URL, { json: { kind, term, means, class: short || !group ? null : group } }, () => shown(w.saved, close))
	return (
		<Sheet title={w.add} close={close} ends={<Button kind="main" busy={act.busy} onClick={save}>{w.save}</Button>}>
			<form class="stack" onSubmit={(e) => (e.preventDefault(), save())}>
				<TextField label={w.term_label} name="term" required error={act.error} value={term} set={setTerm} maxLength={80} data-focus />
				<div class="field"><Chips label={w.kind} value={kind} set={setKind} choices={[{ value: 'short', label: w.short }, { value: 'term', label: w.term }]} /></div>
				<TextField label={short ? w.means_short : w.means_term} hint={short ? w.means_short_hint : w.means_term_hint} name="means" required error={act.error} value={means} set={setMeans} maxLength={80} />
				{!short && <Select label={w.class} name="class" error={act.error} value={group} set={setGroup} none={w.class_none} choices={[{ value: 'part', label: w.part }, { value: 'symptom', label: w.symptom }, { value: 'word', label: w.word }]} />}
				<button type="submit" class="off" tabIndex={-1}>{w.save}</button>
			</form>
		</Sheet>
	)
}

export function ImportWords({ close }: { close: () => void }) {
	const [text, setText] = useState(''), act = useAct()
	const save = () => void act.now<{ added: number; known: number }>('POST', `${URL}/import`, { json: { text } }, (a) => shown(fill(w.imported, { n: a.added, m: a.known }), close))
	const read = (file?: File) => void file?.text().then(setText)
	return (
		<Sheet title={w.import_title} close={close} ends={<Button kind="main" busy={act.busy} onClick={save}>{w.import}</Button>}>
			<div class="stack">
				<input type="file" accept=".tsv,.txt,text/*" aria-label={w.import_title} onChange={(e) => read(e.currentTarget.files?.[0])} />
				<TextArea label={w.import_text} hint={w.import_hint} name="text" error={act.error} value={text} set={setText} rows={8} />
			</div>
		</Sheet>
	)
}
