// A time that is still running: to the second in the first hour, so that one sees it run.
import { two } from '../../lib/days'
import { span } from '../../lib/format'

export function running(since: number | null, now: number): string {
	if (since === null) return span(null)
	const s = Math.max(0, Math.floor((now - since) / 1000))
	return s < 3600 ? `${two(Math.floor(s / 60))}:${two(s % 60)}` : span(Math.floor(s / 60) * 60_000)
}
