import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import { seatOf, type Actor } from '../../../domain/actor.ts'
import type { Application, ApplicationKind, ApplicationStatus } from '../../../domain/application.ts'
import { isUnderWay, isWrittenNow } from '../../../domain/application.ts'
import { compare } from '../../../domain/compare.ts'
import { criteriaAskedBy } from '../../../domain/framework.ts'
import { isAward } from '../../../domain/judgements.ts'
import { can, type ApplicationPermission } from '../../../domain/permissions.ts'
import { FindingsFirst, Forbidden, NotDeclared, NotFound, NotOpen } from '../../../domain/refusals.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { translationLanguage, type TranslationLanguage } from '../../../domain/translation.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { rowsOfAwards, rowsWithIds, type ApplicationRow, type BranchJson } from './application-row.store.ts'
import { toSeat } from './application-seat.store.ts'

/** An application with the additional fields that its pages show. Permission checks take this record. */
export interface ApplicationRecord extends Application {
  organisationName: string
  place: string
  summary: string
  mayBeShared: boolean
  contactsConfirmedAt: Instant | null
  reasons: string | null
  statusSince: Instant
  submittedAt: Instant | null
  startedAt: Instant
  /** the latest application for the same award that was decided before this one was started; null without one */
  previousApplicationId: string | null
  hasEarlierAnswers: boolean
  restConfirmedAt: Instant | null
  restIsConfirmed: boolean
  panelReason: string | null
  recommendationsToAnswer: number
  /**
   * the number of the library's open targets while it can edit the application; otherwise the number of targets in its
   * last submission
   */
  targets: number
  /**
   * the number of open targets that were set before this application was started and have no progress recorded since; 0
   * while the library cannot edit the application
   */
  targetsToReport: number
  /** whether a local group has endorsed the application */
  isEndorsed: boolean
  hasPledge: boolean
  /** the languages into which the criteria are translated, in the order of their codes */
  languages: readonly TranslationLanguage[]
}

/**
 * The application, if the actor has the named permission on it. Makes one query, and a second one the first time that a
 * framework version is read.
 * @throws NotFound when the application does not exist or the actor is not allowed to know about it; NotDeclared when
 * they must declare first; FindingsFirst when they must give all their findings first; NotOpen when they have the
 * permission only while the application is being written; Forbidden in all other cases
 */
export async function findApplication(
  db: Db | Tx,
  actor: Actor,
  permission: ApplicationPermission,
  id: string,
): Promise<ApplicationRecord> {
  const application = looksLikeId(id) ? await applicationById(db, id, actor.today) : null
  if (!application) throw new NotFound()
  requirePermission(actor, permission, application)
  return application
}

/** Permissions that the library's own people have only while they can write the application. */
const toWrite: readonly ApplicationPermission[] = ['answer.write', 'assignment.manage']
/** Permissions that the library's own people have only before the application is submitted and after a return. */
const toPrepare: readonly ApplicationPermission[] = [
  'application.change_scope',
  'endorsement.ask',
  'sign_off.ask',
  'sign_off.make',
]

type Submitted = 'application_submitted' | 'before_submission' | 'word_submitted'

/**
 * The error to throw when the library can no longer change the application.
 * @param submitted the reason that the error gives while the application is with the charity or its panel
 */
export function notBeingWritten(
  application: Pick<Application, 'id' | 'status' | 'decisionLetterReleased'>,
  submitted: Submitted = 'application_submitted',
): NotOpen {
  const address = `/applications/${application.id}`
  if (isUnderWay(application)) return new NotOpen(submitted, address)
  return new NotOpen(application.status === 'withdrawn' ? 'application_withdrawn' : 'application_decided', address)
}

/**
 * The application as if the actor had given all their findings on it. It shows whether only missing findings stop them.
 */
function withAllGiven(actor: Actor, application: Application): Application {
  const own = seatOf(actor, application)
  return {
    ...application,
    seats: application.seats.map(seat => (seat === own ? { ...seat, hasGivenAll: true } : seat)),
  }
}

/** @throws as `findApplication` does, if the actor does not have the named permission on the application */
export function requirePermission(actor: Actor, permission: ApplicationPermission, application: Application): void {
  if (can(actor, permission, application)) return
  if (!can(actor, 'application.know', application)) throw new NotFound()
  if (application.isSubmitted && can(actor, 'declaration.make', application))
    throw new NotDeclared(permission, application.id)
  if (can(actor, permission, withAllGiven(actor, application))) throw new FindingsFirst(permission, application.id)
  if ([...toWrite, ...toPrepare].includes(permission) && can(actor, permission, { ...application, status: 'draft' }))
    throw notBeingWritten(application, toPrepare.includes(permission) ? 'before_submission' : 'application_submitted')
  throw new Forbidden(permission)
}

/**
 * An application by its id, or null. Does not check permissions.
 * @param today the day on which a branch must be open to be in the scope of a draft or returned application; without
 * it, closed branches stay in the scope
 */
export async function applicationById(db: Db | Tx, id: string, today?: Day): Promise<ApplicationRecord | null> {
  const [row] = await runLookup(db, rowsWithIds(db, [id]))
  return row ? toApplicationRecord(db, row, today) : null
}

