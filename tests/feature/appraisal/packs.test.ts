import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, signedIn } from '../../support/factories.ts'
import {
  aLibrary,
  anApplicationIn,
  aSignedInPerson,
  declares,
  publishedFramework,
  showInSubmission,
  type Known,
  type Library,
} from '../../support/library.ts'
import { aPanelWorld, decides, type PanelWorld } from '../../support/panel.ts'
import { readPdf } from '../../support/pdf-text.ts'
import { pdfOfText } from '../../support/pdf-pages.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'
import { entriesOf } from '../../support/zip-entries.ts'

const password = 'open the library door'
const words = (text: string): string => text.replace(/\s+/g, ' ')

eachDatabase('the text of the decision pack', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())

  const packOf = async (visitor: Visitor): Promise<string> => {
    await visitor.open(world.at('/pack.pdf'))
    expect([visitor.status, visitor.headers['content-type']]).toEqual([200, 'application/pdf'])
    const pdf = await readPdf(visitor.content)
    expect(pdf).toMatchObject({ isTagged: true, isUa1: true, language: 'en' })
    return words(pdf.pages.join(' '))
  }

  test('a decision pack contains only what its reader’s pages show, and never who is on the panel', async () => {
    const { service, chair, peer, neighbour, trustee, coordinator, lead, application, at, as, seated, given } = world
    await seated()
    const reading = await as(peer)
    const early = await packOf(reading)
    expect(early).toContain('Ashcombe Libraries: decision pack')
    expect(early).not.toContain('Agreed findings')
    expect(early).not.toContain('The library’s own rating')
    expect(early).not.toContain('decision letter')
    for (const person of [peer, neighbour, chair]) await given(person)
    const nadia = await as(chair, at('/meeting'))
    await nadia.press('Record the 25 findings that you all agree on')
    await nadia.open(at('/meeting/L1'))
    await nadia.press('Record agreed finding', { judgement: 'partly met', reason: 'Only at Central.' })
    await nadia.open(at('/proposal'))
    const decisionLetter = 'Dear Ashcombe, well done.'
    await nadia.press('Send to a trustee', { outcome: 'awarded', outcomeReason: 'The rest is strong.', decisionLetter })
    await aDeclaration(service, application, trustee)
    const samuel = await as(trustee)
    const pack = await packOf(samuel)
    for (const text of [
      'Agreed findings',
      'Only at Central.',
      'The rest is strong.',
      decisionLetter,
      'Draft decision letter',
    ])
      expect(pack).toContain(text)
    expect(pack).toContain('The library’s own rating')
    expect(pack).toContain('Downloaded by Samuel Finch on 1 March 2027')
    for (const hidden of [chair.name, peer.name, neighbour.name, 'Sector peer']) expect(pack).not.toContain(hidden)
    const own = await packOf(await as(lead))
    for (const hidden of ['Only at Central.', 'The rest is strong.', decisionLetter, chair.name])
      expect(own).not.toContain(hidden)
    const undeclared = await aPersonWho(service, { roles: ['trustee'] })
    const elsewhere = await aPersonWho(service, { roles: ['administrator'] })
    const seen = []
    for (const person of [coordinator, lead, undeclared, elsewhere])
      for (const below of ['/pack', '/pack.pdf', '/pack.zip']) seen.push((await as(person, at(below))).status)
    expect(seen).toEqual([200, 200, 200, 200, 200, 200, 403, 403, 403, 404, 404, 404])
  })

  test('the pack has the whole decision letter, both before and after its release', async () => {
    const { service, chair, peer, neighbour, trustee, coordinator, at, as, db } = world
    await world.submits()
    await world.seated()
    for (const person of [peer, neighbour, chair]) await world.given(person)
    const nadia = await as(chair, at('/meeting'))
    await nadia.press('Record the 25 findings that you all agree on')
    await nadia.open(at('/proposal'))
    await nadia.press('Send to a trustee', { outcome: 'awarded', decisionLetter: 'Dear Ashcombe, well done.' })
    await aDeclaration(service, world.application, trustee)
    await decides(await as(trustee, at('/decision')))
    const joan = await as(coordinator, at('/decision/letter'))
    await joan.press('Save decision letter', { opening: 'An opening.', closing: 'A closing.' })
    const held = await packOf(joan)
    await joan.open(at('/decision'))
    await joan.press('Release decision letter')
    const letter = (await db()('decisions').where({ application_id: world.application.id }).first('letter_released'))!
    const released = await packOf(joan)
    const paragraphs = letter.letter_released!.split(/\n+/)
    expect(paragraphs).toEqual(expect.arrayContaining(['An opening.', 'Dear Ashcombe, well done.', 'A closing.']))
    for (const pack of [held, released]) for (const each of paragraphs) expect(pack).toContain(words(each))
  })

  test('the pack can be downloaded only after entering the password', async () => {
    const { service, coordinator, at } = world
    const visitor = await signedIn(service, coordinator)
    await service.database.writer('sign_ins').where({ person_id: coordinator.id }).update({ confirmed_at: null })
    await visitor.open(at('/pack.zip'))
    expect([visitor.address, visitor.links.some(({ href }) => href.endsWith('pack.zip'))]).toEqual([at('/pack'), false])
    await visitor.press('Continue', { password: 'not the right one' })
    expect([visitor.status, visitor.errors]).toEqual([422, ['That is not your password. Try again']])
    await visitor.press('Continue', { password })
    await visitor.follow('Download as PDF, without the evidence')
    expect(visitor.headers['content-type']).toBe('application/pdf')
  })
})

