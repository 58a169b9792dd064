import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import type { IncomingMessage, Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import request from 'supertest'
import { DatabaseDown } from '../../src/domain/refusals.ts'
import { pdfOfText } from '../support/pdf-pages.ts'
import { readPdf } from '../support/pdf-text.ts'
import { fieldPart, filePart, multipart, post, sendRaw } from '../support/raw-http.ts'
import { mp3Frames } from '../support/recording-tracks.ts'
import * as sample from '../support/sample-files.ts'
import { tinyApp, tinyParts, type TinyParts } from '../support/tiny-app.ts'
import { until } from '../support/until.ts'

const kilobyte = 1024
const limit = 100 * kilobyte
let folder: string
let parts: TinyParts
let server: Server
let port: number

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uploads-'))
  parts = await tinyParts(folder)
  server = tinyApp(parts, { limit, most: 3 }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as { port: number }).port
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await parts.database.close()
  await rm(folder, { recursive: true })
})

const upload = (bytes: Buffer, name: string, to: Parameters<typeof request>[0] = server) =>
  request(to).post('/upload').field('title', 'ቤተ መጻሕፍቲ').attach('files', bytes, name)
const staging = () => readdir(join(folder, 'uploads/staging'))
const stored = async () => ({
  rows: (await parts.db('evidence_files').select('id')).length,
  objects: (await readdir(join(folder, 'uploads/files'), { recursive: true })).filter(name => name.includes('/'))
    .length,
})

async function leavesNothing(act: () => Promise<unknown>): Promise<void> {
  const before = await stored()
  await act()
  await until(async () => (await staging()).length === 0)
  expect(await stored()).toEqual(before)
  expect((await request(server).get('/memory')).status).toBe(200)
}

test('a table is stored unchanged with its name, and served with headers that prevent it from running', async () => {
  const answer = await upload(sample.csv, 'سياسة "الترحيب".csv')
  expect([answer.status, answer.body.body]).toEqual([200, { title: 'ቤተ መጻሕፍቲ' }])
  const [file] = answer.body.stored
  expect(file).toEqual({
    id: expect.stringMatching(/^[a-z2-7]{20}$/),
    name: 'سياسة "الترحيب".csv',
    type: 'text/csv',
    size: sample.csv.length,
    sha256: createHash('sha256').update(sample.csv).digest('hex'),
    state: 'ready',
    properties: [],
    scannedBy: 'none',
    scannedAt: '2027-03-01T09:00:00.000Z',
  })
  expect(await staging()).toEqual([])
  const back = await request(server)
    .get(`/files/${file.id}?inline=1`)
    .buffer(true)
    .parse(
      (res, done) =>
        void (res as unknown as IncomingMessage).toArray().then(chunks => done(null, Buffer.concat(chunks))),
    )
  expect(back.body).toEqual(sample.csv)
  expect(back.headers).toMatchObject({
    'content-type': expect.stringMatching(/^text\/csv/),
    'content-length': String(sample.csv.length),
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
    'content-disposition': expect.stringMatching(/^attachment; filename="[ -~]+"; filename\*=UTF-8''%D8%B3[^ ]+\.csv$/),
  })
})

test('a PDF is rewritten, and only the rewritten file is served, with its size and hash', async () => {
  const sent = pdfOfText([{ written: [{ x: 60, y: 700, text: 'How we welcome people' }] }])
  const [file] = (await upload(sent, 'policy.pdf')).body.stored
  const back = await request(server).get(`/files/${file.id}`)
  expect(back.headers['content-type']).toBe('application/pdf')
  expect([file.size, file.sha256]).toEqual([back.body.length, createHash('sha256').update(back.body).digest('hex')])
  expect(back.body.equals(sent)).toBe(false)
  expect((await readPdf(back.body)).pages).toEqual(['How we welcome people'])
})

