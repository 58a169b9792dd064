import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationStatus } from '../../../domain/application.ts'
import { awardStatuses, type AwardStatus } from '../../../domain/award.ts'
import { atLibrary, atUs, boardDays, wanting } from '../../../domain/renewal-board.ts'
import { addDays, addMonths, instantAt, type Day } from '../../../domain/time.ts'
import { applicationsKnownTo, applicationsReadableBy } from '../../access/access.public.ts'
import { nameKey } from '../../organisations/organisations.public.ts'

// The filters of the board, as SQL. What puts an award at risk says domain/renewal-board.ts;
// tests/features/renewals.test.ts builds many awards and demands that both agree.

export const filterNames = [
  'wants-somebody',
  'at-risk',
  'overdue',
  'within-30',
  'within-60',
  'within-180',
  'with-us',
  'with-the-panel',
  'suspended-or-lapsed',
  'all',
] as const
export type FilterName = (typeof filterNames)[number]

/** What somebody looks at, as its address says it. `month` is the first day of the month in which an award ends. */
export interface Filters {
  show: FilterName
  name: string
  month: Day | null
}

type Query = Knex.QueryBuilder

/**
 * What an award is ordered by: its last day, or while it has none the end of its term. As the index of migration
 * 20260114 has it.
 */
export const end = 'coalesce(awards.valid_to, awards.base_valid_to)'

export function awardsShown(db: Db | Tx, actor: Actor, { show, name, month }: Filters, today: Day): Query {
  const query: Query = db('awards').join('organisations', 'organisations.id', 'awards.organisation_id')
  if (name)
    query
      .where('organisations.name_key', '>=', nameKey(name))
      .where('organisations.name_key', '<', `${nameKey(name)}\uffff`)
  if (month) query.whereRaw(`${end} >= ? and ${end} < ?`, [month, addMonths(month, 1)])
  return query.modify(narrow, db, actor, show, today)
}

function narrow(query: Query, db: Db | Tx, actor: Actor, show: FilterName, today: Day): void {
  if (show === 'with-us')
    return void query.whereRaw("awards.status <> 'ended'").where(ofUs => void atUsNow(ofUs, db, actor))
  if (show === 'with-the-panel')
    return void query.whereRaw("awards.status <> 'ended'").whereIn('awards.id', awardsOf(db, actor, ['with the panel']))
  if (show === 'suspended-or-lapsed') return void query.whereIn('awards.status', ['suspended', 'lapsed'])
  query.whereRaw("awards.status not in ('lapsed', 'ended')")
  if (show === 'wants-somebody') query.whereNotIn('awards.status', allBut(wanting))
  if (show === 'overdue')
    query
      .whereNotIn('awards.status', allBut(['renewal open', 'extended', 'overdue']))
      .where('awards.valid_to', '<', today)
  if (show === 'at-risk')
    query.whereNotIn('awards.status', allBut(wanting)).where(risk => void atRisk(risk, db, actor, today))
  const days = /^within-(\d+)$/.exec(show)?.[1]
  if (days)
    query.whereNotNull('awards.valid_to').whereRaw(`${end} >= ? and ${end} <= ?`, [today, addDays(today, Number(days))])
}

/**
 * The other states. Asked by them, a database goes through the board by its index, in its order, and stops after a
 * page; by these it would sort all.
 */
const allBut = (these: readonly AwardStatus[]): AwardStatus[] => awardStatuses.filter(status => !these.includes(status))

/** A case of ours, or one that whoever looks may not know of: then the award alone says that its renewal is with us. */
function atUsNow(query: Query, db: Db | Tx, actor: Actor): void {
  query
    .whereIn('awards.id', awardsOf(db, actor, atUs))
    .orWhere(unknown => void unknown.whereRaw("awards.status = 'renewal with us'").whereNotExists(underWay(db, actor)))
}

function atRisk(query: Query, db: Db | Tx, actor: Actor, today: Day): void {
  const isSubmitted = [...atUs, 'with the panel', 'returned', 'more evidence asked'] as const
  query
    .where('awards.valid_to', '<', today)
    .orWhere(
      soon =>
        void soon
          .where('awards.valid_to', '<=', addDays(today, boardDays.soon))
          .whereNot('awards.status', 'renewal with us')
          .whereNotExists(underWay(db, actor, isSubmitted)),
    )
    .orWhereExists(
      underWay(db, actor).where(
        slow =>
          void slow
            .where('applications.until', '<=', addDays(today, boardDays.near))
            .orWhere(
              long =>
                void long
                  .whereNotIn('applications.status', [...atLibrary])
                  .where('applications.submitted_at', '<', instantAt(addDays(today, -boardDays.long), '00:00')),
            ),
      ),
    )
    .orWhereRaw(`not exists (select 1 ${leadsHere} and not (${wasNotReached}))`)
    .orWhere(
      close =>
        void close
          .whereRaw(`${end} <= ?`, [addDays(today, boardDays.ahead)])
          .where(
            lacking =>
              void lacking
                .whereRaw(`(select count(*) ${leadsHere}) = 1`)
                .orWhereExists(promises(db, actor).whereRaw('recommendations.award_id = awards.id')),
          ),
    )
}

/** The case under way for the award of the query around it, if the person may know of it. */
export function underWay(db: Db | Tx, actor: Actor, statuses: readonly ApplicationStatus[] | null = null): Query {
  const query = applicationsKnownTo(db, actor)
    .whereRaw('applications.award_id = awards.id')
    .modify(stillUnderWay) as Query
  return statuses ? query.whereIn('applications.status', [...statuses]) : query
}

/** Awards whose case under way is in one of these states: from the cases, which are fewer, and not from every award. */
const awardsOf = (db: Db | Tx, actor: Actor, statuses: readonly ApplicationStatus[]): Query =>
  applicationsKnownTo(db, actor)
    .modify(stillUnderWay)
    .whereIn('applications.status', [...statuses])
    .whereNotNull('applications.award_id')
    .select('applications.award_id') as Query

export function stillUnderWay(query: Query): void {
  query
    .whereNot('applications.status', 'withdrawn')
    .where(
      open =>
        void open.whereNot('applications.status', 'decided').orWhereNull('applications.decision_letter_released_at'),
    )
}

/** Required recommendations that nobody has closed, of cases that the person may read. */
export function promises(db: Db | Tx, actor: Actor): Query {
  return db('recommendations')
    .where('recommendations.kind', 'required')
    .whereIn('recommendations.status', ['open', 'answered'])
    .whereExists(
      applicationsReadableBy(db, actor).whereRaw('applications.id = recommendations.application_id'),
    ) as Query
}

/** `from … where …`: the leads of the award's organisation who have an account in use. */
export const leadsHere = `from memberships join people on people.id = memberships.person_id and people.status = 'active'
  where memberships.organisation_id = awards.organisation_id and memberships.role = 'lead'
  and memberships.ended_at is null`

/** The last letter to a lead's address that has an outcome did not arrive. */
export const wasNotReached = `coalesce((select letters.status from outbox as letters
  where letters.person_id = people.id and letters.address = people.email
  and letters.status in ('sent', 'failed') order by letters.queued_at desc, letters.id desc
  limit 1), 'sent') = 'failed'`
