import { createHash } from 'node:crypto'
import type { Harmless, Hostile } from './hostile-files.ts'
import { aPage, packed, pdfOf } from './sample-files.ts'
import { trap } from './trap.ts'

// Hostile PDFs, which act without a click or load something from elsewhere, and harmless PDFs that resemble them.

const web = `http://${trap.host}/a`

/** A PDF of one page. `more` contains its further objects, which are numbered from 6. */
export const pdf = (
  catalogue: string,
  more: readonly (string | Buffer)[] = [],
  { page = '', trailer = '' } = {},
): Buffer =>
  pdfOf(
    [
      `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      aPage(4).replace('/Resources', `${page} /Resources`),
      packed('', '0.18 0.44 0.38 rg 60 60 200 300 re f'),
      '<< /Title (How we welcome people) >>',
      ...more,
    ],
    trailer,
  )
const notes = '/Annots [6 0 R]'
const note = (action: string, subtype = 'Link') =>
  pdf('', [`<< /Type /Annot /Subtype /${subtype} /Rect [0 0 9 9] ${action} >>`], { page: notes })
/** Object 6 in an object stream, where most programs write objects. */
const inStream = (object: string) => packed('/Type /ObjStm /N 1 /First 4', `6 0 ${object}`)

/** Inserts `between` before the word `obj` of object 6, and corrects `startxref`. */
function movedObjects(bytes: Buffer, between: string): Buffer {
  const text = bytes.toString('latin1')
  const start = Number(/startxref\n(\d+)/.exec(text)![1])
  return Buffer.from(
    text
      .replace('\n6 0 obj', `\n6 0 ${between}obj`)
      .replace(`startxref\n${start}`, `startxref\n${start + between.length}`),
    'latin1',
  )
}

/**
 * A PDF with object 6 in an object stream. The length of the stream is in another object, and a comment in the stream
 * looks like its end.
 */
function withFalseEnd(object: string): Buffer {
  const inner = `6 0 %endstream\n${object}`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    aPage(4),
    packed('', '0 0 10 10 re f'),
    `<< /Type /ObjStm /N 1 /First 4 /Length 7 0 R >>\nstream\n${inner}\nendstream`,
  ]
  const numbers = [1, 2, 3, 4, 5, 7]
  const pieces = [Buffer.from('%PDF-1.7\n')]
  const places = new Map<number, number>()
  const put = (number: number, object_: string | Buffer) => {
    places.set(number, Buffer.concat(pieces).length)
    pieces.push(Buffer.from(`${number} 0 obj\n`), Buffer.from(object_), Buffer.from('\nendobj\n'))
  }
  for (const [index, each] of [...objects, String(inner.length)].entries()) put(numbers[index]!, each)
  const at = Buffer.concat(pieces).length
  const row = (type: number, place: number) => [type, place >> 8, place & 255, 0]
  const table = Array.from({ length: 9 }, (_, number) => {
    if (number === 6) return row(2, 5)
    return number === 8 ? row(1, at) : row(places.has(number) ? 1 : 0, places.get(number) ?? 0)
  })
  const rows = Buffer.from(table.flat())
  put(
    8,
    Buffer.concat([
      Buffer.from(`<< /Type /XRef /Size 9 /W [1 2 1] /Root 1 0 R /Length ${rows.length} >>\nstream\n`),
      rows,
      Buffer.from('\nendstream'),
    ]),
  )
  return Buffer.concat([...pieces, Buffer.from(`startxref\n${at}\n%%EOF\n`)])
}

const actions = [
  ['JavaScript', '/JS (app.alert\\(1\\))'],
  ['Launch', '/F (cmd.exe)'],
  ['GoToR', `/F (${web}) /D [0 /Fit]`],
  ['GoToE', '/T << /R /C /N (a) >>'],
  ['SubmitForm', `/F << /FS /URL /F (${web}) >>`],
  ['ImportData', `/F (${web})`],
] as const

const ofActions = actions.flatMap(([name, rest]): Hostile[] => {
  const action = `<< /Type /Action /S /${name} ${rest} >>`
  const spelled = action.replace(`/S /${name}`, `/#53 /#${name.charCodeAt(0).toString(16)}${name.slice(1)}`)
  const places: [string, Buffer][] = [
    ['in a link', note(`/A ${action}`)],
    ['on opening', pdf(`/OpenAction ${action}`)],
    ['on opening, in a separate object', pdf('/OpenAction 6 0 R', [action])],
    ['on opening, in an object stream', pdf('/OpenAction 6 0 R', [inStream(action)])],
    ['on opening, with escaped names', pdf(`/OpenAction ${spelled}`)],
    ['on opening, in an object stream with escaped names', pdf('/OpenAction 6 0 R', [inStream(spelled)])],
    ['on closing', pdf(`/AA << /WC ${action} >>`)],
    ['on opening a page', pdf('', [], { page: `/AA << /O ${action} >>` })],
    ['in a field', note(`/FT /Tx /T (a) /AA << /K ${action} >>`, 'Widget')],
    ['after another action', pdf(`/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next [${action}] >>`)],
    ['after a comment', pdf(`/OpenAction << /S % a comment\n ${action.slice(action.indexOf(`/${name}`))}`)],
    ['with its type in another object', pdf(`/OpenAction ${action.replace(`/S /${name}`, '/S 6 0 R')}`, [`/${name}`])],
    ['in an older version', pdf('/OpenAction 6 0 R', [`${action}\nendobj\n6 0 obj\n<< /S /GoTo /D [3 0 R /Fit] >>`])],
    ['in an object without an end', pdf('/OpenAction 6 0 R', [`<< /S /${name} ${rest}`])],
    ['after a comment of 400 characters', movedObjects(pdf('/OpenAction 6 0 R', [action]), `%${'a'.repeat(400)}\n`)],
    ['after 400 empty lines', movedObjects(pdf('/OpenAction 6 0 R', [action]), '\n'.repeat(400))],
    ['in an object stream with a false end', withFalseEnd(action)],
  ]
  return places.map(([place, bytes]) => [`${name} ${place}`, bytes, 'a.pdf', 'script'])
})

