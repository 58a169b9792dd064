import { isRenewalOpen } from '../../../domain/award-guards.ts'
import { lapseDay } from '../../../domain/renewal-board.ts'
import { addDays, dayOf, daysBetween, type Day } from '../../../domain/time.ts'
import { awardStatus } from '../../awards/awards.public.ts'
import type { DueCard } from '../../../web/components.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { dueBy } from './due.pages.ts'
import type { LibraryHome, OwnApplication, OwnAward } from './library-home.store.ts'
import { toDo, toKnow, type Ranked } from './ranked.ts'

/**
 * One award of one's own: what is due for it, or that it is valid. @param underWay its renewal, with cards of its own
 * where there is something to write
 */
export function awardCards(
  t: T,
  library: LibraryHome,
  award: OwnAward,
  underWay: OwnApplication | null,
  name: string | null,
  today: Day,
): Ranked[] {
  return [...promises(t, library, award, name, today), awardCard(t, library, award, underWay, name, today)].filter(
    card => card !== null,
  )
}

function awardCard(
  t: T,
  library: LibraryHome,
  award: OwnAward,
  underWay: OwnApplication | null,
  name: string | null,
  today: Day,
): Ranked | null {
  const withUs = underWay !== null && underWay.status !== 'draft'
  if (withUs) return withUsCard(t, award, underWay, name, today)
  const isOpen = isRenewalOpen({ ...award, today, kind: 'reappraisal' })
  if (!isOpen) return toKnow(validCard(t, award, name, today))
  if (underWay) return null // its draft says what is due
  const mayStart = library.role === 'lead'
  const day = lastChance(award, today)
  const card: DueCard = {
    title: t(titleOf(award), { award: nameOf(t, library, award, name) }),
    href: mayStart ? `/awards/${award.id}/renewal` : `/awards/${award.id}`,
    due: day ? { ...dueBy(t, day, today), ...(isOver(award, today) ? { tone: 'late' as const } : {}) } : null,
    text: [openText(t, award, today), mayStart ? null : t('home.renewal.lead_starts')].filter(Boolean).join(' '),
    button: mayStart ? t(award.status === 'lapsed' ? 'home.renewal.reappraise' : 'home.renewal.start') : null,
    status: award.status === 'suspended' ? awardStatus(t, award.status) : null,
  }
  return toDo(card, urgencyOf(award, today))
}

/** By then it has to be handed in: the last valid day, or the last before it lapses. */
/** Overdue, or suspended when its last day came. */
const isOver = ({ status, validTo }: OwnAward, today: Day): boolean =>
  status === 'overdue' || (status === 'suspended' && validTo !== null && validTo < today)

export function lastChance(award: OwnAward, today: Day): Day | null {
  const { status, validTo, lapseAfterDays } = award
  if (validTo === null || status === 'lapsed') return null
  return isOver(award, today) ? addDays(lapseDay(validTo, lapseAfterDays), -1) : validTo
}

/** What is overdue stands before all that is not. */
export function urgencyOf(award: OwnAward, today: Day): number | null {
  if (award.validTo === null) return null
  if (award.status === 'lapsed') return null
  return daysBetween(today, award.validTo)
}

const titleOf = ({ status }: OwnAward) =>
  status === 'overdue' ? 'home.renewal.overdue' : status === 'lapsed' ? 'home.renewal.lapsed' : 'home.renewal.renew'

/** What is true of an award that can be renewed. */
function openText(t: T, award: OwnAward, today: Day): string {
  const { status, validTo, isOnPaper } = award
  const day = validTo ? longDay(t, validTo) : ''
  const notValid = notValidText(t, award, today)
  if (notValid) return notValid
  const until = status === 'extended' ? t('home.renewal.extended.text', { day }) : t('home.renewal.open.text', { day })
  return isOnPaper ? until : `${until} ${t('home.renewal.carried')}`
}

/** Why it is not valid and what can be done; null while it is. A draft of its renewal says so too. */
export function notValidText(t: T, award: OwnAward, today: Day): string | null {
  const { status, validTo, lapseAfterDays } = award
  const day = validTo ? longDay(t, validTo) : ''
  if (validTo && isOver(award, today))
    return t(status === 'suspended' ? 'home.renewal.suspended.over' : 'home.renewal.overdue.text', {
      day,
      lapses: longDay(t, lapseDay(validTo, lapseAfterDays)),
    })
  if (status === 'lapsed') return t('home.renewal.lapsed.text', { day })
  return status === 'suspended' ? t('home.renewal.suspended.text') : null
}

/** Our time never costs a library its award, and the page says so. */
function withUsCard(
  t: T,
  award: OwnAward,
  { submittedAt, status }: OwnApplication,
  name: string | null,
  today: Day,
): Ranked | null {
  if (status === 'returned' || status === 'more evidence asked') return null
  const since = submittedAt ? t('home.renewal.with_us.since', { day: longDay(t, dayOf(submittedAt)) }) : ''
  const isValid = award.validTo === null || award.validTo >= today
  const late =
    award.status === 'lapsed' ? ('home.renewal.with_us.lapsed' as const) : ('home.renewal.with_us.not_valid' as const)
  const holds =
    award.status === 'suspended' ? t('home.renewal.suspended.text') : t(isValid ? 'home.renewal.with_us.valid' : late)
  const text = [since, holds].filter(Boolean).join(' ')
  return toKnow({
    title: t('home.award'),
    href: `/awards/${award.id}`,
    text: name ? t('home.award.of', { organisation: name, text }) : text,
    status: awardStatus(t, award.status),
  })
}

function validCard(t: T, award: OwnAward, name: string | null, today: Day): DueCard {
  const { status, validTo, renewalOpensDays } = award
  const opens = validTo ? addDays(validTo, -renewalOpensDays) : null
  const text = !validTo
    ? t('home.award.with_us')
    : status === 'suspended'
      ? t('home.award.suspended', { day: longDay(t, validTo) })
      : opens && opens > today
        ? t('home.award.valid_opens', { day: longDay(t, validTo), opens: longDay(t, opens) })
        : t('home.award.valid', { day: longDay(t, validTo) })
  const shown =
    status === 'valid'
      ? { icon: 'tick' as const, text: t('home.award.status'), tone: 'done' as const }
      : awardStatus(t, status)
  return {
    title: t('home.award'),
    href: `/awards/${award.id}`,
    text: name ? t('home.award.of', { organisation: name, text }) : text,
    status: shown,
  }
}

/** What was promised with the last letter and has no answer yet. */
function promises(
  t: T,
  { organisationId, role }: LibraryHome,
  { recommendations, promisedBy }: OwnAward,
  name: string | null,
  today: Day,
): Ranked[] {
  if (recommendations === 0) return []
  const card: DueCard = {
    title: t('home.promised', { count: recommendations }),
    href: `/organisations/${organisationId}/recommendations`,
    due: promisedBy ? dueBy(t, promisedBy, today) : null,
    text: name,
    button: role === 'observer' ? null : t('home.promised.button', { count: recommendations }),
  }
  return [toDo(card, promisedBy ? daysBetween(today, promisedBy) : null)]
}

/** With several awards each is called by its certificate, with several libraries by the library. */
const nameOf = (t: T, { awards }: LibraryHome, { code }: OwnAward, name: string | null): string =>
  awards.length > 1
    ? t('home.renewal.award_numbered', { code, organisation: name ?? '' }).trim()
    : name
      ? t('home.renewal.award_of', { organisation: name })
      : t('home.renewal.your_award')
