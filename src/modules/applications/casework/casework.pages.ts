import { canReadCurrentReason } from '../../../domain/move-reasons.ts'
import { rolesIn, seatOf, type Actor } from '../../../domain/actor.ts'
import { isBackWithLibrary, type ApplicationMove } from '../../../domain/application.ts'
import type { ApplicationGuard } from '../../../domain/application-guards.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Button, Move, SummaryRow } from '../../../web/components.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { branchesRow } from '../../organisations/organisations.public.ts'
import { coordinatorRow } from '../coordinators/coordinator.pages.ts'
import { earlierReasonsFold } from '../move-reasons/move-reason.pages.ts'
import { recommendationCards } from '../recommendations/recommendation.pages.ts'
import { isNotApplicable, panelNotice, requestPanelMove } from '../panel-requests/panel-request.pages.ts'
import { criteriaNotice, exactStatus, takeUpInWords, waitingFor, type WaitingFor } from '../statuses/status.pages.ts'
import { changesShown } from '../submissions/submission-changes.pages.ts'
import { canBeConfirmed, caseLinks } from './case-links.pages.ts'
import type { Casework } from './casework.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/casework/casework': ReturnType<typeof caseworkPage>
  }
}

/**
 * The page on which each move is made, relative to the application's address. Moves that are not listed, such as
 * submitting, are not offered on the casework page.
 */
const pageOfMove: { readonly [M in ApplicationMove]?: string } = {
  check: 'check',
  return: 'return',
  seat: 'panel',
  askMore: 'more-evidence',
  takeUp: 'take-up',
  propose: 'proposal',
  confirm: 'decision',
  sendBack: 'decision',
  decide: 'decision',
  releaseLetter: 'decision',
  reverse: 'decision/answer',
  reopen: 'decision/answer',
  hold: 'hold',
  release: 'hold/ending',
  close: 'closing',
}

/** The page of an application for people outside the library. Shows no content before the reader's declaration. */
export function caseworkPage(t: T, actor: Actor, casework: Casework) {
  const { application, framework, summary, recommendations, panelReasons } = casework
  const mayRead = can(actor, 'application.read', application)
  const moves = mayRead || can(actor, 'application.close', application) ? movesOf(t, actor, casework) : []
  const reading = readingButton(t, actor, application)
  const hasNothingToDo = moves.length === 0 && reading === null && rolesIn(actor, application).length > 0
  return {
    title: application.organisationName,
    back: can(actor, 'applications.list')
      ? { text: t('applications.title'), href: '/applications' }
      : { text: t('home.title'), href: '/home' },
    heading: { text: application.organisationName, caption: captionOf(t, application), size: 'l' as const },
    draftNotice: criteriaNotice(t, framework, application, null),
    status: exactStatus(t, application.status, application.decisionLetterReleased),
    draft: application.isSubmitted
      ? null
      : t(application.status === 'withdrawn' ? 'applications.case.never_submitted' : 'applications.case.draft'),
    ...declarationParts(t, actor, casework),
    recommendations: mayRead ? recommendationCards(t, recommendations) : null,
    summary: mayRead ? paragraphs(summary) : [],
    panel: panelNotice(t, actor, application, panelReasons),
    moves:
      moves.length > 0
        ? { heading: t('applications.case.next'), moves: withPanel(t, actor, application, moves) }
        : null,
    reading,
    quiet: mayRead && hasNothingToDo ? quietText(t, application) : null,
    links: caseLinks(t, actor, application),
    facts: { rows: factsOf(t, actor, casework, mayRead) },
    changes: changesShown(t, application, casework.changes),
    earlier: earlierReasonsFold(t, application, casework),
  }
}

/**
 * The text for a reader who has nothing to do. Says "we will email you" only until the application is decided or
 * withdrawn, because later changes are not emailed to everyone.
 */
const quietText = (t: T, { status }: ApplicationRecord): string =>
  t(
    status === 'decided' || status === 'withdrawn'
      ? 'applications.case.nothing_to_do.over'
      : 'applications.case.nothing_to_do',
  )

const captionOf = (t: T, { kind, number }: ApplicationRecord): string =>
  t('applications.case.caption', { kind: t(`application.kind.${kind}`), number })

function declarationParts(t: T, actor: Actor, { application, isRoundOver }: Casework) {
  const { id } = application
  if (can(actor, 'seat.answer', application))
    return { declare: null, declareButton: { text: t('seats.open'), href: `/applications/${id}/seat` } }
  if (!(application.isSubmitted || isRoundOver) || !can(actor, 'declaration.make', application))
    return { declare: null, declareButton: null }
  return {
    declare: {
      tone: 'welcome' as const,
      icon: 'information' as const,
      heading: t('applications.case.declare.heading'),
      text: [t('applications.case.declare.text')],
    },
    declareButton: { text: t('applications.case.declare.button'), href: `/applications/${id}/declaration` },
  }
}

/** The button to the next page that a panel member or helper needs; null unless the panel is reading. */
function readingButton(t: T, actor: Actor, application: ApplicationRecord): Button | null {
  if (application.status !== 'with the panel' || !can(actor, 'appraisal.read', application)) return null
  const seat = seatOf(actor, application)
  if (seat?.hasGivenAll)
    return { text: t('applications.case.to_meeting'), href: `/applications/${application.id}/meeting` }
  return {
    text: t(seat ? 'applications.case.to_reading' : 'applications.case.to_reading.helper'),
    href: `/applications/${application.id}/appraisal`,
  }
}

