// Walking a round: begin, scan a machine, its items, the next machine, sign. Works without a network from the moment the round was seen.
import { useEffect, useRef, useState } from 'preact/hooks'
import words_ from '../../../i18n/rounds.json'
import { forget } from '../../lib/data'
import { nameOf, machineOf } from '../../lib/names'
import { time } from '../../lib/format'
import { go } from '../../lib/router'
import { fill, words } from '../../lib/words'
import { Button, LinkButton } from '../../ui/Button'
import { Chips, TextArea, TextField } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Failed, Skeleton } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { openScanner } from '../../ui/Scanner'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { Question } from './Question'
import { Signature } from './Signature'
import { asked, dropUnsent, itemsOf, isFinding, missing, sendFinish, sendPhoto, sendStart, sendStop, stopDone, stopOfCode, unsentPhoto, useUnsent, useWalk, walkOf, type Item, type Said, type Sent, type Stop, type Walk, type Walked } from './walk'

const w = words(words_)

function ReasonSheet({ title, close, set }: { title: string; close: () => void; set: (why: string) => void }) {
	const [why, setWhy] = useState(''), usual = [w.why_stopped, w.why_unsafe, w.why_none, w.why_away]
	return (
		<Sheet title={title} close={close} ends={<Button kind="main" disabled={!why.trim()} onClick={() => (set(why.trim()), close())}>{w.skip}</Button>}>
			<Chips label={w.reason} choices={usual.map((u) => ({ value: u, label: u }))} value={why} set={setWhy} />
			<TextField label={w.reason} value={why} set={setWhy} maxLength={200} />
		</Sheet>
	)
}

// Begun by another, or refused: said where one stands, and what can be done.
function Conflict({ id, why, take }: { id: number; why: string; take?: () => void }) {
	return (
		<div class="notice bad stack" role="alert">
			<p><Icon name="warn" /> {why}</p>
			<div class="row">
				{take && <Button small onClick={take}>{w.take_over}</Button>}
				<Button small onClick={() => confirm(w.sure_drop) && void dropUnsent(id).then(() => go('/rounds', { replace: true }))}>{w.drop_mine}</Button>
			</div>
		</div>
	)
}

function StopList({ walk, at, open }: { walk: Walk; at: number | undefined; open: (s: Stop) => void }) {
	return (
		<ul class="rows" aria-label={w.machines}>
			{walk.round.stops.map((s) => {
				const x = walk.stops[s.id], found = itemsOf(walk, s).filter((i) => isFinding(i, x?.answers[i.id])).length
				return (
					<li key={s.id}>
						<button type="button" class="item" aria-current={s.id === at || undefined} onClick={() => open(s)}>
							<Icon name={stopDone(x) ? (x?.skipped ? 'wait' : 'check') : 'ring'} />
							<span class="grow"><span class="what lines-2">{machineOf(s)}</span><span class="soft lines-2">{[s.machine_code, s.place].filter(Boolean).join(' · ')}</span></span>
							{found > 0 && <span class="tag bad"><Icon name="warn" />{found}</span>}
							{x?.skipped && <span class="soft">{w.was_skipped}</span>}
							<Icon name="next" />
						</button>
					</li>
				)
			})}
		</ul>
	)
}

function Sign({ walk, finish }: { walk: Walk; finish: (picture: Blob | null, note: string) => Promise<void> }) {
	const [picture, setPicture] = useState<Blob | null>(null), [note, setNote] = useState(''), [busy, setBusy] = useState(false)
	return (
		<section class="card">
			<h2>{w.all_done}</h2>
			<TextArea label={w.round_note} value={note} set={setNote} rows={2} maxLength={1000} />
			{walk.round.sign && <Signature set={setPicture} />}
			<Button kind="main" full busy={busy} disabled={walk.round.sign && !picture} onClick={() => (setBusy(true), void finish(picture, note).finally(() => setBusy(false)))}>{w.finish}</Button>
		</section>
	)
}

