import { crc32, deflateRawSync, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { aacTrack, h264Track } from './recording-tracks.ts'
import { movieFile } from './recordings.ts'

// Files of many kinds, each created when a test runs.

/** The text in each place of a sample file that can contain personal data. */
export const mark = 'MARK-7f3a-HERE'

/** 120 × 80 pixels, rotated by its orientation, with a location, a maker, a comment, XMP, and bytes after its end. */
export async function jpegWithMarks(): Promise<Buffer> {
  const picture = await plainPicture(120, 80)
    .withExif({
      IFD0: { Make: mark, Artist: mark, ImageDescription: mark, Copyright: mark },
      IFD2: { BodySerialNumber: mark, UserComment: mark },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '53/1 22/1 51/1',
        GPSLongitudeRef: 'W',
        GPSLongitude: '1/1 28/1 13/1',
        GPSAreaInformation: mark,
      },
    })
    .withXmp(
      `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>${mark}</rdf:Description></rdf:RDF></x:xmpmeta>`,
    )
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const text = Buffer.from(mark)
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, text.length + 2]), text])
  return Buffer.concat([picture.subarray(0, 2), comment, picture.subarray(2), text])
}

const plainPicture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#2f6f62' } })

export const jpeg = (): Promise<Buffer> => plainPicture(60, 40).jpeg().toBuffer()
export const png = (width = 60, height = 40): Promise<Buffer> => plainPicture(width, height).png().toBuffer()
export const webp = (): Promise<Buffer> => plainPicture(60, 40).webp().toBuffer()
const frames = async (): Promise<Buffer[]> => [await png(), await plainPicture(60, 40).negate().png().toBuffer()]
export const animatedWebp = async (): Promise<Buffer> =>
  sharp(await frames(), { join: { animated: true } })
    .webp()
    .toBuffer()
/** A PNG that declares frames. Programs that cannot show animations show its first frame. */
export async function animatedPng(frameCount = 2): Promise<Buffer> {
  const picture = await png()
  const chunk = Buffer.alloc(20)
  chunk.writeUInt32BE(8, 0)
  chunk.write('acTL', 4)
  chunk.writeUInt32BE(frameCount, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 16)), 16)
  const endOfHeader = 8 + 25
  return Buffer.concat([picture.subarray(0, endOfHeader), chunk, picture.subarray(endOfHeader)])
}
export const gif = (): Promise<Buffer> => plainPicture(6, 4).gif().toBuffer()
export const truncatedJpeg = async (): Promise<Buffer> => {
  const noise = await sharp({
    create: {
      width: 300,
      height: 300,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 120, sigma: 40 },
    },
  })
    .jpeg()
    .toBuffer()
  return noise.subarray(0, Math.floor(noise.length / 2))
}
/** A PNG of 49 megapixels in about 160 kB. */
export const pixelFlood = (): Promise<Buffer> => plainPicture(7_000, 7_000).png({ compressionLevel: 9 }).toBuffer()

export const svg = Buffer.from(
  '<?xml version="1.0"?>\n<!-- a drawing -->\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
)
export const html = Buffer.from('\ufeff  <!DOCTYPE html><html><body><script>alert(1)</script></body></html>')
export const program = Buffer.concat([
  Buffer.from('MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0', 'latin1'),
  Buffer.alloc(2_000, 7),
])
export const elf = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\0', 'latin1'), Buffer.alloc(200)])
export const heic = Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(400)])
export const mp3 = Buffer.concat([
  Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1'),
  ...Array.from({ length: 4 }, () => Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(413)])),
])
/** A film of two frames. Bytes can be appended to it. */
export const mp4 = movieFile({ tracks: [h264Track({ samples: h264Track().samples.slice(0, 2) })] })
export const mov = movieFile({ brand: 'qt  ', tracks: [h264Track()] })
export const m4a = movieFile({ brand: 'M4A ', tracks: [aacTrack()] })
export const oldWord = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000)])
export const encryptedDocx = Buffer.concat([oldWord, Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(200)])

export const csv = Buffer.from('\ufeffBranch,Visits\nĽviv,12\nመቐለ,7\nحلب,£3\n')
/** A CSV table that starts like a bitmap. */
export const csvLikeABitmap = Buffer.from('BM,branch manager\n1,2\n')
/** A table with a pound sign in Windows-1252. */
export const csvInWindows1252 = Buffer.from('Item,Cost\nTea,\xa33\n', 'latin1')
export const textInUtf16 = Buffer.from('\ufeffሰላም library\r\n', 'utf16le')

export const pdf = pdfWith('')
export const pdfWithScript = pdfWith('/OpenAction << /S /JavaScript /JS (app.alert(1)) >>')
export const pdfWithHiddenScript = pdfWith('/OpenAction << /S /J#61vaScript /JS (app.alert(1)) >>')
export const pdfWithLaunch = pdfWith('/OpenAction << /S /Launch /F (cmd.exe) >>')
/** A PDF with the names of script actions inside a text string, where they do nothing. */
export const pdfAboutScripts = pdfWith('/Lang (Book/Launch and /JavaScript for all)')