test('a photo is re-encoded, and only the re-encoded file is served, with its size and hash', async () => {
  const answer = await upload(await sample.jpegWithMarks(), 'Open day.png')
  const [file] = answer.body.stored
  const back = await request(server).get(`/files/${file.id}?inline=1`)
  expect([back.headers['content-disposition'], back.headers['content-type']]).toEqual([
    'inline; filename="Open day.jpg"; filename*=UTF-8\'\'Open%20day.jpg',
    'image/jpeg',
  ])
  expect([file.size, file.sha256]).toEqual([back.body.length, createHash('sha256').update(back.body).digest('hex')])
  expect(back.body.includes(sample.mark)).toBe(false)
  expect((await sharp(back.body).metadata()).width).toBe(80)
  expect((await request(server).head(`/files/${file.id}`)).headers['content-length']).toBe(String(file.size))
  expect(await staging()).toEqual([])
})

test.each([
  ['a renamed program', { bytes: sample.program, name: 'photo.jpg' }, { status: 422, reason: 'executable' }],
  ['an empty file', { bytes: Buffer.alloc(0), name: 'photo.jpg' }, { status: 422, reason: 'empty' }],
  ['SVG bytes named as a photograph', { bytes: sample.svg, name: 'photo.jpg' }, { status: 422, reason: 'svg' }],
  ['half a photograph', { bytes: sample.truncatedJpeg, name: 'photo.jpg' }, { status: 422, reason: 'damaged' }],
  [
    'a file one byte over the limit',
    { bytes: Buffer.alloc(limit + 1, 'a'), name: 'notes.txt' },
    { status: 413, reason: 'too large' },
  ],
  [
    'a file of twice the limit',
    { bytes: Buffer.alloc(2 * limit, 'a'), name: 'notes.txt' },
    { status: 413, reason: 'too large' },
  ],
] as const)(
  'an upload of %s is refused: the error names the file, the text is kept and nothing is stored',
  async (_what, { bytes, name }, { status, reason }) => {
    await leavesNothing(async () => {
      const answer = await upload(typeof bytes === 'function' ? await bytes() : bytes, name)
      expect([answer.status, answer.body.problems, answer.body.body]).toEqual([status, [reason], { title: 'ቤተ መጻሕፍቲ' }])
      expect(answer.body.said[0].message).toContain(name)
    })
  },
)

test('a file of exactly the size limit is accepted', async () => {
  expect((await upload(Buffer.alloc(limit, 'a'), 'notes.txt')).status).toBe(200)
})

test('a recording that is larger than the limit only after cleaning is refused', async () => {
  const [frame] = mp3Frames(1)
  const long = Buffer.concat([frame!, Buffer.alloc(1)])
  long.writeUInt8(0x92, 2) // a frame with padding
  const sound = Buffer.concat([
    ...Array.from({ length: 110 }, () => frame!),
    ...Array.from({ length: 135 }, () => long),
  ])
  expect([sound.length < limit, sound.length + 156 > limit]).toEqual([true, true])
  await leavesNothing(async () => {
    expect((await upload(sound, 'talk.mp3')).body.problems).toEqual(['too large'])
  })
  expect((await upload(sound.subarray(0, -418), 'talk.mp3')).status).toBe(200)
})

test('none of several files is stored when any is refused, and each refusal is explained', async () => {
  await leavesNothing(async () => {
    const answer = await request(server)
      .post('/upload')
      .attach('files', await sample.jpeg(), 'a.jpg')
      .attach('files', sample.program, 'b.jpg')
      .attach('files', sample.archive, 'c.zip')
    expect([answer.status, answer.body.problems.sort(), answer.body.said.length]).toEqual([
      422,
      ['archive', 'executable'],
      2,
    ])
  })
})

test('a form with more files than allowed is refused', async () => {
  await leavesNothing(async () => {
    let sending = request(server).post('/upload').field('title', 'kept')
    for (let count = 0; count < 5; count += 1) sending = sending.attach('files', sample.csv, `${count}.csv`)
    const answer = await sending
    expect([answer.status, answer.body.problems, answer.body.body.title, answer.body.said]).toEqual([
      422,
      ['too many', 'too many'],
      'kept',
      [{ field: 'files', message: 'Choose 20 files or fewer. You can add more later' }],
    ])
  })
})

