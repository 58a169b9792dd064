import express from 'express'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp } from '../../src/app.ts'
import { systemClock } from '../../src/domain/time.ts'
import { openParts } from '../../src/parts.ts'
import { get } from '../../src/web/routes.ts'
import { page } from '../../src/web/view-engine.ts'
import type { Statement } from './hand-server.ts'
import { answerMessages, type StatementLog } from './server-messages.ts'
import { benchConfig, noEmail } from './settings.ts'

// One server in a separate process: the service over a database, or only Express, which sends "hello".

/** A page with session, person and layout but no data: the minimum cost of any page. */
const bare = get('/bench/bare', 'signed in', (_req, res) =>
  page(res, 'components/heading', { title: 'Bare', text: 'Bare', size: 'l' }),
)

const log: StatementLog = { count: 0, recorded: null }
const [folder, databaseUrl] = process.argv.slice(2)
const began = performance.now()
const server = createServer(folder ? await ofOurs(folder, databaseUrl ?? null) : hello())
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () =>
  process.send!({ port: (server.address() as AddressInfo).port, took: performance.now() - began }),
)
answerMessages(log)
process.once('disconnect', () => process.exit(0))

async function ofOurs(dataFolder: string, url: string | null) {
  const { parts, database } = await openParts(benchConfig(dataFolder, url), { mail: noEmail, clock: systemClock })
  for (const connections of [database.db, database.slowDb, database.writer])
    connections.on('query', ({ sql, bindings }: Statement) => {
      log.count += 1
      log.recorded?.push({ sql, bindings })
    })
  return createApp(parts, undefined, [bare])
}

function hello() {
  return express().get('/', (_req, res) => void res.send('hello'))
}
