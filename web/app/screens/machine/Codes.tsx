// The code stuck on it, as it is printed; a new one, and the old one taken out of use.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/machine.json'
import common_ from '../../../i18n/common.json'
import { useAct } from '../../lib/act'
import { touches, useData } from '../../lib/data'
import { day } from '../../lib/format'
import { leads } from '../../lib/session'
import type { AssetView, CodeView, List } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button, LinkButton } from '../../ui/Button'
import { Load } from '../../ui/Load'
import { Sheet } from '../../ui/Sheet'
import { Tag } from '../../ui/Tag'
import { toast } from '../../ui/toast'
import { assetUrl } from './asset'

const w = words(words_), c = words(common_)
const groups = (code: string) => `${code.slice(0, 5)} ${code.slice(5)}`

function Good({ q, revoke }: { q: CodeView; revoke: () => void }) {
	const at = `/api/v1/codes/${q.code}`
	return (
		<div class="label-card">
			<img class="label-picture" src={`${at}/label.svg?size=50x30`} alt={fill(w.label_of, { code: q.code })} />
			<p class="row wrap"><span class="machine-code what">{groups(q.code)}</span><a href={`/q/${q.code}`} target="_blank" rel="noopener">{w.reporters_page}</a></p>
			<div class="row wrap">
				<LinkButton small icon="print" href={`${at}/label.pdf?size=50x30`} target="_blank">{w.print_50}</LinkButton>
				<LinkButton small icon="print" href={`${at}/label.pdf?size=70x50`} target="_blank">{w.print_70}</LinkButton>
				<LinkButton small icon="photo" href={`${at}/label.png?size=50x30&dpi=300`} download={`${q.code}.png`}>PNG</LinkButton>
				{leads() && <Button small icon="trash" onClick={revoke}>{w.revoke}</Button>}
			</div>
		</div>
	)
}

export function Codes({ a }: { a: AssetView }) {
	const url = `${assetUrl(a.id)}/codes`
	const codes = useData<List<CodeView>>(url, touches('asset'))
	const [revoking, setRevoking] = useState<string>()
	const act = useAct()
	const make = () => act.now<CodeView>('POST', `${assetUrl(a.id)}/code`, {}, () => (toast(w.code_made), codes.reload()))
	const revoke = async () => (await act.now('DELETE', `/api/v1/codes/${revoking ?? ''}`, {}, () => (toast(w.code_revoked), codes.reload()))) && setRevoking(undefined)
	return (
		<section class="card">
			<h2 class="row between"><span>{w.codes}</span>{leads() && <Button small icon="plus" busy={act.busy} onClick={() => void make()}>{w.new_code}</Button>}</h2>
			<Load of={codes} rows={2}>
				{({ items }) => {
					const good = items.filter((q) => !q.revoked_at), old = items.filter((q) => q.revoked_at)
					return (
						<>
							{good.map((q) => <Good key={q.code} q={q} revoke={() => setRevoking(q.code)} />)}
							{!good.length && <p class="soft">{w.no_code}</p>}
							{old.length > 0 && <ul class="plain-list">{old.map((q) => <li key={q.code} class="row wrap"><span class="machine-code soft">{groups(q.code)}</span><Tag tone="" icon="close" text={fill(w.revoked_on, { day: day(q.revoked_at) })} /></li>)}</ul>}
						</>
					)
				}}
			</Load>
			{revoking && (
				<Sheet title={w.revoke_title} close={() => setRevoking(undefined)} ends={<><Button onClick={() => setRevoking(undefined)}>{c.cancel}</Button><Button kind="bad" busy={act.busy} onClick={() => void revoke()}>{w.revoke}</Button></>}>
					<p class="field">{fill(w.revoke_hint, { code: groups(revoking) })}</p>
				</Sheet>
			)}
		</section>
	)
}
