import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Row } from '../../../db/tables.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { membershipsIn, rolesIn, theClock, type Actor } from '../../../domain/actor.ts'
import {
  guards,
  noFactsKnown,
  type ApplicationFacts,
  type ApplicationGuard,
} from '../../../domain/application-guards.ts'
import { applicationMoves, type ApplicationMove, type ApplicationStatus } from '../../../domain/application.ts'
import type { AwardStatus, ReceiveCause } from '../../../domain/award.ts'
import type { MessageName } from '../../../domain/email-kinds.ts'
import { libraryStream } from '../../../domain/framework.ts'
import { isReasonKept, type KeptReason } from '../../../domain/move-reasons.ts'
import { offers, stateAfter, type Asked, type Move, type Offer } from '../../../domain/moves.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { FormRefused, MoveRefused, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { emailReaders } from '../../../email/outbox.ts'
import type { EmailName } from '../../../email/templates.ts'
import { recordEvent, type Facts } from '../../../history/record.ts'
import { applicationsByIds, type ApplicationRecord } from '../../access/access.public.ts'
import {
  latestFrameworkVersionId,
  lockStream,
  roundForDraft,
  streamsOffered,
} from '../../frameworks/frameworks.public.ts'
import {
  branchesOf,
  branchesTaken,
  branchesTakenBeside,
  lockOrganisation,
  openOn,
} from '../../organisations/organisations.public.ts'
import { insertMoveReason } from '../move-reasons/move-reason.store.ts'
import { factsAbout } from '../moves/move.store.ts'
import type { ScopeGiven, StartGiven, SummaryGiven } from './application.forms.ts'
import { askForSignOffAgain } from '../sign-offs/sign-off.actions.ts'
import {
  applicationsToClose,
  insertDraft,
  keepOnlyBranches,
  replaceScope,
  updateApplication,
} from './application.store.ts'

/** The input that a move asks for. A record, such as a proposal, is given as its id. */
export type MoveInput = Partial<Record<Exclude<Asked, 'until' | 'criteria' | 'scope'>, string>> & {
  until?: Day
  criteria?: readonly string[]
  scope?: readonly string[]
}

/** The input of the person who makes a move, and the details that the caller adds. */
export interface MoveDetails {
  given?: MoveInput
  /** facts that `moveApplication` cannot read itself, such as whether the proposal has changed since it was read */
  facts?: Partial<ApplicationFacts>
  /** columns of the application that change with its status */
  changes?: Partial<Omit<Row<'applications'>, 'id' | 'version' | 'status' | 'status_before' | 'status_since'>>
  /** parameters of the move's emails, besides the application's id, the organisation's name and the requested date */
  emails?: Readonly<Record<string, string | boolean>>
  /** which readers get an email, by the name of the email; an email without an entry goes to all its readers */
  audience?: Partial<Record<MessageName, (person: Pick<Actor, 'id'>) => boolean>>
  /** facts for the move's event, in addition to the statuses, the requested date, the criteria and the saved reason */
  event?: Facts
}

/**
 * The only way to change an application's status. Records the event and queues the emails in the same transaction.
 * @throws MoveRefused when this person cannot make the move now, or some of its input is missing
 * @throws Stale when the application has changed since it was read
 */
