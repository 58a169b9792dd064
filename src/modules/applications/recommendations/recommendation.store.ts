import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { jsonList } from '../../../db/json-list.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import { itemById } from '../../../domain/framework.ts'
import type { RecommendationKind } from '../../../domain/judgements.ts'
import type { Recommendation, RecommendationNote, RecommendationStatus } from '../../../domain/recommendation.ts'
import { Stale } from '../../../domain/refusals.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { applicationsReadableBy } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'

/** A promise with all that was said of it, oldest first. */
export interface RecommendationLine extends Recommendation {
  organisationId: string
  /** the case whose letter it stands in */
  applicationId: string
  awardId: string | null
  /** the criterion it is about, by the codes of that case's framework version */
  about: { code: string; title: string } | null
  decisionLetterOn: Day | null
  /** since when it is in its state */
  since: Instant
  notes: (RecommendationNote & { byId: string })[]
}

/** Those of an award that the charity has not closed: they open the next renewal. Required ones first, then by date. */
export async function openRecommendations(db: Db | Tx, awardId: string): Promise<RecommendationLine[]> {
  return lines(
    db,
    query =>
      void query.where('recommendations.award_id', awardId).whereIn('recommendations.status', ['open', 'answered']),
  )
}

/** What a case is read with: all that are not closed, and those that were closed since the one before was decided. */
export async function recommendationsWithContext(
  db: Db | Tx,
  { awardId, startedAt }: { awardId: string | null; startedAt: Instant },
): Promise<RecommendationLine[]> {
  if (awardId === null) return []
  return lines(
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
  )
}

/**
 * Of released letters only, and out of cases that the person may read: the one that made it, or another of its award.
 */
export async function recommendationsOfOrganisation(
  db: Db | Tx,
  actor: Actor,
  { id }: { id: string },
): Promise<RecommendationLine[]> {
  return lines(db, query => void query.where('recommendations.organisation_id', id).where(readable(db, actor)))
}

/** The same for one award. */
export async function recommendationsOfAward(
  db: Db | Tx,
  actor: Actor,
  { id }: { id: string },
): Promise<RecommendationLine[]> {
  return lines(db, query => void query.where('recommendations.award_id', id).where(readable(db, actor)))
}

export async function recommendationIn(
  db: Db | Tx,
  actor: Actor,
  organisation: { id: string },
  id: string,
): Promise<RecommendationLine | null> {
  return (
    (
      await lines(
        db,
        query =>
          void query
            .where('recommendations.organisation_id', organisation.id)
            .where('recommendations.id', id)
            .where(readable(db, actor)),
      )
    )[0] ?? null
  )
}

/** The cases that each is read through: the one that made it, and every other one of its award. One query. */
export async function applicationsAbout(
  db: Db | Tx,
  recommendations: readonly RecommendationLine[],
): Promise<Map<string, string[]>> {
  const awards = [...new Set(recommendations.map(({ awardId }) => awardId).filter(id => id !== null))]
  const rows = awards.length === 0 ? [] : await db('applications').whereIn('award_id', awards).select('id', 'award_id')
  return new Map(
    recommendations.map(({ id, applicationId, awardId }) => [
      id,
      [...new Set([applicationId, ...rows.filter(row => row.award_id === awardId).map(row => row.id)])],
    ]),
  )
}

/** @throws Stale when somebody else said something of it since it was read */
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
    const cases = () => applicationsReadableBy(db, actor) as Knex.QueryBuilder
    void query
      .whereIn('recommendations.application_id', cases().select('applications.id'))
      .orWhereIn(
        'recommendations.award_id',
        cases().whereNotNull('applications.award_id').select('applications.award_id'),
      )
  }

type LineRow = Row<'recommendations'> & {
  framework_version_id: string
  decision_letter_released_at: Instant | null
  notes: string
}

async function lines(db: Db | Tx, which: (query: Knex.QueryBuilder) => void): Promise<RecommendationLine[]> {
  const rows = await db('recommendations')
    .join('applications', 'applications.id', 'recommendations.application_id')
    .whereNot('recommendations.status', 'proposed')
    .where(which)
    .orderBy(['recommendations.due_on', 'recommendations.made_at', 'recommendations.id'])
    .select<LineRow[]>(
      'recommendations.*',
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
    )
  const found: RecommendationLine[] = []
  for (const row of rows)
    found.push(toLine(row, itemById(await frameworkVersion(db, row.framework_version_id), row.item_id ?? '')))
  return found.toSorted((a, b) => rank(a) - rank(b))
}

/** What waits stands before what is done, what is required before what would be better. */
const rank = ({ status, kind }: Recommendation): number => (status === 'closed' ? 2 : 0) + (kind === 'required' ? 0 : 1)

const toLine = (row: LineRow, item: { code: string; title: string } | null): RecommendationLine => ({
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
  notes: (JSON.parse(row.notes) as RecommendationLine['notes']).toSorted((a, b) => (a.at < b.at ? -1 : 1)),
})
