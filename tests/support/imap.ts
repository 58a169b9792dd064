import { createRequire } from 'node:module'
import type { AddressInfo, Server } from 'node:net'

/** A real IMAP server (hoodiecrow) on this machine, with one folder. The package has no TypeScript types. */
export interface ImapServer {
  url: string
  /** Messages in the folder with their flags. */
  messages(): { raw: string; flags: string[] }[]
  add(...raw: string[]): void
  close(): Promise<void>
}

interface Hoodiecrow {
  listen(port: number, host: string, done: () => void): void
  close(done: () => void): void
  server: Server
  appendMessage(folder: unknown, flags: string[], date: string, raw: string): void
  getMailbox(path: string): { messages: { raw: string; flags: string[] }[] }
}
const hoodiecrow = createRequire(import.meta.url)('hoodiecrow-imap') as (options: object) => Hoodiecrow

const user = 'bounces@sanctuary.example'
const password = 'a:password/with@signs'

/** @param tls a key and a certificate, for a server that speaks TLS from the first byte */
export async function imapServer(tls?: { key: string; cert: string }): Promise<ImapServer> {
  const server = hoodiecrow({
    ...(tls ? { secureConnection: true, credentials: tls } : {}),
    plugins: ['ID', 'LITERALPLUS', 'NAMESPACE'],
    users: { [user]: { password } },
    storage: { INBOX: { messages: [] } },
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `${tls ? 'imaps' : 'imap'}://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/INBOX`,
    messages: () => server.getMailbox('INBOX').messages.map(({ raw, flags }) => ({ raw, flags: [...flags] })),
    add: (...raw) => raw.forEach(each => server.appendMessage(server.getMailbox('INBOX'), [], '', each)),
    close: () => new Promise(done => server.close(done)),
  }
}
