import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { theService } from '../../../src/domain/actor.ts'
import { addMinutes, type Instant } from '../../../src/domain/time.ts'
import { mostRedactedPages } from '../../../src/files/redacted-pdf.ts'
import { readersById } from '../../../src/email/readers.store.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
import { newId } from '../../../src/db/ids.ts'
import { findEvidence } from '../../../src/modules/evidence/evidence.public.ts'
import {
  askForRedactedCopy,
  makeRedactedCopies,
} from '../../../src/modules/evidence/redacted-copy/redacted-copy.actions.ts'
import { claimRedaction } from '../../../src/modules/evidence/redacted-copy/redacted-copy.store.ts'
import { whileProcessesAreBusy } from '../../support/busy-processes.ts'
import { eachDatabase } from '../../support/database.ts'
import { aLibrary, publishedFramework, type Known, type Library } from '../../support/library.ts'
import { pdfOfText } from '../../support/pdf-pages.ts'
import { aService, type Service } from '../../support/service.ts'

const pages = (count: number, text: string) =>
  pdfOfText(Array.from({ length: count }, () => ({ written: [{ x: 60, y: 700, text }] })))

eachDatabase('a redacted copy that is not ready yet', engine => {
  let service: Service
  let library: Library
  let evidence: string
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    await library.lead.open(`/organisations/${library.id}/evidence/new`)
    await library.lead.press('Add evidence', {
      title: 'Minutes',
      files: [
        { name: 'minutes.pdf', content: pages(2, 'Minutes of the meeting') },
        { name: 'long.pdf', content: pages(mostRedactedPages + 1, 'A long report') },
        { name: 'broken.pdf', content: pages(1, 'A page that breaks later') },
        { name: 'gone.pdf', content: pages(1, 'A page that is lost later') },
        { name: 'slow.pdf', content: pages(4, 'A page that takes long') },
        { name: 'ahead.pdf', content: pages(1, 'A page from the future') },
        { name: 'by-hand.pdf', content: pages(1, 'A page that someone redacts') },
      ],
    })
    evidence = library.lead.address.split('/').at(-1)!
  })
  afterAll(() => service.end())

  const idOf = async (name: string) =>
    (await service.parts.db('evidence_files').where({ evidence_id: evidence, name }).first('id'))!.id
  const addressOf = async (name: string) => `/evidence/${evidence}/files/${await idOf(name)}/redacted-copy`
  const object = async (name: string) => {
    const id = await idOf(name)
    return join(service.database.dataFolder, 'uploads/files', id.slice(0, 2), id)
  }
  const make = () =>
    timetable
      .find(({ name }) => name === 'make-redacted-copies')!
      .run(service.parts, '2027-03-01' as never, new AbortController().signal)
  const copies = () => service.parts.db('evidence_files').whereNotNull('redacts_file_id')
  const askedFor = async (name: string, given: { pages?: number; pages_made?: number; lease_until?: Instant } = {}) => {
    const file = await idOf(name)
    await service.database.writer('redactions').insert({
      id: newId(),
      file_id: file,
      evidence_id: evidence,
      name: 'Redacted document 1',
      areas: '[]',
      failed: null,
      asked_by: library.lead.id,
      asked_at: service.clock.now(),
      lease_generation: 1,
      pages: null,
      pages_made: 0,
      lease_until: null,
      ...given,
    })
    await service.database.writer('evidence_files').where({ id: file }).update({ to_redact_at: service.clock.now() })
  }
  const open = async (actor: Known, name: string, part = '') => actor.open((await addressOf(name)) + part)

  test('a copy has no page before someone requests it', async () => {
    await open(library.lead, 'minutes.pdf', '/made')
    expect(library.lead.status).toBe(404)
  })

  test('when page pictures are missing, the page says to reload it only if they may still be made', async () => {
    const drawn = async (number: number | null) => {
      const id = await idOf('by-hand.pdf')
      await service.database.writer('evidence_files').where({ id }).update({ drawn: number })
      await open(library.lead, 'by-hand.pdf')
      const sentences = ['reload the page in a few seconds', 'We cannot show the pages of this document here.']
      return sentences.filter(sentence => library.lead.text.includes(sentence))
    }
    expect(await drawn(0)).toEqual(['We cannot show the pages of this document here.'])
    expect(await drawn(null)).toEqual(['reload the page in a few seconds'])
  })

  test('the page shows the progress, and a copy cannot be requested a second time', async () => {
    const { lead } = library
    await open(lead, 'minutes.pdf')
    const form = Object.fromEntries(
      ['idempotencyKey', 'read-details', 'shown'].map(name => [name, String(lead.$(`main [name=${name}]`).val())]),
    )
    await askedFor('minutes.pdf', { pages: 50, pages_made: 12, lease_until: addMinutes(service.clock.now(), 2) })
    await make() // does nothing, because another process is making the copy
    for (const part of ['', '/made']) {
      await open(lead, 'minutes.pdf', part)
      expect([lead.status, lead.headings[0], lead.text.includes('Pages done: 12 of 50.')]).toEqual([
        200,
        'We are making the redacted copy',
        true,
      ])
    }
    await lead.send(await addressOf('minutes.pdf'), form)
    expect([lead.status, lead.headings[0], await copies()]).toEqual([422, 'We are making the redacted copy', []])
    await lead.open(`/evidence/${evidence}`)
    expect(lead.text).toContain('Redacted copy being made')
    await library.contributor.open(`/evidence/${evidence}`)
    expect([library.contributor.html.includes('minutes.pdf'), library.contributor.html.includes('long.pdf')]).toEqual([
      false,
      true,
    ])
  })

  test('another process makes the copy after the lease of the first process has expired', async () => {
    service.clock.minutesPass(3)
    await make()
    expect([(await copies()).map(({ name }) => name), await service.parts.db('redactions')]).toEqual([
      ['Redacted document 1.pdf'],
      [],
    ])
    await open(library.lead, 'minutes.pdf', '/made')
    expect(library.lead.headings[0]).toBe('Redacted copy made')
  })

  test('while a copy is being made, the page says whether observers still see an earlier one', async () => {
    const waiting = async (name: string) => {
      await askedFor(name)
      await open(library.lead, name, '/made')
      const { text } = library.lead
      await service.database.writer('redactions').delete()
      return ['your observers still see the earlier copy', 'your observers cannot see this document'].map(each =>
        text.includes(each),
      )
    }
    expect([await waiting('minutes.pdf'), await waiting('by-hand.pdf')]).toEqual([
      [true, false],
      [false, true],
    ])
    await service.database.writer('evidence_files').update({ to_redact_at: null })
  })

  test('a document with too many pages is refused, and a redacted copy can be uploaded instead', async () => {
    const { lead } = library
    await open(lead, 'long.pdf')
    expect(lead.text).toContain(`This document has more than ${mostRedactedPages} pages`)
    expect(lead.links.map(({ text }) => text)).toContain('Add a redacted copy that you made yourself')
    await lead.send(await addressOf('long.pdf'), { 'read-details': '' })
    expect([lead.status, await service.parts.db('redactions')]).toEqual([422, []])
  })

  test('the page says why a copy could not be made, and the file stays hidden until a lead shares it', async () => {
    const { lead, contributor } = library
    await askedFor('broken.pdf')
    await truncate(await object('broken.pdf'), 60)
    await askedFor('gone.pdf')
    await rm(await object('gone.pdf'))
    await make()
    expect(
      (await service.parts.db('redactions').orderBy('failed').select('failed', 'areas')).map(each => each),
    ).toEqual([
      { failed: 'missing', areas: '[]' },
      { failed: 'unreadable', areas: '[]' },
    ])
    await open(lead, 'broken.pdf', '/made')
    expect([lead.headings[0], lead.text.includes('We cannot show the pages of this document.')]).toEqual([
      'We could not make the redacted copy',
      true,
    ])
    await open(lead, 'gone.pdf', '/made')
    expect(lead.text).toContain('We no longer have this file.')
    await lead.open(`/evidence/${evidence}`)
    expect(lead.text).toContain('Redacted copy not made')
    await contributor.open(`/evidence/${evidence}`)
    expect(contributor.html.includes('broken.pdf')).toBe(false)
    await open(lead, 'broken.pdf', '/made')
    await lead.press('Share original', { reason: 'It names nobody' })
    await contributor.open(`/evidence/${evidence}`)
    expect([contributor.html.includes('broken.pdf'), (await service.parts.db('redactions')).length]).toEqual([true, 1])
  })

  test('a file’s name is no longer found once a redacted copy is requested', async () => {
    const { db, write } = service.parts
    const isFound = async () => {
      await library.contributor.open(`/organisations/${library.id}/evidence?search=ahead.pdf`)
      return library.contributor.html.includes('>Minutes<')
    }
    expect(await isFound()).toBe(true)
    const [lead] = await readersById(db, [library.lead.id])
    const item = await findEvidence(db, lead!.actor, 'evidence.read', evidence)
    const file = item.files.find(({ name }) => name === 'ahead.pdf')!
    const given = { areas: [], readable: [], name: 'Redacted document 1', latest: '' }
    await write(lead!.actor, work => askForRedactedCopy(work, { evidence: item, file }, given))
    expect(await isFound()).toBe(false)
    await service.database.writer('redactions').where({ file_id: file.id }).delete()
    await service.database.writer('evidence_files').where({ id: file.id }).update({ to_redact_at: null })
  })

  test('a requested copy is cancelled when someone uploads a copy', async () => {
    const { lead } = library
    await askedFor('by-hand.pdf', { pages: 1, lease_until: addMinutes(service.clock.now(), 2) })
    await lead.open((await addressOf('by-hand.pdf')).replace('redacted-copy', 'redaction'))
    await lead.press('Add redacted copy', { files: [{ name: 'redacted.pdf', content: pages(1, 'Nobody') }] })
    await make()
    const id = await idOf('by-hand.pdf')
    expect([
      (await copies()).filter(copy => copy.redacts_file_id === id).map(({ name }) => name),
      await service.parts.db('redactions').where({ file_id: id }),
    ]).toEqual([['redacted.pdf'], []])
  })

  test('a requested copy of a redacted copy is cancelled when someone redacts the original again', async () => {
    const { lead } = library
    const address = (await addressOf('by-hand.pdf')).replace('redacted-copy', 'redaction')
    await askedFor('redacted.pdf', { pages: 1, lease_until: addMinutes(service.clock.now(), 2) })
    const requested = () => service.parts.db('redactions').pluck('file_id')
    expect(await requested()).toContain(await idOf('redacted.pdf'))
    await lead.open(address)
    await lead.press('Add redacted copy', { files: [{ name: 'redacted again.pdf', content: pages(1, 'No one') }] })
    expect([lead.status, (await requested()).includes(await idOf('redacted.pdf'))]).toEqual([200, false])
  })

  test('a copy is not offered while the file is being scanned', async () => {
    await service.database.writer('evidence_files').where({ name: 'long.pdf' }).update({ state: 'scanning' })
    await open(library.lead, 'long.pdf')
    expect([library.lead.status, library.lead.text.includes('We are checking this file for viruses.')]).toEqual([
      200,
      true,
    ])
    await library.lead.send(await addressOf('long.pdf'), { 'read-details': '' })
    expect([library.lead.status, library.lead.text.includes('We are checking this file for viruses.')]).toEqual([
      422,
      true,
    ])
    await service.database.writer('evidence_files').where({ name: 'long.pdf' }).update({ state: 'ready' })
  })

  test('a contributor who can no longer open the original is redirected to the evidence', async () => {
    const { contributor } = library
    await open(contributor, 'minutes.pdf')
    service.clock.minutesPass(1)
    await contributor.press('Make a redacted copy')
    expect([contributor.status, contributor.errors]).toEqual([
      422,
      ['Enter words or phrases, or add an area to black out'],
    ])
    await contributor.press('Make a redacted copy', { phrases: 'the meeting' })
    expect([contributor.address, (await copies()).length]).toEqual([`/evidence/${evidence}`, 4])
  })

  test('a request is refused while too many documents are being read, and the entered values stay', async () => {
    const { lead } = library
    const address = await addressOf('minutes.pdf')
    await whileProcessesAreBusy(() => lead.send(address, { 'read-details': '', phrases: 'Minutes of' }))
    expect([
      lead.status,
      lead.html.includes('Minutes of'),
      await service.parts.db('redactions').whereNull('failed'),
    ]).toEqual([503, true, []])
  })
  test('no other process takes over a copy whose pages take a long time to make', async () => {
    await askedFor('slow.pdf')
    const claims: unknown[] = []
    const { files, write } = service.parts
    // Each page needs two of these steps, so it takes a minute.
    const slowly: typeof files.make = async draw => {
      service.clock.minutesPass(0.5)
      claims.push(await write(theService, ({ trx, at }) => claimRedaction(trx, at)))
      return files.make(draw)
    }
    await makeRedactedCopies({ ...service.parts, files: { ...files, make: slowly } })
    expect([claims, await copies().where({ redacts_file_id: await idOf('slow.pdf') })]).toEqual([
      Array(8).fill(null),
      [expect.anything()],
    ])
  })

  test('a copy is made if another process took its lease while the clock was days ahead', async () => {
    await askedFor('ahead.pdf', { lease_until: addMinutes(service.clock.now(), 3 * 24 * 60) })
    await make()
    expect(await copies().where({ redacts_file_id: await idOf('ahead.pdf') })).toHaveLength(1)
  })
})
