// What is going on in the plant now, in one answer; the board, on a desk and on the wall, shows nothing else.
import { useEffect, useRef } from 'preact/hooks'
import { address, isReached, onReached } from '../../lib/api'
import { touches, useData, type Data } from '../../lib/data'
import { useNow } from '../../lib/format'
import type { Board, BoardPerson, FloorTicket } from '../../lib/types'

const TOUCH = touches('ticket', 'asset', 'account')

export function useFloor(under?: string | null): Data<Board> {
	const board = useData<Board>(address('/api/v1/board', { under }), TOUCH), latest = useRef(board.reload)
	latest.current = board.reload
	// Back from a dead zone, and once in a while whatever happened: midnight changes what today is.
	useEffect(() => {
		let away = false
		const off = onReached(() => {
			if (isReached() && away) latest.current()
			away = !isReached()
		})
		const timer = setInterval(() => document.visibilityState === 'visible' && latest.current(), 60_000)
		return () => (off(), clearInterval(timer))
	}, [])
	return board
}

// The server's clock, moving: the screen's own may be wrong.
export function useServerNow(now: number | undefined): number {
	const own = useNow(1), ahead = useRef(0), heard = useRef<number | undefined>(undefined)
	if (now !== undefined && heard.current !== now) {
		heard.current = now
		ahead.current = now - Date.now()
	}
	return own + ahead.current
}

export const jobsOf = (p: BoardPerson, state: FloorTicket['state']) => p.tickets.filter((t) => t.state === state)

// What waits for a reason, as far as somebody has it.
export function waitingFor(b: Board, reason: string): FloorTicket[] {
	const all = new Map<number, FloorTicket>()
	for (const p of b.people) for (const t of p.tickets) if (t.state === 'waiting' && t.wait_reason === reason) all.set(t.id, t)
	return [...all.values()]
}
