// Words of web/i18n/AREA.json, each {"key": ["中文", "English"]}; the build leaves one language in a bundle, so at run
// time a word is a text. A key that does not exist is a type error, a missing language fails the build.
declare const LANG: 'zh' | 'en'
export const lang = LANG
export const locale = lang === 'zh' ? 'zh-CN' : 'en-GB'

type Words<T> = { readonly [K in keyof T]: string }
export const words = <T extends Record<string, string[]>>(raw: T): Words<T> => raw as never

// "waited {time}" with its places filled.
export const fill = (text: string, values: Record<string, string | number>): string =>
	(lang === 'en' ? singular(text, values) : text).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

// "{n} parts are" of one is "1 part is".
const VERBS: Record<string, string> = { are: 'is', were: 'was', have: 'has' }
const singular = (text: string, values: Record<string, string | number>): string =>
	text.replace(/\{(\w+)\} ([a-z]{2,}[^s\W])s\b( are\b| were\b| have\b)?/g, (all, name: string, thing: string, verb?: string) =>
		String(values[name]) === '1' ? `{${name}} ${thing}${verb ? ` ${VERBS[verb.trim()]}` : ''}` : all)

// "A、B" or "A, B"; "A：B" or "A: B".
export const listed = (texts: readonly (string | null)[]): string => texts.join(lang === 'zh' ? '、' : ', ')
export const named = (name: string, text: string): string => name + (lang === 'zh' ? '：' : ': ') + text

// Words that are looked up by a value the server sent: what has no word is shown as it is.
export const wordOf = (all: object, prefix: string, value: string | null | undefined): string =>
	(value && (all as Record<string, string>)[`${prefix}_${value}`]) || value || ''
