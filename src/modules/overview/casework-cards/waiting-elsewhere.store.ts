import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Instant } from '../../../domain/time.ts'
import { applicationsKnownTo } from '../../access/access.public.ts'

/** An application that needs a trustee or the chair of its panel. */
export interface WaitingElsewhere {
  id: string
  organisation: string
  waitsFor: 'trustee' | 'chair'
  since: Instant
}

/**
 * SQL condition: every member of the panel has given all their findings. The chair can then record the panel's findings
 * and propose a decision.
 */
const hasAllFindings = `exists (select 1 from seats where seats.application_id = applications.id
    and seats.status = 'accepted' and seats.set_aside_at is null)
  and not exists (select 1 from seats where seats.application_id = applications.id
    and seats.status = 'accepted' and seats.set_aside_at is null
    and (not exists (select 1 from findings where findings.seat_id = seats.id and findings.given_at is not null)
      or exists (select 1 from findings where findings.seat_id = seats.id and findings.given_at is null)))`

/**
 * Applications that this coordinator is allowed to know about and that need someone else, longest wait first. Leaves
 * out the coordinator's own libraries.
 */
export const waitingElsewhere = withKeptSql((db: Db, actor: Actor, limit: number): Lookup<WaitingElsewhere[]> => {
  const known = () =>
    (applicationsKnownTo(db, actor) as Knex.QueryBuilder)
      .whereIn('applications.status', ['with a trustee', 'with the panel'])
      .whereNotIn(
        'applications.organisation_id',
        actor.memberships.map(({ organisationId }) => organisationId),
      )
      .where(waiting => void waiting.whereNot('applications.status', 'with the panel').orWhereRaw(hasAllFindings))
      .select('applications.id')
  const waiting = () =>
    db('applications')
      .join('organisations', 'organisations.id', 'applications.organisation_id')
      .whereIn('applications.id', known())
      .orderBy(['applications.status_since', 'applications.id'])
      .limit(limit)
      .select(
        'applications.id',
        'organisations.name as organisation',
        db.raw(`case applications.status when 'with a trustee' then 'trustee' else 'chair' end as "waitsFor"`),
        'applications.status_since as since',
      )
  return lookup<WaitingElsewhere, WaitingElsewhere[]>(
    waiting,
    ['id', 'organisation', 'waitsFor', 'since'],
    rows => rows,
  )
})
