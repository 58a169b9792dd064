import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { applicationsByIds, applicationsReadableBy, type ApplicationRecord } from '../../access/access.public.ts'
import { belongsToDecision } from '../../applications/applications.public.ts'
import { languageOf, translator } from '../../../words/words.ts'
import { decisionsOn, type Decision } from '../decisions/decision.store.ts'
import { isLetterUntouched } from '../letters/letter.actions.ts'

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

const mostLines = 200

/** The unreleased letters that this coordinator can release, oldest decision first; at most 200. */
export async function heldLetters(db: Db | Tx, actor: Actor): Promise<HeldLine[]> {
  const rows: { id: string }[] = await (applicationsReadableBy(db, actor) as Knex.QueryBuilder)
    .where('applications.status', 'decided')
    .whereNull('applications.decision_letter_released_at')
    .orderBy(['applications.status_since', 'applications.id'])
    .limit(mostLines)
    .select('applications.id')
  const ids = rows.map(({ id }) => id)
  const applications = await applicationsByIds(db, ids)
  const organisations = applications.map(({ organisationId }) => organisationId)
  const asked = await db('decision_requests')
    .whereIn('application_id', ids)
    .where({ status: 'asked' })
    .pluck('application_id')
  const leads = await leadsOf(db, organisations)
  const decisions = await decisionsOn(
    db,
    applications.map(({ id }) => id),
  )
  const languages = await languagesOf(db, organisations)
  const due = await firstDueDays(db, [...decisions.values()])
  const lines: HeldLine[] = []
  for (const application of applications.filter(each => can(actor, 'decision_letter.release', each))) {
    const decision = decisions.get(application.id)
    if (!decision) continue
    const t = translator(languageOf(languages.get(application.organisationId) ?? 'en'))
    lines.push({
      application,
      decision,
      isUntouched: isLetterUntouched(t, application, decision),
      isQuestioned: asked.includes(application.id),
      leads: leads.get(application.organisationId) ?? 0,
      firstDueOn: due.get(application.id) ?? null,
    })
  }
  return lines.toSorted((a, b) => ids.indexOf(a.application.id) - ids.indexOf(b.application.id))
}

/** The day on which the first recommendation of each decision is due, by the id of the application. */
export async function firstDueDays(db: Db | Tx, decisions: readonly Decision[]): Promise<Map<string, Day>> {
  const rows: { application_id: string; due_on: Day | null }[] = await db('decisions')
    .join('recommendations', 'recommendations.application_id', 'decisions.application_id')
    .whereRaw(belongsToDecision)
    .whereIn(
      'decisions.id',
      decisions.map(({ id }) => id),
    )
    .groupBy('decisions.application_id')
    .select('decisions.application_id')
    .min('recommendations.due_on as due_on')
  return new Map(rows.flatMap(({ application_id: id, due_on: day }) => (day ? [[id, day] as const] : [])))
}

async function languagesOf(db: Db | Tx, organisations: readonly string[]): Promise<Map<string, string>> {
  const rows = await db('organisations')
    .whereIn('id', [...new Set(organisations)])
    .select('id', 'language')
  return new Map(rows.map(row => [row.id, row.language]))
}

async function leadsOf(db: Db | Tx, organisations: readonly string[]): Promise<Map<string, number>> {
  const rows = await db('memberships')
    .join('people', 'people.id', 'memberships.person_id')
    .whereIn('organisation_id', [...new Set(organisations)])
    .where({ role: 'lead', ended_at: null })
    .where('people.status', 'active')
    .groupBy('organisation_id')
    .select('organisation_id')
    .count<{ organisation_id: string; count: number | string }[]>('memberships.id as count')
  return new Map(rows.map(row => [row.organisation_id, Number(row.count)]))
}

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
 * The coordinator's earliest unfinished release, with its progress, or null. Leaves out letters that cannot be
 * released, because the release of such a letter would stay unfinished and hide every later release.
 */
export async function releaseUnderWay(
  db: Db | Tx,
  { id }: Pick<Actor, 'id'>,
): Promise<{ at: Instant; released: number; all: number } | null> {
  const [open]: { at: Instant; left: number | string }[] = await releasableLetters(db)
    .where('decisions.release_set_by', id)
    .whereNotNull('decisions.release_at')
    .groupBy('decisions.release_at')
    .orderBy('decisions.release_at')
    .limit(1)
    .select('decisions.release_at as at', db.raw('count(*) as "left"'))
  if (!open) return null
  const counted = await db('decisions')
    .where({ release_set_by: id, release_at: open.at })
    .whereNotNull('released_at')
    .count({ count: '*' })
    .first()
  const released = Number(counted?.count ?? 0)
  return { at: open.at, released, all: released + Number(open.left) }
}
