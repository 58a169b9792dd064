import type { Db } from '../../../db/connection.ts'
import type { Thing } from '../../../domain/reminding.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import type { Wanted } from './subjects.store.ts'

const steps = [7, 0, -7] as const
/** What is late by more than a month stands on the pages of its people, and is written about no more: planning looks 400 days ahead. */
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

/** What is collected again and again, with the day on which it is due next. Its title may say much: the letter says that something is due. */
export async function recurringThings(db: Db, wanted: Wanted): Promise<Thing[]> {
  const rows = await db('recurrences')
    .join('organisations', 'organisations.id', 'recurrences.organisation_id')
    .modify(query => {
      if ('ids' in wanted) return void query.whereIn('recurrences.id', [...wanted.ids])
      query
        .where('recurrences.id', '>', wanted.after)
        .whereNull('recurrences.ended_at')
        .whereBetween('recurrences.next_due', [addDays(wanted.upTo, -daysOver), wanted.upTo])
        .limit(wanted.limit)
    })
    .orderBy('recurrences.id')
    .select<Row[]>(
      'recurrences.id',
      'recurrences.organisation_id as organisationId',
      'organisations.name as organisation',
      'recurrences.asked_id as askedId',
      'recurrences.next_due as about',
      'recurrences.ended_at as endedAt',
      'recurrences.due_since as since',
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
