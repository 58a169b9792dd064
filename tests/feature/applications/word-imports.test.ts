import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { addMinutes } from '../../../src/domain/time.ts'
import { deleteOldWordImports } from '../../../src/modules/applications/applications.public.ts'
import { eachDatabase } from '../../support/database.ts'
import { anApplication, aRound, aTeam, everythingWritten, signedIn, type APerson } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-life.ts'
import { encryptedDocx, zip, zipBomb } from '../../support/sample-files.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'
import {
  answered,
  labelOf,
  paragraph,
  partsOf,
  run,
  withBody,
  withComments,
  withLabelBelow,
  withoutLabel,
  withParts,
} from '../../support/word-drafts.ts'

async function aWrittenDraft(service: Service, row: Record<string, unknown> = {}) {
  const team = await aTeam(service)
  const application = await anApplication(service, team.organisation, {
    startedBy: team.lead,
    round: await aRound(service),
    ...row,
  })
  await everythingWritten(service, application, team.lead)
  const word = `/applications/${application.id}/word`
  const download = async (person: APerson = team.observer): Promise<Buffer> =>
    (await signedIn(service, person, `/applications/${application.id}/draft.docx`)).content
  return { ...team, application, word, changes: `${word}/changes`, download }
}

async function imports(
  service: Service,
  person: APerson,
  word: string,
  { content, name = 'draft.docx' }: { content: Buffer; name?: string },
) {
  const visitor = await signedIn(service, person, word)
  return visitor.press('Import document', { file: [{ name, content }] })
}

const textOf = async (service: Service, application: { id: string }, itemId = 'staff-training'): Promise<unknown> =>
  (await service.database.writer('answers').where({ application_id: application.id, item_id: itemId }).first())
    ?.narrative
const commentsOn = (service: Service, { id }: { id: string }) =>
  service.database.writer('comments').where({ application_id: id }).orderBy('written_at')
const isKept = async (service: Service): Promise<boolean> =>
  (await service.database.writer('word_imports').first('id')) !== undefined
