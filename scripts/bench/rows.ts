import type { Knex } from 'knex'
import type { Tables } from 'knex/types/tables.js'
import { newId } from '../../src/db/ids.ts'
import { systemClock } from '../../src/domain/time.ts'
import { keyOfName } from '../../src/domain/similar-names.ts'

/** Inserts many rows, a few hundred per statement. */
export async function addRows<Name extends keyof Tables>(
  db: Knex,
  table: Name,
  rows: readonly Partial<Tables[Name]>[],
): Promise<void> {
  if (rows.length > 0) await db.batchInsert<Tables[Name]>(table as string, [...rows] as never, 200)
}

/** Inserts an active person without a password. @returns the person's id */
export async function person(db: Knex, name: string): Promise<string> {
  const id = newId()
  await addRows(db, 'people', [personRow(id, name)])
  return id
}

export const personRow = (id: string, name: string) => ({
  id,
  name,
  email: `${id}@library.example`,
  email_key: `${id}@library.example`,
  name_key: keyOfName(name),
  password_hash: null,
  language: 'en',
  status: 'active',
  created_at: systemClock.now(),
  version: 1,
})
