import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { rewritePicture } from '../../src/files/picture.ts'
import { childrenOf } from '../support/child-processes.ts'
import * as sample from '../support/sample-files.ts'
import { until } from '../support/until.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'picture-'))
  // Earlier test files can leave idle processes, and these tests would use or count them.
  for (const id of pictureChildren()) process.kill(id, 'SIGKILL')
  await until(() => pictureChildren().length === 0)
})
afterAll(() => rm(folder, { recursive: true }))

const pictureChildren = (): number[] => childrenOf(process.pid, 'picture-child')

let count = 0
async function reencoded(bytes: Buffer, type: Parameters<typeof rewritePicture>[2]) {
  const from = join(folder, `from-${(count += 1)}`)
  const to = join(folder, `to-${count}`)
  await writeFile(from, bytes)
  const refused = await rewritePicture(from, to, type)
  return { refused, bytes: refused ? null : await readFile(to) }
}

test('a re-encoded picture is upright and has none of its source’s metadata', async () => {
  const source = await sample.jpegWithMarks()
  expect(source.toString('latin1').split(sample.mark).length - 1).toBeGreaterThanOrEqual(7)
  expect((await sharp(source).metadata()).exif!.includes(sample.mark)).toBe(true)

  const { bytes } = await reencoded(source, 'image/jpeg')
  const { width, height, orientation, exif, xmp, iptc, icc, comments } = await sharp(bytes!).metadata()
  expect({ width, height, orientation, exif, xmp, iptc, icc, comments }).toEqual({ width: 80, height: 120 })
  expect(bytes!.includes(sample.mark)).toBe(false)
  expect(bytes!.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]))
})

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'a re-encoded picture with EXIF orientation %i looks the same as its source',
  async orientation => {
    const upright = sharp({ create: { width: 64, height: 32, channels: 3, background: 'white' } }).composite([
      { input: { create: { width: 16, height: 16, channels: 3, background: 'red' } }, left: 0, top: 0 },
    ])
    const lying = await sharp(await upright.png().toBuffer())
      .withMetadata({ orientation })
      .jpeg({ quality: 100 })
      .toBuffer()
    const { bytes } = await reencoded(lying, 'image/jpeg')
    const seen = await sharp(bytes!).raw().toBuffer({ resolveWithObject: true })
    const meant = await sharp(lying).autoOrient().raw().toBuffer({ resolveWithObject: true })
    expect([seen.info.width, seen.info.height]).toEqual(orientation > 4 ? [32, 64] : [64, 32])
    expect(meanDifference(seen.data, meant.data)).toBeLessThan(4)
  },
)

const meanDifference = (one: Buffer, other: Buffer) =>
  one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length

test.each([
  ['a PNG', sample.png, 'image/png', 'png'],
  ['a WebP', sample.webp, 'image/webp', 'webp'],
  ['a picture of 39 megapixels', () => sample.png(6_240, 6_240), 'image/png', 'png'],
] as const)('%s keeps its format when it is re-encoded', async (_what, make, type, format) => {
  const { bytes } = await reencoded(await make(), type)
  expect((await sharp(bytes!).metadata()).format).toBe(format)
})

test.each([
  ['a small file with a huge number of pixels', sample.pixelFlood, 'image/png', 'pixel flood'],
  ['half a photograph', sample.truncatedJpeg, 'image/jpeg', 'damaged'],
  ['an SVG declared as a JPEG', () => sample.svg, 'image/jpeg', 'damaged'],
  ['a GIF', sample.gif, 'image/png', 'damaged'],
  ['a PNG cut off after its header', async () => (await sample.png()).subarray(0, 40), 'image/png', 'damaged'],
] as const)('%s is refused', async (_what, make, type, reason) => {
  expect((await reencoded(await make(), type)).refused).toBe(reason)
})

test('pictures share at most one process per core, and a killed process fails only its current picture', async () => {
  const bytes = await sample.jpeg()
  const before = await Promise.all(Array.from({ length: 12 }, () => reencoded(bytes, 'image/jpeg')))
  expect(before.map(({ refused }) => refused)).toEqual(Array(12).fill(null))
  const children = pictureChildren()
  expect(children.length).toBeGreaterThan(0)
  expect(children.length).toBeLessThanOrEqual(availableParallelism())
  for (const id of children) process.kill(Number(id), 'SIGKILL')
  const others = await Promise.all(Array.from({ length: 6 }, () => reencoded(bytes, 'image/jpeg')))
  expect(others.filter(({ refused }) => refused === null).length).toBeGreaterThanOrEqual(6 - children.length)
  expect((await reencoded(bytes, 'image/jpeg')).refused).toBeNull()
})
