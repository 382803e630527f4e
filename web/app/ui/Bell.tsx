// How many notices nobody has read yet: at the top of every screen of a phone, in the bar at the side of a wide one.
import { useEffect } from 'preact/hooks'
import words_ from '../../i18n/common.json'
import { call } from '../lib/api'
import { remember, touches, useData } from '../lib/data'
import type { NoticeCount } from '../lib/types'
import { fill, words } from '../lib/words'
import { Icon } from './Icon'

const w = words(words_)
const MANY = 99

const COUNT = '/api/v1/notices/count'
export function useUnread(): number {
	return useData<NoticeCount>(COUNT, touches('notice')).data?.unread ?? 0
}

// Who looks at a thing has seen what they were told of it, however they came here.
export function useSeen(entity: 'ticket' | 'part', id: number): void {
	const some = useUnread() > 0
	useEffect(() => {
		if (some) void call<NoticeCount>('POST', '/api/v1/notices/read', { json: { entity, entity_id: id } }).then((n) => remember(COUNT, n), () => {})
	}, [entity, id, some])
}

export function Bell() {
	const n = useUnread()
	const name = n ? fill(w.notices_unread, { n }) : w.nav_notices
	return (
		<a class="btn icon bell no-print" href="/notices" aria-label={name} title={name}>
			<Icon name="bell" />
			{n > 0 && <Badge n={n} />}
		</a>
	)
}

export function Badge({ n }: { n: number }) {
	return <span class="badge" aria-hidden="true">{n > MANY ? `${MANY}+` : n}</span>
}
