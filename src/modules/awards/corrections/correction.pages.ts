import { changedFacts, type RecordedFact, type RecordedFacts, type Replayed } from '../../../domain/award-correction.ts'
import type { AwardChange } from '../../../domain/award.ts'
import { addDays, dayOf, type Day } from '../../../domain/time.ts'
import { lastValidDay, wasNeverInvalid, wasValidOn } from '../../../domain/validity.ts'
import type { SummaryList, Table, TableRow } from '../../../web/components.ts'
import {
  checkboxes,
  dateField,
  errorSummary,
  hiddenField,
  radios,
  textArea,
  textField,
  tickBox,
} from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Branch } from '../../organisations/organisations.public.ts'
import { awardStatus, lastDayShown } from '../awards/award.pages.ts'
import type { NamedAward } from '../awards/award.store.ts'
import { hashOfFacts } from './correction.forms.ts'
import type { Correction } from './correction.store.ts'
import { reasonHint, whoIsEmailed, type AboutEmail } from './emailed.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'awards/corrections/edit': ReturnType<typeof correctionPage>
    'awards/corrections/remove': ReturnType<typeof removalPage>
    'awards/corrections/answer': ReturnType<typeof answerPage>
  }
}

export interface AboutCorrection extends AboutEmail {
  said: RecordedFacts
  /** the open branches, and closed ones that the award covers */
  branches: readonly Branch[]
  /** the ids of branches that cannot be chosen, because another award or an open application has them */
  taken: ReadonlySet<string>
  changes: readonly AwardChange[]
  /** whether the library withdrew a submitted renewal or missed a date for one */
  hasLostRenewal: boolean
  today: Day
  renewalOpensDays: number
}

/** The effects of a correction, shown before it is confirmed. */
export interface Preview {
  /** the corrected facts */
  says: RecordedFacts
  /** the award as it would be after the correction */
  after: Replayed
  /** a hash of the corrected facts; only facts with this hash are saved */
  shown: string
}

const back = (t: T, { id, organisationName }: NamedAward) => ({
  text: t('awards.one.title', { organisation: organisationName }),
  href: `/awards/${id}`,
})

export function correctionPage(t: T, about: AboutCorrection, form: Form = emptyForm, preview: Preview | null = null) {
  const { award, said, branches, taken } = about
  const shown = form === emptyForm ? formOf({ ...said, reason: '', shown: '' }) : form
  return {
    title: t('awards.correct.title'),
    back: back(t, award),
    action: `/awards/${award.id}/correction`,
    errors: errorSummary(shown),
    heading: { text: t('awards.correct.title'), caption: award.organisationName, size: 'l' as const },
    lapsed: award.status === 'lapsed' ? lapsedNotice(t) : null,
    seen: hiddenField(shown, 'seen', hashOfFacts(said)),
    shown: hiddenField(formOf({ shown: preview?.shown ?? '' }), 'shown'),
    from: dateField(shown, 'from', t('awards.record.from'), { hint: was(t, longDay(t, said.from)) }),
    to: dateField(shown, 'to', t('awards.correct.fact.to'), { hint: was(t, longDay(t, said.to)) }),
    decidedBy: textField(shown, 'decidedBy', t('awards.record.decided_by'), { size: 's' }),
    source: textField(shown, 'source', t('awards.record.source'), { size: 's' }),
    scope: checkboxes(shown, 'scope', t('awards.record.scope'), {
      choices: branches.map(({ id, name }) => ({
        value: id,
        text: name,
        disabled: taken.has(id),
        hint: taken.has(id) ? t('awards.record.taken') : null,
      })),
      size: 's',
    }),
    reason: textArea(shown, 'reason', t('awards.move.reason'), {
      hint: reasonHint(t, about),
      rows: 3,
      most: 2_000,
      size: 's',
    }),
    preview: preview && {
      table: previewTable(t, about, preview),
      notice: whoNotices(t, about, preview, award.firstShownAt !== null),
      button: { text: t(award.firstShownAt ? 'awards.correct.propose' : 'awards.correct.button') },
    },
    remove: { text: t('awards.correct.remove'), href: `/awards/${award.id}/removal` },
    leave: { text: t('awards.correct.leave'), href: `/awards/${award.id}` },
  }
}

