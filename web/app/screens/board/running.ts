// A time that is still running: to the second in the first hour, so that one sees it run.
import { span } from '../../lib/format'

const pad = (n: number) => String(n).padStart(2, '0')
export function running(since: number | null, now: number): string {
	if (since === null) return span(null)
	const s = Math.max(0, Math.floor((now - since) / 1000))
	return s < 3600 ? `${pad(Math.floor(s / 60))}:${pad(s % 60)}` : span(Math.floor(s / 60) * 60_000)
}
