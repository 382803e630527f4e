// How the states of a requisition look.
export const TONE = { proposed: 'warn', edited: 'warn', approved: 'info', ordered: 'info', receiving: 'info', closed: 'good', cancelled: '' } as const
export const ICON = { proposed: 'bulb', edited: 'edit', approved: 'check', ordered: 'send', receiving: 'part', closed: 'check', cancelled: 'close' } as const

export const numberOf = (text: string) => (text.trim() === '' ? null : Number(text.replace(',', '.')))
export const centsOf = (text: string) => { const n = numberOf(text); return n == null ? null : Math.round(n * 100) }
export const textOf = (n: number | null | undefined, by = 1) => (n == null ? '' : String(n / by))
