import { afterEach, expect, test } from '@jest/globals'
import { leaseMinutes } from '../../src/email/after-sending.ts'
import { defaultTimeouts, smtpTransport, type Timeouts } from '../../src/email/smtp.ts'
import type { Message, Transport } from '../../src/email/transport.ts'
import { lineServer, mailServer, silentServer, type Behaviour, type MailServer } from '../support/smtp.ts'

const from = 'Library of Sanctuary <no-reply@sanctuary.example>'
const message: Message = {
  messageId: '<abc.email@sanctuary.example>',
  to: 'lead@library.example',
  language: 'en',
  subject: 'Diolch, Łucja',
  text: 'Hello,\n\n.\n.. a line of dots\n',
  html: '<p>Hello,</p>',
}
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function aServer(behaviour: Behaviour = 'take', secure = false): Promise<MailServer> {
  const server = await mailServer({ secure })
  server.behave(behaviour)
  closing.push(server.close)
  return server
}

function aTransport(url: string, waits: Partial<Timeouts> = {}): Transport {
  const long = { connecting: 10_000, greeting: 10_000, answer: 10_000, whole: 20_000 } // enough on a busy machine
  const transport = smtpTransport(url, from, { ...long, ...waits })
  closing.push(transport.close)
  return transport
}

test('an email is delivered unchanged, once, to one address', async () => {
  const server = await aServer()
  expect(await aTransport(server.url).send(message)).toEqual({ is: 'sent' })
  const [mail, ...others] = server.emails
  expect(others).toEqual([])
  expect([mail?.from, mail?.to]).toEqual(['no-reply@sanctuary.example', ['lead@library.example']])
  const { messageId, subject, text, html, headers } = mail!.parsed
  expect([messageId, subject, text, html]).toEqual([message.messageId, message.subject, message.text, message.html])
  expect([headers.get('auto-submitted'), headers.get('content-language')]).toEqual(['auto-generated', 'en'])
})

test.each<[Behaviour, string]>([
  ['take and close', 'sent'],
  [{ at: 'connect', code: 421 }, 'down'],
  [{ at: 'connect', code: 554 }, 'down'],
  [{ at: 'sender', code: 451 }, 'down'],
  [{ at: 'sender', code: 530 }, 'down'],
  [{ at: 'sender', code: 553 }, 'failed'],
  [{ at: 'recipient', code: 450 }, 'retry'],
  [{ at: 'recipient', code: 550 }, 'failed'],
  [{ at: 'message', code: 421 }, 'retry'],
  [{ at: 'message', code: 451 }, 'retry'],
  [{ at: 'message', code: 552 }, 'failed'],
  ['drop after the message', 'unknown'],
  ['hang after the message', 'unknown'],
])('with a server that behaves as %j, the outcome is “%s”, and the next email is sent', async (behaviour, outcome) => {
  const server = await aServer(behaviour)
  const transport = aTransport(server.url, behaviour === 'hang after the message' ? { answer: 1_000 } : {})
  expect((await transport.send(message)).is).toBe(outcome)
  server.behave('take')
  expect((await transport.send({ ...message, messageId: '<next@sanctuary.example>' })).is).toBe('sent')
})

test('the outcome is “down” when the server is silent, gone or has an untrusted certificate', async () => {
  const silent = await silentServer()
  closing.push(silent.close)
  const unsafe = await aServer('take', true)
  const gone = await mailServer()
  await gone.close()
  const outcomes = await Promise.all(
    [silent.url, unsafe.url, gone.url].map(url => aTransport(url, { greeting: 500 }).send(message)),
  )
  expect(outcomes.map(({ is }) => is)).toEqual(['down', 'down', 'down'])
  expect(unsafe.emails).toEqual([])
})

test.each<[string, string, string]>([
  ['MAIL', 'HTTP/1.1 400 Bad Request', 'down'],
  ['RCPT', 'HTTP/1.1 400 Bad Request', 'retry'],
  ['RCPT', '999 what is this', 'retry'],
  ['DATA', 'HTTP/1.1 400 Bad Request', 'retry'],
  ['.', 'HTTP/1.1 400 Bad Request', 'unknown'],
  ['.', '999 what is this', 'unknown'],
])(
  'a reply to %s that is not from a mail server (%s) loses no email: the outcome is “%s”',
  async (at, said, outcome) => {
    const answers: Record<string, string> = { CONNECT: '220 here', DATA: '354 go ahead', [at]: said }
    const server = await lineServer(command => answers[command] ?? '250 done')
    closing.push(server.close)
    expect((await aTransport(server.url).send(message)).is).toBe(outcome)
  },
)

