import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock, theService, type Actor } from '../../../domain/actor.ts'
import { daysInInbox } from '../../../domain/retention.ts'
import { as } from '../../../db/unit-of-work.ts'
import { addMinutes, dayOf, instantAt, type Instant } from '../../../domain/time.ts'
import { queueEmail, queueMailboxCopy, recipientOf } from '../../../email/outbox.ts'
import { wasQueuedSince } from '../../../email/outbox.store.ts'
import { readersById } from '../../../email/readers.store.ts'
import { recordEvent, recordInboxViews } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { teamOf } from '../../organisations/organisations.public.ts'
import {
  deleteInboxItems,
  inboxesToEmailAbout,
  inboxItemOfFile,
  inboxItemsBefore,
  markEmailed,
  type InboxItem,
} from './inbox.store.ts'

const entityOf = ({ id }: { id: string }) => ({ kind: 'organisation', id, organisationId: id }) as const

/** Records in the access log that a person opened these items. */
export const viewInboxItems = (
  { write }: Pick<Parts, 'write'>,
  actor: Actor,
  items: readonly InboxItem[],
): Promise<void> =>
  write(actor, work =>
    recordInboxViews(
      work,
      items.map(({ id }) => id),
    ),
  )

/**
 * Removes stored files. Call this after the commit. If a file cannot be removed now, the next clean-up removes it,
 * because no row refers to the file.
 */
export async function removeObjects(
  { files, log }: Pick<Parts, 'files' | 'log'>,
  ids: readonly string[],
): Promise<void> {
  for (const id of ids)
    await files
      .remove(id)
      .catch((problem: NodeJS.ErrnoException) =>
        log.warn({ file: id, code: problem.code }, 'the bytes of a deleted inbox file are still there'),
      )
}

/** Records that the virus scanner refused a file in an inbox. Does nothing for other files. */
export async function recordRefusedInboxFile(work: UnitOfWork, fileId: string): Promise<void> {
  const item = await inboxItemOfFile(work.trx, fileId)
  if (item)
    await recordEvent(as(theClock, work), 'organisation.inbox_file_refused', entityOf({ id: item.organisationId }), {
      inboxItem: item.id,
      file: fileId,
    })
}

/**
 * Emails the leads of each library, and its shared mailbox, about new items in its inbox. Each library gets at most one
 * such email a day.
 */
export async function emailAboutInboxes({ db, write, clock }: Pick<Parts, 'db' | 'write' | 'clock'>): Promise<void> {
  const at = clock.now()
  for (const library of await inboxesToEmailAbout(db)) await write(theService, work => emailLeads(work, library, at))
}

async function emailLeads(
  work: UnitOfWork,
  { id: organisationId, name: organisation }: { id: string; name: string },
  at: Instant,
): Promise<void> {
  if (await wasQueuedSince(work.trx, 'inbox waiting', organisationId, instantAt(dayOf(at), '00:00'))) return
  const count = await markEmailed(work.trx, { id: organisationId }, at)
  if (count === 0) return
  const team = await teamOf(work.trx, { id: organisationId })
  const leads = team.filter(({ role }) => role === 'lead').map(({ personId }) => personId)
  const waiting = {
    name: 'inbox waiting',
    entity: { kind: 'organisation', id: organisationId },
    facts: { organisationId, organisation, count },
  } as const
  for (const lead of await readersById(work.trx, leads)) await queueEmail(work, { ...waiting, to: recipientOf(lead) })
  await queueMailboxCopy(work, { organisationId }, waiting)
}

/**
 * Deletes items that have been in an inbox for more than `daysInInbox` days, because photos of people are not kept
 * longer than needed. At most 200 in each run.
 */
export async function deleteOldInboxItems(
  parts: Pick<Parts, 'db' | 'write' | 'files' | 'clock' | 'log'>,
): Promise<void> {
  const before = addMinutes(parts.clock.now(), -daysInInbox * 24 * 60)
  for (const { id, organisationId } of await inboxItemsBefore(parts.db, before)) {
    const objects = await parts.write(theClock, async work => {
      const deleted = await deleteInboxItems(work.trx, [id])
      if (deleted) await recordDeletedItems(work, { id: organisationId }, [id])
      return deleted ?? []
    })
    await removeObjects(parts, objects)
  }
}

export const recordDeletedItems = (
  work: UnitOfWork,
  organisation: { id: string },
  ids: readonly string[],
): Promise<unknown> =>
  recordEvent(work, 'organisation.inbox_items_deleted', entityOf(organisation), { inboxItems: [...ids] })
