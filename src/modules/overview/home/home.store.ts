import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationKind, ApplicationStatus } from '../../../domain/application.ts'
import type { AnswerFacts } from '../../../domain/progress.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { showingByPartners } from '../../evidence/evidence.public.ts'
import { applicationsKnownTo } from '../../access/access.public.ts'
import { heldNoMore } from './charity-home.store.ts'

interface AnswerLine {
  applicationId: string
  itemId: string
  narrative: string
  ownRating: Judgement | null
  evidence: number
}

/**
 * What is there of the answers of these organisations' applications that are being written, by application; of light
 * renewals nothing is shown.
 */
export function answersBegun(db: Db, organisations: readonly string[], today: Day): Lookup<Map<string, AnswerFacts[]>> {
  const begun = db('answers')
    .join('applications', 'applications.id', 'answers.application_id')
    .whereIn('applications.organisation_id', [...organisations])
    .whereIn('applications.status', ['draft', 'returned'])
    .whereNot('applications.kind', 'renewal')
    .select(
      'answers.application_id as applicationId',
      'answers.item_id as itemId',
      db.raw('substr(answers.narrative, 1, 1) as narrative'),
      'answers.own_rating as ownRating',
      db.raw(
        `case when exists (select 1 from answer_evidence where answer_evidence.answer_id = answers.id)
        or exists (select 1 ${showingByPartners} and application_partners.application_id = answers.application_id
        and application_partners.item_id = answers.item_id) then 1 else 0 end as evidence`,
        [today],
      ),
    )
  return lookup<AnswerLine, Map<string, AnswerFacts[]>>(
    begun,
    ['applicationId', 'itemId', 'narrative', 'ownRating', 'evidence'],
    rows => {
      const byApplication = new Map<string, AnswerFacts[]>(rows.map(({ applicationId }) => [applicationId, []]))
      for (const { applicationId, ...facts } of rows) byApplication.get(applicationId)!.push(facts)
      return byApplication
    },
  )
}

/** A case that waits for somebody of the charity. */
export interface CaseWaiting {
  id: string
  organisation: string
  kind: ApplicationKind
  status: ApplicationStatus
  statusSince: Instant
  until: Day | null
  declared: boolean
  unanswered: number
}

/**
 * The oldest few in each of these states that the person knows of, and for `lateFrom` those of a library whose date is
 * over. Light renewals that are checked are not among them: whom they wait for says `renewalsChecked`.
 */
export function casesWaiting(
  db: Db,
  actor: Actor,
  statuses: readonly ApplicationStatus[],
  limit: number,
  lateFrom: Day | null = null,
): Lookup<CaseWaiting[]> {
  const inOrder = ['applications.status_since', 'applications.id']
  const oldest = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    query
      .whereNull('applications.decision_letter_released_at')
      .whereNotIn(
        'applications.organisation_id',
        actor.memberships.map(({ organisationId }) => organisationId),
      )
      .orderBy(inOrder)
      .limit(limit)
  // The oldest of each state first, by its index: all that wait would be sorted for the few that are shown.
  const candidates = [
    ...statuses.map(status =>
      applicationsKnownTo(db, actor)
        .where('applications.status', status)
        .modify(light => void (status === 'checked' && light.whereNot('applications.kind', 'renewal'))),
    ),
    ...(lateFrom
      ? (['returned', 'more evidence asked'] as const).map(status =>
          applicationsKnownTo(db, actor)
            .where('applications.status', status)
            .where('applications.until', '<', lateFrom),
        )
      : []),
    // Whose award is not valid meanwhile may have come yesterday, and goes first.
    ...(lateFrom
      ? [
          applicationsKnownTo(db, actor)
            .whereIn('applications.status', [...statuses])
            .whereRaw("not (applications.status = 'checked' and applications.kind = 'renewal')")
            .whereIn('applications.award_id', heldNoMore(db, lateFrom)),
        ]
      : []),
  ].map(query =>
    db
      .from(
        oldest(query as Knex.QueryBuilder)
          .select('applications.id')
          .as('candidates'),
      )
      .select('id'),
  )
  const waiting = db('applications')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .whereIn('applications.id', candidates[0]!.unionAll(candidates.slice(1)))
    .orderBy(inOrder)
    .select(
      'applications.id',
      'organisations.name as organisation',
      'applications.kind',
      'applications.status',
      'applications.status_since as statusSince',
      'applications.until',
      db.raw(
        `(select count(*) from declarations where declarations.application_id = applications.id
          and declarations.person_id = ?) as declared`,
        [actor.id],
      ),
      db.raw(
        `(select count(*) from seats where seats.application_id = applications.id
          and seats.status = 'offered') as unanswered`,
      ),
    )
  return lookup<Omit<CaseWaiting, 'declared'> & { declared: number }, CaseWaiting[]>(
    waiting,
    ['id', 'organisation', 'kind', 'status', 'statusSince', 'until', 'declared', 'unanswered'],
    rows => rows.map(row => ({ ...row, declared: row.declared > 0 })),
  )
}

