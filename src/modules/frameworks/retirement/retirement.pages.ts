import { dayOf, type Instant } from '../../../domain/time.ts'
import type { SummaryRow } from '../../../web/components.ts'
import { errorSummary } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { VersionRecord } from '../drafts/draft.store.ts'
import type { Stream } from '../streams/stream.store.ts'
import type { RetirementCounts } from './retirement.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'frameworks/retirement/retirement': ReturnType<typeof versionRetirementPage>
  }
}

export interface VersionToRetire {
  version: VersionRecord
  /** the stream's newest version, other than `version`, that is not retired; null when there is none */
  next: { label: string } | null
  counts: RetirementCounts
}

export function versionRetirementPage(t: T, { version, next, counts }: VersionToRetire, form: Form = emptyForm) {
  const back = { text: version.label, href: `/frameworks/${version.id}` }
  const about = { name: version.label, caption: version.streamName, retiredAt: version.retiredAt, back }
  if (version.retiredAt !== null)
    return retirementPage(t, about, form, [
      { key: t('frameworks.retirement.new'), value: t('frameworks.restoration.version.new') },
      emailRow(t),
    ])
  if (!next) return { ...retirementPage(t, about, form, []), only: t('frameworks.retirement.only_version') }
  return retirementPage(t, about, form, [
    {
      key: t('frameworks.retirement.new'),
      value:
        counts.rounds > 0
          ? t('frameworks.retirement.version.new', { count: counts.rounds, label: next.label })
          : t('frameworks.retirement.version.new.no_rounds', { label: next.label }),
    },
    {
      key: t('frameworks.retirement.renewals'),
      value: t('frameworks.retirement.version.renewals', { label: next.label }),
    },
    ...keptRows(t, counts),
    emailRow(t),
  ])
}

export function streamRetirementPage(
  t: T,
  { stream, counts }: { stream: Stream; counts: RetirementCounts },
  form: Form = emptyForm,
) {
  const back = { text: t('frameworks.title'), href: '/frameworks' }
  const about = { name: stream.name, caption: null, retiredAt: stream.retiredAt, back }
  if (stream.retiredAt !== null)
    return retirementPage(t, about, form, [
      { key: t('frameworks.retirement.new'), value: t('frameworks.restoration.stream.new') },
      emailRow(t),
    ])
  return retirementPage(t, about, form, [
    { key: t('frameworks.retirement.new'), value: t('frameworks.retirement.stream.new') },
    {
      key: t('frameworks.retirement.rounds'),
      value:
        counts.rounds > 0
          ? t('frameworks.retirement.stream.rounds', { count: counts.rounds })
          : t('frameworks.retirement.stream.rounds.none'),
    },
    { key: t('frameworks.retirement.renewals'), value: t('frameworks.retirement.stream.renewals') },
    ...keptRows(t, counts),
    emailRow(t),
  ])
}

const keptRows = (t: T, { underWay, awards }: RetirementCounts): SummaryRow[] => [
  {
    key: t('frameworks.retirement.under_way'),
    value:
      underWay > 0 ? t('frameworks.retirement.under_way.stay', { count: underWay }) : t('frameworks.retirement.none'),
  },
  {
    key: t('frameworks.retirement.awards'),
    value: awards > 0 ? t('frameworks.retirement.awards.stay', { count: awards }) : t('frameworks.retirement.none'),
  },
]

const emailRow = (t: T): SummaryRow => ({
  key: t('frameworks.publish.emails'),
  value: t('frameworks.publish.emails.none'),
})

interface ToRetire {
  name: string
  caption: string | null
  retiredAt: Instant | null
  back: { text: string; href: string }
}

function retirementPage(t: T, { name, caption, retiredAt, back }: ToRetire, form: Form, rows: SummaryRow[]) {
  const title = t(retiredAt ? 'frameworks.restoration.title' : 'frameworks.retirement.title', { name })
  return {
    title,
    back,
    errors: errorSummary(form),
    heading: { text: title, caption, size: 'l' as const },
    since: retiredAt && t('frameworks.retirement.since', { day: longDay(t, dayOf(retiredAt)) }),
    only: null as string | null,
    does: { rows },
    undo: retiredAt ? null : t('frameworks.retirement.undo'),
    button: {
      text: t(retiredAt ? 'frameworks.restoration.button' : 'frameworks.retirement.button', { name }),
      name: 'then',
      value: retiredAt ? 'restore' : 'retire',
      kind: retiredAt ? ('primary' as const) : ('warning' as const),
    },
  }
}
