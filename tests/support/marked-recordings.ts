import { h264Configuration } from './encoded-samples.ts'
import * as made from './recording-tracks.ts'
import { box, full, movieFile, type Track, u16, u32, u8 } from './recordings.ts'
import { mark } from './sample-files.ts'

// Recordings with a mark in each place that can contain data about people, or that players do not show.

const ascii = (text: string): Buffer => Buffer.from(text, 'latin1')
const bytes = ascii(mark)
const inUtf16 = Buffer.from(mark, 'utf16le')

/** Whether the mark is anywhere in the bytes, as plain text or in UTF-16. */
export const hasMark = (content: Buffer): boolean => content.includes(bytes) || content.includes(inUtf16)

/** The number of times the mark occurs in the bytes, not counting UTF-16. */
export const marksIn = (content: Buffer): number => content.toString('latin1').split(mark).length - 1

const text = (type: string): Buffer => box(type, u16(bytes.length, 0x15c7), bytes)
/** Metadata as cameras and QuickTime write it, with the mark in each field. */
const userData = (): Buffer =>
  box('udta', ...['©xyz', '©nam', '©ART', '©mak', '©mod', '©swr', '©day', '©cmt', 'auth', 'cprt'].map(text))

/** Metadata as iTunes writes it, with a cover picture. */
const itunes = (): Buffer => {
  const item = (type: string, kind: number): Buffer => box(type, box('data', u32(kind, 0), bytes))
  return box(
    'udta',
    full(
      'meta',
      0,
      full('hdlr', 0, u32(0), ascii('mdirappl'), u32(0, 0), u8(0)),
      box('ilst', item('©nam', 1), item('©ART', 1), item('©cmt', 1), item('covr', 13)),
    ),
  )
}

const appleKeys = ['location.ISO6709', 'make', 'model', 'software', 'author', 'creationdate']

/** Metadata as an iPhone writes it. */
const apple = (): Buffer =>
  box(
    'meta',
    full('hdlr', 0, u32(0), ascii('mdta'), u32(0, 0, 0), u8(0)),
    full('keys', 0, u32(appleKeys.length), ...appleKeys.map(key => box('mdta', ascii(`com.apple.quicktime.${key}`)))),
    box(
      'ilst',
      ...appleKeys.map((_, index) => box(`\0\0\0${String.fromCharCode(index + 1)}`, box('data', u32(1, 0), bytes))),
    ),
  )

