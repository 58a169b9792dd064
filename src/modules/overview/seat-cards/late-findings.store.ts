import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Day } from '../../../domain/time.ts'
import { casesToFollow, declaredBy } from './expired-offer.store.ts'

/** A panel whose findings are late, because its read-by date has passed. */
export interface LateFindings {
  applicationId: string
  organisation: string
  readBy: Day
  /** the number of members whose findings are incomplete */
  members: number
  /** whether the person has declared their interests on the application */
  declared: boolean
}

interface LateRow extends Omit<LateFindings, 'declared'> {
  declared: number
}

const membersLeft = `(select count(*) from seats where seats.application_id = applications.id
  and seats.status = 'accepted' and seats.set_aside_at is null
  and (not exists (select 1 from findings where findings.seat_id = seats.id and findings.given_at is not null)
    or exists (select 1 from findings where findings.seat_id = seats.id and findings.given_at is null)))`

/** Panels whose findings are late, longest wait first. Only those that the person follows (`casesToFollow`). */
export function lateFindings(db: Db, actor: Actor, today: Day): Lookup<LateFindings[]> {
  const late = db('panels')
    .join('applications', 'applications.id', 'panels.application_id')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .where('applications.status', 'with the panel')
    .where('panels.read_by', '<', today)
    .whereRaw(`${membersLeft} > 0`)
    .whereIn('applications.id', casesToFollow(db, actor))
    .orderBy(['panels.read_by', 'applications.id'])
    .limit(20)
    .select(
      'applications.id as applicationId',
      'organisations.name as organisation',
      'panels.read_by as readBy',
      db.raw(`${membersLeft} as members`),
      declaredBy(db, actor),
    ) as Knex.QueryBuilder
  return lookup<LateRow, LateFindings[]>(
    late,
    ['applicationId', 'organisation', 'readBy', 'members', 'declared'],
    rows => rows.map(row => ({ ...row, declared: row.declared > 0 })),
  )
}
