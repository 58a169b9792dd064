import type { Db } from '../../../src/db/connection.ts'
import { consentEnds, endToRemind } from '../../../src/domain/consent.ts'
import { dueToRemind } from '../../../src/domain/recurring.ts'
import { consentsOf } from '../../../src/modules/evidence/consents/consent.store.ts'
import { addDays, dayOf, daysBetween, type Day, type Instant } from '../../../src/domain/time.ts'
import type { Dated } from './due-today.ts'
import { barredFromAward } from './barred.ts'
import type { People } from './people.ts'

type To = Dated['to']

/** The dates about which libraries are reminded. */
export async function libraryDates(db: Db, people: People, today: Day): Promise<Dated[]> {
  return [
    ...(await awards(db, people)),
    ...(await replies(db, people)),
    ...(await recommendations(db, people)),
    ...(await evidence(db, people, today)),
    ...(await inboxes(db, people)),
    ...(await drafts(db, people, today)),
    ...(await assignments(db, people)),
    ...(await targets(db, people)),
    ...(await signOffs(db, people, today)),
  ]
}

const leads = (people: People, place: string): To => [
  ...people.members(place, 'lead').map(who => ({ who, as: 'lead' })),
  ...coordinatorsInstead(people, place),
]

const leadsAndMailbox = (people: People, place: string): To => [
  ...leads(people, place),
  ...people.mailbox(place).map(who => ({ who, as: 'mailbox' })),
]

/**
 * The coordinators, if no lead can be reached; otherwise no one. If emails reach a lead, but all such leads are silent
 * (`isSilent`), the coordinators get only the reminders from 30 days before the date. On the day on which the last lead
 * becomes silent, the coordinators also get the latest of these that was due earlier, unless they already got it.
 */
const coordinatorsInstead = (people: People, place: string): To =>
  people.hasReachableLead(place)
    ? []
    : people.charity('coordinator', place).map(who => ({
        who,
        as: 'coordinator',
        from: people.hasEmailedLead(place) ? 30 : Number.POSITIVE_INFINITY,
        isLate: people.hasJustLostLeads(place),
      }))

async function awards(db: Db, people: People): Promise<Dated[]> {
  const rows = await db('awards')
    .join('organisations', 'organisations.id', 'awards.organisation_id')
    .whereIn('awards.status', ['valid', 'renewal open', 'extended', 'overdue', 'suspended'])
    .whereNotNull('awards.valid_to')
    .select('awards.id', 'awards.organisation_id as place', 'organisations.name', 'awards.valid_to as about')
  const barred = await barredFromAward(db)
  const changes = await db('award_changes').whereNull('undone_at').select('award_id', 'valid_to', 'at', 'move')
  return rows.map(({ id, place, name, about }) => {
    const first = changes.filter(each => each.award_id === id && each.valid_to === about)
    const since = first
      .map(each => (each.move === 'extend' ? dayOf(each.at) : addDays(dayOf(each.at), -1)))
      .toSorted()[0]
    return {
      kind: 'award',
      organisationId: place,
      organisation: name,
      about: about!,
      setOn: since ?? ('2000-01-01' as Day),
      steps: [180, 90, 60, 30, 14, 7, 1, 0, -7, -14, -30],
      to: [
        ...leadsAndMailbox(people, place).filter(
          ({ who, as }) => as !== 'coordinator' || !barred.has(`${id} ${who.id}`),
        ),
        ...people.members(place, 'observer').map(who => ({ who, as: 'observer', from: 14 })),
        ...people
          .charity('coordinator', place)
          .filter(who => !barred.has(`${id} ${who.id}`))
          .map(who => ({ who, as: 'coordinator', from: -1 })),
      ],
    }
  })
}

async function replies(db: Db, people: People): Promise<Dated[]> {
  const questions = await db('questions')
    .join('applications', 'applications.id', 'questions.application_id')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .where('questions.status', 'open')
    .whereNotIn('applications.status', ['on hold', 'withdrawn'])
    .select('organisations.id as place', 'organisations.name', 'reply_by as about', 'asked_at as since')
  const returned = await db('applications')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .whereIn('applications.status', ['returned', 'more evidence asked'])
    .whereNotNull('until')
    .select('organisations.id as place', 'organisations.name', 'until as about', 'status_since as since', 'status')
  const dated = (kind: string, row: { place: string; name: string; about: Day | null; since: Instant }): Dated => ({
    kind,
    organisationId: row.place,
    organisation: row.name,
    about: row.about!,
    setOn: dayOf(row.since),
    steps: [14, 7, 1, 0],
    to: leadsAndMailbox(people, row.place),
  })
  return [
    ...questions.map(row => dated('question', row)),
    ...returned.map(row => dated(row.status === 'returned' ? 'return' : 'more evidence', row)),
  ]
}

