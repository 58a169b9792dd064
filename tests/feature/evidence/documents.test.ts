import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eachDatabase } from '../../support/database.ts'
import { inboxWorld } from '../../support/inbox.ts'
import type { Library } from '../../support/library.ts'
import { markedPictures } from '../../support/marked-pictures.ts'
import { openText, wordDocument } from '../../support/office-files.ts'
import { forbiddingPdf, pdfWithAttachment } from '../../support/pdf-files.ts'
import { aPerson } from '../../support/person.ts'
import { animatedPng, animatedWebp, mark, png } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'
import { everyByteOf } from '../../support/unpacked.ts'

const password = 'open the library door'

eachDatabase('a document that is uploaded', engine => {
  let service: Service
  let world: Awaited<ReturnType<typeof inboxWorld>>
  let library: Library
  beforeAll(async () => {
    service = await aService(engine)
    world = await inboxWorld(service)
    library = world.library
  })
  afterAll(async () => {
    const broken = await world.broken()
    await service.end()
    expect(broken).toEqual([])
  })

  const add = async (typed: Record<string, unknown>) => {
    await library.lead.open(`/organisations/${library.id}/evidence/new`)
    await library.lead.press('Add evidence', { kind: 'policy', note: 'x', ...typed } as never)
  }
  /** Confirms that a person has checked the documents that we could not read, with a reason if asked for one. */
  const keep = () => library.lead.press('Add evidence', { personalData: 'keep', ...reason() } as never)
  const reason = () => (library.lead.$('[name=personalDataReason]').length > 0 ? { personalDataReason: 'A test' } : {})
  const photo = async () => Buffer.from(await markedPictures['jpeg']!())
  const leftOut = 'poster.pdf had 2 files attached. We left out the attachments.'
  const poster = { name: 'poster.pdf', content: pdfWithAttachment(mark) }

  test('a document is stored and served without the hidden marks in its pictures and attachments', async () => {
    const documents = {
      'policy.docx': wordDocument('<w:p/>', [], { 'word/media/image1.jpeg': await photo() }),
      'policy.odt': openText('', { 'Pictures/1.jpg': await photo() }),
      'poster.pdf': poster.content,
    }
    for (const content of Object.values(documents)) expect(everyByteOf(content).includes(mark)).toBe(true)
    await add({ title: 'Our policies', files: Object.entries(documents).map(([name, content]) => ({ name, content })) })
    await keep() // the page asks about the documents that have no text
    expect([library.lead.status, library.lead.headings[0]]).toEqual([200, 'Our policies'])
    const item = library.lead.address

    const folder = join(service.database.dataFolder, 'uploads')
    const stored = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(each => each.isFile())
    expect(stored.length).toBeGreaterThanOrEqual(3)
    for (const each of stored)
      expect(everyByteOf(await readFile(join(each.parentPath, each.name))).includes(mark)).toBe(false)

    await library.lead.open(item)
    const files = library.lead.links.filter(({ href }) => /\/files\/[a-z2-7]+$/.test(href)).map(({ href }) => href)
    expect(files.length).toBeGreaterThanOrEqual(3)
    for (const href of files) {
      await library.lead.open(href)
      expect([library.lead.status, everyByteOf(library.lead.content).includes(mark)]).toEqual([200, false])
    }
    await library.lead.open(`/organisations/${library.id}/export`)
    await library.lead.press('Download evidence', { password })
    expect(library.lead.headers['content-type']).toBe('application/zip')
    expect(everyByteOf(library.lead.content).includes('Our policies')).toBe(true)
    expect(everyByteOf(library.lead.content).includes(mark)).toBe(false)
  })

  test('after a PDF is added, the next page says that its attachments were left out', async () => {
    await add({ title: 'The poster', files: [poster] })
    expect(library.lead.notices).toContain(leftOut)
    expect(library.lead.notices.length).toBe(2)
    await library.lead.open(library.lead.address)
    expect(library.lead.notices).toEqual([])
  })

  test('after an animation is added, the next page says that only its first frame was kept', async () => {
    const files = [
      { name: 'still.png', content: await png() },
      { name: 'moving.png', content: await animatedPng() },
      { name: 'moving.webp', content: await animatedWebp() },
    ]
    await add({ title: 'Moving pictures', showsPeople: 'no', files })
    expect(library.lead.notices.filter(notice => notice.includes('animated')).toSorted()).toEqual([
      'moving.png is animated. We kept only the first frame.',
      'moving.webp is animated. We kept only the first frame.',
    ])
  })

  test('the question about personal details says once that attachments were left out', async () => {
    await add({ title: 'For Halima Warsame', files: [poster] })
    expect([library.lead.status, library.lead.notices]).toEqual([422, [leftOut]])
    await library.lead.press('Add evidence', { personalData: 'keep', personalDataReason: 'She wrote it' })
    expect([library.lead.status, library.lead.notices.includes(leftOut)]).toEqual([200, false])
  })

  test('a person without an account is told that attachments were left out', async () => {
    await world.send('The poster', 'no', [poster])
    expect(world.colleague.notices).toEqual([leftOut])
  })

  test('after a script has sent several files, the next page says what was left out of each', async () => {
    const { port } = service.server.address() as { port: number }
    const script = aPerson(`http://127.0.0.1:${port}`, { Accept: 'application/json' })
    for (const [name, value] of library.lead.cookies) script.cookies.set(name, value)
    const fields = { kind: 'policy', note: 'x' }
    for (const [title, file] of [
      ['One', poster],
      ['Two', { ...poster, name: 'leaflet.pdf' }],
      ['Three', { name: 'notes.txt', content: Buffer.from('Welcome') }],
    ] as const) {
      await script.send(`/organisations/${library.id}/evidence/new`, { ...fields, title, files: [file] }, 'multipart')
      expect([title, script.status]).toEqual([title, 201])
    }
    for (const [name, value] of script.cookies) library.lead.cookies.set(name, value)
    await library.lead.open(`/organisations/${library.id}/evidence`)
    expect(library.lead.notices).toEqual([leftOut, leftOut.replace('poster', 'leaflet')])
  })

  test('a PDF is accepted if its password only forbids printing, and refused if it needs one to open', async () => {
    await add({ title: 'For reading', files: [{ name: 'a.pdf', content: forbiddingPdf('', '[3 0 R /Fit]') }] })
    expect(library.lead.text).toContain('Halima Warsame')
    await library.lead.press('Add evidence', { personalData: 'keep', personalDataReason: 'She wrote it' })
    expect([library.lead.status, library.lead.headings[0]]).toEqual([200, 'For reading'])
    await add({ title: 'Locked', files: [{ name: 'a.pdf', content: forbiddingPdf('secret', '[3 0 R /Fit]') }] })
    expect([library.lead.status, library.lead.errors]).toEqual([
      422,
      ['a.pdf is password-protected. Save a copy without a password and upload that instead'],
    ])
  })
})
