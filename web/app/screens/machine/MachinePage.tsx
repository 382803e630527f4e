// One piece of equipment: what it is and how it stands, then its whole life, figures, documents, parts and facts.
import { useEffect, useRef, useState } from 'preact/hooks'
import words_ from '../../../i18n/machine.json'
import { address } from '../../lib/api'
import { touches, useData } from '../../lib/data'
import { ago, useNow } from '../../lib/format'
import { nameOf } from '../../lib/names'
import { go } from '../../lib/router'
import { leads, repairs } from '../../lib/session'
import type { Asset, AssetView, Document, List, TicketItem } from '../../lib/types'
import { wordOf, words } from '../../lib/words'
import { Button, IconButton } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { contentOf } from '../../ui/Photos'
import { Sheet } from '../../ui/Sheet'
import { Criticality, MachineState, Stopped, Tag, TicketState, ticketTone } from '../../ui/Tag'
import { About } from './About'
import { AssetForm } from './AssetForm'
import { MetersOf } from '../meters/OfMachine'
import { PlansOf } from '../plans/OfMachine'
import { FindingsOf } from '../rounds/Findings'
import { assetUrl, isMachine, kindWord, otherName } from './asset'
import { Documents } from './Documents'
import { FiguresTab } from './FiguresTab'
import { Inside } from './Inside'
import { Life } from './Life'
import { ReportSheet } from './ReportSheet'
import { StateSheet } from './StateSheet'

const w = words(words_)
const TABS = ['life', 'plans', 'figures', 'documents', 'inside', 'about'] as const
type Tab = (typeof TABS)[number]
const tabOf = (a: { kind: string }, tab: string | undefined): Tab => (TABS.includes(tab as Tab) ? (tab as Tab) : a.kind === 'machine' || a.kind === 'component' ? 'life' : 'inside')

function Path({ a }: { a: AssetView }) {
	const path = useData<List<Asset>>(a.parent_id ? `${assetUrl(a.id)}/path` : null, touches('asset'))
	if (!path.data?.items.length && !a.location) return null
	return (
		<nav class="crumbs" aria-label={w.place}>
			{path.data?.items.map((p) => <span key={p.id}><a href={`/machines/${p.id}`}>{nameOf(p)}</a></span>)}
			{a.location && <span>{a.location}</span>}
		</nav>
	)
}

function MachinePhoto({ a }: { a: AssetView }) {
	const photos = useData<List<Document>>(`${assetUrl(a.id)}/documents?kind=photo`, touches('asset', 'document'))
	const [open, setOpen] = useState(false)
	const photo = photos.data?.items[0]
	if (!photo) return <span class="photo no-photo machine-photo"><Icon name={isMachine(a) ? 'machine' : a.kind === 'component' ? 'tool' : 'tree'} /></span>
	return (
		<>
			<button type="button" aria-label={w.photo} onClick={() => setOpen(true)}><img class="photo machine-photo" src={contentOf(photo.id)} alt="" /></button>
			{open && <Sheet wide title={nameOf(a)} close={() => setOpen(false)}><img src={contentOf(photo.id)} alt={nameOf(a)} /></Sheet>}
		</>
	)
}

function OpenTickets({ a }: { a: AssetView }) {
	const now = useNow(60)
	const open = useData<List<TicketItem>>(address('/api/v1/tickets', { machine: a.id, open: 1, limit: 20 }), touches('ticket'))
	const items = open.data?.items ?? []
	if (!items.length) return null
	return (
		<>
			<h2 class="section">{w.open_tickets}</h2>
			<ul class="rows" aria-label={w.open_tickets}>
				{items.map((t) => (
					<li key={t.id}><a class="item" href={`/tickets/${t.id}`}>
						<span class={`edge ${ticketTone(t.state, t.stopped)}`} />
						<span class="grow">
							<span class="what lines-2">{t.symptom}</span>
							<span class="row wrap"><TicketState state={t.state} />{t.kind === 'corrective' && t.state !== 'restored' && <Stopped stopped={t.stopped} />}<span class="soft">#{t.id} · {ago(t.reported_at, now)}{t.assignee_name && ` · ${t.assignee_name}`}</span></span>
						</span>
						<Icon name="next" />
					</a></li>
				))}
			</ul>
		</>
	)
}

