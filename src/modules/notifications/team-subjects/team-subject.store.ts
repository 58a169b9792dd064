import type { Db } from '../../../db/connection.ts'
import type { Subject } from '../../../domain/reminder-recipients.ts'
import { addDays, type Instant } from '../../../domain/time.ts'
import {
  applicationColumns,
  narrow,
  toSubject,
  upToOf,
  type ApplicationRow,
} from '../application-subjects/application-subject.store.ts'
import type { Wanted } from '../subjects/subject.store.ts'

const assignmentSteps = [7, 1, 0, -3] as const
const writtenIn = ['draft', 'returned', 'more evidence asked']

/** Criteria that a colleague has to write by a date that the library set. */
export async function assignmentSubjects(db: Db, wanted: Wanted): Promise<Subject[]> {
  const rows = await applicationColumns(
    db,
    db('assignments').join('applications', 'applications.id', 'assignments.application_id'),
  )
    .modify(query =>
      narrow(query, 'assignments.id', wanted, open =>
        open
          .where('assignments.status', 'to write')
          .whereIn('applications.status', writtenIn)
          .where('assignments.due_on', '<=', upToOf(wanted)),
      ),
    )
    .orderBy('assignments.id')
    .select<(ApplicationRow & { personId: string })[]>(
      'assignments.id',
      'assignments.due_on as about',
      'assignments.status',
      'assignments.assigned_at as since',
      'assignments.person_id as personId',
    )
  return rows.map(row => {
    const isOver = row.status !== 'to write' || !writtenIn.includes(row.applicationStatus)
    return {
      ...toSubject('assignment', row, assignmentSteps, isOver ? 'over' : null),
      barred: [],
      neededFrom: [row.personId],
    }
  })
}

/** A mention that is older than this number of days is no longer sent, for example when reminders were turned off. */
const mentionDays = 7

/** Comments that mention a colleague. The email contains no criterion, no author and no text. */
export async function mentionSubjects(db: Db, wanted: Wanted): Promise<Subject[]> {
  const rows = await applicationColumns(
    db,
    db('comment_mentions')
      .join('comments', 'comments.id', 'comment_mentions.comment_id')
      .join('applications', 'applications.id', 'comments.application_id'),
  )
    .modify(query =>
      narrow(query, 'comment_mentions.id', wanted, open =>
        open.where('comment_mentions.mentioned_on', '>=', addDays(wanted.today, -mentionDays)),
      ),
    )
    .orderBy('comment_mentions.id')
    .select<(ApplicationRow & { personId: string; since: Instant })[]>(
      'comment_mentions.id',
      'comment_mentions.mentioned_on as about',
      'comments.written_at as since',
      'comment_mentions.person_id as personId',
    )
  return rows.map(row => ({
    ...toSubject('mention', row, [0], row.applicationStatus === 'withdrawn' ? 'over' : null),
    from: row.about!,
    barred: [],
    neededFrom: [row.personId],
  }))
}
