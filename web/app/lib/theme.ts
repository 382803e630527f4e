// Light, dark, or as the phone has it.
export type Theme = 'auto' | 'light' | 'dark'
const dark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

export const theme = (): Theme => (localStorage.getItem('jixiu.theme') as Theme) || 'auto'
const isDark = () => theme() === 'dark' || (theme() === 'auto' && dark.matches)
export const onTheme = (f: () => void) => (listeners.add(f), () => void listeners.delete(f))

function apply(): void {
	document.documentElement.dataset.theme = isDark() ? 'dark' : 'light'
	listeners.forEach((f) => f())
}
export function setTheme(t: Theme): void {
	localStorage.setItem('jixiu.theme', t)
	apply()
}
export function startTheme(): void {
	apply()
	dark.addEventListener('change', apply)
	// Paper is white.
	addEventListener('beforeprint', () => {
		document.documentElement.dataset.theme = 'light'
		listeners.forEach((f) => f())
	})
	addEventListener('afterprint', apply)
}
