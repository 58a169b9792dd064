import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Award } from '../../../domain/award.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'

const submissionsAndDeadlines = ['submit', 'return', 'askMore', 'date_moved', 'resubmit', 'takeUp']

/** A submitted renewal, and the dates that the library missed for it. */
export interface SubmittedRenewal {
  /**
   * the day of the first submission. If the library then missed a deadline, the day of the first event after the last
   * missed deadline, such as a late second submission or a new deadline
   */
  submittedOn: Day
  /** whether the library has missed the date of a question since the charity last received the renewal */
  isUnanswered: boolean
  /** whether the library ever missed a date for the renewal */
  hasMissedDate: boolean
}

/** Finds when a renewal was submitted and which dates were missed since; null when it was never submitted. */
export async function submittedRenewal(
  db: Db | Tx,
  applicationId: string,
  today: Day,
): Promise<SubmittedRenewal | null> {
  const events = await runLookup(db, eventsOf(db, applicationId))
  let submittedOn: Day | null = null
  let receivedOn: Day | null = null
  let until: Day | null = null
  let hasMissedDate = false
  let before = ''
  for (const { name, at, facts } of events) {
    const day = dayOf(at)
    const isLate = until !== null && day > until
    if (submittedOn === null || isLate) submittedOn = day
    // `takeUp` after `resubmit` only passes the application on to the panel, so it is not a new receipt
    if (isLate || receivings.includes(name) || (name === 'application.takeUp' && before !== 'application.resubmit'))
      receivedOn = day
    hasMissedDate ||= isLate
    before = name
    until = (JSON.parse(facts) as { until?: Day }).until ?? null
  }
  if (submittedOn === null) return null
  const missed = await questionsMissed(db, applicationId, today)
  return {
    submittedOn,
    isUnanswered: missed.some(replyBy => receivedOn === null || replyBy >= receivedOn),
    hasMissedDate: hasMissedDate || missed.length > 0 || (until !== null && until < today),
  }
}

interface EventRow {
  name: string
  at: Instant
  facts: string
}

/** The submissions of an application and the changes to its deadline, in order. */
const eventsOf = withKeptSql((db: Db | Tx, applicationId: string): Lookup<EventRow[]> =>
  lookup<EventRow, EventRow[]>(
    () =>
      db('events')
        .where({ application_id: applicationId, entity: 'application' })
        .whereIn(
          'name',
          submissionsAndDeadlines.map(name => `application.${name}`),
        )
        .orderBy('sequence')
        .select('name', 'at', 'facts'),
    ['name', 'at', 'facts'],
    rows => rows,
  ),
)

const receivings = ['application.submit', 'application.resubmit']

/**
 * The dates of the questions that the library did not answer in time. Questions that were withdrawn do not count, and
 * no open question counts while the application is on hold.
 */
async function questionsMissed(db: Db | Tx, applicationId: string, today: Day): Promise<Day[]> {
  const questions = await runLookup(db, questionsOn(db, applicationId))
  return questions
    .filter(({ reply_by, closed_at, status }) =>
      closed_at === null ? status !== 'on hold' && reply_by < today : reply_by < dayOf(closed_at),
    )
    .map(({ reply_by }) => reply_by)
}

interface QuestionRow {
  reply_by: Day
  closed_at: Instant | null
  status: string
}

/** The questions that were not withdrawn, each with the status of the application. */
const questionsOn = withKeptSql((db: Db | Tx, applicationId: string): Lookup<QuestionRow[]> =>
  lookup<QuestionRow, QuestionRow[]>(
    () =>
      db('questions')
        .join('applications', 'applications.id', 'questions.application_id')
        .where({ application_id: applicationId })
        .whereNot('questions.status', 'withdrawn')
        .select('questions.reply_by', 'questions.closed_at', 'applications.status'),
    ['reply_by', 'closed_at', 'status'],
    rows => rows,
  ),
)

/**
 * Whether the library withdrew a submitted renewal of the award, or missed a deadline for one. The days on which the
 * award was valid are then unknown, so its last valid day cannot become another day in the past.
 */
export async function hasLostRenewal(db: Db | Tx, { id }: Pick<Award, 'id'>, today: Day): Promise<boolean> {
  const submitted = await runLookup(db, submittedFor(db, id))
  for (const { id: applicationId, status } of submitted)
    if (status === 'withdrawn' || (await submittedRenewal(db, applicationId, today))?.hasMissedDate) return true
  return false
}

interface Submitted {
  id: string
  status: string
}

const submittedFor = withKeptSql((db: Db | Tx, awardId: string): Lookup<Submitted[]> =>
  lookup<Submitted, Submitted[]>(
    () => db('applications').where({ award_id: awardId }).whereNotNull('submitted_at').select('id', 'status'),
    ['id', 'status'],
    rows => rows,
  ),
)
