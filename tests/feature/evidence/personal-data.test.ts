import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { FormRefused } from '../../../src/domain/refusals.ts'
import { newId } from '../../../src/db/ids.ts'
import { addMinutes } from '../../../src/domain/time.ts'
import { readersById } from '../../../src/email/readers.store.ts'
import { checkInvariants } from '../../../src/invariants/check.ts'
import { keepFiles } from '../../../src/modules/evidence/files/file.actions.ts'
import { keptFilesOf } from '../../../src/modules/evidence/files/file.store.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
import { recoverFiles } from '../../../src/files/recover.ts'
import { eachDatabase } from '../../support/database.ts'
import { aLibrary, publishedFramework, type Known, type Library } from '../../support/library.ts'
import { signIn } from '../../support/signing-in.ts'
import { csv, docx, docxBy, jpeg, pdf, pdfBy } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'

// All names are fictional.

eachDatabase('the check for personal details', engine => {
  let service: Service
  let library: Library
  let other: Library
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries', ['Central', 'Amina Yusuf Library'])
    other = await aLibrary(service, 'Thornwick Library')
  })
  afterAll(() => service.end())

  const list = () => `/organisations/${library.id}/evidence`
  const add = async (actor: Known, typed: Record<string, unknown>) => {
    await actor.open(`${list()}/new`)
    await actor.press('Add evidence', typed as never)
  }
  const evidenceItems = async () => Number((await service.parts.db('evidence').count<{ n: number }[]>('id as n'))[0]!.n)
  const held = () => service.parts.db('held_files').select('id', 'name')
  const objects = async () => {
    const folder = join(service.database.dataFolder, 'uploads/files')
    return (await Promise.all((await readdir(folder)).map(each => readdir(join(folder, each))))).flat()
  }
  const broken = async () =>
    checkInvariants({
      database: service.database,
      uploads: join(service.database.dataFolder, 'uploads'),
      now: service.clock.now(),
      confirmed: [],
    })
  const foundOn = ({ $ }: Known) =>
    $('#personal-data-question li')
      .map(
        (_, line) => $(line).text().replace(/\s+/g, ' ').trim() + ofFile($(line).closest('ul').prevAll('h3').first()),
      )
      .get()
  const ofFile = (heading: { text(): string }) => (heading.text() === '' ? '' : ` of ${heading.text()}`)

  test('the page asks about personal details before saving, and keeps everything that was entered', async () => {
    const before = await evidenceItems()
    await add(library.lead, {
      title: 'What Halima Warsame told us',
      summary: 'Ring 07700 900123.',
      note: 'born on 3 May 1991',
      kind: 'policy',
      files: [
        { name: 'Selamawit_letter.pdf', content: pdf },
        { name: 'numbers.csv', content: csv },
      ],
    })
    expect([library.lead.status, library.lead.errors, await evidenceItems()]).toEqual([422, [], before])
    expect(foundOn(library.lead)).toEqual([
      'Halima Warsame Name · What is it?',
      '07700 900123 Phone number · Summary for the panel',
      'born on 3 May 1991 Date of birth · Note',
      'Selamawit Name · file name of Selamawit_letter.pdf',
    ])
    expect([
      library.lead.valueOf('title'),
      library.lead.valueOf('note'),
      library.lead.valueOf('kind'),
      (await held()).length,
    ]).toEqual(['What Halima Warsame told us', 'born on 3 May 1991', 'policy', 2])
    expect(await broken()).toEqual([])

    await library.lead.press('Add evidence', {})
    expect([library.lead.status, library.lead.errors]).toEqual([422, ['Choose what to do with the personal details']])
    await library.lead.press('Add evidence', { personalData: 'keep' })
    expect(library.lead.errors).toEqual(['Enter why it is safe to share the details'])
    await library.lead.press('Add evidence', {
      personalData: 'keep',
      personalDataReason: 'She is the author, and wants to be named',
    })
    expect([library.lead.status, library.lead.errors, await evidenceItems(), await held()]).toEqual([
      200,
      [],
      before + 1,
      [],
    ])
    expect(library.lead.links.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Selamawit_letter.pdf', 'numbers.csv']),
    )
    expect(library.lead.text).toContain('She is the author, and wants to be named')
    const [event] = await service.parts.db('events').where({ name: 'evidence.personal_data_answered' })
    expect(JSON.parse(event!.facts)).toEqual({ kinds: ['name', 'phone', 'birth'], answer: 'keep' })
    expect(await broken()).toEqual([])
  })

  test('a title that was copied into an empty note is checked once', async () => {
    await add(library.lead, { title: 'Halima Warsame came to our café' })
    expect([library.lead.status, foundOn(library.lead)]).toEqual([422, ['Halima Warsame Name · What is it?']])
    await library.lead.press('Add evidence', { title: '14 people came to our café', personalData: 'removed' })
    expect(library.lead.notices).toEqual(['“14 people came to our café” has been added'])
  })

  test('a person removes details from the text and file name without choosing the file again', async () => {
    await add(library.contributor, {
      title: 'A talk by Halima Warsame',
      files: [{ name: 'Halima Warsame.jpg', content: await jpeg() }],
    })
    const [file] = await held()
    await library.contributor.press('Add evidence', { personalData: 'removed' })
    expect(library.contributor.errors).toEqual([
      'The personal details are still there. Remove them or choose another option',
    ])
    await library.contributor.press('Add evidence', {
      personalData: 'removed',
      title: 'A talk by a reader',
      [`name-${file!.id}`]: 'talk.jpg',
    })
    expect([
      library.contributor.status,
      library.contributor.headings[0],
      library.contributor.links.map(({ text }) => text).includes('talk.jpg'),
    ]).toEqual([200, 'A talk by a reader', true])
    expect([library.contributor.text.includes('Halima'), await held()]).toEqual([false, []])
  })

  test('evidence with personal details can be restricted, and then an observer cannot open it', async () => {
    await add(library.contributor, { title: 'What Halima Warsame said', note: 'In confidence' })
    await library.contributor.press('Add evidence', { personalData: 'restrict' })
    const id = library.contributor.address.split('/').at(-1)!
    expect((await service.parts.db('evidence').where({ id }).first())!.sensitivity).toBe('restricted')
    await library.observer.open(`/evidence/${id}`)
    expect(library.observer.status).toBe(404)
  })

  test('the page of evidence shows the latest 50 decisions about personal details, oldest first', async () => {
    await add(library.lead, { title: 'Stall at the summer fair' })
    const id = library.lead.address.split('/').at(-1)!
    const answers = Array.from({ length: 51 }, (_, place) => ({
      id: newId(),
      evidence_id: id,
      kinds: '["phone"]',
      answer: 'allowed',
      reason: `Reason number ${place + 1}.`,
      answered_by: library.lead.id,
      answered_at: addMinutes(service.clock.now(), place - 60),
    }))
    await service.database.writer.batchInsert('personal_data_answers', answers, 20)
    await library.lead.open(`/evidence/${id}`)
    const shown = [...library.lead.text.matchAll(/Reason number (\d+)/g)].map(([, number]) => Number(number))
    expect(shown).toEqual(Array.from({ length: 50 }, (_, place) => place + 2))
  })

  test('the page asks again when details are added after the question', async () => {
    await add(library.lead, { title: 'Ring 07700 900123', note: 'x' })
    expect([
      library.lead.title.startsWith('Question: '),
      library.lead.$('[autofocus]').attr('id'),
      library.lead.$('#personal-data-question').attr('tabindex'),
    ]).toEqual([true, 'personal-data-question', '-1'])
    const before = await evidenceItems()
    await library.lead.press('Add evidence', {
      title: 'Ring 07700 900123 or Halima Warsame',
      personalData: 'keep',
      personalDataReason: 'The number of the office',
    })
    expect([
      library.lead.status,
      library.lead.errors,
      library.lead.valueOf('personalDataReason'),
      await evidenceItems(),
    ]).toEqual([
      422,
      ['There is more to check. Choose what to do with everything listed below'],
      'The number of the office',
      before,
    ])
    expect([library.lead.title.startsWith('Error: '), library.lead.$('[autofocus]').first().attr('id')]).toEqual([
      true,
      'errors',
    ])
    await library.lead.press('Add evidence', {
      title: 'Ring 07700 900123',
      personalData: 'restrict',
      files: [{ name: 'Passport number AB123456.csv', content: csv }],
    } as never)
    expect([library.lead.status, library.lead.errors, await evidenceItems()]).toEqual([
      422,
      ['There is more to check. Choose what to do with everything listed below'],
      before,
    ])
    await library.lead.press('Add evidence', { personalData: 'restrict' })
    expect([library.lead.status, await evidenceItems()]).toEqual([200, before + 1])
  })

  test('a form sent twice is saved once, and another person cannot use the files kept for it', async () => {
    await add(library.lead, { title: 'Twice', files: [{ name: 'Halima Warsame.csv', content: csv }] })
    const [file] = await held()
    const typed = {
      idempotencyKey: library.lead.valueOf('idempotencyKey'),
      title: 'Twice',
      held: file!.id,
      personalDataAsked: library.lead.valueOf('personalDataAsked'),
      personalData: 'keep',
      personalDataReason: 'Made up',
    }
    const before = await evidenceItems()
    await library.contributor.send(`${list()}/new`, { ...typed, idempotencyKey: 'b'.repeat(20) } as never, 'multipart')
    expect([library.contributor.status, library.contributor.errors, await evidenceItems()]).toEqual([
      422,
      ['Choose your files again. We no longer have them'],
      before,
    ])
    await other.lead.send(
      `/organisations/${other.id}/evidence/new`,
      { ...typed, idempotencyKey: 'c'.repeat(20) } as never,
      'multipart',
    )
    expect([other.lead.status, (await held()).length]).toEqual([422, 1])
    await library.lead.send(`${list()}/new`, typed as never, 'multipart')
    const first = library.lead.address
    await library.lead.send(`${list()}/new`, typed as never, 'multipart')
    expect([library.lead.status, library.lead.address, await evidenceItems()]).toEqual([200, first, before + 1])
  })

  test('a file that becomes evidence while it is checked again is not kept for another question', async () => {
    await add(library.lead, { title: 'Overlapping', files: [{ name: 'Halima Warsame.csv', content: csv }] })
    const { actor } = (await readersById(service.parts.db, [library.lead.id]))[0]!
    const ids = (await held()).map(({ id }) => id)
    const kept = await keptFilesOf(service.parts.db, { actor, organisation: library, ids })
    const files = kept.map(file => ({ ...file, keep: () => Promise.resolve() }))
    const checkAgain = () =>
      keepFiles(service.parts, {
        actor,
        organisation: library,
        received: { body: {}, kept, files: files as never, problems: [], status: 422 },
      })
    expect([(await checkAgain()).map(({ id }) => id), (await held()).map(({ id }) => id)]).toEqual([ids, ids])
    await library.lead.press('Add evidence', { personalData: 'keep', personalDataReason: 'Made up' })
    const evidence = library.lead.address
    await expect(checkAgain()).rejects.toThrow(new FormRefused('files', 'personal_data.kept.gone'))
    expect(await held()).toEqual([]) // files listed here are deleted after a day, and this file is now evidence
    await library.lead.open(evidence)
    expect([library.lead.text.includes('Halima Warsame.csv'), await broken()]).toEqual([true, []])
  })

  test('a saved form sent again with another answer, name or choice of files is refused', async () => {
    const files = ['Halima Warsame.csv', 'Selamawit Haile.csv'].map(name => ({ name, content: csv }))
    await add(library.lead, { title: 'Answered again', files })
    const [one, two] = (await held()).map(({ id }) => id)
    const answered = {
      idempotencyKey: library.lead.valueOf('idempotencyKey'),
      title: 'Answered again',
      personalDataAsked: library.lead.valueOf('personalDataAsked'),
      personalData: 'keep',
      personalDataReason: 'Made up',
      heldAsked: 'yes',
      held: one!,
    }
    const before = await evidenceItems()
    await library.lead.send(`${list()}/new`, answered as never, 'multipart')
    expect([library.lead.status, await evidenceItems(), (await held()).length]).toEqual([200, before + 1, 1])
    for (const other of [
      { personalData: 'restrict' },
      { personalDataReason: '' },
      { [`name-${one}`]: 'numbers.csv' },
      { held: [one, two] },
    ]) {
      await library.lead.send(`${list()}/new`, { ...answered, ...other } as never, 'multipart')
      expect([library.lead.status, library.lead.notices, library.lead.errors, await evidenceItems()]).toEqual([
        422,
        [],
        [expect.any(String)],
        before + 1,
      ])
    }
    expect((await held()).length).toBe(1)
    await library.lead.send(`${list()}/new`, answered as never, 'multipart')
    expect([library.lead.status, await evidenceItems()]).toEqual([200, before + 1])
  })

  test('changed and added text is checked, and unchanged text is not checked again', async () => {
    await add(library.lead, { title: 'A book by Halima Warsame', note: 'x', kind: 'stock' })
    await library.lead.press('Add evidence', { personalData: 'keep', personalDataReason: 'The author' })
    const evidence = library.lead.address
    await library.lead.follow('Change details')
    await library.lead.press('Save', { kind: 'policy' })
    expect([library.lead.status, library.lead.address]).toEqual([200, evidence])
    await library.lead.follow('Change details')
    await library.lead.press('Save', { summary: 'Her number is QQ123456C' })
    expect([library.lead.status, foundOn(library.lead), library.lead.valueOf('summary')]).toEqual([
      422,
      ['QQ123456C National Insurance number · Summary for the panel'],
      'Her number is QQ123456C',
    ])
    await library.lead.press('Save', { personalData: 'removed', summary: 'Nothing of hers' })
    expect([library.lead.status, library.lead.address]).toEqual([200, evidence])
    await library.lead.follow('Add a file, link or note')
    await library.lead.press('Save', { files: [{ name: 'Halima Warsame.csv', content: csv }] })
    expect([library.lead.status, foundOn(library.lead)]).toEqual([
      422,
      ['Halima Warsame Name · file name of Halima Warsame.csv'],
    ])
    await library.lead.press('Save', { personalData: 'restrict' })
    expect([
      library.lead.status,
      library.lead.address,
      library.lead.text.includes(
        'Restricted to leads, the owner, the panel and trustees without a conflict of interest.',
      ),
    ]).toEqual([200, evidence, true])
    expect(await broken()).toEqual([])
  })

  test('the page does not ask about the name of a branch', async () => {
    await add(library.lead, { title: 'Opening the Amina Yusuf Library', note: 'x' })
    expect([library.lead.status, library.lead.headings[0]]).toEqual([200, 'Opening the Amina Yusuf Library'])
  })

  test('the page asks about details in document properties, and accepts a clean copy of the document', async () => {
    const by = docxBy(
      '<dc:creator>Halima Warsame</dc:creator><dc:title>Opening hours</dc:title>',
      '<Company>07700 900123</Company>',
    )
    await add(library.lead, {
      title: 'A plan',
      files: [
        { name: 'plan.docx', content: by },
        { name: 'cover.pdf', content: pdfBy('/Author (Selamawit Tesfay)', '<< >>') },
      ],
    })
    const asked = [
      'Halima Warsame Name · properties: author of plan.docx',
      '07700 900123 Phone number · properties: company of plan.docx',
      'Selamawit Tesfay Name · properties: author of cover.pdf',
    ]
    expect([
      library.lead.status,
      foundOn(library.lead).toSorted(),
      library.lead.text.includes('Anyone who gets the document can read its properties.'),
    ]).toEqual([422, asked.toSorted(), true])
    await library.lead.press('Add evidence', { personalData: 'removed' })
    expect([library.lead.status, foundOn(library.lead).toSorted(), library.lead.errors.length]).toEqual([
      422,
      asked.toSorted(),
      1,
    ])
    await library.lead.press('Add evidence', {
      held: [],
      personalData: 'removed',
      files: [{ name: 'plan.docx', content: docx }],
    } as never)
    expect([
      library.lead.status,
      library.lead.headings[0],
      library.lead.links.filter(({ text }) => text === 'plan.docx').length,
    ]).toEqual([200, 'A plan', 1])
    await add(library.lead, {
      title: 'By one of us',
      files: [{ name: 'plan.docx', content: docxBy(`<dc:creator>${library.lead.name}</dc:creator>`) }],
    })
    expect([library.lead.status, library.lead.headings[0]]).toEqual([200, 'By one of us'])
    await service.database.transaction(trx =>
      trx('held_files')
        .delete()
        .then(() => undefined),
    ) // deletes the replaced files, which are still kept for the question
  })

  test('an unticked file is left out, and files kept for the question are deleted after a day', async () => {
    await add(library.lead, { title: 'A talk', note: 'x', files: [{ name: 'Halima Warsame.csv', content: csv }] })
    const [file] = await held()
    await library.lead.press('Add evidence', { held: [], personalData: 'removed' })
    expect([
      library.lead.status,
      library.lead.headings[0],
      library.lead.text.includes('Halima'),
      (await held()).length,
      (await objects()).includes(file!.id),
    ]).toEqual([200, 'A talk', false, 1, true])
    await recoverFiles(service.parts)
    expect((await objects()).includes(file!.id)).toBe(true)
    service.clock.minutesPass(24 * 60 + 1)
    await timetable
      .find(({ name }) => name === 'delete-old-held-files')!
      .run(service.parts, '2027-03-01' as never, new AbortController().signal)
    expect([await held(), (await objects()).includes(file!.id)]).toEqual([[], false])
  })

  test('a contributor who restricts a colleague’s evidence is taken to the list, and told it was saved', async () => {
    const { contributor } = library
    for (const actor of [library.lead, contributor]) await signIn(service, actor, actor.id)
    const file = (name: string) => ({ files: [{ name, content: Buffer.from(`${name}\n`) }] })
    for (const [below, button, typed] of [
      ['more', 'Save', { note: 'Ring 07700 900123' }],
      ['version', 'Add version', file('Halima Warsame.txt')],
      ['redaction', 'Add redacted copy', file('Halima Warsame, copy.txt')],
    ] as const) {
      await add(library.lead, { title: `The ${below} page`, kind: 'policy', ...file('plain.txt') })
      const evidence = library.lead.address.split('/')[2]!
      const { id } = (await service.parts.db('evidence_files').where({ evidence_id: evidence }).first('id'))!
      await contributor.open(`/evidence/${evidence}${below === 'more' ? '' : `/files/${id}`}/${below}`)
      await contributor.press(button, typed as never)
      await contributor.press(button, { personalData: 'restrict' })
      expect([contributor.status, contributor.address, contributor.notices.length]).toEqual([200, list(), 1])
      expect((await service.parts.db('evidence').where({ id: evidence }).first('sensitivity'))!.sensitivity).toBe(
        'restricted',
      )
    }
  })
})
