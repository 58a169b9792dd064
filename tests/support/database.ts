import { afterAll, afterEach, beforeEach, describe } from '@jest/globals'
import { AsyncLocalStorage } from 'node:async_hooks'
import { copyFileSync, existsSync, mkdtempSync, renameSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase, type Database, type Db, type Transaction } from '../../src/db/connection.ts'
import { migrateToLatest } from '../../src/db/migrate.ts'
import { databaseLike, emptyDatabase, giveBack } from './postgres.ts'

/** The database engines that the service supports. */
const bothEngines = ['sqlite', 'postgresql'] as const
export type Engine = (typeof bothEngines)[number]

/** The database engine that the Jest project sets in jest.config.js, or both where it sets none. */
export const engines = (): readonly Engine[] =>
  bothEngines.filter(engine => !process.env.TEST_DATABASE || process.env.TEST_DATABASE === engine)

export interface FreshDatabase extends Database {
  /** The argument of `openDatabase`, for a second process or connection. */
  where: string
  /** A folder for uploads, and for the database if it is a file. */
  dataFolder: string
}

const folder = process.env.TEST_FOLDER!
let insideTest = false
let open: { database: FreshDatabase; ofTest: boolean }[] = []

/** Closes the databases of each test after the test, and those of a test file at its end. */
export function closeDatabases(): void {
  beforeEach(() => {
    insideTest = true
  })
  afterEach(async () => {
    insideTest = false
    await closeAll(({ ofTest }) => ofTest)
  })
  afterAll(() => closeAll(() => true))
}

/** Runs a suite of tests on each database engine of the Jest project. */
export function eachDatabase(name: string, suite: (engine: Engine) => void): void {
  describe.each(engines())(`${name} (%s)`, suite)
}

/** A new migrated database. It is removed after the test or, when made in `beforeAll`, after the test file. */
export async function freshDatabase(engine: Engine = engines()[0]!): Promise<FreshDatabase> {
  const dataFolder = mkdtempSync(join(folder, 'data-'))
  const { where, opened } =
    engine === 'postgresql' ? await databaseLike('migrated', migrate) : openedAt(await copyOfTemplate(dataFolder))
  // Tests do not have to survive a power cut, so SQLite need not sync.
  if (engine === 'sqlite') await opened.writer.raw('pragma synchronous = off')
  const database = {
    ...opened,
    where,
    dataFolder,
    db: onlyOutside(opened.db),
    slowDb: onlyOutside(opened.slowDb),
    transaction: noting(opened.transaction),
  }
  open.push({ database, ofTest: insideTest })
  return database
}

const openedAt = (where: string) => ({ where, opened: openDatabase(where) })

const writing = new AsyncLocalStorage<true>()
let openTransactions = 0
const noting =
  (transaction: Transaction): Transaction =>
  act =>
    transaction(trx => writing.run(true, () => counted(async () => await act(trx))))

/** Tracks promises only while a transaction is open, because tracking slows every promise down. */
async function counted<Result>(act: () => Promise<Result>): Promise<Result> {
  openTransactions += 1
  try {
    return await act()
  } finally {
    openTransactions -= 1
    if (openTransactions === 0) writing.disable()
  }
}

/** Makes a read outside the open transaction fail, because it would not see the transaction’s changes. */
function onlyOutside(db: Db): Db {
  const { client } = db
  const acquire = client.acquireConnection.bind(client) as () => Promise<unknown>
  client.acquireConnection = () =>
    writing.getStore() ? Promise.reject(new Error('inside `write` one reads through its `trx`')) : acquire()
  return db
}

/** Calls `act` with every statement of every connection. */
export function onStatement(
  { db, slowDb, writer }: Database,
  act: (statement: { sql: string; bindings?: unknown[] }) => void,
): void {
  for (const connections of new Set([db, slowDb, writer])) connections.on('query', act)
}

/** Counts the statements outside transactions. Pages use transactions only for the access log and for limits. */
export function countReads(database: Database): { reads: number } {
  const counted = { reads: 0 }
  let isInTransaction = false
  onStatement(database, ({ sql }) => {
    if (sql.startsWith('BEGIN')) isInTransaction = true
    if (!isInTransaction) counted.reads += 1
    if (/^(COMMIT|ROLLBACK)\b/.test(sql)) isInTransaction = false
  })
  return counted
}

/**
 * A database without tables, for testing migrations.
 * @param language makes PostgreSQL sort text by the rules of this language, such as "en-GB", instead of by its bytes
 */
export async function unmigratedDatabase(engine: Engine, language: string | null = null): Promise<FreshDatabase> {
  const dataFolder = mkdtempSync(join(folder, 'data-'))
  const where = engine === 'postgresql' ? await emptyDatabase(language) : join(dataFolder, 'sanctuary.sqlite')
  const database = { ...openDatabase(where), where, dataFolder }
  open.push({ database, ofTest: insideTest })
  return database
}

async function closeAll(which: (one: (typeof open)[number]) => boolean): Promise<void> {
  for (const { database } of open.filter(which)) await closeDatabase(database)
}

/** Closes a database and removes it with its folder. `closeDatabases` does this at the end of a test or test file. */
export async function closeDatabase(database: FreshDatabase): Promise<void> {
  open = open.filter(one => one.database !== database)
  await database.close()
  if (database.engine === 'postgres') await giveBack(database.where)
  await rm(database.dataFolder, { recursive: true, force: true })
}

/** Migrates a database, and gives the migrations a time that is earlier than the clock of any test. */
async function migrate(where: string): Promise<void> {
  const database = openDatabase(where)
  await migrateToLatest(database)
  await database.writer('migrations').update({ run_at: '2026-01-01T00:00:00.000Z' })
  await database.close()
}

async function copyOfTemplate(dataFolder: string): Promise<string> {
  const where = join(dataFolder, 'sanctuary.sqlite')
  copyFileSync(await template(), where)
  return where
}

/** The path of the template database. Workers that start at the same time each make one, and all are identical. */
async function template(): Promise<string> {
  const path = join(folder, 'migrated.sqlite')
  if (existsSync(path)) return path
  const draft = join(mkdtempSync(join(folder, 'draft-')), 'migrated.sqlite')
  await migrate(draft)
  renameSync(draft, path)
  return path
}
