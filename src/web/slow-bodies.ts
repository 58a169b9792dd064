import type { Server } from 'node:http'

/** A body must bring this many bytes in each period of this many seconds. */
export interface Pace {
  bytes: number
  seconds: number
}

/** A phone with very poor signal still sends 1 kB a second. */
const slowest: Pace = { bytes: 8 * 1024, seconds: 30 }

/**
 * Ends requests whose body arrives too slowly, with 408. They would hold a connection, and often a file in staging, for
 * as long as they like. A body that waits because we are not reading it is left alone.
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
        else res.writeHead(408, { Connection: 'close' }).end(() => req.destroy())
      }
      before = received
    }, seconds * 1000).unref()
    res.once('close', () => clearInterval(timer))
  })
}
