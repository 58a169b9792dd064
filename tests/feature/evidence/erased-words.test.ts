import { expect, test } from '@jest/globals'
import { existsSync, readFileSync } from 'node:fs'
import { openDatabase, type Tx } from '../../../src/db/connection.ts'
import { indexWords, noteErasedWords, overwriteErasedWords, removeIndexedWords } from '../../../src/db/full-text.ts'
import { settingOf } from '../../../src/db/setting.store.ts'
import { theService } from '../../../src/domain/actor.ts'
import { eachDatabase, freshDatabase } from '../../support/database.ts'
import { writeOf } from '../../support/work.ts'

async function eraseWords(trx: Tx): Promise<void> {
  await removeIndexedWords(trx, [1])
  await noteErasedWords(trx)
}

eachDatabase('words of erased evidence', engine => {
  test('words that are erased during a run of the overwriting job are overwritten by the next run', async () => {
    const database = await freshDatabase(engine)
    const write = writeOf(database)
    const remain = () => settingOf(database.db, 'erased_words_remain')
    await write(theService, ({ trx }) => noteErasedWords(trx))
    const eraseBefore: typeof write = async (...args) => {
      await write(theService, ({ trx }) => eraseWords(trx))
      return write(...args)
    }
    await overwriteErasedWords({ db: database.db, write: eraseBefore })
    expect(await remain()).toBe('yes')
    await overwriteErasedWords({ db: database.db, write })
    expect(await remain()).toBe('no')
  })
})

test('erased words are gone from the log of SQLite, even if someone reads while they are overwritten', async () => {
  const database = await freshDatabase('sqlite')
  const { db, where, transaction } = database
  const write = writeOf(database)
  const word = 'quillfeather'
  const isInFiles = () =>
    [where, `${where}-wal`].some(path => existsSync(path) && readFileSync(path).includes(word.slice(1)))
  await transaction(trx => indexWords(trx, [{ place: 1, words: [word] }]))
  const other = openDatabase(where)
  await other.writer.raw('begin')
  await other.writer('settings').first()
  await transaction(eraseWords)
  await overwriteErasedWords({ db, write })
  expect(isInFiles()).toBe(true)
  await other.writer.raw('rollback')
  await other.close()
  await overwriteErasedWords({ db, write })
  expect(isInFiles()).toBe(false)
})
