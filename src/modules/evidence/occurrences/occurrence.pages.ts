import { isLate, isOpenOccurrence, lateCount, occurrencePeriod, soonDays } from '../../../domain/recurring.ts'
import { daysBetween, type Day } from '../../../domain/time.ts'
import type { Button, EvidenceCard, Fact, Heading, Link, Status } from '../../../web/components.ts'
import { checkboxes, errorSummary, textArea } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { dayAndTime, longDay, monthAndYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { evidenceChoices, type EvidenceChoice } from '../search/search.pages.ts'
import type { RecurringEvidence } from '../recurring/recurring.store.ts'
import { reasonMax } from './occurrence.forms.ts'
import type { Occurrence, OccurrenceEvidence } from './occurrence.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/occurrences/choose': ReturnType<typeof choosePage>
    'evidence/occurrences/skip': ReturnType<typeof skipPage>
  }
}

/** The months of a period: "March 2026", or "January 2026 to March 2026". Periods are always whole months. */
export function monthsOf(t: T, { from, to }: { from: Day; to: Day }): string {
  const first = monthAndYear(t, from)
  const last = monthAndYear(t, to)
  return first === last ? first : t('period', { from: first, to: last })
}

/**
 * The form for new evidence for an occurrence, filled in with the details of the regular evidence and the months of the
 * occurrence.
 */
export const occurrenceForm = (
  t: T,
  { title, kind, branch, items }: RecurringEvidence,
  { from, to }: { from: Day; to: Day },
): Form => {
  return formOf({
    title: t('recurring.evidence', { title, period: monthsOf(t, { from, to }) }),
    kind: kind ?? '',
    items,
    branches: branch ? [branch.id] : [],
    periodFrom: from,
    periodTo: to,
    sensitivity: 'ordinary',
  })
}

const addressOf = ({ id }: { id: string }, occurrence: number): string =>
  `/regular-evidence/${id}/occurrences/${occurrence}`
const backTo = ({ id, title }: RecurringEvidence): Link => ({ text: title, href: `/regular-evidence/${id}` })

export const newEvidenceAddress = (
  { id, organisationId }: Pick<RecurringEvidence, 'id' | 'organisationId'>,
  occurrence: number,
): string => `/organisations/${organisationId}/evidence/new?recurring=${id}&occurrence=${occurrence}`

/** The next occurrence, with the possible actions if it is open. */
export function nextOccurrence(t: T, recurring: RecurringEvidence, today: Day) {
  const { nextOccurrence: number, nextDue, every } = recurring
  const isSoon = daysBetween(today, nextDue) <= soonDays(every)
  const period = monthsOf(t, occurrencePeriod(recurring, number))
  const add = {
    text: t('occurrences.add'),
    href: newEvidenceAddress(recurring, number),
    kind: isSoon ? 'primary' : 'secondary',
  } satisfies Button
  const links: Link[] = [
    { text: t('occurrences.choose'), href: `${addressOf(recurring, number)}/evidence` },
    { text: t('occurrences.skip'), href: `${addressOf(recurring, number)}/skipping` },
  ]
  return {
    heading: t(headingKey({ isLate: isLate(recurring, today), isSoon }), { period }),
    first: lateCount(recurring, today) > 1 ? t('recurring.late.first') : null,
    open: isOpenOccurrence(recurring, number, today) ? { add, links } : null,
  }
}

function headingKey({ isLate: late, isSoon }: { isLate: boolean; isSoon: boolean }) {
  if (late) return 'occurrences.late'
  return isSoon ? 'occurrences.now' : 'occurrences.later'
}

/**
 * A card for an occurrence that was answered or skipped.
 * @param evidenceItems the evidence that this person can read
 */
export function occurrenceCard(
  t: T,
  recurring: RecurringEvidence,
  occurrence: Occurrence,
  { evidenceItems, mayAnswer }: { evidenceItems: readonly OccurrenceEvidence[]; mayAnswer: boolean },
): EvidenceCard {
  const isSkipped = occurrence.state === 'skipped'
  const own = evidenceItems.filter(each => each.occurrence === occurrence.occurrence)
  const evidence: Fact[] = own.map(({ id, title }) => ({
    term: t('occurrences.evidence'),
    link: { text: title, href: `/evidence/${id}` },
  }))
  const none: Fact[] = [{ term: t('occurrences.evidence'), text: t('occurrences.no_evidence') }]
  const add = {
    text: t(isSkipped ? 'occurrences.add_after_all' : 'occurrences.add_more'),
    hidden: monthsOf(t, occurrence),
    href: newEvidenceAddress(recurring, occurrence.occurrence),
  }
  return {
    title: monthsOf(t, occurrence),
    href: null,
    facts: [
      { term: t('occurrences.due'), text: longDay(t, occurrence.dueOn), figures: true },
      { term: t('recurring.state'), status: statusOf(t, occurrence) },
      ...(occurrence.reason ? [{ term: t('occurrences.reason'), text: occurrence.reason }] : []),
      ...(own.length === 0 && !isSkipped ? none : evidence),
      {
        term: t('occurrences.closed'),
        text: t('occurrences.closed.by', { who: occurrence.by, when: dayAndTime(t, occurrence.at) }),
      },
    ],
    links: mayAnswer ? [add] : [],
  }
}

const statusOf = (t: T, { state }: Occurrence): Status =>
  state === 'skipped'
    ? { icon: 'dash', tone: 'quiet', text: t('occurrences.skipped') }
    : { icon: 'tick', tone: 'done', text: t('occurrences.answered') }

export interface OccurrenceSubject {
  recurring: RecurringEvidence
  occurrence: number
  /** the months that the occurrence is about */
  period: { from: Day; to: Day }
}

/** The page for choosing evidence. Shows the first `maxChoices` items, and says if there are more. */
export function choosePage(
  t: T,
  { recurring, occurrence, period }: OccurrenceSubject,
  { evidenceItems, search }: { evidenceItems: readonly EvidenceChoice[]; search: string },
  form: Form = emptyForm,
) {
  const address = `${addressOf(recurring, occurrence)}/evidence`
  const { choices, ...beside } = evidenceChoices(t, evidenceItems, search, address)
  return {
    ...beside,
    title: t('occurrences.choose.title'),
    back: backTo(recurring),
    errors: errorSummary(form).map(error => (evidenceItems.length === 0 ? { ...error, href: '#search' } : error)),
    heading: {
      text: t('occurrences.choose.title'),
      caption: t('recurring.evidence', { title: recurring.title, period: monthsOf(t, period) }),
      size: 'l' as const,
    },
    choices:
      evidenceItems.length === 0
        ? null
        : checkboxes(form, 'evidence', t('answers.pick.legend'), { choices, size: 'm' }),
  }
}

export function skipPage(t: T, { recurring, period }: OccurrenceSubject, form: Form = emptyForm) {
  const title = t('occurrences.skip.title', { period: monthsOf(t, period) })
  return {
    title,
    back: backTo(recurring),
    errors: errorSummary(form),
    heading: { caption: recurring.title, text: title, size: 'l' } satisfies Heading,
    reason: textArea(form, 'reason', t('occurrences.skip.reason'), {
      hint: t('occurrences.skip.reason.hint'),
      rows: 3,
      most: reasonMax,
      size: 's',
    }),
    cancel: { text: t('recurring.cancel'), href: `/regular-evidence/${recurring.id}` },
  }
}
