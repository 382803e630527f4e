// Facts of the ledger, its shifts, and the code that is stuck on it.
import words_ from '../../../i18n/machine.json'
import common_ from '../../../i18n/common.json'
import { day, money } from '../../lib/format'
import { leads } from '../../lib/session'
import type { AssetView } from '../../lib/types'
import { words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { MetersOf } from '../meters/OfMachine'
import { CalendarCard } from './CalendarCard'
import { Codes } from './Codes'
import { hasCode, kindWord } from './asset'

const w = words(words_), c = words(common_)
const dayOf = (text: string | null) => (text ? day(new Date(`${text}T00:00`).getTime()) : null)

export function About({ a, edit }: { a: AssetView; edit: () => void }) {
	const rows: [string, string | null][] = [
		[w.kind, kindWord(a.kind)], [w.code, a.code], [w.name, a.name], [w.name_en, a.name_en], [w.model, a.model], [w.maker, a.maker], [w.serial, a.serial], [w.location, a.location],
		[w.commissioned_day, dayOf(a.commissioned_day)], [w.retired_day, dayOf(a.retired_day)], [w.original_value, a.original_value_cents == null ? null : money(a.original_value_cents)],
		[w.downtime_rate, a.downtime_cents_hour == null ? null : money(a.downtime_cents_hour)],
		[c.criticality, a.criticality], [w.note, a.note],
	]
	return (
		<div class="about">
			<section class="card">
				<h2 class="row between"><span>{w.facts}</span>{leads() && <Button small icon="edit" onClick={edit}>{w.edit}</Button>}</h2>
				<dl class="facts">{rows.filter(([, v]) => v).map(([k, v]) => <><dt>{k}</dt><dd class="said">{v}</dd></>)}</dl>
			</section>
			<CalendarCard a={a} />
			{a.kind === 'machine' && a.state !== 'retired' && <MetersOf a={a} add />}
			{hasCode(a) && <Codes a={a} />}
		</div>
	)
}
