import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { jsonList } from '../../../db/json-list.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Application, ApplicationKind, ApplicationStatus, Declaration } from '../../../domain/application.ts'
import { isWrittenNow } from '../../../domain/application.ts'
import { compare } from '../../../domain/compare.ts'
import type { Sharing } from '../../../domain/example.ts'
import { criteriaAskedBy } from '../../../domain/framework.ts'
import { isAward, type Outcome } from '../../../domain/judgements.ts'
import { can, type ApplicationPermission } from '../../../domain/permissions.ts'
import { Forbidden, NotDeclared, NotFound } from '../../../domain/refusals.ts'
import type { SeatHelper } from '../../../domain/seat-help.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { translationLanguage, type TranslationLanguage } from '../../../domain/translation.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { availableCoordinators } from '../rights/rights.store.ts'
import { seatFields, toSeat, type SeatJson } from './application-seat.store.ts'

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
   * the number of the library's open targets while it can edit the application; otherwise the number of targets in the
   * application's submissions
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
 * they must declare first; Forbidden otherwise
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

/** @throws as `findApplication` does, unless the actor has the named permission on an application */
export function requirePermission(actor: Actor, permission: ApplicationPermission, application: Application): void {
  if (can(actor, permission, application)) return
  if (!can(actor, 'application.know', application)) throw new NotFound()
  if (application.isSubmitted && can(actor, 'declaration.make', application))
    throw new NotDeclared(permission, application.id)
  throw new Forbidden(permission)
}

/**
 * An application by its id, or null. Does not check permissions: for jobs, emails and callers that have checked them.
 * @param today leaves branches that are closed on this day out of the scope, in a draft or returned application
 */
export async function applicationById(db: Db | Tx, id: string, today?: Day): Promise<ApplicationRecord | null> {
  const row = await applicationQuery(db).where('applications.id', id).first<ApplicationRecordRow | undefined>()
  return row ? toApplicationRecord(db, row, today) : null
}

/** Several applications by id in one query, so that lists can check permissions without a query per line. */
export async function applicationsByIds(db: Db | Tx, ids: readonly string[]): Promise<ApplicationRecord[]> {
  return ids.length === 0 ? [] : recordsIn(db, applicationQuery(db).whereIn('applications.id', ids))
}

async function recordsIn(db: Db | Tx, query: ReturnType<typeof applicationQuery>): Promise<ApplicationRecord[]> {
  const rows = await query.orderBy('applications.id')
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
  return recordsIn(
    db,
    applicationQuery(db).where(
      any => void any.whereIn('applications.id', [...ids]).orWhereIn('applications.award_id', [...awardIds]),
    ),
  )
}

/** Whether an application belongs to one of the person's organisations. Makes no query if the person has none. */
export async function isOwnApplication(db: Db, { memberships }: Actor, id: string): Promise<boolean> {
  if (memberships.length === 0) return false
  const row = await db('applications').where({ id }).first('organisation_id')
  return memberships.some(({ organisationId }) => organisationId === row?.organisation_id)
}

type ApplicationRecordRow = Row<'applications'> & {
  organisation_name: string
  place: string
  branches: string
  declarations: string
  seats_here: string
  helpers_here: string
  coordinators_left: number | string
  to_answer: number | string
  targets: number | string
  targets_to_report: number | string
  endorsed: number | string
  pledged: number | string
  languages: string
  outcome_released: Outcome | null
  sharing: Sharing
}

function applicationQuery(db: Db | Tx) {
  return db('applications')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .select<ApplicationRecordRow[]>(
      'applications.*',
      'organisations.name as organisation_name',
      'organisations.place as place',
      jsonList(
        db,
        { id: 'branches.id', closedOn: 'branches.closed_on' },
        `from application_branches join branches on branches.id = application_branches.branch_id
          where application_branches.application_id = applications.id`,
        'branches',
      ),
      jsonList(
        db,
        { personId: 'person_id', says: 'says', independent: 'independent' },
        'from declarations where application_id = applications.id',
        'declarations',
      ),
      jsonList(
        db,
        { language: 'language' },
        `from framework_translations where version_id = applications.framework_version_id and document is not null`,
        'languages',
      ),
      jsonList(db, seatFields, 'from seats where application_id = applications.id', 'seats_here'),
      jsonList(
        db,
        { id: 'seat_helpers.id', seatId: 'seat_helpers.seat_id', personId: 'seat_helpers.person_id' },
        `from seat_helpers join seats on seats.id = seat_helpers.seat_id
          where seats.application_id = applications.id and seat_helpers.ended_at is null`,
        'helpers_here',
      ),
      db.raw(`(select count(*) ${availableCoordinators}) as coordinators_left`),
      db.raw(`(select count(*) from recommendations where recommendations.award_id = applications.award_id
        and recommendations.application_id <> applications.id
      and recommendations.status = 'open') as to_answer`),
      db.raw(`case when ${isWritten} then (select count(*) ${targetsHere})
        else (select count(*) ${targetsSubmitted}) end as targets`),
      db.raw(`case when ${isWritten} then (select count(*) ${targetsHere}
        and targets.made_at < applications.started_at
        and coalesce(targets.progress_at, '') < applications.started_at) else 0 end as targets_to_report`),
      db.raw(`(select count(*) from endorsements where endorsements.application_id = applications.id
        and endorsements.answer = 'endorsed') as endorsed`),
      db.raw('(select count(*) from pledges where pledges.application_id = applications.id) as pledged'),
      db.raw(`${outcomeReleased} as outcome_released`),
      db.raw(`${sharingOf} as sharing`),
    )
}

