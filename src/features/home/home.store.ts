import type { Db } from '../../db/connection.ts'
import type { Actor } from '../../domain/actor.ts'
import type { ApplicationKind, ApplicationStatus } from '../../domain/application.ts'
import type { AnswerFacts } from '../../domain/progress.ts'
import type { Judgement } from '../../domain/judgements.ts'
import type { Day, Instant } from '../../domain/time.ts'
import { applicationsKnownTo } from '../applications/known.store.ts'

/** What is there of the answers of several applications, in one query. */
export async function answerFactsOfAll(db: Db, applicationIds: readonly string[]): Promise<Map<string, AnswerFacts[]>> {
  const byApplication = new Map<string, AnswerFacts[]>()
  if (applicationIds.length === 0) return byApplication
  const rows = await db('answers').whereIn('application_id', applicationIds)
    .select<AnswerLine[]>('application_id', 'item_id', 'narrative', 'own_rating', db.raw('(select count(*) from answer_evidence where answer_evidence.answer_id = answers.id) as evidence'))
  for (const row of rows) {
    const facts = { itemId: row.item_id, narrative: row.narrative, ownRating: row.own_rating as Judgement | null, evidence: Number(row.evidence) }
    byApplication.set(row.application_id, [...byApplication.get(row.application_id) ?? [], facts])
  }
  return byApplication
}

interface AnswerLine { application_id: string; item_id: string; narrative: string; own_rating: string | null; evidence: number | string }

/** A case that waits for somebody of the charity. */
export interface CaseWaiting { id: string; organisation: string; kind: ApplicationKind; status: ApplicationStatus; statusSince: Instant; until: Day | null; declared: boolean; unanswered: number }

/**
 * The oldest few in these states that the person knows of, and for `lateFrom` those of a library whose date is over. Light renewals that
 * are checked are not among them: whom they wait for says `renewalsChecked`.
 */
export async function casesWaiting(db: Db, who: Actor, statuses: readonly ApplicationStatus[], limit: number, lateFrom: Day | null = null): Promise<CaseWaiting[]> {
  const rows = await applicationsKnownTo(db, who)
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .where(waits => {
      waits.where(waiting => void waiting.whereIn('applications.status', statuses).whereRaw("not (applications.status = 'checked' and applications.kind = 'renewal')"))
      if (lateFrom) waits.orWhere(late => late.whereIn('applications.status', ['returned', 'more evidence asked']).where('applications.until', '<', lateFrom))
    })
    .whereNull('applications.letter_released_at')
    .whereNotIn('applications.organisation_id', who.memberships.map(({ organisationId }) => organisationId))
    .orderBy(['applications.status_since', 'applications.id']).limit(limit)
    .select<(Omit<CaseWaiting, 'declared' | 'unanswered'> & { declared: number | string; unanswered: number | string })[]>(
      'applications.id', 'organisations.name as organisation', 'applications.kind', 'applications.status', 'applications.status_since as statusSince', 'applications.until',
      db.raw('(select count(*) from declarations where declarations.application_id = applications.id and declarations.person_id = ?) as declared', [who.id]),
      db.raw(`(select count(*) from seats where seats.application_id = applications.id and seats.status = 'offered') as unanswered`))
  return rows.map(({ declared, unanswered, ...row }) => ({ ...row, declared: Number(declared) > 0, unanswered: Number(unanswered) }))
}

/** A seat that its holder has something to do on. */
export interface SeatWaiting { applicationId: string; organisation: string; seatStatus: 'offered' | 'accepted'; status: ApplicationStatus; declared: boolean; chairs: boolean; judged: number; openAgain: boolean; hasGivenAll: boolean }

export async function seatsWaiting(db: Db, who: Actor): Promise<SeatWaiting[]> {
  const rows = await db('seats').join('applications', 'applications.id', 'seats.application_id').join('organisations', 'organisations.id', 'applications.organisation_id')
    .where('seats.person_id', who.id).whereIn('seats.status', ['offered', 'accepted'])
    .whereIn('applications.status', ['checked', 'with the panel', 'resubmitted', 'more evidence asked'])
    .whereRaw('not exists (select 1 from declarations where declarations.application_id = applications.id and declarations.person_id = seats.person_id and declarations.says = ?)', ['conflict'])
    .orderBy(['seats.offered_at', 'seats.id']).limit(20)
    .select<(Omit<SeatWaiting, 'declared' | 'chairs' | 'judged' | 'openAgain' | 'hasGivenAll'> & { chairs: number; declared: number | string; given: number | string; waiting: number | string; judgedSoFar: number | string })[]>(
      'applications.id as applicationId', 'organisations.name as organisation', 'seats.status as seatStatus', 'applications.status', 'seats.chairs',
      db.raw('(select count(*) from declarations where declarations.application_id = applications.id and declarations.person_id = seats.person_id) as declared'),
      db.raw('(select count(*) from findings where findings.seat_id = seats.id and findings.given_at is not null) as given'),
      db.raw('(select count(*) from findings where findings.seat_id = seats.id and findings.judgement is not null) as "judgedSoFar"'),
      // opened again after more evidence was asked for
      db.raw('(select count(*) from findings where findings.seat_id = seats.id and findings.given_at is null) as waiting'))
  return rows.map(({ given, waiting, judgedSoFar, ...row }) => ({
    ...row, chairs: row.chairs === 1, declared: Number(row.declared) > 0, judged: Number(judgedSoFar),
    openAgain: Number(given) > 0 && Number(waiting) > 0, hasGivenAll: Number(given) > 0 && Number(waiting) === 0,
  }))
}

export async function administratorCount(db: Db): Promise<number> {
  const row = await db('charity_roles').join('people', 'people.id', 'charity_roles.person_id').where('charity_roles.role', 'administrator')
    .where('people.status', 'active').whereNull('charity_roles.ended_at').countDistinct<{ count: number | string }[]>('people.id as count')
  return Number(row[0]?.count ?? 0)
}
