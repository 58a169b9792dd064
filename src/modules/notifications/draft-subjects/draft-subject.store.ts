import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import type { Subject } from '../../../domain/reminder-recipients.ts'
import { reminderSteps } from '../../../domain/reminder-schedule.ts'
import { dayOf, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import { closesForLibrary, roundToSubmitIn } from '../../frameworks/frameworks.public.ts'
import {
  applicationColumns,
  narrow,
  toSubject,
  type ApplicationRow,
} from '../application-subjects/application-subject.store.ts'
import type { SubjectSelection } from '../subjects/subject.store.ts'

interface DraftRow extends ApplicationRow {
  /** when the round to submit in closes for this library; null when there is none */
  closesAt: Instant | null
}

/** Drafts of first applications, with the closing day of the round to submit in. */
export async function draftSubjects(db: Db, wanted: SubjectSelection): Promise<Subject[]> {
  const rows = await applicationColumns(
    db,
    joinRoundToSubmitIn(db('applications') as unknown as Knex.QueryBuilder, wanted.today),
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
      db.raw(`${closesForLibrary} as "closesAt"`),
    )
  return rows.map(row => {
    const about = lastDayToSubmit(row, wanted.today)
    return toSubject('draft', { ...row, about }, reminderSteps.draft, row.status === 'draft' ? null : 'over')
  })
}

/** The day on which the round closes; null without a round, and during its grace period, which is not announced. */
export const lastDayToSubmit = ({ closesAt }: Pick<DraftRow, 'closesAt'>, today: Day): Day | null =>
  closesAt !== null && dayOf(closesAt) >= today ? dayOf(closesAt) : null

/** Joins `rounds` to each application: the round in which the application can be submitted at the start of `today`. */
export const joinRoundToSubmitIn = (query: Knex.QueryBuilder, today: Day): Knex.QueryBuilder =>
  query.joinRaw(`left join rounds on rounds.id = ${roundToSubmitIn}`, [instantAt(today, '00:00')])

/**
 * SQL for the time after which reminders can be sent: when the draft was started or, if later, when its round was
 * extended, because another email announces the extension.
 */
const since = `coalesce((select max(extended_at) from round_extensions where round_extensions.round_id = rounds.id
  and coalesce(round_extensions.organisation_id, applications.organisation_id) = applications.organisation_id
  and extended_at > applications.started_at), applications.started_at)`
