import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationGuard } from '../../../domain/application-guards.ts'
import type { ApplicationMove } from '../../../domain/application.ts'
import type { Framework, PanelReason } from '../../../domain/framework.ts'
import { answeredBy, type MoveReason } from '../../../domain/move-reasons.ts'
import type { Offer } from '../../../domain/moves.ts'
import { can } from '../../../domain/permissions.ts'
import type { RequestKind } from '../../../domain/review.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { frameworkVersion, roundForLookup } from '../../frameworks/frameworks.public.ts'
import { branchesIn, teamIn, writersIn } from '../../organisations/organisations.public.ts'
import { moveReasonsLookup } from '../move-reasons/move-reason.store.ts'
import { coordinatorLookup, type NamedCoordinator } from '../coordinators/coordinator.store.ts'
import { movesOfferedTo } from '../applications/application.actions.ts'
import { recommendationsBefore } from '../recommendations/recommendation.actions.ts'
import type { RecommendationsShown } from '../recommendations/recommendation.pages.ts'
import { changesSubmitted, type ChangesSubmitted } from '../submissions/submission-changes.store.ts'
import { panelReasonsOf } from '../panel-requests/panel-request.store.ts'
import { frozenSummaryLookup } from '../submissions/submission.store.ts'

/** An application as people outside the library see it. */
export interface Casework {
  application: ApplicationRecord
  /** names of the branches in scope, sorted by name */
  branches: readonly string[]
  /** the names of the leads and contributors */
  team: readonly string[]
  /** the last submitted summary; null before a submission, and before the person declares no conflict of interest */
  summary: string | null
  /** the result of `recommendationsBefore`; null before the declaration too */
  recommendations: RecommendationsShown | null
  offers: readonly Offer<ApplicationMove, ApplicationGuard>[]
  /** whether this is a draft whose round has closed */
  isRoundOver: boolean
  /** why a light renewal needs a panel; null for other applications, and before the declaration */
  panelReasons: readonly PanelReason[] | null
  /** null before the declaration, and for an application without a coordinator */
  coordinator: NamedCoordinator | null
  framework: Framework
  /** the saved reasons of moves that this person can read, newest first; empty before the declaration */
  reasons: readonly MoveReason[]
  /**
   * how the last submission differs from the one before; null before the declaration. Also null until the library has
   * submitted again after a return or a request for more evidence
   */
  changes: ChangesSubmitted | null
  /** the open request to change the decision; null if there is none, or this person cannot read it */
  requested: RequestKind | null
}

/** Reads the application's data for one person. Data that this person cannot see is left empty or null. */
export async function caseworkOf(db: Db, actor: Actor, application: ApplicationRecord, at: Instant): Promise<Casework> {
  const organisation = { id: application.organisationId }
  const mayRead = can(actor, 'application.read', application)
  const mayMove = mayRead || can(actor, 'application.close', application)
  const { branches, team, summary, coordinator, round, reasons } = await runLookups(db, {
    branches: branchesIn(db, organisation.id),
    team: teamIn(db, organisation.id),
    summary: mayRead ? frozenSummaryLookup(db, application.id) : null,
    coordinator: mayRead ? coordinatorLookup(db, application) : null,
    round: application.status === 'draft' ? roundLookup(db, application) : null,
    reasons: mayRead ? moveReasonsLookup(db, application, actor) : null,
  })
  return {
    application,
    branches: branches.filter(({ id }) => application.scope.includes(id)).map(({ name }) => name),
    team: writersIn(team).map(({ name }) => name),
    summary,
    recommendations: mayRead ? await recommendationsBefore(db, actor, application, dayOf(at)) : null,
    offers: mayMove ? await movesOfferedTo(db, actor, application, { at, known: { proposalIsUnchanged: true } }) : [],
    isRoundOver: round != null && at >= round.acceptsUntil,
    panelReasons: mayRead && application.kind === 'renewal' ? await panelReasonsOf(db, application) : null,
    coordinator,
    framework: await frameworkVersion(db, application.frameworkVersionId),
    reasons: reasons ?? [],
    changes: isSubmittedAgain(application, reasons) ? await changesSubmitted(db, actor, application) : null,
    requested:
      application.status === 'decided' && can(actor, 'decision_request.read', application)
        ? await runLookup(db, openRequestKind(db, application.id))
        : null,
  }
}

/** Whether the library has submitted again after a return or a request for more evidence. */
const isSubmittedAgain = (
  { startedAt, submittedAt }: ApplicationRecord,
  reasons: readonly MoveReason[] | null,
): boolean => submittedAt !== null && answeredBy(reasons ?? [], { after: startedAt, until: submittedAt }).length > 0

const openRequestKind = withKeptSql((db: Db, applicationId: string): Lookup<RequestKind | null> =>
  lookup<{ kind: RequestKind }, RequestKind | null>(
    () => db('decision_requests').where({ application_id: applicationId, status: 'asked' }).limit(1).select('kind'),
    ['kind'],
    ([open]) => open?.kind ?? null,
  ),
)

const roundLookup = (db: Db, { roundId, organisationId }: ApplicationRecord) =>
  roundId === null ? null : roundForLookup(db, { roundId, organisationId })
