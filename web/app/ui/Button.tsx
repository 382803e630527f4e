import type { ButtonHTMLAttributes, ComponentChildren } from 'preact'
import { Icon, type IconName } from './Icon'

interface Props extends Omit<ButtonHTMLAttributes, 'icon'> {
	kind?: 'main' | 'bad' | 'tint' | 'plain' | 'normal'
	small?: boolean
	full?: boolean
	busy?: boolean
	disabled?: boolean
	icon?: IconName
	type?: 'button' | 'submit'
	name?: string
	value?: string
	children?: ComponentChildren
}

const classOf = (p: Pick<Props, 'kind' | 'small' | 'full'>) =>
	['btn', p.kind !== 'normal' && p.kind, p.small && 'small', p.full && 'full'].filter(Boolean).join(' ')

export function Button({ kind, small, full, busy, icon, children, class: extra, disabled, type = 'button', ...rest }: Props) {
	return (
		<button {...rest} type={type} disabled={disabled || busy} aria-busy={busy || undefined} class={`${classOf({ kind, small, full })} ${extra ?? ''}`}>
			{icon && <Icon name={icon} />}
			{children}
		</button>
	)
}

// The same look, leading somewhere.
export function LinkButton({ href, kind, small, full, icon, children, ...rest }: Pick<Props, 'kind' | 'small' | 'full' | 'icon' | 'children'> & { href: string; target?: string; download?: string | boolean; 'aria-label'?: string; onClick?: () => void }) {
	return (
		<a {...rest} href={href} class={classOf({ kind, small, full })}>
			{icon && <Icon name={icon} />}
			{children}
		</a>
	)
}

// A picture alone; `label` is its name for who can't see it.
export function IconButton({ icon, label, ...rest }: { icon: IconName; label: string } & Omit<Props, 'icon' | 'label' | 'children'>) {
	return (
		<button {...(rest as object)} type="button" class="btn icon" aria-label={label} title={label}>
			<Icon name={icon} />
		</button>
	)
}
