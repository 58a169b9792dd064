import type { Db } from '../../../db/connection.ts'
import { endToRemind } from '../../../domain/consent.ts'
import { dueToRemind, type Frequency } from '../../../domain/recurring.ts'
import type { Subject } from '../../../domain/reminder-recipients.ts'
import { reminderSteps } from '../../../domain/reminder-schedule.ts'
import { daysInInbox, daysWarned, deletedFromInbox } from '../../../domain/retention.ts'
import { addDays, dayOf, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import { type ConsentJson, consentEndsIn, consentsAsJson, hasConsentEnding } from '../../evidence/evidence.public.ts'
import type { SubjectSelection } from '../subjects/subject.store.ts'

/**
 * Consents that ended more than this many days before `upTo` are not read. When reminders are planned, `upTo` is 400
 * days ahead. The other 30 days are those for which reminders continue after a consent has ended.
 */
const consentDaysOver = 430

interface ConsentRow {
  id: string
  organisationId: string
  organisation: string
  ownerId: string
  panelUntil: Day | null
  consents: string
  removedAt: Instant | null
  closedAt: Instant | null
  since: Instant | null
  receivedAt: Instant
}

/**
 * Evidence with a consent that ends, and the day of the end that reminders announce. Reminders do not name the person
 * who gave the consent.
 */
export async function consentSubjects(db: Db, wanted: SubjectSelection): Promise<Subject[]> {
  const rows = await db('evidence')
    .join('organisations', 'organisations.id', 'evidence.organisation_id')
    .modify(query => {
      if ('ids' in wanted) return void query.whereIn('evidence.id', [...wanted.ids])
      query
        .where('evidence.id', '>', wanted.after)
        .whereNull('evidence.removed_at')
        .modify(hasConsentEnding(addDays(wanted.upTo, -consentDaysOver), wanted.upTo))
        .limit(wanted.limit)
    })
    .orderBy('evidence.id')
    .select<ConsentRow[]>(
      'evidence.id',
      'evidence.organisation_id as organisationId',
      'organisations.name as organisation',
      'evidence.owner_id as ownerId',
      'evidence.panel_until as panelUntil',
      consentsAsJson(db),
      'evidence.removed_at as removedAt',
      'organisations.closed_at as closedAt',
      'evidence.received_at as receivedAt',
      db.raw('(select max(consents.recorded_at) from consents where consents.evidence_id = evidence.id) as since'),
    )
  return rows.map(row => {
    const end = endToRemind(consentEndsIn(JSON.parse(row.consents) as ConsentJson[], row.panelUntil), wanted.today)
    return {
      kind: 'consent',
      id: row.id,
      about: end?.day ?? null,
      consentUse: end?.use ?? 'panel',
      steps: reminderSteps.consent,
      from: addDays(dayOf(row.since ?? row.receivedAt), 1),
      organisationId: row.organisationId,
      organisation: row.organisation,
      applicationId: null,
      nothingDueReason: end === null || row.removedAt !== null || row.closedAt !== null ? 'over' : null,
      barred: [],
      lapsesAfter: null,
      isSuspended: false,
      ownerId: row.ownerId,
      neededFrom: [],
      chairId: null,
    }
  })
}

interface RecurringRow {
  id: string
  organisationId: string
  organisation: string
  askedId: string
  every: Frequency
  countedFrom: Day
  anchorNumber: number
  nextOccurrence: number
  endedAt: Instant | null
  closedAt: Instant | null
  since: Instant
}

/**
 * Regular evidence with the due date that reminders are about. Reminders leave out the title, which can contain
 * personal details.
 */
export async function recurringSubjects(db: Db, wanted: SubjectSelection): Promise<Subject[]> {
  const rows = await db('recurring_evidence')
    .join('organisations', 'organisations.id', 'recurring_evidence.organisation_id')
    .modify(query => {
      if ('ids' in wanted) return void query.whereIn('recurring_evidence.id', [...wanted.ids])
      query
        .where('recurring_evidence.id', '>', wanted.after)
        .whereNull('recurring_evidence.ended_at')
        .where('recurring_evidence.next_due', '<=', wanted.upTo)
        .limit(wanted.limit)
    })
    .orderBy('recurring_evidence.id')
    .select<RecurringRow[]>(
      'recurring_evidence.id',
      'recurring_evidence.organisation_id as organisationId',
      'organisations.name as organisation',
      'recurring_evidence.asked_id as askedId',
      'recurring_evidence.every',
      'recurring_evidence.anchor_on as countedFrom',
      'recurring_evidence.anchor_number as anchorNumber',
      'recurring_evidence.next_number as nextOccurrence',
      'recurring_evidence.ended_at as endedAt',
      'organisations.closed_at as closedAt',
      'recurring_evidence.due_since as since',
    )
  return rows.map(row => ({
    kind: 'recurring',
    id: row.id,
    ...aboutAndLate(row, wanted.today),
    steps: reminderSteps.recurring,
    from: addDays(dayOf(row.since), 1),
    organisationId: row.organisationId,
    organisation: row.organisation,
    applicationId: null,
    nothingDueReason: row.endedAt === null && row.closedAt === null ? null : 'over',
    barred: [],
    lapsesAfter: null,
    isSuspended: false,
    ownerId: row.askedId,
    neededFrom: [],
    chairId: null,
  }))
}

function aboutAndLate(row: RecurringRow, today: Day): Pick<Subject, 'about' | 'earlierLate'> {
  const { day, earlier } = dueToRemind(row, today)
  return { about: day, earlierLate: earlier }
}

interface InboxRow {
  id: string
  organisation: string
  closedAt: Instant | null
  oldestAt: Instant
}

/**
 * Evidence inboxes, by the organisation's id, with the day from which the oldest item is deleted. A reminder also
 * covers items deleted in the two weeks after that day, because some of them get no reminder of their own.
 */
export async function inboxSubjects(db: Db, wanted: SubjectSelection): Promise<Subject[]> {
  const items = () => db('inbox_items').whereRaw('inbox_items.organisation_id = organisations.id')
  const rows = await db('organisations')
    .modify(query => {
      if ('ids' in wanted) return void query.whereIn('organisations.id', [...wanted.ids]).whereExists(items())
      const soon = instantAt(addDays(wanted.today, daysWarned + 1 - daysInInbox), '00:00')
      query
        .where('organisations.id', '>', wanted.after)
        .whereExists(items().where('inbox_items.arrived_at', '<', soon))
        .limit(wanted.limit)
    })
    .orderBy('organisations.id')
    .select<InboxRow[]>(
      'organisations.id',
      'organisations.name as organisation',
      'organisations.closed_at as closedAt',
      items().min('inbox_items.arrived_at').as('oldestAt'),
    )
  return rows.map(row => ({
    kind: 'inbox',
    id: row.id,
    about: deletedFromInbox(row.oldestAt, wanted.today),
    steps: reminderSteps.inbox,
    from: wanted.today,
    organisationId: row.id,
    organisation: row.organisation,
    applicationId: null,
    nothingDueReason: row.closedAt === null ? null : 'over',
    barred: [],
    lapsesAfter: null,
    isSuspended: false,
    ownerId: null,
    neededFrom: [],
    chairId: null,
  }))
}
