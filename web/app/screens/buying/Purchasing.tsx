// The plant's rules of buying.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/buying.json'
import common_ from '../../../i18n/common.json'
import { useAct } from '../../lib/act'
import { forget, touches, useData } from '../../lib/data'
import { clockOf, minutesOf } from '../../lib/days'
import { centsOf, numberOf, textOf } from '../../lib/number'
import type { Purchasing as Rules } from '../../lib/types'
import { words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Complaint, TextField, Toggle } from '../../ui/Field'
import { Load } from '../../ui/Load'
import { Page } from '../../ui/Page'

const w = words(words_), c = words(common_)

function Form({ of, saved }: { of: Rules; saved: () => void }) {
	const [cycle, setCycle] = useState(textOf(of.cycle_days)), [first, setFirst] = useState(of.first_day), [service, setService] = useState(textOf(of.service, 10)), [order, setOrder] = useState(textOf(of.order_cost_cents, 100)), [holding, setHolding] = useState(textOf(of.holding)), [at, setAt] = useState(clockOf(of.run_minute)), [enabled, setEnabled] = useState(of.enabled)
	const act = useAct()
	const save = (e: Event) => {
		e.preventDefault()
		void act.run<Rules>({ method: 'PUT', url: '/api/v1/purchasing', version: of.version, title: w.rules, json: { cycle_days: numberOf(cycle), first_day: first, service: numberOf(service, 10), order_cost_cents: centsOf(order), holding: numberOf(holding), run_minute: minutesOf(at), enabled } }, () => (forget('/api/v1/p'), saved()))
	}
	return (
		<form class="card" onSubmit={save}>
			<p class="soft field">{w.p_hint}</p>
			<Complaint error={act.error} />
			<TextField label={w.service} name="service" error={act.error} required inputMode="decimal" value={service} set={setService} />
			<TextField label={w.p_cycle} name="cycle_days" error={act.error} required inputMode="numeric" value={cycle} set={setCycle} />
			<TextField label={w.p_first} name="first_day" error={act.error} required type="date" value={first} set={setFirst} />
			<TextField label={w.p_order} name="order_cost_cents" error={act.error} required inputMode="decimal" value={order} set={setOrder} />
			<TextField label={w.p_holding} name="holding" error={act.error} required inputMode="numeric" value={holding} set={setHolding} />
			<Toggle label={w.p_enabled} value={enabled} set={setEnabled} />
			<TextField label={w.p_time} name="run_minute" error={act.error} required type="time" value={at} set={setAt} />
			<div class="ends"><Button type="submit" kind="main" busy={act.busy}>{c.save}</Button></div>
		</form>
	)
}

export default function Purchasing() {
	const rules = useData<Rules>('/api/v1/purchasing', touches('purchasing'))
	return <Page title={w.rules} backTo="/requisitions" narrow><Load of={rules}>{(r) => <Form key={r.version} of={r} saved={rules.reload} />}</Load></Page>
}
