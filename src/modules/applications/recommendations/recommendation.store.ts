import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import { compare } from '../../../domain/compare.ts'
import { itemById } from '../../../domain/framework.ts'
import type { RecommendationKind } from '../../../domain/judgements.ts'
import type { Recommendation, RecommendationNote, RecommendationStatus } from '../../../domain/recommendation.ts'
import { Stale } from '../../../domain/refusals.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { applicationsReadableBy } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'

/** A recommendation with its notes, oldest first. */
export interface RecommendationLine extends Recommendation {
  organisationId: string
  /** the application whose decision letter contains it */
  applicationId: string
  awardId: string | null
  /**
   * the criterion that the recommendation is about, with its code in the framework version of `applicationId`; null
   * when it is about none
   */
  about: { code: string; title: string } | null
  decisionLetterOn: Day | null
  /** when its status last changed */
  since: Instant
  notes: (RecommendationNote & { byId: string })[]
}

/** An award's recommendations that are not closed: first the required ones, then the others, each group by due date. */
export const openRecommendations = (db: Db | Tx, awardId: string): Promise<RecommendationLine[]> =>
  lines(db, openRowsLookup(db, awardId))

const openRowsLookup = withKeptSql((db: Db | Tx, awardId: string): Lookup<RecommendationRow[]> =>
  rowsLookup(
    db,
    query =>
      void query.where('recommendations.award_id', awardId).whereIn('recommendations.status', ['open', 'answered']),
  ),
)

/** An award's recommendations that an application shows: open, answered, or closed since the application started. */
export async function recommendationsWithContext(
  db: Db | Tx,
  application: { awardId: string | null; startedAt: Instant },
): Promise<RecommendationLine[]> {
  const { rows } = await runLookups(db, { rows: recommendationRowsLookup(db, application) })
  return recommendationLines(db, rows)
}

/** The rows of `recommendationsWithContext` as a lookup, for `recommendationLines`. Null when there is no award. */
export const recommendationRowsLookup = (
  db: Db | Tx,
  { awardId, startedAt }: { awardId: string | null; startedAt: Instant },
): Lookup<RecommendationRow[]> | null => (awardId === null ? null : contextRowsLookup(db, awardId, startedAt))

const contextRowsLookup = withKeptSql((db: Db | Tx, awardId: string, startedAt: Instant): Lookup<RecommendationRow[]> =>
  rowsLookup(
    db,
    query =>
      void query
        .where('recommendations.award_id', awardId)
        .where(
          current =>
            void current
              .whereIn('recommendations.status', ['open', 'answered'])
              .orWhere(
                closed =>
                  void closed
                    .where('recommendations.status', 'closed')
                    .where('recommendations.status_since', '>=', startedAt),
              ),
        ),
  ),
)

/**
 * The recommendations to an organisation that the person can read. The decision letter must be released. The person
 * must be able to read its application, or another application for the same award.
 */
export const recommendationsOfOrganisation = (
  db: Db | Tx,
  actor: Actor,
  { id }: { id: string },
): Promise<RecommendationLine[]> => lines(db, organisationRowsLookup(db, actor, id))

/** @param id only this recommendation; null for all */
const organisationRowsLookup = withKeptSql(
  (db: Db | Tx, actor: Actor, organisationId: string, id: string | null = null): Lookup<RecommendationRow[]> =>
    rowsLookup(db, query => {
      query.where('recommendations.organisation_id', organisationId).where(readable(db, actor))
      if (id !== null) query.where('recommendations.id', id)
    }),
)

/**
 * The recommendations of an award that the person can read, as a lookup, under the rule of
 * `recommendationsOfOrganisation`. Pass its rows to `recommendationLines`.
 */
export const recommendationsOfAwardLookup = withKeptSql(
  (db: Db | Tx, actor: Actor, awardId: string): Lookup<RecommendationRow[]> =>
    rowsLookup(db, query => void query.where('recommendations.award_id', awardId).where(readable(db, actor))),
)

/** The number of an award's recommendations that need an answer from the library, as a lookup. */
export const unansweredLookup = withKeptSql((db: Db | Tx, awardId: string): Lookup<number> =>
  lookup<{ count: number }, number>(
    () => db('recommendations').where({ award_id: awardId, status: 'open' }).count({ count: '*' }),
    ['count'],
    rows => rows[0]!.count,
  ),
)

/** @returns one recommendation; null when this person cannot read it, or it was given to another organisation */
export async function recommendationIn(
  db: Db | Tx,
  actor: Actor,
  organisation: { id: string },
  id: string,
): Promise<RecommendationLine | null> {
  return (await lines(db, organisationRowsLookup(db, actor, organisation.id, id)))[0] ?? null
}

type NewRecommendation = Pick<
  Row<'recommendations'>,
  'organisation_id' | 'application_id' | 'proposal_id' | 'item_id' | 'kind' | 'body' | 'owner' | 'due_on' | 'made_at'
> & { decision_id?: string }

/**
 * Inserts a recommendation that becomes visible when the decision letter is released.
 * @returns the recommendation's id
 */
export async function insertRecommendation(trx: Tx, row: NewRecommendation): Promise<string> {
  const id = newId()
  await trx('recommendations').insert({
    decision_id: null,
    ...row,
    id,
    award_id: null,
    status: 'proposed',
    status_since: null,
    version: 1,
  })
  return id
}

