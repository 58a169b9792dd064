import { lapseDay } from '../../../domain/renewal-board.ts'
import type { Task } from '../../../domain/task-order.ts'
import { addDays, dayOf, daysBetween, type Day } from '../../../domain/time.ts'
import type { DueCard } from '../../../web/components.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { awardStatus } from '../../awards/awards.public.ts'
import { dueBy, informationCard, task, type RankedCard } from '../due-cards/due-card.pages.ts'
import { canRenew, type LibraryHome, type OwnApplication, type OwnAward } from '../library-home/library-home.store.ts'

export interface AwardShown {
  award: OwnAward
  library: LibraryHome
  /** the result of `renewalOf`; null when there is none */
  renewal: OwnApplication | null
  /** the library's name if the person has several libraries; otherwise null */
  name: string | null
  today: Day
}

/** Cards for one award: the recommendations that need a response, and the award's renewal or state. */
export const awardCards = (t: T, shown: AwardShown): RankedCard[] => [
  ...responseCards(t, shown),
  ...stateCards(t, shown),
]

/** A card for the award's recommendations that need a response. Only leads can respond. */
function responseCards(t: T, { library, award, name, today }: AwardShown): RankedCard[] {
  const { recommendations, promisedBy } = award
  if (recommendations === 0) return []
  const href = `/organisations/${library.organisationId}/recommendations`
  const due = promisedBy ? dueBy(t, promisedBy, today) : null
  if (library.role !== 'lead') {
    const text = ofLibrary(t, name, t('home.promised.lead_responds'))
    return [informationCard({ title: t('home.promised.open', { count: recommendations }), href, due, text })]
  }
  const card: DueCard = {
    title: t('home.promised', { count: recommendations }),
    href,
    due,
    text: name,
    button: t('home.promised.button'),
  }
  return [task(card, { loss: 'record', days: promisedBy ? daysBetween(today, promisedBy) : null })]
}

function stateCards(t: T, shown: AwardShown): RankedCard[] {
  const { award, renewal, today } = shown
  if (renewal && renewal.status !== 'draft') return withUsCards(t, shown, renewal)
  if (!canRenew(award, today)) return [informationCard(validCard(t, shown))]
  return renewal ? [] : [startCard(t, shown)]
}

/**
 * A card that says whether the award stays valid while an application for it is with the charity. Empty while the
 * library has to submit the application again.
 */
function withUsCards(t: T, { award, name, today }: AwardShown, renewal: OwnApplication): RankedCard[] {
  const { kind, submittedAt, status, isReopened } = renewal
  if (status === 'returned' || status === 'more evidence asked') return []
  const since =
    submittedAt && kind !== 'first'
      ? t(`home.renewal.with_us.since.${kind}`, { day: longDay(t, dayOf(submittedAt)) })
      : ''
  const text =
    isReopened === 1
      ? [t('home.award.reopened'), validityReopened(t, award, today)]
      : [since, validityWithUs(t, award, today)]
  return [
    informationCard({
      title: t('home.award'),
      href: `/awards/${award.id}`,
      text: ofLibrary(t, name, text.filter(Boolean).join(' ')),
      status: awardStatus(t, award.status),
    }),
  ]
}

function validityReopened(t: T, award: OwnAward, today: Day): string {
  const { status, validTo } = award
  const hasEnded = !['suspended', 'lapsed'].includes(status) && validTo !== null && validTo < today
  return hasEnded ? t('home.award.in_review', { day: longDay(t, validTo) }) : validityWithUs(t, award, today)
}

function validityWithUs(t: T, { status, validTo }: OwnAward, today: Day): string {
  if (status === 'suspended') return t('home.renewal.suspended.text')
  if (validTo === null || validTo >= today) return t('home.renewal.with_us.valid')
  return t(status === 'lapsed' ? 'home.renewal.with_us.lapsed' : 'home.renewal.with_us.not_valid')
}

function validCard(t: T, { award, name, today }: AwardShown): DueCard {
  const { status } = award
  const shownStatus = { icon: 'tick' as const, text: t('home.award.status'), tone: 'done' as const }
  return {
    title: t('home.award'),
    href: `/awards/${award.id}`,
    text: ofLibrary(t, name, validText(t, award, today)),
    status: status === 'valid' ? shownStatus : awardStatus(t, status),
  }
}

function validText(t: T, { status, validTo, renewalOpensDays }: OwnAward, today: Day): string {
  const day = validTo ? longDay(t, validTo) : ''
  if (status === 'suspended') return t(validTo ? 'home.award.suspended' : 'home.renewal.suspended.text', { day })
  if (!validTo) return t('home.renewal.with_us.valid')
  if (validTo < today) return t('home.award.in_review', { day })
  const opens = addDays(validTo, -renewalOpensDays)
  return opens > today ? t('home.award.valid_opens', { day, opens: longDay(t, opens) }) : t('home.award.valid', { day })
}

