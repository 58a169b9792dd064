import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkInvariants } from '../../../src/invariants/check.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
import { eachDatabase } from '../../support/database.ts'
import { aLibrary, publishedFramework, type Known, type Library } from '../../support/library.ts'
import { pdfOfText } from '../../support/pdf-pages.ts'
import { readPdf } from '../../support/pdf-text.ts'
import { aService, type Service } from '../../support/service.ts'
import { entriesOf } from '../../support/zip-entries.ts'

const original = pdfOfText([{ written: [{ x: 60, y: 700, text: 'The letter with the street in it' }] }])
const redactedCopy = pdfOfText([{ written: [{ x: 60, y: 700, text: 'The letter without' }] }])
const plain = Buffer.from('Opening hours\n')
const password = 'open the library door'

eachDatabase('a library’s observer and the original of a redacted file', engine => {
  let service: Service
  let library: Library
  let evidence: string
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    const { lead } = library
    await lead.open(`/organisations/${library.id}/evidence/new`)
    const files = [
      { name: 'letter with street.pdf', content: original },
      { name: 'hours.txt', content: plain },
    ]
    await lead.press('Add evidence', { title: 'A letter', files })
    evidence = lead.address.split('/').at(-1)!
    await lead.open(`${fileAt(await idOf('letter with street.pdf'))}/redaction`)
    await lead.press('Add redacted copy', { files: [{ name: 'letter without.pdf', content: redactedCopy }] })
    for (const { id, name } of await service.parts.db('evidence_files').select('id', 'name')) ids[name] = id
    await timetable
      .find(({ name }) => name === 'make-previews')!
      .run(service.parts, '2027-03-01' as never, new AbortController().signal)
  })
  afterAll(() => service.end())

  const idOf = async (name: string) => (await service.parts.db('evidence_files').where({ name }).first('id'))!.id
  const storedBytes = async (name: string) => {
    const id = await idOf(name)
    return readFile(join(service.database.dataFolder, 'uploads/files', id.slice(0, 2), id))
  }
  const fileAt = (id: string) => `/evidence/${evidence}/files/${id}`
  const theOriginal = () => fileAt(ids['letter with street.pdf']!)
  const theCopy = () => fileAt(ids['letter without.pdf']!)
  const parts = ['', '/small', '/pages/1', '/pages/1/picture']
  const statuses = async (actor: Known, address: string) => {
    const found: number[] = []
    for (const part of parts) {
      await actor.open(address + part)
      found.push(actor.status)
    }
    return found
  }

  test('leads and contributors can open both the copy and the original without giving a reason', async () => {
    for (const actor of [library.lead, library.contributor]) {
      expect(await statuses(actor, theOriginal())).toEqual([200, 200, 200, 200])
      expect(await statuses(actor, theCopy())).toEqual([200, 200, 200, 200])
      await actor.open(`/evidence/${evidence}`)
      expect(actor.html.includes('letter with street.pdf')).toBe(true)
      await actor.open(`${theCopy()}/unredacted`)
      expect(actor.status).toBe(404)
    }
  })

  test('an observer sees only the redacted copy, and can neither open nor find the original', async () => {
    const { observer } = library
    await observer.open(`/evidence/${evidence}`)
    expect([
      observer.status,
      observer.html.includes('letter with street'),
      observer.links.some(({ text }) => text === 'letter without.pdf'),
      observer.text.includes('Redacted copy made on 1 March 2027'),
    ]).toEqual([200, false, true, true])
    expect(await statuses(observer, theOriginal())).toEqual([404, 404, 404, 404])
    expect(await statuses(observer, theCopy())).toEqual([200, 200, 200, 200])
    await observer.open(fileAt(ids['hours.txt']!))
    expect(observer.content.toString()).toBe(plain.toString())
    await observer.open(`/organisations/${library.id}/evidence?search=street`)
    expect([observer.status, observer.html.includes('A letter')]).toEqual([200, false])
  })

  test('the observer’s ZIP contains the copy, and the lead’s ZIP contains both', async () => {
    const download = async (actor: Known) => {
      await actor.open(`/organisations/${library.id}/export`)
      await actor.press('Download evidence', { password })
      const entries = entriesOf(actor.content)
      return { bytes: actor.content, index: entries.get('index.html')!.toString(), entries: [...entries.values()] }
    }
    const [stored, storedCopy] = [await storedBytes('letter with street.pdf'), await storedBytes('letter without.pdf')]
    const texts = await Promise.all([stored, storedCopy].map(async bytes => (await readPdf(bytes)).pages))
    expect(texts).toEqual([['The letter with the street in it'], ['The letter without']])
    const has = (zip: { entries: Buffer[] }, file: Buffer) => zip.entries.some(entry => entry.equals(file))
    const ofLead = await download(library.lead)
    expect([has(ofLead, stored), has(ofLead, storedCopy), has(ofLead, plain)]).toEqual([true, true, true])
    expect(ofLead.index).toContain('letter with street.pdf')
    const ofObserver = await download(library.observer)
    expect([has(ofObserver, stored), has(ofObserver, storedCopy), has(ofObserver, plain)]).toEqual([false, true, true])
    expect(ofObserver.bytes.includes('letter with street')).toBe(false)
  })

  test('the observer can open the original for 15 minutes with a reason, and the lead sees who and why', async () => {
    const { observer } = library
    await observer.open(`/evidence/${evidence}`)
    await observer.follow('Open the original letter without.pdf')
    expect(observer.text).toContain('Your leads will see your name and your reason')
    await observer.press('Open original', { reason: ' ' })
    expect([observer.status, observer.errors]).toEqual([422, ['Enter why you need the original']])
    await observer.press('Open original', { reason: 'To compare the dates' })
    expect(observer.status).toBe(200)
    expect(observer.content).toEqual(await storedBytes('letter with street.pdf'))
    const opened = observer.address
    await library.lead.open(`/evidence/${evidence}`)
    expect([library.lead.text.includes('To compare the dates'), library.lead.text.includes(observer.name)]).toEqual([
      true,
      true,
    ])
    const views = await service.parts
      .db('access_log')
      .where({ person_id: observer.id, entity_id: ids['letter with street.pdf'] })
    expect(views.length).toBe(1)
    expect(await broken()).toEqual([])
    service.clock.minutesPass(16)
    await observer.open(opened)
    expect(observer.status).toBe(404)
  })

  test('an observer cannot find evidence by the name of a version that they cannot see', async () => {
    const { lead, observer } = library
    await lead.open(`${theOriginal()}/version`)
    await lead.press('Add version', { files: [{ name: 'letter to Marguerite.pdf', content: original }] })
    expect(lead.errors).toEqual([])
    for (const [actor, sees] of [
      [lead, true],
      [observer, false],
    ] as const) {
      await actor.open(`/evidence/${evidence}`)
      expect(actor.html.includes('Marguerite')).toBe(sees)
    }
    const isFoundBy = async (address: string) => {
      await observer.open(address)
      expect(observer.status).toBe(200)
      return observer.html.includes('A letter')
    }
    for (const address of [`/organisations/${library.id}/evidence?search=`, `/search?q=`])
      expect([await isFoundBy(`${address}hours`), await isFoundBy(`${address}Marguerite`)]).toEqual([true, false])
  })

  test('an invariant reports an observer who opened an original without a reason', async () => {
    await service.database.writer('unredacted_views').delete()
    expect(await broken()).toEqual([
      `I11 file ${ids['letter with street.pdf']}: was opened unredacted without a reason`,
    ])
  })

  const broken = async () =>
    (
      await checkInvariants({
        database: service.database,
        uploads: join(service.database.dataFolder, 'uploads'),
        now: service.clock.now(),
        confirmed: [],
      })
    )
      .filter(({ rule }) => rule === 'I11')
      .map(({ rule, entity, what }) => `${rule} ${entity}: ${what}`)
})
