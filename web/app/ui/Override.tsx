// What is kept for another ticket is refused; who keeps the stock may take it all the same, saying why.
import { useState } from 'preact/hooks'
import words_ from '../../i18n/parts.json'
import { Refused } from '../lib/api'
import { keepsStock } from '../lib/session'
import { words } from '../lib/words'
import { Button } from './Button'
import { TextField } from './Field'

const w = words(words_)

export function Override({ error, busy, take }: { error: unknown; busy: boolean; take: (reason: string) => void }) {
	const [reason, setReason] = useState('')
	if (!(error instanceof Refused) || error.code !== 'STOCK_RESERVED' || !keepsStock()) return null
	return (
		<div class="notice warn stack">
			<TextField label={w.override_why} value={reason} set={setReason} maxLength={200} />
			<Button kind="bad" busy={busy} disabled={!reason.trim()} onClick={() => take(reason)}>{w.override}</Button>
		</div>
	)
}