test('a form with fifty times the allowed files shows an error beside the field, and keeps the text', async () => {
  await leavesNothing(async () => {
    const files = Array.from({ length: 150 }, (_, at) => filePart('files', `${at}.csv`, sample.csv))
    const answer = await sendRaw(port, [post('/upload', multipart('b', [fieldPart('title', 'kept'), ...files]))])
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('Choose 20 files or fewer')])
    expect(answer.text).toContain('"title":"kept"')
  })
})

test('a form that is too large because of many small files asks for fewer files', async () => {
  await leavesNothing(async () => {
    const small = Buffer.alloc(90 * kilobyte, 'a')
    const files = Array.from({ length: 15 }, (_, at) => filePart('files', `${at}.txt`, small))
    const answer = await sendRaw(port, [post('/upload', multipart('b', [fieldPart('title', 'kept'), ...files]))])
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('Choose 20 files or fewer')])
    expect([answer.text.includes('larger than'), answer.text.includes('"title":"kept"')]).toEqual([false, true])
  })
})

test('an empty file field counts as no file', async () => {
  const answer = await sendRaw(port, [
    post('/upload', multipart('b', [fieldPart('title', 'hello'), filePart('files', '', '')])),
  ])
  expect([answer.status, answer.text.split('\r\n\r\n')[1]]).toEqual([
    422,
    '{"problems":["none"],"body":{"title":"hello"}}',
  ])
})

test.each([
  ['a body over twice the limit', 300 * kilobyte, true],
  ['a body over twice the limit, sent in chunks', 300 * kilobyte, false],
  ['a body of 30 MB', 30 * 1024 * kilobyte, true],
])('%s gets a 413 response or a closed connection', async (_what, size, hasLength) => {
  await leavesNothing(async () => {
    const body = multipart('b', [fieldPart('title', 'x'), filePart('files', 'notes.txt', Buffer.alloc(size, 'a'))])
    const chunked = Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')])
    const head = post(
      '/upload',
      Buffer.alloc(0),
      hasLength ? { 'Content-Length': String(body.length) } : { 'Content-Length': '', 'Transfer-Encoding': 'chunked' },
    )
    const sent = hasLength ? body : chunked
    function* chunks() {
      yield head
      for (let at = 0; at < sent.length; at += 16_384) yield sent.subarray(at, at + 16_384)
    }
    const answer = await sendRaw(port, chunks())
    expect([0, 413]).toContain(answer.status)
    if (answer.status) expect(answer.text.toLowerCase()).toContain('connection: close')
  })
})

test('a form that declares too large a size writes no file, and its other fields are read', async () => {
  await leavesNothing(async () => {
    const unwritten = { stage: () => Promise.reject(new Error('it was written')) }
    const answer = await upload(
      Buffer.alloc(3_500 * kilobyte, 'a'),
      'notes.txt',
      tinyApp(parts, { limit: 2_000 * kilobyte, most: 1, files: unwritten }),
    )
    expect([answer.status, answer.body.problems, answer.body.body]).toEqual([413, ['too large'], { title: 'ቤተ መጻሕፍቲ' }])
  })
})

test('an upload to a nearly full disk gets status 507 and stores nothing', async () => {
  await leavesNothing(async () => {
    const app = tinyApp(parts, { files: { freeBytes: () => Promise.resolve(499 * 1024 * 1024) } })
    expect((await upload(sample.csv, 'a.csv', app)).status).toBe(507)
  })
})

test('stored bytes are deleted when their rows cannot be saved', async () => {
  await leavesNothing(async () => {
    expect((await upload(sample.csv, 'a.csv', tinyApp(parts, { rows: 'fail' }))).status).toBe(500)
  })
})

test('stored bytes are deleted when the same form had already been saved', async () => {
  await leavesNothing(async () => {
    expect((await upload(sample.csv, 'a.csv', tinyApp(parts, { rows: 'none' }))).status).toBe(200)
  })
})

