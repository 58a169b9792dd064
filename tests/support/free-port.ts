import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

// Each of up to 11 Jest workers has its own ports. All are below 32,768, where the ports that a system assigns start.
const portsOfWorker = 1_000
const first = 20_000 + Number(process.env.JEST_WORKER_ID) * portsOfWorker

/** A port on which nothing listens now. No other test of this run gets it before a service listens on it. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(first, first + portsOfWorker)
    const server = createServer()
    try {
      await once(server.listen(port), 'listening')
    } catch (problem) {
      if ((problem as NodeJS.ErrnoException).code === 'EADDRINUSE') continue
      throw problem
    }
    server.close()
    await once(server, 'close')
    return port
  }
}
