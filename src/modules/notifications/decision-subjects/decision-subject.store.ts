import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import type { Subject } from '../../../domain/reminder-recipients.ts'
import { reminderSteps } from '../../../domain/reminder-schedule.ts'
import { dayOf } from '../../../domain/time.ts'
import { sortedRenewals } from '../../overview/overview.public.ts'
import {
  applicationColumns,
  narrow,
  toSubject,
  type ApplicationRow,
} from '../application-subjects/application-subject.store.ts'
import type { SubjectSelection } from '../subjects/subject.store.ts'

interface DecisionRow extends ApplicationRow {
  kind: string
  /** the people who gave findings, or helped a member who gave some */
  judged: string
}

/**
 * Applications that need a trustee, either to decide on a proposal or to confirm a light renewal. Their date is the day
 * on which they reached the trustees.
 */
export async function decisionSubjects(db: Db, wanted: SubjectSelection): Promise<Subject[]> {
  const rows = await applicationColumns(db, db('applications') as unknown as Knex.QueryBuilder)
    .modify(query =>
      narrow(query, 'applications.id', wanted, open =>
        open.where(
          waiting =>
            void waiting
              .where('applications.status', 'with a trustee')
              .orWhere({ 'applications.status': 'checked', 'applications.kind': 'renewal' }),
        ),
      ),
    )
    .orderBy('applications.id')
    .select<DecisionRow[]>(
      'applications.id',
      'applications.kind',
      'applications.status',
      'applications.status_since as since',
      jsonList(
        db,
        { id: 'judges.id' },
        `from (select seats.person_id as id from seats where ${hasFindings}
          union select seat_helpers.person_id from seats join seat_helpers on seat_helpers.seat_id = seats.id
            where ${hasFindings}) as judges
          where judges.id is not null`,
        'judged',
      ),
    )
  const { toConfirm } = await sortedRenewals(
    db,
    rows.filter(({ status }) => status === 'checked').map(({ id }) => id),
  )
  return rows.map(row => {
    const isWaiting = row.status === 'with a trustee' || toConfirm.includes(row.id)
    const about = dayOf(row.since)
    const subject = toSubject('decision', { ...row, about }, reminderSteps.decision, isWaiting ? null : whyNot(row))
    return { ...subject, barred: [...subject.barred, ...peopleIn(row.judged)] }
  })
}

/** SQL condition on `seats`: the seat is on the application's panel, and gave findings. */
const hasFindings = `seats.application_id = applications.id
  and exists (select 1 from findings where findings.seat_id = seats.id and findings.given_at is not null)`

const whyNot = ({ status }: DecisionRow): Subject['nothingDueReason'] => (status === 'on hold' ? 'on hold' : 'over')

const peopleIn = (json: string): string[] => (JSON.parse(json) as { id: string }[]).map(({ id }) => id)
