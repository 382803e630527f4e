// What is being typed outlives the page: kept by name until the form is sent or emptied.
import { useEffect, useRef, useState } from 'preact/hooks'

const read = <T>(name: string): Partial<T> | undefined => {
	try {
		return JSON.parse(localStorage.getItem(`draft.${name}`) ?? 'null') ?? undefined
	} catch (e) {
		return undefined
	}
}

export interface Draft<T> {
	value: T
	set: (change: Partial<T>) => void
	clear: () => void
	kept: boolean // something was typed here before
}

export function useDraft<T extends object>(name: string, empty: T): Draft<T> {
	const had = useRef(read<T>(name))
	const [value, setValue] = useState<T>({ ...empty, ...had.current })
	const latest = useRef(value)
	useEffect(() => {
		had.current = read<T>(name)
		latest.current = { ...empty, ...had.current }
		setValue(latest.current)
	}, [name])
	return {
		value,
		kept: had.current !== undefined,
		set(change) {
			latest.current = { ...latest.current, ...change }
			setValue(latest.current)
			try {
				localStorage.setItem(`draft.${name}`, JSON.stringify(latest.current))
			} catch (e) {
				// full or forbidden: it lives as long as the page
			}
		},
		clear() {
			latest.current = empty
			setValue(empty)
			localStorage.removeItem(`draft.${name}`)
		},
	}
}
