// How the states of a requisition look.
export const TONE = { proposed: 'warn', edited: 'warn', approved: 'info', ordered: 'info', receiving: 'info', closed: 'good', cancelled: '' } as const
export const ICON = { proposed: 'bulb', edited: 'edit', approved: 'check', ordered: 'send', receiving: 'part', closed: 'check', cancelled: 'close' } as const