const pressing = (visitor: Visitor, text: string, code: string): Promise<Visitor> =>
  visitor.press(`${text} ${visitor.$(`#${code} h2`).text().trim()}`)

eachDatabase('the import of a draft from Word', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
    await aRound(service)
  })
  afterEach(() => service.database.writer('word_imports').delete())
  afterAll(() => service.end())

  test('the import shows every change word by word, and saves only those that a person chooses', async () => {
    const { lead, contributor, application, word, changes, download } = await aWrittenDraft(service)
    const changed = withBody(await download(), xml =>
      answered(
        answered(xml, 'L1', paragraph(run('What we really do about L1.')), paragraph(run('And more.'))),
        'L2',
        paragraph(run('What they do about L2.')),
      ),
    )
    const visitor = await imports(service, contributor, word, { content: changed })
    expect([visitor.status, visitor.address]).toEqual([200, changes])
    expect(visitor.$('#L1 ins').text()).toMatch(/really/)
    expect(visitor.$('#L2 del').text()).toMatch(/we/)
    expect(visitor.text).toContain('We save only the changes that you choose.')
    expect(await textOf(service, application)).toBe('What we do about L1.')
    await pressing(visitor, 'Use this text', 'L1')
    expect([visitor.address, visitor.notices[0]]).toEqual([changes, expect.stringMatching(/\(L1\) saved/)])
    expect(await textOf(service, application)).toBe('What we really do about L1.\n\nAnd more.')
    expect(visitor.$('#L1')).toHaveLength(0)
    await visitor.press('Finish without this change')
    expect(visitor.notices).toEqual([
      'Import finished. The answers you saved are in your application. ' +
        'We have deleted everything else that we read from the document.',
    ])
    expect([await isKept(service), (await visitor.open(changes)).status]).toEqual([false, 404])
    expect((await signedIn(service, lead, `/applications/${application.id}/history`)).text).toContain('L1')
  })

  test('an answer edited before saving keeps its rating, and saving the last answer ends the import', async () => {
    const { contributor, application, word, download } = await aWrittenDraft(service)
    const docx = withBody(await download(), xml => answered(xml, 'L1', paragraph(run('Changed.'))))
    const visitor = await imports(service, contributor, word, { content: docx })
    await visitor.follow('Change this text before saving')
    expect(visitor.valueOf('narrative')).toBe('Changed.')
    await visitor.press('Save answer', { narrative: 'Changed, and corrected.' })
    expect(visitor.address).toBe(`/applications/${application.id}`)
    const answer = await service.database
      .writer('answers')
      .where({ application_id: application.id, item_id: 'staff-training' })
      .first()
    expect(answer).toMatchObject({
      narrative: 'Changed, and corrected.',
      own_rating: 'met',
      written_by: contributor.id,
      version: 2,
    })
    expect(await isKept(service)).toBe(false)
  })

  test('an answer that also changed in the service is compared and combined with the saved version', async () => {
    const { lead, contributor, application, word, download } = await aWrittenDraft(service)
    const before = 'We train all staff. We meet each month.'
    const answers = () =>
      service.database.writer('answers').where({ application_id: application.id, item_id: 'staff-training' })
    await answers().update({ narrative: before })
    const docx = withBody(await download(), xml =>
      answered(xml, 'L1', paragraph(run('We train all staff and volunteers. We meet each month.'))),
    )
    await answers().update({ narrative: 'We train all staff. We meet each week.', written_by: lead.id, version: 2 })
    const visitor = await imports(service, contributor, word, { content: docx })
    expect(visitor.text).toContain('Someone changed this answer in the service after the document was downloaded.')
    expect(visitor.buttons).not.toContain('Use this text')
    await visitor.follow('Compare and combine')
    expect(visitor.text).toContain('Version saved by The lead')
    expect(visitor.valueOf('narrative')).toBe('We train all staff and volunteers. We meet each week.')
    await answers().update({ narrative: 'We train all staff. We meet every week.', version: 3 })
    await visitor.press('Save answer')
    expect(visitor.status).toBe(409)
    expect(visitor.valueOf('narrative')).toBe('We train all staff and volunteers. We meet every week.')
    await visitor.press('Save answer')
    expect(await textOf(service, application)).toBe('We train all staff and volunteers. We meet every week.')
  })

  test('an answer needs no choice if it changed only in the service, or in the same way in the document', async () => {
    const { contributor, application, word, download } = await aWrittenDraft(service)
    const same = await download()
    const docx = withBody(same, xml => answered(xml, 'L1', paragraph(run('The same change.'))))
    await service.database.writer('answers').where({ application_id: application.id }).update({ version: 2 })
    await service.database
      .writer('answers')
      .where({ application_id: application.id, item_id: 'staff-training' })
      .update({ narrative: 'The same change.' })
    const visitor = await imports(service, contributor, word, { content: docx })
    expect([visitor.status, visitor.$('section').length]).toEqual([200, 0])
    await visitor.press('Finish')
    await imports(service, contributor, word, { content: same })
    const again = await imports(service, contributor, word, { content: same })
    expect([again.address, again.notices]).toEqual([word, ['The document has no changes.']])
  })

  test('tracked changes are read as if they were accepted, and the page says so', async () => {
    const { contributor, application, word, download } = await aWrittenDraft(service)
    const by = 'w:id="901" w:author="Sam" w:date="2027-03-01T10:00:00Z"'
    const docx = withBody(await download(), xml =>
      answered(
        xml,
        'L1',
        `<w:p><w:pPr><w:rPr><w:del ${by}/></w:rPr></w:pPr>${run('We train ')}` +
          `<w:del ${by}><w:r><w:delText>some</w:delText></w:r></w:del><w:ins ${by}>${run('all')}</w:ins></w:p>`,
        paragraph(run(' staff.')),
        `<w:p><w:del ${by}><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>`,
      ),
    )
    const visitor = await imports(service, contributor, word, { content: docx })
    expect(visitor.text).toContain('We read it as if you had accepted them all')
    await pressing(visitor, 'Use this text', 'L1')
    expect(await textOf(service, application)).toBe('We train all staff.')
  })

  test('a table in an answer is read as lines, and the page says so', async () => {
    const { contributor, application, word, download } = await aWrittenDraft(service)
    const cell = (text: string) => `<w:tc>${paragraph(run(text))}</w:tc>`
    const table = `<w:tbl><w:tr>${cell('Central')}${cell('12 sessions')}</w:tr></w:tbl>`
    const docx = withBody(await download(), xml => answered(xml, 'L1', paragraph(run('We train staff.')), table))
    const visitor = await imports(service, contributor, word, { content: docx })
    expect(visitor.text).toContain('We import its text as lines, without the rows and columns.')
    await pressing(visitor, 'Use this text', 'L1')
    expect(await textOf(service, application)).toBe('We train staff.\n\nCentral\n\n12 sessions')
  })

  test('lists, line breaks, text boxes, hidden text and right-to-left text are read as they look in Word', async () => {
    const { contributor, application, word, download } = await aWrittenDraft(service)
    const listed = (text: string) => `<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>${run(text)}</w:p>`
    const box = (text: string) => `<w:txbxContent>${paragraph(run(text))}</w:txbxContent>`
    const docx = withBody(await download(), xml =>
      answered(
        xml,
        'L1',
        `<w:p><w:pPr><w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr><w:t>أهلا وسهلا</w:t></w:r></w:p>`,
        paragraph(run('One'), '<w:r><w:br/></w:r>', run('two\u00a0👩‍👩‍👧 e\u0301')),
        listed('first'),
        listed('second'),
        `<w:p/><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Secret</w:t></w:r></w:p>`,
        `<w:p><mc:AlternateContent><mc:Choice>${box('Boxed')}</mc:Choice>` +
          `<mc:Fallback>${box('Twice')}</mc:Fallback></mc:AlternateContent></w:p>`,
      ),
    )
    const visitor = await imports(service, contributor, word, { content: docx })
    await pressing(visitor, 'Use this text', 'L1')
    const read = ['أهلا وسهلا', 'One\ntwo 👩‍👩‍👧 e\u0301', '• first\n• second', 'Boxed']
    expect(await textOf(service, application)).toBe(read.join('\n\n'))
  })

  test('an answer is measured in characters as people see them, and an answer that is too long is listed', async () => {
    const { contributor, application, word, download } = await aWrittenDraft(service)
    const long = (count: number) => `${'👩‍👩‍👧'.repeat(100)}${'e\u0301'.repeat(count - 100)}`
    const docx = withBody(await download(), xml =>
      answered(answered(xml, 'L1', paragraph(run(long(20_000)))), 'L2', paragraph(run(long(20_001)))),
    )
    const visitor = await imports(service, contributor, word, { content: docx })
    expect(visitor.text).toContain('L2: the answer is too long.')
    await pressing(visitor, 'Use this text', 'L1')
    expect((await textOf(service, application)) === long(20_000)).toBe(true)
  })

  test('an answer whose “Answer to” line is missing, repeated or moved is listed, and others are read', async () => {
    const { contributor, application, word, download } = await aWrittenDraft(service)
    const docx = withBody(await download(), xml => {
      const changed = answered(withoutLabel(xml, 'L1'), 'L6', paragraph(run('Changed.')))
      const copy = labelOf(changed, 'L2').replace('los_answer_L2"', 'los_answer_L2 Copy 1"')
      const doubled = withLabelBelow(changed, copy, 'L2')
      return withLabelBelow(withoutLabel(doubled, 'L3'), labelOf(doubled, 'L3'), 'L4')
    })
    const visitor = await imports(service, contributor, word, { content: docx })
    for (const reason of [
      'L1: the line “Answer to L1” is missing. Add it above your answer, then import the document again.',
      'L2: the line “Answer to L2” appears more than once.',
      'L3: the answer is under the heading of another question.',
    ])
      expect(visitor.text).toContain(reason)
    expect(visitor.links.find(({ text }) => text === 'Open L1')?.href).toBe(
      `/applications/${application.id}/criteria/L1`,
    )
    await pressing(visitor, 'Use this text', 'L6')
    expect(await textOf(service, application)).toBe('What we do about L1.')
  })

  test('text above the “Answer to” line is not read, and the page says so', async () => {
    const { contributor, word, download } = await aWrittenDraft(service)
    const docx = await download()
    const above = (xml: string) => xml.replace(labelOf(xml, 'L1'), paragraph(run('We train all.')) + labelOf(xml, 'L1'))
    const said = 'L1: text above the line “Answer to L1” was added or changed.'
    const visitor = await imports(service, contributor, word, { content: withBody(docx, above) })
    expect([visitor.address.endsWith('/changes'), visitor.text.includes(said)]).toEqual([true, true])
    expect(visitor.text).toContain('31 answers have no changes to import.')
    const spaced = (xml: string) => xml.replace(labelOf(xml, 'L1'), paragraph(run(' – ')) + labelOf(xml, 'L1'))
    await visitor.open(word)
    await visitor.press('Import document', { file: [{ name: 'draft.docx', content: withBody(docx, spaced) }] })
    expect(visitor.notices).toEqual(['The document has no changes.'])
    const lines = (xml: string) => xml.replace(labelOf(xml, 'L1'), labelOf(xml, 'L1').replace('Answer to', 'In short,'))
    await visitor.press('Import document', { file: [{ name: 'draft.docx', content: withBody(docx, lines) }] })
    expect(visitor.text).toContain(said)
  })

  test('footnotes are not imported, and the page says so even if nothing else changed', async () => {
    const { contributor, word, download } = await aWrittenDraft(service)
    const noted = (xml: string) =>
      answered(xml, 'L1', paragraph(run('What we do about L1.'), '<w:r><w:footnoteReference w:id="2"/></w:r>'))
    const visitor = await imports(service, contributor, word, { content: withBody(await download(), noted) })
    expect(visitor.text).toContain('The document has footnotes or endnotes. We cannot import them.')
    await visitor.press('Finish')
    expect(await isKept(service)).toBe(false)
  })

  test('the document’s comments are imported once, in the name of the person who imports them', async () => {
    const { lead, observer, application, word, download } = await aWrittenDraft(service)
    const docx = withComments(await download(), [
      { on: 'L1', author: 'Head of service', text: 'Could we say more?' },
      { on: 'L2', author: '', text: 'Agreed' },
      { on: null, author: 'Sam', text: 'Nice work' },
    ])
    const visitor = await imports(service, lead, word, { content: docx })
    expect(visitor.text).toContain('Comment by Head of service in the Word document')
    expect(visitor.text).toContain('Nice work')
    await visitor.press('Add 2 comments')
    expect(visitor.notices).toEqual(['2 comments added.'])
    await visitor.press('Finish')
    const again = await imports(service, lead, word, { content: docx })
    await again.press('Add 2 comments')
    expect(again.notices).toEqual(['These comments have already been added.'])
    const rows = await service.database
      .writer('comments')
      .where({ application_id: application.id })
      .orderBy('written_at')
    expect(rows.map(({ body, written_by, from_author }) => [body, written_by, from_author])).toEqual([
      ['Could we say more?', lead.id, 'Head of service'],
      ['Agreed', lead.id, ''],
    ])
    const page = await signedIn(service, observer, `/applications/${application.id}/criteria/L1/comments`)
    expect(page.text).toContain('Comment by Head of service in the Word document')
  })

  test('hostile author names are stored as clean text', async () => {
    const { lead, application, word, download } = await aWrittenDraft(service)
    const hostile = `Eve&#x202E;&#x2028;${'&#x1F600;'.repeat(150)}`
    const docx = withComments(
      await download(),
      Array.from({ length: 60 }, (_, number) => ({ on: 'L1', author: hostile, text: `Comment ${number}` })),
    )
    const visitor = await imports(service, lead, word, { content: docx })
    await visitor.press('Add 60 comments')
    expect([visitor.address, visitor.notices]).toEqual([
      `/applications/${application.id}/comments`,
      ['60 comments added.'],
    ])
    const rows = await commentsOn(service, application)
    const authors = [...new Set(rows.map(({ from_author: author }) => author!))]
    expect([rows.length, authors.length, authors[0]!.slice(0, 3), authors[0]!.isWellFormed()]).toEqual([
      60,
      1,
      'Eve',
      true,
    ])
    expect(authors[0]).not.toMatch(/[\u202e\u2028]/)
  })

  test('comments above the hourly limit stay in the import, and can be added later', async () => {
    const { lead, application, word, changes, download } = await aWrittenDraft(service)
    const docx = withComments(
      await download(),
      Array.from({ length: 500 }, (_, number) => ({ on: 'L1', author: 'Sam', text: `Comment ${number}` })),
    )
    const writing = await signedIn(service, lead, `/applications/${application.id}/criteria/L1/comments`)
    await writing.press('Add comment', { body: 'My own comment' })
    const visitor = await imports(service, lead, word, { content: docx })
    await visitor.press('Add 500 comments')
    expect([visitor.address, visitor.notices]).toEqual([
      changes,
      [
        '59 comments added. ' +
          'We could not add 441 comments, because you can add only 60 an hour. ' +
          'Add them later. We will keep them on this page for 7 days.',
      ],
    ])
    expect(visitor.$('.los-comments > li').first().text()).toContain('Comment 59')
    await visitor.press('Add 441 comments')
    const sentence = 'You have added 60 comments in the last hour, which is the limit. Add these comments later'
    expect([visitor.status, visitor.errors, visitor.$('#comments-error').text().includes(sentence)]).toEqual([
      422,
      [sentence],
      true,
    ])
    await writing.press('Add comment', { body: 'One more' })
    expect([writing.status, (await commentsOn(service, application)).length]).toEqual([422, 60])
    service.clock.set(addMinutes(service.clock.now(), 61))
    const later = await imports(service, lead, word, { content: docx })
    await later.press('Add 500 comments')
    expect(later.notices[0]).toContain('60 comments added.')
    const numbers = (await commentsOn(service, application)).map(({ body }) => body)
    expect([numbers.length, numbers.at(-1)]).toEqual([120, 'Comment 118'])
  })

  test('observers can download but not import, and people see only the document that they imported', async () => {
    const { lead, contributor, observer, word, changes, download } = await aWrittenDraft(service)
    const docx = withBody(await download(), xml => answered(xml, 'L1', paragraph(run('Changed.'))))
    const visitor = await signedIn(service, observer, word)
    expect(visitor.buttons).toEqual([])
    await visitor.send(word, {})
    expect([visitor.status, (await visitor.open(changes)).status]).toEqual([403, 403])
    await imports(service, contributor, word, { content: docx })
    expect((await signedIn(service, contributor, word)).text).toContain('You have not finished importing a document')
    expect((await signedIn(service, lead, changes)).status).toBe(404)
  })

  test('an answer that cannot be changed is listed, and refused if that happens during the import', async () => {
    const { contributor, application, word, changes, download } = await aWrittenDraft(service)
    const docx = withBody(await download(), xml =>
      answered(answered(xml, 'L1', paragraph(run('One.'))), 'L2', paragraph(run('Two.'))),
    )
    const early = await imports(service, contributor, word, { content: docx })
    const setStatus = (row: Record<string, unknown>) =>
      service.database.writer('applications').where({ id: application.id }).update(row)
    await setStatus({ status: 'more evidence asked', items_asked: JSON.stringify(['staff-training']) })
    await pressing(early, 'Use this text', 'L2')
    expect([early.status, early.headings[0]]).toEqual([409, 'You cannot change this answer now'])
    const late = await imports(service, contributor, word, { content: docx })
    expect(late.text).toContain('L2: this answer cannot be changed now, so we did not import it.')
    await setStatus({ status: 'submitted' })
    await late.send(`${changes}/L1`, { version: '1', narrative: 'Later' })
    expect([late.status, await textOf(service, application)]).toEqual([409, 'What we do about L1.'])
  })

  test('the import warns about personal details in the document', async () => {
    const { contributor, word, download } = await aWrittenDraft(service)
    const docx = withBody(await download(), xml => answered(xml, 'L1', paragraph(run('Call Amira on 07700 900123.'))))
    const visitor = await imports(service, contributor, word, { content: docx })
    expect(visitor.$('#L1 .govuk-hint').text()).toContain('07700 900123')
  })

  test('a document of another application, or that we did not sign, is refused', async () => {
    const one = await aWrittenDraft(service)
    const other = await aWrittenDraft(service)
    const docx = await one.download()
    const custom = partsOf(docx).get('docProps/custom.xml')!
    const forged = withParts(docx, {
      'docProps/custom.xml': custom.replace(
        /(Library of Sanctuary 1"><vt:lpwstr>)(.)/,
        (_, before: string, letter: string) => before + (letter === 'A' ? 'B' : 'A'),
      ),
    })
    const plain = withParts(docx, { 'docProps/custom.xml': custom.replaceAll('Library of Sanctuary', 'Other') })
    for (const [content, error] of [
      [
        await other.download(),
        'This document is a draft of another application. Open that application and import it there',
      ],
      [forged, expect.stringContaining('does not seem to come from this service')],
      [plain, expect.stringContaining('does not seem to come from this service')],
    ] as const) {
      const visitor = await imports(service, one.contributor, one.word, { content })
      expect([visitor.status, visitor.errors]).toEqual([422, [error]])
    }
    expect(await isKept(service)).toBe(false)
  })

  test('a hostile or damaged document is refused with the reason, and nothing is stored', async () => {
    const { contributor, word, download } = await aWrittenDraft(service)
    const docx = await download()
    const parts = partsOf(docx)
    const body = (change: string) => withParts(docx, { 'word/document.xml': change })
    const xml = parts.get('word/document.xml')!
    const types = parts.get('[Content_Types].xml')!
    const hostile: [string, Buffer, string, number, string | RegExp][] = [
      ['damaged ZIP', docx.subarray(0, docx.length - 400), 'draft.docx', 422, /damaged|do not accept/],
      ['ZIP bomb', zipBomb(), 'draft.docx', 422, /contains too much data for us to check/],
      ['encrypted', encryptedDocx, 'draft.docx', 422, /is password-protected/],
      [
        'DTD',
        body(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${xml.replace(/^<\?xml.*?\?>/, '')}`),
        'draft.docx',
        422,
        /damaged|too much data|uses other files/,
      ],
      ['broken XML', body(xml.slice(0, -50)), 'draft.docx', 422, /damaged/],
      [
        'macros',
        withParts(docx, {
          '[Content_Types].xml': types
            .replace('document.main+xml', 'document.macroEnabled.main+xml')
            .replace('wordprocessingml.document.macroEnabled', 'ms-word.document.macroEnabled'),
        }),
        'draft.docm',
        422,
        /macro|do not accept/,
      ],
      [
        'a picture from outside',
        withParts(docx, {
          'word/_rels/document.xml.rels': parts
            .get('word/_rels/document.xml.rels')!
            .replace(
              '</Relationships>',
              '<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="https://example.org/x.png" TargetMode="External"/></Relationships>',
            ),
        }),
        'draft.docx',
        422,
        /uses other files or the internet/,
      ],
      ['text', Buffer.from('Hello'), 'draft.txt', 422, /Choose a Word document/],
      ['another ZIP', zip({ 'a.txt': 'a' }), 'draft.docx', 422, /Save it as a type that we accept here \(DOCX\)/],
      ['too large', Buffer.alloc(10 * 1024 * 1024 + 1, 'a'), 'draft.docx', 413, /larger than 10 MB/],
      ['nothing', Buffer.alloc(0), 'draft.docx', 422, /is empty/],
    ]
    for (const [what, content, name, status, error] of hostile) {
      const visitor = await imports(service, contributor, word, { content, name })
      expect([what, visitor.status, visitor.errors]).toEqual([what, status, [expect.stringMatching(error)]])
    }
    const long = await imports(service, contributor, word, { content: Buffer.alloc(25 * 1024 * 1024, 'a') })
    expect([long.status, long.text]).toEqual([413, expect.stringContaining('Each file can be up to 10 MB')])
    const none = await (await signedIn(service, contributor, word)).press('Import document')
    expect([none.status, none.errors]).toEqual([422, ['Choose the Word document']])
    expect(await isKept(service)).toBe(false)
  })

  test('an unfinished import is deleted after 7 days', async () => {
    const { contributor, word, download } = await aWrittenDraft(service)
    const docx = withBody(await download(), xml => answered(xml, 'L1', paragraph(run('Changed.'))))
    await imports(service, contributor, word, { content: docx })
    const began = service.clock.now()
    service.clock.set(addMinutes(began, 7 * 24 * 60))
    await deleteOldWordImports(service.parts)
    expect(await isKept(service)).toBe(true)
    service.clock.set(addMinutes(began, 7 * 24 * 60 + 1))
    await deleteOldWordImports(service.parts)
    expect(await isKept(service)).toBe(false)
  })

  test('a sign-off no longer counts after an answer from Word is accepted', async () => {
    const { lead, observer, application, word, download } = await aWrittenDraft(service)
    const docx = withBody(await download(), xml => answered(xml, 'L1', paragraph(run('Changed.'))))
    await service.database.writer('sign_offs').insert({
      id: newId(),
      application_id: application.id,
      asked_by: lead.id,
      asked_at: service.clock.now(),
      signed_by: observer.id,
      signed_at: service.clock.now(),
      changed_at: null,
      seen: '{}',
    })
    const visitor = await imports(service, lead, word, { content: docx })
    await pressing(visitor, 'Use this text', 'L1')
    const signOff = await service.database.writer('sign_offs').where({ application_id: application.id }).first()
    expect(signOff?.changed_at).toBe(service.clock.now())
  })

  behavesLikeEveryForm(
    async () => {
      const service = await aService(engine)
      const { contributor, application, word, download } = await aWrittenDraft(service)
      const docx = withBody(await download(), xml =>
        answered(answered(xml, 'L1', paragraph(run('Changed.'))), 'L2', paragraph(run('Two.'))),
      )
      const visitor = await imports(service, contributor, word, { content: docx })
      await visitor.open(`${word}/changes/L1`)
      return {
        service,
        visitor,
        button: 'Save answer',
        typed: { narrative: 'Changed.' },
        invalid: { narrative: 'a'.repeat(20_001) },
        timesSaved: async () =>
          (
            await service.database
              .writer('events')
              .where({ name: 'application.answer_written', application_id: application.id })
          ).length,
      }
    },
    { text: null },
  )
})