export function WalkPage({ id }: { id: number }) {
	const { walk, error, reload, set } = useWalk(id), unsent = useUnsent(id)
	const [at, setAt] = useState<number>(), [itemAt, setItemAt] = useState<number>(), [why, setWhy] = useState<'stop' | 'item'>(), [refused, setRefused] = useState<Sent['refused']>()
	const pictures = useRef(new Map<string, string>()), scan = useRef<HTMLDivElement>(null)
	// What a scan needs is on the phone before the network goes.
	useEffect(() => void import('../../ui/ScanSheet').catch(() => {}), [])
	useEffect(() => () => pictures.current.forEach((u) => URL.revokeObjectURL(u)), [])
	if (!walk) return <Page title={w.title} backTo="/rounds" narrow>{error ? <Failed error={error} retry={reload} /> : <Skeleton />}</Page>

	const round = walk.round, fault = unsent.find((i) => i.fault)?.fault
	const tell = async (work: Promise<Sent>) => {
		const s = await work
		setRefused(s.refused)
		forget('/api/v1/rounds')
		return !s.refused
	}
	const begin = async (take: boolean) => {
		const now = set((x) => ({ ...x, started: x.started ?? Date.now() }))
		if (!(await tell(sendStart(now, take)))) set((x) => ({ ...x, started: undefined }))
	}
	const stop = round.stops.find((s) => s.id === at), mine: Walked = (stop && walk.stops[stop.id]) || { answers: {} }
	const change = (s: Stop, to: (x: Walked) => Walked) => set((x) => ({ ...x, stops: { ...x.stops, [s.id]: to(x.stops[s.id] ?? { answers: {} }) } }))
	const say = (s: Stop, i: Item, to: Partial<Said>) => change(s, (x) => ({ ...x, answers: { ...x.answers, [i.id]: { ...x.answers[i.id], time: Date.now(), ...to } as Said } }))

	function read(code: string, typed?: boolean) {
		const found = stopOfCode(walk!, code)
		if (!found) return toast(w.not_here, { bad: true })
		change(found, (x) => ({ ...x, scanned_at: Date.now(), typed: !!typed, code, skipped: undefined }))
		setAt(found.id)
		setItemAt(itemsOf(walk!, found)[0]?.id)
	}
	const scanNext = () => openScanner({ title: w.scan_machine, found: read })

	// What was just taken, or lies here unsent since before the page was loaded again.
	function pictureOf(key: string | undefined, taken?: Blob): string | undefined {
		const bytes = key && !pictures.current.has(key) ? (taken ?? unsentPhoto(id, key)) : undefined
		if (bytes) pictures.current.set(key!, URL.createObjectURL(bytes))
		return key && pictures.current.get(key)
	}

	const items = stop ? itemsOf(walk, stop) : [], shown = items.filter((i) => asked(items, i, mine.answers))
	const item = shown.find((i) => i.id === itemAt) ?? shown[0]
	// The item after this one, by what is answered now.
	function nextItem() {
		const now = walkNow(), all = items.filter((i) => asked(items, i, now.answers)), k = all.findIndex((i) => i.id === item!.id)
		if (all[k + 1]) setItemAt(all[k + 1]!.id)
		else void endStop()
		scrollTo(0, 0)
	}
	const walkNow = (): Walked => walkOf(id)!.stops[stop!.id] ?? { answers: {} }
	async function endStop() {
		const left = missing(items, walkNow().answers)
		if (left) return setItemAt(left.id)
		const now = change(stop!, (x) => ({ ...x, done_said: Date.now() })), s = stop!
		setAt(undefined)
		await tell(sendStop(now, s))
	}
	async function finish(picture: Blob | null, note: string) {
		const now = set((x) => ({ ...x, finished: Date.now() })), signature = picture ? await sendPhoto(now, picture) : undefined
		if (await tell(sendFinish(now, signature?.photo_key, note))) toast(w.finished)
		else set((x) => ({ ...x, finished: undefined }))
	}

	const left = round.stops.filter((s) => !stopDone(walk.stops[s.id])).length, done = round.stops.length - left
	const trouble = refused?.message ?? fault
	const thumb = !walk.started ? <Button kind="main" full icon="run" onClick={() => void begin(false)}>{w.begin}</Button>
		: !stop && left > 0 ? <Button kind="main" full icon="scan" onClick={scanNext}>{w.scan_machine}</Button> : undefined
	return (
		<Page title={nameOf(round)} backTo="/rounds" narrow thumb={thumb}>
			{trouble && <Conflict id={id} why={trouble} take={refused?.status === 409 && !walk.started ? () => void begin(true) : undefined} />}
			{!stop && <p class="soft">{fill(w.due_window, { from: time(round.due_from), to: time(round.due_to) })}</p>}
			<div class="round-progress" role="progressbar" aria-label={w.progress} aria-valuenow={done} aria-valuemax={round.stops.length}><span style={{ width: `${(100 * done) / (round.stops.length || 1)}%` }} /></div>
			<p class="soft num field">{fill(w.progress_of, { done, n: round.stops.length })}</p>
			{unsent.length > 0 && !fault && <p class="notice" role="status"><Icon name="upload" />{fill(w.unsent, { n: unsent.length })}</p>}
			{walk.finished !== undefined && (
				<div class="notice good stack" role="status"><p><Icon name="check" /> {w.finished}</p><LinkButton href={`/rounds/${id}`}>{w.look}</LinkButton></div>
			)}
			{stop && item && (
				<div ref={scan}>
					<div class="row between walk-machine">
						<h2 class="grow">{machineOf(stop)}</h2>
						<Button small onClick={() => setAt(undefined)}>{w.machines}</Button>
					</div>
					{!mine.scanned_at ? (
						<section class="card stack">
							<p>{w.scan_first}</p>
							<Button kind="main" full icon="scan" onClick={scanNext}>{w.scan_machine}</Button>
							<Button full onClick={() => setWhy('stop')}>{w.skip_machine}</Button>
						</section>
					) : (
						<>
							<p class="soft walk-scanned"><Icon name={mine.typed ? 'edit' : 'scan'} /> {fill(mine.typed ? w.typed_at : w.scanned_at, { time: time(mine.scanned_at) })}</p>
							<Question key={`${stop.id}-${item.id}`} item={item} stop={stop} said={mine.answers[item.id]} picture={pictureOf(mine.answers[item.id]?.photo_key)}
								number={`${shown.indexOf(item) + 1} / ${shown.length}`} set={(c) => void say(stop, item, c)} next={nextItem} skip={() => setWhy('item')}
								photo={(b) => void sendPhoto(walk, b).then((photo) => (pictureOf(photo.photo_key, b), say(stop, item, { ...photo, skipped: undefined })))}
								ticket={() => void tell(sendStop(say(stop, item, { ticket: true }), stop))} />
							{shown.indexOf(item) > 0 && <Button full onClick={() => setItemAt(shown[shown.indexOf(item) - 1]!.id)}>{w.item_before}</Button>}
						</>
					)}
				</div>
			)}
			{!stop && walk.started && left === 0 && walk.finished === undefined && <Sign walk={walk} finish={finish} />}
			{!stop && <StopList walk={walk} at={at} open={(s) => walk.started && walk.finished === undefined && (setAt(s.id), setItemAt(itemsOf(walk, s)[0]?.id))} />}
			{why && stop && (
				<ReasonSheet title={why === 'stop' ? w.skip_machine : w.skip_item} close={() => setWhy(undefined)} set={(reason) => {
					if (why === 'item') {
						say(stop, item!, { skipped: reason, value: null, text: null })
						return nextItem()
					}
					const now = change(stop, (x) => ({ ...x, skipped: reason, done_said: Date.now() }))
					setAt(undefined)
					void tell(sendStop(now, stop))
				}} />
			)}
		</Page>
	)
}