const uri = `<< /S /URI /URI (${web}) >>`
const starting: readonly Hostile[] = (
  [
    ['on opening', pdf(`/OpenAction ${uri}`)],
    ['on opening, in an object stream', pdf('/OpenAction 6 0 R', [inStream(uri)])],
    ['on opening, after another action', pdf('/OpenAction 6 0 R', [`<< /S /GoTo /D [3 0 R] /Next 7 0 R >>`, uri])],
    ['on printing', pdf(`/AA << /WP ${uri} >>`)],
    ['on printing, in a separate object', pdf('/AA 6 0 R', ['<< /WP 7 0 R >>', uri])],
    ['on opening a page', pdf('', [], { page: `/AA << /O ${uri} >>` })],
    ['when the mouse is over a note', note(`/AA << /E ${uri} >>`)],
  ] as const
).map(([when, bytes]) => [`a web page ${when}`, bytes, 'a.pdf', 'script'])

export const outsidePdf: readonly Hostile[] = [
  ...ofActions,
  ...starting,
  [
    'a web page when a presentation starts',
    pdf('', [`<< /NA ${uri} >>`], { page: '/PresSteps 6 0 R' }),
    'a.pdf',
    'script',
  ],
  [
    'a script after a false end of its object',
    pdf('/OpenAction 6 0 R', ['<< /X endobj /S /JavaScript /JS (1) >>']),
    'a.pdf',
    'script',
  ],
  [
    'a script after a false start of a stream',
    pdf('/OpenAction 6 0 R', ['<< /X stream /S /JavaScript /JS (1) >>']),
    'a.pdf',
    'script',
  ],
  ['a link to a UNC path', note(`/A << /S /URI /URI (file://${trap.host}/a) >>`), 'a.pdf', 'script'],
  ['a link to a script', note('/A << /S /URI /URI (java\\163cript:app.alert\\(1\\)) >>'), 'a.pdf', 'script'],
  ['a link to a UNC path in UTF-16', note('/A << /S /URI /URI <FEFF005C005C0061005C0062> >>'), 'a.pdf', 'script'],
  [
    'a stream in another file',
    pdf('/X 6 0 R', [`<< /Length 0 /F (${web}) >>\nstream\n\nendstream`]),
    'a.pdf',
    'script',
  ],
  [
    'a page from another file',
    pdf('/X 6 0 R', [
      `<< /Type /XObject /Subtype /Form /Ref << /F (${web}) /Page 0 >> /Length 0 >>\nstream\n\nendstream`,
    ]),
    'a.pdf',
    'script',
  ],
  ['an article in another file', note(`/A << /S /Thread /F (${web}) /D 0 >>`), 'a.pdf', 'script'],
  [
    'scripts in the list of names',
    pdf('/Names << /JavaScript << /Names [(a) 6 0 R] >> >>', ['<< >>']),
    'a.pdf',
    'script',
  ],
  ['an XFA form', pdf('/AcroForm << /XFA [(a) 6 0 R] /Fields [] >>', [packed('', '<x/>')]), 'a.pdf', 'script'],
  ['a video', note(`/A << /S /Rendition /R << /S /MR /C << /D (${web}) >> >> >>`, 'Screen'), 'a.pdf', 'attachment'],
  ['a movie', note(`/Movie << /F (${web}) >>`, 'Movie'), 'a.pdf', 'attachment'],
  ['rich media', note('/RichMediaContent << >>', 'RichMedia'), 'a.pdf', 'attachment'],
  ['a 3D model', note('/3DD << >>', '3D'), 'a.pdf', 'attachment'],
]