export async function moveApplication(
  work: UnitOfWork,
  application: ApplicationRecord,
  name: ApplicationMove,
  { given = {}, ...added }: MoveDetails = {},
): Promise<void> {
  await work.tell('application about to move', { application })
  const facts = { ...(await factsAbout(work.trx, work.actor, application, work.at)), ...added.facts }
  const offer = offersIn(work.actor, application, facts).find(({ move }) => move === name)
  if (!offer || offer.unmet.length > 0 || offer.asks.some(asked => !isGiven(given[asked])))
    throw new MoveRefused(name, application.status, offer?.unmet)
  const move: Move<ApplicationStatus, ApplicationGuard> = applicationMoves[name]
  const after = stateAfter(move, application)
  const movesOn = after.status !== application.status
  await updateApplication(work.trx, application, {
    status: after.status,
    status_before: after.statusBefore,
    ...(movesOn ? { status_since: work.at, ...columnsAskedFor(given) } : {}),
    ...added.changes,
  })
  const reason = isReasonKept(name) ? await keepReason(work, application, name, given) : null
  const asked = {
    ...(given.until ? { until: given.until } : {}),
    ...(given.criteria ? { criteria: given.criteria } : {}),
    ...(reason ? { reason } : {}),
  }
  await recordEvent(work, `application.${name}`, entity(application), {
    from: application.status,
    to: after.status,
    ...asked,
    ...added.event,
  })
  const emails = {
    applicationId: application.id,
    organisation: application.organisationName,
    until: given.until,
    ...added.emails,
  }
  const moved = { ...application, ...after, isSubmitted: application.isSubmitted || name === 'submit' }
  for (const message of move.sends ?? []) {
    const only = added.audience?.[message]
    await emailReaders(work, moved, { name: message as EmailName, facts: emails as never, only })
  }
  // the release of a decision letter is announced by the event `decision letter released` instead
  if (name !== 'releaseLetter')
    await work.tell('application moved', {
      application,
      isReceived: isReceivedBy(name, application),
      cause: receiveCausesOf[name],
    })
}

/**
 * Whether the charity receives the application through this move. If a renewal arrives in time, its award stays valid
 * until the decision.
 */
const isReceivedBy = (name: ApplicationMove, { status }: ApplicationRecord): boolean =>
  name === 'submit' ||
  name === 'resubmit' ||
  name === 'reopen' ||
  (name === 'takeUp' && status === 'more evidence asked')

const receiveCausesOf: Partial<Record<ApplicationMove, ReceiveCause>> = { reopen: 'reopened', takeUp: 'taken up' }

/** The moves that the person's roles allow in the application's status, each with the guards that are not met. */
export async function movesOfferedTo(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  { at, known = {} }: { at: Instant; known?: Partial<ApplicationFacts> },
): Promise<Offer<ApplicationMove, ApplicationGuard>[]> {
  return offersIn(actor, application, { ...(await factsAbout(db, actor, application, at)), ...known })
}

const offersIn = (actor: Actor, application: ApplicationRecord, facts: ApplicationFacts) =>
  offers(applicationMoves, guards, { status: application.status, roles: rolesIn(actor, application), facts })

const isGiven = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value))

/**
 * The columns that store the input of a move. If the move has no reasons or no date, that column becomes null. If it
 * has no criteria, the stored criteria stay.
 */
const columnsAskedFor = ({ reason, reasons, until, criteria }: MoveInput): Partial<Row<'applications'>> => ({
  reasons: reasons ?? reason ?? null,
  until: until ?? null,
  ...(criteria ? { items_asked: JSON.stringify(criteria) } : {}),
})

/** @returns the id of the saved reason; null when the move has none */
async function keepReason(
  work: UnitOfWork,
  application: Pick<ApplicationRecord, 'id'>,
  move: KeptReason,
  { reason, reasons, criteria, until }: MoveInput,
): Promise<string | null> {
  const body = reasons ?? reason
  return body ? insertMoveReason(work, application, { move, body, items: criteria ?? [], until }) : null
}

export const entity = ({ id, organisationId }: Pick<ApplicationRecord, 'id' | 'organisationId'>) =>
  ({ kind: 'application', id, organisationId, applicationId: id }) as const

/**
 * Closes the open applications of an ended award, or the open light renewals of a lapsed award. When a lapsed award is
 * reappraised, the answers of its closed renewals are copied.
 */
export async function closeApplicationsOf(work: UnitOfWork, award: { id: string; status: AwardStatus }): Promise<void> {
  const over = await applicationsByIds(work.trx, await applicationsToClose(work.trx, award))
  for (const application of over)
    await moveApplication(as(theClock, work), application, 'close', { emails: { award: award.status } })
}

/**
 * Starts a first application for some branches.
 * @param streamId the award stream; the stream for libraries by default
 * @returns the application's id
 * @throws FormRefused when the stream does not accept first applications, or a branch cannot be chosen
 * @throws MoveRefused when this person cannot start an application
 */