/** The applications with these ids, in one query. Does not check permissions. */
export async function applicationsByIds(db: Db | Tx, ids: readonly string[]): Promise<ApplicationRecord[]> {
  return ids.length === 0 ? [] : recordsOf(db, await runLookup(db, rowsWithIds(db, ids)))
}

async function recordsOf(db: Db | Tx, rows: readonly ApplicationRow[]): Promise<ApplicationRecord[]> {
  const records: ApplicationRecord[] = []
  // one after another, so that each framework version is read from the database only once
  for (const row of rows) records.push(await toApplicationRecord(db, row))
  return records
}

/** The applications with these ids, and all applications of these awards. Makes one query. */
export async function applicationsOfAwards(
  db: Db | Tx,
  { ids, awardIds }: { ids: readonly string[]; awardIds: readonly string[] },
): Promise<ApplicationRecord[]> {
  if (ids.length + awardIds.length === 0) return []
  return recordsOf(db, await runLookup(db, rowsOfAwards(db, ids, awardIds)))
}

/** Whether an application belongs to one of the person's organisations. Makes no query if the person has none. */
export async function isOwnApplication(db: Db, { memberships }: Actor, id: string): Promise<boolean> {
  if (memberships.length === 0) return false
  const owner = await runLookup(db, organisationOf(db, id))
  return memberships.some(({ organisationId }) => organisationId === owner)
}

const organisationOf = withKeptSql((db: Db, id: string): Lookup<string | null> =>
  lookup<{ organisation_id: string }, string | null>(
    () => db('applications').where({ id }).select('organisation_id'),
    ['organisation_id'],
    ([row]) => row?.organisation_id ?? null,
  ),
)

async function toApplicationRecord(db: Db | Tx, row: ApplicationRow, today?: Day): Promise<ApplicationRecord> {
  const framework = await frameworkVersion(db, row.framework_version_id)
  const application = toApplication(row, criteriaAskedBy(framework, row.kind as ApplicationKind).length)
  if (today === undefined || !isWrittenNow(application)) return application
  return { ...application, scope: branchesIn(row, ({ closedOn }) => closedOn === null || closedOn > today) }
}

/** The ids of the branches in an application. */
const branchesIn = ({ branches }: ApplicationRow, isWanted: (branch: BranchJson) => boolean = () => true): string[] =>
  inOrder(branches)
    .filter(isWanted)
    .map(({ id }) => id)

/**
 * @param criteria the number of criteria in an application of this kind, with which `toSeat` decides who has given all
 * findings
 */
function toApplication(row: ApplicationRow, criteria: number): ApplicationRecord {
  return {
    id: row.id,
    number: row.number,
    kind: row.kind as ApplicationKind,
    status: row.status as ApplicationStatus,
    statusBefore: row.status_before as ApplicationStatus | null,
    version: row.version,
    organisationId: row.organisation_id,
    awardId: row.award_id,
    roundId: row.round_id,
    streamId: row.stream_id,
    frameworkVersionId: row.framework_version_id,
    isSubmitted: row.submitted_at !== null,
    until: row.until,
    scope: branchesIn(row),
    seats: inOrder(row.seats_here).map(seat => toSeat(seat, criteria)),
    helpers: inOrder(row.helpers_here.filter(({ endedAt }) => endedAt === null)),
    formerHelpers: inOrder(row.helpers_here.filter(({ endedAt }) => endedAt !== null)),
    declarations: row.declarations.map(({ personId, says, independent }) => ({
      personId,
      says,
      independent: independent === null ? null : independent === 1,
    })),
    everyCoordinatorIsBarred: row.coordinators_left === 0,
    decisionLetterReleased: row.decision_letter_released_at !== null,
    hasReleasedDecision: row.decision_letter_released_at !== null || row.outcome_released !== null,
    isAwarded: row.outcome_released !== null && isAward(row.outcome_released),
    isShared: row.sharing !== 'no',
    criteriaAsked: row.items_asked,
    organisationName: row.organisation_name,
    place: row.place,
    summary: row.summary,
    mayBeShared: row.may_be_shared === 1,
    contactsConfirmedAt: row.contacts_confirmed_at,
    reasons: row.reasons,
    statusSince: row.status_since,
    submittedAt: row.submitted_at,
    startedAt: row.started_at,
    previousApplicationId: row.previous_application_id,
    hasEarlierAnswers: row.previous_application_id !== null,
    restConfirmedAt: row.unchanged_confirmed_at,
    restIsConfirmed: row.unchanged_confirmed_at !== null,
    panelReason: row.panel_reason,
    recommendationsToAnswer: row.to_answer,
    targets: row.targets,
    targetsToReport: row.targets_to_report,
    isEndorsed: row.endorsed > 0,
    hasPledge: row.pledged > 0,
    languages: row.languages.flatMap(({ language }) => translationLanguage(language) ?? []).toSorted(),
  }
}

const inOrder = <Row extends { id: string }>(rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => compare(a.id, b.id))
