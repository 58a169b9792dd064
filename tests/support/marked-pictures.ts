import { crc32, gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { aacTrack, h264Track } from './recording-tracks.ts'
import { movieFile } from './recordings.ts'
import { jpegWithMarks, mark } from './sample-files.ts'

// Pictures and recordings with a mark in the metadata fields that can identify people or places. Many have another mark
// after the end of the picture or recording itself.

const text = Buffer.from(mark)
const xmp =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
  `<rdf:Description>${mark}</rdf:Description></rdf:RDF></x:xmpmeta>`

const picture = () =>
  sharp({ create: { width: 24, height: 16, channels: 3, background: '#2f6f62' } })
    .withExif({ IFD0: { Artist: mark, Copyright: mark }, IFD3: { GPSAreaInformation: mark } })
    .withXmp(xmp)
    .withIccProfile('p3')
    .withMetadata({ orientation: 6 })

function chunk(type: string, content: string): Buffer {
  const body = Buffer.from(type + content, 'latin1')
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

async function png(): Promise<Buffer> {
  const bytes = await picture().png().toBuffer()
  const header = 8 + 25
  const chunks = [chunk('tEXt', `Author\0${mark}`), chunk('tIME', '\x07\xea\x03\x01\0\0\0'), chunk('prVt', mark)]
  return Buffer.concat([bytes.subarray(0, header), ...chunks, bytes.subarray(header), text])
}

async function gif(): Promise<Buffer> {
  const bytes = await picture().gif().toBuffer()
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe, text.length]), text, Buffer.from([0])])
  const program = Buffer.concat([
    Buffer.from('\x21\xff\x0bXMP DataXMP', 'latin1'),
    Buffer.from([text.length]),
    text,
    Buffer.from([0]),
  ])
  const frames = bytes.indexOf('21f904', 0, 'hex')
  return Buffer.concat([bytes.subarray(0, frames), comment, program, bytes.subarray(frames), text])
}

/** An EMF with a description, and with a comment before its end. */
function emf(): Buffer {
  const description = Buffer.from(`Drawn by\0${mark}\0\0`, 'utf16le')
  const head = Buffer.alloc(108)
  head.writeUInt32LE(1, 0)
  head.writeUInt32LE(108 + description.length, 4)
  head.write(' EMF', 40, 'latin1')
  head.writeUInt32LE(description.length / 2, 60)
  head.writeUInt32LE(108, 64)
  const comment = Buffer.concat([Buffer.alloc(12), text, Buffer.alloc(4 - (text.length % 4))])
  comment.writeUInt32LE(70, 0)
  comment.writeUInt32LE(comment.length, 4)
  comment.writeUInt32LE(text.length, 8)
  const end = Buffer.alloc(20)
  end.writeUInt32LE(14, 0)
  end.writeUInt32LE(20, 4)
  return Buffer.concat([head, description, comment, end, text])
}

const svg = async (): Promise<Buffer> =>
  Buffer.from(
    `<?xml version="1.0"?>\n<!-- ${mark} -->\n<svg xmlns="http://www.w3.org/2000/svg" inkscape:export-filename="${mark}">` +
      `<metadata><rdf>${mark}</rdf></metadata>` +
      `<image href="data:image/jpeg;base64,${(await jpegWithMarks()).toString('base64')}"/></svg>`,
  )

/** A JPEG inside an OLE object. */
const objectWithPicture = async (): Promise<Buffer> =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(504),
    (await jpegWithMarks()).subarray(0, -text.length),
  ])

const box = (type: string, ...contents: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(contents)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + content.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, content])
}
const track = (handler: string, ...more: readonly Buffer[]): Buffer =>
  box(
    'trak',
    box('tkhd', Buffer.alloc(84, 1)),
    box('mdia', box('hdlr', Buffer.from(`${'\0'.repeat(8)}${handler}\0`))),
    ...more,
  )

/** The media samples, which cleaning must not change. */
export const samples = Buffer.from('SAMPLES-THAT-STAY')

