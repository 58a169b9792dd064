import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Instant } from '../../../domain/time.ts'

export interface Note {
  author: string
  body: string
  madeAt: Instant
}

/** The latest 200 notes about an organisation, newest first. */
export const notesOf = (db: Db | Tx, organisation: { id: string }): Promise<Note[]> =>
  runLookup(db, notesLookup(db, organisation.id))

const notesLookup = withKeptSql((db: Db | Tx, organisationId: string): Lookup<Note[]> =>
  lookup<Note, Note[]>(
    () =>
      db('organisation_notes')
        .join('people', 'people.id', 'organisation_notes.person_id')
        .where('organisation_notes.organisation_id', organisationId)
        .orderBy([
          { column: 'organisation_notes.made_at', order: 'desc' },
          { column: 'organisation_notes.id', order: 'desc' },
        ])
        .limit(200)
        .select('people.name as author', 'organisation_notes.body', 'organisation_notes.made_at as madeAt'),
    ['author', 'body', 'madeAt'],
    rows => rows,
  ),
)

/** The number of notes about an organisation. */
export const notesCountLookup = withKeptSql((db: Db | Tx, organisationId: string): Lookup<number> =>
  lookup<{ count: number | string }, number>(
    () => db('organisation_notes').where({ organisation_id: organisationId }).count('id as count'),
    ['count'],
    ([counted]) => Number(counted?.count ?? 0),
  ),
)

export async function insertNote(
  trx: Tx,
  organisation: { id: string },
  { personId, body, at }: { personId: string; body: string; at: Instant },
): Promise<void> {
  await trx('organisation_notes').insert({
    id: newId(),
    organisation_id: organisation.id,
    person_id: personId,
    body,
    made_at: at,
  })
}
