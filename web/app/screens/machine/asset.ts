// What the screens of equipment say the same way: names by language, kinds, and what belongs to them.
import words_ from '../../../i18n/machine.json'
import { forget } from '../../lib/data'
import type { Asset } from '../../lib/types'
import { lang, wordOf, words } from '../../lib/words'

const w = words(words_)
export type Kind = Asset['kind']
export const KINDS: readonly Kind[] = ['site', 'area', 'line', 'machine', 'component']
export const kindWord = (kind: string) => wordOf(w, 'kind', kind)
// The other one, when there is one: both stand on the machine's page.
export const otherName = (a: { name: string; name_en?: string | null }) => (a.name_en && a.name_en !== a.name ? (lang === 'en' ? a.name : a.name_en) : undefined)
export const isMachine = (a: { kind: string }) => a.kind === 'machine'
export const hasCode = (a: { kind: string }) => a.kind === 'machine' || a.kind === 'component'
// Which kinds may hang below this one.
export const below = (kind: Kind | undefined): readonly Kind[] => (kind === 'machine' || kind === 'component' ? ['component'] : KINDS.slice(kind ? KINDS.indexOf(kind) + 1 : 0, 4))
export const assetUrl = (id: number) => `/api/v1/assets/${id}`
export const forgetAssets = () => forget('/api/v1/assets', '/api/v1/ledger', '/api/v1/tree')
