import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { projectFolder } from '../../src/config.ts'
import { openLocalStore } from '../../src/files/local-store.ts'
import { newId } from '../../src/db/ids.ts'
import { placesUnder, readStagingName } from '../../src/files/places.ts'
import { type FileStore, type RowState, FileMissing, OverLimit, UnknownFiles } from '../../src/files/store.ts'
import { sweep } from '../../src/files/sweep.ts'

let uploads: string
let files: FileStore
beforeEach(async () => {
  uploads = await mkdtemp(join(tmpdir(), 'store-'))
  files = await openLocalStore(uploads)
})
afterEach(() => rm(uploads, { recursive: true }))

async function* bytes(...chunks: string[]) {
  for (const chunk of chunks) yield Buffer.from(chunk)
}
const staging = () => readdir(join(uploads, 'staging'))
const objects = async () =>
  (await readdir(join(uploads, 'files'), { recursive: true }))
    .filter(name => name.includes('/'))
    .map(name => name.slice(3))
    .sort()
const rows =
  (states: Record<string, RowState> = {}) =>
  (ids: readonly string[]) =>
    Promise.resolve(new Map(ids.flatMap(id => (states[id] ? [[id, states[id]] as const] : []))))
async function kept(): Promise<string> {
  const staged = await files.stage(bytes('hello'), 10)
  await files.keep(staged, staged.id)
  return staged.id
}
const opened3HoursAgo = () => ({ openedAt: Date.now() - 10_800_000, keeping: new Set<string>() })
async function twoHoursAgo(path: string): Promise<void> {
  const then = (await import('node:fs')).statSync(path).mtimeMs / 1000 - 7_200
  await utimes(path, then, then)
}

test('a file is staged, kept, settled, read and removed, after which it is not found', async () => {
  const staged = await files.stage(bytes('wel', 'come'), 7)
  expect([staged.size, staged.sha256]).toEqual([7, createHash('sha256').update('welcome').digest('hex')])
  await files.keep(staged, staged.id)
  await files.settle(staged.id)
  expect([await staging(), await objects(), await files.has(staged.id)]).toEqual([[], [staged.id], true])
  expect((await (await files.open(staged.id)).toArray()).join('')).toBe('welcome')
  await files.remove(staged.id)
  await files.remove(staged.id)
  expect([await objects(), await files.has(staged.id)]).toEqual([[], false])
  await expect(files.open(staged.id)).rejects.toThrow(FileMissing)
})

test('a stream that is interrupted or over the limit leaves no file', async () => {
  await expect(files.stage(bytes('1234', '5678'), 7)).rejects.toThrow(OverLimit)
  await expect(
    files.stage(
      (async function* () {
        yield Buffer.from('1')
        throw new Error('gone')
      })(),
      7,
    ),
  ).rejects.toThrow('gone')
  expect(await staging()).toEqual([])
})