const about = 'Turn off /S /JavaScript, /Launch, /OpenAction << /S /URI >> and /GoToR in your reader'
export const ordinaryPdf: readonly Harmless[] = [
  ['a PDF with a link', note('/A << /S /URI /URI (https://library.example/a?b=c#d) >>'), 'a.pdf'],
  ['a PDF with a link to an email address', note('/A << /S /URI /URI (mailto:hello@library.example) >>'), 'a.pdf'],
  ['a PDF with a link within the document', note('/A << /S /GoTo /D [3 0 R /XYZ 0 800 0] >>'), 'a.pdf'],
  ['a PDF with a button for the next page', note('/A << /S /Named /N /NextPage >>'), 'a.pdf'],
  ['a PDF that opens at a given page', pdf('/OpenAction << /S /GoTo /D [3 0 R /FitH 800] >>'), 'a.pdf'],
  [
    'a PDF with empty lists of scripts and attachments',
    pdf('/Names << /JavaScript << /Names [] >> /EmbeddedFiles << >> >>'),
    'a.pdf',
  ],
  [
    'a PDF with text about actions',
    pdf('', [`<< /Length ${about.length + 11} >>\nstream\nBT (${about}) Tj ET\nendstream`]),
    'a.pdf',
  ],
  ['a PDF with compressed text about actions', pdf('', [packed('', `BT (${about}) Tj ET`)]), 'a.pdf'],
  ['a PDF with a title about actions', pdf('', [`<< /Title (${about}) >>`]), 'a.pdf'],
  ['a PDF with a title about actions in an object stream', pdf('', [inStream(`<< /Title (${about}) >>`)]), 'a.pdf'],
  [
    'a PDF with bookmarks',
    pdf('/Outlines 6 0 R', ['<< /First 7 0 R /Count 1 >>', '<< /Title (1) /Parent 6 0 R /Dest [3 0 R /Fit] >>']),
    'a.pdf',
  ],
  [
    'a PDF with tags',
    pdf('/StructTreeRoot 6 0 R', ['<< /K [7 0 R] >>', '<< /Type /StructElem /S /Link /P 6 0 R >>']),
    'a.pdf',
  ],
  [
    'a PDF form with fields',
    pdf('/AcroForm << /Fields [6 0 R] >>', ['<< /FT /Tx /T (Name) /F 4 /Rect [0 0 9 9] /Subtype /Widget >>']),
    'a.pdf',
  ],
  ['a PDF with an embedded sound', note('/Sound 7 0 R', 'Sound'), 'a.pdf'],
]

