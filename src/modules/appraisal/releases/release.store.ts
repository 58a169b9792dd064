import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationStatus } from '../../../domain/application.ts'
import { maxAgendaItems } from '../../../domain/meeting-agenda.ts'
import { can } from '../../../domain/permissions.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { applicationsByIds, applicationsCoordinatedBy, type ApplicationRecord } from '../../access/access.public.ts'
import { belongsToDecision } from '../../applications/applications.public.ts'
import { pageOf } from '../../../web/lists.ts'
import { languageOf, translator } from '../../../words/words.ts'
import { decisionsOnLookup, type Decision } from '../decisions/decision.store.ts'
import { isLetterUntouched } from '../letters/letter.actions.ts'

export const releasesAddress = '/decisions/letters'

/** An unreleased letter, with everything that a coordinator has to know before releasing it. */
export interface HeldLine {
  application: ApplicationRecord
  decision: Decision
  isUntouched: boolean
  /** whether a coordinator has asked to reverse the decision */
  isQuestioned: boolean
  /** the number of leads who will get the letter */
  leads: number
  /** the day on which the first recommendation is due; null for none */
  firstDueOn: Day | null
}

/**
 * The number of letters on a page: few, because each is checked for names of people on its panel, but enough for one
 * meeting.
 */
const linesOnAPage = maxAgendaItems

/** One page of the letters that a coordinator can release, and the progress of a release that they started. */
export interface HeldLetters {
  lines: HeldLine[]
  /** the address of the next page; null on the last one */
  next: string | null
  progress: ReleaseProgress | null
}

/** The last letter of the previous page: when its application was decided, and the application's id. */
export type PlaceAmongLetters = Record<'since' | 'id', string>

/**
 * One page of the unreleased letters that this coordinator can release, oldest decision first, and the progress of the
 * release that the coordinator has started.
 */
export async function heldLetters(db: Db | Tx, actor: Actor, after: PlaceAmongLetters | null): Promise<HeldLetters> {
  const found = await runLookup(db, heldAfter(db, actor, after))
  const { lines: shown, next } = pageOf(found, linesOnAPage, releasesAddress, ({ since, id }) => ({ since, id }))
  const ids = shown.map(({ id }) => id)
  const applications = await applicationsByIds(db, ids)
  const organisations = [...new Set(applications.map(({ organisationId }) => organisationId))]
  const { asked, leads, decisions, due, languages, progress } = await runLookups(db, {
    asked: questionedOf(db, ids),
    leads: leadsOf(db, organisations),
    decisions: decisionsOnLookup(db, ids),
    due: firstDueDays(db, ids),
    languages: languagesOf(db, organisations),
    progress: releaseUnderWay(db, actor.id),
  })
  const letters = applications.flatMap(application => {
    const decision = decisions.get(application.id)
    return decision && can(actor, 'decision_letter.release', application) ? [{ application, decision }] : []
  })
  const lines = letters.map(({ application, decision }) => {
    const t = translator(languageOf(languages.get(application.organisationId) ?? 'en'))
    return {
      application,
      decision,
      isUntouched: isLetterUntouched(t, application, decision),
      isQuestioned: asked.includes(application.id),
      leads: leads.get(application.organisationId) ?? 0,
      firstDueOn: due.get(decision.id) ?? null,
    }
  })
  return {
    lines: lines.toSorted((a, b) => ids.indexOf(a.application.id) - ids.indexOf(b.application.id)),
    next,
    progress,
  }
}

/**
 * One page of letters after a place in the list, and one more letter if there is a next page. Has only letters that the
 * coordinator can release, because the address of the next page shows when an application was decided.
 */
const heldAfter = withKeptSql(
  (db: Db | Tx, actor: Actor, after: PlaceAmongLetters | null): Lookup<PlaceAmongLetters[]> =>
    lookup<PlaceAmongLetters, PlaceAmongLetters[]>(
      () =>
        applicationsCoordinatedBy(db, actor)
          .where('applications.status', 'decided')
          .whereNull('applications.decision_letter_released_at')
          .modify(query => {
            if (after)
              void query.whereRaw('(applications.status_since, applications.id) > (?, ?)', [after.since, after.id])
          })
          .orderBy(['applications.status_since', 'applications.id'])
          .limit(linesOnAPage + 1)
          .select('applications.status_since as since'),
      ['id', 'since'],
      rows => rows,
    ),
)

const questionedOf = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<string[]> =>
  lookup<{ application_id: string }, string[]>(
    () =>
      db('decision_requests')
        .whereIn('application_id', [...ids])
        .where({ status: 'asked' })
        .select('application_id'),
    ['application_id'],
    rows => rows.map(row => row.application_id),
  ),
)

/**
 * The day on which the first recommendation of each decision on these applications is due, by the id of the decision.
 */