test('re-encoding replaces the staged file, and a failed re-encoding keeps it', async () => {
  const staged = await files.stage(bytes('first'), 10)
  const again = await files.restage(staged, (_from, to) => writeFile(to, 'second!'))
  expect([again.size, again.sha256, (await staging()).length]).toEqual([
    7,
    createHash('sha256').update('second!').digest('hex'),
    1,
  ])
  await expect(
    files.restage(again, async (_from, to) => {
      await writeFile(to, 'half')
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect((await staging()).map(name => name.slice(0, 20))).toEqual([again.id])
  await files.discard(again)
  expect(await staging()).toEqual([])
})

test('an id in another format never becomes a path', async () => {
  for (const id of ['../../etc/passwd', '', 'A'.repeat(20), `${'a'.repeat(20)}/..`])
    await expect(files.open(id)).rejects.toThrow('not the id')
})

test('recovery leaves files that this process, another process or another machine is using', async () => {
  const mine = await files.stage(bytes('mine'), 10)
  const unsettled = await kept()
  const { staging: folder } = placesUnder(uploads)
  const elsewhere = join(folder, `${newId()}.77-0a0a0a0a`)
  const alive = join(folder, `${newId()}.${process.ppid}-${mine.path.split('-').at(-1)}`)
  await writeFile(elsewhere, 'x')
  await writeFile(alive, 'x')
  expect(await files.recover(rows())).toEqual({ staged: 0, objects: 0 })
  expect([(await staging()).length, await objects()]).toEqual([4, [unsettled]])
})

const inContainer = ['-Urpf', '--mount-proc'] // with its own process ids, but the host name of this machine
const canContain = spawnSync('unshare', [...inContainer, 'true']).status === 0
const containerTest = canContain ? test : test.skip
const why = canContain ? '' : ' (not run: needs permission to unshare namespaces)'

containerTest(`a process in a container with the same host name counts as one on another machine${why}`, () => {
  const print = `import { placesUnder } from './src/files/places.ts'
    process.stdout.write(placesUnder('').staged('${newId()}'))`
  const child = [process.execPath, '--import', './tests/support/from-source.js', '--input-type=module', '-e', print]
  const { stdout } = spawnSync('unshare', [...inContainer, ...child], { cwd: projectFolder, encoding: 'utf8' })
  expect(readStagingName(basename(stdout))?.owner).toBe('another machine')
  expect(readStagingName(basename(placesUnder('').staged(newId())))?.owner).toBe('this process')
})

test('recovery deletes files without database rows after an hour, and files whose row says “removed”', async () => {
  const [old, oldInARow, removed, young] = [await kept(), await kept(), await kept(), await kept()]
  for (const id of [old, oldInARow, removed, young]) await files.settle(id)
  const places = placesUnder(uploads)
  for (const id of [old, oldInARow]) await twoHoursAgo(places.object(id))
  const stuck = join(places.staging, `${newId()}.77-0a0a0a0a`)
  await writeFile(stuck, 'x')
  await twoHoursAgo(stuck)
  expect(await files.recover(rows({ [oldInARow]: 'kept', [removed]: 'removed' }))).toEqual({ staged: 1, objects: 2 })
  expect([await staging(), await objects()]).toEqual([[], [oldInARow, young].sort()])
})

test('recovery deletes a dead process’s staged files, and its kept files without database rows', async () => {
  const dead = 999_999_999 // no process has this id
  const [kept1, kept2] = [await kept(), await kept()]
  for (const id of [kept1, kept2]) await files.settle(id)
  const tag = `${dead}-${placesUnder(uploads).staged(newId()).split('-').at(-1)}`
  for (const id of [kept1, kept2]) await writeFile(join(uploads, 'staging', `${id}.${tag}.keeping`), '')
  for (const ending of ['', '.text', '.inside'])
    await writeFile(join(uploads, 'staging', `${newId()}.${tag}${ending}`), 'half')
  expect(await files.recover(rows({ [kept2]: 'kept' }))).toEqual({ staged: 3, objects: 1 })
  expect([await staging(), await objects()]).toEqual([[], [kept2]])
})

test('recovery deletes files that this process kept an hour ago without committing their rows', async () => {
  const places = placesUnder(uploads)
  const [lost, saved, recent] = [await kept(), await kept(), await kept()]
  for (const id of [lost, saved]) await twoHoursAgo(places.marker(id))
  expect(await sweep(places, opened3HoursAgo(), rows({ [saved]: 'kept' }))).toEqual({ staged: 0, objects: 1 })
  expect([await objects(), await staging()]).toEqual([[saved, recent].toSorted(), [basename(places.marker(recent))]])
})

test('recovery leaves a file with an old marker while this process may still commit its row', async () => {
  const id = await kept()
  await twoHoursAgo(placesUnder(uploads).marker(id)) // as if the process had been suspended for two hours
  expect(await files.recover(rows())).toEqual({ staged: 0, objects: 0 })
  await expect(files.endKeeping([id], () => Promise.reject(new Error('no database')))).rejects.toThrow('no database')
  expect([await objects(), await files.recover(rows())]).toEqual([[id], { staged: 0, objects: 1 }])
})

test('recovery leaves a file with an old marker until the other process that keeps it has ended', async () => {
  const id = await kept()
  await files.settle(id)
  const { staging: folder, marker } = placesUnder(uploads)
  const other = spawn(process.execPath, ['-e', 'process.stdin.resume()'])
  const name = basename(marker(id)).replace(`.${process.pid}-`, `.${other.pid}-`)
  await writeFile(join(folder, name), '')
  await twoHoursAgo(join(folder, name)) // as if the machine had been suspended for two hours
  expect([await files.recover(rows()), await staging()]).toEqual([{ staged: 0, objects: 0 }, [name]])
  expect(await objects()).toEqual([id])
  other.stdin.end()
  await once(other, 'exit')
  expect([await files.recover(rows()), await staging()]).toEqual([{ staged: 0, objects: 1 }, []])
})

test('recovery looks for a row again before it deletes a file with an old marker', async () => {
  const id = await kept()
  await twoHoursAgo(placesUnder(uploads).marker(id))
  let asked = 0
  await sweep(placesUnder(uploads), opened3HoursAgo(), ids => rows(asked++ === 0 ? {} : { [id]: 'kept' })(ids))
  expect(await objects()).toEqual([id])
})

test('`endKeeping` settles files with a row and removes files without one', async () => {
  const [saved, unsaved] = [await kept(), await kept()]
  await files.endKeeping([saved, unsaved], rows({ [saved]: 'kept' }))
  expect([await objects(), await staging()]).toEqual([[saved], []])
})

test('recovery deletes nothing when most of the stored files are not in the database', async () => {
  const ids = [await kept(), await kept(), await kept()]
  for (const id of ids) {
    await files.settle(id)
    await twoHoursAgo(placesUnder(uploads).object(id))
  }
  await expect(files.recover(rows())).rejects.toThrow(UnknownFiles)
  await expect(files.recover(rows({ [ids[0]!]: 'kept' }))).rejects.toThrow('may be the wrong database')
  expect(await objects()).toEqual(ids.toSorted())
})

test('recovery leaves a file that is being kept, or whose row is committed during the recovery', async () => {
  const [known, other, left, keeping, committed] = [
    await kept(),
    await kept(),
    await kept(),
    await kept(),
    await kept(),
  ]
  for (const id of [known, other, left, committed]) await files.settle(id)
  for (const id of [left, keeping, committed]) await twoHoursAgo(placesUnder(uploads).object(id))
  const asked = new Set<string>()
  await files.recover(ids => {
    const isCommitted = asked.has(committed)
    for (const id of ids) asked.add(id)
    return rows({ [known]: 'kept', [other]: 'kept', ...(isCommitted && { [committed]: 'kept' }) })(ids)
  })
  expect(await objects()).toEqual([known, other, keeping, committed].toSorted())
})

test('recovery leaves unknown files in staging, and checks many files in batches', async () => {
  await writeFile(join(uploads, 'staging', 'notes'), 'mine')
  await mkdir(join(uploads, 'files', 'aa'), { recursive: true })
  const ids = Array.from({ length: 1_200 }, () => `aa${newId().slice(2)}`)
  await Promise.all(ids.map(id => writeFile(join(uploads, 'files', 'aa', id), '')))
  const asked: number[] = []
  await files.recover(some => {
    asked.push(some.length)
    return Promise.resolve(new Map(some.map(id => [id, 'kept'])))
  })
  expect([asked, await staging()]).toEqual([[500, 500, 200], ['notes']])
})

test('the store reports its free space in bytes', async () => {
  expect(await files.freeBytes()).toBeGreaterThan(1_000_000)
})