/** A seat that its holder has something to do on. */
export interface SeatWaiting {
  applicationId: string
  organisation: string
  seatStatus: 'offered' | 'accepted'
  status: ApplicationStatus
  declared: boolean
  chairs: boolean
  judged: number
  openAgain: boolean
  hasGivenAll: boolean
}

interface SeatRow extends Omit<SeatWaiting, 'declared' | 'chairs' | 'openAgain' | 'hasGivenAll'> {
  chairs: number
  declared: number
  given: number
  openNow: number
}

export function seatsWaiting(db: Db, actor: Actor): Lookup<SeatWaiting[]> {
  const waiting = db('seats')
    .join('applications', 'applications.id', 'seats.application_id')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .where('seats.person_id', actor.id)
    .whereIn('seats.status', ['offered', 'accepted'])
    .whereIn('applications.status', ['checked', 'with the panel', 'resubmitted', 'more evidence asked'])
    .whereRaw(
      `not exists (select 1 from declarations where declarations.application_id = applications.id
        and declarations.person_id = seats.person_id and declarations.says = ?)`,
      ['conflict'],
    )
    .orderBy(['seats.offered_at', 'seats.id'])
    .limit(20)
    .select(
      'applications.id as applicationId',
      'organisations.name as organisation',
      'seats.status as seatStatus',
      'applications.status',
      'seats.chairs',
      db.raw(
        `(select count(*) from declarations where declarations.application_id = applications.id
          and declarations.person_id = seats.person_id) as declared`,
      ),
      db.raw(
        '(select count(*) from findings where findings.seat_id = seats.id and findings.given_at is not null) as given',
      ),
      db.raw(
        `(select count(*) from findings where findings.seat_id = seats.id
          and findings.judgement is not null) as judged`,
      ),
      // opened again after more evidence was asked for
      db.raw(
        '(select count(*) from findings where findings.seat_id = seats.id and findings.given_at is null) as "openNow"',
      ),
    )
  return lookup<SeatRow, SeatWaiting[]>(
    waiting,
    ['applicationId', 'organisation', 'seatStatus', 'status', 'chairs', 'declared', 'given', 'judged', 'openNow'],
    rows =>
      rows.map(({ given, openNow, ...row }) => ({
        ...row,
        chairs: row.chairs === 1,
        declared: row.declared > 0,
        openAgain: given > 0 && openNow > 0,
        hasGivenAll: given > 0 && openNow === 0,
      })),
  )
}

export function administratorCount(db: Db): Lookup<number> {
  const counted = db('charity_roles')
    .join('people', 'people.id', 'charity_roles.person_id')
    .where('charity_roles.role', 'administrator')
    .where('people.status', 'active')
    .whereNull('charity_roles.ended_at')
    .countDistinct('people.id as count') as Knex.QueryBuilder
  return lookup<{ count: number }, number>(counted, ['count'], ([row]) => row?.count ?? 0)
}
