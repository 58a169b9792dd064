import { expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { mkdtempSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'
import { openDatabase } from '../../../src/db/connection.ts'
import { looksLikeId, newId } from '../../../src/db/ids.ts'
import { Busy } from '../../../src/domain/refusals.ts'
import { closeDatabase, eachDatabase, freshDatabase, onStatement, type FreshDatabase } from '../../support/database.ts'

const setting = (name: string, value = '0') => ({ name, value })
const valueOf = async ({ db }: FreshDatabase, name: string) =>
  Number((await db('settings').where({ name }).first())?.value)

eachDatabase('a write to the database', engine => {
  test('a transaction commits everything or nothing', async () => {
    const database = await freshDatabase(engine)
    await expect(
      database.transaction(async trx => {
        await trx('settings').insert(setting('a'))
        throw new Error('the power went')
      }),
    ).rejects.toThrow('the power went')
    expect(await database.db('settings')).toEqual([])
    expect(
      await database.transaction(async trx => {
        await trx('settings').insert(setting('a'))
        return 'done'
      }),
    ).toBe('done')
    expect(await database.db('settings')).toEqual([setting('a')])
  })

  test('20 simultaneous transactions that read a value and update it lose no update', async () => {
    const database = await freshDatabase(engine)
    await database.transaction(trx => trx('settings').insert(setting('count')))
    const addOne = () =>
      database.transaction(async trx => {
        const row = await trx('settings').where({ name: 'count' }).first()
        await trx('settings')
          .where({ name: 'count' })
          .update({ value: String(Number(row!.value) + 1) })
      })
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, addOne))
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([])
    expect(await valueOf(database, 'count')).toBe(20)
  })

  test('transactions prevent write skew: two people on duty cannot both leave at the same time', async () => {
    const database = await freshDatabase(engine)
    await database.transaction(trx => trx('settings').insert([setting('on duty a'), setting('on duty b')]))
    for (let round = 0; round < 10; round += 1) {
      await database.transaction(trx => trx('settings').update({ value: 'yes' }))
      const leave = (name: string) =>
        database.transaction(async trx => {
          const onDuty = await trx('settings').where({ value: 'yes' })
          if (onDuty.length > 1) await trx('settings').where({ name }).update({ value: 'no' })
        })
      await Promise.all([leave('on duty a'), leave('on duty b')])
      expect(await database.db('settings').where({ value: 'yes' })).toHaveLength(1)
    }
  })

  test('only the first of several simultaneous transactions finds that a row is missing', async () => {
    const database = await freshDatabase(engine)
    const claim = () =>
      database.transaction(async trx => {
        if (await trx('settings').where({ name: 'only one' }).first()) return 'taken'
        await trx('settings').insert(setting('only one'))
        return 'mine'
      })
    const outcomes = await Promise.all(Array.from({ length: 8 }, claim))
    expect(outcomes.sort()).toEqual(['mine', ...Array.from({ length: 7 }, () => 'taken')])
  })

  test('a constraint error is thrown unchanged, not as Busy', async () => {
    const database = await freshDatabase(engine)
    const twice = database.transaction(trx => trx('settings').insert([setting('a'), setting('a')]))
    await expect(twice).rejects.toThrow(/unique/i)
    await expect(twice).rejects.not.toBeInstanceOf(Busy)
    await expect(
      database.transaction(trx =>
        trx('memberships').insert({
          id: newId(),
          person_id: newId(),
          organisation_id: newId(),
          role: 'lead',
          started_at: '2027-03-01T09:00:00.000Z' as never,
          readers_confirmed_at: '2027-03-01T09:00:00.000Z' as never,
          ended_at: null,
        }),
      ),
    ).rejects.toThrow(/foreign key/i)
  })

  test('a database error does not contain the bound values', async () => {
    const database = await freshDatabase(engine)
    const problem = await database
      .transaction(trx =>
        trx('settings').insert([setting('amina@libraries.example'), setting('amina@libraries.example')]),
      )
      .catch((error: Error) => error.message)
    expect(problem).toMatch(/unique/i)
    expect(problem).not.toContain('amina')
  })

  test('a nested transaction can be rolled back alone', async () => {
    const database = await freshDatabase(engine)
    await database.transaction(async trx => {
      await trx('settings').insert(setting('a'))
      await trx
        .transaction(async inner => {
          await inner('settings').insert(setting('b'))
          throw new Error('not that')
        })
        .catch(() => undefined)
    })
    expect(await database.db('settings').pluck('name')).toEqual(['a'])
  })

  test('counts are returned as numbers, and text unchanged', async () => {
    const database = await freshDatabase(engine)
    const text = '🦋 ŵŷ ልሳን نص \u202e "quoted" \\ line\nbreak'
    await database.transaction(trx => trx('settings').insert(setting('a', text)))
    expect(await database.db('settings').first()).toEqual(setting('a', text))
    expect(await database.db('settings').count({ all: '*' }).first()).toEqual({ all: 1 })
  })
})

eachDatabase('a read of the database', engine => {
  test('a query that would write fails when it is run as a read', async () => {
    const { db } = await freshDatabase(engine)
    await expect(db('settings').insert(setting('a'))).rejects.toThrow(/read-?only/i)
  })

  test('a read does not wait for a transaction, and sees its changes only after the commit', async () => {
    const database = await freshDatabase(engine)
    const reader = openDatabase(database.where)
    await database.transaction(async trx => {
      await trx('settings').insert(setting('a'))
      expect(await reader.db('settings')).toEqual([])
    })
    expect(await reader.db('settings')).toHaveLength(1)
    await reader.close()
  })
})

