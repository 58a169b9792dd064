import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { checkInvariants } from '../../../src/invariants/check.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
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
import { markedPdf, pdfMarks } from '../../support/marked-pdf.ts'
import { a4, blackIn, bytesIn, pdfOfText, seenPages } from '../../support/pdf-pages.ts'
import { aService, type Service } from '../../support/service.ts'

const at = (x: number, y: number, text: string) => ({ x, y, text })
const register = pdfOfText([
  { written: [at(60, 700, 'Drop-in register'), at(60, 680, 'Yara Haddad came on Monday')] },
  { written: [at(60, 700, 'Nobody is named on this page')] },
  { written: [at(60, 700, 'Please call 07700 900142'), at(60, 680, 'or write to Yara Haddad')] },
])
/** The area around a text of this width in points, measured from the upper left corner of its page. */
const around = (x: number, y: number, width: number) => ({ left: x, top: a4.height - y - 9, width, height: 9 })
const password = 'Only for this test'

eachDatabase('making a redacted copy of a PDF', engine => {
  let service: Service
  let library: Library
  let coordinator: Known
  let evidence: string
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
    coordinator = await aSignedInPerson(service, 'A coordinator', ['coordinator'])
    await library.lead.open(`/organisations/${library.id}/evidence/new`)
    await library.lead.press('Add evidence', {
      title: 'Register',
      files: [
        { name: 'register of Yara.pdf', content: register },
        { name: 'marked.pdf', content: await markedPdf({ hasAttachment: false }) },
        { name: 'plain.txt', content: Buffer.from('words') },
      ],
    })
    if (library.lead.status === 422)
      await library.lead.press('Add evidence', { personalData: 'keep', personalDataReason: password })
    evidence = library.lead.address.split('/').at(-1)!
    const application = await anApplicationIn(service, library, 'submitted')
    await showInSubmission(service, application, library.lead, [evidence])
    await declares(service, application, coordinator, 'no conflict')
    await draw()
  })
  afterAll(() => service.end())

  const draw = () =>
    timetable
      .find(({ name }) => name === 'make-previews')!
      .run(service.parts, '2027-03-01' as never, new AbortController().signal)
  const idOf = async (name: string) =>
    (await service.parts.db('evidence_files').where({ evidence_id: evidence, name }).first('id'))!.id
  const fileAt = (id: string) => `/evidence/${evidence}/files/${id}`
  const open = async (name = 'register of Yara.pdf', actor = library.contributor) => {
    service.clock.minutesPass(1)
    await actor.open(`${fileAt(await idOf(name))}/redacted-copy`)
  }
  const copies = () => service.parts.db('evidence_files').whereNotNull('redacts_file_id').orderBy('uploaded_at')
  const lines = ({ $ }: Known) =>
    $('.los-compare tbody tr')
      .toArray()
      .map(row =>
        $(row)
          .find('th, td:last-child')
          .toArray()
          .map(cell => $(cell).text().replace(/\s+/g, ' ').trim()),
      )
  const ticked = ({ $ }: Known) => $('[name=details]:checked').length
  const blackOn = ({ $ }: Known) => $('.los-blackout--still rect').length
  const stored = async (id: string) =>
    Buffer.concat(await service.parts.files.open(id).then(stream => stream.toArray()))
  const staged = () => readdir(join(service.database.dataFolder, 'uploads/staging'))

  test('the page lists the personal details with their places, all selected for blacking out', async () => {
    const actor = library.contributor
    await actor.open(`/evidence/${evidence}`)
    await actor.follow('Make a redacted copy register of Yara.pdf')
    expect([actor.status, actor.headings[0]]).toEqual([200, 'Check for personal details'])
    expect(lines(actor)).toEqual([
      ['Yara Haddad Name', 'Where Page 1, line 2 and 1 more place'],
      ['07700 900142 Phone number', 'Where Page 3, line 1'],
    ])
    expect(actor.text).toContain('register of Yara.pdf, 3 pages')
    expect([ticked(actor), actor.buttons.filter(text => text === 'Make a redacted copy').length]).toEqual([2, 1])
    expect(actor.text).toContain('We found 2 details that could identify someone.')
    expect(actor.text).toContain('We checked all 3 pages, the comments and the hidden details.')
    expect(actor.text).toContain('We cannot read handwriting or text in pictures.')
    expect([actor.$('.los-blackout--still img').attr('src'), blackOn(actor)]).toEqual([
      `${fileAt(await idOf('register of Yara.pdf'))}/pages/1/picture`,
      1,
    ])
  })

  test('the page that redacts PDFs is not found for other files, and refused to people who cannot edit', async () => {
    await open('plain.txt')
    expect(library.contributor.status).toBe(404)
    for (const [actor, status] of [
      [library.observer, 403],
      [coordinator, 403],
      [await aSignedInPerson(service, 'Nobody in particular'), 404],
    ] as const) {
      await open('register of Yara.pdf', actor)
      expect(actor.status).toBe(status)
    }
  })

  test('without JavaScript, moving to another page of the PDF keeps the entries, but not in the address', async () => {
    const actor = library.contributor
    await open()
    await actor.press('Page 3, line 1', { phrases: 'Nobody', details: [] })
    expect([actor.$('.los-blackout--still img').attr('src')?.slice(-16), actor.address.includes('?')]).toEqual([
      '/pages/3/picture',
      false,
    ])
    expect([actor.valueOf('phrases'), ticked(actor), blackOn(actor), actor.errors]).toEqual(['Nobody', 0, 0, []])
    await actor.press('Previous page')
    expect([actor.$('.los-blackout--still img').attr('src')?.slice(-16), blackOn(actor)]).toEqual([
      '/pages/2/picture',
      1,
    ])
    await actor.press('Add an area')
    await actor.press('Add an area')
    expect([actor.valueOf('page-1'), actor.valueOf('left-2'), blackOn(actor)]).toEqual(['2', '40', 3])
    await actor.press('Remove Area 1')
    expect([actor.$('[name=page-2]').length, actor.valueOf('left-1'), await copies()]).toEqual([0, '40', []])
  })

  test('phrases that are not found and areas outside a page are refused, and the entries stay', async () => {
    const actor = library.contributor
    const refused = async (typed: Record<string, unknown>, says: string) => {
      await open()
      await actor.press('Make a redacted copy', typed as never)
      expect([actor.status, actor.errors, await copies()]).toEqual([422, [says], []])
    }
    await refused(
      { phrases: 'Monday\nHadad' },
      'We did not find “Hadad” in the text of this document. Check the spelling, or black out an area',
    )
    expect(actor.valueOf('phrases')).toBe('Monday\nHadad')
    await refused(
      { phrases: '***' },
      'We did not find “***” in the text of this document. Check the spelling, or black out an area',
    )
    await refused({ phrases: 'x'.repeat(201) }, 'Use 200 characters or fewer for each word or phrase')
    await refused(
      { phrases: Array.from({ length: 51 }, (_, index) => `p${index}`).join('\n') },
      'Enter up to 50 words or phrases',
    )
    await refused({ details: [] }, 'Tick at least one detail, or choose words or areas to black out')
    await open()
    await actor.press('Add an area')
    await actor.press('Make a redacted copy', { 'page-1': '4' })
    expect([actor.status, actor.errors]).toEqual([422, ['For area 1, enter a page number from 1 to 3']])
    await actor.press('Make a redacted copy', { 'page-1': '2', 'left-1': '90', 'width-1': '20' })
    expect(actor.errors).toEqual(['Area 1 goes past the right edge. Make it narrower or move it left'])
    await actor.press('Make a redacted copy', { 'width-1': '5' })
    expect(actor.errors).toEqual([
      'Check that the black areas cover everything that could identify someone, then make the redacted copy',
    ])
    expect(await service.parts.db('redactions')).toEqual([])
  })

  test('the copy hides the details, and the charity sees it instead of the original', async () => {
    const actor = library.lead
    const original = await idOf('register of Yara.pdf')
    await coordinator.open(fileAt(original))
    expect([coordinator.status, coordinator.content.equals(await stored(original))]).toEqual([200, true])
    await open('register of Yara.pdf', actor)
    await actor.press('Make a redacted copy')
    expect([actor.status, actor.headings[0], actor.address]).toEqual([
      200,
      'Redacted copy made',
      `${fileAt(original)}/redacted-copy/made`,
    ])
    await actor.follow('Open the redacted copy')
    const [first, second, third] = await seenPages(actor.content)
    expect([first!.text, second!.text, third!.text]).toEqual(['', '', ''])
    expect([
      blackIn(first!, around(61, 680, 64)),
      blackIn(third!, around(125, 700, 60)),
      blackIn(third!, around(125, 680, 60)),
      blackIn(second!, around(60, 700, 150)) > 0.02,
    ]).toEqual([1, 1, 1, true])
    await coordinator.open(`/evidence/${evidence}`)
    expect([coordinator.html.includes('Yara'), coordinator.text.includes('Redacted document 1.pdf')]).toEqual([
      false,
      true,
    ])
    expect(coordinator.text).toContain('Redacted copy made on 1 March 2027')
    await coordinator.open(fileAt(original))
    expect(coordinator.status).toBe(404)
    expect([await staged(), await service.parts.db('redactions'), await broken()]).toEqual([[], [], []])
  })

  test('the copy and its previews contain nothing from the document except its pages', async () => {
    const actor = library.lead
    await open('marked.pdf', actor)
    await actor.press('Make a redacted copy', { phrases: pdfMarks['text of the page'] })
    await draw()
    const copy = (await copies()).at(-1)!
    for (const part of ['', '/small', '/pages/1/picture']) {
      await coordinator.open(fileAt(copy.id) + part)
      const found = bytesIn(coordinator.content)
      expect([part, coordinator.status, Object.values(pdfMarks).filter(mark => found.includes(mark))]).toEqual([
        part,
        200,
        [],
      ])
    }
    const [page] = await seenPages(
      Buffer.concat(await service.parts.files.open(copy.id).then(stream => stream.toArray())),
    )
    expect(blackIn(page!, around(61, 700, 80))).toBe(1)
  })

  test('an unticked detail stays readable, and typed phrases and areas are blacked out', async () => {
    const actor = library.lead
    await open('register of Yara.pdf', actor)
    const [name] = actor
      .$('[name=details]')
      .toArray()
      .map(each => String(actor.$(each).val()))
    await actor.press('Add an area')
    const typed = { details: [name!], phrases: 'nobody is\nDrop-in', 'page-1': '3', 'left-1': '50', 'top-1': '50' }
    await actor.press('Make a redacted copy', typed)
    expect(actor.errors).toEqual([
      'Check that the black areas cover everything that could identify someone, then make the redacted copy',
    ])
    await actor.press('Make a redacted copy')
    await actor.follow('Open the redacted copy')
    expect(await blackPlaces(actor)).toEqual([1, 1, 1, 'readable', 1])
  })

  const blackPlaces = async (actor: Known) => {
    const [first, second, third] = await seenPages(actor.content)
    const phone = blackIn(third!, around(125, 700, 60))
    return [
      blackIn(first!, around(61, 700, 38)),
      blackIn(first!, around(61, 680, 64)),
      blackIn(second!, around(61, 700, 40)),
      phone < 0.6 ? 'readable' : phone,
      blackIn(third!, { left: 300, top: 425, width: 110, height: 160 }),
    ]
  }

  test('a new copy starts with the black and readable areas of the last copy', async () => {
    const actor = library.lead
    await open('register of Yara.pdf', actor)
    expect([ticked(actor), actor.text.includes('Your team blacked out 3 areas last time.')]).toEqual([1, true])
    await actor.press('Page 3, line 1')
    expect([blackOn(actor), actor.$('[name=keepBlack]:checked').length]).toEqual([2, 1])
    await actor.press('Make a redacted copy', { phrases: 'Please call' })
    await actor.follow('Open the redacted copy')
    expect(await blackPlaces(actor)).toEqual([1, 1, 1, 'readable', 1])
    const [, , third] = await seenPages(actor.content)
    expect(blackIn(third!, around(61, 700, 50))).toBe(1)
    await open('register of Yara.pdf', actor)
    await actor.press('Make a redacted copy', { keepBlack: [] })
    await actor.follow('Open the redacted copy')
    const places = await blackPlaces(actor)
    expect([places[1], places.at(-1)]).toEqual([1, 0])
  })

  test('areas that someone else blacked out while the form was open stay black', async () => {
    const [one, other] = [library.lead, library.contributor]
    await open('register of Yara.pdf', one)
    await open('register of Yara.pdf', other)
    await other.press('Make a redacted copy', { phrases: 'came on' })
    const made = (await copies()).length
    await one.press('Make a redacted copy', { phrases: 'Nobody' })
    expect([one.status, one.errors, (await copies()).length]).toEqual([
      422,
      ['Someone has added a redacted copy since you opened this page. Check what it blacks out, then make yours'],
      made,
    ])
    expect([one.valueOf('phrases'), one.$('[name=keepBlack]:checked').length, blackOn(one)]).toEqual(['Nobody', 1, 2])
    service.clock.minutesPass(1) // so that this copy is the newest
    await one.press('Make a redacted copy')
    await one.follow('Open the redacted copy')
    const [first, second] = await seenPages(one.content)
    expect([blackIn(first!, around(130, 680, 40)), blackIn(second!, around(61, 700, 40))]).toEqual([1, 1])
  })

  test('the page asks people to black out again everything that an uploaded copy blacks out', async () => {
    const actor = library.lead
    service.clock.minutesPass(1)
    await actor.open(`${fileAt(await idOf('marked.pdf'))}/redaction`)
    await actor.press('Add redacted copy', { files: [{ name: 'ours.txt', content: Buffer.from('Nothing') }] })
    expect(actor.status).toBe(200)
    await open('marked.pdf', actor)
    expect(actor.text).toContain('Black out everything that is blacked out in the old copy.')
  })

  test('a form sent twice makes one copy, and two people who send it together leave no unfinished copy', async () => {
    const before = (await copies()).length
    const [one, other] = [library.lead, library.contributor]
    const original = await idOf('register of Yara.pdf')
    const formOn = ({ $ }: Known) =>
      Object.fromEntries(
        ['idempotencyKey', 'read-details', 'shown', 'details', 'latest'].map(name => [
          name,
          String($(`main input[name=${name}]`).val()),
        ]),
      )
    await open('register of Yara.pdf', one)
    const form = formOn(one)
    await one.send(`${fileAt(original)}/redacted-copy`, form)
    await one.send(`${fileAt(original)}/redacted-copy`, form)
    expect([one.headings[0], (await copies()).length]).toEqual(['Redacted copy made', before + 1])
    await open('register of Yara.pdf', one)
    await open('register of Yara.pdf', other)
    await Promise.all([one, other].map(actor => actor.send(`${fileAt(original)}/redacted-copy`, formOn(actor))))
    const made = (await copies()).length
    expect([[before + 2, before + 3].includes(made), await service.parts.db('redactions'), await staged()]).toEqual([
      true,
      [],
      [],
    ])
  })

  test('a redacted copy can be redacted further', async () => {
    const actor = library.lead
    const first = (await copies())[0]!
    await open(first.name, actor)
    expect(actor.text).toContain('The pages have no text that we can read.')
    await actor.press('Add an area')
    await actor.press('Make a redacted copy', { 'page-1': '2', 'left-1': '0', 'width-1': '100', 'top-1': '10' })
    await actor.press('Make a redacted copy')
    expect(actor.headings[0]).toBe('Redacted copy made')
    const newest = (await copies()).at(-1)!
    expect(newest.redacts_file_id).toBe(await idOf('register of Yara.pdf'))
    await coordinator.open(fileAt(newest.id))
    const [page, second] = await seenPages(coordinator.content)
    expect([blackIn(page!, around(61, 680, 64)), blackIn(second!, around(61, 700, 100))]).toEqual([1, 1])
  })

  const broken = async () =>
    (
      await checkInvariants({
        database: service.database,
        uploads: join(service.database.dataFolder, 'uploads'),
        now: service.clock.now(),
        confirmed: [],
      })
    ).filter(({ rule }) => ['I1', 'I2', 'I5', 'I11', 'I13'].includes(rule))
})