test('stored bytes are kept if a lost connection leaves it unknown whether their rows were saved', async () => {
  let commitLate = async (): Promise<unknown> => null
  const write: TinyParts['write'] = (actor, act) => {
    commitLate = () => parts.write(actor, act)
    return Promise.reject(new DatabaseDown())
  }
  expect((await upload(sample.csv, 'late.csv', tinyApp({ ...parts, write }))).status).toBe(503)
  await commitLate()
  const { id } = (await parts.db('evidence_files').where({ name: 'late.csv' }).first('id'))!
  expect(await parts.files.has(id)).toBe(true)
  await parts.files.settle(id)
})

const nested = `a${'[b]'.repeat(40)}`
const many = (count: number, part: (index: number) => readonly [string, Buffer | string]) =>
  Array.from({ length: count }, (_, index) => part(index))
const good = filePart('files', 'a.csv', sample.csv)
test.each<[string, Buffer, { end?: boolean }?]>([
  ['no boundary', post('/upload', multipart('b', [good]), { 'Content-Type': 'multipart/form-data' })],
  ['an empty boundary', post('/upload', multipart('', [good]), { 'Content-Type': 'multipart/form-data; boundary=' })],
  [
    'an empty quoted boundary',
    post('/upload', multipart('', [good]), { 'Content-Type': 'multipart/form-data; boundary=""' }),
  ],
  [
    'an empty boundary and another parameter',
    post('/upload', multipart('', [good]), { 'Content-Type': 'multipart/form-data; boundary=; charset=utf-8' }),
  ],
  ['another boundary', post('/upload', multipart('b', [good]), { 'Content-Type': 'multipart/form-data; boundary=c' })],
  [
    'a boundary of 9,000 characters',
    post('/upload', multipart('b', [good]), { 'Content-Type': `multipart/form-data; boundary=${'b'.repeat(9_000)}` }),
  ],
  [
    'another multipart type',
    post('/upload', multipart('b', [good]), { 'Content-Type': 'multipart/mixed; boundary=b' }),
  ],
  [
    'a form type other than multipart',
    post('/upload', Buffer.from('title=x'), { 'Content-Type': 'application/x-www-form-urlencoded' }),
  ],
  ['no content type', post('/upload', multipart('b', [good]), { 'Content-Type': '' })],
  ['no body', post('/upload', Buffer.alloc(0))],
  ['no closing boundary', post('/upload', multipart('b', [good], ''))],
  ['an end in the middle of a header', post('/upload', Buffer.from('--b\r\nContent-Disp'))],
  ['an end in the middle of a file', post('/upload', multipart('b', [good]).subarray(0, 140))],
  [
    'a declared length that is too long, then an early end',
    post('/upload', multipart('b', [good]), { 'Content-Length': '5000' }),
    { end: true },
  ],
  ['a declared length that is too short', post('/upload', multipart('b', [good]), { 'Content-Length': '120' })],
  ['two declared lengths', post('/upload', multipart('b', [good]), { 'Content-Length': '10\r\nContent-Length: 20' })],
  ['both a length and chunked encoding', post('/upload', multipart('b', [good]), { 'Transfer-Encoding': 'chunked' })],
  [
    'a broken chunk',
    post('/upload', Buffer.from('zz\r\n--b\r\n'), { 'Content-Length': '', 'Transfer-Encoding': 'chunked' }),
  ],
  [
    'thousands of headers in a part',
    post(
      '/upload',
      multipart('b', [
        [`Content-Disposition: form-data; name="files"; filename="a"\r\n${'X: y\r\n'.repeat(3_000)}Z: z`, 'x'],
      ]),
    ),
  ],
  [
    'a header of 40,000 characters',
    post('/upload', multipart('b', [[`Content-Disposition: form-data; name="${'n'.repeat(40_000)}"`, 'x']])),
  ],
  ['a part without a header', post('/upload', Buffer.from('--b\r\n\r\nhello\r\n--b--\r\n'))],
  ['a header without a colon', post('/upload', multipart('b', [['Content-Disposition form-data', 'x']]))],
  ['a part without a name', post('/upload', multipart('b', [['Content-Disposition: form-data', 'x']]))],
  [
    'a file without a field',
    post('/upload', multipart('b', [['Content-Disposition: form-data; filename="a.csv"', sample.csv]])),
  ],
  ['a field with an empty name', post('/upload', multipart('b', [fieldPart('', 'x')]))],
  ['a file in another field', post('/upload', multipart('b', [filePart('other', 'a.csv', sample.csv)]))],
  [
    'a file beside a file in another field',
    post('/upload', multipart('b', [good, filePart('other', 'a.csv', sample.csv)])),
  ],
  ['content without a file name', post('/upload', multipart('b', [filePart('files', '', sample.csv)]))],
  [
    '250 KB of content without a file name',
    post('/upload', multipart('b', [filePart('files', '', Buffer.alloc(250 * kilobyte))])),
  ],
  ['the file as a text field', post('/upload', multipart('b', [fieldPart('files', 'hello')]))],
  [
    'a name with a NUL',
    post(
      '/upload',
      multipart('b', [['Content-Disposition: form-data; name="files"; filename*=UTF-8\'\'a%00.csv', sample.csv]]),
    ),
  ],
  ['a name with a raw NUL', post('/upload', multipart('b', [filePart('files', 'a\0.csv', sample.csv)]))],
  ['deeply nested field names', post('/upload', multipart('b', [fieldPart(nested, 'x'), good]))],
  [
    'field names that name the object prototype',
    post('/upload', multipart('b', [fieldPart('constructor[prototype][role]', 'x'), good])),
  ],
  ['a list index of 99,999,999', post('/upload', multipart('b', [fieldPart('a[99999999]', 'x'), good]))],
  [
    'thousands of fields',
    post(
      '/upload',
      multipart(
        'b',
        many(5_000, index => fieldPart(`f${index}`, 'x')),
      ),
    ),
  ],
  ['a field of a megabyte', post('/upload', multipart('b', [fieldPart('title', 'x'.repeat(1_000_000)), good]))],
  [
    'three megabytes of fields',
    post(
      '/upload',
      multipart(
        'b',
        many(12, () => fieldPart('title', 'x'.repeat(250_000))),
      ),
    ),
  ],
  ['a long field name', post('/upload', multipart('b', [fieldPart('n'.repeat(200), 'x'), good]))],
  [
    'a hundred files',
    post(
      '/upload',
      multipart(
        'b',
        many(100, index => filePart('files', `${index}.csv`, sample.csv)),
      ),
    ),
  ],
])(
  'a request with %s gets a 4xx response, stores nothing and does not stop the server',
  async (_what, bytes, options = {}) => {
    await leavesNothing(async () => {
      const { status } = await sendRaw(port, [bytes], options)
      expect([status >= 400 && status < 500, status]).toEqual([true, status])
    })
  },
)

