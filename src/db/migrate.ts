import type { Knex } from 'knex'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { isCompiled, projectFolder } from '../config.ts'

interface Migration { up(knex: Knex): Promise<void>; down(knex: Knex): Promise<void>; config?: { transaction?: boolean } }

const folder = join(projectFolder, isCompiled ? 'dist/migrations' : 'migrations')

/** Known by name without ending: .ts in tests and .js in production are one and the same step. */
const source: Knex.MigrationSource<string> = {
  getMigrations: () => Promise.resolve(migrationNames()),
  getMigrationName: name => name,
  getMigration: name => import(pathToFileURL(join(folder, `${name}.${isCompiled ? 'js' : 'ts'}`)).href) as Promise<Migration>,
}

export const migrationNames = (): string[] =>
  [...new Set(readdirSync(folder).filter(file => /^\d{8}_\w+\.(ts|js)$/.test(file)).map(file => file.replace(/\.\w+$/, '')))].sort()

/** @throws when the database holds migrations that this build does not know: it belongs to a newer version */
export async function migrateToLatest(writer: Knex): Promise<void> {
  const patience = 60
  for (let attempt = 1; ; attempt += 1) {
    try {
      await writer.migrate.latest({ migrationSource: source })
      return
    } catch (problem) {
      const another = problem instanceof Error && (problem.name === 'MigrationLocked' || /SQLITE_BUSY|already exists|duplicate key/.test(problem.message))
      if (!another || attempt === patience) throw problem
      await wait(500)                                            // another instance started at the same moment: it migrates, we wait
    }
  }
}

export const migrateDown = (writer: Knex): Promise<unknown> => writer.migrate.rollback({ migrationSource: source }, true)
