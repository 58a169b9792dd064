import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { connect, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { aLibrary, publishedFramework, type Library } from '../support/library.ts'
import { fieldPart, filePart, multipart, post, sendRaw } from '../support/raw-http.ts'
import { docx, jpegWithMarks } from '../support/sample-files.ts'
import { aService, type Service } from '../support/service.ts'
import { cookieOf } from '../support/site.ts'
import { until } from '../support/until.ts'

let service: Service
let library: Library
let body: Buffer
beforeAll(async () => {
  service = await aService('sqlite')
  await publishedFramework(service)
  library = await aLibrary(service, 'Fellside Libraries')
  body = multipart('b', [
    fieldPart('title', 'Cut off'),
    filePart('files', 'photo.jpg', await jpegWithMarks()),
    filePart('files', 'policy.docx', docx),
    filePart('files', 'long.txt', 'welcome '.repeat(40_000)),
  ])
})
afterAll(() => service.end())

const port = (): number => (service.server.address() as AddressInfo).port
const uploading = (headers: Record<string, string> = {}): Buffer =>
  post(`/organisations/${library.id}/evidence/new`, body, {
    Cookie: cookieOf(library.lead),
    'Sec-Fetch-Site': 'same-origin',
    ...headers,
  })
const promise = (bytes: Buffer): string => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`
async function stored(): Promise<unknown> {
  const uploads = join(service.database.dataFolder, 'uploads')
  const { db } = service.parts
  return {
    evidenceItems: await db('evidence').pluck('title'),
    files: await db('evidence_files').pluck('name'),
    staged: await readdir(join(uploads, 'staging')),
    folders: await readdir(join(uploads, 'files')),
  }
}
const nothing = { evidenceItems: [], files: [], staged: [], folders: [] }

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])(
  'F28 an upload cut off after %i tenths of its bytes stores nothing',
  async tenths => {
    const whole = uploading()
    const socket = connect(port(), '127.0.0.1')
    const [arrived] = await Promise.all([
      once(service.server, 'connection') as Promise<[NodeJS.EventEmitter]>,
      once(socket, 'connect'),
    ])
    const gone = new Promise(resolve => arrived[0].once('close', resolve))
    await new Promise<void>(sent =>
      socket.write(whole.subarray(0, Math.floor((whole.length * tenths) / 10)), () => sent()),
    )
    socket.destroy()
    await gone
    // Waits until every transaction of the request has ended.
    await service.database.transaction(() => Promise.resolve())
    await until(async () => (await readdir(join(service.database.dataFolder, 'uploads/staging'))).length === 0)
    expect(await stored()).toEqual(nothing)
  },
)

test('F28 an upload is accepted only if it matches its Content-Digest', async () => {
  const altered = await sendRaw(port(), [
    uploading({ 'Content-Digest': promise(Buffer.concat([body, Buffer.from('.')])) }),
  ])
  expect([altered.status, altered.text.includes('did not save it'), await stored()]).toEqual([400, true, nothing])
  const whole = await sendRaw(port(), [uploading({ 'Content-Digest': `sha-512=:abc=:, ${promise(body)}` })])
  expect([whole.status, await stored()]).toEqual([
    303,
    {
      evidenceItems: ['Cut off'],
      files: expect.arrayContaining(['photo.jpg', 'policy.docx', 'long.txt']),
      staged: [],
      folders: expect.any(Array),
    },
  ])
})
