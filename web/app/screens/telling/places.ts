// Places by their way down: what a rule, a duty or a channel may be narrowed to.
import { useData } from '../../lib/data'
import { nameOf } from '../../lib/names'
import type { Asset, List } from '../../lib/types'

interface PlaceChoice {
	id: number
	label: string
	inner: boolean // below another of the list
}

// Areas, each with its lines behind it; of a plant without areas its lines.
export function usePlaces(): PlaceChoice[] {
	const areas = useData<List<Asset>>('/api/v1/assets?kind=area&limit=500').data?.items ?? []
	const lines = useData<List<Asset>>('/api/v1/assets?kind=line&limit=500').data?.items ?? []
	const below = (id: number | null) => lines.filter((l) => l.parent_id === id).map((l) => ({ id: l.id, label: nameOf(l), inner: id !== null }))
	const known = new Set(areas.map((a) => a.id))
	return [
		...areas.flatMap((a) => [{ id: a.id, label: nameOf(a), inner: false }, ...below(a.id)]),
		...lines.filter((l) => l.parent_id === null || !known.has(l.parent_id)).map((l) => ({ id: l.id, label: nameOf(l), inner: false })),
	]
}
export const asChoices = (places: PlaceChoice[]) => places.map((p) => ({ value: String(p.id), label: `${p.inner ? '　' : ''}${p.label}` }))
