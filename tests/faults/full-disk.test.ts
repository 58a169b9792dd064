import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Child } from '../support/child.ts'
import { fill, ownDiskIsMissing, seenBy, withOwnDisk } from '../support/own-disk.ts'
import { longTest } from '../support/long-run.ts'
import type { Person } from '../support/person.ts'
import { aLibraryWithALead, startSite, theLead } from '../support/site.ts'
import { halfAnUpload } from '../support/half-an-upload.ts'

// F07, F08, F10 and F11 in docs/operating.md: a full disk, no free inodes, and a file over the process’s size limit.
// The service must say that storage has run out, and accept uploads again once there is room.

if (ownDiskIsMissing) process.stdout.write(`F07, F08, F10 and F11 ${ownDiskIsMissing}\n`)
const everyDisk = ownDiskIsMissing ? describe.skip : describe

everyDisk(`a disk that is full${ownDiskIsMissing ? ` (${ownDiskIsMissing})` : ''}`, () => {
  let folder: string
  let organisation: string
  let child: Child
  let lead: Person
  beforeEach(async () => {
    folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'full-'))
    mkdirSync(join(folder, 'uploads'))
    organisation = await aLibraryWithALead(folder)
  })
  afterEach(async () => {
    await child.kill()
    await rm(folder, { recursive: true, force: true })
  })

  const begin = async (options: string): Promise<string> => {
    child = await startSite(folder, withOwnDisk(join(folder, 'uploads'), options))
    lead = await theLead(child)
    return seenBy(child, join(folder, 'uploads'))
  }
  const upload = async (name: string): Promise<number> => {
    await lead.open(`/organisations/${organisation}/evidence/new`)
    await lead.press('Add evidence', {
      title: name,
      files: [{ name, content: Buffer.from('Everybody is welcome.') }],
    })
    return lead.status
  }
  const filesIn = (uploads: string): string[] =>
    readdirSync(uploads, { recursive: true })
      .map(String)
      .filter(path => /\/[^/]{20}$/.test(path))

  test('F07 an upload to a full disk stores nothing and the page says so; pages can still be read', async () => {
    const uploads = await begin('size=560m')
    expect(await upload('before.txt')).toBe(200)
    const [evidence, before] = [lead.address, filesIn(uploads)]
    const file = lead.links.find(({ text }) => text === 'before.txt')!.href
    const half = halfAnUpload(child, lead, organisation, { title: 'No room for it', rest: 'welcome '.repeat(100_000) })
    const makeRoom = fill(uploads)
    expect(await half.finish()).toEqual({
      status: 507,
      text: expect.stringContaining('We have run out of storage space'),
    })
    expect([
      await upload('while full.txt'),
      lead.text.includes('We have run out of storage space'),
      filesIn(uploads),
    ]).toEqual([507, true, before])
    await lead.open(file)
    expect([lead.status, lead.content.toString()]).toEqual([200, 'Everybody is welcome.'])
    await lead.open(evidence)
    expect(lead.status).toBe(200)
    makeRoom()
    expect(await upload('after.txt')).toBe(200)
  })

  longTest('F08 on a full database disk, changes are refused, and pages open unless they record a view', async () => {
    child = await startSite(folder, withOwnDisk(folder, 'size=600m'))
    lead = await theLead(child)
    expect(await upload('before.txt')).toBe(200)
    const evidence = lead.address
    const makeRoom = fill(seenBy(child, folder))
    const rename = async (name: string): Promise<number> => {
      await lead.open('/account')
      expect(lead.status).toBe(200)
      await lead.press('Save', { name })
      return lead.status
    }
    let renamed = 200
    // Repeats the change, because the first few may still fit in the database's journal.
    for (let times = 0; renamed === 200; times += 1) renamed = await rename(`A name that finds no room, ${times}`)
    expect([renamed, lead.text]).toEqual([
      507,
      expect.stringMatching(
        /We have run out of storage space.*Nothing has changed.*Your text is still here.*A name that finds no room/,
      ),
    ])
    for (const address of ['/home', '/account', `/organisations/${organisation}/evidence`]) {
      await lead.open(address)
      expect([address, lead.status]).toEqual([address, 200])
    }
    await lead.open(evidence) // evidence is not shown when its view cannot be recorded
    expect([lead.status, lead.text]).toEqual([507, expect.stringContaining('We have run out of storage space')])
    makeRoom()
    expect(await rename('With room')).toBe(200)
    expect(await upload('after.txt')).toBe(200)
  })

  longTest('F11 a file over the size limit of the process is refused, and a smaller file is stored', async () => {
    child = await startSite(folder, ['prlimit', `--fsize=${20 * 1024 * 1024}`])
    lead = await theLead(child)
    const half = halfAnUpload(child, lead, organisation, {
      title: 'Larger than may be',
      rest: 'welcome '.repeat(3 * 1024 * 1024),
    })
    expect(await half.finish()).toEqual({
      status: 507,
      text: expect.stringContaining('We have run out of storage space'),
    })
    expect(filesIn(join(folder, 'uploads'))).toEqual([])
    expect(await upload('after.txt')).toBe(200)
  })

  longTest('F10 an upload to a disk without free inodes stores nothing, and the page says so', async () => {
    const uploads = await begin('size=1g,nr_inodes=40')
    expect(await upload('before.txt')).toBe(200)
    const before = filesIn(uploads)
    const taken: string[] = []
    try {
      for (;;) writeFileSync(taken[taken.push(join(uploads, `taken-${taken.length}`)) - 1]!, '')
    } catch {
      taken.pop()
    }
    expect([
      await upload('while full.txt'),
      lead.text.includes('We have run out of storage space'),
      filesIn(uploads),
    ]).toEqual([507, true, before])
    for (const path of taken) await rm(path)
    expect(await upload('after.txt')).toBe(200)
  })
})
