import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationKind, ApplicationStatus } from '../../../domain/application.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { hasNoPart, isKnownTo, isWithoutCoordinator } from '../../access/access.public.ts'

/** An application that needs someone at the charity. */
export interface CaseWaiting {
  id: string
  organisation: string
  kind: ApplicationKind
  status: ApplicationStatus
  statusSince: Instant
  until: Day | null
  /** whether the person has declared their interests on the application */
  declared: boolean
  /** the number of seat offers without an answer */
  unanswered: number
  /** when the decision letter will be released; null when no time is set, or while a request stops the release */
  releaseAt: Instant | null
}

/** The states in which an application needs a coordinator. */
export const coordinatorsStates = ['submitted', 'checked', 'resubmitted', 'decided', 'on hold'] as const
/** The states in which the library must submit an application again. The application is late after its `until` day. */
export const librarysStates = ['returned', 'more evidence asked'] as const
/**
 * SQL condition that leaves out checked light renewals. `checkedRenewals` loads them separately, because some need a
 * trustee's confirmation and others a panel.
 */
export const isNotCheckedRenewal = "not (applications.status = 'checked' and applications.kind = 'renewal')"

export const longestFirst = ['applications.status_since', 'applications.id']

/**
 * Applications that need a trustee because every coordinator is barred: up to `limit` in each state, longest wait
 * first, and every one whose award is not valid.
 */
export const standInCases = withKeptSql(
  (db: Db, actor: Actor, by: { today: Day; limit: number }): Lookup<CaseWaiting[]> =>
    casesWithIds(db, actor, () => withoutCoordinator(db, actor, by)),
)

function withoutCoordinator(db: Db, actor: Actor, { today, limit }: { today: Day; limit: number }): Knex.QueryBuilder {
  // because of `|| ''`, SQLite starts from the few applications without a coordinator, not from all in these states
  const status = db.raw("applications.status || ''") as unknown as string
  const barred = undecided(db('applications') as Knex.QueryBuilder, actor)
    .whereRaw(isWithoutCoordinator)
    .where(isKnownTo(actor))
    .where(
      waiting =>
        void waiting
          .where(state => void state.whereIn(status, [...coordinatorsStates]).whereRaw(isNotCheckedRenewal))
          .orWhere(late => void late.whereIn(status, [...librarysStates]).where('applications.until', '<', today)),
    )
    .select(
      'applications.id',
      'applications.award_id',
      db.raw(
        `row_number() over (partition by applications.status
          order by applications.status_since, applications.id) as place_in_state`,
      ),
    )
  return db
    .from(barred.as('barred'))
    .where('place_in_state', '<=', limit)
    .orWhereIn('award_id', awardsNotValid(db, today).select('awards.id'))
    .select('id')
}

/**
 * Leaves out applications whose decision letter is released, applications of the person's own libraries, and
 * applications on whose panel they have a part; see `hasNoPart`.
 */
export const undecided = (query: Knex.QueryBuilder, actor: Actor): Knex.QueryBuilder =>
  query
    .whereNull('applications.decision_letter_released_at')
    .whereNotIn('applications.organisation_id', organisationsOf(actor))
    .where(hasNoPart(actor))

export const organisationsOf = ({ memberships }: Actor): string[] =>
  memberships.map(({ organisationId }) => organisationId)

/**
 * Awards that are no longer valid although their renewal is with the charity: it was submitted late, or the library
 * missed a deadline for it.
 */
export const awardsNotValid = (db: Db, today: Day): Knex.QueryBuilder =>
  db('awards').where('awards.status', 'renewal with us').where('awards.valid_to', '<', today)

/** The applications with these ids, longest in their state first. Does not check permissions. */
export const casesWithIds = (db: Db, actor: Actor, ids: () => Knex.QueryBuilder): Lookup<CaseWaiting[]> => {
  const waiting = () =>
    db('applications')
      .join('organisations', 'organisations.id', 'applications.organisation_id')
      .whereIn('applications.id', ids())
      .orderBy(longestFirst)
      .select(
        'applications.id',
        'organisations.name as organisation',
        'applications.kind',
        'applications.status',
        'applications.status_since as statusSince',
        'applications.until',
        db.raw(
          `(select count(*) from declarations where declarations.application_id = applications.id
          and declarations.person_id = ?) as declared`,
          [actor.id],
        ),
        db.raw(
          `(select count(*) from seats where seats.application_id = applications.id
          and seats.status = 'offered') as unanswered`,
        ),
        db.raw(
          `(select release_at from decisions where decisions.application_id = applications.id
          and released_at is null and reversed_at is null
          and not exists (select 1 from decision_requests where decision_requests.application_id = applications.id
            and decision_requests.status = 'asked')
          order by decided_at desc limit 1) as "releaseAt"`,
        ),
      )
  return lookup<Omit<CaseWaiting, 'declared'> & { declared: number }, CaseWaiting[]>(
    waiting,
    ['id', 'organisation', 'kind', 'status', 'statusSince', 'until', 'declared', 'unanswered', 'releaseAt'],
    rows => rows.map(row => ({ ...row, declared: row.declared > 0 })),
  )
}
