import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import type { Subject } from '../../../domain/reminder-recipients.ts'
import { dayOf, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import {
  applicationColumns,
  narrow,
  toSubject,
  type ApplicationRow,
} from '../application-subjects/application-subject.store.ts'
import type { Wanted } from '../subjects/subject.store.ts'

const draftSteps = [28, 14, 7, 3, 1] as const

interface DraftRow extends ApplicationRow {
  streamId: string
  roundId: string | null
}

/**
 * First applications that are being written, with the day on which their round closes. A draft without a round, or
 * whose round is over, is for the next one of its stream.
 */
export async function draftSubjects(db: Db, wanted: Wanted): Promise<Subject[]> {
  const rows = await applicationColumns(db, db('applications') as unknown as Knex.QueryBuilder)
    .modify(query =>
      narrow(query, 'applications.id', wanted, open =>
        open.where({ 'applications.status': 'draft', 'applications.kind': 'first' }),
      ),
    )
    .orderBy('applications.id')
    .select<DraftRow[]>(
      'applications.id',
      'applications.status',
      'applications.started_at as since',
      'applications.stream_id as streamId',
      'applications.round_id as roundId',
    )
  const rounds = rows.length === 0 ? [] : await roundsAhead(db, wanted.today)
  return rows.map(row => {
    const closesAt = roundOf(row, rounds)?.closesAt ?? null
    const about = closesAt && dayOf(closesAt)
    return toSubject('draft', { ...row, about }, draftSteps, row.status === 'draft' ? null : 'over')
  })
}

interface RoundAhead {
  id: string
  streamId: string
  closesAt: Instant
}

const roundOf = ({ roundId, streamId }: DraftRow, rounds: readonly RoundAhead[]): RoundAhead | undefined =>
  rounds.find(({ id }) => id === roundId) ?? rounds.find(round => round.streamId === streamId)

/** The rounds that close today or later, the first to close first. */
const roundsAhead = (db: Db, today: Day): Promise<RoundAhead[]> =>
  db('rounds')
    .where('closes_at', '>=', instantAt(today, '00:00'))
    .orderBy(['closes_at', 'id'])
    .select('id', 'stream_id as streamId', 'closes_at as closesAt')
