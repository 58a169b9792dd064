import type { Db } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import { canItemBeWritten, type ApplicationStatus } from '../../../domain/application.ts'
import type { Subject } from '../../../domain/reminder-recipients.ts'
import { reminderSteps } from '../../../domain/reminder-schedule.ts'
import { addDays, type Day, type Instant } from '../../../domain/time.ts'
import {
  applicationColumns,
  narrow,
  toSubject,
  latestDateWanted,
  type ApplicationRow,
} from '../application-subjects/application-subject.store.ts'
import { isSignOffMissing } from '../../applications/applications.public.ts'
import { closesForLibrary } from '../../frameworks/frameworks.public.ts'
import { joinRoundToSubmitIn, lastDayToSubmit } from '../draft-subjects/draft-subject.store.ts'
import type { SubjectSelection } from '../subjects/subject.store.ts'

const writtenIn = ['draft', 'returned', 'more evidence asked']

/** Criteria that a colleague has to write by a date that the library set. */
export async function assignmentSubjects(db: Db, wanted: SubjectSelection): Promise<Subject[]> {
  const rows = await applicationColumns(
    db,
    db('assignments').join('applications', 'applications.id', 'assignments.application_id'),
  )
    .modify(query =>
      narrow(query, 'assignments.id', wanted, open =>
        open
          .where('assignments.status', 'to write')
          .whereIn('applications.status', writtenIn)
          .where('assignments.due_on', '<=', latestDateWanted(wanted)),
      ),
    )
    .orderBy('assignments.id')
    .select<(ApplicationRow & { personId: string; itemId: string; itemsAsked: string })[]>(
      'assignments.id',
      'assignments.due_on as about',
      'assignments.status',
      'assignments.assigned_at as since',
      'assignments.person_id as personId',
      'assignments.item_id as itemId',
      'applications.items_asked as itemsAsked',
    )
  return rows.map(row => {
    const status = row.applicationStatus as ApplicationStatus
    const criteriaAsked = JSON.parse(row.itemsAsked) as string[]
    const isOver = row.status !== 'to write' || !canItemBeWritten({ status, criteriaAsked }, row.itemId)
    return {
      ...toSubject('assignment', row, reminderSteps.assignment, isOver ? 'over' : null),
      barred: [],
      neededFrom: [row.personId],
    }
  })
}

/** A mention older than this many days is not sent. Mentions can become that old while reminders are switched off. */
const mentionDays = 7

/** Comments that mention a colleague. The reminder names no criterion and no author, and does not quote the comment. */
export async function mentionSubjects(db: Db, wanted: SubjectSelection): Promise<Subject[]> {
  const oldest = addDays(wanted.today, -mentionDays)
  const rows = await applicationColumns(
    db,
    db('comment_mentions')
      .join('comments', 'comments.id', 'comment_mentions.comment_id')
      .join('applications', 'applications.id', 'comments.application_id'),
  )
    .modify(query =>
      narrow(query, 'comment_mentions.id', wanted, open => open.where('comment_mentions.mentioned_on', '>=', oldest)),
    )
    .orderBy('comment_mentions.id')
    .select<(ApplicationRow & { personId: string; since: Instant })[]>(
      'comment_mentions.id',
      'comment_mentions.mentioned_on as about',
      'comments.written_at as since',
      'comment_mentions.person_id as personId',
    )
  return rows.map(row => ({
    ...toSubject('mention', row, reminderSteps.mention, isMentionOver(row, oldest) ? 'over' : null),
    from: row.about!,
    barred: [],
    neededFrom: [row.personId],
  }))
}

const isMentionOver = ({ about, applicationStatus }: ApplicationRow, oldest: Day): boolean =>
  applicationStatus === 'withdrawn' || about! < oldest

const signedOffIn = ['draft', 'returned']

interface SignOffRow extends ApplicationRow {
  kind: string
  closesAt: Instant | null
  until: Day | null
  validTo: Day | null
  isWaiting: number
  observers: string
}

/**
 * Sign-offs that observers were asked for but have not given, with the day by which the application must be submitted.
 */
export async function signOffSubjects(db: Db, wanted: SubjectSelection): Promise<Subject[]> {
  const rows = await applicationColumns(
    db,
    joinRoundToSubmitIn(
      db('sign_offs')
        .join('applications', 'applications.id', 'sign_offs.application_id')
        .leftJoin('awards', 'awards.id', 'applications.award_id'),
      wanted.today,
    ),
  )
    .modify(query =>
      narrow(query, 'sign_offs.id', wanted, open =>
        open.whereRaw(isSignOffMissing).whereIn('applications.status', signedOffIn),
      ),
    )
    .orderBy('sign_offs.id')
    .select<SignOffRow[]>(
      'sign_offs.id',
      'sign_offs.asked_at as since',
      'applications.kind',
      'applications.until',
      'awards.valid_to as validTo',
      db.raw(`${closesForLibrary} as "closesAt"`),
      db.raw(`case when ${isSignOffMissing} then 1 else 0 end as "isWaiting"`),
      jsonList(db, { id: 'memberships.person_id' }, `from memberships where ${mayOnlySign}`, 'observers'),
    )
  return rows.map(row => {
    const isOver = row.isWaiting === 0 || !signedOffIn.includes(row.applicationStatus)
    const about = submittedBy(row, wanted.today)
    return {
      ...toSubject('sign-off', { ...row, about }, reminderSteps['sign-off'], isOver ? 'over' : null),
      barred: [],
      neededFrom: (JSON.parse(row.observers) as { id: string }[]).map(({ id }) => id),
    }
  })
}

/** SQL for the memberships of observers who are not also leads or contributors. */
const mayOnlySign = `memberships.organisation_id = applications.organisation_id and memberships.role = 'observer'
  and memberships.ended_at is null and not exists (select 1 from memberships as writing
  where writing.organisation_id = memberships.organisation_id and writing.person_id = memberships.person_id
  and writing.role in ('lead', 'contributor') and writing.ended_at is null)`

function submittedBy(row: SignOffRow, today: Day): Day | null {
  if (row.applicationStatus === 'returned') return row.until
  return row.kind === 'first' ? lastDayToSubmit(row, today) : row.validTo
}
