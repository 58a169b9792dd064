import type { Db } from '../../../db/connection.ts'
import { forever } from '../../../domain/consent.ts'
import type { Entity } from '../../../domain/reminding.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import type { Wanted } from './subjects.store.ts'

const steps = [60, 30, 7, 0] as const
/** A piece that has been closed for longer stands on the list of consents, and is written about no more. */
const daysOver = 430

interface Row {
  id: string
  organisationId: string
  organisation: string
  ownerId: string
  about: Day | null
  removedAt: Instant | null
  since: Instant | null
  receivedAt: Instant
}

/**
 * Pieces of evidence in which somebody's consent ends, with the first day on which one does. Nobody is named: what is
 * said is that it ends.
 */
export async function consentSubjects(db: Db, wanted: Wanted): Promise<Entity[]> {
  const rows = await db('evidence')
    .join('organisations', 'organisations.id', 'evidence.organisation_id')
    .modify(query => {
      if ('ids' in wanted) return void query.whereIn('evidence.id', [...wanted.ids])
      query
        .where('evidence.id', '>', wanted.after)
        .whereNull('evidence.removed_at')
        .whereBetween('evidence.panel_until', [addDays(wanted.upTo, -daysOver), wanted.upTo])
        .limit(wanted.limit)
    })
    .orderBy('evidence.id')
    .select<Row[]>(
      'evidence.id',
      'evidence.organisation_id as organisationId',
      'organisations.name as organisation',
      'evidence.owner_id as ownerId',
      'evidence.panel_until as about',
      'evidence.removed_at as removedAt',
      'evidence.received_at as receivedAt',
      db.raw('(select max(consents.recorded_at) from consents where consents.evidence_id = evidence.id) as since'),
    )
  return rows.map(row => {
    const about = row.about === forever ? null : row.about
    return {
      kind: 'consent',
      id: row.id,
      about,
      steps,
      from: addDays(dayOf(row.since ?? row.receivedAt), 1),
      organisationId: row.organisationId,
      organisation: row.organisation,
      applicationId: null,
      asksNothing: about === null || row.removedAt !== null ? 'over' : null,
      barred: [],
      lapsesAfter: null,
      isSuspended: false,
      ownerId: row.ownerId,
    }
  })
}
