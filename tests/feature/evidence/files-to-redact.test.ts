import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { join } from 'node:path'
import { checkInvariants } from '../../../src/invariants/check.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
import { newId } from '../../../src/db/ids.ts'
import { theClock } from '../../../src/domain/actor.ts'
import { recordVerdict } from '../../../src/modules/evidence/versions/version.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aLibrary,
  anApplicationIn,
  declares,
  publishedFramework,
  showInSubmission,
  aSignedInPerson,
  type Known,
  type Library,
} from '../../support/library.ts'
import { pdfOfText } from '../../support/pdf-pages.ts'
import { png } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'
import { entriesOf } from '../../support/zip-entries.ts'

const letter = pdfOfText([{ written: [{ x: 60, y: 700, text: 'A letter for Yara Haddad' }] }])
const note = Buffer.from('Please call Yara Haddad on 07700 900142\n')
const password = 'open the library door'

eachDatabase('a file that needs a redacted copy', engine => {
  let service: Service
  let library: Library
  let other: Known
  let coordinator: Known
  let application: string
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    other = await aSignedInPerson(service, 'Another contributor', [], [[library, 'contributor']])
    coordinator = await aSignedInPerson(service, 'A coordinator', ['coordinator'])
    application = await anApplicationIn(service, library, 'submitted')
    await declares(service, application, coordinator, 'no conflict')
  })
  afterAll(() => service.end())

  const run = (name: string) =>
    timetable.find(job => job.name === name)!.run(service.parts, '2027-03-01' as never, new AbortController().signal)
  const fileAt = (evidence: string, id: string) => `/evidence/${evidence}/files/${id}`
  const fileIn = async (evidence: string, name: string) =>
    (await service.parts.db('evidence_files').where({ evidence_id: evidence, name }).first())!

  const stored = async (id: string) =>
    Buffer.concat(await service.parts.files.open(id).then(stream => stream.toArray()))
  /**
   * Adds evidence with a document to redact.
   * @returns the ids of the evidence and the file, and the address of the page that redacts the file
   */
  const addToRedact = async (actor: Known, title: string, file = { name: 'letter.pdf', content: letter }) => {
    service.clock.minutesPass(1)
    await actor.open(`/organisations/${library.id}/evidence/new`)
    await actor.press('Add evidence', { title, files: [file] })
    expect([actor.status, actor.$('[name=personalData]').first().val()]).toEqual([422, 'redact'])
    await actor.press('Add evidence', { personalData: 'redact' })
    const [, , evidence, , id] = actor.address.split('/')
    return { evidence: evidence!, id: id!, address: actor.address }
  }
  const broken = async () =>
    (
      await checkInvariants({
        database: service.database,
        uploads: join(service.database.dataFolder, 'uploads'),
        now: service.clock.now(),
        confirmed: [],
      })
    )
      .filter(({ rule }) => ['I1', 'I2', 'I4', 'I5', 'I11', 'I13'].includes(rule))
      .map(({ rule, entity, what }) => `${rule} ${entity}: ${what}`)

  test('a file to redact is saved, and the next page is the one that redacts files of its type', async () => {
    const pdf = await addToRedact(library.contributor, 'A letter')
    expect([library.contributor.headings[0], pdf.address]).toEqual([
      'Check for personal details',
      `${fileAt(pdf.evidence, pdf.id)}/redacted-copy`,
    ])
    expect(library.contributor.notices).toEqual(['“A letter” has been added'])
    const text = await addToRedact(library.lead, 'A note', { name: 'note.txt', content: note })
    expect(text.address).toBe(`${fileAt(text.evidence, text.id)}/redaction`)
    expect(library.lead.text).toContain('Save this document as a PDF')
    const picture = await addToRedact(library.lead, 'A picture', { name: 'Yara Haddad.png', content: await png() })
    expect(picture.address).toBe(`${fileAt(picture.evidence, picture.id)}/blackout`)
    expect(await service.parts.db('personal_data_answers')).toEqual([])
  })

  test('the form also asks for names to be removed from its text', async () => {
    const actor = library.contributor
    await actor.open(`/organisations/${library.id}/evidence/new`)
    await actor.press('Add evidence', {
      title: 'A letter to Mrs Haddad',
      files: [{ name: 'letter.pdf', content: letter }],
    })
    await actor.press('Add evidence', { personalData: 'redact' })
    expect([actor.status, actor.errors]).toEqual([
      422,
      ['A redacted copy does not change your text. Remove the personal details from it, or choose another option'],
    ])
    await actor.press('Add evidence', { personalData: 'redact', title: 'A letter with thanks' })
    expect([actor.status, actor.headings[0]]).toEqual([200, 'Check for personal details'])
  })

  test('a redacted copy is not offered for text alone, or for a redacted copy', async () => {
    const actor = library.contributor
    await actor.open(`/organisations/${library.id}/evidence/new`)
    await actor.press('Add evidence', { title: 'A letter to Mrs Haddad', note: 'Sent' })
    expect([actor.status, actor.$('[name=personalData][value=redact]').length]).toEqual([422, 0])
    const { evidence, id } = await addToRedact(actor, 'A note', { name: 'note.txt', content: note })
    await actor.open(`${fileAt(evidence, id)}/redaction`)
    await actor.press('Add redacted copy', { files: [{ name: 'again.txt', content: note }] })
    expect([actor.status, actor.$('[name=personalData][value=redact]').length]).toEqual([422, 0])
  })

  test('no address shows the content or name of a file to redact to people who cannot open the file', async () => {
    const { evidence, id } = await addToRedact(library.contributor, 'Letters')
    await showInSubmission(service, application, library.lead, [evidence])
    await run('make-previews')
    const parts = [
      '',
      '/small',
      '/pages/1',
      '/pages/1/picture',
      '/redacted-copy',
      '/redaction',
      '/removal',
      '/version',
      '/kept-original',
      '/unredacted',
    ]
    const responses = async (actor: Known) => {
      const found: [string, number, boolean][] = []
      for (const part of parts) {
        await actor.open(fileAt(evidence, id) + part)
        found.push([part, actor.status, actor.html.includes('letter.pdf')])
      }
      return found
    }
    expect((await responses(library.lead)).map(([part, status]) => [part, status])).toEqual(
      parts.map(part => [part, part === '/unredacted' ? 404 : 200]),
    )
    expect((await responses(library.contributor)).map(([part, status]) => [part, status])).toEqual(
      parts.map(part => {
        if (part === '/kept-original') return [part, 403]
        return [part, part === '/unredacted' ? 404 : 200]
      }),
    )
    for (const actor of [other, library.observer, coordinator]) {
      for (const [part, status, names] of await responses(actor))
        expect([actor.name, part, [403, 404].includes(status), names]).toEqual([actor.name, part, true, false])
      await actor.open(fileAt(evidence, id))
      expect(actor.status).toBe(404)
      await actor.open(`/evidence/${evidence}`)
      expect([
        actor.name,
        actor.status,
        actor.html.includes('letter.pdf'),
        actor.text.includes('1 document needs a redacted copy before you can open it.'),
      ]).toEqual([actor.name, 200, false, actor !== coordinator])
    }
    for (const [actor, finds] of [
      [library.lead, true],
      [other, true],
    ] as const) {
      await actor.open(`/organisations/${library.id}/evidence?search=Letters`)
      expect([actor.name, actor.html.includes('Letters'), actor.html.includes(`files/${id}`)]).toEqual([
        actor.name,
        finds,
        false,
      ])
      await actor.open(`/organisations/${library.id}/evidence?search=letter.pdf`)
      expect([actor.name, actor.html.includes('>Letters<')]).toEqual([actor.name, false])
    }
    expect(await broken()).toEqual([])
  })

  test('only leads and the owner get a file to redact in their ZIP', async () => {
    const { id } = (await service.parts.db('evidence_files').where({ name: 'letter.pdf' }).first('id'))!
    const cleaned = await stored(id)
    const inZip = async (actor: Known) => {
      await actor.open(`/organisations/${library.id}/export`)
      await actor.press('Download evidence', { password })
      return [actor.status, [...entriesOf(actor.content).values()].some(entry => entry.equals(cleaned))]
    }
    expect([await inZip(library.lead), await inZip(library.contributor)]).toEqual([
      [200, true],
      [200, true],
    ])
    expect([await inZip(other), await inZip(library.observer)]).toEqual([
      [200, false],
      [200, false],
    ])
  })

  test('the home pages of leads count a file to redact until it has a redacted copy', async () => {
    await library.lead.open('/home')
    const before = Number(/(\d+) documents? needs? a redacted copy/.exec(library.lead.text)?.[1])
    const { evidence, id } = await addToRedact(library.contributor, 'One more letter')
    await library.lead.open('/home')
    expect(library.lead.text).toContain(`${before + 1} documents need a redacted copy`)
    for (const actor of [library.contributor, library.observer]) {
      await actor.open('/home')
      expect([actor.name, actor.text.includes('redacted copy')]).toEqual([actor.name, false])
    }
    await library.lead.open(`/evidence/${evidence}`)
    expect(library.lead.text).toContain('Needs a redacted copy')
    await library.lead.open(`${fileAt(evidence, id)}/redacted-copy`)
    expect(library.lead.text).toContain(
      'Until you decide what to do, only leads, the owner and the person who added this document can open it.',
    )
    await library.lead.press('Make a redacted copy')
    expect(library.lead.headings[0]).toBe('Redacted copy made')
    await library.lead.open('/home')
    expect(library.lead.text).toContain(`${before} documents need a redacted copy`)
    await other.open(fileAt(evidence, id))
    expect([other.status, other.content.equals(await stored(id))]).toEqual([200, true])
    await library.observer.open(fileAt(evidence, id))
    expect(library.observer.status).toBe(404)
    await library.observer.open(`/evidence/${evidence}`)
    expect(library.observer.text).toContain('Redacted copy made on')
  })

  test('before a copy is removed, the page warns if no other can be made because the original is erased', async () => {
    const { lead } = library
    await lead.open(`/organisations/${library.id}/evidence/new`)
    await lead.press('Add evidence', { title: 'A letter to erase', files: [{ name: 'erase.pdf', content: letter }] })
    await lead.press('Add evidence', { personalData: 'keep', personalDataReason: 'She agreed' })
    const evidence = lead.address.split('/').at(-1)!
    const { id } = await fileIn(evidence, 'erase.pdf')
    await lead.open(`${fileAt(evidence, id)}/redacted-copy`)
    await lead.press('Make a redacted copy')
    const copy = (await service.parts.db('evidence_files').where({ redacts_file_id: id }).first('id'))!.id
    const warned = async () => {
      await lead.open(`${fileAt(evidence, copy)}/removal`)
      return [/until you make another redacted copy/, /The original has been erased, so you cannot make another/].map(
        sentence => sentence.test(lead.text),
      )
    }
    expect(await warned()).toEqual([true, false])
    await lead.open(`${fileAt(evidence, id)}/removal`)
    await lead.press('Remove file')
    await lead.open(`${fileAt(evidence, id)}/erasure`)
    await lead.press('Erase now')
    expect(await warned()).toEqual([false, true])
  })

  test('before a file’s last redacted copy is removed, the page warns that it will need another one', async () => {
    const { lead } = library
    await lead.open(`/organisations/${library.id}/evidence/new`)
    await lead.press('Add evidence', {
      title: 'A letter that was submitted',
      files: [{ name: 'letter.pdf', content: letter }],
    })
    await lead.press('Add evidence', { personalData: 'keep', personalDataReason: 'She agreed' })
    const evidence = lead.address.split('/').at(-1)!
    const { id } = await fileIn(evidence, 'letter.pdf')
    service.clock.minutesPass(1)
    await showInSubmission(service, application, lead, [evidence])
    service.clock.minutesPass(1)
    await lead.open(`${fileAt(evidence, id)}/redacted-copy`)
    await lead.press('Make a redacted copy')
    const copy = (await service.parts.db('evidence_files').where({ redacts_file_id: id }).first('id'))!.id
    await coordinator.open(fileAt(evidence, copy))
    expect(coordinator.status).toBe(200)
    await lead.open('/home')
    const before = Number(/(\d+) documents? needs? a redacted copy/.exec(lead.text)?.[1])
    service.clock.minutesPass(1)
    await lead.open(`${fileAt(evidence, copy)}/removal`)
    expect(lead.text).toContain(
      'City of Sanctuary, the panel and your observers see this redacted copy instead of “letter.pdf”.',
    )
    expect(lead.text).toContain('they will not see the document until you make another redacted copy. This includes')
    await lead.press('Remove file')
    expect([lead.text.includes('Needs a redacted copy'), lead.text.includes('This is the original.')]).toEqual([
      true,
      false,
    ])
    await lead.open('/home')
    expect(lead.text).toContain(`${before + 1} documents need a redacted copy`)
    for (const actor of [coordinator, library.observer, other]) {
      await actor.open(`/evidence/${evidence}`)
      expect([
        actor.name,
        actor.text.includes('1 document needs a redacted copy'),
        actor.text.includes('No files, links or notes yet'),
      ]).toEqual([actor.name, true, false])
    }
    await lead.open(`${fileAt(evidence, id)}/redacted-copy`)
    expect(lead.buttons.includes('Share original')).toBe(false)
    await lead.open(`${fileAt(evidence, id)}/kept-original`)
    expect(lead.status).toBe(404)
    await lead.open(`/evidence/${evidence}`)
    await lead.press('Restore Redacted document 1.pdf')
    expect([
      lead.status,
      lead.text.includes('Needs a redacted copy'),
      lead.text.includes('This is the original.'),
    ]).toEqual([200, false, true])
    await coordinator.open(`/evidence/${evidence}`)
    expect([coordinator.text.includes('Redacted copy made on'), await broken()]).toEqual([true, []])
  })

  test('a file needs a redacted copy again when it is restored after its only copy was removed', async () => {
    const { lead } = library
    const { evidence, id } = await addToRedact(lead, 'A letter and its copy')
    await lead.open(`${fileAt(evidence, id)}/redacted-copy`)
    await lead.press('Make a redacted copy')
    const copy = (await service.parts.db('evidence_files').where({ redacts_file_id: id }).first('id'))!.id
    for (const each of [id, copy]) {
      service.clock.minutesPass(1)
      await lead.open(`${fileAt(evidence, each)}/removal`)
      await lead.press('Remove file')
    }
    await lead.open(`/evidence/${evidence}`)
    await lead.press('Restore letter.pdf')
    expect(lead.text).toContain('Needs a redacted copy')
    await library.observer.open(`/evidence/${evidence}`)
    expect(library.observer.text).toContain('1 document needs a redacted copy')
    await lead.open(`/evidence/${evidence}`)
    await lead.press('Restore Redacted document 1.pdf')
    expect([lead.text.includes('Needs a redacted copy'), await broken()]).toEqual([false, []])
  })

  test('a file needs another redacted copy when a virus is found in its only copy', async () => {
    const { lead } = library
    const { evidence, id } = await addToRedact(lead, 'A letter with a bad copy')
    await lead.open(`${fileAt(evidence, id)}/redaction`)
    const content = Buffer.from('A letter for a member\n')
    await lead.press('Add redacted copy', { files: [{ name: 'copy.txt', content }] })
    expect(lead.text).not.toContain('Needs a redacted copy')
    const copy = (await fileIn(evidence, 'copy.txt')).id
    await service.parts.write(theClock, async work => {
      await work.trx('evidence_files').where({ id: copy }).update({ state: 'refused' })
      await recordVerdict(work, copy, 'refused')
    })
    await service.parts.files.remove(copy)
    await lead.open(`/evidence/${evidence}`)
    expect([lead.text.includes('Needs a redacted copy'), lead.text.includes('your observers see this copy')]).toEqual([
      true,
      false,
    ])
    await library.observer.open(`/evidence/${evidence}`)
    expect([library.observer.text.includes('1 document needs a redacted copy'), await broken()]).toEqual([true, []])
  })

  test('a lead can give a reason and share the unredacted file, which only later submissions show', async () => {
    const { evidence, id } = await addToRedact(library.contributor, 'A character in a book')
    service.clock.minutesPass(1)
    await showInSubmission(service, application, library.lead, [evidence])
    const { lead } = library
    await lead.open(`${fileAt(evidence, id)}/redacted-copy`)
    await lead.press('Share original', { reason: '  ' })
    expect([lead.status, lead.errors]).toEqual([422, ['Enter why it is safe to share the details']])
    service.clock.minutesPass(1)
    await lead.press('Share original', { reason: 'Yara is a character in a novel' })
    expect([lead.status, lead.notices]).toEqual([
      200,
      ['Everyone who can see this evidence can now open the original.'],
    ])
    expect(lead.text).toContain('Yara is a character in a novel')
    for (const actor of [other, library.observer]) {
      await actor.open(fileAt(evidence, id))
      expect([actor.name, actor.status]).toEqual([actor.name, 200])
    }
    await coordinator.open(fileAt(evidence, id))
    expect(coordinator.status).toBe(404)
    service.clock.minutesPass(1)
    await showInSubmission(service, application, lead, [evidence])
    await coordinator.open(fileAt(evidence, id))
    expect([coordinator.status, coordinator.content.equals(await stored(id))]).toEqual([200, true])
    expect(await broken()).toEqual([])
  })

  test('a file is not shared as it is while its redacted copy is being made', async () => {
    const { lead } = library
    const { evidence, id } = await addToRedact(lead, 'A letter being redacted')
    await lead.open(`${fileAt(evidence, id)}/kept-original`)
    await service.database.writer('redactions').insert({
      id: newId(),
      file_id: id,
      evidence_id: evidence,
      name: 'Redacted document',
      areas: '[]',
      failed: null,
      asked_by: library.contributor.id,
      asked_at: service.clock.now(),
      lease_until: null,
      lease_generation: 0,
      pages: null,
      pages_made: 0,
    })
    const requested = () => service.parts.db('redactions').where({ file_id: id }).pluck('failed')
    await lead.press('Share original', { reason: 'She agreed' })
    expect([lead.status, lead.errors, lead.valueOf('reason'), await requested()]).toEqual([
      422,
      ['We are already making a redacted copy of this file. Wait until it is ready, then check it'],
      'She agreed',
      [null],
    ])
    await other.open(fileAt(evidence, id))
    expect(other.status).toBe(404)
    await service.database.writer('redactions').where({ file_id: id }).update({ failed: 'pages' })
    await lead.press('Share original')
    expect([lead.status, await requested()]).toEqual([200, []])
  })

  test('a file to redact can be removed on the page that redacts it', async () => {
    const { evidence, id } = await addToRedact(library.contributor, 'To delete')
    await library.contributor.open(`${fileAt(evidence, id)}/redacted-copy`)
    await library.contributor.press('Remove document')
    expect(library.contributor.notices).toEqual(['“letter.pdf” has been removed'])
    expect((await fileIn(evidence, 'letter.pdf')).removed_at).not.toBeNull()
    await library.lead.open('/home')
    expect(library.lead.html.includes(id)).toBe(false)
  })

  test('a version that needs a redacted copy replaces the previous version once the copy is made', async () => {
    const actor = library.contributor
    await actor.open(`/organisations/${library.id}/evidence/new`)
    const plain = pdfOfText([{ written: [{ x: 60, y: 700, text: 'Opening hours' }] }])
    await actor.press('Add evidence', { title: 'Two versions', files: [{ name: 'first.pdf', content: plain }] })
    const evidence = actor.address.split('/').at(-1)!
    const first = await fileIn(evidence, 'first.pdf')
    service.clock.minutesPass(1)
    await actor.open(`${fileAt(evidence, first.id)}/version`)
    await actor.press('Add version', { files: [{ name: 'second.pdf', content: letter }] })
    await actor.press('Add version', { personalData: 'redact' })
    const second = await fileIn(evidence, 'second.pdf')
    expect([actor.address, (await fileIn(evidence, 'first.pdf')).replaced_at]).toEqual([
      `${fileAt(evidence, second.id)}/redacted-copy`,
      null,
    ])
    await other.open(`/evidence/${evidence}`)
    expect([other.html.includes('first.pdf'), other.html.includes('second.pdf')]).toEqual([true, false])
    service.clock.minutesPass(1)
    await actor.open(`${fileAt(evidence, second.id)}/redacted-copy`)
    await actor.press('Make a redacted copy')
    expect((await fileIn(evidence, 'first.pdf')).replaced_at).toBe(service.clock.now())
    expect(await broken()).toEqual([])
  })

  test('an invariant reports that someone has opened a file to redact without permission', async () => {
    const { evidence, id } = await addToRedact(library.contributor, 'Seen too early')
    await service.database.writer('access_log').insert({
      at: service.clock.now(),
      person_id: library.observer.id,
      what: 'file',
      entity_id: id,
      evidence_id: evidence,
      organisation_id: library.id,
      application_id: null,
    })
    expect(await broken()).toEqual([`I11 file ${id}: was opened although it needs a redacted copy`])
  })
})
