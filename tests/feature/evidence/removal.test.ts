import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addDays } from '../../../src/domain/time.ts'
import { drawPreviews } from '../../../src/files/previews.ts'
import { checkInvariants } from '../../../src/invariants/check.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
import { eraseRemoved, previewRows } from '../../../src/modules/evidence/evidence.public.ts'
import { eachDatabase } from '../../support/database.ts'
import { aFile, someEvidence } from '../../support/evidence.ts'
import { everyRow } from '../../support/every-row.ts'
import { interruptedWrite } from '../../support/interrupted-write.ts'
import {
  aLibrary,
  anApplicationIn,
  aSignedInPerson,
  publishedFramework,
  submitAnswerWith,
  type Known,
  type Library,
} from '../../support/library.ts'
import { signIn } from '../../support/signing-in.ts'
import { jpeg } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('removed evidence', engine => {
  let service: Service
  let library: Library
  let other: Library
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    other = await aLibrary(service, 'Thornwick Library')
  })
  afterAll(() => service.end())

  const text = (words: string) => Buffer.from(`${words}\n`)
  const list = () => `/organisations/${library.id}/evidence`
  const removedList = () => `${list()}/removed`
  const add = async (title: string, files: { name: string; content: Buffer }[] = [], typed = {}): Promise<string> => {
    await library.lead.open(`${list()}/new`)
    await library.lead.press('Add evidence', { title, kind: 'policy', files, ...typed } as never)
    return library.lead.address.split('/').at(-1)!
  }
  const remove = async (id: string) => {
    await library.lead.open(`/evidence/${id}/removal`)
    await library.lead.press('Remove evidence')
  }
  const removeFile = async (id: string, name: string): Promise<string> => {
    const { id: file } = (await service.parts.db('evidence_files').where({ evidence_id: id, name }).first('id'))!
    await library.lead.open(`/evidence/${id}/files/${file}/removal`)
    await library.lead.press('Remove file')
    return `/evidence/${id}/files/${file}`
  }
  const signAllIn = async () => {
    for (const person of [library.lead, library.contributor, library.observer, other.lead])
      await signIn(service, person, person.id)
  }
  const erase = async () => {
    for (const job of ['delete-old-sign-ins', 'erase-removed'])
      await timetable
        .find(({ name }) => name === job)!
        .run(service.parts, service.clock.today(), new AbortController().signal)
  }
  const statusFor = async (person: Known, address: string) => {
    await person.open(address)
    return person.status
  }
  const titles = async () => {
    await library.lead.open(removedList())
    return library.lead
      .$('tbody tr td:first-child, tbody tr th:first-child')
      .toArray()
      .map(cell => library.lead.$(cell).text().trim().split('\n')[0]!.trim())
  }
  const eventsOf = (id: string) =>
    service.parts.db('events').where({ entity_id: id }).orderBy('sequence').pluck<string[]>('name')

  test('removed evidence is hidden from everyone, and a lead can restore it with its files', async () => {
    const id = await add('A joining policy', [{ name: 'policy.txt', content: text('Everybody can join.') }])
    const { id: file } = (await service.parts.db('evidence_files').where({ evidence_id: id }).first('id'))!
    expect(await statusFor(library.contributor, `/evidence/${id}`)).toBe(200)
    await remove(id)
    expect(library.lead.notices.join()).toContain('A lead can restore it within 30 days')
    for (const person of [library.lead, library.contributor, library.observer])
      for (const address of [`/evidence/${id}`, `/evidence/${id}/files/${file}`])
        expect(await statusFor(person, address)).toBe(404)
    await library.lead.open(`${list()}?search=joining`)
    expect(library.lead.text).not.toContain('A joining policy')

    expect(await titles()).toEqual(['A joining policy'])
    await library.lead.press('Restore')
    expect(library.lead.address).toBe(`/evidence/${id}`)
    await library.contributor.open(`/evidence/${id}/files/${file}`)
    expect([library.contributor.status, library.contributor.content.toString()]).toEqual([200, 'Everybody can join.\n'])
    await library.lead.open(`${list()}?search=joining`)
    expect(library.lead.text).toContain('A joining policy')
    expect(await titles()).toEqual([])
    expect(await eventsOf(id)).toEqual(['evidence.added', 'evidence.removed', 'evidence.restored'])
  })

  test('only leads of the library can restore or erase removed evidence', async () => {
    const id = await add('Opening hours', [], { note: 'Open on Sundays' })
    await remove(id)
    const below = `${removedList()}/${id}`
    expect(await statusFor(library.lead, `${below}/erasure`)).toBe(200)
    for (const [person, status] of [
      [library.contributor, 403],
      [library.observer, 403],
      [other.lead, 404],
    ] as const) {
      expect(await statusFor(person, removedList())).toBe(status)
      expect(await statusFor(person, `${below}/erasure`)).toBe(status)
      await person.send(`${below}/restoration`)
      expect(person.status).toBe(status)
      await person.send(`${below}/erasure`)
      expect(person.status).toBe(status)
    }
    expect(await statusFor(other.lead, `/organisations/${other.id}/evidence/removed/${id}/erasure`)).toBe(404)
    expect(await titles()).toEqual(['Opening hours'])
    await library.lead.press('Restore')
  })

  test('removed evidence is erased after 30 days and not before, with its text and its files', async () => {
    const mark = 'Zzyzzerable'
    const picture = await jpeg()
    const id = await add(
      `${mark} title`,
      [
        { name: `${mark}.txt`, content: text(`${mark} content`) },
        { name: `${mark}.jpg`, content: picture },
      ],
      { summary: `${mark} summary`, note: `${mark} note`, link: `https://library.example/${mark}` },
    )
    await drawPreviews(service.parts, previewRows)
    const files = await service.parts.db('evidence_files').where({ evidence_id: id }).pluck<string[]>('id')
    const previews = await service.parts.db('evidence_previews').whereIn('file_id', files).pluck<string[]>('id')
    expect([files.length, previews.length]).toEqual([2, 2])
    await remove(id)

    service.clock.daysPass(29)
    await erase()
    await signAllIn()
    expect(await titles()).toEqual([`${mark} title`])
    expect((await everyRow(service.database)).includes(mark)).toBe(true)
    expect(await filesWith(mark)).not.toEqual([])

    service.clock.daysPass(1)
    await erase()
    await signAllIn()
    expect(await titles()).toEqual([])
    expect((await everyRow(service.database)).includes(mark)).toBe(false)
    if (engine === 'sqlite') expect(await filesWith(mark)).toEqual([])
    expect((await objects()).filter(name => [...files, ...previews].includes(name))).toEqual([])
    expect(await eventsOf(id)).toEqual(['evidence.added', 'evidence.removed', 'evidence.erased'])
    expect(await broken()).toEqual([])
  })

  test('evidence restored and removed again just before it is erased can be restored for 30 more days', async () => {
    const id = await add('Removed twice')
    await remove(id)
    service.clock.daysPass(30)
    await signAllIn()
    const restoreAndRemove = async () => {
      await library.lead.open(removedList())
      await library.lead.press('Restore')
      await remove(id)
    }
    const write = interruptedWrite(service.parts.write, 1, restoreAndRemove)
    await eraseRemoved({ ...service.parts, write }, service.clock.today())
    expect(await titles()).toEqual(['Removed twice'])
    service.clock.daysPass(30)
    await erase()
    await signAllIn()
    expect(await titles()).toEqual([])
  })

  test('a lead can erase removed evidence immediately, and only once', async () => {
    const id = await add('A letter', [{ name: 'letter.txt', content: text('Dear all') }])
    const { id: file } = (await service.parts.db('evidence_files').where({ evidence_id: id }).first('id'))!
    await remove(id)
    await library.lead.open(removedList())
    await library.lead.follow('Erase now A letter')
    expect(library.lead.text).toContain('You cannot restore it afterwards')
    await library.lead.press('Erase now')
    expect(library.lead.notices.join()).toContain('Evidence erased')
    expect(await service.parts.db('evidence').where({ id }).first('title', 'erase_on')).toEqual({
      title: '',
      erase_on: null,
    })
    expect(await objects()).not.toContain(file)
    expect(await statusFor(library.lead, `${removedList()}/${id}/erasure`)).toBe(404)
    expect(await eventsOf(id)).toEqual(['evidence.added', 'evidence.removed', 'evidence.erased'])
  })

  test('the title of erased evidence is gone, even when an old form is sent again', async () => {
    const mark = 'Qqzzerased'
    const id = await add(`${mark} title`, [], { note: 'How people join' })
    expect(library.lead.notices.join()).toContain(mark)
    await library.lead.open(`/evidence/${id}/removal`)
    const removing = library.lead.valueOf('idempotencyKey')
    await library.lead.press('Remove evidence')
    expect((await everyRow(service.database)).includes(mark)).toBe(true)
    await library.lead.open(`${removedList()}/${id}/erasure`)
    await library.lead.press('Erase now')
    expect((await everyRow(service.database)).includes(mark)).toBe(false)
    await library.lead.send(`/evidence/${id}/removal`, { idempotencyKey: removing })
    expect([library.lead.status, library.lead.html.includes(mark)]).toEqual([200, false])
    expect(library.lead.notices).toEqual(['Saved. You sent this form more than once, but we saved it only once.'])
    expect((await everyRow(service.database)).includes(mark)).toBe(false)
  })

  test('a lead can restore or erase a removed file, and a contributor cannot restore it', async () => {
    const id = await add('Our posters', [{ name: 'poster.txt', content: text('First poster') }])
    const address = await removeFile(id, 'poster.txt')
    expect(await statusFor(library.lead, address)).toBe(404)
    await library.lead.open(`/evidence/${id}`)
    expect(library.lead.text).toContain('Removed files (1)')
    await library.contributor.open(`/evidence/${id}`)
    expect(library.contributor.text).not.toContain('poster.txt')
    await library.contributor.send(`${address}/restoration`)
    expect(library.contributor.status).toBe(403)
    await library.lead.open(`/evidence/${id}`)
    await library.lead.press('Restore poster.txt')
    expect(await statusFor(library.contributor, address)).toBe(200)

    await removeFile(id, 'poster.txt')
    await library.lead.open(`${address}/erasure`)
    await library.lead.press('Erase now')
    expect(await service.parts.db('evidence_files').where({ evidence_id: id }).first('name', 'state')).toEqual({
      name: '',
      state: 'removed',
    })
    expect(await objects()).not.toContain(address.split('/').at(-1))
    expect(await eventsOf(id)).toEqual([
      'evidence.added',
      'evidence.file_removed',
      'evidence.file_restored',
      'evidence.file_removed',
      'evidence.file_erased',
    ])
    expect(await broken()).toEqual([])
  })

  test('a submission does not keep a file with a virus; once removed, the file is erased after 30 days', async () => {
    const evidence = await someEvidence(service, library, { title: 'A leaflet and its copy' })
    const row = { scanned_by: 'clamd', scanned_at: service.clock.now() }
    const by = library.lead
    const virus = await aFile(service, { evidence, by }, { ...row, name: 'virus.pdf', state: 'refused' })
    const leaflet = await aFile(service, { evidence, by }, { ...row, name: 'leaflet.pdf' })
    const applicationId = await anApplicationIn(service, library, 'submitted')
    const coordinator = await aSignedInPerson(service, 'Cody Ordinator', ['coordinator'])
    const member = await aSignedInPerson(service, 'Robin Reader', ['appraiser'])
    await submitAnswerWith(service, evidence, { applicationId, by, readers: { coordinator, member } })
    const warning = 'Applications you have submitted will still include this file.'
    await by.open(`/evidence/${evidence}/files/${leaflet}/removal`)
    expect(by.text).toContain(warning)
    await by.open(`/evidence/${evidence}/files/${virus}/removal`)
    expect(by.text).toContain('A lead can restore it within 30 days.')
    expect(by.text).not.toContain(warning)
    await by.press('Remove file')
    const { erase_on } = (await service.parts.db('evidence_files').where({ id: virus }).first('erase_on'))!
    expect(erase_on).toBe(addDays(service.clock.today(), 30))
  })

  const objects = async (): Promise<string[]> => {
    const folder = join(service.database.dataFolder, 'uploads/files')
    return (await Promise.all((await readdir(folder)).map(each => readdir(join(folder, each))))).flat()
  }
  /** The service's files, including the database, that contain a string, ignoring case. */
  const filesWith = async (mark: string): Promise<string[]> => {
    const entries = await readdir(service.database.dataFolder, { recursive: true, withFileTypes: true })
    const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
    const found = await Promise.all(
      paths.map(async path =>
        (await readFile(path)).toString('latin1').toLowerCase().includes(mark.toLowerCase()) ? [path] : [],
      ),
    )
    return found.flat()
  }
  const broken = async () =>
    checkInvariants({
      database: service.database,
      uploads: join(service.database.dataFolder, 'uploads'),
      now: service.clock.now(),
      confirmed: [],
    })
})
