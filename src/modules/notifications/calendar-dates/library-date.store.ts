import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import { memberRoles, type Actor } from '../../../domain/actor.ts'
import { mostOfAKind, type CalendarDate, type libraryDates } from '../../../domain/calendar-feed.ts'
import { compare } from '../../../domain/compare.ts'
import { endToRemind } from '../../../domain/consent.ts'
import { dueToRemind, type Unanswered } from '../../../domain/recurring.ts'
import { instantAt, type Day, type Instant } from '../../../domain/time.ts'
import type { EventName } from '../../../history/record.ts'
import { applicationsReadableBy } from '../../access/access.public.ts'
import { isSuspendedMaybeWithUs } from '../../awards/awards.public.ts'
import {
  type ConsentJson,
  consentEndingFirst,
  consentEndsIn,
  consentsAsJson,
  whereReadable,
} from '../../evidence/evidence.public.ts'
import { acceptsForLibrary, closesForLibrary, roundToSubmitIn } from '../../frameworks/frameworks.public.ts'
import { datesIn, isForFeed, organisationsAs, type DatesAsked } from './date-query.store.ts'

type LibraryDate = (typeof libraryDates)[number]
type Query = Knex.QueryBuilder

/** Reads the dates of one kind for a feed, or one date by its id. */
export type Dates = (db: Db, actor: Actor, asked: DatesAsked, today: Day) => Lookup<CalendarDate[]>

const statusesToRenew = ['valid', 'renewal open', 'extended', 'overdue', 'suspended']

/** The last valid days of awards. A feed has only the awards of the person's own libraries. */
const awards: Dates = (db, actor, asked) => {
  const mayReadAll = actor.charityRoles.some(role => role === 'coordinator' || role === 'trustee')
  const query = () => {
    const found = db('awards')
      .join('organisations', 'organisations.id', 'awards.organisation_id')
      .whereIn('awards.status', statusesToRenew)
      .whereNotNull('awards.valid_to')
      .select(
        'awards.id as id',
        'organisations.name as name',
        db.raw('null as "applicationId"'),
        'awards.valid_to as due',
        db.raw(
          `(select max(coalesce(award_changes.undone_at, award_changes.at)) from award_changes
          where award_changes.award_id = awards.id) as "changedAt"`,
        ),
        db.raw(`case when ${isSuspendedMaybeWithUs} then 1 else 0 end as "mayBeWithUs"`),
        notOnPanel(db),
      ) as Query
    if (isForFeed(asked) || !mayReadAll) found.whereIn('awards.organisation_id', organisationsAs(actor, memberRoles))
    return found
  }
  return datesIn('award', { query, id: 'awards.id', due: 'awards.valid_to', flags: ['mayBeWithUs'] }, asked)
}

/**
 * The times at which rounds close for drafts of first applications, with extensions. When a round's grace period is
 * over, the draft's date comes from the next round. `changedAt` is then at least the end of the day on which the grace
 * period ended.
 */
const drafts: Dates = (db, actor, asked, today) => {
  const inner = () =>
    ofApplications(db, actor, asked, db('applications'))
      .joinRaw(`join rounds on rounds.id = ${roundToSubmitIn}`, [instantAt(today, '00:00')])
      .where({ 'applications.status': 'draft', 'applications.kind': 'first' })
      .select(
        'applications.id as id',
        db.raw(`${closesForLibrary} as due`),
        db.raw(
          `(select max(changes.at) from (select applications.started_at as at
          union all select events.at from events where events.entity = 'round' and events.entity_id = rounds.id
          union all select events.at from events
            where events.application_id = applications.id and events.name = 'application.round_extended'
          union all select substr(${acceptsForLibrary}, 1, 10) || 'T23:59:59.999Z' from rounds
            where rounds.stream_id = applications.stream_id and ${acceptsForLibrary} < ?) as changes) as "changedAt"`,
          [instantAt(today, '00:00')],
        ),
      )
  const query = () => db.select('drafts.*').from(inner().as('drafts')) as Query
  return datesIn('draft', { query, id: 'drafts.id', due: 'drafts.due' }, asked)
}

