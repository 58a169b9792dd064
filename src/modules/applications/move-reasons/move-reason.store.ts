import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Application } from '../../../domain/application.ts'
import { canReadReason, movesWithKeptText, type KeptReason, type MoveReason } from '../../../domain/move-reasons.ts'
import type { Day, Instant } from '../../../domain/time.ts'

interface GivenReason {
  move: KeptReason
  body: string
  /** ids of the items that the library was asked about */
  items: readonly string[]
  until: Day | undefined
}

/**
 * Saves the text of a move, such as the reasons for a return or a hold.
 * @returns the id of the saved reason
 */
export async function insertMoveReason(
  { trx, actor, at }: Pick<UnitOfWork, 'trx' | 'actor' | 'at'>,
  { id: application_id }: Pick<Application, 'id'>,
  { move, body, items, until }: GivenReason,
): Promise<string> {
  const id = newId()
  await trx('move_reasons').insert({
    id,
    application_id,
    move,
    body,
    items: JSON.stringify(items),
    until: until ?? null,
    made_by: actor.id,
    made_at: at,
  })
  return id
}

interface MoveReasonRow {
  id: string
  move: string
  body: string
  items: string
  until: Day | null
  madeAt: Instant
}

/**
 * The saved reasons for an application's moves, newest first. The caller checks that the person can read the
 * application.
 * @param actor the reader; null for only the reasons that the library can read
 */
export const moveReasonsLookup = (
  db: Db | Tx,
  application: Application,
  actor: Actor | null = null,
): Lookup<MoveReason[]> => {
  const all = allReasonsLookup(db, application.id)
  return { ...all, read: rows => all.read(rows).filter(reason => canReadReason(actor, application, reason)) }
}

const allReasonsLookup = withKeptSql((db: Db | Tx, id: string): Lookup<MoveReason[]> =>
  lookup<MoveReasonRow, MoveReason[]>(
    () =>
      (db('move_reasons') as Knex.QueryBuilder)
        .where({ application_id: id })
        .orderBy([
          { column: 'made_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .select('id', 'move', 'body', 'items', 'until', 'made_at as madeAt'),
    ['id', 'move', 'body', 'items', 'until', 'madeAt'],
    rows =>
      rows.flatMap(({ move, items, ...row }) => {
        const kept = movesWithKeptText.find(each => each === move)
        return kept ? [{ ...row, move: kept, items: JSON.parse(items) as string[] }] : []
      }),
  ),
)
