import { fileLimits } from '../../../config.ts'
import type { Tx } from '../../../db/connection.ts'
import { idFrom, newId } from '../../../db/ids.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { withoutRights } from '../../../domain/actor.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { uploadLinkLimits } from '../../../domain/upload-link.ts'
import { recordEvent } from '../../../history/record.ts'
import { countOne } from '../../../web/limits.ts'
import type { StoredFile } from '../../../web/store-all.ts'
import { checkRoom } from '../files/file.actions.ts'
import { waitingAt } from '../inbox/inbox.store.ts'
import type { OpenLink } from '../upload-links/upload-link.store.ts'
import type { Upload } from './upload.forms.ts'
import { countInboxFiles, insertInboxFiles, insertInboxItem } from './upload.store.ts'

/** The hourly limits for a link and for a network. They allow someone to send twenty photos one by one from a phone. */
const perLink = { name: 'upload link', most: 120, seconds: 3_600 }
const perNetwork = { name: 'upload network', most: 120, seconds: 3_600 }

/** @throws TooMany when the link or the network has reached its hourly limit */
export async function countUpload(trx: Tx, link: { id: string }, network: string, at: Instant): Promise<void> {
  await countOne(trx, perLink, link.id, at)
  await countOne(trx, perNetwork, network, at)
}

/**
 * Puts the sent evidence into the library's inbox. Files that the page's script sends one at a time are grouped into
 * one item, or several when there are too many for one.
 * @throws FormRefused when the inbox, or the library's storage, is full
 */
export async function receiveUpload(
  work: UnitOfWork,
  link: OpenLink,
  given: Upload,
  files: readonly StoredFile[],
): Promise<void> {
  const organisation = { id: link.organisationId }
  await checkInbox(work.trx, organisation, files)
  await checkRoom(work.trx, organisation.id, files)
  const { id, isNew } = await inboxItemFor(work, link, given, files.length)
  const added = await insertInboxFiles(work.trx, id, files, work.at)
  if (isNew || added > 0)
    await recordEvent(
      as(withoutRights('an upload link'), work),
      'organisation.upload_received',
      { kind: 'organisation', id: organisation.id, organisationId: organisation.id },
      { inboxItem: id, link: link.id, files: added },
    )
}

async function checkInbox(trx: Tx, organisation: { id: string }, files: readonly StoredFile[]): Promise<void> {
  const waiting = await waitingAt(trx, organisation)
  const bytes = files.reduce((sum, { size }) => sum + size, waiting.bytes)
  if (waiting.inboxItems >= uploadLinkLimits.waiting || bytes > uploadLinkLimits.bytes)
    throw new FormRefused('words', 'uploads.full')
}

/**
 * Finds an item with room for these files that was sent from the same page with the same text, sender and answer about
 * people, or adds one.
 */
async function inboxItemFor(
  work: UnitOfWork,
  link: OpenLink,
  { group, words, sender, people: given }: Upload,
  count: number,
): Promise<{ id: string; isNew: boolean }> {
  const people = given ?? 'no'
  for (let part = 0; ; part += 1) {
    const id = group === null ? newId() : idFrom(link.id, group, words, sender, people, String(part))
    if ((await countInboxFiles(work.trx, id)) + count > fileLimits.perItem) continue
    const isNew = await insertInboxItem(work.trx, {
      id,
      link_id: link.id,
      organisation_id: link.organisationId,
      branch_id: link.branchId,
      words,
      sender,
      people,
      arrived_at: work.at,
    })
    return { id, isNew }
  }
}
