import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import type { AnswerFacts } from '../../../domain/completeness.ts'
import { Stale } from '../../../domain/refusals.ts'
import { pledgeItem } from '../../../domain/pledge.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { showingByPartners } from '../../evidence/evidence.public.ts'

/** An application's answer to one item. */
export interface Answer {
  id: string
  itemId: string
  narrative: string
  ownRating: Judgement | null
  writtenBy: string | null
  writtenAt: Instant
  version: number
}
type AnswerLine = Row<'answers'> & { writer: string | null }

interface FactsRow extends Omit<AnswerFacts, 'isCarried'> {
  writtenAt: Instant
  attachedSince: number
}

/** Facts about each answer. Reads only the first character of each text, which shows whether the answer has text. */
export const answerFactsOf = (
  db: Db | Tx,
  application: Pick<Application, 'id'> & { startedAt: Instant },
  today: Day,
): Promise<AnswerFacts[]> => runLookup(db, answerFactsLookup(db, application, today))

/**
 * `answerFactsOf` as a lookup. A partnership shown for the item counts as evidence if it has evidence that can be used
 * today.
 */
export const answerFactsLookup = (
  db: Db | Tx,
  { id, startedAt }: Pick<Application, 'id'> & { startedAt: Instant },
  today: Day,
): Lookup<AnswerFacts[]> => factsLookup(db, id, { startedAt, today })

const factsLookup = withKeptSql(
  (db: Db | Tx, id: string, { startedAt, today }: { startedAt: Instant; today: Day }): Lookup<AnswerFacts[]> => {
    const attached = `from answer_evidence join evidence on evidence.id = answer_evidence.evidence_id
    where answer_evidence.answer_id = answers.id and evidence.removed_at is null`
    const partnered = `${showingByPartners}
    and application_partners.application_id = answers.application_id
    and application_partners.item_id = answers.item_id`
    const facts = () =>
      db('answers')
        .where({ application_id: id })
        .select(
          'item_id as itemId',
          db.raw('substr(narrative, 1, 1) as narrative'),
          'own_rating as ownRating',
          'written_at as writtenAt',
          db.raw(
            `case when exists (select 1 ${attached}) or exists (select 1 ${partnered}) then 1 else 0 end as evidence`,
            [today],
          ),
          db.raw(
            `case when exists (select 1 ${attached} and answer_evidence.attached_at >= ?)
            or exists (select 1 ${partnered}
              and (application_partners.attached_at >= ? or partner_evidence.attached_at >= ?))
          then 1 else 0 end as "attachedSince"`,
            [startedAt, today, startedAt, startedAt],
          ),
        )
    return lookup<FactsRow, AnswerFacts[]>(
      facts,
      ['itemId', 'narrative', 'ownRating', 'writtenAt', 'evidence', 'attachedSince'],
      rows =>
        rows.map(({ writtenAt, attachedSince, ...row }) => ({
          ...row,
          isCarried: writtenAt < startedAt && attachedSince === 0,
        })),
    )
  },
)

/** The library's own rating in each answer; null for an answer without one. */
export const ownRatingsLookup = withKeptSql(
  (db: Db | Tx, id: string): Lookup<Pick<AnswerFacts, 'itemId' | 'ownRating'>[]> =>
    lookup<Pick<AnswerFacts, 'itemId' | 'ownRating'>, Pick<AnswerFacts, 'itemId' | 'ownRating'>[]>(
      () => db('answers').where({ application_id: id }).select('item_id as itemId', 'own_rating as ownRating'),
      ['itemId', 'ownRating'],
      rows => rows,
    ),
)

export const answersOf = (db: Db | Tx, application: Pick<Application, 'id'>): Promise<Answer[]> =>
  runLookup(db, answersIn(db, application.id))

/** `answersOf` as a lookup. */
export const answersIn = withKeptSql((db: Db | Tx, id: string): Lookup<Answer[]> =>
  lookup<AnswerLine, Answer[]>(
    () => answerLines(db, id),
    [...answerColumns, 'writer'],
    rows => rows.map(toAnswer),
  ),
)