/**
 * The party that the application is waiting for. Null for a checked light renewal before the person's declaration,
 * because its answers decide whether one trustee can confirm it.
 */
function waitingForIn({ application, panelReasons, requested }: Casework): WaitingFor | null {
  if (requested !== null) return 'trustee'
  if (canBeConfirmed(application) && panelReasons === null) return null
  if (canBeConfirmed(application) && panelReasons?.length === 0) return 'trustee'
  return waitingFor(application.status, application.decisionLetterReleased)
}

function factsOf(t: T, actor: Actor, casework: Casework, mayRead: boolean): SummaryRow[] {
  const { application, branches, team, requested, coordinator } = casework
  const mayChange = can(actor, 'application.change_coordinator', application)
  const waiting = waitingForIn(casework)
  const rows: (SummaryRow | null)[] = [
    requested && { key: t('applications.case.request'), value: t(`decision_requests.open.${requested}`) },
    waiting && { key: t('applications.case.waiting_for'), value: t(`applications.waiting_for.${waiting}`) },
    { key: t('applications.case.since'), value: longDay(t, dayOf(application.statusSince)) },
    application.until && { key: t('applications.case.until'), value: longDay(t, application.until) },
    mayRead && application.reasons && canReadCurrentReason(actor, application, casework.reasons)
      ? { key: t('applications.case.reasons'), value: paragraphs(application.reasons) }
      : null,
    mayRead ? coordinatorRow(t, application, coordinator, mayChange) : null,
    { key: t('applications.case.place'), value: application.place },
    branchesRow(t, t('applications.case.branches'), branches),
    { key: t('applications.case.team'), value: team },
  ]
  return rows.filter(row => row !== null)
}

const secondaryMoves: readonly ApplicationMove[] = ['return', 'sendBack', 'hold', 'close']

/**
 * Whether a move is hidden: closing while it is not possible, or changing a decision that no one has asked to change.
 */
function isLeftOut(move: ApplicationMove, unmet: readonly ApplicationGuard[]): boolean {
  if (move === 'close') return unmet.length > 0
  return unmet.includes('a coordinator proposed to reverse it') || unmet.includes('a review or an error requires it')
}

/** Whether the move would release a decision letter that has already been released. */
const isOver = (move: ApplicationMove, { decisionLetterReleased }: ApplicationRecord): boolean =>
  move === 'releaseLetter' && decisionLetterReleased

function moveInWords(t: T, move: ApplicationMove, application: ApplicationRecord): string {
  if (pageOfMove[move] === 'decision/answer') return t('decision_requests.answer.title')
  return move === 'takeUp' ? takeUpInWords(t, application) : t(`application.move.${move}`)
}

/** The buttons for moves, the main ones first. */
function movesOf(t: T, actor: Actor, { application, offers, panelReasons, requested }: Casework): Move[] {
  const below = `/applications/${application.id}`
  const moves = offers.flatMap(({ move, unmet }): Move[] => {
    const page = pageOfMove[move]
    if (
      page === undefined ||
      isLeftOut(move, unmet) ||
      isOver(move, application) ||
      isNotApplicable(move, panelReasons)
    )
      return []
    return [
      {
        text: moveInWords(t, move, application),
        unmet: unmet.map(guard => t(`application.guard.${guard}`)),
        href: `${below}/${page}`,
        kind: secondaryMoves.includes(move) ? 'secondary' : 'primary',
      },
    ]
  })
  const newDate: Move = {
    text: t('applications.new_date.title'),
    unmet: [],
    href: `${below}/date`,
    kind: 'secondary',
  }
  const correction: Move = {
    text: t(requested === null ? 'corrections.ask.title' : 'decision_requests.open.link'),
    unmet: [],
    href: `${below}/decision/correction`,
    kind: 'secondary',
  }
  const all = [
    ...moves,
    ...(can(actor, 'correction.ask', application) ? [correction] : []),
    ...(isBackWithLibrary(application) && can(actor, 'application.move_date', application) ? [newDate] : []),
    ...extensionMove(t, actor, application),
    ...requestPanelMove(t, actor, application, panelReasons),
  ]
  return all.toSorted((a, b) => Number(a.kind === 'secondary') - Number(b.kind === 'secondary'))
}

/** The link to extend the round for this library only, while it is writing a first application. */
const extensionMove = (t: T, actor: Actor, application: ApplicationRecord): Move[] =>
  application.roundId !== null && can(actor, 'application.extend_round', application)
    ? [
        {
          text: t('rounds.extend_one.title'),
          unmet: [],
          href: `/applications/${application.id}/round-extension`,
          kind: 'secondary',
        },
      ]
    : []

/**
 * Adds a link to the panel's page after the main moves, if this person can manage the panel now and no available move
 * leads to that page.
 */
function withPanel(t: T, actor: Actor, application: ApplicationRecord, moves: readonly Move[]): Move[] {
  const href = `/applications/${application.id}/panel`
  const toPanel = moves.find(move => move.href === href)
  const isListed = toPanel !== undefined && toPanel.unmet.length === 0
  const hasPanel = ['checked', 'with the panel', 'more evidence asked', 'resubmitted'].includes(application.status)
  if (isListed || !hasPanel || !can(actor, 'panel.manage', application)) return [...moves]
  const panel: Move = toPanel
    ? { text: t('applications.case.offer_seats'), unmet: [], href, kind: 'primary' }
    : { text: t('applications.case.panel'), unmet: [], href, kind: 'secondary' }
  const main = moves.filter(({ kind }) => kind === 'primary')
  return [...main, panel, ...moves.slice(main.length)]
}
