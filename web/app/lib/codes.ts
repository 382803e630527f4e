// The plant's own lists: failure modes, causes, actions, what one waits for.
import { touches, useData } from './data'
import type { Code, List } from './types'
import { lang } from './words'

type CodelistName = Code['list']
export interface Codes {
	of: (list: CodelistName) => { value: string; label: string }[]
	name: (list: CodelistName, code: string | null | undefined) => string
}
export function useCodes(): Codes {
	const all = useData<List<Code>>('/api/v1/codelists', touches('codelist')).data?.items ?? []
	const label = (c: Code) => (lang === 'en' ? c.en : c.zh) || c.zh || c.code
	return {
		of: (list) => all.filter((c) => c.list === list && c.active).sort((a, b) => (a.sort ?? 0) - (b.sort ?? 0)).map((c) => ({ value: c.code, label: label(c) })),
		name: (list, code) => {
			const c = code && all.find((x) => x.list === list && x.code === code)
			return c ? label(c) : (code ?? '')
		},
	}
}