function Head({ a, report, change }: { a: AssetView; report: () => void; change: () => void }) {
	const other = otherName(a)
	return (
		<section class="card machine-head">
			<div class="row machine-who">
				<MachinePhoto a={a} />
				<div class="grow">
					<p class="machine-name">{nameOf(a)}</p>
					{other && <p class="soft">{other}</p>}
					<p class="row wrap"><MachineState state={a.state} />{!isMachine(a) && <Tag tone="" icon={a.kind === 'component' ? 'tool' : 'tree'} text={kindWord(a.kind)} />}<Criticality of={a.criticality} />{a.code && <span class="soft machine-code">{a.code}</span>}</p>
				</div>
			</div>
			<Path a={a} />
			{isMachine(a) && a.state !== 'retired' && (
				<div class="part-acts">
					<Button kind="main" icon="warn" onClick={report}>{w.report}</Button>
					{repairs() && <Button icon="edit" onClick={change}>{w.set_state}</Button>}
				</div>
			)}
			{a.state === 'retired' && leads() && <div class="part-acts"><Button icon="history" onClick={change}>{w.set_state}</Button></div>}
		</section>
	)
}

// The tab is in the address; changing it is no new step to go back over.
function Tabs({ a, at }: { a: AssetView; at: Tab }) {
	const shown = isMachine(a) ? TABS : a.kind === 'component' ? TABS.filter((t) => t !== 'figures' && t !== 'plans') : (['inside', 'life', 'plans', 'figures', 'documents', 'about'] as const)
	const row = useRef<HTMLElement>(null)
	useEffect(() => {
		const own = row.current, now = own?.querySelector<HTMLElement>('[aria-current]')
		if (own && now) own.scrollLeft = now.offsetLeft - (own.clientWidth - now.offsetWidth) / 2
	}, [at])
	return (
		<nav ref={row} class="tab-row" aria-label={nameOf(a)}>
			{shown.map((t) => (
				<a key={t} href={`/machines/${a.id}/${t}`} aria-current={t === at ? 'page' : undefined}
					onClick={(e) => (e.preventDefault(), go(`/machines/${a.id}/${t}${location.search}`, { replace: true, keep: true }))}>{t === 'inside' && !isMachine(a) && a.kind !== 'component' ? w.tab_contents : wordOf(w, 'tab', t)}</a>
			))}
		</nav>
	)
}

export function MachinePage({ id, tab, backTo }: { id: number; tab?: string; backTo: string }) {
	const asset = useData<AssetView>(assetUrl(id), (c) => c.entity === 'asset' && c.id === id)
	const [sheet, setSheet] = useState<'edit' | 'report' | 'state'>()
	const close = () => setSheet(undefined)
	const a = asset.data
	return (
		<Page title={a ? nameOf(a) : w.title} backTo={backTo} actions={a && leads() && <IconButton icon="edit" label={w.edit} onClick={() => setSheet('edit')} />}>
			<Load of={asset}>
				{(m) => {
					const at = tabOf(m, tab)
					return (
						<>
							<Head a={m} report={() => setSheet('report')} change={() => setSheet('state')} />
							{isMachine(m) && <OpenTickets a={m} />}
							{isMachine(m) && <MetersOf a={m} />}
							{isMachine(m) && at === 'life' && <FindingsOf machine={m.id} />}
							<Tabs a={m} at={at} />
							{at === 'life' && <>{isMachine(m) && <ul class="rows"><li><a class="item" href={`/fixes?machine=${m.id}`}><Icon name="bulb" /><span class="grow"><span class="what">{w.fixes}</span><br /><span class="soft">{w.fixes_hint}</span></span><Icon name="next" /></a></li></ul>}<Life a={m} /></>}
							{at === 'plans' && <PlansOf a={m} />}
							{at === 'figures' && <FiguresTab a={m} />}
							{at === 'documents' && <Documents a={m} />}
							{at === 'inside' && <Inside a={m} />}
							{at === 'about' && <About a={m} edit={() => setSheet('edit')} />}
							{sheet === 'edit' && <AssetForm asset={m} close={close} />}
							{sheet === 'report' && <ReportSheet a={m} close={close} />}
							{sheet === 'state' && <StateSheet a={m} close={close} />}
						</>
					)
				}}
			</Load>
		</Page>
	)
}