test('fields named like object properties do not change any object', async () => {
  const answer = await sendRaw(port, [
    post(
      '/upload',
      multipart('b', [
        fieldPart('__proto__', 'x'),
        fieldPart('toString', 'y'),
        fieldPart('role', 'z'),
        filePart('files', 'a.csv', ''),
      ]),
    ),
  ])
  expect(answer.text.split('\r\n\r\n')[1]).toContain('"body":{"toString":"y","role":"z"}')
  expect(({} as { role?: string }).role).toBeUndefined()
})

test('a body cut off at any tenth of its length stores nothing', async () => {
  const body = post(
    '/upload',
    multipart('b', [
      fieldPart('title', 'x'),
      filePart('files', 'notes.txt', Buffer.alloc(90 * kilobyte, 'a')),
      filePart('files', 'a.jpg', await sample.jpeg()),
    ]),
  )
  await leavesNothing(async () => {
    for (let tenth = 0; tenth < 10; tenth += 1)
      await sendRaw(port, [body.subarray(0, (body.length * tenth) / 10)], { patience: 30 })
  })
})

test('20 simultaneous uploads are all stored unchanged', async () => {
  const texts = Array.from({ length: 20 }, (_, index) => Buffer.from(`text ${index} `.repeat(5_000)))
  const answers = await Promise.all(texts.map(text => upload(text, 'notes.txt')))
  expect(answers.map(({ body }) => body.stored[0].sha256)).toEqual(
    texts.map(text => createHash('sha256').update(text).digest('hex')),
  )
  expect(await staging()).toEqual([])
})
