import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { hasNoPart, isKnownTo } from '../../access/access.public.ts'

/**
 * Limits a query on `applications` to those in a panel stage that the coordinator is allowed to know about. Leaves out
 * the coordinator's own libraries, and panels on which the coordinator has a part; see `hasNoPart`.
 */
export const isFollowedBy =
  (actor: Actor) =>
  (query: Knex.QueryBuilder): void =>
    void query
      .where(isKnownTo(actor))
      .whereIn('applications.status', ['checked', 'with the panel', 'more evidence asked', 'resubmitted'])
      .whereNotIn(
        'applications.organisation_id',
        actor.memberships.map(({ organisationId }) => organisationId),
      )
      .where(hasNoPart(actor))

/** The column `declared`: the number of the person's declarations on the row's application, which is 0 or 1. */
export const declaredBy = (db: Db, { id }: Actor): Knex.Raw =>
  db.raw(
    `(select count(*) from declarations where declarations.application_id = applications.id
      and declarations.person_id = ?) as declared`,
    [id],
  )
