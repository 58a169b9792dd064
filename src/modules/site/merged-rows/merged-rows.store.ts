import type { Tables } from 'knex/types/tables.js'
import { settingTables } from '../../../db/setting.tables.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import type { TableDescription } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import { emailTables } from '../../../email/email.tables.ts'
import { historyTables } from '../../../history/history.tables.ts'
import { webTables } from '../../../web/web.tables.ts'
import { accessTables } from '../../access/access.public.ts'
import { applicationsTables } from '../../applications/applications.public.ts'
import { appraisalTables } from '../../appraisal/appraisal.public.ts'
import { awardsTables } from '../../awards/awards.public.ts'
import { evidenceTables } from '../../evidence/evidence.public.ts'
import { frameworksTables } from '../../frameworks/frameworks.public.ts'
import { importsTables } from '../../imports/imports.public.ts'
import { notificationsTables } from '../../notifications/notifications.public.ts'
import { organisationsTables } from '../../organisations/organisations.public.ts'
import { overviewTables } from '../../overview/overview.public.ts'
import { siteTables } from '../site.tables.ts'

const allTables: Record<string, TableDescription<string>> = {
  ...settingTables,
  ...emailTables,
  ...historyTables,
  ...webTables,
  ...accessTables,
  ...applicationsTables,
  ...appraisalTables,
  ...awardsTables,
  ...evidenceTables,
  ...frameworksTables,
  ...importsTables,
  ...notificationsTables,
  ...organisationsTables,
  ...overviewTables,
  ...siteTables,
}

/** Columns that keep the id of the organisation that was merged into another, each with the reason. */
export const keptColumns: Readonly<Record<string, string>> = {
  'organisations.id': 'it names the organisation itself, which leads on to the survivor',
  'memberships.organisation_id': 'each person needs approval as a new member',
  'events.organisation_id': 'history is never edited; the pages of the survivor also show it',
  'access_log.organisation_id': 'history is never edited',
  'organisation_merges.from_id': 'it says which organisations were merged',
  'organisation_merges.into_id': 'it says which organisations were merged',
}

export interface OrganisationColumn {
  table: keyof Tables & string
  column: string
}

/** The columns that a merge changes: all columns with the id of an organisation, except those in `keptColumns`. */
export const movingColumns: readonly OrganisationColumn[] = Object.entries(allTables)
  .flatMap(([table, { organisation = [] }]) => organisation.map(column => ({ table: table as keyof Tables, column })))
  .filter(({ table, column }) => !(`${table}.${column}` in keptColumns))

export interface MovedRows {
  table: string
  rows: number
}

/** The tables whose number of rows could reveal an application, each with its column for the application's id. */
const columnsOfApplications: Readonly<Record<string, string>> = {
  applications: 'id',
  recommendations: 'application_id',
}

/** The tables with records of the charity team and its panel, about which a library must not even know the number. */
const hiddenFromLibraries: readonly string[] = ['organisation_notes', 'past_employers']

/**
 * The number of rows that merging this organisation would move, for each table that has any. Leaves out applications on
 * which the person has a conflict of interest, and their recommendations, although they move too.
 * @param isForLibrary leaves out the charity's own records and the recommendations in unreleased decision letters too
 */
export async function countMoving(
  db: Db | Tx,
  actor: Actor,
  { id, isForLibrary = false }: { id: string; isForLibrary?: boolean },
): Promise<MovedRows[]> {
  const conflicts = () => db('declarations').where({ person_id: actor.id, says: 'conflict' }).select('application_id')
  const shown = movingColumns.filter(({ table }) => !(isForLibrary && hiddenFromLibraries.includes(table)))
  const counts = shown.map(({ table, column }, index) =>
    db(table as 'branches')
      .where(column as 'organisation_id', id)
      .modify(rows => {
        if (isForLibrary && table === 'recommendations') void rows.whereNot('status' as 'name', 'proposed')
        const application = columnsOfApplications[table]
        if (application) void rows.whereNotIn(application as 'id', conflicts())
      })
      .count('*')
      .as(`count_${index}`),
  )
  const found = await db.first<Record<string, number | string>>(...counts)
  return shown
    .map(({ table }, index) => ({ table, rows: Number(found[`count_${index}`]) }))
    .filter(({ rows }) => rows > 0)
}

/**
 * Moves the rows in all `movingColumns` to another organisation. Reminders sent to the shared mailbox of `from` then
 * count as sent to that of `into`, so that none is sent twice.
 * @returns the number of rows moved in each table
 */
export async function moveRows(trx: Tx, from: { id: string }, into: { id: string }): Promise<MovedRows[]> {
  await dropPreparedTwice(trx, from, into)
  const moved: MovedRows[] = []
  for (const { table, column } of movingColumns) {
    const rows = await trx(table as 'branches')
      .where(column as 'organisation_id', from.id)
      .update({ [column]: into.id })
    if (rows > 0) moved.push({ table, rows })
  }
  await trx('reminders').where({ recipient: 'mailbox', recipient_id: from.id }).update({ recipient_id: into.id })
  return moved
}

/** Deletes prepared people of the merged organisation whom the survivor has too, with the same address and role. */
async function dropPreparedTwice(trx: Tx, from: { id: string }, into: { id: string }): Promise<void> {
  const known = await trx('prepared_people').where({ organisation_id: into.id }).select('email_key', 'role')
  for (const { email_key, role } of known)
    await trx('prepared_people').where({ organisation_id: from.id, email_key, role }).delete()
}
