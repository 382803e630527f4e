// Tickets: the list on the left, the chosen one on the right.
import type { ScreenProps } from '../screens'
import { TicketList } from './TicketList'
import { Panes } from '../../ui/Page'
import { Empty } from '../../ui/Load'
import words_ from '../../../i18n/tickets.json'
import { words } from '../../lib/words'
import { TicketPage } from './TicketPage'

const w = words(words_)

export default function Tickets({ id, query }: ScreenProps) {
	return <Panes list={<TicketList query={query} chosen={id} />} detail={id ? <TicketPage id={id} /> : undefined} nothing={<Empty icon="today" title={w.choose} hint={w.choose_hint} />} />
}