async function recommendations(db: Db, people: People): Promise<Dated[]> {
  const rows: { place: string; name: string; about: Day; since: Instant }[] = await db('recommendations')
    .join('applications', 'applications.id', 'recommendations.application_id')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .leftJoin('awards', 'awards.id', 'recommendations.award_id')
    .where('recommendations.status', 'open')
    .whereNotNull('recommendations.due_on')
    .whereRaw("coalesce(awards.status, '') <> 'ended'")
    .select(
      'organisations.id as place',
      'organisations.name',
      'recommendations.due_on as about',
      db.raw('coalesce(applications.decision_letter_released_at, recommendations.made_at) as since'),
    )
  return rows.map(({ place, name, about, since }) => ({
    kind: 'recommendation',
    organisationId: place,
    organisation: name,
    about,
    setOn: dayOf(since),
    steps: [28, 7, 0],
    to: leadsAndMailbox(people, place),
  }))
}

async function evidence(db: Db, people: People, today: Day): Promise<Dated[]> {
  const consents = await db('evidence')
    .join('organisations', 'organisations.id', 'evidence.organisation_id')
    .whereNull('evidence.removed_at')
    .whereIn('evidence.id', db('consents').whereNotNull('expires_on').select('evidence_id'))
    .select(
      'evidence.id',
      'organisations.id as place',
      'organisations.name',
      'evidence.panel_until as until',
      'evidence.owner_id as owner',
      db.raw(`coalesce((select max(consents.recorded_at) from consents where consents.evidence_id = evidence.id),
        evidence.received_at) as since`),
    )
  const regular = await db('recurring_evidence')
    .join('organisations', 'organisations.id', 'recurring_evidence.organisation_id')
    .whereNull('recurring_evidence.ended_at')
    .select(
      'organisations.id as place',
      'organisations.name',
      'every',
      'anchor_on as countedFrom',
      'anchor_number as anchorNumber',
      'next_number as nextOccurrence',
      'asked_id as owner',
      'due_since as since',
    )
  const withOwner = (place: string, owner: string): To => [
    ...people.members(place, 'lead').map(who => ({ who, as: 'lead' })),
    ...people
      .members(place, 'contributor')
      .filter(({ id }) => id === owner)
      .map(who => ({ who, as: 'owner' })),
  ]
  const dated = (kind: string, steps: readonly number[], row: EvidenceDate, more: To): Dated => ({
    kind,
    organisationId: row.place,
    organisation: row.name,
    about: row.about,
    setOn: dayOf(row.since),
    steps,
    to: [...withOwner(row.place, row.owner), ...more],
  })
  const found: Dated[] = regular.map(row =>
    dated('recurring', [7, 0, -7], { ...row, about: dueToRemind(row as never, today).day }, []),
  )
  for (const row of consents) {
    const about = endToRemind(consentEnds(await consentsOf(db, row.id), row.until), today)?.day
    if (about && about >= addDays(today, -consentDaysOver))
      found.push(dated('consent', [60, 30, 7, 0], { ...row, about }, coordinatorsInstead(people, row.place)))
  }
  return found
}

/** Nobody is reminded of a consent that ended more than this many days ago, because there is nothing left to do. */
const consentDaysOver = 30

interface EvidenceDate {
  place: string
  name: string
  about: Day
  owner: string
  since: Instant
}

/** For each evidence inbox, the day from which its oldest item can be deleted. */
async function inboxes(db: Db, people: People): Promise<Dated[]> {
  const rows = await db('inbox_items')
    .join('organisations', 'organisations.id', 'inbox_items.organisation_id')
    .groupBy('organisations.id', 'organisations.name')
    .select<{ place: string; name: string; oldest: Instant }[]>(
      'organisations.id as place',
      'organisations.name',
      db.raw('min(inbox_items.arrived_at) as oldest'),
    )
  return rows.map(({ place, name, oldest }) => ({
    kind: 'inbox',
    organisationId: place,
    organisation: name,
    about: addDays(dayOf(oldest), 180),
    setOn: dayOf(oldest),
    steps: [14],
    to: people.members(place, 'lead').map(who => ({ who, as: 'lead' })),
  }))
}

async function drafts(db: Db, people: People, today: Day): Promise<Dated[]> {
  const rows = await db('applications')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .leftJoin('rounds', 'rounds.id', 'applications.round_id')
    .where('applications.status', 'draft')
    .where('applications.kind', 'first')
    .select(
      'organisations.id as place',
      'organisations.name',
      'started_at as since',
      'closes_at as closesAt',
      'applications.stream_id as stream',
    )
  const rounds = await db('rounds').orderBy('closes_at').select('stream_id as stream', 'closes_at as closesAt')
  return rows.flatMap(({ place, name, since, closesAt, stream }) => {
    const own = closesAt !== null && dayOf(closesAt) >= today ? closesAt : null
    const next = rounds.find(round => round.stream === stream && dayOf(round.closesAt) >= today)
    const about = own ?? next?.closesAt
    if (!about) return []
    return [
      {
        kind: 'draft',
        organisationId: place,
        organisation: name,
        about: dayOf(about),
        setOn: dayOf(since),
        steps: stepsOfDraft(draftSteps, { closesAt, about: dayOf(about), today }),
        to: [...leads(people, place), ...people.members(place, 'contributor').map(who => ({ who, as: 'contributor' }))],
      },
    ]
  })
}

