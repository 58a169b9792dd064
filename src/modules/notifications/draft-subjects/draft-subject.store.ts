import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import type { Subject } from '../../../domain/reminder-recipients.ts'
import { reminderSteps } from '../../../domain/reminder-schedule.ts'
import { dayOf, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import { closesForLibrary } from '../../frameworks/frameworks.public.ts'
import {
  applicationColumns,
  narrow,
  toSubject,
  type ApplicationRow,
} from '../application-subjects/application-subject.store.ts'
import type { SubjectSelection } from '../subjects/subject.store.ts'

interface DraftRow extends ApplicationRow {
  streamId: string
  /** when the round closes for this library; null without a round */
  closesAt: Instant | null
}

/**
 * Drafts of first applications, with the closing day of their round. A draft without a round, or whose round has
 * closed, gets the next round of its stream.
 */
export async function draftSubjects(db: Db, wanted: SubjectSelection): Promise<Subject[]> {
  const rows = await applicationColumns(
    db,
    db('applications').leftJoin('rounds', 'rounds.id', 'applications.round_id') as unknown as Knex.QueryBuilder,
  )
    .modify(query =>
      narrow(query, 'applications.id', wanted, open =>
        open.where({ 'applications.status': 'draft', 'applications.kind': 'first' }),
      ),
    )
    .orderBy('applications.id')
    .select<DraftRow[]>(
      'applications.id',
      'applications.status',
      db.raw(`${since} as since`),
      'applications.stream_id as streamId',
      db.raw(`${closesForLibrary} as "closesAt"`),
    )
  const rounds = rows.length === 0 ? [] : await roundsAhead(db, wanted.today)
  return rows.map(row => {
    const about = closesOf(row, rounds, wanted.today)
    return toSubject('draft', { ...row, about }, reminderSteps.draft, row.status === 'draft' ? null : 'over')
  })
}

/**
 * SQL for the time after which reminders can be sent: when the draft was started or, if later, when its round was
 * extended, because another email announces the extension.
 */
const since = `coalesce((select max(extended_at) from round_extensions where round_extensions.round_id = rounds.id
  and coalesce(round_extensions.organisation_id, applications.organisation_id) = applications.organisation_id
  and extended_at > applications.started_at), applications.started_at)`

/** A round that closes today or later. */
export interface RoundAhead {
  streamId: string
  closesAt: Instant
}

/**
 * The last day for submitting a draft: the closing day of its round or, if that has passed or is missing, of the
 * stream's next round; null without either.
 */
export function closesOf(
  { closesAt, streamId }: Pick<DraftRow, 'closesAt' | 'streamId'>,
  rounds: readonly RoundAhead[],
  today: Day,
): Day | null {
  if (closesAt !== null && dayOf(closesAt) >= today) return dayOf(closesAt)
  const next = rounds.find(round => round.streamId === streamId)
  return next ? dayOf(next.closesAt) : null
}

/** The rounds that close today or later, earliest closing first. */
export const roundsAhead = (db: Db, today: Day): Promise<RoundAhead[]> =>
  db('rounds')
    .where('closes_at', '>=', instantAt(today, '00:00'))
    .orderBy(['closes_at', 'id'])
    .select('stream_id as streamId', 'closes_at as closesAt')
