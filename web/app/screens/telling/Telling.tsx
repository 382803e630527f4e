// Who is told what: the rules, who looks after what, where messages go outside, and what went there.
import words_ from '../../../i18n/telling.json'
import { go } from '../../lib/router'
import { words } from '../../lib/words'
import { Segments } from '../../ui/Field'
import { Page } from '../../ui/Page'
import type { ScreenProps } from '../screens'
import { Channels } from './Channels'
import { Duties } from './Duties'
import { Rules } from './Rules'
import { Sent } from './Sent'

const w = words(words_)
const PARTS = { rules: Rules, people: Duties, channels: Channels, sent: Sent } as const
type Part = keyof typeof PARTS
const isPart = (x: string | undefined): x is Part => !!x && x in PARTS

export default function Telling({ tab, query }: ScreenProps) {
	const part: Part = isPart(tab) ? tab : 'rules', Shown = PARTS[part]
	return (
		<Page title={w.settings} backTo="/more" narrow>
			<div class="field"><Segments label={w.tab} value={part} set={(v) => go(v === 'rules' ? '/telling' : `/telling/${v}`, { replace: true })}
				choices={[{ value: 'rules', label: w.tab_rules }, { value: 'people', label: w.tab_people }, { value: 'channels', label: w.tab_channels }, { value: 'sent', label: w.tab_sent }]} /></div>
			<Shown query={query} />
		</Page>
	)
}
