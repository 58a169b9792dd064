import { once } from 'node:events'

export default async function tearDown() {
  const server = globalThis.postgresServer
  if (!server || server.exitCode !== null) return
  server.stdin.end()
  await once(server, 'exit')
}
