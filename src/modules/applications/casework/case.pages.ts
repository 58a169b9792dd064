import type { ApplicationRecord } from '../../access/access.public.ts'
import { seatOf, rolesIn, type Actor } from '../../../domain/actor.ts'
import type { ApplicationGuard } from '../../../domain/application-guards.ts'
import {
  applicationStatuses,
  isGivenBack,
  type ApplicationMove,
  type ApplicationStatus,
} from '../../../domain/application.ts'
import type { PanelReason } from '../../../domain/framework.ts'
import type { Offer } from '../../../domain/lifecycle.ts'
import { can, type ApplicationPermission } from '../../../domain/permissions.ts'
import { dayOf } from '../../../domain/time.ts'
import { branchesRow } from '../../organisations/organisations.public.ts'
import type { Link, Move, SummaryRow } from '../../../web/components.ts'
import { exactStatus, waitingFor } from '../applications/exact-status.pages.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { recommendationCards, type RecommendationsShown } from '../recommendations/recommendation.pages.ts'
import { longDay } from '../../../words/format.ts'
import type { Key, T } from '../../../words/words.ts'
import { isBesideThePoint, panelNotice, wantPanelMove } from '../panel-requests/panel-request.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/casework/case': ReturnType<typeof casePage>
  }
}

export interface CaseParts {
  application: ApplicationRecord
  /** of the branches in scope, in order */
  branches: readonly string[]
  /** leads and contributors */
  team: readonly string[]
  /** as handed in last; null before the declaration */
  summary: string | null
  /** promised with the letters before, not closed; they head the paper */
  recommendations: RecommendationsShown | null
  offers: readonly Offer<ApplicationMove, ApplicationGuard>[]
  /** of a draft: it can be closed now, by a coordinator who declared */
  roundIsOver: boolean
  /** why a light renewal goes to a panel; null for everything else */
  panelReasons: readonly PanelReason[] | null
}

/** Where a move is made, below the case. A move without a page here is made elsewhere, or by the clock. */
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
  hold: 'hold',
  release: 'hold/ending',
  close: 'closing',
}

const always = applicationStatuses
const read = [
  'with the panel',
  'more evidence asked',
  'resubmitted',
  'with a trustee',
  'decided',
  'on hold',
  'withdrawn',
] as const

/**
 * What there is to read, in this order, for those who may, once the case is that far. A new section of the case is a
 * line here.
 */
const sections = [
  { below: 'submission', asks: 'submission.read', words: 'applications.case.link.submission', when: always },
  { below: 'questions', asks: 'question.read', words: 'applications.case.link.questions', when: always },
  { below: 'panel', asks: 'panel.read', words: 'applications.case.link.panel', when: ['checked', ...read] },
  { below: 'appraisal', asks: 'appraisal.read', words: 'applications.case.link.appraisal', when: read },
  { below: 'meeting', asks: 'meeting.read', words: 'applications.case.link.meeting', when: read },
  { below: 'proposal', asks: 'proposal.read', words: 'applications.case.link.proposal', when: read },
  {
    below: 'decision',
    asks: 'decision.read',
    words: 'applications.case.link.decision',
    when: ['with a trustee', 'decided'],
  },
  { below: 'history', asks: 'history.read', words: 'applications.case.link.history', when: always },
] as const satisfies readonly {
  below: string
  asks: ApplicationPermission
  words: Key
  when: readonly ApplicationStatus[]
}[]

/**
 * The case, as everybody but the library sees it. Before the declaration: whose it is, where, which branches and who
 * writes. No more.
 */
export function casePage(t: T, actor: Actor, parts: CaseParts) {
  const { application, summary, recommendations, offers, roundIsOver, panelReasons } = parts
  const reads = can(actor, 'application.read', application)
  const mayDeclare = (application.isSubmitted || roundIsOver) && can(actor, 'declaration.make', application)
  const mayAnswer = can(actor, 'seat.answer', application)
  const moves =
    reads || can(actor, 'application.close', application) ? movesOf(t, actor, application, offers, panelReasons) : []
  const reading = readingOf(t, actor, application)
  return {
    title: application.organisationName,
    back: can(actor, 'applications.list')
      ? { text: t('applications.title'), href: '/applications' }
      : { text: t('home.title'), href: '/home' },
    heading: {
      text: application.organisationName,
      caption: t('applications.case.caption', {
        kind: t(`application.kind.${application.kind}`),
        number: application.number,
      }),
      size: 'l' as const,
    },
    status: exactStatus(t, application.status, application.decisionLetterReleased),
    facts: { rows: factsOf(t, application, parts, reads) },
    draft: application.isSubmitted ? null : t('applications.case.draft'),
    declare:
      mayDeclare && !mayAnswer
        ? {
            tone: 'welcome' as const,
            icon: 'information' as const,
            heading: t('applications.case.declare.heading'),
            text: [t('applications.case.declare.text')],
          }
        : null,
    declareButton: mayAnswer
      ? { text: t('panels.seat.open'), href: `/applications/${application.id}/seat` }
      : mayDeclare
        ? { text: t('applications.case.declare.button'), href: `/applications/${application.id}/declaration` }
        : null,
    recommendations: reads ? recommendationCards(t, recommendations) : null,
    summary: reads ? paragraphs(summary) : [],
    panel: panelNotice(t, actor, application, panelReasons),
    moves: moves.length > 0 ? { heading: t('applications.case.next'), moves } : null,
    reading,
    quiet:
      reads && moves.length === 0 && reading === null && rolesIn(actor, application).length > 0
        ? t('applications.case.nothing_to_do')
        : null,
    links: sectionsOf(t, actor, application),
  }
}

