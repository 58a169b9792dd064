import { expect, test } from '@jest/globals'
import { evidenceMatchingAll, searchText } from '../../../src/db/full-text.ts'
import { plannedEachTime } from '../../../src/db/postgres-statements.ts'
import type { Knex } from 'knex'
import { eachDatabase, freshDatabase } from '../../support/database.ts'

// Both databases cache the prepared statements of a connection.

eachDatabase('a prepared statement', engine => {
  test('a prepared statement returns a column that was added later, inside and outside transactions', async () => {
    const database = await freshDatabase(engine)
    await database.transaction(trx => trx('settings').insert({ name: 'a', value: '1' }))
    const read = () => database.db('settings').where({ name: 'a' }).first()
    const readToWrite = () =>
      database.transaction(async trx => {
        const row = await trx('settings').where({ name: 'a' }).first()
        await trx('settings')
          .where({ name: 'a' })
          .update({ value: String(Number(row!.value) + 1) })
        return row
      })
    for (let round = 0; round < 4; round += 1) await Promise.all([read(), read(), readToWrite()])
    expect(await read()).toEqual({ name: 'a', value: '5' })
    await database.writer.schema.alterTable('settings', table => void table.string('note').defaultTo('new'))
    expect(await read()).toEqual({ name: 'a', value: '5', note: 'new' })
    expect(await readToWrite()).toEqual({ name: 'a', value: '5', note: 'new' })
    expect(await read()).toEqual({ name: 'a', value: '6', note: 'new' })
  })

  test('a prepared statement works with other values after it failed', async () => {
    const database = await freshDatabase(engine)
    const add = (name: string) => database.transaction(trx => trx('settings').insert({ name, value: name }))
    await add('a')
    for (let round = 0; round < 3; round += 1) await expect(add('a')).rejects.toThrow(/unique/i)
    for (const name of ['b', 'c', 'd']) await add(name)
    for (const name of ['a', 'b', 'c', 'd'])
      expect(await database.db('settings').where({ name }).pluck('value')).toEqual([name])
  })

  test('700 different statements, some of them repeated, return the right rows', async () => {
    const { db } = await freshDatabase(engine)
    for (let count = 1; count <= 700; count += 1) {
      const names = Array.from({ length: count }, (_, index) => `name ${index}`)
      for (let again = 0; again < (count % 100 === 0 ? 3 : 1); again += 1)
        expect(await db('settings').whereIn('name', names)).toEqual([])
    }
  })

  if (engine === 'postgresql') {
    test('a repeated statement is prepared, even after hundreds of statements that ran only once', async () => {
      const { writer } = await freshDatabase(engine)
      const prepared = await writer.transaction(async trx => {
        for (let count = 1; count <= 510; count += 1) await trx('settings').whereIn('name', Array(count).fill('a'))
        for (let again = 0; again < 3; again += 1) await trx('settings').where({ value: 'kept' })
        const { rows } = await trx.raw<{ rows: unknown[] }>(
          `select 1 from pg_prepared_statements where statement like '%where "value" =%'`,
        )
        return rows.length
      })
      expect(prepared).toBe(1)
    })

    test('a search for ids is prepared, and a search for words that someone typed is planned each time', async () => {
      const database = await freshDatabase(engine)
      const kept = (hasOnlyIds: boolean) =>
        database.transaction(async trx => {
          const wanted = searchText(trx, [[[{ word: 'libraries', begins: false }]]])
          const page = { narrow: (query: Knex.QueryBuilder) => query.select('evidence.id'), limit: 5 }
          for (let round = 0; round < 3; round += 1)
            await evidenceMatchingAll(trx, wanted, { ...page, direction: 'asc', beyond: null, hasOnlyIds })
          const { rows } = await trx.raw<{ rows: { count: number }[] }>(
            'select count(*) from pg_prepared_statements where statement like \'%from "near"%\'',
          )
          return rows[0]!.count
        })
      expect(await kept(false)).toBe(0)
      expect(await kept(true)).toBe(1)
    })

    test('only statements marked plannedEachTime get a plan for their values, even after one has failed', async () => {
      const { db } = await freshDatabase(engine)
      const mode = "current_setting('plan_cache_mode') as mode"
      const modes = async () => [
        (await db.first<{ mode: string }>(db.raw(mode))).mode,
        (await db.first<{ mode: string }>(db.raw(`${mode} ${plannedEachTime}`))).mode,
      ]
      expect([await modes(), await modes()]).toEqual(Array(2).fill(['force_generic_plan', 'force_custom_plan']))
      await expect(db.raw(`select 1 / 0 ${plannedEachTime}`)).rejects.toThrow(/division by zero/)
      expect(await modes()).toEqual(['force_generic_plan', 'force_custom_plan'])
    })
  }
})
