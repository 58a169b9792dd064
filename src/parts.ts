import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Db, Write } from './db/connection.ts'
import type { Instant } from './domain/time.ts'
import type { FileStore } from './files/store.ts'
import type { Transport } from './email/transport.ts'

export interface Clock {
  now(): Instant
}

/** What differs between production, demo and tests. Everything else is imported. */
export interface Parts {
  config: Config
  /** for reading */
  db: Db
  /** opens the only kind of transaction there is */
  write: Write
  files: FileStore
  mail: Transport
  clock: Clock
  log: Logger
  /** only in the demo: lets days pass, each morning with its jobs, until a moment still to come */
  moveTo?(at: Instant): Promise<void>
  /** only in the demo: over when its libraries are there; until then everything but the page for signing in waits */
  filled?: Promise<void>
}
