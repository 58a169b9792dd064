import { afterAll, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { childrenOf } from '../support/child-processes.ts'
import { startChild, type Child } from '../support/child.ts'
import { casesOf, longTest } from '../support/long-run.ts'
import { h264Track, unit } from '../support/recording-tracks.ts'
import { movieFile } from '../support/recordings.ts'
import { wordDocument } from '../support/office-files.ts'
import { pdfWithAttachment } from '../support/pdf-files.ts'
import * as sample from '../support/sample-files.ts'
import { tinyParts } from '../support/tiny-app.ts'
import { everyByteOf } from '../support/unpacked.ts'

// The tiny app runs in a separate process, so that a test can measure, kill and trace it.

const mebibyte = 1024 * 1024
const server = 'tests/support/processes/tiny-app.ts'
const folders: string[] = []
const newFolder = () => folders[folders.push(mkdtempSync(join(tmpdir(), 'process-'))) - 1]!
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

const long = unit(Buffer.concat([Buffer.from([0x65]), Buffer.alloc(mebibyte)]))
const film = movieFile({ tracks: [h264Track({ samples: [long, long].map(data => ({ data, duration: 10 })) })] })

interface Stored {
  id: string
  size: number
  sha256: string
}
async function upload(child: Child, bytes: Buffer, name: string): Promise<Stored | null> {
  const form = new FormData()
  form.set('files', new Blob([new Uint8Array(bytes)]), name)
  const answer = await fetch(`${child.url}/upload`, { method: 'POST', body: form }).catch(() => null)
  const body = answer?.status === 200 ? ((await answer.json().catch(() => null)) as { stored: Stored[] } | null) : null
  return body?.stored[0] ?? null
}

/** Uploads a text file of this size (bytes) without keeping it in memory. @returns the status */
function uploadLong(child: Child, size: number): Promise<number> {
  const head = Buffer.from('--b\r\nContent-Disposition: form-data; name="files"; filename="long.txt"\r\n\r\n')
  const tail = Buffer.from('\r\n--b--\r\n')
  const chunk = Buffer.alloc(64 * 1024, 'a')
  return new Promise((resolve, reject) => {
    const sending = request(
      `${child.url}/upload`,
      {
        method: 'POST',
        headers: {
          'Content-Type': 'multipart/form-data; boundary=b',
          'Content-Length': head.length + size + tail.length,
        },
      },
      answer => {
        answer.resume().on('end', () => resolve(answer.statusCode!))
      },
    )
    sending.on('error', reject).write(head)
    let left = size
    const send = (): void => {
      while (left > 0) {
        const part = chunk.subarray(0, Math.min(left, chunk.length))
        left -= part.length
        if (!sending.write(part)) return void sending.once('drain', send)
      }
      sending.end(tail)
    }
    send()
  })
}

async function memoryOf(child: Child): Promise<number> {
  const { rss } = (await (await fetch(`${child.url}/memory`)).json()) as { rss: number }
  return rss
}

longTest('three simultaneous uploads of 50 MB need less than 75 MB of additional memory', async () => {
  const child = await startChild(server, [newFolder()])
  try {
    expect(await uploadLong(child, 5 * mebibyte)).toBe(200)
    const idle = await memoryOf(child)
    let peak = idle
    const weighing = setInterval(
      () =>
        void memoryOf(child).then(
          rss => {
            peak = Math.max(peak, rss)
          },
          () => {},
        ),
      20,
    )
    expect(await Promise.all([1, 2, 3].map(() => uploadLong(child, 50 * mebibyte)))).toEqual([200, 200, 200])
    clearInterval(weighing)
    expect(peak).toBeGreaterThan(idle)
    expect((peak - idle) / mebibyte).toBeLessThan(75)
  } finally {
    await child.kill()
  }
})

test.each(casesOf([20, 80, 200, 400, 800], 2))(
  'after being killed %i ms into 20 uploads and restarted, the app has every confirmed file and no partial one',
  async delay => {
    const folder = newFolder()
    const files = [
      [await sample.jpegWithMarks(), 'photo.jpg'],
      [Buffer.alloc(2 * mebibyte, 'welcome '), 'notes.txt'],
      [sample.pdf, 'policy.pdf'],
      [film, 'film.mp4'],
      [wordDocument('<w:p/>', [], { 'word/media/a.jpeg': await sample.jpegWithMarks() }), 'policy.docx'],
      [pdfWithAttachment(sample.mark), 'poster.pdf'],
    ] satisfies [Buffer, string][]
    const chosen = (index: number): [Buffer, string] => files[index % files.length] ?? [sample.pdf, 'policy.pdf']
    const first = await startChild(server, [folder])
    await upload(first, sample.csv, 'warm.csv')
    const confirmed: Stored[] = []
    const uploads = Array.from({ length: 20 }, (_, index) =>
      upload(first, ...chosen(index)).then(stored => {
        if (stored) confirmed.push(stored)
      }),
    )
    await wait(delay)
    await first.kill()
    await Promise.all(uploads)

    const second = await startChild(server, [folder])
    const parts = await tinyParts(folder)
    try {
      const rows = (await parts.db('evidence_files').select('id', 'size', 'sha256')) as Stored[]
      const objects = (await readdir(join(folder, 'uploads/files'), { recursive: true })).filter(name =>
        name.includes('/'),
      )
      expect([await readdir(join(folder, 'uploads/staging')), objects.map(name => name.slice(3)).sort()]).toEqual([
        [],
        rows.map(({ id }) => id).sort(),
      ])
      for (const { id, size, sha256 } of [...rows, ...confirmed]) {
        const bytes = await readFile(join(folder, 'uploads/files', id.slice(0, 2), id))
        expect(everyByteOf(bytes).includes(sample.mark)).toBe(false)
        expect([id, bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([id, Number(size), sha256])
      }
      expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(confirmed.map(({ id }) => id)))
      expect(await upload(second, sample.csv, 'after.csv')).not.toBeNull()
    } finally {
      await parts.database.close()
      await second.kill()
    }
  },
)

function straceWorks(): boolean {
  try {
    execFileSync('strace', ['-f', '-e', 'trace=none', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const canTrace = straceWorks()
const traced = canTrace ? longTest : test.skip
const why = canTrace ? '' : ' (not run: needs strace)'
traced(
  `an upload syncs its bytes, moves the file, syncs the folder and the database, and then responds${why}`,
  async () => {
    const folder = newFolder()
    const trace = join(folder, 'trace')
    const child = await startChild(
      server,
      [folder],
      [
        'strace',
        '-f',
        '-y',
        '-s',
        '40',
        '-o',
        trace,
        '-e',
        'trace=fsync,fdatasync,rename,renameat,renameat2,write,writev',
      ],
    )
    let stored: Stored | null
    try {
      stored = await upload(child, sample.csv, 'a.csv')
    } finally {
      for (const id of childrenOf(child.process.pid!)) process.kill(id, 'SIGKILL')
      await child.kill()
    }
    const lines = (await readFile(trace, 'utf8')).split('\n').filter(line => !line.includes('resumed'))
    const id = stored!.id
    const at = (pattern: RegExp, from = 0): number =>
      lines.findIndex((line, index) => index >= from && pattern.test(line))
    const bytes = at(new RegExp(`f(data)?sync\\(\\d+<[^>]*/staging/${id}`))
    const place = at(new RegExp(`rename[at2]*\\(.*/staging/${id}.*/files/${id.slice(0, 2)}/${id}`), bytes)
    const folderSynced = at(new RegExp(`fsync\\(\\d+<[^>]*/files/${id.slice(0, 2)}>`), place)
    const database = at(/f(data)?sync\(\d+<[^>]*tiny\.sqlite-wal>/, folderSynced)
    const answer = at(/writev?\(.*HTTP\/1\.1 200/)
    expect([bytes, place, folderSynced, database, answer].every(line => line >= 0)).toBe(true)
    expect([bytes, place, folderSynced, database, answer]).toEqual(
      [bytes, place, folderSynced, database, answer].sort((one, other) => one - other),
    )
  },
)
