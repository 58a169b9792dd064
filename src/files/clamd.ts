import { createConnection, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileLimits } from '../config.ts'

/** The scanner's answer. Only an explicit OK is `clean`. Anything that is neither OK nor a finding is `not yet`. */
export type Verdict = { says: 'clean' } | { says: 'found'; what: string } | { says: 'not yet'; reason: string }

const secondsOfSilence = 30
const longestAnswer = 10_000
const secondsAtMost = Math.max(120, (3 * fileLimits.bytes) / 1024 ** 2)

/**
 * Streams a file to clamd.
 * @param address tcp://host:port or unix:///path
 * @param stop ends the scan
 * @returns `not yet` when the scan fails, takes too long or is ended
 */
export async function scanWithClamd(address: string, file: Readable, stop?: AbortSignal): Promise<Verdict> {
  const socket = connect(address)
  const end = () => socket.destroy(new Error('stopped'))
  stop?.addEventListener('abort', end)
  if (stop?.aborted) end() // a listener added after the abort is never called
  const late = setTimeout(() => socket.destroy(new Error('too slow')), secondsAtMost * 1000)
  socket.setTimeout(secondsOfSilence * 1000, () => socket.destroy(new Error('silent')))
  const over = new AbortController()
  try {
    const answer = answerFrom(socket)
    const isSent = pipeline(framed(file), socket, { end: false, signal: over.signal }).then(
      () => true,
      () => false,
    )
    // clamd answers early and stops reading when it refuses a file
    const sawAll = (await Promise.race([isSent, answer])) === true
    const verdict = verdictIn(await answer)
    return verdict.says === 'clean' && !sawAll ? { says: 'not yet', reason: 'it answered before the end' } : verdict
  } catch (error) {
    return { says: 'not yet', reason: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(late)
    stop?.removeEventListener('abort', end)
    over.abort()
    socket.destroy()
    file.destroy()
  }
}

function connect(address: string): Socket {
  const { protocol, hostname, port, pathname } = new URL(address)
  return protocol === 'unix:'
    ? createConnection(decodeURIComponent(pathname))
    : createConnection(Number(port || 3310), hostname)
}

async function* framed(file: Readable): AsyncGenerator<Buffer> {
  yield Buffer.from('zINSTREAM\0')
  for await (const chunk of file as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(chunk.length)
    yield length
    yield chunk
  }
  yield Buffer.alloc(4)
}

function answerFrom(socket: Socket): Promise<string> {
  const answer = new Promise<string>((resolve, reject) => {
    let text = ''
    socket.on('data', chunk => {
      text += chunk.toString('latin1')
      if (text.length > longestAnswer) socket.destroy(new Error('the answer is too long'))
    })
    socket.on('end', () => resolve(text))
    socket.on('error', problem => (text.endsWith('\0') ? resolve(text) : reject(problem)))
    socket.on('close', () => reject(new Error('closed')))
  })
  answer.catch(() => {}) // avoids an unhandled rejection, because sending may fail first
  return answer
}

function verdictIn(answer: string): Verdict {
  const said = answer.slice(0, 500).replace(/[\0\s]+$/, '')
  if (said === 'stream: OK') return { says: 'clean' }
  const what = /^stream: (.+) FOUND$/.exec(said)?.[1]
  return what ? { says: 'found', what } : { says: 'not yet', reason: said || 'no answer' }
}