const movie = (): Buffer =>
  Buffer.concat([
    box('ftyp', Buffer.from('qt  ')),
    box('free', text),
    box('mdat', samples),
    box(
      'moov',
      box('mvhd', Buffer.alloc(100)),
      track('vide', box('udta', box('\xa9xyz', text)), box('meta', text)),
      track('meta', box('udta', text)),
      box('udta', box('loci', text)),
      box('meta', box('ilst', text)),
    ),
    box('uuid', text),
  ])

function wav(): Buffer {
  const chunks = Buffer.concat([
    Buffer.from('fmt \x02\0\0\0\x01\0', 'latin1'),
    Buffer.from(`LIST${String.fromCharCode(text.length)}\0\0\0${mark}`, 'latin1'),
    Buffer.from(`data${String.fromCharCode(samples.length)}\0\0\0${samples}\0`, 'latin1'),
  ])
  const head = Buffer.from('RIFF\0\0\0\0WAVE', 'latin1')
  head.writeUInt32LE(4 + chunks.length, 4)
  return Buffer.concat([head, chunks, text])
}

function mp3(): Buffer {
  const tag = Buffer.concat([Buffer.from(`ID3\x03\0\0\0\0\0${String.fromCharCode(text.length)}`, 'latin1'), text])
  return Buffer.concat([tag, samples, Buffer.from(`TAG${mark}`.padEnd(128, '\0'))])
}

function bmp(): Buffer {
  const head = Buffer.alloc(54)
  head.write('BM', 'latin1')
  for (const [at, value] of [
    [2, 58],
    [10, 54],
    [14, 40],
    [18, 1],
    [22, 1],
    [34, 4],
  ] as const)
    head.writeUInt32LE(value, at)
  head.writeUInt16LE(1, 26)
  head.writeUInt16LE(24, 28)
  return Buffer.concat([head, Buffer.from([9, 8, 7, 0]), text])
}

const jpeg2000 = (): Buffer =>
  Buffer.concat([
    box('jP  ', Buffer.from('0d0a870a', 'hex')),
    box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ')),
    box('uuid', text),
    box('jp2c', Buffer.from('ff4fff510002ff640008', 'hex'), Buffer.from('\0\x01abcd\xff\x90', 'latin1')),
  ])

const drawing = async (encoding: BufferEncoding, about: string, before = ''): Promise<Buffer> =>
  Buffer.from(
    `\ufeff<svg xmlns="http://www.w3.org/2000/svg"><!-- ${mark} --><image href="${about}${before}` +
      `${(await jpegWithMarks()).toString('base64')}"/></svg>`,
    encoding,
  )

/** A film with a track of locations. The data of this track is stored between the samples of the video. */
const filmWithPlaces = (): Buffer =>
  movieFile({
    brand: 'qt  ',
    between: text,
    tracks: [
      h264Track({ handlerName: mark }),
      { ...aacTrack(), kind: 'meta', samples: [{ data: Buffer.concat([text, text]), duration: 1 }] },
    ],
  })

export const markedPictures: Record<string, () => Buffer | Promise<Buffer>> = {
  jpeg: jpegWithMarks,
  png,
  gif,
  webp: async () => Buffer.concat([await picture().webp().toBuffer(), text]),
  tiff: async () => Buffer.concat([await picture().tiff({ compression: 'lzw' }).toBuffer(), text]),
  emf,
  svg,
  bin: objectWithPicture,
  mp4: movie,
  mp3,
  oldmp3: () => Buffer.concat([Buffer.from('fffb9000', 'hex'), samples, Buffer.from(`TAG${mark}`.padEnd(128, '\0'))]),
  wav,
  bmp,
  jp2: jpeg2000,
  emz: () => gzipSync(emf()),
  svg16: () => drawing('utf16le', 'data:image/jpeg;base64,'),
  svgcharset: () => drawing('utf8', 'data:image/jpeg;charset=utf-8;base64,'),
  svgnumbers: () => drawing('utf8', 'd&#97;ta:image/jpeg;base64,', '&#10;'),
  film: filmWithPlaces,
  free: () => Buffer.concat([box('free', text), movie()]),
}
/** The kinds of bitmap picture that sharp can decode. */
export const decodable = ['jpeg', 'png', 'gif', 'webp', 'tiff'] as const
