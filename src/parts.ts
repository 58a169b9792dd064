import { existsSync } from 'node:fs'
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
import { stopWritingAfterFailure } from './files/failing-disk.ts'
import { knowsFiles } from './files/file.store.ts'
import { openLocalStore } from './files/local-store.ts'
import type { FileStore } from './files/store.ts'
import { withCurrentRights } from './modules/access/access.public.ts'
import {
  askForMissingSignOffs,
  askForSignOffOfOwner,
  askForSignOffOfUses,
  attachToAnswer,
  carryAllAgain,
  closeApplicationsOf,
  detachFromAnswers,
  eraseFromSignOffs,
  eraseQuotes,
  unassignItems,
  unassignItemsOfSuspended,
  unconfirmContacts,
  hideRemovedPartner,
  linkToAward,
  emailAboutExtension,
} from './modules/applications/applications.public.ts'
import { runRemindersAgain } from './jobs/lease.store.ts'
import {
  endCase,
  endDeclarationsOfMember,
  endExample,
  endRequestOn,
  giveOfferedSeats,
  cancelInvitationsOfMember,
  giveRecordedHelp,
  setSeatsOfMemberAside,
  moveOffers,
  moveReadBy,
  startReading,
  emailAfterHold,
  emailWithoutCoordinator,
  emailWithoutOutsideCoordinator,
  emailWithoutOutsideTrustee,
  emailWithoutTrustee,
  followLateMembership,
  takeOffAgendas,
  withdrawOffersOn,
  withdrawSeatsOf,
} from './modules/appraisal/appraisal.public.ts'
import { makeDueMovesBefore, followApplication, settleAward } from './modules/awards/awards.public.ts'
import { endFeedOf, remindAgain } from './modules/notifications/notifications.public.ts'
import { publishDraft } from './modules/frameworks/frameworks.public.ts'

export interface Clock {
  now(): Instant
}

/** The dependencies that differ between production, demo and tests. Everything else is imported. */
export interface Parts {
  config: Config
  /** the database, for reading */
  db: Db
  /** for slow reads; see `readingSlowly` */
  slowDb: Db
  /** opens transactions; the only way to write */
  write: Write
  files: FileStore
  mail: Transport
  clock: Clock
  log: Logger
  /** the time of the database server, to compare the process's clock with; SQLite has no clock of its own */
  serverTime?(): Promise<Instant>
  /** the name of the machine that this process runs on; by default the host name */
  machine?: string
  /** only in the demo: moves the clock forward and runs the jobs of each morning in between */
  moveTo?(at: Instant): Promise<void>
  /** only in the demo: resolves when the demo's libraries exist. Until then, only the sign-in page is served */
  filled?: Promise<void>
}

