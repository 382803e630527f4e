// What may be loading, broken or empty, always said the same way.
import type { ComponentChildren } from 'preact'
import words_ from '../../i18n/common.json'
import type { Data } from '../lib/data'
import { words } from '../lib/words'
import { Button } from './Button'
import { Icon, type IconName } from './Icon'

const w = words(words_)

export function Skeleton({ rows = 4, height = 56 }: { rows?: number; height?: number }) {
	return (
		<div role="status" class="stack">
			<span class="off">{w.loading}</span>
			{Array.from({ length: rows }, (_, i) => <span key={i} class="skeleton" style={{ height }} />)}
		</div>
	)
}

export function Failed({ error, retry }: { error: Error; retry?: () => void }) {
	return (
		<div class="empty" role="alert">
			<Icon name="cloud" />
			<strong>{w.failed}</strong>
			<p>{error.message}</p>
			{retry && <Button icon="history" onClick={retry}>{w.retry}</Button>}
		</div>
	)
}

// `hint` says what to do next; children: the button that does it.
export function Empty({ icon = 'check', title, hint, children }: { icon?: IconName; title: string; hint?: string; children?: ComponentChildren }) {
	return (
		<div class="empty">
			<Icon name={icon} />
			<strong>{title}</strong>
			{hint && <p>{hint}</p>}
			{children}
		</div>
	)
}

// Old data with a failed refresh stays on the screen: the bar at the top says that the server is away.
export function Load<T>({ of, rows, children }: { of: Data<T>; rows?: number; children: (data: T) => ComponentChildren }) {
	if (of.data !== undefined) return <>{children(of.data)}</>
	if (of.error) return <Failed error={of.error} retry={of.reload} />
	return <Skeleton rows={rows} />
}
