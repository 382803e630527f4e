// The first steps in a new plant: each is done when the server sees that it is.
import words_ from '../../../i18n/settings.json'
import { useAct } from '../../lib/act'
import { forget, touches, useData } from '../../lib/data'
import { go } from '../../lib/router'
import type { Hello } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button, LinkButton } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'

const w = words(words_)

function Step({ n, done, title, hint, href }: { n: number; done: boolean; title: string; hint: string; href: string }) {
	return (
		<li><a class="item" href={href}>
			<span class={`step ${done ? 'good' : ''}`}>{done ? <Icon name="check" label={w.done} /> : n}</span>
			<span class="grow"><span class="what">{title}</span><br /><span class="soft">{hint}</span></span>
			<Icon name="next" />
		</a></li>
	)
}

export default function Start() {
	const hello = useData<Hello>('/api/v1/hello', touches('setting', 'asset', 'account'))
	const act = useAct()
	const enough = () => act.now('PATCH', '/api/v1/settings', { json: { setup_done: true } }, () => (forget('/api/v1/hello'), go('/board')))
	return (
		<Page title={w.start_title} narrow>
			<Load of={hello}>
				{({ setup: s }) => !s || s.done ? <Empty icon="check" title={w.all_done} hint={w.all_done_hint}><LinkButton href="/board" kind="tint">{w.to_board}</LinkButton></Empty> : (
					<>
						<p class="field">{w.start_intro}</p>
						<ol class="rows">
							<Step n={1} done={s.named} title={w.step_named} hint={w.step_named_hint} href="/settings" />
							<Step n={2} done={s.machines > 0} title={w.step_machines} hint={s.machines > 0 ? fill(w.step_machines_done, { n: s.machines }) : w.step_machines_hint} href={s.machines > 0 ? '/machines' : '/import'} />
							<Step n={3} done={s.labels_printed} title={w.step_labels} hint={w.step_labels_hint} href="/labels" />
							<Step n={4} done={s.people > 0} title={w.step_people} hint={s.people > 0 ? fill(w.step_people_done, { n: s.people }) : w.step_people_hint} href="/people" />
						</ol>
						<Button kind="plain" busy={act.busy} onClick={() => void enough()}>{w.never_again}</Button>
					</>
				)}
			</Load>
		</Page>
	)
}
