import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectFolder } from '../../../src/config.ts'
import { kindOf } from '../../../src/files/kind.ts'
import { cleanMedia } from '../../../src/files/media.ts'
import { childrenOf } from '../../support/child-processes.ts'
import type { Child } from '../../support/child.ts'
import { rounds } from '../../support/long-run.ts'
import { aacTrack, h264Track, unit } from '../../support/recording-tracks.ts'
import { fragmentedFile, movieFile, u8, type Movie } from '../../support/recordings.ts'
import { aLibraryWithALead, cookieOf, startSite, theLead } from '../../support/site.ts'
import { until } from '../../support/until.ts'

// Tests films of 50 MB that are cut off anywhere, processes killed while cleaning one, and the limits of cleaning.

const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'recordings-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const [frames, frameLength] = [1_040, 50_000]
const frame = unit(Buffer.concat([u8(0x65), Buffer.alloc(frameLength, 5)]))
const minute: Movie = {
  declared: 43_333,
  tracks: [
    h264Track({ samplesPerChunk: 12, samples: Array.from({ length: frames }, () => ({ data: frame, duration: 5 })) }),
    aacTrack({ samplesPerChunk: 20 }, 1_875),
  ],
}
const times = rounds * 10

let number = 0
async function answerTo(path: string): Promise<string> {
  const kind = await kindOf(path, 'film.mp4')
  if ('refused' in kind) return kind.refused
  const to = join(folder, `to-${(number += 1)}`)
  const refused = await cleanMedia(path, to, kind.type)
  await rm(to, { force: true })
  return refused ?? 'cleaned'
}

/** Offsets where boxes, tables and samples meet, and offsets in between. */
function places(content: Buffer): number[] {
  const ends = ['moov', 'mdat', 'trak', 'stbl', 'stsz', 'moof', 'trun'].flatMap(type => {
    const at = content.lastIndexOf(type)
    return at < 0 ? [] : [at - 4, at, at + 4, at + 5]
  })
  const spread = Array.from({ length: times }, (_, index) => Math.floor((content.length * (index + 0.5)) / times))
  return [...ends, ...spread, content.length - 1].filter(at => at > 40).toSorted((a, b) => b - a)
}

test.each([
  ['with its tables first', movieFile(minute)],
  ['with its tables last', movieFile({ ...minute, tables: 'last' })],
  ['in fragments', fragmentedFile({ ...minute, tracks: [minute.tracks[0]!, aacTrack({}, frames)] }, 25)],
])(
  'a film of 50 MB %s is cleaned when it is whole, and refused when it is cut off anywhere',
  async (_what, content) => {
    const path = join(folder, 'film')
    await writeFile(path, content)
    expect([content.length > 49 * 1024 * 1024, await answerTo(path)]).toEqual([true, 'cleaned'])
    const answers: [number, string][] = []
    for (const place of places(content)) {
      await truncate(path, place)
      answers.push([place, await answerTo(path)])
    }
    expect(answers.filter(([, answer]) => answer !== 'cut off')).toEqual([])
  },
  900_000,
)

test('more than two hours of speech in one chunk are cleaned within the limits', async () => {
  const path = join(folder, 'speech')
  const track = aacTrack({ samplesPerChunk: 1e9 })
  const samples = Array.from({ length: 400_000 }, () => ({ data: Buffer.alloc(125, 7), duration: 1_024 }))
  await writeFile(path, movieFile({ brand: 'mp42', tables: 'last', tracks: [{ ...track, samples }] }))
  expect(await answerTo(path)).toBe('cleaned')
})

const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0
const limited = hasPrlimit ? test : test.skip
limited(
  `cleaning a film fails with EFBIG when the copy gets too large${hasPrlimit ? '' : ' (not run: needs prlimit)'}`,
  async () => {
    const [from, to] = [join(folder, 'large'), join(folder, 'no-room')]
    await writeFile(from, movieFile(minute))
    const script = `
    import { cleanMovie } from '${projectFolder}/src/files/media/movie-file.mjs'
    process.on('SIGXFSZ', () => {})
    await cleanMovie(${JSON.stringify(from)}, ${JSON.stringify(to)}, 'video/mp4').catch(({ code, syscall }) =>
      console.log(code, syscall))`
    const said = execFileSync('prlimit', ['--fsize=5000000', process.execPath, '--input-type=module', '-e', script], {
      cwd: projectFolder,
      encoding: 'utf8',
    })
    expect(said.trim()).toBe('EFBIG write')
  },
)

let organisation: string
let child: Child
beforeAll(async () => {
  organisation = await aLibraryWithALead(folder)
})

const staged = () => readdir(join(folder, 'uploads/staging'))
const stored = async (): Promise<string[]> =>
  (await readdir(join(folder, 'uploads/files'), { recursive: true })).filter(name => name.includes('/'))
async function upload(content: Buffer): Promise<{ status: number; text: string } | null> {
  const form = new FormData()
  form.set('title', 'A film of the day')
  form.set('files', new Blob([new Uint8Array(content)]), 'film.mp4')
  const answer = await fetch(`${child.url}/organisations/${organisation}/evidence/new`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { Cookie: cookieOf(await theLead(child)), 'Sec-Fetch-Site': 'same-origin' },
  }).catch(() => null)
  return answer && { status: answer.status, text: await answer.text() }
}
/** Waits until a second file in staging shows that a film is being cleaned. */
const whileCleaning = () => until(async () => (await staged()).length > 1)

test('a film that is cut off is refused, and a restart removes what a killed process left in staging', async () => {
  const content = movieFile(minute)
  child = await startSite(folder)
  try {
    for (const part of [0.1, 0.5, 0.999]) {
      const answer = await upload(content.subarray(0, Math.floor(content.length * part)))
      expect([answer!.status, answer!.text]).toEqual([422, expect.stringContaining('is incomplete')])
    }
    expect([await staged(), await stored()]).toEqual([[], []])

    const ended = upload(content)
    await whileCleaning()
    for (const id of childrenOf(child.process.pid!, 'media-child')) process.kill(id, 'SIGKILL')
    expect(await ended).toEqual({ status: 422, text: expect.stringContaining('took too long to check') })
    expect([await staged(), await stored()]).toEqual([[], []])

    const cut = upload(content)
    await whileCleaning()
    await child.kill()
    expect([await cut, (await staged()).length > 0, await stored()]).toEqual([null, true, []])

    const left = await staged()
    child = await startSite(folder)
    expect([(await staged()).filter(name => left.includes(name)), await stored()]).toEqual([[], []])
    expect((await upload(content))!.status).toBe(303)
    const [name] = await stored()
    const kept = await readFile(join(folder, 'uploads/files', name!))
    expect([kept.length > 49 * 1024 * 1024, kept.includes(frame)]).toEqual([true, true])
    const run = promisify(execFile)(
      process.execPath,
      ['--import', './tests/support/from-source.js', 'scripts/check-invariants.ts'],
      { cwd: projectFolder, env: { PATH: process.env.PATH, DATA_DIR: folder } },
    )
    expect((await run).stdout.trim()).toBe('No invariant is broken.')
  } finally {
    await child.kill()
  }
})
