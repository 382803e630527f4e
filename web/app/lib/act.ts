// Doing something to the server's things from a button or a form: busy while it goes, the fault kept for the fields.
import { useState } from 'preact/hooks'
import words_ from '../../i18n/common.json'
import { toast } from '../ui/toast'
import { call, Refused, type Ask } from './api'
import { QUEUED, send, type Send } from './outbox'
import { words } from './words'

const w = words(words_)

export interface Act {
	busy: boolean
	error: unknown
	clear: () => void
	// True when the server has it, or it is kept to be sent. On a refusal: false, and `error` says why; `refused` may take it.
	run: <T>(s: Send, done?: (answer: T) => void, refused?: (e: unknown) => boolean) => Promise<boolean>
	// The same without the outbox: for what must not lie on the phone (passwords) or is of no use later.
	now: <T>(method: string, url: string, ask: Ask, done?: (answer: T) => void) => Promise<boolean>
}

export function useAct(): Act {
	const [busy, setBusy] = useState(false)
	const [error, setError] = useState<unknown>(undefined)
	async function tried(work: () => Promise<void>, refused?: (e: unknown) => boolean): Promise<boolean> {
		setBusy(true)
		setError(undefined)
		try {
			await work()
			return true
		} catch (e) {
			if (refused?.(e)) return false
			setError(e)
			if (!(e instanceof Refused && (e.fields.length || e.status === 412))) toast((e as Error).message, { bad: true })
			return false
		} finally {
			setBusy(false)
		}
	}
	return {
		busy,
		error,
		clear: () => setError(undefined),
		run: <T>(s: Send, done?: (answer: T) => void, refused?: (e: unknown) => boolean) => tried(async () => {
			const answer = await send<T>(s)
			if (answer === QUEUED) toast(w.kept_unsent)
			else done?.(answer)
		}, refused),
		now: <T>(method: string, url: string, ask: Ask, done?: (answer: T) => void) => tried(async () => {
			const answer = await call<T>(method, url, ask)
			done?.(answer)
		}),
	}
}
