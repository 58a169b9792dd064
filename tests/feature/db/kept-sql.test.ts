import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { withKeptSql } from '../../../src/db/kept-sql.ts'
import { lookup, runLookup, runLookups } from '../../../src/db/lookups.ts'
import type { Db, Tx } from '../../../src/db/connection.ts'
import type { Actor } from '../../../src/domain/actor.ts'
import { dayOf, type Instant } from '../../../src/domain/time.ts'
import { eachDatabase, freshDatabase, type FreshDatabase } from '../../support/database.ts'
import { differencesNoted } from '../../support/kept-sql.ts'

const insert = async ({ transaction }: FreshDatabase, names: readonly string[]): Promise<void> =>
  transaction(async trx => {
    for (const name of names) await trx('settings').insert({ name, value: `value of ${name}` })
  })

const reader = (id: string, role: 'lead' | 'observer', organisationIds: readonly string[]): Actor => ({
  id,
  name: `Name of ${id}`,
  language: 'en',
  memberships: organisationIds.map(organisationId => ({ organisationId, role })),
  charityRoles: [],
})

eachDatabase('kept SQL', engine => {
  test('SQL is built once for arguments of the same shape, and each caller gets the right rows', async () => {
    const database = await freshDatabase(engine)
    const ids = [newId(), newId(), newId()]
    await insert(database, ids)
    let made = 0
    const settings = withKeptSql((db: Db, id: string, others: readonly string[]) =>
      lookup<{ name: string }, string[]>(
        () => {
          made += 1
          return db('settings')
            .whereIn('name', [id, ...others])
            .orderBy('name')
            .select('name')
        },
        ['name'],
        rows => [id, ...rows.map(({ name }) => name)],
      ),
    )
    expect(await runLookup(database.db, settings(database.db, ids[0]!, []))).toEqual([ids[0], ids[0]])
    const madeFirst = made
    differencesNoted(() => false)
    expect(await runLookup(database.db, settings(database.db, ids[1]!, []))).toEqual([ids[1], ids[1]])
    expect(made).toBe(madeFirst)
    expect(await runLookup(database.db, settings(database.db, ids[1]!, [ids[2]!]))).toEqual([
      ids[1],
      ...ids.slice(1).toSorted(),
    ])
    expect(made).toBeGreaterThan(madeFirst)
    const both = await runLookups(database.db, {
      one: settings(database.db, ids[2]!, []),
      none: settings(database.db, newId(), []),
    })
    expect(both.one).toEqual([ids[2], ids[2]])
    expect(both.none).toHaveLength(1)
  })

  test('kept SQL finds the right rows for each of several people with the same roles', async () => {
    const database = await freshDatabase(engine)
    const [first, second, shared] = [newId(), newId(), newId()]
    await insert(database, [first, second, shared])
    const readable = withKeptSql((db: Db, actor: Actor) =>
      lookup<{ name: string }, string[]>(
        () =>
          db('settings')
            .where(own => {
              void own.whereRaw('1 = 0')
              for (const { organisationId, role } of actor.memberships)
                if (role === 'lead') void own.orWhere('name', organisationId)
            })
            .orderBy('name')
            .select('name'),
        ['name'],
        rows => rows.map(({ name }) => name),
      ),
    )
    const readBy = (actor: Actor) => runLookup(database.db, readable(database.db, actor))
    expect(await readBy(reader(newId(), 'lead', [first, shared]))).toEqual([first, shared].toSorted())
    expect(await readBy(reader(newId(), 'lead', [second, shared]))).toEqual([second, shared].toSorted())
    expect(await readBy(reader(newId(), 'observer', [first, shared]))).toEqual([])
    expect(await readBy(reader(newId(), 'lead', [second]))).toEqual([second])
  })

  test('SQL computed from a value is not kept, always finds the right rows, and is reported', async () => {
    const database = await freshDatabase(engine)
    await insert(database, ['2030-01-31', '2030-02-01'])
    const noted = differencesNoted(() => true)
    const ofDay = withKeptSql((db: Db, at: Instant) =>
      lookup<{ value: string }, string[]>(
        () => db('settings').where('name', dayOf(at)).select('value'),
        ['value'],
        rows => rows.map(({ value }) => value),
      ),
    )
    for (const day of ['2030-01-31', '2030-02-01', '2030-01-31'])
      expect(await runLookup(database.db, ofDay(database.db, `${day}T12:00:00.000Z` as Instant))).toEqual([
        `value of ${day}`,
      ])
    expect(noted()).toHaveLength(1)
  })

  test('SQL that depends on more than its arguments is reported when it is used again', async () => {
    const database = await freshDatabase(engine)
    const noted = differencesNoted(() => true)
    let name = 'before'
    const current = withKeptSql((db: Db | Tx) =>
      lookup<{ value: string }, number>(
        () => db('settings').where({ name }).select('value'),
        ['value'],
        rows => rows.length,
      ),
    )
    await runLookup(database.db, current(database.db))
    expect(noted()).toEqual([])
    name = 'after'
    await runLookup(database.db, current(database.db))
    expect(noted()).toHaveLength(1)
  })

  test('a lookup in a transaction sees what the transaction has written', async () => {
    const database = await freshDatabase(engine)
    const count = withKeptSql((db: Db | Tx, name: string) =>
      lookup<{ name: string }, number>(
        () => db('settings').where({ name }).limit(5).select('name'),
        ['name'],
        rows => rows.length,
      ),
    )
    const name = newId()
    expect(await runLookup(database.db, count(database.db, name))).toBe(0)
    await database.transaction(async trx => {
      await trx('settings').insert({ name, value: '' })
      expect(await runLookup(trx, count(trx, name))).toBe(1)
    })
    expect(await runLookup(database.db, count(database.db, name))).toBe(1)
  })
})
