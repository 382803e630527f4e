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
// Chinese characters are as wide as two of the others.
const wide = (ch: string) => (/[\u2e80-\uffff]/.test(ch) ? 13 : 7.5)
const widthOf = (text: string) => [...text].reduce((sum, ch) => sum + wide(ch), 0)
// As much room as the longest needs, and no more than is good for the bars beside it.
export const roomFor = (texts: readonly string[], most: number) => Math.min(most, Math.max(40, ...texts.map(widthOf)))
// What is too long is cut before its number: "machining centre 1" and "machining centre 2" are two machines.
export function fit(text: string, width: number): string {
	if (widthOf(text) <= width + 1) return text
	const tail = text.match(/\s?\S{0,2}\d{1,3}$/)?.[0] ?? ''
	let room = width - widthOf(tail), out = ''
	for (const ch of text) {
		room -= wide(ch)
		if (room < -1) break
		out += ch
	}
	return `${out.trimEnd()}…${tail}`
}
