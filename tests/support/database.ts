import { afterAll, afterEach, beforeEach, describe } from '@jest/globals'
import { AsyncLocalStorage } from 'node:async_hooks'
import { copyFileSync, existsSync, mkdtempSync, renameSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase, type Database, type Db, type Transaction } from '../../src/db/connection.ts'
import { migrateToLatest } from '../../src/db/migrate.ts'
import { databaseLike, emptyDatabase, giveBack, leaveServer } from './postgres.ts'

/**
 * The two that a service runs on; `DATABASES=memory npm test` runs the suites on one engine only, while working on
 * something.
 */
const everyEngine = { memory: 'sqlite in memory', file: 'sqlite on a file', postgres: 'postgresql' } as const
export type Engine = (typeof everyEngine)[keyof typeof everyEngine]
export const engines: readonly Engine[] = Object.entries(everyEngine)
  .filter(([short]) => (process.env.DATABASES ?? 'file,postgres').split(',').includes(short))
  .map(([, engine]) => engine)
/**
 * Those that several processes or connections share: none is in memory, so what is chosen for a minute's work does
 * without.
 */
const onDisk = engines.filter(engine => engine !== everyEngine.memory)
export const sharedEngines: readonly Engine[] = onDisk.length > 0 ? onDisk : [everyEngine.file]

export interface FreshDatabase extends Database {
  /** what `openDatabase` was given, for a second process or connection; `:memory:` cannot be shared */
  where: string
  /** a folder for uploads, and for the database where it is a file */
  dataFolder: string
}

const folder = process.env.TEST_FOLDER!
let insideTest = false
let open: { database: FreshDatabase; ofTest: boolean }[] = []

/** For each test file: closes its databases, those of a test after the test. */
export function closeDatabases(): void {
  beforeEach(() => {
    insideTest = true
  })
  afterEach(async () => {
    insideTest = false
    await closeAll(({ ofTest }) => ofTest)
  })
  afterAll(async () => {
    await closeAll(() => true)
    await leaveServer()
  })
}

/** The suite once per engine. */
export function eachDatabase(name: string, suite: (engine: Engine) => void): void {
  describe.each(engines)(`${name} (%s)`, suite)
}

/**
 * A migrated database of one's own. Closed and removed after the test it was made in, or after the file when made in
 * `beforeAll`.
 */
export async function freshDatabase(engine: Engine = 'sqlite in memory'): Promise<FreshDatabase> {
  const dataFolder = mkdtempSync(join(folder, 'data-'))
  const where = await whereFor(engine, dataFolder)
  const opened = openDatabase(where)
  if (engine === 'sqlite in memory')
    await runScript(opened, await readFile(await template('schema.sql', writeSchema), 'utf8'))
  // a test that ends with its machine is run again
  if (engine === 'sqlite on a file') await opened.writer.raw('pragma synchronous = off')
  const database = { ...opened, where, dataFolder, db: onlyOutside(opened.db), transaction: noting(opened.transaction) }
  open.push({ database, ofTest: insideTest })
  return database
}

const writing = new AsyncLocalStorage<true>()
const noting =
  (transaction: Transaction): Transaction =>
  act =>
    transaction(trx => writing.run(true, async () => await act(trx)))

/**
 * What reads beside its own transaction sees the state of before, so every test that comes by such a line fails at it.
 */
function onlyOutside(db: Db): Db {
  const { client } = db
  const acquire = client.acquireConnection.bind(client) as () => Promise<unknown>
  client.acquireConnection = () =>
    writing.getStore() ? Promise.reject(new Error('inside `write` one reads through its `trx`')) : acquire()
  return db
}

/** Without a single table, for trying migrations. */
export async function unmigratedDatabase(engine: Engine): Promise<FreshDatabase> {
  const dataFolder = mkdtempSync(join(folder, 'data-'))
  const where =
    engine === 'postgresql'
      ? await emptyDatabase()
      : engine === 'sqlite on a file'
        ? join(dataFolder, 'sanctuary.sqlite')
        : ':memory:'
  const database = { ...openDatabase(where), where, dataFolder }
  open.push({ database, ofTest: insideTest })
  return database
}

async function closeAll(which: (one: (typeof open)[number]) => boolean): Promise<void> {
  const closing = open.filter(which)
  open = open.filter(one => !which(one))
  for (const { database } of closing) {
    await database.close()
    if (database.engine === 'postgres') await giveBack(database.where)
    await rm(database.dataFolder, { recursive: true, force: true })
  }
}

async function whereFor(engine: Engine, dataFolder: string): Promise<string> {
  if (engine === 'sqlite in memory') return ':memory:'
  if (engine === 'postgresql') return databaseLike('migrated', migrate)
  const where = join(dataFolder, 'sanctuary.sqlite')
  copyFileSync(await template('migrated.sqlite', migrate), where)
  return where
}

async function migrate(where: string): Promise<void> {
  const database = openDatabase(where)
  await migrateToLatest(database)
  await database.close()
}

/** What the migrations make, as one script: a new database in memory takes milliseconds then. */
async function writeSchema(path: string): Promise<void> {
  const database = openDatabase(await template('migrated.sqlite', migrate))
  const made = await database
    .db('sqlite_master')
    .whereNotNull('sql')
    .whereNot('name', 'like', 'sqlite_%')
    .whereNot('name', 'like', 'evidence_words_%')
    .orderBy('rowid')
    .pluck<string[]>('sql')
  const run = await database.db('migrations').orderBy('name')
  await database.close()
  const rows = run.map(
    ({ name, run_at }: { name: string; run_at: string }) =>
      `insert into migrations (name, run_at) values ('${name}', '${run_at}')`,
  )
  await writeFile(path, [...made, ...rows].join(';\n') + ';')
}

/**
 * A file made once per run, by whichever worker comes first; a worker that comes second meanwhile only makes the same
 * again.
 */
async function template(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const path = join(folder, name)
  if (existsSync(path)) return path
  const draft = join(mkdtempSync(join(folder, 'draft-')), name)
  await make(draft)
  renameSync(draft, path)
  return path
}

async function runScript(database: Database, script: string): Promise<void> {
  const connection = await database.writer.client.acquireConnection()
  try {
    await new Promise<void>((done, fail) =>
      connection.exec(script, (problem: Error | null) => (problem ? fail(problem) : done())),
    )
  } finally {
    await database.writer.client.releaseConnection(connection)
  }
}
