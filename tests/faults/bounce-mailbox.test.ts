import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../src/db/ids.ts'
import { readBounceMailbox } from '../../src/email/bounce-mailbox.ts'
import { readBounces } from '../../src/modules/notifications/bounces/bounce.actions.ts'
import { checkDatabase, watchService } from '../../src/modules/site/service/service.actions.ts'
import { ownAuthority, type Authority } from '../support/certificates.ts'
import { runChild } from '../support/child.ts'
import { deliveryReport } from '../support/delivery-reports.ts'
import { aPersonWho, signedIn } from '../support/factories.ts'
import { imapServer, type ImapServer } from '../support/imap.ts'
import { aService } from '../support/service.ts'

// Tests reading the mailbox for delivery reports over TLS, and from servers that stop responding.

const hasOpenssl = ((): boolean => {
  try {
    return execFileSync('openssl', ['version'], { stdio: 'pipe' }).length > 0
  } catch {
    return false
  }
})()
const onTls = hasOpenssl ? test : test.skip
const name = (what: string) => (hasOpenssl ? what : `${what} (not run: needs openssl)`)

let authority: Authority
let imap: ImapServer
beforeAll(async () => {
  if (!hasOpenssl) return
  authority = ownAuthority(process.env.TEST_FOLDER!)
  imap = await imapServer(authority.certify('127.0.0.1'))
})
afterAll(async () => {
  if (hasOpenssl) await imap.close()
})

/**
 * Reads a mailbox in a child process, because Node reads NODE_EXTRA_CA_CERTS only at its start.
 * @param trusted whether the process trusts the test's certificate authority
 */
async function read(url: string, trusted = true): Promise<{ read: unknown; reports: number }> {
  const env = trusted ? { NODE_EXTRA_CA_CERTS: authority.path } : {}
  const { stdout } = await runChild('tests/support/processes/bounce-mailbox.ts', [url], env as Record<string, string>)
  return JSON.parse(stdout) as { read: unknown; reports: number }
}
const unread = () => imap.messages().filter(({ flags }) => !flags.includes('\\Seen')).length

onTls(name('delivery reports are read over TLS, even 413 in one run'), async () => {
  const ids = Array.from({ length: 413 }, () => newId())
  imap.add(...ids.map(id => deliveryReport({ id })))
  expect(await read(imap.url)).toEqual({ read: 413, reports: 413 })
  expect(unread()).toBe(0)
})

onTls(name('a wrong password over TLS is refused, and nothing is read'), async () => {
  imap.add(deliveryReport({ id: 'a'.repeat(20) }))
  const { username } = new URL(imap.url)
  const wrong = imap.url.replace(/:\/\/.*@/, `://${username}:wrong@`)
  expect(await read(wrong)).toEqual({ read: expect.any(String), reports: 0 })
  expect(unread()).toBe(1)
  expect(await read(imap.url)).toEqual({ read: 1, reports: 1 })
})

onTls(name('a server with an untrusted certificate, or one for another host, never gets the password'), async () => {
  const right = authority.certify('127.0.0.1')
  expect(await heardFrom(right, true)).toMatchObject({ heard: expect.stringContaining('LOGIN "bounces" "secret"') })
  expect(await heardFrom(right, false)).toEqual({ heard: '', problem: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
  const ofAnotherHost = authority.certify('mail.example')
  expect(await heardFrom(ofAnotherHost, true)).toEqual({ heard: '', problem: 'ERR_TLS_CERT_ALTNAME_INVALID' })
})

/**
 * Reads a mailbox from a server with this certificate. Returns the first data that the server received, and the result.
 */
async function heardFrom(certificate: ReturnType<Authority['certify']>, trusted: boolean) {
  let heard = ''
  const { port, close } = await listenOn(
    createTlsServer(certificate, socket => {
      socket
        .on('error', () => {})
        .on('data', data => {
          heard += String(data)
          socket.destroy()
        })
      socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n')
    }),
  )
  const { read: problem } = await read(`imaps://bounces:secret@127.0.0.1:${port}/INBOX`, trusted)
  await close()
  return { heard, problem }
}

onTls(name('administrators are told after an hour of certificate errors, and no password is logged'), async () => {
  const service = await aService('sqlite', { bouncesUrl: imap.url })
  const administrator = await aPersonWho(service, { roles: ['administrator'] })
  await aPersonWho(service, { roles: ['administrator'] })
  const sentence = 'We cannot read the mailbox for delivery reports'
  const home = async () => (await signedIn(service, administrator, '/home')).text
  await checkDatabase(service.parts)
  await readBounces(service.parts)
  await watchService(service.parts, [])
  expect(await home()).not.toContain(sentence)
  service.clock.minutesPass(61)
  await readBounces(service.parts)
  await watchService(service.parts, [])
  expect(await home()).toContain(sentence)
  expect((await service.post()).filter(({ text }) => text.includes(sentence)).length).toBe(2)
  expect(service.logged.join('\n')).toMatch(/UNABLE_TO_VERIFY|SELF_SIGNED/)
  expect(service.logged.join('\n')).not.toContain('with@signs')
  await service.end()
})

test.each([
  ['before it says anything', ''],
  ['after its greeting', '* OK ready\r\n'],
  ['in the middle of its response', '* OK ready\r\n* CAPABILITY IMAP4rev1\r\n* 3 EXI'],
])('reading from a server that hangs %s fails within ten seconds', async (_when, said) => {
  const { port, close } = await listenOn(createServer(socket => void socket.on('error', () => {}).write(said)))
  const began = performance.now()
  const reading = readBounceMailbox(`imap://bounces:secret@127.0.0.1:${port}/INBOX`, async () => {}, { wait: 500 })
  await expect(reading).rejects.toThrow()
  expect(performance.now() - began).toBeLessThan(10_000)
  await close()
})

async function listenOn(server: ReturnType<typeof createServer>): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(done => {
        server.close(() => done())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