/** The answer to one item, as a lookup; null before anyone has saved it or attached evidence. */
export const answerLookup = withKeptSql((db: Db | Tx, id: string, itemId: string): Lookup<Answer | null> =>
  lookup<AnswerLine, Answer | null>(
    () => answerLines(db, id).where('answers.item_id', itemId),
    [...answerColumns, 'writer'],
    ([row]) => (row ? toAnswer(row) : null),
  ),
)

const answerLines = (db: Db | Tx, id: string) =>
  db('answers')
    .leftJoin('people', 'people.id', 'answers.written_by')
    .where('answers.application_id', id)
    .select(...answerColumns.map(column => `answers.${column}`), 'people.name as writer')

const answerColumns = [
  'id',
  'application_id',
  'item_id',
  'narrative',
  'own_rating',
  'written_by',
  'written_at',
  'version',
] as const

/** @returns the answer to one item; null before anyone has saved it or attached evidence */
export const answerTo = (db: Db | Tx, application: Pick<Application, 'id'>, itemId: string): Promise<Answer | null> =>
  runLookup(db, answerLookup(db, application.id, itemId))

/**
 * Ids of the items that the library has changed since a given time. Removing a partnership or its evidence does not
 * count.
 */
export const itemsTouchedSince = (
  db: Db | Tx,
  application: Pick<Application, 'id'>,
  since: Instant,
  today: Day,
): Promise<Set<string>> => runLookup(db, itemsTouchedLookup(db, application.id, since, today))

/** `itemsTouchedSince` as a lookup. */
export const itemsTouchedLookup = withKeptSql(
  (db: Db | Tx, id: string, since: Instant, today: Day): Lookup<Set<string>> => {
    const partnered = () =>
      db('application_partners as shown')
        .whereRaw('shown.application_id = ?', [id])
        .whereRaw(
          `exists (select 1 ${showingByPartners} and application_partners.application_id = shown.application_id
    and application_partners.item_id = shown.item_id
    and application_partners.partner_id = shown.partner_id
    and (application_partners.attached_at >= ? or partner_evidence.attached_at >= ?))`,
          [today, since, since],
        )
        .select('shown.item_id as id')
    const written = () =>
      db('answers')
        .where({ application_id: id })
        .where(touched =>
          touched
            .where('written_at', '>=', since)
            .orWhereExists(
              db('answer_evidence')
                .whereRaw('answer_evidence.answer_id = answers.id')
                .where('attached_at', '>=', since)
                .select(db.raw('1')),
            ),
        )
        .select('item_id as id')
    const pledged = () =>
      db('pledges')
        .where({ application_id: id })
        .where('saved_at', '>=', since)
        .select(db.raw('? as id', [pledgeItem]))
    return lookup<{ id: string }, Set<string>>(
      () => (written() as Knex.QueryBuilder).unionAll([partnered(), pledged()]),
      ['id'],
      rows => new Set(rows.map(each => each.id)),
    )
  },
)

/**
 * @param row its version is 0 when only evidence is attached, so that a form opened before that can still be saved
 * @returns the id of the answer
 * @throws Stale when the answer has been created since it was read
 */
export async function insertAnswer(trx: Tx, row: Omit<Row<'answers'>, 'id'>): Promise<string> {
  const id = newId()
  const made = await trx('answers')
    .insert({ ...row, id })
    .onConflict(['application_id', 'item_id'])
    .ignore()
    .returning('id')
  if (made.length === 0) throw new Stale()
  return id
}

/** @throws Stale when the answer has been changed since it was read */
export async function updateAnswer(
  trx: Tx,
  id: string,
  readAt: number,
  changes: Pick<Row<'answers'>, 'narrative' | 'own_rating' | 'written_by' | 'written_at'>,
): Promise<void> {
  const changed = await trx('answers')
    .where({ id, version: readAt })
    .update({ ...changes, version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

const toAnswer = (row: AnswerLine): Answer => ({
  id: row.id,
  itemId: row.item_id,
  narrative: row.narrative,
  ownRating: row.own_rating as Judgement | null,
  writtenBy: row.writer,
  writtenAt: row.written_at,
  version: row.version,
})
