import type { Db } from '../../db/connection.ts'
import type { Actor, MemberRole } from '../../domain/actor.ts'
import type { ApplicationKind, ApplicationStatus } from '../../domain/application.ts'
import type { AnswerFacts } from '../../domain/progress.ts'
import type { Judgement } from '../../domain/judgements.ts'
import type { Day, Instant } from '../../domain/time.ts'
import { applicationsKnownTo } from '../applications/known.store.ts'

/** A library of one's own, with the application that is under way or was decided last. */
export interface LibraryHome {
  organisationId: string
  name: string
  role: MemberRole
  application: { id: string; kind: ApplicationKind; status: ApplicationStatus; until: Day | null; letterReleasedAt: Instant | null; frameworkVersionId: string; opensAt: Instant | null; closesAt: Instant | null; criteriaAsked: readonly string[] } | null
  openQuestions: number
  replyBy: Day | null
  award: { id: string; validTo: Day | null } | null
}

interface LibraryRow {
  organisationId: string; name: string; id: string | null; kind: ApplicationKind; status: ApplicationStatus; until: Day | null; letterReleasedAt: Instant | null
  frameworkVersionId: string; opensAt: Instant | null; closesAt: Instant | null; itemsAsked: string | null; openQuestions: number | string; replyBy: Day | null; awardId: string | null; validTo: Day | null
}

const strongest: readonly MemberRole[] = ['lead', 'contributor', 'observer']

/** One query for all of somebody's libraries. */
export async function librariesOf(db: Db, who: Actor): Promise<LibraryHome[]> {
  const ids = [...new Set(who.memberships.map(({ organisationId }) => organisationId))]
  if (ids.length === 0) return []
  const rows = await db('organisations')
    .leftJoin('applications', 'applications.id', db.raw(`(select latest.id from applications as latest where latest.organisation_id = organisations.id
      and latest.status <> 'withdrawn' order by latest.started_at desc, latest.id desc limit 1)`))
    .leftJoin('rounds', 'rounds.id', 'applications.round_id')
    .leftJoin('awards', 'awards.id', db.raw(`(select newest.id from awards as newest where newest.organisation_id = organisations.id
      and newest.status <> 'ended' order by newest.granted_on desc, newest.id desc limit 1)`))
    .whereIn('organisations.id', ids).orderBy(['organisations.name_key', 'organisations.id'])
    .select<LibraryRow[]>('organisations.id as organisationId', 'organisations.name', 'applications.id', 'applications.kind', 'applications.status', 'applications.until',
      'applications.letter_released_at as letterReleasedAt', 'applications.framework_version_id as frameworkVersionId', 'applications.items_asked as itemsAsked',
      'rounds.opens_at as opensAt', 'rounds.closes_at as closesAt',
      'awards.id as awardId', 'awards.valid_to as validTo',
      db.raw(`(select count(*) from questions where questions.application_id = applications.id and questions.status = 'open') as "openQuestions"`),
      db.raw(`(select min(reply_by) from questions where questions.application_id = applications.id and questions.status = 'open') as "replyBy"`))
  return rows.map(row => ({
    organisationId: row.organisationId,
    name: row.name,
    role: strongest.find(role => who.memberships.some(each => each.organisationId === row.organisationId && each.role === role)) ?? 'observer',
    application: row.id === null ? null : {
      id: row.id, kind: row.kind, status: row.status, until: row.until, letterReleasedAt: row.letterReleasedAt, frameworkVersionId: row.frameworkVersionId,
      opensAt: row.opensAt, closesAt: row.closesAt, criteriaAsked: JSON.parse(row.itemsAsked ?? '[]') as string[],
    },
    openQuestions: Number(row.openQuestions),
    replyBy: row.replyBy,
    award: row.awardId === null ? null : { id: row.awardId, validTo: row.validTo },
  }))
}

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
export interface CaseWaiting { id: string; organisation: string; status: ApplicationStatus; statusSince: Instant; until: Day | null; declared: boolean; unanswered: number }

/** The oldest few in these states that the person knows of, and for `lateFrom` those of a library whose date is over. */
export async function casesWaiting(db: Db, who: Actor, statuses: readonly ApplicationStatus[], limit: number, lateFrom: Day | null = null): Promise<CaseWaiting[]> {
  const rows = await applicationsKnownTo(db, who)
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .where(waits => {
      waits.whereIn('applications.status', statuses)
      if (lateFrom) waits.orWhere(late => late.whereIn('applications.status', ['returned', 'more evidence asked']).where('applications.until', '<', lateFrom))
    })
    .whereNull('applications.letter_released_at')
    .whereNotIn('applications.organisation_id', who.memberships.map(({ organisationId }) => organisationId))
    .orderBy(['applications.status_since', 'applications.id']).limit(limit)
    .select<(Omit<CaseWaiting, 'declared' | 'unanswered'> & { declared: number | string; unanswered: number | string })[]>(
      'applications.id', 'organisations.name as organisation', 'applications.status', 'applications.status_since as statusSince', 'applications.until',
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
