import { writeOf } from './work.ts'
import { theService } from '../../src/domain/actor.ts'
import express from 'express'
import type { ErrorRequestHandler, Express } from 'express'
import { join } from 'node:path'
import pino from 'pino'
import type { Config } from '../../src/config.ts'
import { openDatabase, type Database } from '../../src/db/connection.ts'
import { Busy, NoRoom } from '../../src/domain/refusals.ts'
import type { Instant } from '../../src/domain/time.ts'
import { openLocalStore } from '../../src/files/local-store.ts'
import type { FileStore } from '../../src/files/store.ts'
import type { Parts } from '../../src/parts.ts'
import { BodyBroken, TooLarge } from '../../src/web/body-refusals.ts'
import { FileDamaged, sendFile } from '../../src/web/downloads.ts'
import { fileErrors } from '../../src/web/file-errors.ts'
import { storeAll } from '../../src/web/store-all.ts'
import { receiveFiles } from '../../src/web/uploads.ts'
import { translator } from '../../src/words/words.ts'

export const now = '2027-03-01T09:00:00.000Z' as Instant
export type TinyParts = Parts & { database: Database }

/**
 * Real parts of the service in a folder, without email. The database has only the tables for files, with only some of
 * their columns.
 */
export async function tinyParts(folder: string, scanner: Config['scanner'] = 'none'): Promise<TinyParts> {
  const database = openDatabase(join(folder, 'tiny.sqlite'))
  const { writer, db } = database
  if (!(await writer.schema.hasTable('evidence_files'))) {
    await writer.schema.createTable('evidence_files', table => {
      table.string('id', 20).primary()
      for (const name of ['name', 'type', 'sha256', 'state', 'scanned_by', 'scanned_at', 'removed_at', 'uploaded_at'])
        table.text(name)
      table.integer('size')
    })
    for (const name of ['held_files', 'evidence_previews', 'inbox_files']) {
      await writer.schema.createTable(name, table => {
        table.string('id', 20).primary()
        for (const column of ['file_id', 'small_id', 'type', 'state', 'scanned_by', 'scanned_at', 'uploaded_at'])
          table.text(column)
      })
    }
  }
  const files = await openLocalStore(join(folder, 'uploads'))
  return {
    config: { scanner } as Config,
    db,
    slowDb: database.slowDb,
    write: writeOf(database, { now: () => now }),
    files,
    clock: { now: () => now },
    mail: null as never,
    log: pino({ level: 'silent' }),
    database,
  }
}

/** An app that stores and sends files with the service's own functions, and reports how much memory it uses. */
export function tinyApp(
  parts: TinyParts,
  settings: { most?: number; limit?: number; files?: Partial<FileStore>; rows?: 'fail' | 'none' } = {},
): Express {
  const { most, limit, rows } = settings
  const own = { ...parts, files: { ...parts.files, ...settings.files } }
  const app = express()
  app.post('/upload', async (req, res) => {
    const received = await receiveFiles(req, res, own, {
      field: 'files',
      ...(most && { most }),
      ...(limit && { limit }),
    })
    const problems = received.problems.map(({ reason }) => reason)
    if (problems.length > 0)
      return res
        .status(received.status)
        .json({ problems, body: received.body, said: fileErrors(translator('en'), received.problems) })
    if (received.files.length === 0) return res.status(422).json({ problems: ['none'], body: received.body })
    const stored = await storeAll(own, theService, received, async ({ trx }, files) => {
      if (rows === 'none') return []
      await trx('evidence_files').insert(
        files.map(({ scannedBy, scannedAt, properties, ...file }) => ({
          ...file,
          scanned_by: scannedBy,
          scanned_at: scannedAt,
          uploaded_at: now,
        })) as never,
      )
      if (rows === 'fail') throw new Error('the rows fail')
      return files
    })
    res.json({ body: received.body, stored })
  })
  app.get('/files/:id', async (req, res) => {
    const file = await parts.db('evidence_files').where({ id: req.params.id }).first()
    await sendFile(res, own, file!, req.query.inline ? 'inline' : 'attachment')
  })
  app.get('/memory', (_req, res) => void res.json(process.memoryUsage()))
  app.use(((error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error)
    const statuses = [
      [BodyBroken, 400],
      [TooLarge, 413],
      [Busy, 503],
      [NoRoom, 507],
    ] as const
    const status = statuses.find(([kind]) => error instanceof kind)?.[1] ?? 500
    res.status(status).json({ error: String(error), damaged: error instanceof FileDamaged })
  }) as ErrorRequestHandler)
  return app
}