/** A seat's own work is no move of the case, and still what its holder came for. */
function readingOf(t: T, actor: Actor, application: ApplicationRecord): Link | null {
  if (application.status !== 'with the panel' || !can(actor, 'appraisal.read', application)) return null
  return seatOf(actor, application)?.hasGivenAll
    ? { text: t('applications.case.to_meeting'), href: `/applications/${application.id}/meeting` }
    : { text: t('applications.case.to_reading'), href: `/applications/${application.id}/appraisal` }
}

function factsOf(
  t: T,
  application: ApplicationRecord,
  { branches, team, panelReasons }: CaseParts,
  reads: boolean,
): SummaryRow[] {
  const isTrustees = isToConfirm(application) && panelReasons?.length === 0
  const waitingForNow = isTrustees ? 'trustee' : waitingFor(application.status, application.decisionLetterReleased)
  const rows: (SummaryRow | null)[] = [
    {
      key: t('applications.case.turn'),
      value: t(`applications.waiting_for.${waitingForNow}`),
    },
    { key: t('applications.case.since'), value: longDay(t, dayOf(application.statusSince)) },
    application.until && { key: t('applications.case.until'), value: longDay(t, application.until) },
    reads && application.reasons
      ? { key: t('applications.case.reasons'), value: paragraphs(application.reasons) }
      : null,
    { key: t('applications.case.place'), value: application.place },
    branchesRow(t, t('applications.case.branches'), branches),
    { key: t('applications.case.team'), value: team },
  ]
  return rows.filter(row => row !== null)
}

const extra: readonly ApplicationMove[] = ['return', 'sendBack', 'hold', 'close']

/** What is hoped for stands first. That a case may not be closed yet is nothing anybody waits for. */
function movesOf(
  t: T,
  actor: Actor,
  application: ApplicationRecord,
  offers: CaseParts['offers'],
  reasons: CaseParts['panelReasons'],
): Move[] {
  const moves = offers.flatMap(({ move, unmet }): Move[] => {
    const below = pageOfMove[move]
    if (below === undefined || (move === 'close' && unmet.length > 0) || isBesideThePoint(move, reasons)) return []
    const kind = extra.includes(move) ? ('secondary' as const) : ('primary' as const)
    return [
      {
        text: t(`application.move.${move}`),
        unmet: unmet.map(guard => t(`application.guard.${guard}`)),
        href: `/applications/${application.id}/${below}`,
        kind,
      },
    ]
  })
  const newDate: Move = {
    text: t('applications.new_date.title'),
    unmet: [],
    href: `/applications/${application.id}/date`,
    kind: 'secondary',
  }
  const all = [
    ...moves,
    ...(isGivenBack(application) && can(actor, 'application.move_date', application) ? [newDate] : []),
    ...wantPanelMove(t, actor, application, reasons),
  ]
  return all.toSorted((a, b) => Number(a.kind === 'secondary') - Number(b.kind === 'secondary'))
}

/** A light renewal lies before a trustee as soon as it is checked. */
const isToConfirm = ({ kind, status }: ApplicationRecord): boolean => kind === 'renewal' && status === 'checked'

const sectionsOf = (t: T, actor: Actor, application: ApplicationRecord): Link[] =>
  sections
    .filter(
      ({ asks, below, when }) =>
        application.isSubmitted &&
        ((when as readonly ApplicationStatus[]).includes(application.status) ||
          (below === 'decision' && isToConfirm(application))) &&
        can(actor, asks, application),
    )
    .map(({ below, words }) => ({ text: t(words), href: `/applications/${application.id}/${below}` }))
