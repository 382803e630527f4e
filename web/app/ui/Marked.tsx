// A text with the words that were looked for marked in it. The server folds width and case, and joins codes: so does this.
import type { ComponentChildren } from 'preact'

const narrow = (c: string) => (c >= '！' && c <= '～' ? String.fromCharCode(c.charCodeAt(0) - 0xfee0) : c === '　' ? ' ' : c).toLowerCase()
// Letter by letter, so that places stay what they are.
const fold = (text: string) => Array.from({ length: text.length }, (_, i) => {
	const c = narrow(text[i]!)
	return c.length === 1 ? c : text[i]!
}).join('')
const escape = (c: string) => c.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const joints = '[-._/*]?'
const isLetter = (c: string | undefined) => !!c && /[a-z0-9]/.test(c)

// Where words stand in the text, as pairs of from and to, in order and apart.
function placesOf(text: string, words: readonly string[]): [number, number][] {
	const folded = fold(text), found: [number, number][] = []
	for (const word of words) {
		const code = /\d/.test(word), shape = new RegExp([...word].map(escape).join(code ? joints : ''), 'g')
		for (let m = shape.exec(folded); m && found.length < 200; m = shape.exec(folded)) {
			if (!m[0]) break
			// Inside of another word it is not that word, but a number inside of a code is.
			if (code || !isLetter(word[0]) || !isLetter(folded[m.index - 1])) found.push([m.index, m.index + m[0].length])
		}
	}
	found.sort((a, b) => a[0] - b[0] || b[1] - a[1])
	return found.reduce<[number, number][]>((all, [from, to]) => {
		const last = all[all.length - 1]
		if (last && from <= last[1]) last[1] = Math.max(last[1], to)
		else all.push([from, to])
		return all
	}, [])
}

export function Marked({ text, words }: { text: string; words: readonly { word: string }[] }) {
	const parts: ComponentChildren[] = []
	let at = 0
	for (const [from, to] of placesOf(text, words.map((w) => w.word))) {
		parts.push(text.slice(at, from), <mark>{text.slice(from, to)}</mark>)
		at = to
	}
	return <>{parts}{text.slice(at)}</>
}
