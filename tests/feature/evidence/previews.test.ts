import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { DatabaseDown } from '../../../src/domain/refusals.ts'
import { drawPreviews } from '../../../src/files/previews.ts'
import { checkInvariants } from '../../../src/invariants/check.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
import { previewRows } from '../../../src/modules/evidence/evidence.public.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aLibrary,
  anApplicationIn,
  publishedFramework,
  aSignedInPerson,
  type Known,
  type Library,
} from '../../support/library.ts'
import { aPage, docx, jpegWithMarks, mark, packed, pdfOf, png } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'

const pages = (count: number): Buffer => {
  const numbers = Array.from({ length: count }, (_, index) => index + 4)
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${numbers.map(number => `${number} 0 R`).join(' ')}] /Count ${count} >>`,
    packed('', '0.8 0 0 rg 0 0 595 400 re f'),
    ...numbers.map(() => aPage(3)),
  ])
}

const eio = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read' })

eachDatabase('previews', engine => {
  let service: Service
  let library: Library
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries', ['Central', 'Millbrook'])
  })
  afterAll(() => service.end())

  const draw = (parts = service.parts) =>
    timetable
      .find(({ name }) => name === 'make-previews')!
      .run(parts, '2027-03-01' as never, new AbortController().signal)
  const objects = async () =>
    (await readdir(join(service.database.dataFolder, 'uploads/files'), { recursive: true })).filter(name =>
      name.includes('/'),
    ).length
  const staged = () => readdir(join(service.database.dataFolder, 'uploads/staging'))
  const seen = async (actor: Known, address: string) => {
    await actor.open(address)
    return [actor.status, actor.headers['content-type']]
  }
  const broken = async () =>
    (
      await checkInvariants({
        database: service.database,
        uploads: join(service.database.dataFolder, 'uploads'),
        now: service.clock.now(),
        confirmed: [],
      })
    ).map(({ rule, entity, what }) => `${rule} ${entity}: ${what}`)
  const added = async (actor: Known, title: string, bytes: Buffer, name: string) => {
    await actor.open(`/organisations/${library.id}/evidence/new`)
    await actor.press('Add evidence', { title, files: [{ name, content: bytes }] } as never)
    expect([actor.status, actor.errors]).toEqual([200, []])
    const evidence = actor.address.split('/').at(-1)!
    const { id } = (await service.parts.db('evidence_files').where({ evidence_id: evidence }).first('id'))!
    return { evidence, file: id, address: `/evidence/${evidence}/files/${id}` }
  }

  describe('a photograph', () => {
    test('a photograph has a small and a large preview, without its metadata', async () => {
      const { lead } = library
      const { evidence, address } = await added(lead, 'Open day', await jpegWithMarks(), 'Open day.jpg')
      expect(await seen(lead, `${address}/small`)).toEqual([404, 'text/html; charset=utf-8'])
      await draw()
      await lead.open(`/evidence/${evidence}`)
      expect(lead.$('.los-files__picture img').attr('src')).toBe(`${address}/small`)
      for (const each of [`${address}/small`, `${address}/pages/1/picture`]) {
        expect(await seen(lead, each)).toEqual([200, 'image/webp'])
        expect(lead.content.includes(mark)).toBe(false)
        const { width, height } = await sharp(lead.content).metadata()
        expect([width, height]).toEqual([80, 120]) // The preview is upright, and a small picture is not enlarged.
      }
      expect(await staged()).toEqual([])
      expect(await broken()).toEqual([])
      await draw()
      expect(
        await service.parts
          .db('evidence_previews')
          .join('evidence_files', 'evidence_files.id', 'file_id')
          .where({ evidence_id: evidence })
          .pluck('scale'),
      ).toHaveLength(2)
    })

    test('a preview is kept when a lost connection leaves it unclear whether its row was saved', async () => {
      const { lead } = library
      const { address } = await added(lead, 'The gate', await png(), 'gate.png')
      const commits: (() => Promise<unknown>)[] = []
      const write: Service['parts']['write'] = (actor, act) => {
        commits.push(() => service.parts.write(actor, act))
        return Promise.reject(new DatabaseDown())
      }
      await expect(drawPreviews({ ...service.parts, write }, previewRows)).rejects.toThrow(DatabaseDown)
      for (const commit of commits) await commit()
      expect(await seen(lead, `${address}/small`)).toEqual([200, 'image/webp'])
      for (const { id } of await service.parts.db('evidence_previews').select('id'))
        await service.parts.files.settle(id)
      expect(await broken()).toEqual([])
    })

    test('the page says that a photograph has no description until someone adds one', async () => {
      const { lead, observer } = library
      const { evidence } = await added(lead, 'The sign', await png(), 'sign.png')
      await draw()
      await lead.open(`/evidence/${evidence}`)
      expect(lead.$('.los-files__picture img').attr('alt')).toBe('Picture without a description: sign.png')
      await lead.follow('Describe the picture')
      await lead.press('Save', { alternative: ' ', caption: 'Our new sign' })
      expect([lead.status, lead.errors, lead.valueOf('caption')]).toEqual([
        422,
        ['Enter what the picture shows'],
        'Our new sign',
      ])
      await lead.press('Save', { alternative: 'A sign that says ሰላም in four <scripts>', caption: 'Our new sign' })
      expect(lead.notices).toEqual(['The description of “sign.png” has been saved'])
      await observer.open(`/evidence/${evidence}`)
      expect(observer.$('.los-files__picture img').attr('alt')).toBe('A sign that says ሰላም in four <scripts>')
      expect(observer.text).toContain('Our new sign')
      expect(lead.text).toContain('Picture described')
      expect(observer.links.map(({ text }) => text).filter(text => text.includes('description'))).toEqual([])
    })

    test('the second of two people who describe a photograph keeps their text, and can save it again', async () => {
      const { lead, contributor } = library
      const { address } = await added(lead, 'The door', await png(), 'door.png')
      await lead.open(`${address}/words`)
      await contributor.open(`${address}/words`)
      await contributor.press('Save', { alternative: 'A red door' })
      await lead.press('Save', { alternative: 'A green door' })
      expect([lead.status, lead.valueOf('alternative')]).toEqual([409, 'A green door'])
      await lead.press('Save', {})
      expect(lead.notices).toEqual(['The description of “door.png” has been saved'])
    })
  })

  describe('a PDF', () => {
    test('a PDF is shown page by page to people who can open it, and each view is recorded', async () => {
      const { lead, observer } = library
      const { evidence, file, address } = await added(lead, 'The policy', pages(3), 'policy.pdf')
      await draw()
      await observer.open(`${address}/pages/1`)
      expect([observer.headings, observer.text.includes('Page 1 of 3')]).toEqual([['policy.pdf'], true])
      await observer.follow('Next page')
      await observer.follow('Next page')
      expect([observer.address, observer.links.map(({ text }) => text).includes('Next page')]).toEqual([
        `${address}/pages/3`,
        false,
      ])
      const views = async () =>
        (await service.parts.db('access_log').where({ evidence_id: evidence, what: 'file', entity_id: file })).length
      const before = await views()
      expect(await seen(observer, `${address}/pages/3/picture`)).toEqual([200, 'image/webp'])
      expect(await views()).toBe(before + 1)
      const { data, info } = await sharp(observer.content).raw().toBuffer({ resolveWithObject: true })
      expect([info.width, info.height]).toEqual([1131, 1600])
      const [top, bottom] = [
        data.subarray(0, 3),
        data.subarray(data.length - 3 * info.width * 10, data.length - 3 * info.width * 10 + 3),
      ].map(bytes => [...bytes])
      // the page is white at the top and red at the bottom
      expect([top!.every(value => value > 245), bottom![0]! > 180 && bottom![1]! < 40]).toEqual([true, true])
      for (const wrong of ['0', '4', '1e0', '-1', '99999999', 'a'])
        expect(await seen(observer, `${address}/pages/${wrong}`)).toEqual([404, 'text/html; charset=utf-8'])
    })

    test('a PDF has previews of at most 20 pages', async () => {
      const { lead } = library
      const { address } = await added(lead, 'The report', pages(22), 'report.pdf')
      await draw()
      await lead.open(`${address}/pages/20`)
      expect([lead.status, lead.text.includes('You can preview the first 20 of 22 pages.')]).toEqual([200, true])
      expect(await seen(lead, `${address}/pages/21`)).toEqual([404, 'text/html; charset=utf-8'])
    })
  })

  test('a Word document has no preview', async () => {
    const { evidence, address } = await added(library.lead, 'Minutes', docx, 'minutes.docx')
    await draw()
    await library.lead.open(`/evidence/${evidence}`)
    expect(library.lead.$('.los-files__picture').length).toBe(0)
    expect(await seen(library.lead, `${address}/pages/1`)).toEqual([404, 'text/html; charset=utf-8'])
    expect(await seen(library.lead, `${address}/words`)).toEqual([404, 'text/html; charset=utf-8'])
  })

  test('previews are hidden from people who cannot open the file', async () => {
    const [stranger, nobody] = [
      (await aLibrary(service, 'Thornwick Library')).lead,
      await aSignedInPerson(service, 'Nobody in particular'),
    ]
    const { address } = await added(library.lead, 'Ours', await jpegWithMarks(), 'ours.jpg')
    await draw()
    for (const actor of [stranger, nobody]) {
      for (const each of ['small', 'pages/1', 'pages/1/picture', 'words'])
        expect(await seen(actor, `${address}/${each}`)).toEqual([404, 'text/html; charset=utf-8'])
    }
  })

  test('the previews of a removed file are hidden, and are erased with the file', async () => {
    const { lead } = library
    const before = await objects()
    const { address } = await added(lead, 'For a day', await jpegWithMarks(), 'day.jpg')
    await draw()
    expect(await objects()).toBe(before + 3)
    await lead.open(`${address}/removal`)
    await lead.press('Remove file')
    expect(await seen(lead, `${address}/small`)).toEqual([404, 'text/html; charset=utf-8'])
    await lead.open(`${address}/erasure`)
    await lead.press('Erase now')
    expect(await objects()).toBe(before)
    expect(await broken()).toEqual([])
  })

  test('lists show a preview unless the evidence has a content warning or lacks consent', async () => {
    const { lead, observer } = library
    const shown = async (actor: Known, title: string) => {
      await actor.open(`/organisations/${library.id}/evidence?search=${encodeURIComponent(title)}`)
      const picture = actor.$('.los-thumbnail')
      return picture.length === 0
        ? null
        : [
            picture.attr('src'),
            picture.attr('alt'),
            picture.attr('loading'),
            picture.attr('width'),
            picture.attr('height'),
          ]
    }
    const { evidence, file, address } = await added(lead, 'Kingfisher sign', await jpegWithMarks(), 'kingfisher.jpg')
    expect(await shown(observer, 'Kingfisher sign')).toBe(null) // the evidence has no preview yet
    await draw()
    expect(await shown(observer, 'Kingfisher sign')).toEqual([`${address}/small`, '', 'lazy', '96', '72'])
    await service.database.transaction(trx =>
      trx('evidence_files')
        .where({ id: file })
        .update({ alternative: 'A sign at a river' })
        .then(() => undefined),
    )
    expect(await seen(observer, (await shown(observer, 'Kingfisher sign'))![0]!)).toEqual([200, 'image/webp'])
    expect((await shown(observer, 'Kingfisher sign'))![1]).toBe('A sign at a river')
    const application = await anApplicationIn(service, library, 'draft')
    await lead.open(`/applications/${application}/criteria/L1/evidence?search=kingfisher`)
    expect(lead.$('.los-choices .los-thumbnail').attr('src')).toBe(`${address}/small`)
    await lead.press('Attach', { use: evidence })
    expect(lead.$('.los-evidence .los-thumbnail').attr('src')).toBe(`${address}/small`)

    const change = async (row: Record<string, unknown>) =>
      service.database.transaction(trx =>
        trx('evidence')
          .where({ id: evidence })
          .update(row)
          .then(() => undefined),
      )
    for (const closed of [
      { kind: 'testimony' },
      { kind: 'photo people', panel_until: null },
      { kind: 'photo people', panel_until: '2027-02-28' },
    ]) {
      await change(closed)
      expect(await shown(lead, 'Kingfisher sign')).toBe(null)
    }
    await change({ kind: 'photo', panel_until: '9999-12-31' })
    await lead.open(`${address}/redaction`)
    await lead.press('Add redacted copy', { files: [{ name: 'without.png', content: await png() }] } as never)
    // The redacted copy has no preview yet, and the original’s preview must not be shown instead.
    expect(await shown(lead, 'Kingfisher sign')).toBe(null)
    await draw()
    const redactedCopy = (await service.parts
      .db('evidence_files')
      .where({ evidence_id: evidence, name: 'without.png' })
      .first('id'))!.id
    expect((await shown(lead, 'Kingfisher sign'))![0]).toBe(`/evidence/${evidence}/files/${redactedCopy}/small`)
    await lead.open(`${address}/version`)
    await lead.press('Add version', { files: [{ name: 'newer.png', content: await png(80, 60) }] } as never)
    await draw()
    expect(await shown(lead, 'Kingfisher sign')).toBe(null) // the new version has no redacted copy yet
    await lead.open(`/evidence/${evidence}/files/${redactedCopy}/removal`)
    await lead.press('Remove file')
    expect(await shown(lead, 'Kingfisher sign')).toBe(null)
  })

  test('a picture whose bytes are missing does not stop the previews of later pictures', async () => {
    const lost = await added(library.lead, 'A lost photo', await png(), 'lost.png')
    await service.parts.files.remove(lost.file)
    service.clock.minutesPass(1)
    const later = await added(library.lead, 'A later photo', await png(), 'later.png')
    await draw()
    const drawn = await service.parts
      .db('evidence_files')
      .whereIn('id', [lost.file, later.file])
      .orderBy('uploaded_at')
      .pluck<number[]>('drawn')
    expect([drawn, await staged()]).toEqual([[0, 1], []])
  })

  test('a file that cannot be read does not stop other previews, and gets one once it can be read', async () => {
    const { lead } = library
    const { files } = service.parts
    const unread = await added(lead, 'A photo on a bad disk', await png(), 'bad.png')
    service.clock.minutesPass(1)
    const later = await added(lead, 'A photo on a good disk', await png(), 'good.png')
    const failing = { ...files, open: (id: string) => (id === unread.file ? Promise.reject(eio) : files.open(id)) }
    await expect(draw({ ...service.parts, files: failing })).rejects.toBe(eio)
    expect([(await seen(lead, `${unread.address}/small`))[0], (await seen(lead, `${later.address}/small`))[0]]).toEqual(
      [404, 200],
    )
    await draw()
    expect([(await seen(lead, `${unread.address}/small`))[0], await staged()]).toEqual([200, []])
  })
})