eachDatabase('the evidence in the decision pack', engine => {
  let service: Service
  let library: Library
  let application: string
  let reader: Known
  const original = pdfOfText([{ written: [{ x: 60, y: 700, text: 'The letter with the street in it' }] }])
  const redactedCopy = pdfOfText([{ written: [{ x: 60, y: 700, text: 'The letter without' }] }])
  const hours = Buffer.from('Opening hours\n')
  const ids: Record<string, string> = {}
  const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

  const added = async (typed: Record<string, unknown>): Promise<string> => {
    await library.lead.open(`/organisations/${library.id}/evidence/new`)
    await library.lead.press('Add evidence', { showsPeople: 'no', ...typed } as never)
    expect(library.lead.errors).toEqual([])
    return library.lead.address.split('/')[2]!
  }

  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    const letter = await added({ title: 'A letter', files: [{ name: 'street.pdf', content: original }] })
    const kept = await added({
      title: 'Kept back',
      sensitivity: 'restricted',
      files: [{ name: 'kept.txt', content: hours }],
    })
    const plain = await added({ title: 'Hours', files: [{ name: 'hours.txt', content: hours }] })
    application = await anApplicationIn(service, library, 'submitted')
    await showInSubmission(service, application, library.lead, [letter, kept, plain])
    await submitFiles()
    service.clock.minutesPass(20)
    await library.lead.open(`/evidence/${letter}/files/${ids['street.pdf']}/redaction`)
    await library.lead.press('Add redacted copy', { files: [{ name: 'without.pdf', content: redactedCopy }] })
    reader = await aSignedInPerson(service, 'Joan Hartnell')
    await service.database.writer('charity_roles').insert({
      id: 'c'.repeat(20),
      person_id: reader.id,
      role: 'coordinator',
      started_at: service.clock.now(),
      ended_at: null,
    })
    await declares(service, application, reader, 'no conflict')
  })
  afterAll(() => service.end())

  /** Adds the files of the evidence to the frozen copy, as a real submission does. */
  async function submitFiles(): Promise<void> {
    const { id } = (await service.parts.db('submissions').where({ application_id: application }).first('id'))!
    const files = await service.parts.db('evidence_files').select('id', 'evidence_id', 'name', 'type', 'size', 'sha256')
    for (const [place, { evidence_id, ...file }] of files.entries()) {
      ids[file.name] = file.id
      await service.database.writer('submission_parts').insert({
        submission_id: id,
        name: `files/${file.id}`,
        position: 100 + place,
        salt: '0'.repeat(64),
        content: JSON.stringify({ ...file, evidence: evidence_id }),
      })
    }
  }

  test('the pack has redacted copies and correct hashes, but no originals and no restricted evidence', async () => {
    await reader.open(`/applications/${application}/pack.zip`)
    expect([reader.status, reader.headers['content-type']]).toEqual([200, 'application/zip'])
    const entries = entriesOf(reader.content)
    const files = [...entries].filter(([name]) => name !== 'pack.pdf')
    // The evidence in this frozen copy has no fixed order, so the names are sorted.
    const names = files.map(([name]) => name)
    expect(names.map(name => name.split('/')[0]).toSorted()).toEqual(['evidence-01', 'evidence-02'])
    expect(names.map(name => name.split('/')[1]).toSorted()).toEqual(['01.pdf', '01.txt'])
    const contents = files.map(([, bytes]) => bytes)
    expect(contents.some(bytes => bytes.equals(hours))).toBe(true)
    expect(contents.some(bytes => bytes.equals(original))).toBe(false)
    const pdf = words((await readPdf(entries.get('pack.pdf')!)).pages.join(' '))
    for (const bytes of contents) expect(pdf.replaceAll(' ', '')).toContain(sha256(bytes))
    expect(pdf).toContain('Redacted copy made on 1 March 2027')
    expect(pdf).not.toContain('street.pdf')
    expect(pdf).not.toContain('Kept back')
    expect(pdf).not.toContain('kept.txt')
    const logged = await service.parts
      .db('access_log')
      .where({ person_id: reader.id })
      .orderBy('sequence')
      .pluck('what')
    expect(logged).toEqual(['submission', 'export', 'export'])
  })

  /** Downloads the pack, and makes a change when its first file is opened. */
  async function packDuring(change: (fileId: string) => Promise<unknown>): Promise<string[]> {
    const { files } = service.parts
    const { open } = files
    files.open = async id => {
      files.open = open
      await change(id)
      return open(id)
    }
    await reader.open(`/applications/${application}/pack.zip`)
    return [...entriesOf(reader.content).keys()].map(name => name.replace(/-0\d.*/, ''))
  }

  test('a pack leaves out evidence whose consent is withdrawn during the download', async () => {
    const db = service.database.writer
    const others = (fileId: string) =>
      db('evidence').whereNotIn('id', db('evidence_files').where({ id: fileId }).select('evidence_id'))
    const before = await db('evidence').select('id', 'panel_until')
    const entries = await packDuring(id => others(id).update({ panel_until: null }))
    expect(entries).toEqual(['pack.pdf', 'evidence', 'missing.txt'])
    for (const { id, panel_until } of before) await db('evidence').where({ id }).update({ panel_until })
  })

  test('a pack is cut off when its reader loses access to the application during the download', async () => {
    const db = service.database.writer
    const declared = db('declarations').where({ application_id: application, person_id: reader.id })
    await expect(packDuring(() => declared.clone().update({ says: 'conflict' }))).rejects.toThrow()
    await declared.clone().update({ says: 'no conflict' })
  })

  test('the pack leaves out evidence whose consent was withdrawn', async () => {
    await service.database.writer('evidence').where({ title: 'Hours' }).update({ panel_until: null })
    await reader.open(`/applications/${application}/pack.zip`)
    const entries = entriesOf(reader.content)
    expect([...entries.keys()].toSorted()).toEqual(['evidence-01/01.pdf', 'pack.pdf'])
    expect(words((await readPdf(entries.get('pack.pdf')!)).pages.join(' '))).not.toContain('hours.txt')
  })
})