const pad = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex')
const padded = (password: string): Buffer => Buffer.concat([Buffer.from(password), pad]).subarray(0, 32)
const md5 = (...pieces: Buffer[]): Buffer => createHash('md5').update(Buffer.concat(pieces)).digest()

function rc4(key: Buffer, bytes: Buffer): Buffer {
  const state = Array.from({ length: 256 }, (_, index) => index)
  const swap = (one: number, other: number) => {
    const kept = state[one]!
    state[one] = state[other]!
    state[other] = kept
  }
  for (let i = 0, j = 0; i < 256; i += 1) swap(i, (j = (j + state[i]! + key[i % key.length]!) % 256))
  let [i, j] = [0, 0]
  return bytes.map(byte => {
    i = (i + 1) % 256
    j = (j + state[i]!) % 256
    swap(i, j)
    return byte ^ state[(state[i]! + state[j]!) % 256]!
  }) as Buffer
}

/**
 * A PDF that forbids printing, encrypted with the standard security handler of PDF 1.4.
 * @param user the password for opening it; empty when none is needed
 * @param object the content of object 6
 */
export function forbiddingPdf(user: string, object: string): Buffer {
  const id = Buffer.from('0123456789abcdef')
  const owner = rc4(md5(padded('owner')).subarray(0, 5), padded(user))
  const permissions = Buffer.from([0xc0, 0xff, 0xff, 0xff])
  const key = md5(padded(user), owner, permissions, id).subarray(0, 5)
  const encrypted = (number: number, text: string) =>
    rc4(md5(key, Buffer.from([number, 0, 0, 0, 0])).subarray(0, 10), Buffer.from(text)).toString('hex')
  const page = Buffer.from(encrypted(4, '0 0 100 100 re f'), 'hex')
  return pdfOf(
    [
      '<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      aPage(4),
      Buffer.concat([Buffer.from(`<< /Length ${page.length} >>\nstream\n`), page, Buffer.from('\nendstream')]),
      `<< /Author <${encrypted(5, 'Halima Warsame')}> >>`,
      object,
      `<< /Filter /Standard /V 1 /R 2 /O <${owner.toString('hex')}> /U <${rc4(key, pad).toString('hex')}> /P -64 >>`,
    ],
    `/Encrypt 7 0 R /Info 5 0 R /ID [<${id.toString('hex')}> <${id.toString('hex')}>]`,
  )
}

/** A PDF with this text in an attachment of the document and in a file attached to a note. */
export const pdfWithAttachment = (content: string): Buffer =>
  pdf(
    '/Names << /EmbeddedFiles << /Names [(a.txt) 6 0 R] >> >> /AF [6 0 R]',
    [
      `<< /Type /Filespec /F (${content}.txt) /UF (${content}.txt) /EF << /F 7 0 R >> >>`,
      `<< /Type /EmbeddedFile /Length ${content.length} >>\nstream\n${content}\nendstream`,
      `<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /Contents (${content}) /FS 9 0 R >>`,
      `<< /Type /Filespec /F (${content}.txt) /EF << /F 10 0 R >> >>`,
      packed('/Type /EmbeddedFile', content),
    ],
    { page: '/Annots [8 0 R]' },
  )
