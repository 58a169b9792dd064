import { afterAll, describe, expect, test } from '@jest/globals'
import { boxesOf, cleaningFolder, packetsIn, type Cleaned } from '../support/cleaning.ts'
import { h264, opus, vp9 } from '../support/encoded-samples.ts'
import { hasMark, markedRecordings, marksIn, mp3Sound, xing } from '../support/marked-recordings.ts'
import * as made from '../support/recording-tracks.ts'
import {
  box,
  fragmentedFile,
  type Movie,
  movieFile,
  turnedRight,
  u16,
  u32,
  u8,
  upright,
  type Track,
} from '../support/recordings.ts'
import { mark } from '../support/sample-files.ts'

const { clean, remove } = cleaningFolder()
afterAll(remove)

async function cleaned(content: Buffer, name = 'film.mp4'): Promise<Cleaned> {
  const result = await clean(content, name)
  if (typeof result === 'string') throw new Error(`refused: ${result}`)
  return result
}
const packetsAfter = async (movie: Movie, name?: string) => packetsIn((await cleaned(movieFile(movie), name)).bytes)
const hex = (...data: readonly Buffer[]): string[] => data.map(each => each.toString('hex'))
const silences = (count: number): Buffer[] => Array.from({ length: count }, () => made.silence)
const markBytes = Buffer.from(mark)
const inMono = (frame: Buffer): Buffer => Buffer.concat([frame.subarray(0, 3), u8(0xe4), frame.subarray(4)])
/** The sound frames of an MP3 in hexadecimal, without the shorter first frame, which has no sound. */
const framesOf = (mp3: Buffer): string[] => {
  const start = mp3.length % 417
  return Array.from({ length: (mp3.length - start) / 417 }, (_, index) =>
    mp3.toString('hex', start + index * 417, start + (index + 1) * 417),
  )
}

describe('a recording with a mark in every place', () => {
  test.each(Object.entries(markedRecordings))('%s has no mark after cleaning', async (name, make) => {
    const source = make()
    expect(marksIn(source)).toBeGreaterThan(20)
    const { bytes } = await cleaned(source, name)
    expect([hasMark(source), hasMark(bytes)]).toEqual([true, false])
  })

  test.each([
    ['tour.mp4', 'video/mp4', ['avc', 'aac'], [h264, silences(30)]],
    ['talk.m4a', 'audio/mp4', ['aac'], [silences(30)]],
    ['talk.mp3', 'audio/mpeg', ['mp3'], [mp3Sound]],
  ])('%s keeps every video frame and audio packet, byte for byte', async (name, type, codecs, data) => {
    const result = await cleaned(markedRecordings[name]!(), name)
    const tracks = await packetsIn(result.bytes)
    expect([result.type, tracks.map(({ codec }) => codec), tracks.map(each => each.data)]).toEqual([
      type,
      codecs,
      data.map(each => hex(...each)),
    ])
  })

  test('walk.mov keeps each picture and sound, including uncompressed sound, byte for byte', async () => {
    const result = await cleaned(markedRecordings['walk.mov']!(), 'walk.mov')
    const [film, sound, second] = await packetsIn(result.bytes)
    expect([result.type, film!.data, sound!.codec]).toEqual(['video/quicktime', hex(...h264), 'pcm-s16'])
    expect(sound!.data.join('')).toBe(hex(...made.pcmTrack().samples.map(({ data }) => data)).join(''))
    expect(second!.data).toEqual(hex(...silences(30)))
  })

  test.each(['tour.mp4', 'walk.mov', 'talk.m4a'])('a cleaned %s has only the boxes that a player needs', async name => {
    const needed = 'ftyp mdat moov mvhd trak tkhd edts elst mdia mdhd hdlr minf vmhd smhd dinf dref stbl stsd'
    const tables = 'stts stsc stsz stco stss'
    const { types, loose } = boxesOf((await cleaned(markedRecordings[name]!(), name)).bytes)
    expect([types.filter(type => !`${needed} ${tables}`.split(' ').includes(type)), loose]).toEqual([[], 0])
  })

  test('the packets of a cleaned recording do not change when it is cleaned again', async () => {
    for (const [name, make] of Object.entries(markedRecordings)) {
      const once = await cleaned(make(), name)
      const twice = await cleaned(once.bytes, name)
      expect([twice.type, await packetsIn(twice.bytes)]).toEqual([once.type, await packetsIn(once.bytes)])
    }
  })
})

