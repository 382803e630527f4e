// Line icons of our own, 24 × 24; the word beside them says what they mean.
const paths = {
	today: 'M5 4h14v16H5zM8 9h8M8 13h8M8 17h5',
	machine: 'M4 20V9l5-3v4l5-4v4l6-4v14zM8 20v-5h4v5',
	part: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9',
	board: 'M4 5h16v11H4zM9 20h6M12 16v4M8 12v-2M12 12V8M16 12v-3',
	report: 'M5 20V10M10 20V4M15 20v-8M20 20V7M3 20h19',
	label: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 14h2M14 18v2M18 18h2v2h-2z',
	people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-3.3 2.7-6 6-6s6 2.7 6 6M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c1.9.9 3 2.9 3 5.5',
	settings: 'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 2v4M12 18v4M2 12h4M18 12h4M5 5l2.8 2.8M16.2 16.2L19 19M5 19l2.8-2.8M16.2 7.8L19 5',
	more: 'M5 12h.01M12 12h.01M19 12h.01',
	scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16',
	search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5',
	back: 'M15 4l-8 8 8 8',
	next: 'M9 4l8 8-8 8',
	down: 'M4 9l8 8 8-8',
	close: 'M5 5l14 14M19 5L5 19',
	check: 'M4 13l5 5L20 6',
	plus: 'M12 4v16M4 12h16',
	minus: 'M4 12h16',
	warn: 'M12 3l10 18H2zM12 10v5M12 18v.01',
	stop: 'M8 3h8l5 5v8l-5 5H8l-5-5V8z',
	run: 'M7 4l12 8-12 8z',
	wait: 'M8 5v14M16 5v14',
	clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 3',
	camera: 'M4 8h4l2-3h4l2 3h4v11H4zM12 16a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
	photo: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01',
	user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.6-7 8-7s8 3 8 7',
	edit: 'M4 20l1-5L16 4l4 4L9 19z',
	trash: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13',
	download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
	upload: 'M12 16V5M7 9l5-5 5 5M5 20h14',
	print: 'M7 9V4h10v5M5 9h14v8h-3v3H8v-3H5zM8 14h8',
	filter: 'M4 5h16l-6 8v6l-4-2v-4z',
	up: 'M12 19V5M6 11l6-6 6 6',
	sort: 'M7 5v14M4 16l3 3 3-3M17 19V5M14 8l3-3 3 3',
	tree: 'M12 4v5M5 14v-2h14v2M12 9v3M3 15h4v5H3zM10 15h4v5h-4zM17 15h4v5h-4z',
	table: 'M4 5h16v14H4zM4 10h16M4 15h16M10 5v14',
	cloud: 'M7 18a4 4 0 0 1-.5-8A6 6 0 0 1 18 9.5 4 4 0 0 1 17.500 18zM12 12v4M12 9v.01',
	history: 'M4 12a8 8 0 1 0 3-6.200L4 8M4 4v4h4M12 8v4l3 2',
	tool: 'M14.500 5.500a4.500 4.500 0 0 0-5.700 5.700L4 16l4 4 4.800-4.800a4.500 4.500 0 0 0 5.700-5.700L15.500 12 12 8.500z',
	bulb: 'M9 18h6M10 21h4M12 3a6 6 0 0 0-3.500 10.900V15h7v-1.100A6 6 0 0 0 12 3z',
	money: 'M6 4l6 8 6-8M7 12h10M7 16h10M12 12v8',
	moon: 'M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10z',
	sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600l1.400 1.400M17 17l1.400 1.400M5.600 18.400l1.400-1.400M17 7l1.400-1.400',
	out: 'M10 4H5v16h5M15 8l4 4-4 4M19 12H9',
	file: 'M6 3h8l4 4v14H6zM14 3v4h4',
	bell: 'M6 17v-6a6 6 0 0 1 12 0v6l2 2H4zM10 21h4M12 3v2',
	send: 'M4 12l16-8-6 16-3-7zM11 13l9-9',
	dot: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z',
	ring: 'M12 19a7 7 0 1 0 0-14 7 7 0 0 0 0 14z',
	full: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
} as const
export type IconName = keyof typeof paths

export function Icon({ name, label }: { name: IconName; label?: string }) {
	const solid = name === 'dot' || name === 'stop' || name === 'run'
	return (
		<svg viewBox="0 0 24 24" width="24" height="24" fill={solid ? 'currentColor' : 'none'} stroke="currentColor" stroke-width={name === 'more' ? 3 : 2}
			stroke-linecap="round" stroke-linejoin="round" aria-hidden={label ? undefined : 'true'} role={label ? 'img' : undefined} aria-label={label}>
			<path d={paths[name]} />
		</svg>
	)
}
