import type { AwardGuard } from '../../../domain/award-guards.ts'
import { phaseOf, type AwardPhase } from '../../../domain/award-phase.ts'
import type { AwardChange, AwardMove } from '../../../domain/award.ts'
import type { Offer } from '../../../domain/moves.ts'
import { addDays, daysBetween, type Day, type Instant } from '../../../domain/time.ts'
import { wasNeverInvalid } from '../../../domain/validity.ts'
import { withCalendar } from '../../../web/calendar-link.ts'
import type { DueLine, Link, Move, Notice, SummaryRow, Validity } from '../../../web/components.ts'
import { dueLine } from '../../../web/due-line.ts'
import { relativeDay, longDay, weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { type RecommendationsShown, recommendationCards } from '../../applications/applications.public.ts'
import {
  type Correction,
  type NamedAward,
  type NextRenewal,
  type Term,
  addressOf,
  lastDayShown,
  movesByHand,
  waitingAmong,
} from '../../awards/awards.public.ts'
import { branchesRow, type TeamMember } from '../../organisations/organisations.public.ts'
import { sinceText, yearsPart } from './award-years.pages.ts'
import { changesTable, correctionsTable, termsTable } from './award-changes.pages.ts'
import { libraryFacts } from './award-library.pages.ts'
import type { AwardApplication } from './award-page.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/award-page/show': ReturnType<typeof awardPage>
  }
}

interface Now {
  today: Day
  isValid: boolean
  next: NextRenewal
  lapseAfterDays: number
}

export interface AwardParts extends Now {
  terms: readonly Term[]
  branches: readonly string[]
  recommendations: RecommendationsShown
  changes: readonly AwardChange[]
  /** the times at which the charity received an application that the reader cannot read */
  unread: ReadonlySet<Instant>
  applications: readonly AwardApplication[]
  offers: readonly Offer<AwardMove, AwardGuard>[]
  isOwn: boolean
  corrections: readonly Correction[]
  /** null for readers who cannot see the team, and on the library's own page */
  team: readonly TeamMember[] | null
  /** whether emails are switched on for the library; null outside the charity, and on the library's own page */
  areEmailsOn: boolean | null
  may: Record<'start' | 'askFull' | 'correct' | 'confirm' | 'addBranches' | 'list' | 'seeLibrary', boolean>
}

export function awardPage(t: T, award: NamedAward, parts: AwardParts) {
  const { terms, branches, isOwn } = parts
  const moves = [...movesFor(t, award, parts.offers, parts.may.askFull), ...correctionMoves(t, award, parts.may)]
  const links = applicationLinks(t, parts.applications)
  return {
    title: t('awards.one.title', { organisation: award.organisationName }),
    back: isOwn ? { text: t('home.title'), href: '/home' } : { text: t('awards.title'), href: '/awards' },
    heading: { caption: t('awards.one.caption'), text: award.organisationName, size: 'l' as const },
    waiting: waitingNotice(t, award, parts),
    now: award.removedAt === null ? validityNow(t, award, parts) : removedNow(t),
    library: parts.may.seeLibrary ? libraryFacts(t, award, parts) : null,
    years: award.removedAt === null ? yearsPart(t, parts) : null,
    next: nextStep(t, award, parts),
    facts: {
      rows: [
        { key: t('awards.one.valid_to'), value: lastDayShown(t, award) },
        {
          key: t(wasNeverInvalid(parts.changes, parts.today) ? 'awards.one.since' : 'awards.one.first'),
          value: longDay(t, award.grantedOn),
        },
        ...recordedRows(t, award),
        { key: t('awards.one.code'), value: award.code, code: true },
        branchesRow(t, t('awards.one.branches'), branches),
      ],
    },
    corrections: correctionsTable(t, parts.corrections, parts.may.list),
    openCertificate: award.removedAt
      ? null
      : { text: t('awards.one.certificate'), href: `/awards/${award.id}/certificate` },
    verify: { text: t('awards.one.verify'), href: `/verify/${award.code}` },
    changes: changesTable(t, parts.changes, { isOwn, unread: parts.unread }),
    termsSummary: t('awards.terms.title'),
    terms: termsTable(t, terms),
    recommendations: recommendationCards(t, parts.recommendations),
    noRecommendations: t(areNoneHidden(award, parts) ? 'awards.recommendations.none' : 'recommendations.none.reader'),
    applications: links.length > 0 ? links : null,
    moves: moves.length > 0 ? { heading: t('awards.moves.title'), moves } : null,
  }
}

