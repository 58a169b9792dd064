import type { Actor } from '../../../domain/actor.ts'
import { needsSample, sampleSize } from '../../../domain/branch-sample.ts'
import { can } from '../../../domain/permissions.ts'
import type { Link } from '../../../web/components.ts'
import { errorSummary, hiddenField, textArea } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { dayAndTime } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Sample } from './sample.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/samples/sample': ReturnType<typeof samplePage>
  }
}

interface Sampled {
  application: ApplicationRecord
  /** the number of branches in scope that are open today */
  open: number
  /** the samples drawn so far, newest first */
  samples: readonly Sample[]
  form?: Form
}

/**
 * The branches that the panel reads more closely, with the seed from which the draw can be repeated. When so many
 * branches have closed that no sample is needed, all samples are shown as earlier ones.
 */
export function samplePage(t: T, actor: Actor, sampled: Sampled) {
  const { application, samples, form = emptyForm } = sampled
  const isCurrent = needsSample(sampled.open)
  const newest = isCurrent ? samples[0] : undefined
  const earlier = samples.slice(isCurrent ? 1 : 0)
  return {
    title: t('samples.title'),
    back: { text: application.organisationName, href: `/applications/${application.id}` },
    errors: errorSummary(form),
    heading: { text: t('samples.title'), caption: application.organisationName, size: 'l' as const },
    lead: leadOf(t, sampled, newest),
    branches: newest ? namesIn(t, newest) : [],
    facts: newest ? factsOf(t, newest) : null,
    earlier:
      earlier.length > 0
        ? { summary: t('samples.earlier'), text: earlier.map(sample => earlierText(t, sample)) }
        : null,
    draw: can(actor, 'sample.draw', application) ? drawPart(t, sampled) : null,
  }
}

function leadOf(t: T, { application, open }: Sampled, newest: Sample | undefined): string {
  if (newest) return leadOfSample(t, newest)
  if (!needsSample(open)) return t('samples.small')
  return application.awardId === null
    ? t('samples.none', { count: sampleSize(open), all: open })
    : t('samples.none.renewal')
}

function leadOfSample(t: T, { branches, added, all }: Sample): string {
  const count = branches.length
  if (added.length === 0) return t('samples.lead', { count, all })
  return t(added.length < count ? 'samples.lead.added' : 'samples.lead.all_added', { count, all })
}

const namesIn = (t: T, { branches, added }: Sample): string[] =>
  branches.map(name => (added.includes(name) ? t('samples.added', { name }) : name))

const factsOf = (t: T, { seed, drawnAt, reason, number }: Sample) => ({
  rows: [
    { key: t('samples.drawn'), value: dayAndTime(t, drawnAt) },
    { key: t('samples.seed'), value: seed, code: true, hint: t('samples.seed.hint') },
    ...(number > 1 && reason ? [{ key: t('samples.reason'), value: reason }] : []),
  ],
})

const earlierText = (t: T, sample: Sample): string =>
  t('samples.earlier.line', {
    number: sample.number,
    when: dayAndTime(t, sample.drawnAt),
    seed: sample.seed,
    branches: namesIn(t, sample).join(', '),
  })

function drawPart(t: T, { application, open, samples, form = emptyForm }: Sampled) {
  if (!needsSample(open)) return null
  return {
    action: `/applications/${application.id}/sample`,
    drawn: hiddenField(form, 'drawn', samples.length),
    reason:
      samples.length > 0
        ? textArea(form, 'reason', t('samples.reason.why'), { hint: t('samples.reason.hint'), rows: 3, size: 's' })
        : null,
    button: { text: t(samples.length > 0 ? 'samples.again' : 'samples.draw'), kind: 'secondary' as const },
  }
}

/**
 * The link to the sample; null for a service that is too small for one. Branches that have closed since count too, so
 * that earlier samples can still be opened.
 */
export const sampleLink = (t: T, { id, scope }: ApplicationRecord): Link | null =>
  needsSample(scope.length) ? { text: t('samples.title'), href: `/applications/${id}/sample` } : null
