import { afterAll, describe, expect, test } from '@jest/globals'
import { fileRefusals } from '../../src/files/refusals.ts'
import { cleaningFolder } from '../support/cleaning.ts'
import { h264, h264Configuration } from '../support/encoded-samples.ts'
import { markedRecordings, xing } from '../support/marked-recordings.ts'
import * as made from '../support/recording-tracks.ts'
import { box, fragmentedFile, full, movieFile, type Track, u32 } from '../support/recordings.ts'

const { clean, remove } = cleaningFolder()
afterAll(remove)

const film = (tracks: readonly Track[], more = {}): Buffer => movieFile({ tracks, ...more })
const both = [made.h264Track(), made.aacTrack({}, 47)]
const twentieths = Array.from({ length: 19 }, (_, index) => (index + 1) / 20)

describe('a recording that was cut off', () => {
  test.each([
    ['with its tables first', film(both), 'film.mp4'],
    ['with its tables last', film(both, { tables: 'last' }), 'film.mp4'],
    ['as a MOV', film(both, { brand: 'qt  ', tables: 'last' }), 'film.mov'],
    ['in fragments', fragmentedFile({ tracks: both, declared: 1_000 }, 2), 'film.mp4'],
    ['as an MP3', Buffer.concat([xing(200), ...made.mp3Frames(200)]), 'talk.mp3'],
  ])('a recording %s is refused when it is cut at any twentieth of its length', async (_what, whole, name) => {
    const answers: unknown[] = []
    expect(typeof (await clean(whole, name))).toBe('object')
    for (const part of twentieths) answers.push(await clean(whole.subarray(0, Math.floor(whole.length * part)), name))
    expect(answers).toEqual(twentieths.map(() => 'cut off'))
  })

  test.each([
    ['whose last byte is missing', film(both).subarray(0, -1)],
    ['whose film declares that it is longer', film(both, { declared: 9_000 })],
    ['whose track declares that it is longer', film([made.h264Track({ declared: 600 })])],
    [
      'whose tables have lost their ends',
      film([made.h264Track({ declared: 120, samples: both[0]!.samples.slice(0, 6) })]),
    ],
    ['without any sample', film([made.h264Track({ samples: [], declared: 0 })], { declared: 0 })],
  ])('a recording %s is refused', async (_what, content) => {
    expect(await clean(content, 'film.mp4')).toBe('cut off')
  })

  test('a recording that was cut off only after its samples is accepted', async () => {
    const content = film(both, { after: [box('free', Buffer.alloc(200))] })
    expect(typeof (await clean(content.subarray(0, -100), 'film.mp4'))).toBe('object')
  })
})

describe('a recording that cannot be cleaned', () => {
  const withEntry = (entry: Buffer, track = made.h264Track()): Buffer => film([{ ...track, entry }])
  const video = (codec: string, configuration: Buffer = box('avcC', h264Configuration)) =>
    withEntry(made.videoEntry({ codec, configuration }))
  const sound = (codec: string, configuration: Buffer = Buffer.alloc(0)) =>
    film([made.h264Track(), { ...made.aacTrack({}, 47), entry: made.soundEntry({ codec, configuration }) }])

  test.each([
    ['with video as JPEG pictures, as from old cameras', video('jpeg', Buffer.alloc(0)), 'recording'],
    ['without a description of its pictures', video('avc1', Buffer.alloc(0)), 'damaged'],
    ['with a damaged description', video('avc1', box('avcC', h264Configuration.subarray(0, 12))), 'damaged'],
    ['with sound that mediabunny does not know', sound('alac'), 'recording'],
    ['with comments in the description of its sound', sound('mp4a', made.esds(Buffer.alloc(100, 17))), 'recording'],
    ['with pictures that are encrypted', video('encv'), 'protected'],
    ['with sound that is encrypted', sound('drms'), 'protected'],
    [
      'with units that are longer than their sample',
      film([made.h264Track({ samples: [{ data: u32(90, 1), duration: 10 }] })]),
      'damaged',
    ],
    ['with only a location track', film([{ ...made.aacTrack(), kind: 'meta' }]), 'recording'],
    ['without tracks', film([], { declared: 1_000 }), 'recording'],
  ])('a recording %s is refused', async (_what, content, reason) => {
    expect(await clean(content, 'film.mp4')).toBe(reason)
  })

  test('a recording whose pictures are in another file is refused', async () => {
    const content = film([made.h264Track()])
    const self = content.indexOf(full('url ', 1))
    content.writeUInt32BE(0, self + 8)
    expect(await clean(content, 'film.mp4')).toBe('recording')
  })

  test('an MP3 that ends in the middle of its tag is refused', async () => {
    const tag = markedRecordings['talk.mp3']!().subarray(0, 500)
    expect(await clean(tag, 'talk.mp3')).toBe('cut off')
  })

  test('an MP3 with a tag and no sound is refused', async () => {
    const tag = Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\x40\0'), Buffer.alloc(8_192)])
    expect(await clean(Buffer.concat([tag, Buffer.alloc(2_000, 7)]), 'talk.mp3')).toBe('recording')
  })

  test('a recording with more samples than any real recording is refused', async () => {
    const content = film([made.h264Track()])
    const sizes = content.indexOf('stsz')
    u32(1, 4_000_000_000).copy(content, sizes + 8)
    expect(await clean(content, 'film.mp4')).toBe('too long')
  })
})

test('a damaged file is cleaned, or refused with a reason, and the next file is cleaned', async () => {
  const names = Object.keys(markedRecordings).filter(name => name !== 'walk.mov')
  let seed = 7
  const random = (below: number): number => (seed = (seed * 16_807) % 2_147_483_647) % below
  const answers = new Set<string>()
  for (let round = 0; round < 240; round += 1) {
    const name = names[round % names.length]!
    const content = markedRecordings[name]!()
    for (let flips = 1 + random(4); flips > 0; flips -= 1) content[random(content.length)] = random(256)
    const answer = await clean(content, name)
    answers.add(typeof answer === 'string' ? answer : 'cleaned')
  }
  const known: readonly string[] = [...fileRefusals, 'cleaned']
  expect([...answers].filter(answer => !known.includes(answer))).toEqual([])
  expect(answers.has('cleaned') && answers.size > 2).toBe(true)
  expect(
    typeof (await clean(film([made.h264Track({ samples: h264.map(data => ({ data, duration: 10 })) })]), 'a.mp4')),
  ).toBe('object')
})
