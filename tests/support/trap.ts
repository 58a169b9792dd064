import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

// A listener that counts connections. Hostile files contain its address.
// It stays open as long as the worker runs, because the next test files use the same one.

let connected = 0
const server = createServer(socket => {
  connected += 1
  socket.destroy()
}).listen(0, '127.0.0.1')
server.unref()
await once(server, 'listening')

export const trap = {
  host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
  connections: (): number => connected,
}
