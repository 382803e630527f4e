// How many notices nobody has read yet: at the top of every screen of a phone, in the bar at the side of a wide one.
import words_ from '../../i18n/common.json'
import { touches, useData } from '../lib/data'
import type { NoticeCount } from '../lib/types'
import { fill, words } from '../lib/words'
import { Icon } from './Icon'

const w = words(words_)
const MANY = 99

export function useUnread(): number {
	return useData<NoticeCount>('/api/v1/notices/count', touches('notice')).data?.unread ?? 0
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
