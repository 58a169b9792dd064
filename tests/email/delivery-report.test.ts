import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { bounceKind } from '../../src/domain/bounce.ts'
import { idFrom, reportLimits, reportsIn } from '../../src/email/delivery-report.ts'
import { deliveryReport } from '../support/delivery-reports.ts'

const id = 'abcdefghijklmnopqrst'
const other = '222222222222222222ab'
const read = (text: string) => reportsIn(Buffer.from(text))
const hard = { emailId: id, kind: 'hard', answer: '5.1.1 550 5.1.1 No such person here' }

test.each(['headers', 'message', 'envelope id'] as const)(
  'a report that identifies the email by its %s is read',
  async returned => {
    expect(await read(deliveryReport({ id, returned }))).toEqual([hard])
  },
)

test('a report that names no email is ignored', async () => {
  expect(await read(deliveryReport({ id, returned: 'nothing' }))).toEqual([])
})

test.each([
  ['failed', '5.1.1', 'hard'],
  ['Failed', '5.0.0', 'hard'],
  ['failed', '5.2.1', 'hard'],
  ['failed', '5.4.4', 'hard'],
  ['failed', '5.1.10 (unknown)', 'hard'],
  ['failed', '5.2.2', 'soft'],
  ['failed', '5.2.3', 'soft'],
  ['failed', '5.3.4', 'soft'],
  ['failed', '5.7.1', 'soft'],
  ['failed', '4.4.7', 'soft'],
  ['failed', '', 'soft'],
  ['failed', '9.9.9', 'soft'],
  ['failed', '2.0.0', null],
  ['delayed', '4.4.1', null],
  ['delivered', '2.1.5', null],
  ['relayed', '2.1.9', null],
  ['expanded', '2.1.5', null],
  ['', '5.1.1', null],
])('the action “%s” with status “%s” has the bounce kind %s', (action, status, kind) => {
  expect(bounceKind(action, status)).toBe(kind)
})

test('a file with 413 reports is read', async () => {
  const each = Array.from({ length: 413 }, (_, at) => `${at}`.replace(/[0189]/g, '2').padStart(20, 'a'))
  const mbox = each
    .map(email => `From MAILER-DAEMON Mon May  4 09:00:00 2026\r\n${deliveryReport({ id: email })}`)
    .join('\r\n')
  expect((await read(mbox)).map(({ emailId }) => emailId)).toEqual(each)
})

test('each report in a forwarded message with several reports is read', async () => {
  const parts = [id, other].map(
    email => `--y\r\nContent-Type: message/rfc822\r\n\r\n${deliveryReport({ id: email })}\r\n`,
  )
  const message = `Content-Type: multipart/digest; boundary=y\r\nMIME-Version: 1.0\r\n\r\n${parts.join('')}--y--\r\n`
  expect((await read(message)).map(({ emailId }) => emailId)).toEqual([id, other])
})

test.each([
  ['nothing', ''],
  ['plain text', 'hello'],
  ['an ordinary email', 'From: a@b.example\r\nSubject: I am away\r\n\r\nSee you on Monday'],
  ['NUL bytes', '\0'.repeat(1_000)],
  ['a report that ends early', deliveryReport({ id }).slice(0, 500)],
  ['a report without its boundary', deliveryReport({ id }).replace(/boundary="x"/, '')],
  ['deep nesting', 'Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n'.repeat(500)],
  ['endless headers', 'X: y\r\n'.repeat(100_000)],
  ['a message in a message in a message', nested(20)],
  ['a file above the limit', deliveryReport({ id }) + ' '.repeat(reportLimits.fileBytes)],
])('no report is read from %s', async (_what, text) => {
  expect(await read(text)).toEqual([])
})

test('no more than the maximum number of reports is read from a file', async () => {
  const mbox = `From a b\r\n${deliveryReport({ id })}\r\n`.repeat(reportLimits.reports + 5)
  expect((await read(mbox)).length).toBe(reportLimits.reports)
})

test('the server’s reply becomes one short line of text', async () => {
  const [report] = await read(deliveryReport({ id, said: `smtp; 550 \u0007<script>\u202e${'x'.repeat(5_000)}` }))
  expect(report?.answer).toMatch(/^5\.1\.1 550 <script> x+$/)
  expect(report?.answer.length).toBe(300)
})

test.each([
  [`<${id}.email@sanctuary.example>`, id],
  [id, id],
  [`<other@x.example> <${id}.email@sanctuary.example>`, id],
  [`<${id}0.email@x>`, null],
  [`<x@${id}>`, null],
  ['', null],
  [`${id}' or 1=1`, null],
])('the message id %j names the email %j', (text, found) => {
  expect(idFrom(text)).toBe(found)
})

test('random bytes contain no report, and never cause an error', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async bytes => {
      expect(await reportsIn(bytes)).toEqual([])
    }),
    { seed: 1 },
  )
})

function nested(levels: number): string {
  return levels === 0
    ? deliveryReport({ id })
    : `Content-Type: message/rfc822\r\nMIME-Version: 1.0\r\n\r\n${nested(levels - 1)}`
}
