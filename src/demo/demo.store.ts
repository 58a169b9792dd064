import type { Knex } from 'knex'
import type { Tx } from '../db/connection.ts'
import { isDay, type Day } from '../domain/time.ts'
import { toLetter } from '../mail/outbox.store.ts'
import { found } from './world.ts'

const mark = 'demo made on'

/**
 * Whose database this is, asked before a migration touches it: `ours` since a day, `empty` (a start that was cut off leaves one), or
 * somebody's. What the demo did not make it leaves alone.
 */
export async function ownerOf(db: Knex): Promise<{ is: 'empty' | 'somebody' } | { is: 'ours'; since: Day }> {
  const tables = (await db.raw<{ name: string }[]>("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")).map(({ name }) => name)
  if (tables.length === 0) return { is: 'empty' }
  if (!tables.includes('migrations')) return { is: 'somebody' }
  const marked = tables.includes('settings') ? await db('settings').where({ name: mark }).first() : undefined
  if (marked && isDay(marked.value)) return { is: 'ours', since: marked.value }
  const hasPeople = tables.includes('people') && await db('people').first('id') !== undefined
  return { is: hasPeople ? 'somebody' : 'empty' }
}

/** In the transaction that makes the demo: half a demo does not exist. */
export async function markAsDemo(trx: Tx, today: Day): Promise<void> {
  await trx('settings').insert({ name: mark, value: today })
}

/** The path in the latest letter of this kind to an address, as its reader would follow it. */
export async function pathMailedTo(trx: Tx, address: string, name: string): Promise<string> {
  const row = await trx('outbox').where({ address, name }).orderBy('queued_at', 'desc').first()
  return found(row && toLetter(row).words?.action?.path, `${name} to ${address}`)
}
