import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Db } from './db/connection.ts'
import type { Consequences, Write } from './db/unit-of-work.ts'
import type { Instant } from './domain/time.ts'
import type { Transport } from './email/transport.ts'
import type { FileStore } from './files/store.ts'
import { attachToAnswer, closeApplicationsOf, linkToAward } from './modules/applications/applications.public.ts'
import { catchUpBefore, followApplication, settleAward } from './modules/awards/awards.public.ts'

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
  /** only in the demo: lets days pass, each morning with its jobs, until a later moment */
  moveTo?(at: Instant): Promise<void>
  /** only in the demo: settles when its libraries are there; until then every page but the sign-in page waits */
  filled?: Promise<void>
}

/** What a change in one module causes in another. All of it runs in the transaction of the change. */
export const consequences: Consequences = {
  'application about to move': [catchUpBefore], // awards: make the clock's moves that are due
  'application moved': [followApplication], // awards: receive the renewal, return it, move "valid to"
  'decision letter released': [settleAward], // awards: grant, renew or shorten
  'award granted': [linkToAward], // applications: name the award
  'award moved': [closeApplicationsOf], // applications: close what ended with the award
  'evidence added': [attachToAnswer], // applications: use it in the answer it was added for
}
