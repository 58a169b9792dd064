import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { fileLimits } from '../../../src/config.ts'
import { newId } from '../../../src/db/ids.ts'
import { checkInvariants } from '../../../src/invariants/check.ts'
import { join } from 'node:path'
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
import { pdf } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'

const secret = 'The whole letter, with the street in it'
const text = (words: string) => Buffer.from(`${words}\n`)

eachDatabase('a redacted copy', engine => {
  let service: Service
  let library: Library
  let other: Library
  let coordinator: Known
  let evidence: string
  let original: string
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    other = await aLibrary(service, 'Thornwick Library')
    coordinator = await aSignedInPerson(service, 'A coordinator', ['coordinator'])
    await library.lead.open(`/organisations/${library.id}/evidence/new`)
    await library.lead.press('Add evidence', {
      title: 'A letter',
      files: [
        { name: 'letter.txt', content: text(secret) },
        { name: 'plain.pdf', content: pdf },
      ],
    } as never)
    evidence = library.lead.address.split('/').at(-1)!
    original = await idOf('letter.txt')
    const application = await anApplicationIn(service, library, 'submitted')
    await showInSubmission(service, application, library.lead, [evidence])
    await declares(service, application, coordinator, 'no conflict')
  })
  afterAll(() => service.end())

  const idOf = async (name: string) =>
    (await service.parts.db('evidence_files').where({ evidence_id: evidence, name }).first('id'))!.id
  const fileAt = (id: string) => `/evidence/${evidence}/files/${id}`
  const linksOf = ({ links }: Known) => links.map(({ text: words }) => words)
  const redact = async (name: string, content: Buffer, of = original, actor = library.contributor) => {
    await actor.open(`${fileAt(of)}/redaction`)
    await actor.press('Add redacted copy', { files: [{ name, content }] } as never)
  }

  test('the charity sees the original while there is no redacted copy', async () => {
    await coordinator.open(`/evidence/${evidence}`)
    expect(coordinator.text).toContain('This is the evidence as the library submitted it.')
    await coordinator.open(fileAt(original))
    expect([coordinator.status, coordinator.content.toString().trim()]).toEqual([200, secret])
  })

  test('an empty or missing copy is refused, and so is a person who cannot change the evidence', async () => {
    for (const [typed, says] of [
      [[{ name: 'empty.txt', content: Buffer.alloc(0) }], 'empty'],
      [[], 'Choose a file'],
    ] as const) {
      await library.contributor.open(`${fileAt(original)}/redaction`)
      await library.contributor.press('Add redacted copy', { files: typed } as never)
      expect([library.contributor.status, library.contributor.errors.join().includes(says)]).toEqual([422, true])
    }
    expect(await service.parts.db('evidence_files').whereNotNull('redacts_file_id')).toEqual([])
    await library.observer.open(`${fileAt(original)}/redaction`)
    expect(library.observer.status).toBe(403)
    await other.lead.open(`${fileAt(original)}/redaction`)
    expect(other.lead.status).toBe(404)
  })

  test('the original is refused as its own redacted copy', async () => {
    await redact('letter without.txt', text(secret))
    expect([library.contributor.status, library.contributor.errors]).toEqual([
      422,
      ['letter without.txt is the same as the original. Choose the copy without personal details'],
    ])
    expect(await service.parts.db('evidence_files').whereNotNull('redacts_file_id')).toEqual([])
  })

  test('an original sent as its own redacted copy is refused without a question, and is not kept', async () => {
    const { contributor } = library
    const content = text('Call Halima on 07700 900123')
    await contributor.open(`/organisations/${library.id}/evidence/new`)
    await contributor.press('Add evidence', { title: 'A note', files: [{ name: 'note.txt', content }] } as never)
    await contributor.press('Add evidence', { personalData: 'keep', personalDataReason: 'Halima agreed' })
    const address = contributor.address
    const file = await service.parts.db('evidence_files').where({ name: 'note.txt' }).first('id')
    await contributor.open(`${address}/files/${file!.id}/redaction`)
    await contributor.press('Add redacted copy', { files: [{ name: 'note without.txt', content }] } as never)
    expect([contributor.status, contributor.errors, contributor.html.includes('name="held"')]).toEqual([
      422,
      ['note without.txt is the same as the original. Choose the copy without personal details'],
      false,
    ])
    expect(await service.parts.db('held_files')).toEqual([])
    await contributor.press('Add redacted copy', { files: [{ name: 'note.txt', content: text('Call us') }] } as never)
    expect([contributor.address, contributor.notices]).toEqual([address, [expect.stringContaining('has been added')]])
  })

  test('the charity sees the copy and not the original, and a contributor sees both', async () => {
    await redact('letter without.txt', text('The letter, without the street'))
    expect([library.contributor.status, library.contributor.notices]).toEqual([
      200,
      [
        'The redacted copy has been added. ' +
          'City of Sanctuary, the panel and your observers see it instead of the original.',
      ],
    ])
    expect(linksOf(library.contributor)).toEqual(expect.arrayContaining(['letter.txt', 'letter without.txt']))
    await coordinator.open(`/evidence/${evidence}`)
    expect([
      linksOf(coordinator).includes('letter without.txt'),
      coordinator.html.includes('letter.txt'),
      linksOf(coordinator).includes('plain.pdf'),
    ]).toEqual([true, false, true])
    expect(coordinator.text).toContain(
      'This is the evidence that the library submitted, with a redacted copy of 1 file.',
    )
    for (const part of ['', '/unredacted', '/redaction', '/removal']) {
      await coordinator.open(fileAt(original) + part)
      expect([part, [403, 404].includes(coordinator.status), coordinator.html.includes(secret)]).toEqual([
        part,
        true,
        false,
      ])
    }
    await coordinator.open(fileAt(await idOf('letter without.txt')))
    expect(coordinator.content.toString().trim()).toBe('The letter, without the street')
  })

  test('the charity can open the original for 15 minutes with a reason, which the lead can read', async () => {
    const redactedCopy = await idOf('letter without.txt')
    const trustee = await aSignedInPerson(service, 'A trustee', ['trustee'])
    const [application] = await service.parts.db('applications').pluck<string[]>('id')
    await declares(service, application!, trustee, 'no conflict')
    await coordinator.open(`${fileAt(redactedCopy)}/unredacted`)
    await coordinator.press('Open original', { reason: '   ' })
    expect([coordinator.status, coordinator.errors, await service.parts.db('unredacted_views')]).toEqual([
      422,
      ['Enter why you need the original'],
      [],
    ])
    for (const reason of ['.', '\u200b\u200b\u200b\u200b', '\u3164\u3164\u3164', '?!', 'a b']) {
      await coordinator.press('Open original', { reason })
      expect([reason, coordinator.status, coordinator.errors]).toEqual([
        reason,
        422,
        ['Enter at least 3 letters or numbers'],
      ])
    }
    expect(await service.parts.db('unredacted_views')).toEqual([])
    await coordinator.press('Open original', { reason: 'The number that they gave is not readable' })
    expect([coordinator.status, coordinator.content.toString().trim()]).toEqual([200, secret])
    const opened = coordinator.address
    await trustee.open(opened)
    expect(trustee.status).toBe(404)
    service.clock.minutesPass(16)
    await coordinator.open(opened)
    expect(coordinator.status).toBe(404)
    const views = await service.parts.db('access_log').where({ entity_id: original, person_id: coordinator.id })
    expect(views.length).toBe(2) // one view before the redacted copy, and one with a reason
    await library.lead.open(`/evidence/${evidence}`)
    expect([
      library.lead.text.includes('The number that they gave is not readable'),
      library.lead.text.includes('A coordinator'),
    ]).toEqual([true, false])
    await library.observer.open(`/evidence/${evidence}`)
    expect(library.observer.text).not.toContain('The number that they gave')
    await library.lead.open(`${fileAt(redactedCopy)}/unredacted`)
    expect(library.lead.status).toBe(404)
  })

  test('the newest copy is shown, and the original stays hidden when all copies are removed', async () => {
    await redact('shorter.txt', text('Shorter'), await idOf('letter without.txt'))
    await coordinator.open(`/evidence/${evidence}`)
    expect([linksOf(coordinator).includes('shorter.txt'), linksOf(coordinator).includes('letter without.txt')]).toEqual(
      [true, false],
    )
    for (const name of ['shorter.txt', 'letter without.txt']) {
      await library.lead.open(`${fileAt(await idOf(name))}/removal`)
      await library.lead.press('Remove file')
    }
    await coordinator.open(`/evidence/${evidence}`)
    expect(
      ['letter.txt', 'letter without', 'shorter', original, 'plain.pdf'].filter(text =>
        coordinator.html.includes(text),
      ),
    ).toEqual(['letter without', 'plain.pdf']) // the submission keeps the first copy
    await coordinator.open(fileAt(original))
    expect([coordinator.status, coordinator.html.includes(secret)]).toEqual([404, false])
    await library.contributor.open(`${fileAt(original)}/redaction`)
    expect(library.contributor.status).toBe(404)
    await redact('again.txt', text('Again'), original, library.lead)
    await service.database.transaction(trx =>
      trx('evidence_files')
        .where({ name: 'again.txt' })
        .update({ state: 'scanning' })
        .then(() => undefined),
    )
    for (const address of [fileAt(original), fileAt(await idOf('again.txt'))]) {
      await coordinator.open(address)
      expect(coordinator.status).toBe(404)
    }
    const broken = async () =>
      (
        await checkInvariants({
          database: service.database,
          uploads: join(service.database.dataFolder, 'uploads'),
          now: service.clock.now(),
          confirmed: [],
        })
      ).filter(({ rule }) => rule === 'I2' || rule === 'I11')
    expect(await broken()).toEqual([])
    await service.database.transaction(trx =>
      trx('unredacted_views')
        .delete()
        .then(() => undefined),
    )
    expect((await broken()).map(({ entity }) => entity)).toEqual([`file ${original}`])
  })

  test('the file name of a copy is checked for personal details before the charity sees it', async () => {
    await redact('Halima Warsame.txt', text('Nothing of hers'), await idOf('plain.pdf'))
    expect([
      library.contributor.status,
      library.contributor.$('#personal-data-question li').length,
      await service.parts.db('evidence_files').where({ redacts_file_id: await idOf('plain.pdf') }),
    ]).toEqual([422, 1, []])
    await coordinator.open(fileAt(await idOf('plain.pdf')))
    expect(coordinator.status).toBe(200)
    const [held] = await service.parts.db('held_files').select('id')
    await library.contributor.press('Add redacted copy', {
      personalData: 'removed',
      [`name-${held!.id}`]: 'first.txt',
    } as never)
    expect([
      library.contributor.status,
      linksOf(library.contributor).includes('first.txt'),
      library.contributor.html.includes('Halima'),
      await service.parts.db('held_files'),
    ]).toEqual([200, true, false, []])
  })

  test('a copy is refused when someone else has added one since the page was opened', async () => {
    const [one, other] = [library.lead, library.contributor]
    const plain = await idOf('plain.pdf')
    const copies = () => service.parts.db('evidence_files').whereIn('name', ['ours.txt', 'theirs.txt']).pluck('name')
    const theirs = { files: [{ name: 'theirs.txt', content: text('Theirs') }] }
    await one.open(`${fileAt(plain)}/redaction`)
    service.clock.minutesPass(1)
    await redact('ours.txt', text('Ours'), plain, other)
    await one.press('Add redacted copy', theirs as never)
    expect([one.status, one.errors, await copies()]).toEqual([
      409,
      [
        'Someone has added a redacted copy since you opened this page. ' +
          'Check what it blacks out, then choose your file again',
      ],
      ['ours.txt'],
    ])
    await one.press('Add redacted copy', theirs as never)
    expect([one.status, (await copies()).toSorted()]).toEqual([200, ['ours.txt', 'theirs.txt']])
  })

  test('evidence with the maximum number of files has room for a redacted copy', async () => {
    const db = service.database.writer
    const like = (await db('evidence_files').where({ id: original }).first())!
    for (let number = 1; number <= fileLimits.perItem; number += 1)
      await db('evidence_files').insert({ ...like, id: newId(), name: `letter ${number}.txt` })
    await redact('room.txt', text('There is room'))
    expect([library.contributor.status, linksOf(library.contributor).includes('room.txt')]).toEqual([200, true])
    await library.contributor.open(`/evidence/${evidence}/more`)
    await library.contributor.press('Save', { files: [{ name: 'more.txt', content: text('More') }] } as never)
    expect(library.contributor.errors).toEqual([
      `Each item of evidence can have up to ${fileLimits.perItem} files. Remove one, then choose the new files again`,
    ])
  })
})
