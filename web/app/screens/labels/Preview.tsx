// A page of labels as the printer will make it, and its files. Each page is asked for by its own codes.
import { useEffect, useState } from 'preact/hooks'
import words_ from '../../../i18n/labels.json'
import common_ from '../../../i18n/common.json'
import { address, call } from '../../lib/api'
import { may } from '../../lib/session'
import { fill, words } from '../../lib/words'
import { Button, IconButton, LinkButton } from '../../ui/Button'
import { Segments } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Empty } from '../../ui/Load'
import { isSize, millimetres, PER_PAGE } from './SizeChoice'

const w = words(words_), c = words(common_)
// As many as an address can name, and a multiple of a sheet.
const BATCH = 480
const DPIS = ['203', '300', '600']

function Picture({ src, size, fit }: { src: string; size: string; fit: boolean }) {
	const [state, setState] = useState<'drawing' | 'there' | 'failed'>('drawing'), [turn, setTurn] = useState(0)
	const [width] = millimetres(size)
	useEffect(() => setState('drawing'), [src, turn])
	return (
		<div class="label-paper scroll-x" aria-busy={state === 'drawing' || undefined} tabIndex={0} role="region" aria-label={w.preview}>
			{state === 'failed' ? <Empty icon="cloud" title={w.not_drawn}><Button icon="history" onClick={() => setTurn(turn + 1)}>{c.retry}</Button></Empty> : (
				<img key={`${src} ${turn}`} src={src} alt={w.preview} class={state === 'drawing' ? 'pale' : ''} style={{ width: fit ? '100%' : `${width}mm`, maxWidth: fit ? `${Math.max(width, 120)}mm` : 'none' }}
					onLoad={() => setState('there')} onError={() => setState('failed')} />
			)}
			{state === 'drawing' && <p class="soft" role="status">{w.drawing}</p>}
		</div>
	)
}

// The guide for a fresh plant has this as a step: printed once is done.
function printed(): void {
	if (may('admin')) call('PATCH', '/api/v1/settings', { json: { labels_printed: true } }).catch(() => undefined)
}

export function Preview({ codes, size }: { codes: readonly string[]; size: string }) {
	const [at, setAt] = useState(0), [fit, setFit] = useState('fit'), [dpi, setDpi] = useState('203')
	const each = PER_PAGE[size] ?? 1, pages = Math.ceil(codes.length / each), page = Math.min(at, Math.max(0, pages - 1))
	if (!codes.length) return <section class="card"><Empty icon="label" title={w.nothing} hint={w.nothing_hint} /></section>
	if (!isSize(size)) return null
	const own = codes.slice(page * each, (page + 1) * each)
	const url = (kind: string, list: readonly string[], more = {}) => `${address(`/api/v1/labels.${kind}`, { sheet: size, ...more })}&codes=${list.join(',')}`
	const batches = Math.ceil(codes.length / BATCH)
	return (
		<section class="card">
			<div class="row between wrap"><p class="what" role="status"><strong>{fill(w.how_many, { n: codes.length, pages })}</strong></p>
				<Segments label={w.preview} value={fit} set={setFit} choices={[{ value: 'fit', label: w.fit }, { value: 'true', label: w.true_size }]} /></div>
			<Picture src={url('svg', own)} size={size} fit={fit === 'fit'} />
			{pages > 1 && <div class="row between"><IconButton icon="back" label={w.before} disabled={page === 0} onClick={() => setAt(page - 1)} /><span class="soft num">{fill(w.page_of, { a: page + 1, b: pages })}</span><IconButton icon="next" label={w.after} disabled={page + 1 >= pages} onClick={() => setAt(page + 1)} /></div>}
			<div class="label-files">
				{batches === 1 ? <LinkButton kind="main" full icon="print" href={url('pdf', codes)} target="_blank" onClick={printed}>{w.print}</LinkButton> : (
					<>
						<p class="soft">{fill(w.batches_hint, { n: BATCH })}</p>
						{Array.from({ length: batches }, (_, i) => <LinkButton key={i} full icon="print" href={url('pdf', codes.slice(i * BATCH, (i + 1) * BATCH))} target="_blank">{fill(w.print_batch, { n: i + 1, a: i * BATCH + 1, b: Math.min(codes.length, (i + 1) * BATCH) })}</LinkButton>)}
					</>
				)}
				<div class="row wrap">
					<label class="row grow"><span class="soft"><Icon name="photo" label={w.dpi} /></span><select class="input" aria-label={w.dpi} value={dpi} onChange={(e) => setDpi(e.currentTarget.value)}>{DPIS.map((d) => <option key={d} value={d}>{d} dpi</option>)}</select></label>
					<LinkButton icon="download" href={url('png', own, { dpi })} download={`labels-${page + 1}.png`}>{w.png}</LinkButton>
				</div>
			</div>
		</section>
	)
}
