import { join } from 'node:path'
import pino, { type Logger } from 'pino'
import { serverTime } from './clock/clock.store.ts'
import type { Config } from './config.ts'
import { openDatabase, type Database, type Db, type Transaction } from './db/connection.ts'
import { migrateToLatest } from './db/migrate.ts'
import { writeWith, type Consequences, type Write } from './db/unit-of-work.ts'
import { theService } from './domain/actor.ts'
import { systemClock, type Instant } from './domain/time.ts'
import type { Transport } from './email/transport.ts'
import { stopWhenItFails } from './files/failing-disk.ts'
import { openLocalStore } from './files/local-store.ts'
import type { FileStore } from './files/store.ts'
import { withCurrentRights } from './modules/access/access.public.ts'
import {
  attachToAnswer,
  carryAllAgain,
  closeApplicationsOf,
  detachFromAnswers,
  freeAssignments,
  freeAssignmentsOfSuspended,
  hideRemovedPartner,
  linkToAward,
  tellOfExtension,
} from './modules/applications/applications.public.ts'
import { runRemindersAgain } from './jobs/lease.store.ts'
import {
  giveOfferedSeats,
  giveRecordedHelp,
  startReading,
  withdrawSeatsOf,
} from './modules/appraisal/appraisal.public.ts'
import { catchUpBefore, followApplication, settleAward } from './modules/awards/awards.public.ts'
import { remindAgain } from './modules/notifications/notifications.public.ts'
import { publishDraft } from './modules/frameworks/frameworks.public.ts'

export interface Clock {
  now(): Instant
}

/** What differs between production, demo and tests. Everything else is imported. */
export interface Parts {
  config: Config
  /** the database, for reading */
  db: Db
  /** for slow reads; see `readingSlowly` */
  slowDb: Db
  /** opens transactions; nothing else does */
  write: Write
  files: FileStore
  mail: Transport
  clock: Clock
  log: Logger
  /** the clock of the database server, which ours is compared with; SQLite has none of its own */
  serverTime?(): Promise<Instant>
  /** only in the demo: moves the clock forward and runs the jobs of each morning in between */
  moveTo?(at: Instant): Promise<void>
  /** only in the demo: resolves when its libraries exist. Until then, only the sign-in page is served */
  filled?: Promise<void>
}

/** The functions of other modules that follow a change, by the name of the change. They run in its transaction. */
export const consequences: Consequences = {
  'application about to move': [catchUpBefore], // awards: make the clock's moves that are due
  // awards: receive the renewal, return it, move "valid to"; appraisal: set the panel's read-by date
  'application moved': [followApplication, startReading],
  'decision letter released': [settleAward], // awards: grant, renew or shorten
  // appraisal: seats offered to the person's email address, and seats that they help with
  'role given': [giveOfferedSeats, giveRecordedHelp],
  // appraisal: seats and offers of someone with no role in the charity; applications: what a suspended person writes
  'role ended': [withdrawSeatsOf, freeAssignmentsOfSuspended],
  'membership ended': [freeAssignments], // applications: free the criteria that the person had to write
  'award granted': [linkToAward], // applications: name the award
  'award moved': [closeApplicationsOf], // applications: close those under way when the award lapses or ends
  'award moves undone': [remindAgain], // notifications: reminders that were sent too early
  'mapping changed': [carryAllAgain], // applications: carry answers into drafts again
  'round extended': [tellOfExtension], // applications: email the libraries that write one for it
  'partner removed': [hideRemovedPartner], // applications: show it in no draft
  'reminders released': [runRemindersAgain], // jobs: send them today, not tomorrow
  'evidence added': [attachToAnswer], // applications: use it in the answer it was added for
  'evidence removed': [detachFromAnswers], // applications: remove it from all answers
}

/** @returns the `write` of a service over its database */
export const openWrite = (transaction: Transaction, now: () => Instant): Write =>
  writeWith(transaction, now, consequences, withCurrentRights)

/** The parts of a running service, with its database migrated and the draft framework published. */
export async function openParts(
  config: Config,
  { mail, clock }: { mail: Transport; clock: Clock },
): Promise<{ parts: Parts; database: Database }> {
  const log = openLog(config, clock)
  const database = openDatabase(config.databaseUrl ?? join(config.dataFolder, 'sanctuary.sqlite'))
  await migrateToLatest(database)
  const files = await openLocalStore(join(config.dataFolder, 'uploads'))
  const watched = stopWhenItFails({ transaction: database.transaction, files, log })
  const write = openWrite(watched.transaction, clock.now)
  await write(theService, publishDraft)
  const { db, slowDb } = database
  const parts: Parts = { config, db, slowDb, write, files: watched.files, mail, clock, log }
  // a clock that someone sets, such as the demo's, always differs from the server's
  if (database.engine === 'postgres' && clock === systemClock) parts.serverTime = () => serverTime(db)
  return { parts, database }
}

/**
 * Writes one line of JSON per entry. A line that cannot be written (the disk is full, or nothing reads the pipe) is
 * lost, and neither ends the service nor delays it.
 */
function openLog({ logLevel }: Config, clock: Clock): Logger {
  const out = pino.destination({ dest: 1, sync: false, maxLength: 1_000_000 })
  out.on('error', () => {})
  return pino({ level: logLevel, base: null, timestamp: () => `,"time":"${clock.now()}"` }, out)
}