const ofLibrary = (t: T, name: string | null, text: string): string =>
  name ? t('home.award.of', { organisation: name, text }) : text

const startOf = {
  renewal: { button: 'home.renewal.start', byLead: 'home.renewal.lead_starts' },
  reappraisal: { button: 'home.renewal.reappraise', byLead: 'home.renewal.lead_starts.reappraisal' },
} as const

function startCard(t: T, shown: AwardShown): RankedCard {
  const { award, library, today } = shown
  const mayStart = library.role === 'lead'
  const starts = award.isFullNext || award.status === 'lapsed' ? startOf.reappraisal : startOf.renewal
  const day = lastDayToSubmit(award, today)
  const due = day && { ...dueBy(t, day, today), ...(isOver(award, today) ? { tone: 'late' as const } : {}) }
  const card: DueCard = {
    title: t(titleOf(award), { award: nameOf(t, shown) }),
    href: mayStart ? `/awards/${award.id}/renewal` : `/awards/${award.id}`,
    due,
    text: [openText(t, award, today), mayStart ? null : t(starts.byLead)].filter(Boolean).join(' '),
    button: mayStart ? t(starts.button) : null,
    status: award.status === 'suspended' ? awardStatus(t, award.status) : null,
  }
  return task(card, renewalTask(award, today))
}

function titleOf({ status }: OwnAward) {
  if (status === 'overdue') return 'home.renewal.overdue' as const
  return status === 'lapsed' ? ('home.renewal.lapsed' as const) : ('home.renewal.renew' as const)
}

/**
 * Names an award: by its certificate code if the library has several awards, and by its library if the person has
 * several libraries.
 */
function nameOf(t: T, { library, award, name }: AwardShown): string {
  const { code } = award
  if (library.awards.length > 1)
    return name
      ? t('home.renewal.award_numbered_of', { code, organisation: name })
      : t('home.renewal.award_numbered', { code })
  return name ? t('home.renewal.award_of', { organisation: name }) : t('home.renewal.your_award')
}

function openText(t: T, award: OwnAward, today: Day): string {
  const { status, validTo, isBeforeService } = award
  const notValid = notValidText(t, award, today)
  if (notValid) return notValid
  const day = validTo ? longDay(t, validTo) : ''
  const until = status === 'extended' ? t('home.renewal.extended.text', { day }) : t('home.renewal.open.text', { day })
  return isBeforeService ? until : `${until} ${t('home.renewal.carried')}`
}

/** A text that says why the award is not valid and what the library can do; null while it is valid. */
export function notValidText(t: T, award: OwnAward, today: Day): string | null {
  const { status, validTo, lapseAfterDays } = award
  const day = validTo ? longDay(t, validTo) : ''
  if (validTo && isOver(award, today)) {
    const lapses = longDay(t, lapseDay(validTo, lapseAfterDays))
    return t(status === 'suspended' ? 'home.renewal.suspended.over' : 'home.renewal.overdue.text', { day, lapses })
  }
  if (status === 'lapsed') return t('home.renewal.lapsed.text', { day })
  return status === 'suspended' ? t('home.renewal.suspended.text') : null
}

/**
 * The last day to submit a renewal: the last valid day or, after it, the last day before the award lapses. Null when
 * the award has lapsed or has no last valid day.
 */
export function lastDayToSubmit(award: OwnAward, today: Day): Day | null {
  const { status, validTo, lapseAfterDays } = award
  if (validTo === null || status === 'lapsed') return null
  return isOver(award, today) ? addDays(lapseDay(validTo, lapseAfterDays), -1) : validTo
}

/**
 * Whether an award is past its last valid day and has not lapsed. Compares the date too, because a suspended award
 * never becomes `overdue`, and other awards do so only when the nightly job runs.
 */
const isOver = ({ status, validTo }: OwnAward, today: Day): boolean =>
  status === 'overdue' || (status !== 'lapsed' && validTo !== null && validTo < today)

/**
 * The task of renewing an award: what the library loses without a renewal, and the days until the last valid day.
 * `days` is null when the award has lapsed or has no last valid day.
 */
export function renewalTask(award: OwnAward, today: Day): Task {
  const { status, validTo } = award
  if (validTo === null || status === 'lapsed') return { loss: 'validity', days: null }
  return { loss: isOver(award, today) ? 'lapse' : 'validity', days: daysBetween(today, validTo) }
}
