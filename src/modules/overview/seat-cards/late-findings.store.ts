import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Day } from '../../../domain/time.ts'
import { declaredBy, isFollowedBy } from './followed-case.store.ts'

/** A panel with findings that were not given by its read-by date. */
export interface LateFindings {
  applicationId: string
  organisation: string
  readBy: Day
  /** the number of members who have not given all their findings */
  members: number
  /** whether the person has declared their interests on the application */
  declared: boolean
}

interface LateRow extends Omit<LateFindings, 'declared'> {
  declared: number
}

const seatsLeft = `from seats where seats.status = 'accepted' and seats.set_aside_at is null
  and (not exists (select 1 from findings where findings.seat_id = seats.id and findings.given_at is not null)
    or exists (select 1 from findings where findings.seat_id = seats.id and findings.given_at is null))`

/**
 * The 20 panels whose read-by date passed longest ago, with findings still to be given, among the applications that the
 * person follows (`isFollowedBy`).
 */
export const lateFindings = withKeptSql((db: Db, actor: Actor, today: Day): Lookup<LateFindings[]> => {
  const late = () =>
    (db('applications') as Knex.QueryBuilder)
      .join('panels', 'panels.application_id', 'applications.id')
      .where('applications.status', 'with the panel')
      .where('panels.read_by', '<', today)
      // with `panels.application_id`, SQLite looks for seats only after it has compared the date
      .whereRaw(`exists (select 1 ${seatsLeft} and seats.application_id = panels.application_id)`)
      .where(isFollowedBy(actor))
      .orderBy(['panels.read_by', 'applications.id'])
      .limit(20)
      .select('applications.id', 'applications.organisation_id', 'panels.read_by')
  const shown = () =>
    db
      .from(late().as('applications'))
      .join('organisations', 'organisations.id', 'applications.organisation_id')
      .orderBy(['applications.read_by', 'applications.id'])
      .select(
        'applications.id as applicationId',
        'organisations.name as organisation',
        'applications.read_by as readBy',
        db.raw(`(select count(*) ${seatsLeft} and seats.application_id = applications.id) as members`),
        declaredBy(db, actor),
      )
  return lookup<LateRow, LateFindings[]>(
    shown,
    ['applicationId', 'organisation', 'readBy', 'members', 'declared'],
    rows => rows.map(row => ({ ...row, declared: row.declared > 0 })),
  )
})
