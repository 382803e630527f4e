// 病历: everything that happened to it and to what is below it, newest first.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/machine.json'
import common_ from '../../../i18n/common.json'
import { touches } from '../../lib/data'
import { fullTime, money, quantity, span, time } from '../../lib/format'
import type { AssetView, LifeItem } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Icon, type IconName } from '../../ui/Icon'
import { Empty } from '../../ui/Load'
import { PagedList, usePages } from '../../ui/PagedList'
import { TicketState } from '../../ui/Tag'
import { assetUrl } from './asset'
import { DocumentSheet } from './DocumentSheet'

const w = words(words_), c = words(common_)
const icons: Record<LifeItem['kind'], IconName> = { ticket: 'tool', part: 'part', document: 'file', event: 'dot' }
const eventIcons: Record<string, IconName> = { created: 'plus', moved: 'tree', state: 'history' }

type Body = Record<string, unknown>
const stateWord = (x: unknown) => (typeof x === 'string' ? wordOf(c, 'machine', x) : '–')

function happened(x: LifeItem): { head: string; line?: string } {
	const b = (x.body ?? {}) as Body
	if (x.title === 'state') {
		const [was, is] = Array.isArray(b['state']) ? (b['state'] as unknown[]) : []
		return { head: fill(w.said_state, { was: stateWord(was), is: stateWord(is) }), line: typeof b['reason'] === 'string' ? b['reason'] : undefined }
	}
	const code = typeof b['code'] === 'string' ? b['code'] : ''
	return { head: fill(wordOf(w, 'said', x.title), { code }) }
}

function Meta({ x, a }: { x: LifeItem; a: AssetView }) {
	return <span class="soft"><span title={fullTime(x.time)}>{time(x.time)}</span>{x.actor && ` · ${x.actor}`}{x.asset_id !== a.id && ` · ${x.asset_name}`}</span>
}

function Row({ x, a, show }: { x: LifeItem; a: AssetView; show: (x: LifeItem) => void }) {
	const icon = <span class="event-icon"><Icon name={x.kind === 'event' ? (eventIcons[x.title] ?? 'label') : icons[x.kind]} /></span>
	if (x.kind === 'ticket')
		return (
			<a class="item life" href={`/tickets/${x.id}`}>
				{icon}
				<span class="grow">
					<span class="what lines-2">{x.title}</span>
					{x.detail && <span class="lines-2">{fill(w.done_was, { what: x.detail })}</span>}
					<span class="row wrap"><TicketState state={x.state ?? ''} />{x.stopped && x.restored_at && <span class="soft">{fill(w.stood, { span: span(x.restored_at - x.time) })}</span>}<span class="soft">#{x.id}</span><Meta x={x} a={a} /></span>
				</span>
				<Icon name="next" />
			</a>
		)
	if (x.kind === 'part')
		return (
			<a class="item life" href={`/parts/${x.part_id ?? ''}`}>
				{icon}
				<span class="grow"><span class="lines-2">{fill(x.state === 'return' ? w.part_back : w.part_used, { what: x.title, qty: quantity(x.qty, x.unit) })}</span><Meta x={x} a={a} /></span>
				<span class="soft num">{money(x.value_cents)}</span>
			</a>
		)
	if (x.kind === 'document')
		return (
			<button type="button" class="item life" onClick={() => show(x)}>
				{icon}
				<span class="grow"><span class="lines-2">{fill(w.document_added, { kind: wordOf(w, 'doc', x.state), name: x.title })}</span><Meta x={x} a={a} /></span>
				<Icon name="next" />
			</button>
		)
	const { head, line } = happened(x)
	return <div class="item life">{icon}<span class="grow"><span>{head}</span>{line && <span class="event-line">{line}</span>}<Meta x={x} a={a} /></span></div>
}

export function Life({ a }: { a: AssetView }) {
	const pages = usePages<LifeItem>(`${assetUrl(a.id)}/life`, 'before', touches('ticket', 'asset', 'document', 'part'))
	const [shown, show] = useState<LifeItem>()
	return (
		<>
			<PagedList pages={pages} label={w.tab_life} id={(x) => `${x.kind}-${x.id}-${x.time}`} row={(x) => <Row x={x} a={a} show={show} />} empty={<Empty icon="history" title={w.life_none} hint={w.life_none_hint} />} />
			{shown && <DocumentSheet id={shown.id} name={shown.title} type={shown.detail ?? ''} close={() => show(undefined)} />}
		</>
	)
}
