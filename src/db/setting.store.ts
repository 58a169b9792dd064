import type { Db, Tx } from './connection.ts'

/** @returns null when the setting was never saved */
export async function settingOf(db: Db | Tx, name: string): Promise<string | null> {
  return (await db('settings').where({ name }).first('value'))?.value ?? null
}

export async function saveSetting(trx: Tx, name: string, value: string): Promise<void> {
  await trx('settings').insert({ name, value }).onConflict('name').merge()
}

/** Saves a setting only if it still has the value `from`. */
export async function replaceSetting(trx: Tx, name: string, { from, to }: { from: string; to: string }): Promise<void> {
  await trx('settings').where({ name, value: from }).update({ value: to })
}
