import { afterAll, describe, expect, test } from '@jest/globals'
import { cleaningFolder, packetsIn, type Cleaned } from '../support/cleaning.ts'
import { h264 } from '../support/encoded-samples.ts'
import { hasMark } from '../support/marked-recordings.ts'
import * as made from '../support/recording-tracks.ts'
import { box, movieFile, u16, u32, u8, type Movie, type Track } from '../support/recordings.ts'
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
const markBytes = Buffer.from(mark)

describe('metadata in the video stream, such as SEI messages', () => {
  const samplesOf = async (track: Track): Promise<string[]> => (await packetsAfter({ tracks: [track] }))[0]!.data
  const withUnits = (units: Buffer): Track =>
    made.h264Track({ samples: h264.map(data => ({ data: Buffer.concat([units, data]), duration: 10 })) })

  test('SEI messages are removed from H.264, except those that a decoder needs', async () => {
    const recovery = made.h264Message(6, u8(0x84))
    const both = made.unit(Buffer.concat([u8(6, 6, 1, 0x84, 5, markBytes.length), markBytes, u8(0x80)]))
    const [first] = await samplesOf(withUnits(Buffer.concat([recovery, both, made.h264Message(1, markBytes)])))
    expect([first]).toEqual(hex(Buffer.concat([recovery, recovery, h264[0]!])))
  })

  test('messages with escaped zeros are found, and escaped again when they are kept', async () => {
    const zeros = u8(0, 0, 3, 0, 0, 3, 1)
    const kept = Buffer.concat([u8(137, 5), zeros])
    const mixed = made.unit(Buffer.concat([u8(6), kept, u8(5, markBytes.length), markBytes, u8(0x80)]))
    const [first] = await samplesOf(withUnits(mixed))
    expect([first]).toEqual(hex(Buffer.concat([made.unit(Buffer.concat([u8(6), kept, u8(0x80)])), h264[0]!])))
  })

  test('damaged SEI messages are removed completely', async () => {
    const damaged = made.unit(Buffer.concat([u8(6, 6, 200), markBytes, u8(0x80)]))
    expect(await samplesOf(withUnits(damaged))).toEqual(hex(...h264))
  })

  test('SEI messages are removed from HEVC and from its configuration', async () => {
    const unit = (type: number, content: Buffer) => Buffer.concat([u8(type << 1, 1), content])
    const sets = (type: number, content: Buffer) => Buffer.concat([u8(0x80 | type), u16(1, content.length), content])
    const head = Buffer.concat([u8(1, 1, 0x60), Buffer.alloc(9), u8(93, 0xf0, 0, 0xfc, 0xfd, 0xf8, 0xf8, 0, 0, 3)])
    const needed = [32, 33, 34].map(type => sets(type, unit(type, u8(1, 2, 3))))
    const message = unit(39, Buffer.concat([u8(5, markBytes.length), markBytes, u8(0x80)]))
    const configuration = Buffer.concat([head, u8(4), ...needed, sets(39, message)])
    const picture = made.unit(unit(19, Buffer.alloc(60, 7)))
    const track = made.h264Track({
      entry: made.videoEntry({ codec: 'hvc1', configuration: box('hvcC', configuration) }),
      samples: Array.from({ length: 4 }, () => ({
        data: Buffer.concat([
          made.unit(message),
          picture,
          made.unit(unit(40, markBytes)),
          made.unit(unit(62, markBytes)),
        ]),
        duration: 10,
      })),
    })
    const { bytes } = await cleaned(movieFile({ brand: 'qt  ', tracks: [track] }), 'IMG_0001.MOV')
    expect([hasMark(bytes), bytes.includes(Buffer.concat([head, u8(3), ...needed]))]).toEqual([false, true])
    expect((await packetsIn(bytes))[0]!.data).toEqual(hex(picture, picture, picture, picture))
  })

  test('metadata and padding OBUs are removed from AV1', async () => {
    const [metadata, padding, frame] = [u8(0x2a), u8(0x7a), u8(0x32, 4, 1, 2, 3, 4)]
    const withMark = (head: Buffer) => Buffer.concat([head, u8(markBytes.length), markBytes])
    const track = made.h264Track({
      entry: made.videoEntry({ codec: 'av01', configuration: box('av1C', u8(0x81, 0, 0x0c, 0)) }),
      samples: [{ data: Buffer.concat([withMark(metadata), frame, withMark(padding)]), duration: 10 }],
    })
    expect(await samplesOf(track)).toEqual(hex(frame))
  })
})

describe('a part that was cut out in editing, so that players hide it', () => {
  const numbered = (index: number) => Buffer.concat([made.unit(Buffer.concat([u8(0x65), u32(index)]))])
  const film = (edits: Track['edits']): Track =>
    made.h264Track({
      edits,
      samples: Array.from({ length: 60 }, (_, index) => ({
        data: numbered(index),
        duration: 10,
        isKey: index % 12 === 0,
      })),
    })
  const sound = (edits: Track['edits']): Track =>
    made.aacTrack({
      edits,
      samples: Array.from({ length: 240 }, (_, index) => ({ data: u32(index, 0), duration: 1_024 })),
    })

  test('hidden samples are removed, except those at the start that a decoder needs', async () => {
    const [pictures, sounds] = await packetsAfter({
      tracks: [film([[2_000, 150]]), sound([[2_000, 60_000]])],
    })
    expect([pictures!.data[0], pictures!.data.at(-1)]).toEqual(hex(numbered(12), numbered(38)))
    expect([sounds!.data[0], sounds!.data.at(-1)]).toEqual(hex(u32(55, 0), u32(152, 0)))
    expect(pictures!.times[3]).toBeCloseTo(0, 6)
  })

  test('a track that shows nothing is removed', async () => {
    const tracks = await packetsAfter({ tracks: [film([[2_000, 0]]), sound([[2_000, 900_000]])] })
    expect(tracks.map(({ codec }) => codec)).toEqual(['avc'])
  })

  test('no sample is removed between two edits that show consecutive parts', async () => {
    const [pictures] = await packetsAfter({
      tracks: [
        film([
          [1_000, 0],
          [2_000, 120],
        ]),
      ],
    })
    expect(pictures!.data).toEqual(hex(...Array.from({ length: 36 }, (_, index) => numbered(index))))
  })

  test('a recording is refused if its edits skip a part in the middle, change the speed or show nothing', async () => {
    for (const edits of [
      [
        [500, 0],
        [500, 300],
      ],
      [[500, 0, 2]],
      [[500, 9_000]],
    ] as const)
      expect(await clean(movieFile({ tracks: [film(edits)] }), 'film.mp4')).toBe('edited')
    expect(
      await clean(
        movieFile({
          tracks: [
            film([
              [500, 0],
              [200, -1],
            ]),
          ],
        }),
        'film.mp4',
      ),
    ).not.toBe('edited')
  })
})
