import type { Branch } from '../../organisations/organisations.public.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { CarriedCount } from '../../../domain/carry.ts'
import type { Framework } from '../../../domain/framework.ts'
import { dayOf, daysBetween, type Instant } from '../../../domain/time.ts'
import type { DueLine, SummaryRow } from '../../../web/components.ts'
import { withCalendar } from '../../../web/calendar-link.ts'
import { dueLine } from '../../../web/due-line.ts'
import { checkboxes, errorSummary, hiddenField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { relativeDay, list, longDay, weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { NamedAward, NextRenewal } from '../../awards/awards.public.ts'
import { blankFormAddress } from '../blank-form/blank-form.pages.ts'
import type { RenewalDates } from './renewal.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/renewals/new': ReturnType<typeof renewalStartPage>
    'applications/renewals/scope': ReturnType<typeof scopePage>
  }
}

export interface ToRenew {
  award: NamedAward
  next: NextRenewal
  dates: RenewalDates | null
  framework: Framework
  /** whether the last application used a different framework version */
  isNewer: boolean
  hasEarlier: boolean
  /** how many answers and items of evidence would be copied, and how many answers would be left out */
  copied: CarriedCount
  hasSummary: boolean
  branches: readonly { name: string }[]
  recommendations: number
  at: Instant
}

/** The page shown before a renewal starts. It also says why a renewal cannot be started. */
export function renewalStartPage(t: T, it: ToRenew, form: Form = emptyForm) {
  const { award, next } = it
  const title = t(`renewal.start.title.${next.kind}`)
  const closed = closedOf(t, it)
  return {
    title,
    back: { text: t('renewal.start.back'), href: `/awards/${award.id}` },
    errors: errorSummary(form),
    heading: { text: title, caption: award.organisationName, size: 'l' as const },
    closed,
    criteria: { text: t('blank_form.link'), href: blankFormAddress('', next.kind, it.framework.stream) },
    start: closed
      ? null
      : {
          due: withCalendar(t, renewalDue(t, it.dates, it.at), { kind: 'award', id: it.award.id }),
          lead: t(it.copied.answers > 0 ? `renewal.start.lead.${next.kind}` : `renewal.start.lead.empty.${next.kind}`),
          reason: reasonOf(t, it),
          what: t(`renewal.start.what.${next.kind}`),
          carried: { rows: carriedRows(t, it) },
          button: { text: t(`renewal.start.button.${next.kind}`) },
        },
  }
}

function closedOf(t: T, { award, next, at }: ToRenew) {
  if (next.underWay)
    return {
      heading: t('renewal.start.under_way'),
      text: [t('renewal.start.under_way.text')],
      link: { text: t('renewal.start.under_way.link'), href: `/applications/${next.underWay.id}` },
    }
  if (next.isOpen) return null
  const today = dayOf(at)
  const opens =
    next.opensOn && next.opensOn > today
      ? t('renewal.start.closed.opens', {
          day: longDay(t, next.opensOn),
          distance: relativeDay(t, daysBetween(today, next.opensOn)),
        })
      : null
  const text = award.status === 'ended' ? t('renewal.start.closed.ended') : (opens ?? t('renewal.start.closed.text'))
  return { heading: t('renewal.start.closed'), text: [text], link: null }
}

/** The rows that say what a renewal starts with. */
function carriedRows(t: T, it: ToRenew): SummaryRow[] {
  const { copied, branches, framework, recommendations } = it
  const names = branches.map(({ name }) => name)
  return [
    {
      key: t('renewal.start.answers'),
      value: answersOf(t, it),
      hint: copied.leftOut > 0 ? t('renewal.start.answers.left_out', { count: copied.leftOut }) : null,
    },
    ...(it.hasSummary ? [{ key: t('renewal.start.summary'), value: t('renewal.start.summary.carried') }] : []),
    {
      key: t('renewal.start.branches'),
      value: names.length > 12 ? t('applications.library.branches', { count: names.length }) : list(t, names),
    },
    {
      key: t('renewal.start.under'),
      value: framework.label,
      hint: it.isNewer ? t('renewal.start.under.newer') : null,
    },
    {
      key: t('renewal.start.recommendations'),
      value:
        recommendations > 0
          ? t('renewal.start.recommendations.count', { count: recommendations })
          : t('renewal.start.recommendations.none'),
    },
  ]
}

