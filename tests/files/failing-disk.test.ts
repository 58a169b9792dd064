import { expect, test } from '@jest/globals'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
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
  await expect(transaction(async () => 'saved')).rejects.toBeInstanceOf(DiskFails)
})
