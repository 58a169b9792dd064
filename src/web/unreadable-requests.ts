import { STATUS_CODES, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { headersOf, tooLong } from './last-resort.ts'

const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}
const secondsToRead = 5

/** Responds to requests that Node cannot read, which the app never sees. Uses Node's statuses. */
export function respondToUnreadableRequests(server: Server): void {
  const underWay = new WeakMap<Duplex, number>()
  const count = (socket: Duplex, by: number) => underWay.set(socket, (underWay.get(socket) ?? 0) + by)
  server.on('request', ({ socket }, res) => {
    count(socket, 1)
    res.once('close', () => count(socket, -1))
  })
  server.on('clientError', (problem: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) return // the response has been sent, or the client has gone
    if (underWay.get(socket)) return void socket.destroy(problem) // the response of an earlier request is not finished
    const status = statuses[problem.code ?? ''] ?? 400
    const page = status === 431 ? tooLong : ''
    const headers = Object.entries(headersOf(page)).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.join('')}\r\n${page}`)
    // Closing sooner, while the client still sends, could destroy the response before the client has read it.
    setTimeout(() => socket.destroy(), secondsToRead * 1000).unref()
  })
}
