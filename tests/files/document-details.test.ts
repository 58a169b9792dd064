import { describe, expect, test } from '@jest/globals'
import { readdirSync, statSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { childrenOf } from '../support/child-processes.ts'
import * as made from '../support/document-texts.ts'
import { aReader, marked } from '../support/reading-documents.ts'
import { zip } from '../support/sample-files.ts'
import { until } from '../support/until.ts'

// These tests are about limits, authors, and text that is not a personal detail. All names are fictional.

const { detailsIn, staging } = aReader()
const textsIn = async (...document: Parameters<typeof detailsIn>) =>
  (await detailsIn(...document)).details.map(({ text }) => text)

test('a detail is listed once, with its first place, how often it occurs and on which pages', async () => {
  const pdf = made.pdfOfPages([
    { lines: ['x'] },
    { lines: ['Yara Haddad, YARA HADDAD'] },
    { lines: ['For Yara Haddad'] },
  ])
  expect(await detailsIn(pdf, 'pdf')).toEqual({
    details: [
      {
        kind: 'name',
        text: 'Yara Haddad',
        place: { in: 'page', page: 2, line: 1, isHidden: false },
        times: 3,
        pages: [2, 3],
      },
    ],
    isCut: false,
    unread: null,
  })
})

test('a name is found across two lines of a page, but not across short lines or cells', async () => {
  const long = 'She came in spring and wanted to read with her children, and her name is Yara'
  expect(await textsIn(made.pdfOfPages([{ lines: [long, 'Haddad'] }]), 'pdf')).toEqual(['Yara Haddad'])
  expect(await textsIn(made.pdfOfPages([{ lines: ['Rose', 'Carter'] }]), 'pdf')).toEqual([])
  expect(await textsIn(made.sheets([{ name: 'A', rows: [['0770', '0900142']] }]), 'xlsx')).toEqual([])
})

test('PDF text is read by the character mapping of its font; a mapping to unknown characters is reported', async () => {
  const shown = { lines: ['abcd efghij'], font: '100 0 R' }
  const saying = (said: string) => made.pdfOfPages([shown], '', made.fontThatSays('abcdefghij', said))
  expect(await textsIn(saying('YaraHaddad'), 'pdf')).toEqual(['Yara Haddad'])
  expect(await detailsIn(saying('\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008\ue009'), 'pdf')).toEqual({
    details: [],
    isCut: false,
    unread: 'fonts',
  })
})

describe('the name of an author', () => {
  const comment = (by: string) =>
    made.word(made.plain('x'), {
      'word/comments.xml': made.wordPart('comments', `<w:comment w:author="${by}">${made.plain('Good')}</w:comment>`),
    })

  test('the name of an author is reported even if it is uncommon, but not the name of a team or program', async () => {
    expect(await textsIn(comment('Zdenka Ovčáčková'), 'docx')).toEqual(['Zdenka Ovčáčková'])
    for (const by of ['Microsoft Office User', 'Author', 'Fellside Library Team', 'FELLSIDE\\\\jreed', 'Reviewer 2'])
      expect(await textsIn(comment(by), 'docx')).toEqual([])
  })

  test.each([
    [
      'a tracked change',
      made.word(made.paragraph(`<w:ins w:author="Zdenka Ovčáčková">${made.run('x')}</w:ins>`)),
      'docx',
      { in: 'changes', by: 'Zdenka Ovčáčková' },
    ],
    [
      'a tracked change of format',
      made.word(made.paragraph(made.run('x', '<w:rPrChange w:author="Zdenka Ovčáčková"/>'))),
      'docx',
      { in: 'changes', by: 'Zdenka Ovčáčková' },
    ],
    [
      'the list of people of a document',
      made.word(made.plain('x'), {
        'word/people.xml': made.wordPart('people', '<w15:person w15:author="Zdenka Ovčáčková"/>'),
      }),
      'docx',
      { in: 'changes', by: 'Zdenka Ovčáčková' },
    ],
    [
      'a refreshed pivot table',
      made.sheets([{ name: 'A', rows: [] }], {
        'xl/pivotCache/pivotCacheDefinition1.xml': '<a refreshedBy="Zdenka Ovčáčková"/>',
      }),
      'xlsx',
      { in: 'changes', by: 'Zdenka Ovčáčková' },
    ],
    [
      'a note in a PDF',
      made.pdfOfPages([
        {
          lines: ['x'],
          notes: ['<< /Type /Annot /Subtype /Text /Rect [9 9 20 20] /T (Zdenka Novotna) /Contents (x) >>'],
        },
      ]),
      'pdf',
      { in: 'comment', by: 'Zdenka Novotna', page: 1 },
    ],
    [
      'a change in a text document',
      made.text(
        '<text:tracked-changes><text:changed-region><text:insertion><office:change-info><dc:creator>Zdenka Ovčáčková' +
          '</dc:creator></office:change-info></text:insertion></text:changed-region></text:tracked-changes>',
      ),
      'odt',
      { in: 'changes', by: 'Zdenka Ovčáčková' },
    ],
  ] as const)('the name of an author in %s is found', async (_what, document, ending, place) => {
    const { details } = await detailsIn(document, ending)
    expect(details.map(({ kind, place: found }) => [kind, found])).toEqual([['name', place]])
  })
})

describe('personal details in tables', () => {
  const rows = [
    ['First name', 'Surname', 'Date of birth', 'Mobile', 'Visits'],
    ['Zdenka', 'Ovčáčková', '33301', '7700900142', '12'],
  ]

  test('column headings identify dates of birth and telephone numbers in a workbook', async () => {
    expect(await textsIn(made.sheets([{ name: 'A', rows }]), 'xlsx')).toEqual([
      'Zdenka',
      'Ovčáčková',
      'Date of birth: 1991-03-04',
      '07700900142',
    ])
  })

  test('column headings identify personal details in a CSV and an ODS', async () => {
    const written = rows.map(([first, last, , mobile]) => [first!, last!, '04/03/1991', mobile!])
    const expected = ['Zdenka', 'Ovčáčková', 'Date of birth: 04/03/1991']
    const withHeading = [['First name', 'Surname', 'DOB', 'Visits'], written[1]!]
    expect(await textsIn(Buffer.from(withHeading.map(each => each.join(';')).join('\r\n')), 'csv')).toEqual(expected)
    expect(await textsIn(made.spreadsheet(made.table('A', withHeading)), 'ods')).toEqual(expected)
  })

  test('no personal details are found in columns of places, events and numbers', async () => {
    const statistics = [
      ['Name', 'Event name', 'Visits', 'Barcode', 'ISBN'],
      ['Central Library', 'Rhyme Time', '1240', '30114012345678', '0571334652'],
    ]
    expect(await textsIn(Buffer.from(statistics.map(each => each.join(',')).join('\n')), 'csv')).toEqual([])
    expect(await textsIn(made.sheets([{ name: 'Spring', rows: statistics }]), 'xlsx')).toEqual([])
  })
})

describe('a document that cannot be read in full', () => {
  const picture = [made.pictureObject]
  const scan = { content: made.scanned }
  const paths = Array.from({ length: 40 }, (_, at) => `${at} ${at} m 90 ${at} l S`).join('\n')

  test.each([
    ['a scan', made.pdfOfPages([scan, scan], '', picture), 'pdf', 'only pictures'],
    [
      'a scan with page numbers',
      made.pdfOfPages([{ ...scan, lines: ['Page 1'] }], '', picture),
      'pdf',
      'only pictures',
    ],
    ['letters drawn as lines', made.pdfOfPages([{ content: paths }]), 'pdf', 'only pictures'],
    ['a scan between pages of text', made.pdfOfPages([{ lines: ['x'] }, scan], '', picture), 'pdf', 'some pictures'],
    [
      'a document that is a picture',
      made.word(made.paragraph(), { 'word/media/image1.png': 'x' }),
      'docx',
      'only pictures',
    ],
    ['a slide that is a picture', made.slides([{ texts: ['x'] }, { more: '<p:pic/>' }]), 'pptx', 'some pictures'],
    ['a damaged part', made.word(made.plain('x'), { 'word/comments.xml': 'no XML' }), 'docx', 'unreadable'],
    ['a PDF without content', Buffer.from('%PDF-1.7\n%%EOF'), 'pdf', 'unreadable'],
    ['a ZIP without content', Buffer.from('PK\x03\x04'), 'docx', 'unreadable'],
    ['a part that defines entities', made.word(made.plain('x'), { 'word/comments.xml': bomb() }), 'docx', 'unreadable'],
  ] as const)(
    'a document that cannot be read in full is reported with the reason: %s',
    async (_what, document, ending, reason) => {
      expect(await detailsIn(document, ending)).toEqual({ details: [], isCut: false, unread: reason })
    },
  )

  test('a system error is not reported as a fault of the document, and the document can be read later', async () => {
    const document = made.word(made.plain('For Yara Haddad'))
    const cannotWriteText = (path: string) => writeFile(`${path}.text`, '')
    expect(await detailsIn(document, 'docx', cannotWriteText)).toEqual({
      details: [],
      isCut: false,
      unread: 'system error',
    })
    expect(await detailsIn(document, 'docx')).toMatchObject({ details: [{ text: 'Yara Haddad' }], unread: null })
  })

  test.each([
    ['an empty page', made.pdfOfPages([{ lines: ['x'] }, {}])],
    ['a page with a frame', made.pdfOfPages([{ content: '10 10 400 400 re S' }])],
    [
      'a photo on a page of text',
      made.pdfOfPages(
        [{ ...scan, lines: ['A long line of text about the picture above it, which is a photo'] }],
        '',
        picture,
      ),
    ],
    [
      'the text layer of a scan',
      made.pdfOfPages(
        [
          {
            content: `${made.scanned} BT 3 Tr ET`,
            lines: ['A long line of text that was recognised when it was scanned'],
          },
        ],
        '',
        picture,
      ),
    ],
  ])('a document with %s is read in full', async (_what, document) => {
    expect(await detailsIn(document, 'pdf')).toEqual({ details: [], isCut: false, unread: null })
  })

  function bomb(): string {
    const entities = Array.from({ length: 9 }, (_, at) => `<!ENTITY b${at + 1} "&b${at};&b${at};">`)
    return `<!DOCTYPE a [<!ENTITY b0 "aaaaaaaaaa">${entities.join('')}]><a>&b9;</a>`
  }
})

describe('a document that is too long', () => {
  /** Whether a limit was reached. A slow machine reaches the time limit before the limit on size. */
  const isTooMuch = (unread: string | null) => unread === 'too large' || unread === 'too slow'

  const page = made.plain(...Array.from({ length: 40 }, (_, at) => `Line ${at} about the library and everyone in it.`))

  test('a document of 20,000 pages is read up to the limit', async () => {
    const document = made.word(made.plain(marked) + page.repeat(20_000))
    const began = performance.now()
    const { details, unread } = await detailsIn(document, 'docx')
    expect([isTooMuch(unread), details.length]).toEqual([true, 4])
    expect(performance.now() - began).toBeLessThan(40_000)
  })

  test('a comment that unpacks to a hundred times its size is read up to the limit', async () => {
    const document = made.word(made.plain(marked), {
      'word/comments.xml': made.wordPart(
        'comments',
        `<w:comment>${made.plain('a'.repeat(40 * 1024 * 1024))}</w:comment>`,
      ),
    })
    expect(document.length).toBeLessThan(400_000)
    const { details, unread } = await detailsIn(document, 'docx')
    expect([isTooMuch(unread), details.length]).toEqual([true, 4])
  })

  test('a ZIP that unpacks to more than the limit is reported as unreadable', async () => {
    const entries = { 'word/document.xml': '<a/>', 'word/comments.xml': Buffer.alloc(120 * 1024 * 1024) }
    expect((await detailsIn(zip(entries), 'docx')).unread).toBe('unreadable')
  })

  test('a text of five million letters is read up to the limit', async () => {
    const { details, unread } = await detailsIn(Buffer.from(`${marked}\n${'Lines of text.\n'.repeat(350_000)}`), 'txt')
    expect([isTooMuch(unread), details.length]).toEqual([true, 4])
  })

  test('a document with more short paragraphs than we read is reported as too long', async () => {
    // each paragraph is read together with its heading, so the text to read is much longer than the document
    const heading = `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>${made.run('ቤ'.repeat(100))}</w:p>`
    const [first, last] = [made.plain(marked), made.plain('07700 900143')]
    const document = (paragraphs: number) => made.word(first + heading + made.plain('x').repeat(paragraphs) + last)
    const read = await detailsIn(document(10), 'docx')
    expect([read.unread, read.details.length]).toEqual([null, 5])
    const cut = await detailsIn(document(220_000), 'docx')
    expect([isTooMuch(cut.unread), cut.details.length]).toEqual([true, 4])
  })

  test('at most 500 details are listed', async () => {
    const numbers = Array.from({ length: 700 }, (_, at) => `07700 900${String(at).padStart(3, '0')}`)
    const { details, isCut, unread } = await detailsIn(Buffer.from(numbers.join('\n')), 'txt')
    expect([details.length, isCut, unread]).toEqual([500, true, null])
  })
})

test('everything found before the reading process is killed is kept', async () => {
  const page = made.plain(...Array.from({ length: 40 }, (_, at) => `Line ${at} about the library and everyone in it.`))
  const reading = detailsIn(made.word(made.plain(marked, 'Another document') + page.repeat(5_000)), 'docx')
  await until(async () => (await readdir(staging())).some(name => name.endsWith('.text')))
  await until(() => textWritten() > 0)
  for (const pid of readers()) process.kill(pid, 'SIGKILL')
  const { details, unread } = await reading
  expect([unread, details.map(({ text }) => text)]).toEqual([
    'too large',
    marked.split(', ').map(each => each.replace('ref ', '')),
  ])
  expect(await detailsIn(made.word(made.plain(marked)), 'docx')).toMatchObject({ unread: null, details: { length: 4 } })
})

const textWritten = () =>
  readdirSync(staging())
    .filter(name => name.endsWith('.text'))
    .reduce((sum, name) => sum + statSync(join(staging(), name)).size, 0)
/** The processes that this one has started to read documents. */
const readers = () => childrenOf(process.pid, 'document-child')

test('no text is left in staging after a document is read', async () => {
  await detailsIn(made.word(made.plain(marked)), 'docx')
  expect(await readdir(staging())).toEqual([])
})
