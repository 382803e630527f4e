// Jobs: what is done at services, each used by some plans.
import { useState } from 'preact/hooks'
import words_ from '../../../i18n/plans.json'
import { touches, useData } from '../../lib/data'
import { nameOf } from '../../lib/names'
import { go } from '../../lib/router'
import type { Job, JobRow, List } from '../../lib/types'
import { fill, words } from '../../lib/words'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Empty, Load } from '../../ui/Load'
import { Page } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import type { ScreenProps } from '../screens'
import { JobForm } from './JobForm'

const w = words(words_)

function Edit({ id }: { id: number }) {
	const job = useData<Job>(`/api/v1/jobs/${id}`, touches('job'))
	const close = () => go('/jobs', { replace: true, keep: true })
	return job.data ? <JobForm key={job.data.version} job={job.data} close={close} /> : null
}

export default function Jobs({ id }: ScreenProps) {
	const jobs = useData<List<JobRow>>('/api/v1/jobs', touches('job', 'plan')), [adding, add] = useState(false)
	return (
		<Page title={w.jobs} narrow backTo="/plans" actions={<Button icon="plus" onClick={() => add(true)}>{w.job_new}</Button>}>
			<Load of={jobs}>
				{({ items }) => items.length ? (
					<ul class="rows" aria-label={w.jobs}>
						{items.map((j) => (
							<li key={j.id}><button type="button" class="item" onClick={() => go(`/jobs/${j.id}`, { keep: true })}>
								<span class="grow"><span class="what">{nameOf(j)}</span><br /><span class="row wrap">{j.retired && <Tag tone="" icon="close" text={w.job_retired} />}<span class="soft">{[j.minutes != null && fill(w.minutes_n, { n: j.minutes }), j.stands && w.stands, fill(w.job_used, { n: j.plans })].filter(Boolean).join(' · ')}</span></span></span>
								<Icon name="next" />
							</button></li>
						))}
					</ul>
				) : <Empty icon="check" title={w.job_none} hint={w.job_none_hint} />}
			</Load>
			{id && <Edit key={id} id={id} />}
			{adding && <JobForm close={() => add(false)} />}
		</Page>
	)
}
