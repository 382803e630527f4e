// What the screens of documents share.
import words_ from '../../../i18n/documents.json'
import { address } from '../../lib/api'
import { forget, touches } from '../../lib/data'
import type { Manual } from '../../lib/types'
import { lang, words } from '../../lib/words'
import type { IconName } from '../../ui/Icon'

const w = words(words_)
export const manualUrl = (id: number) => `/api/v1/manuals/${id}`
export const manualsUrl = (query: Record<string, string | number | undefined> = {}) => address('/api/v1/manuals', query)
export const touchesManuals = touches('manual')
// The lists; a document itself is told by the answer of its change.
export const forgetManuals = () => forget('/api/v1/manuals?')
// For what it is: a machine, a place, a model, or everything.
export const placeOf = (m: Pick<Manual, 'asset_id' | 'asset_code' | 'asset_name' | 'asset_name_en' | 'model'>): string =>
	m.asset_id ? [m.asset_code, (lang === 'en' && m.asset_name_en) || m.asset_name].filter(Boolean).join(' ') : m.model ? `${w.model} ${m.model}` : w.for_all
// How each kind of section looks: a colour and a shape, beside its word.
type Look = { tone: 'good' | 'bad' | 'warn' | 'info' | ''; icon: IconName }
const looks: Record<string, Look> = { condition: { tone: 'warn', icon: 'warn' }, cause: { tone: 'bad', icon: 'search' }, remedy: { tone: 'good', icon: 'check' }, step: { tone: 'info', icon: 'tool' } }
export const lookOf = (kind: string): Look => looks[kind] ?? { tone: '', icon: 'file' }
