import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { videoBytes } from './video.ts'

// Uploads large files to a server or, without a `port`, writes the same bytes to the same disk. Runs in a separate
// process, so that it does not delay the requests for pages.

export interface Task {
  port: number | null
  path: string
  cookie: string
  folder: string
  files: number
  bytes: number
}

process.on('message', (task: Task) => void work(task).then(milliseconds => process.send!({ milliseconds })))
process.once('disconnect', () => process.exit(0))

async function work({ port, path, cookie, folder, files, bytes }: Task): Promise<number> {
  const content = await videoBytes(bytes)
  if (port === null) mkdirSync(folder)
  const began = performance.now()
  await Promise.all(
    Array.from({ length: files }, (_, index) =>
      port === null ? toDisk(join(folder, String(index)), content) : toServer({ port, path, cookie }, index, content),
    ),
  )
  const took = performance.now() - began
  if (port === null) rmSync(folder, { recursive: true })
  return took
}

async function toDisk(path: string, content: Buffer): Promise<void> {
  const file = await open(path, 'w')
  await file.writeFile(content)
  await file.sync()
  await file.close()
}

/** As long as a browser's boundary, because the parser skips through a file's bytes by the length of the boundary. */
const boundary = `----geckoformboundary${randomBytes(16).toString('hex')}`

async function toServer(
  { port, path, cookie }: { port: number; path: string; cookie: string },
  index: number,
  content: Buffer,
): Promise<void> {
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="title"\r\n\r\nA film of the day, ${index}\r\n` +
      `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="film.mp4"\r\n\r\n`,
  )
  const end = Buffer.from(`\r\n--${boundary}--\r\n`)
  const sending = request({
    port,
    path,
    host: '127.0.0.1',
    method: 'POST',
    agent: false,
    headers: {
      Cookie: cookie,
      'Sec-Fetch-Site': 'same-origin',
      'Content-Type': `multipart/form-data; boundary=${boundary}`,
      'Content-Length': head.length + content.length + end.length,
    },
  })
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>
  sending.write(head)
  sending.write(content)
  sending.end(end)
  const [answer] = await answered
  if (answer.statusCode !== 303) throw new Error(`an upload was answered ${answer.statusCode}`)
  answer.resume()
}
