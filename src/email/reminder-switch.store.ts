import type { Db, Tx } from '../db/connection.ts'
import { withKeptSql } from '../db/kept-sql.ts'
import { lookup, type Lookup } from '../db/lookups.ts'
import { saveSetting, settingOf } from '../db/setting.store.ts'

/** The name of the setting that switches all reminders on or off. */
export const remindersSetting = 'reminders'

/** Whether reminders are off. */
export const areRemindersOff = async (db: Db): Promise<boolean> => (await settingOf(db, remindersSetting)) === 'off'

/** A query that finds a row while reminders are off. */
export const remindersOff = (db: Db) => db('settings').where({ name: remindersSetting, value: 'off' })

/** `areRemindersOff` as a lookup. */
export const remindersOffLookup = withKeptSql((db: Db): Lookup<boolean> =>
  lookup<{ name: string }, boolean>(
    () => remindersOff(db).select('name'),
    ['name'],
    rows => rows.length > 0,
  ),
)

export const switchReminders = (trx: Tx, to: 'on' | 'off'): Promise<void> => saveSetting(trx, remindersSetting, to)
