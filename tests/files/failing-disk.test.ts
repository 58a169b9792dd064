import { expect, test } from '@jest/globals'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import pino from 'pino'
import { DiskFails } from '../../src/domain/refusals.ts'
import { stopWritingAfterFailure } from '../../src/files/failing-disk.ts'
import { openLocalStore } from '../../src/files/local-store.ts'

test.each(['EROFS', 'SQLITE_READONLY'])('nothing is written after a disk has become read-only (%s)', async code => {
  const store = await openLocalStore(await mkdtemp(join(process.env.TEST_FOLDER!, 'disk-')))
  const readOnly = () => Promise.reject(Object.assign(new Error('read-only'), { code }))
  const { files, transaction } = stopWritingAfterFailure({
    files: { ...store, stage: readOnly },
    transaction: act => act(undefined as never),
    log: pino({ level: 'silent' }),
  })
  expect(await files.freeBytes()).toBeGreaterThan(0)
  await expect(files.stage(null as never, 1)).rejects.toBeInstanceOf(DiskFails)
  await expect(files.freeBytes()).rejects.toBeInstanceOf(DiskFails)
  await expect(files.discard(null as never)).rejects.toBeInstanceOf(DiskFails)
  await expect(transaction(async () => 'saved')).rejects.toBeInstanceOf(DiskFails)
})

test('the hourly clean-up deletes nothing after a disk error', async () => {
  const store = await openLocalStore(await mkdtemp(join(process.env.TEST_FOLDER!, 'disk-')))
  const staged = await store.stage(Readable.from([Buffer.from('hello')]), 10)
  await store.keep(staged, staged.id)
  const { files, transaction } = stopWritingAfterFailure({
    files: store,
    transaction: () => Promise.reject(Object.assign(new Error('not synced'), { code: 'SQLITE_IOERR' })),
    log: pino({ level: 'silent' }),
  })
  await expect(transaction(async () => 'saved')).rejects.toBeInstanceOf(DiskFails)
  const allRemoved = async (ids: readonly string[]) => new Map(ids.map(id => [id, 'removed'] as const))
  await expect(files.recover(allRemoved)).rejects.toBeInstanceOf(DiskFails)
  expect(await files.has(staged.id)).toBe(true)
})