function answersOf(t: T, { award, hasEarlier, copied }: ToRenew): string {
  if (copied.answers > 0) return copiedInWords(t, copied)
  return t(award.isRecorded && !hasEarlier ? 'renewal.start.answers.recorded' : 'renewal.start.answers.none')
}

/** Returns text such as "23 answers, with 31 items of evidence". */
const copiedInWords = (t: T, { answers, evidence }: CarriedCount): string =>
  evidence > 0
    ? t('renewal.start.answers.evidence', {
        answers: t('renewal.start.answers.count', { count: answers }),
        evidence: t('renewal.start.evidence.count', { count: evidence }),
      })
    : t('renewal.start.answers.count', { count: answers })

/** The notice that the renewal has started. It says what was copied. */
export const startedNotice = (t: T, { copied, next: { kind } }: ToRenew): string =>
  copied.answers > 0
    ? t(`renewal.start.done.copied.${kind}`, { copied: copiedInWords(t, copied) })
    : t(`renewal.start.done.${kind}`)

function reasonOf(t: T, { next, award, framework }: ToRenew): string | null {
  if (next.reason === null) return null
  if (next.reason === 'asked for')
    return award.fullReappraisalReason
      ? t('renewal.start.reason.asked for', { reason: award.fullReappraisalReason })
      : t('renewal.start.reason.asked for.no reason')
  if (next.reason !== 'its turn') return t(`renewal.start.reason.${next.reason}`)
  const { fullReappraisalEvery: every } = framework.terms
  return every > 1 ? t('renewal.start.reason.its turn', { every }) : t('renewal.start.reason.each')
}

/**
 * The day by which a renewal must be submitted, or the consequence once that day has passed.
 * @returns null when the award has no end date now
 */
export function renewalDue(t: T, dates: RenewalDates | null, at: Instant): DueLine | null {
  const day = dates?.validTo ?? null
  if (!dates || day === null) return null
  const days = daysBetween(dayOf(at), day)
  if (days >= 0)
    return dueLine(
      t('renewal.due', { day: weekdayInYear(t, day), distance: relativeDay(t, days) }),
      weekdayInYear(t, day),
      days,
    )
  if (dates.status === 'lapsed')
    return dueLine(t('renewal.due.lapsed', { day: longDay(t, day) }), longDay(t, day), days)
  const until = longDay(t, dates.lapsesAfter ?? day)
  const key = dates.status === 'suspended' ? 'renewal.due.suspended' : 'renewal.due.over'
  return dueLine(t(key, { day: longDay(t, day), until }), until, days)
}

export interface ScopeChoice {
  application: ApplicationRecord
  branches: readonly Branch[]
  taken: ReadonlySet<string>
  before: ReadonlySet<string>
}

/** @param form the entered values; null to show the saved ones */
export function scopePage(t: T, { application, branches, taken, before }: ScopeChoice, form: Form | null = null) {
  const shown = form ?? { values: { scope: application.scope, version: String(application.version) }, errors: [] }
  const { kind, awardId } = application
  const title = kind === 'first' ? t('answers.scope') : t(`renewal.scope.title.${kind}`)
  return {
    title,
    back: { text: t(`application.kind.${kind}`), href: `/applications/${application.id}` },
    errors: errorSummary(shown),
    heading: { text: title, caption: application.organisationName, size: 'l' as const },
    none:
      branches.length === 0
        ? {
            text: t('renewal.scope.none'),
            link: {
              text: t('applications.new.branches_link'),
              href: `/organisations/${application.organisationId}/branches`,
            },
          }
        : null,
    version: hiddenField(shown, 'version', application.version),
    scope: checkboxes(shown, 'scope', t('renewal.scope.legend'), {
      choices: branches.map(branch => ({
        value: branch.id,
        text: branch.name,
        disabled: taken.has(branch.id),
        hint: branchHint(t, branch, { taken, before: awardId === null ? null : before }),
      })),
      hint: kind === 'renewal' ? t('renewal.scope.hint') : null,
      size: 'm',
    }),
  }
}

function branchHint(
  t: T,
  { id, kind, place }: Branch,
  { taken, before }: Pick<ScopeChoice, 'taken'> & { before: ReadonlySet<string> | null },
): string | null {
  if (taken.has(id)) return t('applications.new.taken')
  if (before && !before.has(id)) return t('renewal.scope.new')
  return kind === 'branch' ? place : t(`branch.kind.${kind}`)
}