export async function startApplication(
  work: UnitOfWork,
  organisation: Organisation,
  { scope, streamId = libraryStream }: Pick<StartGiven, 'scope'> & { streamId?: string },
): Promise<string> {
  // The locks stop two leads from using the same branch.
  await lockOrganisation(work.trx, organisation)
  await lockStream(work.trx, streamId)
  if (!(await streamsOffered(work.trx, work.at)).some(({ id }) => id === streamId))
    throw new FormRefused('stream', 'applications.new.stream_retired')
  const branches = openOn(await branchesOf(work.trx, organisation), dayOf(work.at)).filter(({ id }) =>
    scope.includes(id),
  )
  if (branches.length < scope.length) throw new FormRefused('scope', 'applications.new.scope.unknown')
  const taken = await branchesTaken(work.trx, organisation, streamId)
  const names = branches.filter(({ id }) => taken.has(id)).map(({ name }) => name)
  if (names.length > 0) throw new FormRefused('scope', 'applications.new.scope.taken', { branches: names.join(', ') })
  refuseUnlessOffered(work.actor, organisation)
  const id = await insertFirstApplication(work, organisation, { scope, streamId })
  await recordEvent(work, 'application.start', entity({ id, organisationId: organisation.id }), {
    from: 'not started',
    to: 'draft',
    kind: 'first',
    branches: scope,
  })
  return id
}

async function insertFirstApplication(
  work: UnitOfWork,
  organisation: Organisation,
  { scope, streamId }: { scope: readonly string[]; streamId: string },
): Promise<string> {
  const round = await roundForDraft(work.trx, streamId, work.at)
  const id = newId()
  await insertDraft(
    work,
    {
      id,
      organisation_id: organisation.id,
      stream_id: streamId,
      framework_version_id: round?.frameworkVersionId ?? (await latestFrameworkVersionId(work.trx, streamId)),
      round_id: round?.id ?? null,
      award_id: null,
      kind: 'first',
    },
    scope,
  )
  return id
}

function refuseUnlessOffered(actor: Actor, organisation: Organisation): void {
  const facts = { ...noFactsKnown, kind: 'first', status: 'not started', branchesAreFree: true } as const
  const open = offers(applicationMoves, guards, {
    status: 'not started',
    roles: membershipsIn(actor, organisation.id),
    facts,
  }).find(({ move }) => move === 'start')
  if (!open || open.unmet.length > 0) throw new MoveRefused('start', 'not started', open?.unmet)
}

/** @throws Stale when the application has been changed since the form was read */
export async function writeSummary(
  work: UnitOfWork,
  application: ApplicationRecord,
  given: SummaryGiven,
): Promise<void> {
  if (given.version !== application.version) throw new Stale()
  if (given.summary === application.summary && given.mayBeShared === application.mayBeShared) return
  await updateApplication(work.trx, application, { summary: given.summary, may_be_shared: given.mayBeShared ? 1 : 0 })
  await recordEvent(work, 'application.summary_written', entity(application))
  await askForSignOffAgain(work, application)
}

/**
 * Sets which branches an application covers.
 * @throws FormRefused for a branch that is closed, belongs to another library, or is taken by another application or
 * award of this stream
 * @throws Stale when the application has changed since it was read
 */
export async function changeScope(work: UnitOfWork, application: ApplicationRecord, given: ScopeGiven): Promise<void> {
  await lockOrganisation(work.trx, { id: application.organisationId })
  const open = openOn(await branchesOf(work.trx, { id: application.organisationId }), dayOf(work.at))
  const taken = await branchesTakenBeside(work.trx, application)
  if (given.scope.some(id => taken.has(id) || !open.some(branch => branch.id === id)))
    throw new FormRefused('scope', 'applications.new.scope.unknown')
  await updateApplication(work.trx, { id: application.id, version: given.version }, {})
  if (!(await replaceScope(work.trx, application, given.scope))) return
  await recordEvent(work, 'application.scope_changed', entity(application), { branches: given.scope })
}

/**
 * Deletes branches that have closed from the application's scope. Otherwise a branch that reopens after submission
 * would join the award without having been appraised.
 */
export async function removeClosedBranches(work: UnitOfWork, application: ApplicationRecord): Promise<void> {
  if ((await keepOnlyBranches(work.trx, application)) > 0)
    await recordEvent(work, 'application.scope_changed', entity(application), { branches: application.scope })
}