/**
 * Whether the page can say that there are no recommendations. For readers outside the library, only if the award
 * predates this service and was never renewed here. Does not look at applications, because the text would then reveal a
 * draft.
 */
const areNoneHidden = ({ isRecorded }: NamedAward, { isOwn, terms }: AwardParts): boolean =>
  isOwn || (isRecorded && terms.length <= 1)

const looks = {
  valid: ['disc-tick', 'done'],
  open: ['door', 'you'],
  'with us': ['hourglass', 'done'],
  'waiting for the library': ['speech', 'you'],
  'with us until a date': ['hourglass', 'you'],
  'with us, not valid': ['hourglass', 'stop'],
  extended: ['arrow-to-bar', 'done'],
  overdue: ['triangle', 'stop'],
  lapsed: ['dash', 'stop'],
  suspended: ['pause', 'stop'],
  ended: ['dash', 'quiet'],
} as const satisfies Record<AwardPhase, [Validity['icon'], Validity['tone']]>

/** The part of the page that says whether the award is valid today, and whose action is needed. */
function validityNow(t: T, award: NamedAward, parts: AwardParts): Validity {
  const { today, isValid, next, lapseAfterDays } = parts
  const last = award.validTo ?? today
  const until = addDays(last, lapseAfterDays)
  const phase = presentPhase(phaseOf(award, isValid), { next, isLapsing: until < today && !next.isWithUs })
  const days = { day: longDay(t, last), after: longDay(t, addDays(last, 1)), until: longDay(t, until) }
  const isOver = phase === 'suspended' && last < today && !next.isWithUs
  const opens = phase === 'valid' && next.opensOn ? [t('awards.now.opens', { day: longDay(t, next.opensOn) })] : []
  const isValidForCharity = phase === 'valid' && parts.may.seeLibrary
  const since = sinceText(t, parts)
  const isUnderWayKnown = parts.applications.some(({ id }) => id === next.underWay?.id)
  const underWay = phase === 'lapsed' && isUnderWayKnown ? [t('awards.now.lapsed.under_way')] : []
  return {
    icon: looks[phase][0],
    tone: looks[phase][1],
    heading: t(`awards.now.${phase}`, days),
    text: [
      ...(since ? [since] : []),
      isValidForCharity ? t('awards.now.valid.charity') : t(textKey(phase, { isOver, reason: next.reason }), days),
      ...opens,
      ...underWay,
    ],
    due: renewBy(t, award, { next, today }),
    button: startButton(t, award, parts),
  }
}

function textKey(phase: AwardPhase, { isOver, reason }: { isOver: boolean; reason: AwardParts['next']['reason'] }) {
  if (isOver) return 'awards.now.suspended.over'
  return phase === 'open' && reason === 'not yet' ? 'awards.now.open.not_yet' : (`awards.now.${phase}.text` as const)
}

/** The phase of the award today. Until the nightly job runs, it can differ from the state in the database. */
function presentPhase(phase: AwardPhase, { next, isLapsing }: Pick<Now, 'next'> & { isLapsing: boolean }): AwardPhase {
  if (isLapsing && (phase === 'overdue' || phase === 'suspended')) return 'lapsed'
  return phase === 'valid' && next.isOpen && !next.isWithUs ? 'open' : phase
}

/**
 * The row for the next renewal; null for an ended award. While a renewal is with the charity, the row is shown only if
 * a full reappraisal was requested.
 */
