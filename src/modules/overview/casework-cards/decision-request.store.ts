import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { RequestKind } from '../../../domain/review.ts'
import type { Instant } from '../../../domain/time.ts'
import { hasNoPart, hasNotJudged, isKnownTo } from '../../access/access.public.ts'
import { organisationsOf } from './case-waiting.store.ts'

/** A request to reverse a decision, to review a decision, or to reopen an application because of an error. */
export interface RequestWaiting {
  id: string
  organisation: string
  kind: RequestKind
  askedAt: Instant
  declared: boolean
}

/**
 * Open requests that the person can answer as a trustee, oldest first. For a decision that the person made, includes
 * only requests to reverse it.
 */
export const requestsWaiting = withKeptSql((db: Db, actor: Actor, limit: number): Lookup<RequestWaiting[]> => {
  const waiting = () =>
    db('decision_requests')
      .join('decisions', 'decisions.id', 'decision_requests.decision_id')
      // with a cross join, SQLite looks first at who made the decision, and so leaves out most requests early
      .joinRaw('cross join applications')
      .whereRaw('applications.id = decision_requests.application_id')
      .join('organisations', 'organisations.id', 'applications.organisation_id')
      .where('decision_requests.status', 'asked')
      .whereNot('decision_requests.asked_by', actor.id)
      .where('applications.status', 'decided')
      .whereNotIn('applications.organisation_id', organisationsOf(actor))
      .where(isKnownTo(actor))
      .where(hasNoPart(actor))
      .where(hasNotJudged(actor))
      .where(free => void free.where('decision_requests.kind', 'reversal').orWhereNot('decisions.decided_by', actor.id))
      .orderBy(['decision_requests.asked_at', 'decision_requests.id'])
      .limit(limit)
      .select(
        'applications.id',
        'organisations.name as organisation',
        'decision_requests.kind',
        'decision_requests.asked_at as askedAt',
        db.raw(
          `(select count(*) from declarations where declarations.application_id = applications.id
          and declarations.person_id = ?) as declared`,
          [actor.id],
        ),
      )
  return lookup<Omit<RequestWaiting, 'declared'> & { declared: number }, RequestWaiting[]>(
    waiting,
    ['id', 'organisation', 'kind', 'askedAt', 'declared'],
    rows => rows.map(row => ({ ...row, declared: row.declared > 0 })),
  )
})
