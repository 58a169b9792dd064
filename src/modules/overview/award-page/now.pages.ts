import {
  type NamedAward,
  type NextRenewal,
  awardStatus,
  lastDayShown,
  movesByHand,
  addressOf,
} from '../../awards/awards.public.ts'
import { phaseOf, type AwardPhase } from '../../../domain/award-standing.ts'
import type { AwardGuard } from '../../../domain/award-guards.ts'
import type { AwardChange, AwardMove } from '../../../domain/award.ts'
import type { Offer } from '../../../domain/lifecycle.ts'
import { addDays, type Day } from '../../../domain/time.ts'
import type { Link, Move, Table, Validity } from '../../../web/components.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { AwardApplication } from './award-page.store.ts'

const looks = {
  valid: ['disc-tick', 'done'],
  open: ['door', 'you'],
  'with us': ['hourglass', 'done'],
  'waits for the library': ['speech', 'you'],
  'with us to a day': ['hourglass', 'you'],
  'with us, not valid': ['hourglass', 'stop'],
  extended: ['arrow-to-bar', 'done'],
  overdue: ['triangle', 'stop'],
  lapsed: ['dash', 'stop'],
  suspended: ['pause', 'stop'],
  ended: ['dash', 'quiet'],
} as const satisfies Record<AwardPhase, [Validity['icon'], Validity['tone']]>

export interface Now {
  today: Day
  isValid: boolean
  next: NextRenewal
  lapseAfterDays: number
}

/** What is true today, and who has the ball. */
export function standingNow(t: T, award: NamedAward, { today, isValid, next, lapseAfterDays }: Now): Validity {
  const last = award.validTo ?? today
  const until = addDays(last, lapseAfterDays)
  const role = byNow(phaseOf(award, isValid), until < today && !next.isWithUs)
  const days = { day: longDay(t, last), after: longDay(t, addDays(last, 1)), until: longDay(t, until) }
  const isOver = role === 'suspended' && last < today && !next.isWithUs
  const opens = role === 'valid' && next.opensOn ? [t('awards.now.opens', { day: longDay(t, next.opensOn) })] : []
  const underWay = role === 'lapsed' && next.underWay ? [t('awards.now.lapsed.under_way')] : []
  return {
    icon: looks[role][0],
    tone: looks[role][1],
    heading: t(`awards.now.${role}`, days),
    text: [t(isOver ? 'awards.now.suspended.over' : `awards.now.${role}.text`, days), ...opens, ...underWay],
  }
}

/** Its days of grace are over, and the job that says so has not run. */
const byNow = (role: AwardPhase, isLapsing: boolean): AwardPhase =>
  isLapsing && (role === 'overdue' || role === 'suspended') ? 'lapsed' : role

/**
 * The next step of the library, with the reason where it is a full one; while this year's renewal is with us, only what
 * was asked of the one after.
 */
export function nextStep(t: T, award: NamedAward, { next }: Pick<Now, 'next'>, mayStart: boolean) {
  if (award.status === 'ended' || (next.isWithUs && next.reason !== 'asked for')) return null
  const why = next.reason === null ? t('awards.next.renewal') : t(`awards.next.because.${next.reason}`)
  const start =
    next.isOpen && next.underWay === null && mayStart
      ? { text: t(`awards.next.start.${next.kind}`), href: `/awards/${award.id}/renewal` }
      : null
  return {
    why,
    asked:
      award.fullReappraisalReason && next.reason === 'asked for'
        ? t('awards.next.asked', { reason: award.fullReappraisalReason })
        : null,
    start,
  }
}

/** Every change, the newest first: from which day, to what, and why. */
export function yearsOf(t: T, changes: readonly AwardChange[], isOwn: boolean): Table {
  return {
    caption: t('awards.years.title'),
    captionSize: 'm',
    columns: [t('awards.years.from'), t('awards.years.state'), t('awards.years.valid_to'), t('awards.years.how')],
    rows: changes.toReversed().map(({ from, to, validTo, move, reason }) => ({
      cells: [
        { text: longDay(t, from), figures: true },
        { status: isOwn ? { ...awardStatus(t, to), text: t(ownKey({ from, to, validTo })) } : awardStatus(t, to) },
        { text: lastDayShown(t, { status: to, validTo }), figures: true },
        { text: move === 'valid to moved' ? t('event.award.valid_to_moved') : t(`event.award.${move}`), reason },
      ],
    })),
  }
}

/** What came late makes no day valid, neither with us nor handed back. */
const ownKey = ({ from, to, validTo }: Pick<AwardChange, 'from' | 'to' | 'validTo'>) =>
  (to === 'renewal with us' || to === 'renewal open') && validTo !== null && validTo < from
    ? (`award.status_late.${to}` as const)
    : (`award.status_own.${to}` as const)

/** Its applications, as far as the reader knows of them. */
export const caseLinks = (t: T, cases: readonly AwardApplication[]): Link[] =>
  cases.map(({ id, number, kind, released }) => ({
    text: t(released ? 'awards.cases.decision_letter' : 'awards.cases.case', {
      kind: t(`application.kind.${kind}`),
      number,
    }),
    href: released ? `/applications/${id}/decision` : `/applications/${id}`,
  }))

/** A button for each move that is open to the reader. What only takes away stands last. */
export function movesHere(
  t: T,
  award: NamedAward,
  offers: readonly Offer<AwardMove, AwardGuard>[],
  mayAskFull: boolean,
): Move[] {
  const open = new Set<string>([
    ...offers.filter(({ unmet }) => unmet.length === 0).map(({ move }) => move),
    ...(mayAskFull && award.status !== 'ended' ? ['fullNext'] : []),
  ])
  return movesByHand
    .filter(name => open.has(name))
    .map(name => ({
      text: t(`awards.move.${name}.title`),
      unmet: [],
      href: `/awards/${award.id}/${addressOf[name]}`,
      kind: name === 'restore' || name === 'extend' ? 'primary' : 'secondary',
    }))
}