test('an email that may no longer be sent is not delivered, and can be tried again', async () => {
  const server = await aServer()
  expect((await aTransport(server.url).send(message, Promise.resolve(false))).is).toBe('retry')
  expect(server.emails).toEqual([])
})

test.each([
  ['EHLO', (url: string) => url],
  ['AUTH', (url: string) => url.replace('//', '//user:password@')],
])('the outcome is “down” when a server replies to %s with endless empty lines', async (at, urlOf) => {
  const answers: Record<string, string> = { CONNECT: '220 here', EHLO: '250-here\r\n250 AUTH PLAIN', [at]: '' }
  const server = await lineServer(command => answers[command] ?? '250 done', 50)
  closing.push(server.close)
  expect((await aTransport(urlOf(server.url), { whole: 500 }).send(message)).is).toBe('down')
})

test('an email has an unknown outcome when the server takes too long to reply', async () => {
  const server = await aServer('hang after the message')
  expect((await aTransport(server.url, { answer: 60_000, whole: 1_000 }).send(message)).is).toBe('unknown')
})

test('the timeouts allow for the 30 seconds that Exchange can take, and two attempts fit in one lease', () => {
  const { answer, whole } = defaultTimeouts
  // two attempts, each of which can take `whole` to open a connection and `whole` to send the email
  expect([answer > 40_000, whole > answer, 4 * whole < leaseMinutes * 60_000]).toEqual([true, true, true])
})

test('many emails use one connection, which is opened again when the server closes it', async () => {
  const server = await aServer()
  const transport = aTransport(server.url)
  for (const number of [1, 2, 3]) await transport.send({ ...message, messageId: `<${number}@sanctuary.example>` })
  expect([server.emails.length, server.connections()]).toEqual([3, 1])
  server.hangUp()
  expect(await transport.send(message)).toEqual({ is: 'sent' })
  expect([server.emails.length, server.connections()]).toEqual([4, 2])
})

test('the next email is still sent after a recipient is refused', async () => {
  const server = await aServer()
  const transport = aTransport(server.url)
  await transport.send(message)
  server.behave({ at: 'recipient', code: 550 })
  expect((await transport.send(message)).is).toBe('failed')
  server.behave('take')
  expect((await transport.send({ ...message, to: 'other@library.example' })).is).toBe('sent')
  expect(server.emails.map(({ to }) => to)).toEqual([['lead@library.example'], ['other@library.example']])
})

test.each([
  'lead@library.example\r\nBcc: thief@evil.example',
  'lead@library.example\nRCPT TO:<thief@evil.example>',
  'lead@library.example, thief@evil.example',
  'lead@library.example>\r\nRCPT TO:<thief@evil.example',
  '"thief@evil.example" lead@library.example',
  'thief@evil.example lead@library.example',
  '',
])('no email is sent to the address %j', async to => {
  const server = await aServer()
  expect(await aTransport(server.url).send({ ...message, to })).toEqual({
    is: 'failed',
    reason: 'not a single email address',
  })
  expect(server.connections()).toBe(0)
})

test('text in an email cannot become headers, other recipients or files', async () => {
  const server = await aServer()
  const hostile = {
    ...message,
    subject: 'Hello\r\nBcc: thief@evil.example\r\n\r\nbody',
    text: 'a\r\n.\r\nMAIL FROM:<x@y.example>\r\n',
    language: 'en',
  }
  expect((await aTransport(server.url).send(hostile)).is).toBe('sent')
  const asObject = {
    ...message,
    text: { path: '/etc/hostname' },
    html: { href: 'http://127.0.0.1/' },
  } as unknown as Message
  await aTransport(server.url).send(asObject)
  expect(server.emails.map(({ to }) => to)).toEqual([['lead@library.example'], ['lead@library.example']])
  expect([server.emails[0]!.parsed.subject, server.emails[0]!.parsed.bcc]).toEqual([
    'Hello Bcc: thief@evil.example body',
    undefined,
  ])
  expect(server.emails[1]!.parsed.text?.trim()).toBe('[object Object]')
})

test('an international domain is sent in ASCII', async () => {
  const server = await aServer()
  expect((await aTransport(server.url).send({ ...message, to: 'info@bücherei.example' })).is).toBe('sent')
  expect(server.emails[0]?.raw).toMatch(/^To: info@xn--bcherei-n2a\.example\r$/m)
})
