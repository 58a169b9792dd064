import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { checkFiles } from '../../../src/files/file-checks.ts'
import { drawPreviews } from '../../../src/files/previews.ts'
import type { FileStore } from '../../../src/files/store.ts'
import { runWhenDue } from '../../../src/jobs/runner.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
import { previewInboxFiles, previewRows } from '../../../src/modules/evidence/evidence.public.ts'
import { watchService } from '../../../src/modules/site/site.public.ts'
import { placesUnder } from '../../../src/files/places.ts'
import { eachDatabase, onStatement } from '../../support/database.ts'
import { aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { inboxWorld } from '../../support/inbox.ts'
import { findingsIn, type Read } from '../../support/query-plans.ts'
import { jpeg } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the nightly check of stored files', engine => {
  let service: Service
  let world: Awaited<ReturnType<typeof inboxWorld>>
  let admin: APerson
  beforeEach(async () => {
    service = await aService(engine)
    world = await inboxWorld(service)
    admin = await aPersonWho(service, { name: 'Ada', roles: ['administrator'] })
    await aPersonWho(service, { name: 'Bo', roles: ['administrator'] })
    await service.post()
  })
  afterEach(() => service.end())

  const add = async (title: string, content: Buffer, name = 'plan.csv'): Promise<string> => {
    const { library } = world
    await library.lead.open(`/organisations/${library.id}/evidence/new`)
    await library.lead.press('Add evidence', { title, kind: 'policy', files: [{ name, content }] } as never)
    const evidence = library.lead.address.split('/').at(-1)!
    return (await service.parts.db('evidence_files').where({ evidence_id: evidence }).first('id'))!.id
  }
  const csv = (words: string) => Buffer.from(`title,day\n${words},1 March\n`)
  const pathOf = (file: string) => placesUnder(join(service.parts.config.dataFolder, 'uploads')).object(file)
  const flipAByte = async (file: string): Promise<Buffer> => {
    const whole = await readFile(pathOf(file))
    const changed = Buffer.from(whole)
    changed[changed.length - 3]! ^= 1
    await writeFile(pathOf(file), changed)
    return whole
  }
  /** Runs the job as `npm run job` does. */
  const check = (files: FileStore = service.parts.files, stop = new AbortController().signal) =>
    timetable.find(({ name }) => name === 'check-files')!.run({ ...service.parts, files }, service.clock.today(), stop)
  const watch = () => watchService(service.parts, [])
  const home = async () => (await signedIn(service, admin, '/home')).text
  const problem = async (): Promise<string | null> => {
    await watch()
    return /\d+ stored files? (is|are) damaged or missing/.exec(await home())?.[0] ?? null
  }
  const emails = async () => (await service.post()).filter(({ subject }) => subject.includes('needs attention'))
  /** The service’s file store, which also records the ids of opened files, and calls `onOpen` before it opens each. */
  const watched = (onOpen: (id: string, opened: readonly string[]) => unknown = () => undefined) => {
    const opened: string[] = []
    const files: FileStore = {
      ...service.parts.files,
      open: async id => {
        opened.push(id)
        await onOpen(id, opened)
        return service.parts.files.open(id)
      },
    }
    return { files, opened }
  }
  const daysPass = (days: number) => service.clock.minutesPass(days * 24 * 60)

  test('administrators see a file with one changed byte and a missing file until both are restored', async () => {
    const [changed, lost] = [await add('The Hollins plan', csv('plan')), await add('A report', csv('report'))]
    await add('A poster', csv('poster'))
    await check()
    expect(await problem()).toBeNull()
    const [whole, alsoWhole] = [await flipAByte(changed), await readFile(pathOf(lost))]
    await service.parts.files.remove(lost)
    daysPass(29)
    await check()
    expect(await problem()).toBeNull()
    daysPass(1)
    await check()
    expect(await problem()).toBe('2 stored files are damaged or missing')
    const [first, second, ...more] = await emails()
    expect([first?.text.includes('2 stored files are damaged or missing'), more]).toEqual([true, []])
    expect(second?.text).not.toMatch(/plan|report|Fellside/)
    expect(service.logged.filter(line => line.includes('are damaged or missing')).length).toBe(1)
    await writeFile(pathOf(changed), whole)
    await check() // on the same day, after the restore
    expect(await problem()).toBe('1 stored file is damaged or missing')
    await writeFile(pathOf(lost), alsoWhole)
    daysPass(1)
    await check()
    expect(await problem()).toBeNull()
  })

  test('a library does not see that one of its files is damaged', async () => {
    await flipAByte(await add('The Hollins plan', csv('plan')))
    await check()
    expect(await problem()).toBe('1 stored file is damaged or missing')
    await world.library.lead.open('/home')
    expect(world.library.lead.text).not.toContain('damaged')
  })

  test('files in inboxes, their small previews and previews of evidence are checked', async () => {
    await world.send('The sewing group', 'no', [{ name: 'a.jpg', content: await jpeg() }])
    await add('A photo', await jpeg(), 'b.jpg')
    const signal = new AbortController().signal
    await drawPreviews(service.parts, previewRows, signal)
    await previewInboxFiles(service.parts, signal)
    const { files, opened } = watched()
    await check(files)
    expect(opened.toSorted()).toEqual((await world.objects()).toSorted())
    const { small_id: small } = (await service.parts.db('inbox_files').first())!
    const { id: preview } = (await service.parts.db('evidence_previews').first())!
    await service.parts.files.remove(small!)
    await flipAByte(preview)
    daysPass(30)
    await check()
    expect(await problem()).toBe('2 stored files are damaged or missing')
  })

  test('a file removed during the job, or after it was found damaged, is not counted as a problem', async () => {
    const file = await add('The Hollins plan', csv('plan'))
    const remove = async () => {
      await service.database.writer('evidence_files').where({ id: file }).update({ state: 'removed' })
      await service.parts.files.remove(file)
    }
    await check(watched(remove).files)
    expect(await problem()).toBeNull()
    const other = await add('A report', csv('report'))
    await flipAByte(other)
    await check()
    expect(await problem()).toBe('1 stored file is damaged or missing')
    await service.database.writer('evidence_files').where({ id: other }).update({ state: 'removed' })
    expect(await problem()).toBeNull()
  })

  test('the run after a stopped run checks only the files that are left', async () => {
    for (let number = 0; number < 5; number += 1) await add(`Report ${number}`, csv(`report ${number}`))
    const stopping = new AbortController()
    const first = watched((_id, opened) => opened.length === 3 && stopping.abort())
    await check(first.files, stopping.signal)
    const second = watched()
    await check(second.files)
    // Both runs open the third file, because the first run did not read it to its end.
    expect([first.opened.length, second.opened.length]).toEqual([3, 3])
    expect(new Set([...first.opened, ...second.opened]).size).toBe(5)
    expect(second.opened).toContain(first.opened.at(-1))
    expect(await problem()).toBeNull()
  })

  test('the runner continues a stopped run on the same day, in only one of two processes', async () => {
    await add('A report', csv('report'))
    await add('A plan', csv('plan'))
    const job = timetable.find(({ name }) => name === 'check-files')!
    const stopping = new AbortController()
    const { files, opened } = watched((_id, all) => all.length === 2 && stopping.abort())
    const parts = { ...service.parts, files }
    const run = (stop: AbortSignal) => runWhenDue(parts, job, stop)
    const never = new AbortController().signal
    await run(stopping.signal)
    await Promise.all([run(never), run(never)])
    await run(never)
    expect([opened.length, new Set(opened).size]).toEqual([3, 2])
  })

  test('a run ends at its limits, and the next takes new files, then the files checked longest ago', async () => {
    const ids: string[] = []
    for (let number = 0; number < 4; number += 1) {
      ids.push(await add(`Report ${number}`, csv(`report ${number}`)))
      service.clock.minutesPass(1)
    }
    const [a, b, c, d] = ids as [string, string, string, string]
    const { files, opened } = watched()
    const run = async (limits: Partial<{ bytes: number; files: number; minutes: number }>) => {
      opened.length = 0
      await checkFiles({ ...service.parts, files }, service.clock.today(), {
        limits: { bytes: 1_000, files: 100, minutes: 20, failures: 5, ...limits },
      })
      return [...opened]
    }
    expect(await run({ minutes: 0 })).toEqual([])
    expect(await run({ files: 2 })).toEqual([d, c])
    daysPass(1)
    expect(await run({ bytes: 1 })).toEqual([b])
    daysPass(30)
    expect(await run({ files: 3 })).toEqual([a, ...[c, d].toSorted((x, y) => ids.indexOf(x) - ids.indexOf(y))])
    expect(await run({})).toEqual([b])
    expect(await run({})).toEqual([])
    const days = await service.parts.db('evidence_files').distinct().pluck('checked_on')
    expect(days).toEqual([service.clock.today()])
  })

  test('when the store cannot be reached, the job fails, keeps its results and counts no file as damaged', async () => {
    const first = await add('A report', csv('report'))
    service.clock.minutesPass(1)
    const second = await add('A plan', csv('plan'))
    const outage = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
    const { files } = watched((_id, opened) => (opened.length === 2 ? Promise.reject(outage) : null))
    await expect(check(files)).rejects.toBe(outage)
    expect(await problem()).toBeNull()
    expect(await service.parts.db('evidence_files').whereNull('checked_on').pluck('id')).toEqual([first])
    expect(await service.parts.db('evidence_files').whereNotNull('checked_on').pluck('id')).toEqual([second])
  })

  test('a busy file makes the job fail, but only after all other files are checked', async () => {
    const ids: string[] = []
    for (const title of ['A report', 'A plan', 'A list']) {
      ids.push(await add(title, csv(title)))
      service.clock.minutesPass(1)
    }
    const busy = Object.assign(new Error('busy'), { code: 'EBUSY' })
    const { files, opened } = watched((_id, opened) => (opened.length === 1 ? Promise.reject(busy) : null))
    await expect(check(files)).rejects.toBe(busy)
    expect(opened.length).toBe(3)
    expect(await service.parts.db('evidence_files').whereNull('checked_on').pluck('id')).toEqual([ids[2]])
  })

  test('files that cannot be read are tried once in a run, and the others are still checked', async () => {
    const ids: string[] = []
    for (let number = 0; number < 60; number += 1) ids.push(await add(`List ${number}`, csv(`list ${number}`)))
    const failing = ids.slice(4)
    const busy = Object.assign(new Error('busy'), { code: 'EBUSY' })
    const { files, opened } = watched(id => (failing.includes(id) ? Promise.reject(busy) : null))
    await expect(check(files)).rejects.toBe(busy)
    expect(opened.toSorted()).toEqual(ids.toSorted())
    const unchecked = await service.parts.db('evidence_files').whereNull('checked_on').pluck('id')
    expect(unchecked.toSorted()).toEqual(failing.toSorted())
  })

  test.each(['ECONNREFUSED', 'ESTALE', 'Unknown system error -116'])(
    'a run ends after five failures to reach the store (%s)',
    async code => {
      for (const title of 'abcdefg') await add(`List ${title}`, csv(title))
      const outage = Object.assign(new Error('refused'), { code })
      const { files, opened } = watched(() => Promise.reject(outage))
      const limits = { bytes: 1_000, files: 100, minutes: 20, failures: 5 }
      const checking = checkFiles({ ...service.parts, files }, service.clock.today(), { limits })
      await expect(checking).rejects.toBe(outage)
      expect(opened.length).toBe(5)
    },
  )

  test.each(['EIO', 'EBADMSG', 'Unknown system error -117'])(
    'a file that the disk cannot read (%s), or that has become longer, counts as damaged',
    async code => {
      const [first, second] = [await add('A report', csv('report')), await add('A plan', csv('plan'))]
      await writeFile(pathOf(first), Buffer.alloc(1_000_000))
      const bad = Object.assign(new Error('read'), { code })
      const files: FileStore = {
        ...service.parts.files,
        open: async id => (id === second ? Readable.from(failing(bad)) : service.parts.files.open(id)),
      }
      await check(files)
      expect(await problem()).toBe('2 stored files are damaged or missing')
    },
  )

  test('the queries of the check use indexes', async () => {
    await flipAByte(await add('A report', csv('report')))
    const reads: Read[] = []
    onStatement(service.database, ({ sql, bindings = [] }) => void reads.push({ sql, bindings }))
    await check()
    await watch()
    const own = reads.filter(({ sql }) => /^select/.test(sql) && /checked_on|damaged/.test(sql))
    const found = await Promise.all(own.map(read => findingsIn(service.database, read)))
    expect([own.length > 10, found.flat()]).toEqual([true, []])
  })
})

/** A stream that fails after its first bytes. */
async function* failing(problem: Error): AsyncGenerator<Buffer> {
  yield Buffer.from('title')
  throw problem
}