/** The criteria that are assigned to colleagues. Only the assigned person is reminded. */
async function assignments(db: Db, people: People): Promise<Dated[]> {
  const rows = await db('assignments')
    .join('applications', 'applications.id', 'assignments.application_id')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .where('assignments.status', 'to write')
    .whereNotNull('assignments.due_on')
    .whereIn('applications.status', ['draft', 'returned', 'more evidence asked'])
    .select(
      'organisations.id as place',
      'organisations.name',
      'assignments.due_on as about',
      'assignments.assigned_at as since',
      'assignments.person_id as person',
    )
  return rows.map(({ place, name, about, since, person }) => ({
    kind: 'assignment',
    organisationId: place,
    organisation: name,
    about: about!,
    setOn: dayOf(since),
    steps: [7, 1, 0, -3],
    to: ['lead', 'contributor']
      .flatMap(role => people.members(place, role))
      .filter(({ id }) => id === person)
      .map(who => ({ who, as: 'named' })),
  }))
}

/** The targets of libraries. Only the owner of a target is reminded. */
async function targets(db: Db, people: People): Promise<Dated[]> {
  const rows = await db('targets')
    .join('organisations', 'organisations.id', 'targets.organisation_id')
    .whereIn('targets.status', ['not started', 'under way'])
    .whereNull('organisations.closed_at')
    .select(
      'organisations.id as place',
      'organisations.name',
      'targets.due_on as about',
      'targets.made_at as since',
      'targets.owner_id as person',
    )
  return rows.map(({ place, name, about, since, person }) => ({
    kind: 'target',
    organisationId: place,
    organisation: name,
    about,
    setOn: dayOf(since),
    steps: [28, 7, 0],
    to: ['lead', 'contributor', 'observer']
      .flatMap(role => people.members(place, role))
      .filter(({ id }) => id === person)
      .map(who => ({ who, as: 'named' })),
  }))
}

/** Sign-offs that observers were asked for. Observers who also write are not reminded. */
async function signOffs(db: Db, people: People, today: Day): Promise<Dated[]> {
  const rows = await db('sign_offs')
    .join('applications', 'applications.id', 'sign_offs.application_id')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .leftJoin('rounds', 'rounds.id', 'applications.round_id')
    .leftJoin('awards', 'awards.id', 'applications.award_id')
    .whereIn('applications.status', ['draft', 'returned'])
    .where('organisations.sign_off_wanted', 1)
    .select(
      'organisations.id as place',
      'organisations.name',
      'applications.status',
      'applications.kind',
      'applications.until',
      'applications.stream_id as stream',
      'closes_at as closesAt',
      'awards.valid_to as validTo',
      'asked_at as since',
      'signed_at as signedAt',
      'changed_at as changedAt',
    )
  const rounds = await db('rounds').orderBy('closes_at').select('stream_id as stream', 'closes_at as closesAt')
  return rows.flatMap(({ place, name, status, kind, until, stream, closesAt, validTo, since, signedAt, changedAt }) => {
    if (signedAt !== null && changedAt === null) return []
    const own = closesAt !== null && dayOf(closesAt) >= today ? closesAt : null
    const closes = own ?? rounds.find(round => round.stream === stream && dayOf(round.closesAt) >= today)?.closesAt
    const ofDraft = kind === 'first' ? closes && dayOf(closes) : validTo
    const about = status === 'returned' ? until : ofDraft
    if (!about) return []
    const isOfRound = status === 'draft' && kind === 'first'
    const writes = ['lead', 'contributor'].flatMap(role => people.members(place, role)).map(({ id }) => id)
    return [
      {
        kind: 'sign-off',
        organisationId: place,
        organisation: name,
        about,
        setOn: dayOf(since),
        steps: isOfRound ? stepsOfDraft(signOffSteps, { closesAt, about, today }) : signOffSteps,
        to: people
          .members(place, 'observer')
          .filter(({ id }) => !writes.includes(id))
          .map(who => ({ who, as: 'named' })),
      },
    ]
  })
}

const draftSteps = [28, 14, 7, 3, 1]
const signOffSteps = [7, 3, 1]

/**
 * The numbers of days before the closing date on which a reminder is due. A reminder is also due on the day after a
 * draft's round closed, if the first step for the next round has already passed.
 */
function stepsOfDraft(
  steps: readonly number[],
  { closesAt, about, today }: { closesAt: Instant | null; about: Day; today: Day },
): readonly number[] {
  const left = daysBetween(today, about)
  const isNext = closesAt !== null && dayOf(closesAt) === addDays(today, -1)
  return isNext && left < Math.max(...steps) ? [...steps, left] : steps
}