/**
 * The form after someone else has corrected the award. Submitting it again first shows a new preview of the changes.
 */
export const staleCorrection = (t: T, { values }: Form): Form => ({
  values: { ...values, seen: '' },
  errors: [{ field: 'from', message: t('awards.correct.stale') }],
})

const was = (t: T, day: string): string => t('awards.correct.was', { day })

const lapsedNotice = (t: T) => ({
  tone: 'stop' as const,
  icon: 'triangle' as const,
  heading: t('awards.correct.lapsed'),
  text: [t('awards.correct.lapsed.text')],
})

function previewTable(t: T, about: AboutCorrection, { says, after }: Preview): Table {
  const { award, said, today } = about
  const fields = changedFacts(said, says)
  const restated: AwardChange[] = statedAfter(says, after)
  const dates = fields.includes('from') || fields.includes('to')
  const isEndOfPeriod = award.validTo === said.to && after.validTo === says.to
  return {
    caption: t('awards.correct.changes'),
    captionSize: 'm',
    columns: [t('awards.correct.fact'), t('awards.correct.now'), t('awards.correct.after')],
    rows: [
      ...fields.map(field =>
        compared(t(`awards.correct.fact.${field}`), factOf(t, about, said, field), factOf(t, about, says, field)),
      ),
      row(t('awards.years.state'), awardStatus(t, award.status), awardStatus(t, dates ? after.status : award.status)),
      ...(dates && !isEndOfPeriod
        ? [compared(t('awards.column.valid_to'), lastDayShown(t, award), lastDayShown(t, after))]
        : []),
      ...(dates
        ? [
            compared(
              t('awards.correct.fact.valid'),
              validityWords(t, about.changes, said, today),
              validityWords(t, restated, says, today),
            ),
            compared(t('awards.next.title'), opening(t, about, award), opening(t, about, after)),
          ]
        : []),
      compared(t('awards.column.code'), award.code, award.code),
    ],
  }
}

const row = (name: string, now: ReturnType<typeof awardStatus>, after: ReturnType<typeof awardStatus>): TableRow => ({
  cells: [{ text: name }, { status: now }, { status: after }],
  differs: now.text !== after.text,
})

const compared = (name: string, now: string, after: string): TableRow => ({
  cells: [{ text: name }, { text: now }, { text: after }],
  differs: now !== after,
})

function factOf(t: T, { branches }: AboutCorrection, of: RecordedFacts, fact: RecordedFact): string {
  if (fact === 'from' || fact === 'to') return longDay(t, of[fact])
  if (fact !== 'scope') return of[fact]
  return list(
    t,
    branches.filter(({ id }) => of.scope.includes(id)).map(({ name }) => name),
  )
}

/** The changes that the award would have after a correction. */
const statedAfter = ({ from, to }: RecordedFacts, { changes }: Replayed): AwardChange[] => {
  const first = { move: 'correct', to: 'valid', from, validTo: to, reason: null } as const
  return [first, ...changes].map((change, index) => ({ ...change, number: index + 1, at: '' as AwardChange['at'] }))
}

function validityWords(t: T, changes: readonly AwardChange[], { from, to }: RecordedFacts, today: Day): string {
  if (wasNeverInvalid(changes, today)) return t('awards.correct.valid.since', { day: longDay(t, from) })
  const dates = { from: longDay(t, from), to: longDay(t, lastValidDay(changes, today) ?? to) }
  return t(wasValidOn(changes, today) ? 'awards.correct.valid.again' : 'awards.correct.valid.until', dates)
}

function opening(
  t: T,
  { renewalOpensDays, today }: AboutCorrection,
  { status, validTo }: Pick<NamedAward, 'status' | 'validTo'>,
): string {
  if (status === 'lapsed') return t('awards.correct.next.full')
  if (validTo === null || status === 'renewal with us') return t('awards.correct.next.with_us')
  const opens = addDays(validTo, -renewalOpensDays)
  return opens <= today ? t('awards.correct.next.open') : t('awards.correct.next.opens', { day: longDay(t, opens) })
}