export const firstDueDays = withKeptSql((db: Db | Tx, applicationIds: readonly string[]): Lookup<Map<string, Day>> =>
  lookup<{ id: string; due_on: Day | null }, Map<string, Day>>(
    () =>
      db('decisions')
        .join('recommendations', 'recommendations.application_id', 'decisions.application_id')
        .whereRaw(belongsToDecision)
        .whereIn('decisions.application_id', [...applicationIds])
        .groupBy('decisions.id')
        .select('decisions.id')
        .min('recommendations.due_on as due_on'),
    ['id', 'due_on'],
    rows => new Map(rows.flatMap(({ id, due_on: day }) => (day ? [[id, day] as const] : []))),
  ),
)

const languagesOf = withKeptSql((db: Db | Tx, organisations: readonly string[]): Lookup<Map<string, string>> =>
  lookup<{ id: string; language: string }, Map<string, string>>(
    () =>
      db('organisations')
        .whereIn('id', [...organisations])
        .select('id', 'language'),
    ['id', 'language'],
    rows => new Map(rows.map(row => [row.id, row.language])),
  ),
)

const leadsOf = withKeptSql((db: Db | Tx, organisations: readonly string[]): Lookup<Map<string, number>> =>
  lookup<{ organisation_id: string; count: number }, Map<string, number>>(
    () =>
      db('memberships')
        .join('people', 'people.id', 'memberships.person_id')
        .whereIn('organisation_id', [...organisations])
        .where({ role: 'lead', ended_at: null })
        .where('people.status', 'active')
        .groupBy('organisation_id')
        .select('organisation_id')
        .count('memberships.id as count') as Knex.QueryBuilder,
    ['organisation_id', 'count'],
    rows => new Map(rows.map(row => [row.organisation_id, row.count])),
  ),
)

/** Letters that can be released: the application is decided, and no request to reverse the decision is open. */
const releasableLetters = (db: Db | Tx) =>
  db('decisions')
    .join('applications', 'applications.id', 'decisions.application_id')
    .whereNull('decisions.released_at')
    .whereNull('decisions.reversed_at')
    .where('applications.status', 'decided')
    .whereNotExists(
      db('decision_requests')
        .select(db.raw('1'))
        .where('decision_requests.application_id', db.ref('decisions.application_id'))
        .where('decision_requests.status', 'asked'),
    )

/**
 * Letters whose release time has come, earliest first. Leaves out decisions with an open request to reverse them.
 * @returns the ids of the letters' applications
 */
export async function lettersDue(db: Db, at: Instant, limit: number): Promise<string[]> {
  return releasableLetters(db)
    .where('decisions.release_at', '<=', at)
    .orderBy(['decisions.release_at', 'decisions.id'])
    .limit(limit)
    .pluck('decisions.application_id')
}

/**
 * The earliest time at which the letter could be released. This is its release time or, if later, the end of the last
 * request to reverse the decision.
 */
export async function couldBeReleasedSince(
  trx: Tx,
  { applicationId, releaseAt }: { applicationId: string; releaseAt: Instant },
): Promise<Instant> {
  const [ended] = await trx('events')
    .where({ application_id: applicationId })
    .whereIn('name', ['correction.answered', 'correction.withdrawn'])
    .max<{ at: Instant | null }[]>('at as at')
  return ended?.at && ended.at > releaseAt ? ended.at : releaseAt
}

/** How many of the letters of one release time have been released. */
export interface ReleaseProgress {
  at: Instant
  released: number
  all: number
}

/**
 * The coordinator's earliest unfinished release, with its progress, or null. Leaves out letters that cannot be
 * released: a release that waits for one would stay unfinished, and hide every later release.
 */
const releaseUnderWay = withKeptSql((db: Db | Tx, id: string): Lookup<ReleaseProgress | null> =>
  lookup<{ at: Instant; left: number; released: number }, ReleaseProgress | null>(
    () =>
      releasableLetters(db)
        .where('decisions.release_set_by', id)
        .whereNotNull('decisions.release_at')
        .groupBy('decisions.release_at')
        .orderBy('decisions.release_at')
        .limit(1)
        .select(
          'decisions.release_at as at',
          db.raw('count(*) as "left"'),
          db.raw(
            `(select count(*) from decisions as done where done.release_set_by = ?
            and done.release_at = decisions.release_at and done.released_at is not null) as released`,
            [id],
          ),
        ),
    ['at', 'left', 'released'],
    ([open]) => (open ? { at: open.at, released: open.released, all: open.released + open.left } : null),
  ),
)

/** The ids of an organisation's decided applications whose decision letters are not released. */
export const idsWithHeldLetter = (trx: Tx, organisationId: string): Promise<string[]> =>
  trx('applications')
    .where({ organisation_id: organisationId, status: 'decided' satisfies ApplicationStatus })
    .whereNull('decision_letter_released_at')
    .orderBy('id')
    .pluck('id')
