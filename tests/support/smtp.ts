import { createServer, type Server, type Socket, type AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

/** The server's response to a message: accept it, answer with a code at a step, or fail. */
export type Behaviour =
  | 'take'
  | 'take and close'
  | 'hang in the message'
  | 'drop after the message'
  | 'hang after the message'
  | 'slow'
  | { at: 'connect' | 'sender' | 'recipient' | 'message'; code: number }

export interface KeptEmail {
  from: string
  to: string[]
  raw: string
  parsed: ParsedMail
}

export interface MailServer {
  url: string
  /** Every complete message in order of arrival, whatever the server answered. */
  emails: KeptEmail[]
  /** The number of connections that were opened so far. */
  connections(): number
  behave(behaviour: Behaviour): void
  /** Runs an action on each complete message, before or after the server answers it. */
  onMail(moment: 'before the answer' | 'after the answer', act: (mail: KeptEmail) => unknown): void
  /** The emails to one address, newest last. */
  to(address: string): KeptEmail[]
  /** Closes the open connections. */
  hangUp(): void
  close(): Promise<void>
}

/** A real mail server on this machine, which stores the messages that it receives. */
export async function mailServer(options: { secure?: boolean } = {}): Promise<MailServer> {
  let behaviour: Behaviour = 'take'
  let connections = 0
  const emails: KeptEmail[] = []
  let onMail: { moment: 'before the answer' | 'after the answer'; act: (mail: KeptEmail) => unknown } | null = null
  const sockets = new Set<Socket>()
  const refused = (step: string): Error | null =>
    typeof behaviour === 'object' && behaviour.at === step
      ? Object.assign(new Error(behaviour.code < 500 ? 'come back later' : 'not here'), {
          responseCode: behaviour.code,
        })
      : null

  const server = new SMTPServer({
    secure: options.secure ?? false,
    disabledCommands: ['AUTH', 'STARTTLS'],
    hideSTARTTLS: true,
    disableReverseLookup: true,
    logger: false,
    onConnect: (_session, done) => {
      connections += 1
      done(refused('connect'))
    },
    onMailFrom: (_address, _session, done) => done(refused('sender')),
    onRcptTo: (_address, _session, done) => done(refused('recipient')),
    onData(stream, session, done) {
      if (behaviour === 'hang in the message') return void stream.pause()
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => void taken(Buffer.concat(chunks), session, done))
    },
  })
  server.on('error', () => {})
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })

  const hangUp = (): void => sockets.forEach(socket => socket.destroy())
  const taken = async (
    raw: Buffer,
    { envelope: { mailFrom, rcptTo } }: SMTPServerSession,
    done: (error?: Error | null) => void,
  ): Promise<void> => {
    const mail = {
      from: mailFrom ? mailFrom.address : '',
      to: rcptTo.map(({ address }) => address),
      raw: raw.toString(),
      parsed: await simpleParser(raw),
    }
    emails.push(mail)
    if (onMail?.moment === 'before the answer') await onMail.act(mail)
    answer(done)
    if (onMail?.moment === 'after the answer') await onMail.act(mail)
  }
  const answer = (done: (error?: Error | null) => void): void => {
    if (behaviour === 'drop after the message') return hangUp()
    if (behaviour === 'hang after the message') return
    if (behaviour === 'slow') return void setTimeout(done, 50)
    done(refused('message'))
    // Closes in the next turn of the event loop, because the client may not have received the answer yet.
    if (behaviour === 'take and close') setImmediate(() => sockets.forEach(socket => socket.end()))
  }

  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `${options.secure ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    emails,
    connections: () => connections,
    behave: chosen => {
      behaviour = chosen
    },
    onMail: (moment, act) => {
      onMail = { moment, act }
    },
    to: address => emails.filter(({ to }) => to.includes(address)),
    hangUp,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        hangUp()
      }),
  }
}

/** A server that accepts connections and never answers. */
export const silentServer = (): Promise<{ url: string; close(): Promise<void> }> => plainServer(() => {})

/**
 * A server that answers each line of a conversation.
 * @param answerTo the answer to a command, to the connection (CONNECT) or to the end of a message (.)
 * @param emptyLineEveryMs also sends an empty line at this interval, in milliseconds; null for none
 */
export const lineServer = (
  answerTo: (command: string) => string,
  emptyLineEveryMs: number | null = null,
): Promise<{ url: string; close(): Promise<void> }> =>
  plainServer(socket => {
    const lines = emptyLineEveryMs !== null && setInterval(() => void socket.write('\r\n'), emptyLineEveryMs)
    if (lines) socket.on('close', () => clearInterval(lines))
    let isInMessage = false
    const say = (command: string): boolean => socket.write(`${answerTo(command)}\r\n`)
    say('CONNECT')
    createInterface({ input: socket }).on('line', line => {
      if (isInMessage && line !== '.') return
      isInMessage = line === 'DATA'
      say(line.split(/[ :]/)[0]!)
    })
  })

async function plainServer(onConnection: (socket: Socket) => void): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server: Server = createServer(socket => {
    sockets.add(socket.on('error', () => {}))
    onConnection(socket)
  })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        sockets.forEach(socket => socket.destroy())
      }),
  }
}