/**
 * Describes who will notice a correction and how it can be undone.
 * @param needsTrustee whether to say that a trustee must confirm it
 */
function whoNotices(t: T, about: AboutCorrection, { after }: Preview, needsTrustee: boolean): SummaryList {
  return {
    rows: [
      { key: t('awards.correct.who.library'), value: whoIsEmailed(t, about) },
      {
        key: t('awards.correct.who.public'),
        value: t(
          ['valid', 'renewal open', 'renewal with us', 'extended'].includes(after.status)
            ? 'awards.correct.who.public.valid'
            : 'awards.correct.who.public.not',
        ),
      },
      {
        key: t('awards.correct.who.reminders'),
        value: t(about.areEmailsOn ? 'awards.correct.who.reminders.text' : 'awards.correct.who.reminders.none'),
      },
      { key: t('awards.correct.who.history'), value: t('awards.correct.who.history.text') },
      { key: t('awards.correct.who.undo'), value: t('awards.correct.who.undo.text') },
      ...(needsTrustee ? [{ key: t('awards.correct.who.trustee'), value: t('awards.correct.who.trustee.text') }] : []),
    ],
  }
}

export function removalPage(t: T, about: AboutEmail, form: Form = emptyForm) {
  const { award } = about
  const isShown = award.firstShownAt !== null
  return {
    title: t('awards.remove.title'),
    back: back(t, award),
    errors: errorSummary(form),
    heading: { text: t('awards.remove.title'), caption: award.organisationName, size: 'l' as const },
    lead: t(isShown ? 'awards.remove.lead.shown' : 'awards.remove.lead'),
    effects: [
      t('awards.remove.effect.code', { code: award.code }),
      t('awards.remove.effect.renewals'),
      whoIsEmailed(t, about),
      t('awards.remove.effect.history'),
    ],
    warning: { text: t('awards.remove.warning') },
    reason: textArea(form, 'reason', t('awards.move.reason'), {
      hint: reasonHint(t, about),
      rows: 3,
      most: 2_000,
      size: 's',
    }),
    sure: tickBox(form, 'sure', t('awards.remove.sure')),
    button: { text: t(isShown ? 'awards.remove.propose' : 'awards.remove.button'), kind: 'warning' as const },
  }
}

export interface AboutAnswer {
  about: AboutCorrection
  correction: Correction
  preview: Preview | null
}

/** The page on which a trustee confirms or declines a correction. */
export function answerPage(t: T, { about, correction, preview }: AboutAnswer, form: Form = emptyForm) {
  const { award } = about
  return {
    title: t(`awards.correct.answer.title.${correction.kind}`),
    back: back(t, award),
    errors: errorSummary(form),
    heading: {
      text: t(`awards.correct.answer.title.${correction.kind}`),
      caption: award.organisationName,
      size: 'l' as const,
    },
    proposed: t('awards.correct.proposed', {
      name: correction.proposedByName,
      day: longDay(t, dayOf(correction.proposedAt)),
    }),
    why: t('awards.correct.why', { reason: correction.reason }),
    table: preview ? previewTable(t, about, preview) : null,
    notice: preview ? whoNotices(t, about, preview, false) : null,
    effects: preview
      ? null
      : [
          t('awards.remove.effect.code', { code: award.code }),
          t('awards.remove.effect.renewals'),
          whoIsEmailed(t, about),
          t('awards.remove.warning'),
        ],
    correction: hiddenField(formOf({ correction: correction.id }), 'correction'),
    answer: radios(form, 'answer', t('awards.correct.answer'), {
      choices: [
        { value: 'confirm', text: t(`awards.correct.answer.confirm.${correction.kind}`) },
        { value: 'decline', text: t('awards.correct.answer.decline') },
      ],
    }),
    reason: textArea(form, 'reason', t('awards.correct.answer.reason'), {
      hint: t('awards.correct.answer.reason.hint'),
      rows: 3,
      most: 2_000,
      size: 's',
    }),
  }
}
