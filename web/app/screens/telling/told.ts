// How what was told is called: by the name of the machine, part or round in the reader's language, with its number; and where it is.
import type { Telling } from '../../lib/types'
import { lang } from '../../lib/words'

export const nameTold = (t: Pick<Telling, 'title' | 'title_en' | 'code'>) => [lang === 'en' && t.title_en ? t.title_en : t.title, t.code].filter(Boolean).join(' ')
const WHERE: Record<string, string> = { part: 'parts', meter: 'meters', plan: 'plans', round: 'rounds' }
export const toldUrl = (t: Pick<Telling, 'entity' | 'entity_id'>) => `/${WHERE[t.entity] ?? 'tickets'}/${t.entity_id}`
