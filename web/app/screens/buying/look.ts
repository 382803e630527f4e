// How the states of a requisition look.
export const TONE = { proposed: 'warn', edited: 'warn', approved: 'info', ordered: 'info', receiving: 'info', closed: 'good', cancelled: '' } as const
export const ICON = { proposed: 'bulb', edited: 'edit', approved: 'check', ordered: 'send', receiving: 'part', closed: 'check', cancelled: 'close' } as const

// What is no number goes as it was typed: the server says so beside the field.
export const numberOf = (text: string): number | null => {
	const n = Number(text.trim().replace(',', '.'))
	return text.trim() === '' ? null : Number.isNaN(n) ? (text as never) : n
}
export const centsOf = (text: string) => { const n = numberOf(text); return typeof n === 'number' ? Math.round(n * 100) : n }
export const isPositive = (text: string) => Number(numberOf(text)) > 0
export const textOf = (n: number | null | undefined, by = 1) => (n == null ? '' : String(n / by))