/** SQL, for use in a query on `applications`: the outcome of the decision released last; null without one. */
export const outcomeReleased = `(select decisions.outcome from decisions
  where decisions.application_id = applications.id and decisions.released_at is not null
  order by decisions.released_at desc, decisions.id desc limit 1)`

/** SQL: how the library shares the application. Until it has chosen, the same as `sharingUntilChosen`. */
export const sharingOf = `coalesce(
  (select example_choices.sharing from example_choices where example_choices.application_id = applications.id),
  case when applications.may_be_shared = 1 then 'unnamed' else 'no' end)`

const isWritten = "applications.status in ('draft', 'returned', 'more evidence asked')"
const targetsHere = `from targets where targets.organisation_id = applications.organisation_id
  and targets.status in ('not started', 'under way')`
/**
 * SQL `from … where …`: the targets in an application's submissions. The names of these parts start with `targets/`. In
 * ASCII, 0 follows /, so `targets0` is the end of the range.
 */
const targetsSubmitted = `from submissions join submission_parts on submission_parts.submission_id = submissions.id
  where submissions.application_id = applications.id
  and submission_parts.name > 'targets/' and submission_parts.name < 'targets0'`

async function toApplicationRecord(db: Db | Tx, row: ApplicationRecordRow, today?: Day): Promise<ApplicationRecord> {
  const framework = await frameworkVersion(db, row.framework_version_id)
  const application = toApplication(row, criteriaAskedBy(framework, row.kind as ApplicationKind).length)
  if (today === undefined || !isWrittenNow(application)) return application
  return { ...application, scope: branchesIn(row, ({ closedOn }) => closedOn === null || closedOn > today) }
}

/** The ids of the branches in an application. */
const branchesIn = (
  { branches }: ApplicationRecordRow,
  isWanted: (branch: { closedOn: Day | null }) => boolean = () => true,
): string[] =>
  inOrder(JSON.parse(branches) as { id: string; closedOn: Day | null }[])
    .filter(isWanted)
    .map(({ id }) => id)

/** @param criteria the number of criteria in an application of this kind; a seat with that many findings is complete */
function toApplication(row: ApplicationRecordRow, criteria: number): ApplicationRecord {
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
    seats: inOrder(JSON.parse(row.seats_here) as SeatJson[]).map(seat => toSeat(seat, criteria)),
    helpers: inOrder(JSON.parse(row.helpers_here) as SeatHelper[]),
    declarations: (
      JSON.parse(row.declarations) as { personId: string; says: Declaration['says']; independent: number | null }[]
    ).map(({ personId, says, independent }) => ({
      personId,
      says,
      independent: independent === null ? null : independent === 1,
    })),
    everyCoordinatorIsBarred: Number(row.coordinators_left) === 0,
    decisionLetterReleased: row.decision_letter_released_at !== null,
    hasReleasedDecision: row.decision_letter_released_at !== null || row.outcome_released !== null,
    isAwarded: row.outcome_released !== null && isAward(row.outcome_released),
    isShared: row.sharing !== 'no',
    criteriaAsked: JSON.parse(row.items_asked) as string[],
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
    recommendationsToAnswer: Number(row.to_answer),
    targets: Number(row.targets),
    targetsToReport: Number(row.targets_to_report),
    isEndorsed: Number(row.endorsed) > 0,
    hasPledge: Number(row.pledged) > 0,
    languages: (JSON.parse(row.languages) as { language: string }[])
      .flatMap(({ language }) => translationLanguage(language) ?? [])
      .toSorted(),
  }
}

const inOrder = <Row extends { id: string }>(rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => compare(a.id, b.id))
