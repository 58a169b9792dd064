import type { Db, Tx } from './connection.ts'

/** @returns null when the setting was never saved */
export async function settingOf(db: Db | Tx, name: string): Promise<string | null> {
  return (await db('settings').where({ name }).first('value'))?.value ?? null
}

export async function saveSetting(trx: Tx, name: string, value: string): Promise<void> {
  await trx('settings').insert({ name, value }).onConflict('name').merge()
}