describe('an ordinary recording', () => {
  test.each([
    ['with its tables first', movieFile({ tracks: [made.h264Track(), made.opusTrack()] })],
    ['with its tables last', movieFile({ tables: 'last', tracks: [made.h264Track(), made.opusTrack()] })],
    ['in fragments', fragmentedFile({ tracks: [made.h264Track(), made.opusTrack()] })],
    ['in fragments with a length', fragmentedFile({ tracks: [made.h264Track(), made.opusTrack()], declared: 1_000 })],
  ])('a recording in H.264 and Opus %s keeps every packet and its time', async (_what, content) => {
    const tracks = await packetsIn((await cleaned(content)).bytes)
    expect(tracks.map(({ data }) => data)).toEqual([hex(...h264), hex(...opus)])
    expect(tracks.map(({ times }) => times)).toEqual([
      h264.map((_, index) => expect.closeTo(index / 12, 9)),
      opus.map((_, index) => expect.closeTo(index / 50, 9)),
    ])
  })

  test('a recording in VP9 keeps its pictures', async () => {
    expect((await packetsAfter({ tracks: [made.vp9Track()] }))[0]).toMatchObject({ codec: 'vp9', data: hex(...vp9) })
  })

  test.each([
    ['upright', upright],
    ['turned right', turnedRight],
  ])('a recording that was filmed %s keeps its rotation', async (_what, matrix) => {
    const { bytes } = await cleaned(movieFile({ tracks: [made.h264Track({ matrix })] }))
    expect(bytes.includes(u32(...matrix, 64 * 0x10000, 48 * 0x10000))).toBe(true)
  })

  test('a recording whose frame rate changes keeps the time of every frame', async () => {
    const durations = [3_003, 1, 7_777, 90_001, 2, 3_003, 12, 5, 3_003, 99_999, 1, 3_003]
    const samples = h264.map((data, index) => ({ data, duration: durations[index]!, isKey: index === 0 }))
    const [film] = await packetsAfter({ tracks: [made.h264Track({ timescale: 90_000, samples })] })
    let units = 0
    const times = durations.map(duration => (units += duration) - duration)
    expect(film!.times.map(time => Math.round(time * 90_000 * 1_000) / 1_000)).toEqual(times)
  })

  test('a recording whose frames are not stored in the order of display keeps both orders', async () => {
    const shifts = [10, 30, 0, 0, 10, 30]
    const samples = h264.map((data, index) => ({
      data,
      duration: 10,
      shift: shifts[index % 6]!,
      isKey: index === 0 || index === 6,
    }))
    const [film] = await packetsAfter({ tracks: [made.h264Track({ samples, edits: [[1_167, 10]] })] })
    expect(film!.data).toEqual(hex(...h264))
    expect(film!.times.map(time => Math.round(time * 12))).toEqual([0, 3, 1, 2, 4, 7, 6, 9, 7, 8, 10, 13])
  })

  test('a recording keeps all of its sound tracks that can be cleaned', async () => {
    const unknown = {
      ...made.aacTrack(),
      entry: made.soundEntry({ codec: 'apac', configuration: Buffer.alloc(0) }),
    }
    const tracks = await packetsAfter({ tracks: [made.h264Track(), made.aacTrack(), unknown, made.opusTrack()] })
    expect(tracks.map(({ codec }) => codec)).toEqual(['avc', 'aac', 'opus'])
  })

  test('a sound track that is switched off is removed', async () => {
    const off = { ...made.opusTrack(), isEnabled: false }
    const codecsOf = async (...tracks: Track[]) => (await packetsAfter({ tracks })).map(({ codec }) => codec)
    expect(await codecsOf(made.h264Track(), made.aacTrack(), { ...off, isEnabled: true })).toEqual([
      'avc',
      'aac',
      'opus',
    ])
    expect(await codecsOf(made.h264Track(), made.aacTrack(), off)).toEqual(['avc', 'aac'])
    expect(await codecsOf(made.h264Track(), off)).toEqual(['avc'])
  })

  test('a recording by an iPhone keeps its video and sound', async () => {
    const sound = box(
      'mp4a',
      Buffer.alloc(6),
      u16(1, 1, 0, 0, 0, 1, 16, 0xfffe, 0),
      u32(48_000 * 0x10000, 1_024, 0, 0, 2),
      box('wave', box('frma', Buffer.from('mp4a')), box('mp4a', u32(0)), made.esds(u8(0x11, 0x88)), u32(8, 0)),
      box('chan', Buffer.alloc(16)),
    )
    const places = { ...made.aacTrack(), kind: 'meta', entry: box('mebx', Buffer.alloc(8), markBytes) }
    const content = movieFile({
      brand: 'qt  ',
      tables: 'last',
      tracks: [made.h264Track({ matrix: turnedRight }), { ...made.aacTrack(), entry: sound }, places],
    })
    const { type, bytes } = await cleaned(content, 'IMG_0042.MOV')
    const tracks = await packetsIn(bytes)
    expect([type, tracks.map(({ codec }) => codec)]).toEqual(['video/quicktime', ['avc', 'aac']])
    expect([tracks[1]!.data, hasMark(bytes)]).toEqual([hex(...silences(30)), false])
  })

  test('a recording loses a sound track that is empty', async () => {
    const tracks = await packetsAfter({ tracks: [made.h264Track(), made.aacTrack({}, 0)] })
    expect(tracks.map(({ codec }) => codec)).toEqual(['avc'])
  })

  test('a recording keeps the delay between sound and picture, and the priming samples before its start', async () => {
    const [film, sound] = await packetsAfter({
      tracks: [
        made.h264Track({
          edits: [
            [500, -1],
            [1_000, 0],
          ],
        }),
        made.aacTrack({ edits: [[600, 2_112]] }),
      ],
    })
    expect([film!.times[0], sound!.data.length]).toEqual([0.5, 30])
    expect(sound!.times[0]).toBeCloseTo(-2_112 / 48_000, 6)
  })

  test('sound that Android recorded as an MP4 with one chunk is stored as an M4A', async () => {
    const track = made.aacTrack({ samplesPerChunk: 1_000_000 }, 20_000)
    const { type, bytes } = await cleaned(
      movieFile({ brand: 'mp42', tables: 'last', tracks: [track] }),
      'Voice 001.m4a',
    )
    expect([type, (await packetsIn(bytes))[0]!.data.length]).toEqual(['audio/mp4', 20_000])
  })

  test.each([
    ['as an MP4', 'isom', 'film.mp4', 'video/mp4'],
    ['as an M4V', 'M4V ', 'film.m4v', 'video/mp4'],
    ['as a MOV', 'qt  ', 'IMG_0001.MOV', 'video/quicktime'],
    ['as an old MOV', null, 'DSC001.mov', 'video/quicktime'],
    ['as an MP4 named as a MOV', 'isom', 'film.mov', 'video/mp4'],
    ['from an old phone', '3gp5', 'video-0001.3gp', 'video/mp4'],
  ])('an ordinary recording is accepted %s', async (_what, brand, name, type) => {
    expect((await cleaned(movieFile({ brand, tracks: [made.h264Track(), made.aacTrack()] }), name)).type).toBe(type)
  })

  test('a recording keeps the shape of pixels that its track declares', async () => {
    const { bytes } = await cleaned(movieFile({ tracks: [made.h264Track({ size: [96, 48] })] }))
    expect(bytes.includes(box('pasp', u32(3, 2)))).toBe(true)
  })

  test.each([
    ['with its length', [xing(40), ...made.mp3Frames(40)]],
    ['without its length', made.mp3Frames(40)],
    ['in mono and stereo', made.mp3Frames(40).map((frame, index) => (index > 20 ? inMono(frame) : frame))],
    ['with a damaged end', [...made.mp3Frames(40), made.mp3Frames(1)[0]!.subarray(0, 200)]],
  ])('an MP3 %s keeps its sound', async (_what, frames) => {
    const { bytes } = await cleaned(Buffer.concat(frames), 'talk.mp3')
    expect(framesOf(bytes)).toEqual(hex(...frames.filter(frame => frame.length === 417 && !frame.includes('Xing'))))
  })
})