/** The deadlines for submitting a returned application or more evidence. */
const untils =
  (kind: 'return' | 'more evidence', status: string): Dates =>
  (db, actor, asked) => {
    const query = () =>
      ofApplications(db, actor, asked, db('applications'))
        .where('applications.status', status)
        .whereNotNull('applications.until')
        .select(
          'applications.id as id',
          'applications.until as due',
          changedBy(db, ['application.date_moved', 'application.release'], 'applications.status_since'),
        )
    return datesIn(kind, { query, id: 'applications.id', due: 'applications.until' }, asked)
  }

const questions: Dates = (db, actor, asked) => {
  const from = () => db('questions').join('applications', 'applications.id', 'questions.application_id')
  const query = () =>
    ofApplications(db, actor, asked, from())
      .where('questions.status', 'open')
      .whereNotIn('applications.status', ['withdrawn', 'on hold'])
      .select(
        'questions.id as id',
        'questions.reply_by as due',
        changedBy(db, ['application.release'], 'questions.asked_at'),
      )
  return datesIn('question', { query, id: 'questions.id', due: 'questions.reply_by' }, asked)
}

const recommendations: Dates = (db, actor, asked) => {
  const from = () =>
    db('recommendations')
      .join('applications', 'applications.id', 'recommendations.application_id')
      .leftJoin('awards', 'awards.id', 'recommendations.award_id')
  const query = () =>
    ofApplications(db, actor, asked, from())
      .where('recommendations.status', 'open')
      .where(query => void query.whereNull('awards.id').orWhereNot('awards.status', 'ended'))
      .whereNotNull('recommendations.due_on')
      .select(
        'recommendations.id as id',
        'recommendations.due_on as due',
        db.raw(
          `coalesce(recommendations.status_since, applications.decision_letter_released_at,
          recommendations.made_at) as "changedAt"`,
        ),
      )
  return datesIn('recommendation', { query, id: 'recommendations.id', due: 'recommendations.due_on' }, asked)
}

/**
 * The last days of consents, for those consents that reminders announce. The title of the evidence is left out, because
 * it can name someone.
 */
const consents: Dates = (db, actor, asked, today) => {
  const query = () => {
    const found = whereReadable(
      db('evidence').join('organisations', 'organisations.id', 'evidence.organisation_id'),
      actor,
    )
      .whereIn('evidence.organisation_id', organisationsAs(actor, ['lead', 'contributor']))
      .select(
        'evidence.id as id',
        'organisations.name as name',
        'evidence.panel_until as panelUntil',
        consentsAsJson(db),
        db.raw(
          `coalesce((select max(coalesce(consents.withdrawn_at, consents.recorded_at)) from consents
          where consents.evidence_id = evidence.id), evidence.received_at) as "changedAt"`,
        ),
      )
      .limit(mostOfAKind) as Query
    if (isForFeed(asked))
      found
        .whereNull('organisations.closed_at')
        .modify(consentEndingFirst(today))
        .where(forPerson(actor, 'evidence.organisation_id', 'evidence.owner_id'))
    else found.where('evidence.id', asked.id)
    return found
  }
  return lookup<ConsentRow, CalendarDate[]>(
    query,
    consentFields,
    rows =>
      rows.flatMap(({ id, name, changedAt, consents: given, panelUntil }) => {
        const end = endToRemind(consentEndsIn(given, panelUntil), today)
        return end === null ? [] : [{ ...ofEvidence, kind: 'consent', id, name, day: end.day, changedAt }]
      }),
    ['consents'],
  )
}

const ofEvidence = { applicationId: null, at: null, meeting: null, isOnPanel: false } as const

const consentFields = ['id', 'name', 'panelUntil', 'consents', 'changedAt'] as const
interface ConsentRow {
  id: string
  name: string
  panelUntil: Day | null
  consents: ConsentJson[]
  changedAt: Instant
}