const xmp = (): Buffer =>
  box('uuid', Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex'), ascii(`<x:xmpmeta>${mark}</x:xmpmeta>`))

const ofTrack = (): Partial<Track> => ({
  handlerName: mark,
  more: [box('udta', box('name', bytes), box('titl', inUtf16)), apple()],
})

/** Video with camera messages (SEI) before each frame, and with filler data and a unit of an unknown type after it. */
const video = (): Track =>
  made.h264Track({
    ...ofTrack(),
    entry: made.videoEntry({
      codec: 'avc1',
      compressor: mark,
      configuration: box('avcC', h264Configuration, bytes),
      more: [box('colr', ascii('prof'), bytes), box('uuid', Buffer.alloc(16), bytes)],
    }),
    samples: made.h264Track().samples.map(sample => ({
      ...sample,
      data: Buffer.concat([
        made.h264Message(5, Buffer.concat([Buffer.alloc(16, 9), bytes])),
        made.h264Message(4, bytes),
        sample.data,
        made.unit(Buffer.concat([u8(12), bytes])),
        made.unit(Buffer.concat([u8(24), bytes])),
      ]),
    })),
  })

const other = (kind: string, codec: string): Track => ({
  kind,
  entry: box(codec, Buffer.alloc(6), u16(1), bytes),
  timescale: 1_000,
  samples: [{ data: bytes, duration: 1_000 }],
  ...ofTrack(),
})

/**
 * Tracks that a player does not show: locations, a time code, chapters, subtitles, a second film and a cover.
 */
const unseen = (): Track[] => [
  other('meta', 'mebx'),
  other('tmcd', 'tmcd'),
  other('text', 'text'),
  other('sbtl', 'tx3g'),
  made.h264Track({
    isEnabled: false,
    samples: [{ data: made.unit(Buffer.concat([u8(0x65), bytes])), duration: 10 }],
  }),
  {
    ...made.h264Track({ isEnabled: false, samples: [{ data: bytes, duration: 120 }] }),
    entry: made.videoEntry({ codec: 'jpeg', configuration: Buffer.alloc(0) }),
  },
]

/** Places where a program may leave deleted data: free space, a second list of tracks, and data after the end. */
const leftOver = (tracks: readonly Track[]): Buffer[] => {
  const before = movieFile({ brand: null, tracks, more: [userData()] })
  return [
    box('free', before),
    box('skip', bytes),
    box('wide'),
    xmp(),
    box('mdat', bytes),
    Buffer.concat([u32(3), bytes]),
  ]
}

const marked = (brand: string, tracks: readonly Track[], more: readonly Buffer[]): Buffer =>
  movieFile({
    brand,
    tracks: [...tracks, ...unseen()],
    more: [...more, xmp()],
    between: bytes,
    after: leftOver(tracks),
  })

const tag = (version: number, id: string, ...frames: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(frames)
  const size = [21, 14, 7, 0].map(shift => (content.length >> shift) & 127)
  return Buffer.concat([ascii(id), u8(version, 0, 0, ...size), content])
}
const id3Frame = (id: string, content: Buffer): Buffer =>
  Buffer.concat([ascii(id), u32(content.length), u16(0), content])

/** An MP3 frame inside the cover picture, with a mark. */
const frameInAPicture = (): Buffer => {
  const [frame] = made.mp3Frames(1)
  bytes.copy(frame!, 100)
  return Buffer.concat([Buffer.alloc(50, 1), frame!, Buffer.alloc(50, 1)])
}

const id3 = (): Buffer =>
  tag(
    3,
    'ID3',
    ...['TIT2', 'TPE1', 'TENC', 'TSSE', 'COMM', 'PRIV'].map(id => id3Frame(id, Buffer.concat([u8(0), bytes]))),
    id3Frame('TXXX', Buffer.concat([u8(1), inUtf16])),
    id3Frame('GEOB', Buffer.concat([ascii('\0application/gps\0\0place\0'), bytes])),
    id3Frame('APIC', Buffer.concat([ascii('\0image/jpeg\0\x03\0'), frameInAPicture()])),
  )

const ape = (): Buffer => {
  const item = (key: string, value: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head.writeUInt32LE(value.length)
    return Buffer.concat([head, ascii(`${key}\0`), value])
  }
  const items = Buffer.concat([item('Artist', bytes), item('Cover Art (Front)', frameInAPicture())])
  const ends = (flags: number): Buffer => {
    const end = Buffer.alloc(32)
    end.write('APETAGEX', 'latin1')
    ;[2_000, items.length + 32, 2, flags].forEach((value, index) => end.writeUInt32LE(value >>> 0, 8 + 4 * index))
    return end
  }
  return Buffer.concat([ends(0xa0000000), items, ends(0x80000000)])
}

const id3v1 = (): Buffer => Buffer.concat([ascii('TAG'), Buffer.concat([bytes, Buffer.alloc(125)]).subarray(0, 125)])

/** An MP3 frame with a Xing header: the number of frames, and the mark where an encoder writes its name. */
export const xing = (frames: number): Buffer => {
  const [frame] = made.mp3Frames(1)
  frame!.write('Xing', 36, 'latin1')
  frame!.writeUInt32BE(1, 40)
  frame!.writeUInt32BE(frames, 44)
  bytes.copy(frame!, 156)
  return frame!
}

/** The sound frames of `markedRecordings['talk.mp3']`. */
export const mp3Sound = made.mp3Frames(40)

const lyrics = (): Buffer => {
  const content = Buffer.concat([ascii('LYRICSBEGININD00002'), bytes])
  return Buffer.concat([content, ascii(String(content.length).padStart(6, '0')), ascii('LYRICS200')])
}

/** The recordings, by file name. */
export const markedRecordings: Readonly<Record<string, () => Buffer>> = {
  'tour.mp4': () => marked('isom', [video(), made.aacTrack(ofTrack())], [userData()]),
  'walk.mov': () => marked('qt  ', [video(), made.pcmTrack(), made.aacTrack(ofTrack())], [userData(), apple()]),
  'talk.m4a': () => marked('M4A ', [made.aacTrack(ofTrack())], [itunes()]),
  'talk.mp3': () =>
    Buffer.concat([
      id3(),
      xing(mp3Sound.length),
      ...mp3Sound.slice(0, 20),
      id3(), // a tag at a place where two files were joined
      ...mp3Sound.slice(20),
      ape(),
      bytes, // a mark between two tags
      lyrics(),
      id3v1(),
    ]),
}
