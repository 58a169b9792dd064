import type { Db } from '../../../db/connection.ts'
import { daysInInbox } from '../../../domain/retention.ts'
import { addMinutes, dayOf, type Instant } from '../../../domain/time.ts'
import { inboxItemsBefore } from '../inbox/inbox.store.ts'
import { evidenceToErase, filesToErase } from '../removal/removal.store.ts'

export const erasures = ['evidence', 'files', 'inbox'] as const
/**
 * The evidence, files and inbox items that jobs would erase permanently. Each array has one organisation id for each
 * erasure, so an id can occur several times.
 */
export type ErasuresDue = Record<(typeof erasures)[number], readonly string[]>

/** The maximum number of erasures of each kind that are counted. */
export const maxErasures = 1_000

/** Finds the evidence, files and inbox items that jobs would erase up to the given time. Erases nothing itself. */
export async function erasuresDue(db: Db, at: Instant): Promise<ErasuresDue> {
  const arrivedBefore = addMinutes(at, -daysInInbox * 24 * 60)
  const owners = (rows: readonly { organisationId: string }[]) => rows.map(({ organisationId }) => organisationId)
  return {
    evidence: owners(await evidenceToErase(db, dayOf(at), maxErasures)),
    files: owners(await filesToErase(db, dayOf(at), maxErasures)),
    inbox: owners(await inboxItemsBefore(db, arrivedBefore, maxErasures)),
  }
}
