import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdtempSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { openDatabase, type Database } from '../../src/db/connection.ts'
import { keepStatements, type SqliteConnection } from '../../src/db/sqlite-statements.ts'

const { Database: Connection } = createRequire(import.meta.url)('sqlite3') as {
  Database: new (path: string) => SqliteConnection
}

describe('a connection with prepared statements', () => {
  let database: Database
  let list: () => Knex.QueryBuilder<{ book: string; copies: number }>
  beforeEach(async () => {
    database = openDatabase(join(mkdtempSync(join(process.env.TEST_FOLDER!, 'statements-')), 'sanctuary.sqlite'))
    await database.writer.raw('create table shelf (book text primary key, copies integer not null)')
    list = () => database.writer('shelf')
  })
  afterEach(() => database.close())

  test('each of several simultaneous queries with the same SQL gets its own result', async () => {
    const books = Array.from({ length: 40 }, (_, index) => `book ${index}`)
    const found = await database.transaction(async trx => {
      await Promise.all(books.map((book, copies) => trx('shelf').insert({ book, copies })))
      return Promise.all(books.map(book => trx('shelf').where({ book }).first('copies')))
    })
    expect(found).toEqual(books.map((_, copies) => ({ copies })))
    expect(await Promise.all(books.map(book => list().where({ book }).update({ copies: 1 })))).toEqual(
      books.map(() => 1),
    )
    expect(await list().where({ copies: 1 }).delete()).toBe(40)
  })

  test('a statement reads the current columns of a table that changed', async () => {
    await list().insert({ book: 'Atlas', copies: 2 })
    expect([await list().select(), await database.db('shelf').select()]).toEqual([
      [{ book: 'Atlas', copies: 2 }],
      [{ book: 'Atlas', copies: 2 }],
    ])
    await database.writer.raw("alter table shelf add column place text not null default 'Merrow'")
    const changed = [{ book: 'Atlas', copies: 2, place: 'Merrow' }]
    expect([await list().select(), await database.db('shelf').select()]).toEqual([changed, changed])
    await database.writer.raw('drop table shelf')
    await expect(list().select()).rejects.toThrow('no such table')
    await database.writer.raw('create table shelf (book text)')
    expect([await list().select(), await database.db('shelf').select()]).toEqual([[], []])
  })

  // If the limit were a binding, SQLite would parse the statement again each time a value was bound to it.
  test('a limit is a number in the SQL and not a binding, in queries and in subqueries', async () => {
    for (const [copies, book] of ['Atlas', 'Poems', 'Letters'].entries()) await list().insert({ book, copies })
    const pages = list().whereIn('book', list().select('book').orderBy('copies').limit(2)).orderBy('book').limit(1)
    expect(pages.clone().offset(1).toSQL()).toMatchObject({
      sql:
        'select * from `shelf` where `book` in (select `book` from `shelf` order by `copies` asc limit 2) ' +
        'order by `book` asc limit 1 offset ?',
      bindings: [1],
    })
    expect([await pages.clone().offset(1), await list().where({ copies: 2 }).first('book')]).toEqual([
      [{ book: 'Poems', copies: 1 }],
      { book: 'Letters' },
    ])
    expect([(await list().limit('2' as never)).length, (await list().offset(1)).length, await list().limit(0)]).toEqual(
      [2, 2, []],
    )
    expect(
      () =>
        list()
          .limit('2; drop table shelf' as never)
          .toSQL().sql,
    ).not.toThrow()
    expect(
      list()
        .limit('2; drop table shelf' as never)
        .toSQL().sql,
    ).toBe('select * from `shelf` limit 2')
  })

  test('a connection still works after a statement has failed', async () => {
    await list().insert({ book: 'Atlas', copies: 2 })
    await expect(list().insert({ book: 'Atlas', copies: 3 })).rejects.toThrow('UNIQUE')
    await list().insert({ book: 'Poems', copies: 4 })
    await expect(
      list()
        .where({ author: 'nobody' } as never)
        .select(),
    ).rejects.toThrow('no such column')
    await expect(database.db('shelf').insert({ book: 'Letters', copies: 1 })).rejects.toThrow('readonly')
    await expect(
      database.transaction(async trx => {
        await trx('shelf').insert({ book: 'Letters', copies: 1 })
        throw new Error('not that')
      }),
    ).rejects.toThrow('not that')
    expect(await list().orderBy('book').pluck('book')).toEqual(['Atlas', 'Poems'])
  })
})

test('a connection caches prepared statements up to a total SQL length, and releases all when it closes', async () => {
  const connection = new Connection(':memory:')
  const parsed: { sql: string; isKept: boolean }[] = []
  const prepare = connection.prepare.bind(connection)
  connection.prepare = sql => {
    const statement = prepare(sql)
    const line = { sql, isKept: true }
    parsed.push(line)
    const finalize = statement.finalize.bind(statement)
    return Object.assign(statement, {
      finalize: () => {
        line.isKept = false
        finalize()
      },
    })
  }
  keepStatements(connection, 3 * 'select 1 as number'.length)
  const ask = (sql: string) =>
    new Promise((resolve, reject) => {
      connection.all(sql, [], (problem, rows) => (problem ? reject(problem) : resolve(rows)))
    })
  const kept = () => parsed.filter(({ isKept }) => isKept).map(({ sql }) => sql)
  for (const number of [1, 2, 3, 1, 4]) expect(await ask(`select ${number} as number`)).toEqual([{ number }])
  expect([parsed.length, kept()]).toEqual([4, ['select 1 as number', 'select 3 as number', 'select 4 as number']])
  await Promise.all(Array.from({ length: 10 }, () => ask('select 5 as number')))
  expect(kept().length).toBeLessThanOrEqual(3)
  const last = ask('select 6 as number')
  await new Promise<void>((resolve, reject) => {
    connection.close(problem => (problem ? reject(problem) : resolve()))
  })
  expect([await last, kept()]).toEqual([[{ number: 6 }], []])
})

test('a cached statement keeps no error listener from the query for which it was prepared', async () => {
  const connection = new Connection(':memory:')
  const prepared: ReturnType<typeof connection.prepare>[] = []
  const prepare = connection.prepare.bind(connection)
  connection.prepare = sql => {
    const statement = prepare(sql)
    prepared.push(statement)
    return statement
  }
  keepStatements(connection)
  const ask = (sql: string) =>
    new Promise(resolve => {
      connection.all(sql, [], (problem, rows) => resolve(problem?.message ?? rows))
      expect(prepared.at(-1)!.listenerCount('error')).toBe(1)
    })
  expect(await ask('select 1 as number')).toEqual([{ number: 1 }])
  expect(await ask('select number from nowhere')).toMatch('no such table: nowhere')
  expect(prepared.map(statement => statement.listenerCount('error'))).toEqual([0, 0])
  await new Promise<void>((resolve, reject) => {
    connection.close(problem => (problem ? reject(problem) : resolve()))
  })
})
