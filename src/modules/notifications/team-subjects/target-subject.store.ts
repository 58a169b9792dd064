import type { Db } from '../../../db/connection.ts'
import type { Subject } from '../../../domain/reminder-recipients.ts'
import { reminderSteps } from '../../../domain/reminder-schedule.ts'
import { aimedAt, isAimedAt, type TargetStatus } from '../../../domain/target.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { latestDateWanted, narrow } from '../application-subjects/application-subject.store.ts'
import type { SubjectSelection } from '../subjects/subject.store.ts'

/**
 * Targets due more than this many days before the latest wanted date are not read. When reminders are planned, that
 * date is 400 days ahead. The other 30 days are those for which reminders continue after the due date.
 */
const daysOver = 430

interface TargetRow {
  id: string
  organisationId: string
  organisation: string
  ownerId: string
  about: Day
  status: TargetStatus
  closedAt: Instant | null
  since: Instant
}

/** The library's targets as subjects of reminders to their owners. Reminders leave out the words of a target. */
export async function targetSubjects(db: Db, wanted: SubjectSelection): Promise<Subject[]> {
  const rows = await db('targets')
    .join('organisations', 'organisations.id', 'targets.organisation_id')
    .modify(query =>
      narrow(query, 'targets.id', wanted, open =>
        open
          .whereIn('targets.status', [...aimedAt])
          .whereBetween('targets.due_on', [addDays(latestDateWanted(wanted), -daysOver), latestDateWanted(wanted)]),
      ),
    )
    .orderBy('targets.id')
    .select<TargetRow[]>(
      'targets.id',
      'targets.organisation_id as organisationId',
      'organisations.name as organisation',
      'targets.owner_id as ownerId',
      'targets.due_on as about',
      'targets.status',
      'organisations.closed_at as closedAt',
      'targets.made_at as since',
    )
  return rows.map(row => ({
    kind: 'target',
    id: row.id,
    about: row.about,
    steps: reminderSteps.target,
    from: addDays(dayOf(row.since), 1),
    organisationId: row.organisationId,
    organisation: row.organisation,
    applicationId: null,
    nothingDueReason: row.closedAt === null && isAimedAt(row) ? null : 'over',
    barred: [],
    lapsesAfter: null,
    isSuspended: false,
    ownerId: null,
    neededFrom: [row.ownerId],
    chairId: null,
  }))
}
