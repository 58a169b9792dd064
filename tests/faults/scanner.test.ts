import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkInvariants } from '../../src/invariants/check.ts'
import { startJobs, type Jobs } from '../../src/jobs/runner.ts'
import { timetable } from '../../src/jobs/timetable.ts'
import { aClamd, clamdIsMissing, harmless, testVirusName } from '../support/clamd.ts'
import { aLibrary, publishedFramework, type Library } from '../support/library.ts'
import { paragraph, wordDocument } from '../support/office-files.ts'
import { aService, type Service } from '../support/service.ts'
import { startSite } from '../support/site.ts'
import { until } from '../support/until.ts'

// F17 and F18 in docs/operating.md, with a real clamd: a file cannot be opened until the scanner has found it clean.

if (clamdIsMissing) process.stdout.write(`F17 and F18 ${clamdIsMissing}\n`)
const everyFault = clamdIsMissing ? describe.skip : describe

everyFault(`a real scanner${clamdIsMissing ? ` (${clamdIsMissing})` : ''}`, () => {
  const clamd = clamdIsMissing ? null! : aClamd()
  let service: Service
  let library: Library
  let scanning: Jobs
  const scansWithoutResult = () => service.logged.filter(line => line.includes('no verdict on a file yet')).length

  beforeAll(async () => {
    await clamd.start()
    service = await aService('sqlite', { scanner: { clamdUrl: clamd.url } })
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    const job = timetable.find(({ name }) => name === 'scan-files')!
    // The job runs as in the service, but more often.
    scanning = startJobs(service.parts, [{ ...job, every: { seconds: 0.1 } }])
  })
  afterAll(async () => {
    await clamd.kill()
    await scanning.stop()
    await service.end()
  })

  /** Adds evidence with one file. @returns the addresses of both */
  async function uploaded(name: string, content: Buffer): Promise<{ evidence: string; file: string }> {
    await library.lead.open(`/organisations/${library.id}/evidence/new`)
    await library.lead.press('Add evidence', { title: name, files: [{ name, content }] })
    expect([library.lead.status, library.lead.errors]).toEqual([200, []])
    const evidence = library.lead.address
    const { id } = (await service.parts
      .db('evidence_files')
      .where({ evidence_id: evidence.split('/').at(-1)! })
      .first())!
    return { evidence, file: `${evidence}/files/${id}` }
  }
  const scanStateOf = async ({ evidence }: { evidence: string }): Promise<'waits' | 'found' | 'opens'> => {
    await library.lead.open(evidence)
    if (library.lead.text.includes('We are checking this file for viruses')) return 'waits'
    return library.lead.text.includes('This file contained a virus') ? 'found' : 'opens'
  }
  const contentOf = async ({ file }: { file: string }): Promise<Buffer | number> => {
    await library.lead.open(file)
    return library.lead.status === 200 ? library.lead.content : library.lead.status
  }
  /** Waits for two scans without a result, and checks that the file still cannot be opened. */
  async function expectStillWaiting(upload: { evidence: string; file: string }): Promise<void> {
    const before = scansWithoutResult()
    await until(() => scansWithoutResult() > before + 1)
    expect([await scanStateOf(upload), await contentOf(upload)]).toEqual(['waits', 404])
  }

  test('F17 a clean file can be opened; the test virus is refused and deleted, even inside a document', async () => {
    const clean = await uploaded('clean.txt', Buffer.from('Everybody is welcome.'))
    await until(async () => (await scanStateOf(clean)) !== 'waits')
    expect(await contentOf(clean)).toEqual(Buffer.from('Everybody is welcome.'))
    for (const [name, content] of [
      ['plain.txt', harmless],
      ['inside.docx', wordDocument(paragraph(`<w:t>${testVirusName}</w:t>`))],
    ] as const) {
      const bad = await uploaded(name, content)
      await until(async () => (await scanStateOf(bad)) !== 'waits')
      expect([
        name,
        await scanStateOf(bad),
        await contentOf(bad),
        await service.parts.files.has(bad.file.split('/').at(-1)!),
      ]).toEqual([name, 'found', 404, false])
    }
  })

  test('F17 new files cannot be opened while the scanner is down, and are scanned when it is back', async () => {
    await clamd.kill()
    const [good, bad] = [
      await uploaded('down.txt', Buffer.from('While nobody looked.')),
      await uploaded('down too.txt', harmless),
    ]
    await expectStillWaiting(good)
    expect(await scanStateOf(bad)).toBe('waits')
    await clamd.start()
    await until(async () => (await scanStateOf(good)) !== 'waits' && (await scanStateOf(bad)) !== 'waits')
    expect([await contentOf(good), await contentOf(bad)]).toEqual([Buffer.from('While nobody looked.'), 404])
  })

  test('F17 a file is not opened while the scanner is slow, or killed and not yet restarted', async () => {
    clamd.pause()
    const slow = await uploaded('slow.txt', Buffer.from('A long look.'))
    expect([await scanStateOf(slow), await contentOf(slow)]).toEqual(['waits', 404])
    clamd.goOn()
    await until(async () => (await scanStateOf(slow)) !== 'waits')
    expect(await contentOf(slow)).toEqual(Buffer.from('A long look.'))
    clamd.pause()
    const cut = await uploaded('cut.txt', harmless)
    await clamd.kill()
    await expectStillWaiting(cut)
    await clamd.start()
    await until(async () => (await scanStateOf(cut)) !== 'waits')
    expect(await scanStateOf(cut)).toBe('found')
  })

  test('F18 a file too large for the scanner waits until the scanner accepts it', async () => {
    await clamd.kill()
    await clamd.start(['StreamMaxLength 1M'])
    const content = Buffer.from('welcome '.repeat(300_000))
    const large = await uploaded('large.txt', content)
    await expectStillWaiting(large)
    await clamd.kill()
    await clamd.start(['StreamMaxLength 50M'])
    await until(async () => (await scanStateOf(large)) !== 'waits')
    expect(((await contentOf(large)) as Buffer).equals(content)).toBe(true)
  })

  test('F18 the service is not ready while the scanner’s size limit is smaller than its own', async () => {
    await clamd.kill()
    await clamd.start(['StreamMaxLength 1M'])
    const child = await startSite(mkdtempSync(join(process.env.TEST_FOLDER!, 'scanner-')), [
      'env',
      `CLAMD_URL=${clamd.url}`,
      'FILE_SIZE_MB=2',
      'LOG_LEVEL=error',
      'PORT_TO=3',
      'sh',
      '-c',
      'exec "$@" 3>&1 1>>"$0"',
      join(process.env.TEST_FOLDER!, 'scanner.log'),
    ])
    const ready = async () => (await fetch(`${child.url}/health/ready`)).status
    try {
      await until(() =>
        readFileSync(join(process.env.TEST_FOLDER!, 'scanner.log'), 'utf8').includes(
          'the scanner does not take what we take',
        ),
      )
      expect(await ready()).toBe(503)
      await clamd.kill()
      await clamd.start(['StreamMaxLength 2M'])
      await until(async () => (await ready()) === 200)
    } finally {
      await child.kill()
    }
  })

  test('F18 the scanner does not start with damaged signatures, and no file can be opened until it does', async () => {
    await clamd.kill()
    await expect(clamd.start([], 'Harmless.Test:0:*:no hexadecimal\n')).rejects.toThrow('clamd ended')
    const upload = await uploaded('signatures.txt', harmless)
    await expectStillWaiting(upload)
    await clamd.start()
    await until(async () => (await scanStateOf(upload)) !== 'waits')
    expect(await scanStateOf(upload)).toBe('found')
  })

  test('after all faults no invariant is broken', async () => {
    const broken = await checkInvariants({
      database: service.database,
      uploads: join(service.database.dataFolder, 'uploads'),
      now: service.clock.now(),
      confirmed: [],
    })
    expect(broken).toEqual([])
  })
})