function nextStep(t: T, award: NamedAward, { next }: Pick<Now, 'next'>) {
  if (award.status === 'ended' || (next.isWithUs && next.reason !== 'asked for')) return null
  const why = next.reason === null ? t('awards.next.renewal') : t(`awards.next.reason.${next.reason}`)
  return {
    why,
    asked:
      award.fullReappraisalReason && next.reason === 'asked for'
        ? t('awards.next.asked', { reason: award.fullReappraisalReason })
        : null,
  }
}

/** The button to start or continue the renewal; null when the reader cannot start or continue it now. */
function startButton(t: T, { id, status }: NamedAward, { next, may }: Pick<AwardParts, 'next' | 'may'>) {
  const { kind, underWay } = next
  if (!next.isOpen || !may.start || next.isWithUs || status === 'ended') return null
  return underWay
    ? { text: t(`awards.next.continue.${kind}`), href: `/applications/${underWay.id}` }
    : { text: t(`awards.next.start.${kind}`), href: `/awards/${id}/renewal` }
}

/**
 * The last day to submit the renewal; null before the renewal can be started, after its submission, and after that day.
 */
function renewBy(t: T, { id, validTo }: NamedAward, { next, today }: Pick<Now, 'next' | 'today'>): DueLine | null {
  if (!next.isOpen || next.isWithUs || validTo === null || validTo < today) return null
  const day = weekdayInYear(t, validTo)
  const days = daysBetween(today, validTo)
  const line = dueLine(t('renewal.due', { day, distance: relativeDay(t, days) }), day, days)
  return withCalendar(t, line, { kind: 'award', id })
}

const recordedRows = (t: T, { isRecorded, decidedBy, source }: NamedAward): SummaryRow[] =>
  isRecorded
    ? [
        {
          key: t('awards.one.recorded'),
          value: [
            t('awards.one.decided_by', { name: decidedBy ?? '' }),
            t('awards.one.written_in', { source: source ?? '' }),
          ],
        },
      ]
    : []

/** Links to the award's applications. An application with a released decision letter links to the letter instead. */
const applicationLinks = (t: T, applications: readonly AwardApplication[]): Link[] =>
  applications.map(({ id, number, kind, released }) => ({
    text: t(released ? 'awards.cases.decision_letter' : 'awards.cases.case', {
      kind: t(`application.kind.${kind}`),
      number,
    }),
    href: released ? `/applications/${id}/decision` : `/applications/${id}`,
  }))

const correctionMoves = (t: T, { id, status }: NamedAward, may: AwardParts['may']): Move[] =>
  [
    { name: 'addBranches', href: 'branches', shown: may.addBranches && status !== 'lapsed' },
    { name: 'correct', href: 'correction', shown: may.correct },
    { name: 'remove', href: 'removal', shown: may.correct },
  ]
    .filter(({ shown }) => shown && status !== 'ended')
    .map(({ name, href }) => ({
      text: t(moveNames[name as keyof typeof moveNames]),
      unmet: [],
      href: `/awards/${id}/${href}`,
      kind: 'secondary',
    }))

const moveNames = {
  addBranches: 'awards.branches.title',
  correct: 'awards.correct.title',
  remove: 'awards.remove.title',
} as const

/**
 * The notice that a correction needs a trustee's answer; null if no correction does, and for readers outside the
 * charity.
 */
function waitingNotice(t: T, { id }: NamedAward, { corrections, may }: AwardParts): Notice | null {
  const waiting = waitingAmong(corrections)
  if (!waiting || !may.list) return null
  return {
    tone: 'plain',
    icon: 'hourglass',
    heading: t('awards.correct.waiting'),
    text: [t('awards.correct.waiting.text')],
    link: may.confirm ? { text: t('awards.correct.waiting.link'), href: `/awards/${id}/correction/answer` } : null,
  }
}

const removedNow = (t: T): Validity => ({
  icon: 'dash',
  tone: 'stop',
  heading: t('awards.removed'),
  text: [t('awards.removed.text')],
})

/** A button for each move that the reader can make. */
function movesFor(
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