/**
 * The due dates of regular evidence that reminders are about. Reads all regular evidence, at most `recurringMax` for
 * each library, because these dates are not in the database.
 */
const recurring: Dates = (db, actor, asked, today) => {
  const query = () => {
    const found = db('recurring_evidence')
      .join('organisations', 'organisations.id', 'recurring_evidence.organisation_id')
      .whereIn('recurring_evidence.organisation_id', organisationsAs(actor, memberRoles))
      .whereNull('recurring_evidence.ended_at')
      .select(
        'recurring_evidence.id as id',
        'organisations.name as name',
        'recurring_evidence.due_since as changedAt',
        'recurring_evidence.every',
        'recurring_evidence.anchor_on as countedFrom',
        'recurring_evidence.anchor_number as anchorNumber',
        'recurring_evidence.next_number as nextOccurrence',
      )
      .orderBy(['recurring_evidence.next_due', 'recurring_evidence.id']) as Query
    if (isForFeed(asked))
      found
        .whereNull('organisations.closed_at')
        .where(forPerson(actor, 'recurring_evidence.organisation_id', 'recurring_evidence.asked_id'))
    else found.where('recurring_evidence.id', asked.id)
    return found
  }
  return lookup<RecurringRow, CalendarDate[]>(query, recurringFields, rows =>
    rows
      .map(({ id, name, changedAt, ...row }): CalendarDate => {
        return { ...ofEvidence, kind: 'recurring', id, name, day: dueToRemind(row, today).day, changedAt }
      })
      .filter(({ day }) => !isForFeed(asked) || day >= asked.from)
      .toSorted((a, b) => compare(a.day, b.day))
      .slice(0, mostOfAKind),
  )
}

const recurringFields = ['id', 'name', 'changedAt', 'every', 'countedFrom', 'anchorNumber', 'nextOccurrence'] as const
interface RecurringRow extends Unanswered {
  id: string
  name: string
  changedAt: Instant
}

export const libraryDateSources: Record<LibraryDate, Dates> = {
  award: awards,
  draft: drafts,
  return: untils('return', 'returned'),
  'more evidence': untils('more evidence', 'more evidence asked'),
  question: questions,
  recommendation: recommendations,
  consent: consents,
  recurring,
}

/**
 * Limits a query on `applications`. A feed has the applications of the person's own libraries that are not closed. Any
 * other request has those that the person can read.
 */
function ofApplications(db: Db, actor: Actor, asked: DatesAsked, from: Knex.QueryBuilder): Query {
  const query = from
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .select('organisations.name as name', 'applications.id as applicationId', notOnPanel(db)) as Query
  return isForFeed(asked)
    ? query
        .whereNull('organisations.closed_at')
        .whereIn('applications.organisation_id', organisationsAs(actor, memberRoles))
    : query.whereIn('applications.id', applicationsReadableBy(db, actor).select('applications.id'))
}

/** Leads get their library's dates. Everyone else gets the dates that they are responsible for. */
const forPerson =
  (actor: Actor, organisation: string, person: string) =>
  (query: Query): void =>
    void query.whereIn(organisation, organisationsAs(actor, ['lead'])).orWhere(person, actor.id)

/**
 * Selects the time of the application's last event with one of these names or, if later, the time in the column
 * `since`. Leaves out the end of a hold that ended on its first day, because it moves no date.
 * @param since the name of the column, such as `questions.asked_at`
 * @param selectedAs the name of the selected time
 */
export const changedBy = (
  db: Db,
  names: readonly EventName[],
  since: string,
  selectedAs: 'changedAt' | 'since' = 'changedAt',
): Knex.Raw =>
  db.raw('coalesce(?, ??) as ??', [
    db('events')
      .whereRaw('events.application_id = applications.id')
      .whereRaw('events.at >= ??', [since])
      .whereIn('events.name', [...names])
      .whereNot('events.facts', 'like', '%"days":0%')
      .max('events.at'),
    since,
    selectedAs,
  ])

export const notOnPanel = (db: Db): Knex.Raw => db.raw('0 as "isOnPanel"')
