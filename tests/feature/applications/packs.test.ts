import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { eachDatabase } from '../../support/database.ts'
import {
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  everythingWritten,
  signedIn,
  type AnApplication,
  type AnOrganisation,
  type APerson,
} from '../../support/factories.ts'
import { readPdf } from '../../support/pdf-text.ts'
import { dayOf } from '../../../src/domain/time.ts'
import { readersById } from '../../../src/email/readers.store.ts'
import { applicationById } from '../../../src/modules/access/access.public.ts'
import { addEvidence, applicationToPack } from '../../../src/modules/applications/applications.public.ts'
import { newId } from '../../../src/db/ids.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'
import { entriesOf } from '../../support/zip-entries.ts'

const password = 'open the library door'
const hours = Buffer.from('Opening hours in five languages\n')

eachDatabase('an application on paper', engine => {
  let service: Service
  let organisation: AnOrganisation
  let application: AnApplication
  let lead: APerson
  let observer: APerson
  const at = (below = '') => `/applications/${application.id}${below}`
  const textOf = async (pdf: Buffer): Promise<string> => {
    const read = await readPdf(pdf)
    expect(read).toMatchObject({ isTagged: true, isUa1: true, language: 'en' })
    return read.pages.join(' ').replace(/\s+/g, ' ')
  }
  const paper = async (visitor: Visitor): Promise<string> => {
    await visitor.open(at('/pack.pdf'))
    expect([visitor.status, visitor.headers['content-type']]).toEqual([200, 'application/pdf'])
    return textOf(visitor.content)
  }
  const answer = (code: string) => `What we do about ${code}.`

  beforeAll(async () => {
    service = await aService(engine)
    const round = await aRound(service)
    organisation = await anOrganisation(service)
    lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    observer = await aPersonWho(service, { name: 'Ravi Nair', member: [[organisation, 'observer']] })
    application = await anApplication(service, organisation, { startedBy: lead, round })
    await everythingWritten(service, application, lead)
    const marian = await signedIn(service, lead)
    for (const [title, sensitivity] of [
      ['Hours in five languages', 'ordinary'],
      ['Letter from the hostel', 'restricted'],
    ] as const) {
      await marian.open(`/organisations/${organisation.id}/evidence/new`)
      const files = [{ name: `${sensitivity}.txt`, content: hours }]
      await marian.press('Add evidence', { title, sensitivity, showsPeople: 'no', files } as never)
      expect(marian.errors).toEqual([])
      const { id } = (await service.parts.db('answers').where({ application_id: application.id }).first('id'))!
      const evidence = marian.address.split('/')[2]!
      await service.database.writer('answer_evidence').insert({
        answer_id: id,
        evidence_id: evidence,
        attached_at: service.clock.now(),
      })
    }
  })
  afterAll(() => service.end())

  test('the paper copy of a draft shows its library the scope, the summary, the answers and the evidence', async () => {
    const marian = await signedIn(service, lead, at())
    await marian.follow('Print or download the application')
    await marian.follow('Download as PDF, without the evidence')
    const text = await paper(marian)
    for (const part of [
      'Ashcombe Libraries: First application',
      'Draft. This application has not been submitted.',
      'Do not announce an award until you have the decision letter.',
      'Central and Millbrook',
      'Two branches where everybody is welcome.',
      answer('L1'),
      'Nothing written',
      'Joining without proof of address',
      'Letter from the hostel',
      'Downloaded by Marian Tull on 1 March 2027',
    ])
      expect(text).toContain(part)
    expect(text.replaceAll(' ', '')).toContain(createHash('sha256').update(hours).digest('hex'))
  })

  test('an observer’s paper copy does not name restricted evidence', async () => {
    const text = await paper(await signedIn(service, observer))
    expect(text).toContain('Hours in five languages')
    expect(text).not.toContain('Letter from the hostel')
    expect(text).toContain('1 restricted item of evidence that you cannot open')
  })

  test('another library cannot find the paper copy of a draft, and a coordinator cannot read it', async () => {
    const elsewhere = await anOrganisation(service, { name: 'Fellside Libraries', place: 'Fellside' })
    const others = [
      await aPersonWho(service, { member: [[elsewhere, 'lead']] }),
      await aPersonWho(service, { roles: ['coordinator'] }),
    ]
    const seen = []
    for (const person of others)
      for (const below of ['/pack', '/pack.pdf', '/pack.zip'])
        seen.push((await signedIn(service, person, at(below))).status)
    expect(seen).toEqual([404, 404, 404, 403, 403, 403])
  })

  test('downloading the evidence as a ZIP needs the password and is recorded', async () => {
    const marian = await signedIn(service, lead)
    await service.database.writer('sign_ins').where({ person_id: lead.id }).update({ confirmed_at: null })
    await marian.open(at('/pack.zip'))
    expect([marian.address, marian.links.some(({ href }) => href.endsWith('pack.zip'))]).toEqual([at('/pack'), false])
    await marian.press('Continue', { password: 'not the right one' })
    expect([marian.status, marian.errors]).toEqual([422, ['That is not your password. Try again']])
    expect(marian.text).toContain('Download as PDF, without the evidence')
    await marian.press('Continue', { password })
    await marian.follow('Download as ZIP, with the evidence')
    const entries = entriesOf(marian.content)
    expect([...entries.keys()].filter(name => name.endsWith('.txt')).length).toBe(2)
    expect([...entries.values()].filter(bytes => bytes.equals(hours)).length).toBe(2)
    expect(await textOf(entries.get('pack.pdf')!)).toContain('evidence-')
    const exported = await service.parts
      .db('access_log')
      .where({ person_id: lead.id, what: 'export' })
      .pluck('entity_id')
    expect(new Set(exported).size).toBe(3)
  })

  test('the ZIP has the newest redacted copy of a file, and no removed copy', async () => {
    const { db } = service.parts
    const marian = await signedIn(service, lead)
    const { id, evidence_id } = (await db('evidence_files').where({ name: 'ordinary.txt' }).first('id', 'evidence_id'))!
    const file = (of: string) => `/evidence/${evidence_id}/files/${of}`
    const packed = async (): Promise<string[]> => {
      await marian.open(at('/pack.zip'))
      return [...entriesOf(marian.content)].flatMap(([name, bytes]) =>
        name.startsWith('evidence-') && !bytes.equals(hours) ? [`${name.split('/')[1]}: ${bytes.toString()}`] : [],
      )
    }
    const row = (await db('evidence_files').where({ id }).first())!
    service.clock.minutesPass(1)
    // Adds a later file, without bytes. A redacted copy must still be 01.txt, which is the name of its original.
    const later = { ...row, id: newId(), uploaded_at: service.clock.now() }
    await service.database.writer('evidence_files').insert(later)
    for (const content of ['Still a name\n', 'No name\n']) {
      service.clock.minutesPass(1)
      await marian.open(`${file(id)}/redaction`)
      await marian.press('Add redacted copy', { files: [{ name: 'copy.txt', content: Buffer.from(content) }] } as never)
      expect([marian.errors, await packed()]).toEqual([[], [`01.txt: ${content}`]])
    }
    await service.database.writer('evidence_files').where({ id: later.id }).delete()
    const [first, second] = await db('evidence_files').where({ redacts_file_id: id }).orderBy('uploaded_at').pluck('id')
    await marian.open(`${file(first!)}/removal`)
    await marian.press('Remove file')
    expect(await packed()).toEqual(['01.txt: No name\n'])
    await marian.open(`${file(second!)}/removal`)
    await marian.press('Remove file')
    expect(await packed()).toEqual([])
  })

  test('the PDF and ZIP leave out evidence without valid consent, and say how many items', async () => {
    const evidence = () => service.database.writer('evidence').where({ title: 'Letter from the hostel' })
    service.clock.minutesPass(2 * 60) // so that the hourly limit on exports starts again
    const marian = await signedIn(service, lead)
    const packed = async () => {
      const text = await paper(marian)
      await marian.open(at('/pack.zip'))
      const entries = entriesOf(marian.content)
      const inZip = await textOf(entries.get('pack.pdf')!)
      const files = [...entries.keys()].filter(name => name.endsWith('.txt'))
      return [text.includes('Letter from the hostel'), inZip.match(/We left out[^.]*\./)?.[0], files.length]
    }
    const before = await packed()
    expect([before[0], before[1]]).toEqual([true, undefined])
    const left = Number(before[2]) - 1
    for (const [until, sentence] of [
      [null, 'We left out 1 item because someone shown or quoted has not given consent, or has withdrawn consent.'],
      ['2027-02-28', 'We left out 1 item because someone’s consent for it has ended.'],
    ] as const) {
      await evidence().update({ panel_until: until as never })
      expect(await packed()).toEqual([false, sentence, left])
    }
    await evidence().update({ panel_until: '9999-12-31' as never })
    expect(await packed()).toEqual(before)
  })

  test('a file is left out of the ZIP when its consent is withdrawn during the download', async () => {
    const { parts } = service
    const { id } = (await parts.db('evidence').where({ title: 'Letter from the hostel' }).first('id'))!
    const [reader] = await readersById(parts.db, [lead.id])
    const record = (await applicationById(parts.db, application.id))!
    const pack = await applicationToPack(parts, { ...reader!.actor, today: dayOf(service.clock.now()) }, record)
    await service.database.writer('evidence').where({ id }).update({ panel_until: null })
    const added: string[] = []
    const zip = { add: async (name: string) => void added.push(name), end: async () => undefined }
    const wrong = await addEvidence(parts, reader!.actor, { application: record, evidence: pack.evidence }, zip)
    await service.database
      .writer('evidence')
      .where({ id })
      .update({ panel_until: '9999-12-31' as never })
    const entries = pack.evidence.find(each => each.id === id)!.files.map(({ entry }) => entry)
    expect([[...wrong], entries.length, added.filter(name => entries.includes(name))]).toEqual([entries, 1, []])
  })

  test('the paper copy has the receipt and the submitted answers, even when an answer is changed later', async () => {
    const marian = await signedIn(service, lead, at('/submission'))
    await marian.press('Submit application')
    expect(marian.text).toContain('Application submitted')
    const { receipt, sha256 } = (await service.parts
      .db('submissions')
      .where({ application_id: application.id })
      .first('receipt', 'sha256'))!
    await service.database
      .writer('answers')
      .where({ application_id: application.id })
      .update({ narrative: 'Written since.' })
    const text = await paper(marian)
    expect(text).toContain(`Receipt ${receipt}.`)
    expect(text.replaceAll(' ', '')).toContain(sha256)
    expect(text).toContain(answer('L1'))
    expect(text).not.toContain('Written since.')
    const evidence = () => service.database.writer('evidence').where({ title: 'Letter from the hostel' })
    await evidence().update({ panel_until: null })
    const leftOut = await paper(marian)
    expect(leftOut).toContain('We left out 1 item')
    expect(leftOut).not.toContain('no longer available')
    await evidence().update({ panel_until: '9999-12-31' as never })
    await marian.open(at('/submission'))
    await marian.follow('Download the receipt (PDF)')
    expect([marian.status, marian.headers['content-type']]).toEqual([200, 'application/pdf'])
    const paperReceipt = await textOf(marian.content)
    for (const part of [receipt, 'Marian Tull', 'Wait until you have the decision letter'])
      expect(paperReceipt).toContain(part)
    expect(paperReceipt.replaceAll(' ', '')).toContain(sha256)
    expect((await signedIn(service, observer, at('/submissions/1/receipt.pdf'))).status).toBe(200)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    expect((await signedIn(service, coordinator, at('/submissions/1/receipt.pdf'))).status).toBe(403)
  })

  test('the PDF and ZIP leave out files that need a redacted copy, and say how many', async () => {
    const { db } = service.parts
    const rows = () => service.database.writer('evidence_files')
    service.clock.minutesPass(2 * 60) // so that the hourly limit on exports starts again
    const marian = await signedIn(service, lead)
    const row = (await db('evidence_files').where({ name: 'restricted.txt' }).first())!
    const count = (zip: Buffer) => [...entriesOf(zip).keys()].filter(name => name.endsWith('.txt')).length
    const packed = async () => {
      const [text] = [await paper(marian), await marian.open(at('/pack.zip'))]
      const sentence = text.match(/We left out[^.]*\./)?.[0]
      return [sentence, text.includes('restricted.txt'), count(marian.content)]
    }
    const before = await packed()
    const files = Number(before[2])
    expect(before).toEqual([undefined, true, files])
    const leftOut = ['We left out 1 file because it needs a redacted copy.', false, files - 1]

    await rows().where({ id: row.id }).update({ to_redact_at: service.clock.now() })
    expect(await packed()).toEqual(leftOut)
    await rows().where({ id: row.id }).update({ to_redact_at: null })

    const later = { ...row, uploaded_at: service.clock.now() }
    const [copy, version] = [
      { ...later, id: newId(), redacts_file_id: row.id, state: 'scanning', scanned_at: null },
      { ...later, id: newId(), replaces_id: row.id },
    ]
    await rows().insert(copy as never)
    expect(await packed()).toEqual(leftOut)
    await rows().insert(version)
    await rows().where({ id: copy.id }).update({ redacts_file_id: version.id })
    expect(await packed()).toEqual(leftOut)
    await rows().where({ id: copy.id }).delete()
    await rows().where({ id: version.id }).delete()
    expect(await packed()).toEqual(before)
  })

  test('an original is left out of the ZIP when a redacted copy is asked for during the download', async () => {
    const { parts } = service
    const rows = () => service.database.writer('evidence_files').where({ name: 'restricted.txt' })
    const [reader] = await readersById(parts.db, [lead.id])
    const record = (await applicationById(parts.db, application.id))!
    const pack = await applicationToPack(parts, { ...reader!.actor, today: dayOf(service.clock.now()) }, record)
    await rows().update({ to_redact_at: service.clock.now() })
    const zip = {
      add: async (_name: string, content: AsyncIterable<Uint8Array> | string) => {
        for await (const _chunk of content);
      },
      end: () => Promise.resolve(),
    }
    const wrong = await addEvidence(parts, reader!.actor, { application: record, evidence: pack.evidence }, zip)
    await rows().update({ to_redact_at: null })
    const originals = pack.evidence.flatMap(({ files }) => files.filter(({ name }) => name === 'restricted.txt'))
    expect([originals.length, [...wrong]]).toEqual([1, originals.map(({ entry }) => entry)])
  })
})