/** The functions that other modules run in the transaction of a change, by the name of the change. */
export const consequences: Consequences = {
  'application about to move': [makeDueMovesBefore], // awards: make the moves that are due by date
  'application moved': [
    followApplication, // awards: receive or return the renewal, and change the last valid day
    startReading, // appraisal: set the panel's read-by date
    emailAfterHold, // appraisal: email the panel that it can continue
    endCase, // appraisal: delete the calibration case of an application that is no longer decided
    endExample, // appraisal: delete the example of an application that is no longer decided
    withdrawOffersOn, // appraisal: withdraw the open seat offers on a withdrawn or decided application
    takeOffAgendas, // appraisal: take a withdrawn application off the agendas of meetings
    endRequestOn, // appraisal: end the open request to change the decision on a withdrawn application
  ],
  'hold about to end': [
    moveReadBy, // appraisal: move the panel's read-by date
    moveOffers, // appraisal: move the last days to answer seat offers
  ],
  'decision letter released': [settleAward], // awards: grant or renew the award, change its term, or return its renewal
  // appraisal: give the person the seats offered to their email address, and the help recorded for it
  'role given': [giveOfferedSeats, giveRecordedHelp],
  'role ended': [
    emailWithoutTrustee, // appraisal: email the coordinators of applications that no trustee can decide on any more
    emailWithoutCoordinator, // appraisal: email the trustees about applications that no coordinator can handle any more
    withdrawSeatsOf, // appraisal: withdraw unfinished seats of someone without a charity role, and end their help
    unassignItemsOfSuspended, // applications: unassign the items of a suspended person
  ],
  'sign-off required': [askForMissingSignOffs], // applications
  'person renamed': [askForSignOffOfOwner], // applications: ask for a new sign-off where the person owns a target
  'password changed': [endFeedOf], // notifications: end the person's calendar feed
  'membership began': [
    // appraisal: email coordinators if the library's applications lose their last trustee; before the seats change
    emailWithoutOutsideTrustee,
    emailWithoutOutsideCoordinator, // appraisal: email trustees if these applications lose their last coordinator
    followLateMembership, // appraisal: hold the decision letters of the library that the person helped to decide
    setSeatsOfMemberAside, // appraisal: set aside the person's seats on the library's applications under way
    endDeclarationsOfMember, // appraisal: end the person's "no conflict" declarations on the library's applications
    cancelInvitationsOfMember, // appraisal: if the person helps a panel member, cancel their invitations to meetings
  ],
  'membership ended': [unassignItems], // applications: unassign the items that the person was to write
  'contacts changed': [unconfirmContacts], // applications: ask the library to confirm its contacts again
  'award granted': [linkToAward], // applications: store the id of the award
  // applications: close the applications of an ended award, and the light renewals of a lapsed one
  'award moved': [closeApplicationsOf],
  'award moves undone': [remindAgain], // notifications: set reminders that were sent too early back to planned
  'mapping changed': [carryAllAgain], // applications: carry answers into drafts again
  'round extended': [emailAboutExtension], // applications: email libraries whose draft is for this round or for none
  'partner removed': [hideRemovedPartner], // applications: remove the partner from all applications
  'reminders released': [runRemindersAgain], // jobs: send the reminders today, not tomorrow
  'evidence added': [attachToAnswer], // applications: attach the evidence to the answer that it was added for
  'evidence changed': [askForSignOffOfUses], // applications: ask for a new sign-off where the evidence is used
  'evidence removed': [detachFromAnswers], // applications
  // applications: erase the title from the texts that observers signed, and the quotes on pages for councillors
  'evidence erased': [eraseFromSignOffs, eraseQuotes],
}

/** @returns the service's `write` for its database */
export const openWrite = (transaction: Transaction, now: () => Instant): Write =>
  writeWith(transaction, now, consequences, withCurrentRights)

/**
 * Opens the parts of a running service: migrates the database, and publishes the draft framework unless it is published
 * already.
 * @throws Error as `migrateToLatest` does, or when the folder of files is missing although the database refers to files
 */
export async function openParts(
  config: Config,
  { mail, clock }: { mail: Transport; clock: Clock },
): Promise<{ parts: Parts; database: Database }> {
  const log = openLog(config, clock)
  const database = openDatabase(config.databaseUrl ?? join(config.dataFolder, 'sanctuary.sqlite'))
  await migrateToLatest(database)
  const uploads = join(config.dataFolder, 'uploads')
  await refuseWithoutFiles(database, join(uploads, 'files'))
  const files = await openLocalStore(uploads)
  const watched = stopWritingAfterFailure({ transaction: database.transaction, files, log })
  const write = openWrite(watched.transaction, clock.now)
  await write(theService, publishDraft)
  const { db, slowDb } = database
  const parts: Parts = { config, db, slowDb, write, files: watched.files, mail, clock, log }
  // a clock set by hand, such as the demo's, always differs from the database server's, so the two are not compared
  if (database.engine === 'postgres' && clock === systemClock) parts.serverTime = () => serverTime(db)
  return { parts, database }
}

/** Throws when the folder of files is missing, for example because its disk is not mounted. */
async function refuseWithoutFiles({ db, close }: Database, folder: string): Promise<void> {
  if (existsSync(folder) || !(await knowsFiles(db))) return
  await close()
  throw new Error(
    `${folder} is missing, but the database refers to files in it. Mount its disk, correct DATA_DIR, or restore the ` +
      'folder from the backup. If the files are lost for good, create an empty folder there',
  )
}

/**
 * Writes each entry as one line of JSON. A line that cannot be written, for example when the disk is full, is lost and
 * does not delay the service.
 */
function openLog({ logLevel }: Config, clock: Clock): Logger {
  const out = pino.destination({ dest: 1, sync: false, maxLength: 1_000_000 })
  out.on('error', () => {})
  return pino({ level: logLevel, base: null, timestamp: () => `,"time":"${clock.now()}"` }, out)
}
