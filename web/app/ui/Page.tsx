// One screen: the bar at the top with where one is, then the content.
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import words_ from '../../i18n/common.json'
import { back } from '../lib/router'
import { words } from '../lib/words'
import { Bell } from './Bell'
import { IconButton } from './Button'

const w = words(words_)

interface Props {
	title: string
	backTo?: string // shows the back arrow; where it leads when there is nowhere to go back to
	actions?: ComponentChildren
	narrow?: boolean // forms and reading, on wide screens too
	wide?: boolean
	thumb?: ComponentChildren // the main action, at the thumb
	children: ComponentChildren
}

export function Page({ title, backTo, actions, narrow, wide, thumb, children }: Props) {
	useEffect(() => {
		document.title = `${title} · ${w.product}`
	}, [title])
	return (
		<>
			<header class="top">
				{backTo && <IconButton icon="back" label={w.back} onClick={() => back(backTo)} />}
				<h1>{title}</h1>
				{actions}
				<Bell />
			</header>
			<div class={`page ${narrow ? 'narrow' : ''} ${wide ? 'wide' : ''} ${thumb ? 'with-thumb' : ''}`}>
				{children}
				{thumb && <div class="thumb">{thumb}</div>}
			</div>
		</>
	)
}

// A list and, beside it on wide screens, what was chosen in it (`nothing` until then). On a phone one of the two.
export function Panes({ list, detail, nothing }: { list: ComponentChildren; detail?: ComponentChildren; nothing?: ComponentChildren }) {
	return (
		<div class={`panes ${detail ? 'detail' : ''}`}>
			<div class="list-pane">{list}</div>
			<div class="detail-pane">{detail ?? nothing}</div>
		</div>
	)
}
