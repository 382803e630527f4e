// What all plots share: plain axes, few lines, the numbers large enough to read.
import type { Ink } from '../../ui/Plot'
import type { EChartsOption } from '../../lib/plots'

export const label = (ink: Ink) => ({ color: ink.soft, fontSize: 13, fontFamily: ink.font })
export const base = (ink: Ink): EChartsOption => ({
	animation: false,
	textStyle: { fontFamily: ink.font, color: ink.text },
	tooltip: { trigger: 'item', confine: true, backgroundColor: ink.card, borderColor: ink.line, textStyle: { color: ink.text, fontSize: 14, fontFamily: ink.font } },
})
export const valueAxis = (ink: Ink, more: object = {}) => ({
	type: 'value' as const, axisLabel: label(ink), axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: ink.grid } }, splitNumber: 4, ...more,
})
export const nameAxis = (ink: Ink, data: string[], more: object = {}) => ({
	type: 'category' as const, data, axisLabel: label(ink), axisLine: { lineStyle: { color: ink.line } }, axisTick: { show: false }, ...more,
})
export const shorten = (text: string, n: number) => (text.length > n ? `${text.slice(0, n - 1)}…` : text)
// Chinese characters are as wide as two of the others.
export function fit(text: string, width: number): string {
	let room = width, out = ''
	for (const ch of text) {
		room -= /[\u2e80-\uffff]/.test(ch) ? 13 : 7
		if (room < 0) return `${out}…`
		out += ch
	}
	return out
}
