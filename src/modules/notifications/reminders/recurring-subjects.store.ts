import type { Db } from '../../../db/connection.ts'
import type { Entity } from '../../../domain/reminding.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import type { Wanted } from './subjects.store.ts'

const steps = [7, 0, -7] as const
/**
 * What is late by more than a month stands on the pages of its people, and is written about no more: planning looks 400
 * days ahead.
 */
const daysOver = 430

interface Row {
  id: string
  organisationId: string
  organisation: string
  askedId: string
  about: Day
  endedAt: Instant | null
  since: Instant
}

/**
 * What is collected again and again, with the day on which it is due next. Its title may say much: the letter says that
 * something is due.
 */
export async function recurringSubjects(db: Db, wanted: Wanted): Promise<Entity[]> {
  const rows = await db('recurring_evidence')
    .join('organisations', 'organisations.id', 'recurring_evidence.organisation_id')
    .modify(query => {
      if ('ids' in wanted) return void query.whereIn('recurring_evidence.id', [...wanted.ids])
      query
        .where('recurring_evidence.id', '>', wanted.after)
        .whereNull('recurring_evidence.ended_at')
        .whereBetween('recurring_evidence.next_due', [addDays(wanted.upTo, -daysOver), wanted.upTo])
        .limit(wanted.limit)
    })
    .orderBy('recurring_evidence.id')
    .select<Row[]>(
      'recurring_evidence.id',
      'recurring_evidence.organisation_id as organisationId',
      'organisations.name as organisation',
      'recurring_evidence.asked_id as askedId',
      'recurring_evidence.next_due as about',
      'recurring_evidence.ended_at as endedAt',
      'recurring_evidence.due_since as since',
    )
  return rows.map(row => ({
    kind: 'recurring',
    id: row.id,
    about: row.about,
    steps,
    from: addDays(dayOf(row.since), 1),
    organisationId: row.organisationId,
    organisation: row.organisation,
    applicationId: null,
    asksNothing: row.endedAt === null ? null : 'over',
    barred: [],
    lapsesAfter: null,
    isSuspended: false,
    ownerId: row.askedId,
  }))
}
