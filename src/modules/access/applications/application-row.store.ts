import type { Db, Tx } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Declaration } from '../../../domain/application.ts'
import type { Sharing } from '../../../domain/example.ts'
import type { Outcome } from '../../../domain/judgements.ts'
import type { SeatHelper } from '../../../domain/seat-help.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { availableCoordinators } from '../rights/rights.store.ts'
import { seatFields, type SeatJson } from './application-seat.store.ts'

const columns = [
  'id',
  'number',
  'kind',
  'status',
  'status_before',
  'version',
  'organisation_id',
  'award_id',
  'round_id',
  'stream_id',
  'framework_version_id',
  'submitted_at',
  'until',
  'decision_letter_released_at',
  'items_asked',
  'summary',
  'may_be_shared',
  'contacts_confirmed_at',
  'reasons',
  'status_since',
  'started_at',
  'previous_application_id',
  'unchanged_confirmed_at',
  'panel_reason',
] as const

/** An application's row with the additional fields of `ApplicationRecord`. */
export type ApplicationRow = Omit<Pick<Row<'applications'>, (typeof columns)[number]>, 'items_asked'> & {
  items_asked: string[]
  organisation_name: string
  place: string
  branches: readonly BranchJson[]
  declarations: readonly { personId: string; says: Declaration['says']; independent: number | null }[]
  seats_here: readonly SeatJson[]
  /** the people who help, or have helped, a member of the panel */
  helpers_here: readonly HelperJson[]
  coordinators_left: number
  to_answer: number
  targets: number
  targets_to_report: number
  endorsed: number
  pledged: number
  languages: readonly { language: string }[]
  outcome_released: Outcome | null
  sharing: Sharing
}
type HelperJson = SeatHelper & { endedAt: Instant | null }
export interface BranchJson {
  id: string
  closedOn: Day | null
}

const jsonLists = ['branches', 'declarations', 'seats_here', 'helpers_here', 'languages'] as const
const lists = ['items_asked', ...jsonLists] as const
const fields = [
  ...columns,
  ...jsonLists,
  'organisation_name',
  'place',
  'coordinators_left',
  'to_answer',
  'targets',
  'targets_to_report',
  'endorsed',
  'pledged',
  'outcome_released',
  'sharing',
] as const

/** The applications with these ids, in the order of their ids. */
export const rowsWithIds = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<ApplicationRow[]> =>
  lookup<ApplicationRow, ApplicationRow[]>(
    () => applicationQuery(db).whereIn('applications.id', [...ids]),
    fields,
    rows => rows,
    lists,
  ),
)

/** The applications with these ids, and all applications of these awards, in the order of their ids. */
export const rowsOfAwards = withKeptSql(
  (db: Db | Tx, ids: readonly string[], awardIds: readonly string[]): Lookup<ApplicationRow[]> =>
    lookup<ApplicationRow, ApplicationRow[]>(
      () =>
        applicationQuery(db).where(
          any => void any.whereIn('applications.id', [...ids]).orWhereIn('applications.award_id', [...awardIds]),
        ),
      fields,
      rows => rows,
      lists,
    ),
)

function applicationQuery(db: Db | Tx) {
  return db('applications')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .orderBy('applications.id')
    .select(
      ...columns.map(column => `applications.${column}`),
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
        {
          id: 'seat_helpers.id',
          seatId: 'seat_helpers.seat_id',
          personId: 'seat_helpers.person_id',
          endedAt: 'seat_helpers.ended_at',
        },
        `from seat_helpers join seats on seats.id = seat_helpers.seat_id
          where seats.application_id = applications.id`,
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

/**
 * SQL, for use in a query on `applications`: the outcome of the latest released decision; null when none was released.
 */
export const outcomeReleased = `(select decisions.outcome from decisions
  where decisions.application_id = applications.id and decisions.released_at is not null
  order by decisions.released_at desc, decisions.id desc limit 1)`

/**
 * SQL condition on `applications`: the service closes the application when its award lapses. A light renewal that was
 * reopened after `not yet` stays open, because its next decision letter can renew the lapsed award.
 */
export const closesWhenAwardLapses = `(applications.kind = 'renewal' and coalesce(${outcomeReleased}, '') <> 'not yet')`

/** SQL: how the library shares the application. Until it has chosen, the same as `sharingUntilChosen`. */
export const sharingOf = `coalesce(
  (select example_choices.sharing from example_choices where example_choices.application_id = applications.id),
  case when applications.may_be_shared = 1 then 'unnamed' else 'no' end)`

const isWritten = "applications.status in ('draft', 'returned', 'more evidence asked')"
const targetsHere = `from targets where targets.organisation_id = applications.organisation_id
  and targets.status in ('not started', 'under way')`
/**
 * SQL `from … where …`: the targets in an application's last submission. Their parts have names that start with
 * `targets/`. In ASCII, 0 follows /, so `targets0` comes after all of them.
 */
const targetsSubmitted = `from submission_parts where submission_parts.submission_id = (select submissions.id
    from submissions where submissions.application_id = applications.id order by submissions.number desc limit 1)
  and submission_parts.name > 'targets/' and submission_parts.name < 'targets0'`
