import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase } from '../../src/db/connection.ts'
import { systemClock } from '../../src/domain/time.ts'
import { checkInvariants } from '../../src/invariants/check.ts'
import type { Child } from '../support/child.ts'
import { failingDiskIsMissing, onADiskThatFails } from '../support/failing-disk.ts'
import { casesOf, longTest } from '../support/long-run.ts'
import { fill, ownDiskIsMissing, seenBy, withOwnDisk } from '../support/own-disk.ts'
import type { Person } from '../support/person.ts'
import { jpegWithMarks } from '../support/sample-files.ts'
import { aLibraryWithALead, password, startSite, theLead } from '../support/site.ts'
import { until } from '../support/until.ts'

// F09: no space for temporary files or the log. F12: the disk no longer syncs. See docs/operating.md.

for (const missing of [failingDiskIsMissing, ownDiskIsMissing])
  if (missing) process.stdout.write(`F09 or F12 ${missing}\n`)

let folder: string
let organisation: string
let child: Child
let lead: Person
beforeEach(async () => {
  folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'failing-'))
  organisation = await aLibraryWithALead(folder)
})
afterEach(async () => {
  await child.kill()
  await rm(folder, { recursive: true, force: true })
})

const start = async (under: readonly string[]): Promise<void> => {
  child = await startSite(folder, under)
  lead = await theLead(child)
}
const upload = async (name: string, content: Buffer = Buffer.from('Everybody is welcome.')): Promise<number> => {
  await lead.open(`/organisations/${organisation}/evidence/new`)
  const files = [name, `second-${name}`].map(each => ({ name: each, content }))
  await lead.press('Add evidence', { title: name, files })
  return lead.status
}
const rename = async (name: string): Promise<number> => {
  await lead.open('/account')
  await lead.press('Save', { name })
  return lead.status
}
const ready = async (): Promise<number> => (await fetch(`${child.url}/health/ready`)).status
/** Waits until the service is ready. After its start, it first checks the processes that open files. */
const untilReady = () => until(async () => (await ready()) === 200)
const filesIn = (): string[] =>
  readdirSync(join(folder, 'uploads/files'), { recursive: true })
    .map(String)
    .filter(path => /\/[^/]{20}$/.test(path))

async function broken(): Promise<unknown[]> {
  const database = openDatabase(join(folder, 'sanctuary.sqlite'))
  const found = await checkInvariants({
    database,
    uploads: join(folder, 'uploads'),
    now: systemClock.now(),
    confirmed: [],
  })
  await database.close()
  return found
}

const whereItCanFail = failingDiskIsMissing ? describe.skip : describe
whereItCanFail(`a disk that no longer syncs${failingDiskIsMissing ? ` (${failingDiskIsMissing})` : ''}`, () => {
  test.each(casesOf(['a file', 'a change'] as const, 0))(
    'F12 after failing to sync %s, the service writes nothing more and is not ready, pages can be read, and a ' +
      'restart finds everything that was confirmed',
    async what => {
      const when = join(folder, 'fails')
      await start(onADiskThatFails(when))
      await untilReady()
      expect([await upload('before.txt'), await ready()]).toEqual([200, 200])
      const [evidence, file] = [lead.address, lead.links.find(({ text }) => text === 'before.txt')!.href]
      const [before, refused] = [filesIn(), [503, true]]
      const failing = async (): Promise<unknown[]> =>
        what === 'a file'
          ? [await upload('lost.txt'), lead.text.includes('We cannot save anything at the moment')]
          : [
              await rename('Somebody else with a name of some length'),
              /We cannot save anything at the moment.*Your text is still here.*Somebody else with a name/.test(
                lead.text,
              ),
            ]
      writeFileSync(when, '')
      expect([await failing(), await ready(), filesIn()]).toEqual([refused, 503, before])
      // The disk works again. The service still writes nothing, because the earlier bytes may not have been stored.
      await rm(when)
      expect([await failing(), await ready(), filesIn()]).toEqual([refused, 503, before])
      for (const address of ['/home', `/organisations/${organisation}/evidence`]) {
        await lead.open(address)
        expect([address, lead.status]).toEqual([address, 200])
      }
      await child.kill()
      await start([])
      await untilReady()
      await lead.open(evidence)
      await lead.open(file)
      expect([
        lead.content.toString(),
        await upload('after.txt'),
        await rename('Somebody else with a name of some length'),
        await ready(),
        await broken(),
      ]).toEqual(['Everybody is welcome.', 200, 200, 200, []])
    },
  )
})

const whereItCanBeFull = ownDiskIsMissing ? describe.skip : describe
whereItCanBeFull(
  `a full disk for temporary files and the log${ownDiskIsMissing ? ` (${ownDiskIsMissing})` : ''}`,
  () => {
    longTest('F09 the service continues without space for temporary files and its log', async () => {
      const passing = join(folder, 'passing')
      mkdirSync(passing)
      const log = join(passing, 'log')
      await start([
        ...withOwnDisk(passing, 'size=300m'),
        'env',
        `TMPDIR=${passing}`,
        'PORT_TO=3',
        'LOG_LEVEL=info',
        'sh',
        '-c',
        'exec "$@" 3>&1 1>>"$0"',
        log,
      ])
      const [seen, makeRoom] = [
        () => readFileSync(join(seenBy(child, passing), 'log'), 'utf8'),
        fill(seenBy(child, passing)),
      ]
      expect(seen()).toContain('sign-in: done')
      // The disk is full, but the last block of the log file still has space. These requests fill it with log lines.
      for (let times = 0; times < 60; times += 1)
        await fetch(child.url, { method: 'POST', headers: { Origin: 'http://elsewhere.example' } })
      const full = seen()
      lead = await theLead(child)
      expect([
        await upload('picture.jpg', await jpegWithMarks()),
        await rename('Somebody else with a name of some length'),
      ]).toEqual([200, 200])
      await lead.send(`/organisations/${organisation}/export`, { password })
      expect([lead.status, lead.content.includes('PK\x05\x06'), seen(), await ready()]).toEqual([200, true, full, 200])
      makeRoom()
      lead = await theLead(child)
      expect(seen().slice(full.length)).toContain('sign-in: done')
    })
  },
)
