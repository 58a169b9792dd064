import type { Server } from 'node:http'
import { headersOf, tooSlow } from './last-resort.ts'

/** At least this many bytes of a body must arrive every `seconds` seconds. */
export interface Pace {
  bytes: number
  seconds: number
}

/** The slowest pace allowed, about 270 bytes a second. Even a phone with a very poor signal sends 1 kB a second. */
const slowest: Pace = { bytes: 8 * 1024, seconds: 30 }

/**
 * Ends requests whose body arrives too slowly, because they hold a connection and staged files. Ignores time while the
 * service itself is not reading.
 */
export function cutOffSlowBodies(server: Server, { bytes, seconds }: Pace = slowest): void {
  server.on('request', (req, res) => {
    if (req.complete || req.method === 'GET' || req.method === 'HEAD') return
    let before = req.socket.bytesRead
    const timer = setInterval(() => {
      const received = req.socket.bytesRead
      const isWaitingForBytes = !req.complete && req.readableLength === 0
      if (isWaitingForBytes && received - before < bytes) {
        if (res.headersSent) req.destroy()
        else res.writeHead(408, headersOf(tooSlow)).end(tooSlow, () => req.destroy())
      }
      before = received
    }, seconds * 1000).unref()
    res.once('close', () => clearInterval(timer))
  })
}
