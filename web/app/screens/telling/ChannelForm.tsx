// One channel: where it leads, what goes there, a test, and the switch.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/telling.json'
import common_ from '../../../i18n/common.json'
import { Refused } from '../../lib/api'
import { useAct } from '../../lib/act'
import { touches, useData } from '../../lib/data'
import type { ChannelView, List, MessageView, TellRow } from '../../lib/types'
import { fill, wordOf, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Chips, Complaint, Select, TextField, Toggle } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Sheet } from '../../ui/Sheet'
import { toast } from '../../ui/toast'
import { CHANNELS } from './Channels'
import { asChoices, usePlaces } from './places'

const w = words(words_), c = words(common_)
const KINDS = ['wecom', 'dingtalk', 'feishu', 'webhook', 'mail'] as const
type Kind = (typeof KINDS)[number]
const LANGS = [{ value: 'zh', label: '中文' }, { value: 'en', label: 'English' }]

// What came of a test: it is looked at again whenever the log says that a message has ended.
function Tested({ id }: { id: number }) {
	const m = useData<MessageView>(`/api/v1/messages/${id}`, touches('message')).data
	if (!m || m.state === 'waiting') return <p class="notice" role="status"><Icon name="clock" />{w.testing}</p>
	if (m.state === 'sent') return <p class="notice good" role="status"><Icon name="check" />{w.test_good}</p>
	return <p class="notice bad" role="alert"><Icon name="warn" /><span>{[m.problem, m.detail].filter(Boolean).join(' · ')}</span></p>
}

function Ends({ channel, close, done }: { channel: ChannelView; close: () => void; done: () => void }) {
	const act = useAct(), [tested, setTested] = useState<number>()
	const test = () => void act.now<MessageView>('POST', `${CHANNELS}/${channel.id}/test`, {}, (m) => setTested(m.id))
	const remove = () => confirm(fill(w.remove_sure, { name: channel.name })) && void act.now('DELETE', `${CHANNELS}/${channel.id}`, {}, () => (toast(w.removed), done(), close()))
	return (
		<div class="stack field">
			{tested !== undefined && <Tested key={tested} id={tested} />}
			<div class="row"><Button icon="send" busy={act.busy} onClick={test}>{w.test}</Button><Button icon="trash" busy={act.busy} onClick={remove}>{w.remove}</Button></div>
		</div>
	)
}

function typed(x?: ChannelView) {
	return {
		kind: (x?.kind ?? 'wecom') as Kind, name: x?.name ?? '', url: '', secret: '', login: x?.login ?? '', sender: x?.sender ?? '', recipients: x?.recipients ?? '',
		rules: (x?.rules ?? ['reported', 'stopped', 'stopped_longer']) as string[], place: x?.place_id?.toString() ?? '', lang: x?.lang ?? '', enabled: x?.enabled ?? false,
	}
}

export function ChannelForm({ channel, close, done }: { channel?: ChannelView; close: () => void; done: () => void }) {
	const [was, setWas] = useState(channel), [t, setT] = useState(typed(channel))
	const set = (x: Partial<typeof t>) => setT({ ...t, ...x })
	const rules = useData<List<TellRow>>('/api/v1/tell-rules').data?.items ?? [], places = usePlaces(), act = useAct()
	const stale = act.error instanceof Refused && act.error.status === 412
	async function save(e: Event) {
		e.preventDefault()
		const mail = t.kind === 'mail' ? { login: t.login || null, sender: t.sender || null, recipients: t.recipients || null } : {}
		const json = { name: t.name, rules: t.rules, place_id: t.place ? Number(t.place) : null, lang: t.lang || null, enabled: t.enabled, ...mail,
			...(t.url || !was ? { url: t.url } : {}), ...(t.secret ? { secret: t.secret } : {}), ...(was ? {} : { kind: t.kind }) }
		// A new one stays open: it is tried out before it is switched on.
		await act.now<ChannelView>(was ? 'PATCH' : 'POST', was ? `${CHANNELS}/${was.id}` : CHANNELS, { json, version: was?.version }, (x) => {
			toast(w.saved)
			done()
			if (was) return close()
			setWas(x)
			setT(typed(x))
		})
	}
	const choose = (rule: string, on: boolean) => set({ rules: on ? [...t.rules, rule] : t.rules.filter((x) => x !== rule) })
	return (
		<Sheet title={was ? was.name : w.add_channel} close={close}>
			{was && <Ends channel={was} close={close} done={done} />}
			<form onSubmit={save} autocomplete="off">
				{stale ? <p class="notice warn" role="alert">{w.changed_meanwhile}</p> : !(act.error instanceof Refused && act.error.fields.length) && <Complaint error={act.error} />}
				{!was && <div class="field"><p class="label" aria-hidden="true">{w.kind}</p><Chips label={w.kind} value={t.kind} set={(k) => set({ kind: k as Kind })} choices={KINDS.map((k) => ({ value: k, label: wordOf(w, 'kind', k) }))} /></div>}
				<TextField label={w.name} name="name" error={act.error} required value={t.name} set={(name) => set({ name })} maxLength={60} />
				<TextField label={wordOf(w, 'url', t.kind)} hint={was ? `${was.target} · ${w.kept_secret}` : wordOf(w, 'url_hint', t.kind)} name="url" error={act.error} required={!was} type="url" value={t.url} set={(url) => set({ url })} maxLength={500} autocomplete="off" />
				{t.kind === 'mail' && <>
					<TextField label={w.sender} name="sender" error={act.error} required type="email" value={t.sender} set={(sender) => set({ sender })} maxLength={120} />
					<TextField label={w.recipients} hint={w.recipients_hint} name="recipients" error={act.error} required value={t.recipients} set={(recipients) => set({ recipients })} maxLength={2000} />
					<TextField label={w.login} name="login" error={act.error} value={t.login} set={(login) => set({ login })} maxLength={120} autocomplete="off" />
				</>}
				{t.kind !== 'wecom' && <TextField label={wordOf(w, 'secret', t.kind)} hint={was?.has_secret ? w.kept_secret : undefined} name="secret" error={act.error} type="password" autocomplete="new-password" value={t.secret} set={(secret) => set({ secret })} maxLength={200} />}
				<div class="field"><p class="label" id="rules-of">{w.what}</p>
					<div class="checks" role="group" aria-labelledby="rules-of" tabIndex={0}>{rules.map((r) => <div key={r.rule}><Toggle label={wordOf(w, 'rule', r.rule)} value={t.rules.includes(r.rule)} set={(on) => choose(r.rule, on)} /></div>)}</div></div>
				<Select label={w.place} name="place_id" error={act.error} none={w.everywhere} value={t.place} set={(place) => set({ place })} choices={asChoices(places)} />
				<Select label={w.lang} name="lang" error={act.error} none={w.lang_plant} value={t.lang} set={(l) => set({ lang: l })} choices={LANGS} />
				{was && <Toggle label={w.enabled} value={t.enabled} set={(enabled) => set({ enabled })} />}
				<div class="ends"><Button onClick={close}>{c.cancel}</Button><Button type="submit" kind="main" busy={act.busy}>{c.save}</Button></div>
			</form>
		</Sheet>
	)
}
