// Things by the name that the reader knows: the English one where there is one and English is read.
import { lang } from './words'

const pick = (name: string | null, en?: string | null): string => (lang === 'en' && en) || name || ''
export const nameOf = (x: { name: string | null; name_en?: string | null }): string => pick(x.name, x.name_en)
export const machineOf = (x: { machine_name: string | null; machine_name_en?: string | null }): string => pick(x.machine_name, x.machine_name_en)
export const componentOf = (x: { component_name: string | null; component_name_en?: string | null }): string => pick(x.component_name, x.component_name_en)
export const partOf = (x: { part_name: string | null; part_name_en?: string | null }): string => pick(x.part_name, x.part_name_en)
