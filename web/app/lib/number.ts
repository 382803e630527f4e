// What is typed as a number, and what is sent for it: nothing is null, what is no number is NaN. A NaN never leaves (api.ts):
// it is said beside its field, so that nothing that was typed is dropped.

// As people write them: "7,5", "1,250", "１２．５".
export function numberOf(text: string, by = 1): number | null {
	const t = text.normalize('NFKC').trim().replace('−', '-')
	if (t === '') return null
	const plain = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(t) ? t.replace(/,/g, '') : t.replace(',', '.')
	if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return NaN
	// 1.1 × 1000 is 1100, not 1100.0000000000001.
	return by === 1 ? Number(plain) : Math.round(Number(plain) * by * 1e6) / 1e6
}
export function centsOf(text: string): number | null {
	const cents = numberOf(text, 100)
	return cents === null ? null : Math.round(cents)
}
export const textOf = (n: number | null | undefined, by = 1) => (n == null ? '' : String(n / by))

// Of no use to send. What is no number may be sent, to be told so.
export const isNotPositive = (text: string) => !text.trim() || numberOf(text)! <= 0
export const isNegative = (text: string) => !text.trim() || numberOf(text)! < 0