test('a write throws Busy while another connection holds the lock of a SQLite file', async () => {
  const database = await freshDatabase('sqlite')
  const other = openDatabase(database.where)
  const holding = await other.writer.transaction()
  const asked: string[] = []
  onStatement(database, ({ sql }) => void asked.push(sql))
  await expect(database.transaction(trx => trx('settings').insert(setting('a')))).rejects.toBeInstanceOf(Busy)
  expect(asked).toEqual(Array(3).fill('BEGIN IMMEDIATE;')) // each attempt waits 250 ms for the lock
  expect(await database.db('settings')).toEqual([])
  await holding.rollback()
  await database.transaction(trx => trx('settings').insert(setting('a')))
  await other.close()
  expect(await database.db('settings')).toHaveLength(1)
})

test('every connection to a SQLite file has its pragmas set', async () => {
  const { db, writer, close } = openDatabase((await freshDatabase('sqlite')).where)
  const ask = async (on: typeof db, pragma: string) =>
    Object.values((await on.raw<object[]>(`pragma ${pragma}`))[0]!)[0] as unknown
  const settings = async (on: typeof db) =>
    Promise.all(
      ['journal_mode', 'foreign_keys', 'busy_timeout', 'secure_delete', 'query_only'].map(pragma => ask(on, pragma)),
    )
  expect(await settings(writer)).toEqual(['wal', 1, 250, 1, 0])
  expect(await ask(writer, 'synchronous')).toBe(2)
  expect(await settings(db)).toEqual(['wal', 1, 250, 1, 1])
  await close()
})

test('two processes that write to one SQLite file lose no change', async () => {
  const database = await freshDatabase('sqlite')
  await database.transaction(trx => trx('settings').insert(setting('count')))
  const script = `
    import { openDatabase } from './src/db/connection.ts'
    import { Busy } from './src/domain/refusals.ts'
    const database = openDatabase(process.argv[1])
    const addOne = () => database.transaction(async trx => {
      const row = await trx('settings').where({ name: 'count' }).first()
      await trx('settings').where({ name: 'count' }).update({ value: String(Number(row.value) + 1) })
    })
    let busy = 0 // on a slow disk, the other process can hold the lock for a long time
    for (let done = 0; done < 40; ) await addOne().then(() => (done += 1), problem => {
      if (!(problem instanceof Busy) || (busy += 1) > 200) throw problem
    })
    await database.close()`
  const children = [1, 2].map(() =>
    spawn(
      process.execPath,
      ['--import', './tests/support/from-source.js', '--input-type=module', '-e', script, database.where],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    ),
  )
  try {
    expect(await Promise.all(children.map(async child => (await once(child, 'exit'))[0] as number))).toEqual([0, 0])
  } finally {
    for (const child of children) child.kill('SIGKILL')
  }
  expect(await valueOf(database, 'count')).toBe(80)
})

test('new ids are unique and recognised as ids, and other values are not recognised', () => {
  const ids = Array.from({ length: 500 }, newId)
  expect(new Set(ids).size).toBe(500)
  expect(ids.filter(id => !/^[a-z2-7]{20}$/.test(id))).toEqual([])
  expect(ids.every(looksLikeId)).toBe(true)
  expect(
    ['', 'a'.repeat(19), 'A'.repeat(20), `${'a'.repeat(19)}\0`, `${'a'.repeat(20)}\n`, ['a'.repeat(20)], null].filter(
      looksLikeId,
    ),
  ).toEqual([])
})

eachDatabase('a read during a transaction', engine => {
  test('a read inside a transaction fails in tests unless it uses that transaction', async () => {
    const database = await freshDatabase(engine)
    await expect(database.transaction(() => database.db('settings'))).rejects.toThrow(
      'inside `write` one reads through its `trx`',
    )
    expect(await database.db('settings')).toEqual([])
  })
})

test('a test database has no rows from an earlier test, and its sequences start at one', async () => {
  const event = {
    id: newId(),
    at: '2027-03-01T09:00:00.000Z' as never,
    actor: 'clock',
    person_id: null,
    name: 'tested',
    entity: 'test',
    entity_id: newId(),
    organisation_id: null,
    application_id: null,
    facts: '{}',
  }
  const addresses = []
  for (let round = 0; round < 3; round += 1) {
    const database = await freshDatabase('postgresql')
    const { where, transaction } = database
    addresses.push(where)
    await transaction(trx => trx('events').insert(event))
    expect(await transaction(trx => trx('events').pluck('sequence'))).toEqual([1])
    await expect(transaction(trx => trx('events').delete())).rejects.toThrow('history is never changed')
    await closeDatabase(database)
  }
  expect(new Set(addresses).size).toBe(1)
})

test('only the current user can read a database file', async () => {
  const path = join(mkdtempSync(join(process.env.TEST_FOLDER!, 'mode-')), 'sanctuary.sqlite')
  const { db, close } = openDatabase(path)
  await db.raw('select 1')
  expect(statSync(path).mode & 0o077).toBe(0)
  await close()
})
