// A run of values as a small line: where it was, where it is. The words beside it say the numbers.
interface Props {
	values: readonly (number | null | undefined)[]
	label: string // said instead of the picture
	tone?: 'good' | 'bad' | 'warn' | 'info'
	bars?: boolean // amounts, from nothing
}
const W = 160, H = 40, PAD = 4

export function Spark({ values, label, tone = 'info', bars }: Props) {
	const known = values.filter((v): v is number => v != null && Number.isFinite(v))
	if (known.length < 2) return null
	const low = bars ? 0 : Math.min(...known), high = Math.max(...known), flat = high === low
	const x = (i: number) => PAD + (i * (W - 2 * PAD)) / (values.length - 1)
	const y = (v: number) => (flat ? (bars && high === 0 ? H - PAD : H / 2) : H - PAD - ((v - low) * (H - 2 * PAD)) / (high - low))
	if (bars) {
		const step = (W - 2 * PAD) / values.length
		return (
			<svg class={`spark ${tone}`} viewBox={`0 0 ${W} ${H}`} preserveAspectRatio="none" role="img" aria-label={label}>
				{values.map((v, i) => v ? <rect key={i} x={PAD + i * step + 1} width={Math.max(1, step - 2)} y={y(v)} height={Math.max(1, H - y(v))} /> : null)}
				<path d={`M${PAD} ${H - .5}H${W - PAD}`} class="base" />
			</svg>
		)
	}
	// A month without a value breaks the line; a value alone is a point.
	let path = ''
	values.forEach((v, i) => {
		if (v == null) return
		const before = i > 0 && values[i - 1] != null, after = values[i + 1] != null
		path += `${before ? 'L' : 'M'}${x(i).toFixed(1)} ${y(v).toFixed(1)}${!before && !after ? 'h.01' : ''}`
	})
	const at = values.length - 1 - [...values].reverse().findIndex((v) => v != null)
	return (
		<svg class={`spark ${tone}`} viewBox={`0 0 ${W} ${H}`} role="img" aria-label={label}>
			<path d={path} />
			<circle cx={x(at)} cy={y(values[at] as number)} r="3" />
		</svg>
	)
}