function pdfWith(catalogue: string, trailer = ''): Buffer {
  return pdfOf(
    [
      `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      aPage(4),
      packed('', '0.18 0.44 0.38 rg 60 60 200 300 re f'),
    ],
    trailer,
  )
}

/** An A4 page with the given content object. */
export function aPage(content: number): string {
  return `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << >> >>`
}

/** A compressed stream with these dictionary entries. */
export function packed(about: string, content: string | Buffer): Buffer {
  const data = deflateSync(content)
  return Buffer.concat([
    Buffer.from(`<< ${about} /Filter /FlateDecode /Length ${data.length} >>\nstream\n`),
    data,
    Buffer.from('\nendstream'),
  ])
}

/** A PDF of these objects, numbered from 1. The first is its catalogue. */
export function pdfOf(objects: readonly (string | Buffer)[], trailer = ''): Buffer {
  const chunks = [Buffer.from('%PDF-1.7\n%\xe2\xe3\n', 'latin1')]
  const places = objects.map((object, index) => {
    const at = Buffer.concat(chunks).length
    chunks.push(Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n'))
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const at = Buffer.concat(chunks).length
  chunks.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Root 1 0 R /Size ` +
        `${objects.length + 1} ${trailer} >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(chunks)
}

/** The parts of an Office document: the content of each, by its path in the ZIP. */
export type Parts = Readonly<Record<string, string | Buffer>>
type Part = 'word/document.xml' | 'xl/workbook.xml' | 'ppt/presentation.xml'
const mainTypes: Record<Part, string> = {
  'word/document.xml': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
  'xl/workbook.xml': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
  'ppt/presentation.xml': 'application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml',
}
export const office = (part: Part, more: Parts = {}): Buffer =>
  zip({
    '[Content_Types].xml': `<Types><Override PartName="/${part}" ContentType="${mainTypes[part]}"/></Types>`,
    [part]: '<document>Our welcome policy</document>',
    ...more,
  })
export const docx = office('word/document.xml')
export const xlsx = office('xl/workbook.xml')
export const pptx = office('ppt/presentation.xml')
/** A DOCX with these properties, as Word writes them. */
export const docxBy = (core: string, app = '', more: Parts = {}): Buffer =>
  office('word/document.xml', {
    'docProps/core.xml':
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="cp" ' +
      `xmlns:dc="dc">${core}</cp:coreProperties>`,
    'docProps/app.xml': `<Properties>${app}<Application>Microsoft Office Word</Application></Properties>`,
    ...more,
  })
/** A PDF with these entries in its Info dictionary, and with these objects after its page. */
export const pdfBy = (info: string, ...more: (string | Buffer)[]): Buffer =>
  pdfOf(
    [
      '<< /Type /Catalog /Pages 2 0 R /Metadata 6 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      aPage(4),
      packed('', '0 0 10 10 re f'),
      `<< ${info} >>`,
      ...more,
    ],
    '/Info 5 0 R',
  )
export const docxWithMacro = office('word/document.xml', { 'word/vbaProject.bin': 'macro' })

export const openDocument = (kind: string, more: Parts = {}): Buffer =>
  zip({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'META-INF/manifest.xml': '<manifest/>',
    'content.xml': '<office/>',
    ...more,
  })
export const odt = openDocument('text')
export const ods = openDocument('spreadsheet')
export const odtWithMacro = openDocument('text', { 'Basic/Standard/Module1.xml': 'macro' })
export const encryptedOdt = openDocument('text', { 'META-INF/manifest.xml': '<manifest><encryption-data/></manifest>' })

export const pages = zip({
  'Index/Document.iwa': 'a document',
  'Index/Metadata.iwa': 'more',
  'Metadata/BuildVersionHistory.plist': '<plist/>',
  'preview.jpg': 'a picture',
})
export const keynoteOf2009 = zip({ 'buildVersionHistory.plist': '<plist/>', 'index.apxl': '<key:presentation/>' })
/** A ZIP of a folder as macOS makes it, with a Pages document that is saved as a package. */
export const archiveWithPages = zip({
  'photo.jpg': 'not one',
  'policy.pages/Index.zip': 'a document',
  'policy.pages/Metadata/BuildVersionHistory.plist': '<plist/>',
})
export const archive = zip({ 'photo.jpg': 'not one', 'notes.txt': 'two' })
export const zipBomb = (): Buffer =>
  zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': 'a'.repeat(120 * 1024 * 1024) })

/** A ZIP with these entries, compressed. `mimetype` is stored, as OpenDocument requires. */
export function zip(entries: Readonly<Record<string, string | Buffer>>): Buffer {
  const bodies: Buffer[] = []
  const table: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(entries)) {
    const raw = Buffer.from(content as string)
    const method = name === 'mimetype' ? 0 : 8
    const data = method === 0 ? raw : deflateRawSync(raw)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(crc32(raw), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(raw.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    const body = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), data])
    bodies.push(body)
    table.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, place, Buffer.from(name)]))
    offset += body.length
  }
  const end = Buffer.alloc(18)
  end.writeUInt16LE(table.length, 4)
  end.writeUInt16LE(table.length, 6)
  end.writeUInt32LE(Buffer.concat(table).length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, ...table, Buffer.from('PK\x05\x06', 'latin1'), end])
}
