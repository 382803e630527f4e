// States, told by colour and word and shape.
import words_ from '../../i18n/common.json'
import { wordOf, words } from '../lib/words'
import { Icon, type IconName } from './Icon'

const w = words(words_)
export type Tone = 'good' | 'bad' | 'warn' | 'info' | ''

const machine: Record<string, [Tone, IconName]> = {
	running: ['good', 'run'], degraded: ['warn', 'warn'], stopped: ['bad', 'stop'], idle: ['', 'wait'], retired: ['', 'close'],
}
const ticket: Record<string, [Tone, IconName]> = {
	reported: ['bad', 'dot'], accepted: ['info', 'user'], in_progress: ['info', 'tool'], waiting: ['warn', 'wait'],
	restored: ['good', 'run'], closed: ['', 'check'], cancelled: ['', 'close'],
}

function Tag({ tone, icon, text }: { tone: Tone; icon: IconName; text: string }) {
	return <span class={`tag ${tone}`}><Icon name={icon} />{text}</span>
}
export function MachineState({ state }: { state: string | null | undefined }) {
	if (!state) return null
	const [tone, icon] = machine[state] ?? ['', 'dot']
	return <Tag tone={tone} icon={icon} text={wordOf(w, 'machine', state)} />
}
export function TicketState({ state }: { state: string }) {
	const [tone, icon] = ticket[state] ?? ['', 'dot']
	return <Tag tone={tone} icon={icon} text={wordOf(w, 'ticket', state)} />
}
export const ticketTone = (state: string, stopped: boolean): Tone => (stopped && !['restored', 'closed', 'cancelled'].includes(state) ? 'bad' : (ticket[state]?.[0] ?? ''))
// Stands still, or runs with a fault.
export function Stopped({ stopped }: { stopped: boolean }) {
	return stopped ? <Tag tone="bad" icon="stop" text={w.stands} /> : <Tag tone="warn" icon="warn" text={w.runs_faulty} />
}
export function Criticality({ of }: { of: string | null | undefined }) {
	return of ? <span class={`tag ${of === 'A' ? 'bad' : ''}`} title={w.criticality}>{of}<span class="off">{w.criticality}</span></span> : null
}
export { Tag }