/**
 * Deletes a recommendation of a proposal if its status is still `proposed`.
 * @returns whether it was deleted
 */
export async function deleteRecommendation(trx: Tx, proposalId: string, id: string): Promise<boolean> {
  return (await trx('recommendations').where({ id, proposal_id: proposalId, status: 'proposed' }).delete()) > 0
}

/** Copies the recommendations of an earlier proposal into the proposal that replaces it. */
export async function copyRecommendations(trx: Tx, fromId: string, toId: string, at: Instant): Promise<void> {
  const rows = await trx('recommendations').where({ proposal_id: fromId })
  for (const { organisation_id, application_id, item_id, kind, body, owner, due_on } of rows) {
    await insertRecommendation(trx, {
      organisation_id,
      application_id,
      proposal_id: toId,
      item_id,
      kind,
      body,
      owner,
      due_on,
      made_at: at,
    })
  }
}

/** @throws Stale when someone has changed the recommendation since it was read, or when it is proposed or closed */
export async function updateRecommendation(
  trx: Tx,
  { id }: Pick<Recommendation, 'id'>,
  readAt: number,
  changes: Partial<Pick<Row<'recommendations'>, 'status' | 'status_since' | 'owner'>>,
): Promise<void> {
  const changed = await trx('recommendations')
    .where({ id, version: readAt })
    .whereIn('status', ['open', 'answered'])
    .update({ ...changes, version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

export async function insertNote(trx: Tx, row: Omit<Row<'recommendation_notes'>, 'id'>): Promise<void> {
  await trx('recommendation_notes').insert({ id: newId(), ...row })
}

const readable =
  (db: Db | Tx, actor: Actor) =>
  (query: Knex.QueryBuilder): void => {
    const applications = () => applicationsReadableBy(db, actor) as Knex.QueryBuilder
    void query
      .whereExists(applications().whereRaw('applications.id = recommendations.application_id'))
      .orWhereExists(applications().whereRaw('applications.award_id = recommendations.award_id'))
  }

const columns = [
  'id',
  'organisation_id',
  'application_id',
  'award_id',
  'item_id',
  'kind',
  'body',
  'owner',
  'due_on',
  'status',
  'status_since',
  'made_at',
  'version',
] as const

/** A recommendation before `recommendationLines` adds the criterion that it is about. */
export type RecommendationRow = Pick<Row<'recommendations'>, (typeof columns)[number]> & {
  framework_version_id: string
  decision_letter_released_at: Instant | null
  notes: RecommendationLine['notes']
}

const lines = async (db: Db | Tx, rows: Lookup<RecommendationRow[]>): Promise<RecommendationLine[]> =>
  recommendationLines(db, await runLookup(db, rows))

const rowsLookup = (db: Db | Tx, which: (query: Knex.QueryBuilder) => void): Lookup<RecommendationRow[]> =>
  lookup<RecommendationRow, RecommendationRow[]>(
    () =>
      db('recommendations')
        .join('applications', 'applications.id', 'recommendations.application_id')
        .whereNot('recommendations.status', 'proposed')
        .where(which)
        .orderBy(['recommendations.due_on', 'recommendations.made_at', 'recommendations.id'])
        .select(
          ...columns.map(column => `recommendations.${column}`),
          'applications.framework_version_id',
          'applications.decision_letter_released_at',
          jsonList(
            db,
            {
              says: 'recommendation_notes.says',
              body: 'recommendation_notes.body',
              by: 'people.name',
              byId: 'people.id',
              at: 'recommendation_notes.written_at',
            },
            `from recommendation_notes join people on people.id = recommendation_notes.written_by
          where recommendation_notes.recommendation_id = recommendations.id`,
            'notes',
          ),
        ),
    [...columns, 'framework_version_id', 'decision_letter_released_at', 'notes'],
    rows => rows,
    ['notes'],
  )

/**
 * Adds to each recommendation the criterion that it is about.
 * @returns the recommendations in the order of `rank`
 */
export async function recommendationLines(
  db: Db | Tx,
  rows: readonly RecommendationRow[] | null,
): Promise<RecommendationLine[]> {
  const found: RecommendationLine[] = []
  for (const row of rows ?? [])
    found.push(toLine(row, itemById(await frameworkVersion(db, row.framework_version_id), row.item_id ?? '')))
  return found.toSorted((a, b) => rank(a) - rank(b))
}

/** The place in the sort order. Closed ones come last; within both groups, required ones come before improvements. */
const rank = ({ status, kind }: Recommendation): number => (status === 'closed' ? 2 : 0) + (kind === 'required' ? 0 : 1)

const toLine = (row: RecommendationRow, item: { code: string; title: string } | null): RecommendationLine => ({
  id: row.id,
  kind: row.kind as RecommendationKind,
  body: row.body,
  owner: row.owner,
  dueOn: row.due_on,
  itemId: row.item_id,
  status: row.status as RecommendationStatus,
  version: row.version,
  organisationId: row.organisation_id,
  applicationId: row.application_id,
  awardId: row.award_id,
  about: item && { code: item.code, title: item.title },
  decisionLetterOn: row.decision_letter_released_at && dayOf(row.decision_letter_released_at),
  since: row.status_since ?? row.decision_letter_released_at ?? row.made_at,
  notes: row.notes.toSorted((a, b) => compare(a.at, b.at)),
})
