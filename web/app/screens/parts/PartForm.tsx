// A part of the catalogue, added or changed.
import words_ from '../../../i18n/parts.json'
import { Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { forget, useData } from '../../lib/data'
import { useDraft } from '../../lib/draft'
import { centsOf, numberOf, textOf } from '../../lib/number'
import type { Bin, List, Part, PartDetail } from '../../lib/types'
import { words } from '../../lib/words'
import common_ from '../../../i18n/common.json'
import { Button } from '../../ui/Button'
import { Complaint, Select, TextArea, TextField, Toggle } from '../../ui/Field'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'

const w = words(words_), c = words(common_)
const TEXTS = ['code', 'name', 'name_en', 'spec', 'maker', 'unit', 'category'] as const
type Typed = Record<(typeof TEXTS)[number] | 'min_qty' | 'price' | 'bin_id' | 'note', string> & { retired: boolean; version: number }

const empty: Typed = { code: '', name: '', name_en: '', spec: '', maker: '', unit: '个', category: '', min_qty: '', price: '', bin_id: '', note: '', retired: false, version: 0 }
const typedOf = (p: Part): Typed => ({
	code: p.code, name: p.name, name_en: p.name_en ?? '', spec: p.spec ?? '', maker: p.maker ?? '', unit: p.unit, category: p.category ?? '', note: p.note ?? '',
	min_qty: textOf(p.min_qty), price: textOf(p.price_cents, 100), bin_id: textOf(p.bin_id), retired: p.retired, version: p.version,
})

function bodyOf(t: Typed) {
	const { price, min_qty, bin_id, version: _, ...rest } = t
	return { ...rest, min_qty: numberOf(min_qty), bin_id: numberOf(bin_id), price_cents: centsOf(price) }
}

export function PartForm({ part, close, done }: { part?: PartDetail; close: () => void; done?: (p: Part) => void }) {
	const draft = useDraft<Typed>(`part.${part?.id ?? 'new'}`, part ? typedOf(part) : empty)
	const bins = useData<List<Bin>>('/api/v1/bins?limit=500')
	const act = useAct()
	const t = draft.value, stale = act.error instanceof Refused && act.error.status === 412
	const text = (name: (typeof TEXTS)[number], required = false) =>
		<TextField label={w[name]} name={name} error={act.error} required={required} value={t[name]} set={(v) => draft.set({ [name]: v })} maxLength={200} data-focus={name === 'code' || undefined} />
	async function save(e: Event) {
		e.preventDefault()
		const ok = await act.run<Part>({
			method: part ? 'PATCH' : 'POST', url: part ? `/api/v1/parts/${part.id}` : '/api/v1/parts', json: bodyOf(t), title: `${w.title} · ${t.name}`,
			version: part ? t.version || part.version : undefined, thread: part ? `part:${part.id}` : undefined,
		}, (p) => {
			forget('/api/v1/parts')
			toast(w.saved)
			done?.(p)
		})
		if (ok) {
			draft.clear()
			close()
		} else draft.set({ version: 0 }) // saved again on purpose: over what is there now
	}
	return (
		<Sheet title={part ? w.edit : w.add} close={close}>
			<form onSubmit={save}>
				{stale && <p class="notice warn" role="alert">{w.changed_meanwhile}</p>}
				{!stale && !(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
				<div class="two">{text('code', true)}{text('unit', true)}</div>
				{text('name', true)}
				{text('spec')}
				<div class="two">
					<TextField label={w.min_qty} hint={w.min_hint} name="min_qty" error={act.error} inputMode="decimal" value={t.min_qty} set={(v) => draft.set({ min_qty: v })} />
					<TextField label={w.price} name="price_cents" error={act.error} inputMode="decimal" value={t.price} set={(v) => draft.set({ price: v })} />
				</div>
				<Select label={w.usual_bin} name="bin_id" error={act.error} none={w.no_bin} value={t.bin_id} set={(v) => draft.set({ bin_id: v })}
					choices={(bins.data?.items ?? []).map((b) => ({ value: String(b.id), label: [b.code, b.name].filter(Boolean).join(' · ') }))} />
				<div class="two">{text('category')}{text('maker')}</div>
				{text('name_en')}
				<TextArea label={w.note} name="note" error={act.error} value={t.note} set={(v) => draft.set({ note: v })} maxLength={2000} />
				{part && <Toggle label={w.is_retired} value={t.retired} set={(v) => draft.set({ retired: v })} />}
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy}>{c.save}</Button></div>
			</form>
		</Sheet>
	)
}
