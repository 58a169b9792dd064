import { withoutRights, theService, theClock } from '../../../domain/actor.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Tx } from '../../../db/connection.ts'
import { idFrom, newId } from '../../../db/ids.ts'
import { uploadLinkLimits, linkEndsOn } from '../../../domain/upload-link.ts'
import { fileLimits } from '../../../config.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import { addMinutes, dayOf, instantAt, type Instant } from '../../../domain/time.ts'
import { wasWrittenSince } from '../../../email/outbox.store.ts'
import { queueEmail } from '../../../email/outbox.ts'
import { readersById } from '../../../email/readers.store.ts'
import type { Parts } from '../../../parts.ts'
import { countOne } from '../../../web/limits.ts'
import type { StoredFile } from '../../../web/store-all.ts'
import { checkRoom } from '../files/file.actions.ts'
import { recordEvent } from '../../../history/record.ts'
import { teamOf } from '../../organisations/organisations.public.ts'
import type { Upload } from './upload-link.forms.ts'
import {
  inboxItemsBefore,
  countInboxFiles,
  deleteInboxItems,
  insertInboxItem,
  insertInboxFiles,
  markEmailed,
  inboxItemOfFile,
  inboxesToEmailAbout,
  waitingAt,
} from '../inbox/inbox.store.ts'
import { endLink, insertLink, newSecret, stillWorks, type OpenLink } from './upload-link.store.ts'

const entity = (organisation: { id: string }) =>
  ({ kind: 'organisation', id: organisation.id, organisationId: organisation.id }) as const

/** @returns the secret of its address, which is told this once */
export async function makeLink(
  work: UnitOfWork,
  organisation: { id: string },
  branch: { id: string },
  days: number,
): Promise<{ secret: string }> {
  const [id, secret] = [newId(), newSecret()]
  const endsOn = linkEndsOn(dayOf(work.at), days)
  await insertLink(
    work.trx,
    {
      id,
      organisation_id: organisation.id,
      branch_id: branch.id,
      made_by: work.actor.id,
      made_at: work.at,
      ends_on: endsOn,
    },
    secret,
  )
  await recordEvent(work, 'organisation.upload_link_made', entity(organisation), {
    link: id,
    branch: branch.id,
    endsOn,
  })
  return { secret }
}

/** Ended before, it does nothing more. */
export async function endUploadLink(work: UnitOfWork, organisation: { id: string }, id: string): Promise<void> {
  if (await endLink(work.trx, work.actor, organisation, id, work.at))
    await recordEvent(work, 'organisation.upload_link_ended', entity(organisation), { link: id })
}

/** A phone that sends twenty photographs one by one is within both. */
const perLink = { name: 'upload link', most: 120, seconds: 3_600 }
const perNetwork = { name: 'upload network', most: 120, seconds: 3_600 }

/** @throws TooMany */
export async function countUpload(trx: Tx, link: { id: string }, network: string, at: Instant): Promise<void> {
  await countOne(trx, perLink, link.id, at)
  await countOne(trx, perNetwork, network, at)
}

/**
 * Into the tray. The same form sent twice is there once, and a script may send its files one by one: they gather in one
 * capture, or in the next when one is full.
 * @throws NotFound when the link ended while it was on its way; FormRefused when the tray or the library's room is full
 */
export async function receiveUpload(
  work: UnitOfWork,
  link: OpenLink,
  given: Upload,
  files: readonly StoredFile[],
): Promise<void> {
  if (!(await stillWorks(work.trx, link, dayOf(work.at)))) throw new NotFound()
  const organisation = { id: link.organisationId }
  const waiting = await waitingAt(work.trx, organisation)
  if (
    waiting.inboxItems >= uploadLinkLimits.waiting ||
    waiting.bytes + files.reduce((sum, { size }) => sum + size, 0) > uploadLinkLimits.bytes
  )
    throw new FormRefused('words', 'upload_link.send.full')
  await checkRoom(work.trx, organisation.id, files)
  const people = given.people ?? 'no'
  let [id, isNew] = ['', false]
  for (
    let round = 0;
    id === '' || (await countInboxFiles(work.trx, id)) + files.length > fileLimits.perItem;
    round += 1
  ) {
    id =
      given.idempotencyKey === ''
        ? newId()
        : idFrom(link.id, given.idempotencyKey, given.words, given.sender, people, String(round))
    isNew = await insertInboxItem(work.trx, {
      id,
      link_id: link.id,
      organisation_id: organisation.id,
      branch_id: link.branchId,
      words: given.words,
      sender: given.sender,
      people,
      arrived_at: work.at,
    })
  }
  const added = await insertInboxFiles(work.trx, id, files, work.at)
  if (isNew || added > 0)
    await recordEvent(as(withoutRights('an upload link'), work), 'organisation.upload_received', entity(organisation), {
      inboxItem: id,
      link: link.id,
      files: added,
    })
}

/** The scanner found something in a file that waits in a tray. */
export async function recordRefusedInboxFile(work: UnitOfWork, fileId: string): Promise<void> {
  const inbox = await inboxItemOfFile(work.trx, fileId)
  if (inbox)
    await recordEvent(as(theClock, work), 'organisation.inbox_file_refused', entity({ id: inbox.organisationId }), {
      inboxItem: inbox.id,
      file: fileId,
    })
}

/** To the leads of each library whose tray got something since: one quiet letter a day at most. */
export async function emailAboutInboxes({ db, write, clock }: Pick<Parts, 'db' | 'write' | 'clock'>): Promise<void> {
  const at = clock.now()
  for (const id of await inboxesToEmailAbout(db)) {
    await write(theService, async work => {
      if (await wasWrittenSince(work.trx, 'inbox waiting', id, instantAt(dayOf(at), '00:00'))) return
      const count = await markEmailed(work.trx, { id }, at)
      if (count === 0) return
      const leads = (await teamOf(work.trx, { id }))
        .filter(({ role }) => role === 'lead')
        .map(({ personId }) => personId)
      for (const { actor, address } of await readersById(work.trx, leads)) {
        const to = { personId: actor.id, name: actor.name, address, language: actor.language }
        await queueEmail(work, {
          name: 'inbox waiting',
          to,
          entity: { kind: 'organisation', id },
          facts: { organisationId: id, count },
        })
      }
    })
  }
}

/**
 * What nobody sorted for half a year goes: photographs of people do not lie about. Bytes that cannot go now go with the
 * next sweep.
 */
export async function deleteOldInboxItems({
  db,
  write,
  files,
  clock,
}: Pick<Parts, 'db' | 'write' | 'files' | 'clock'>): Promise<void> {
  const at = clock.now()
  for (const { id, organisationId } of await inboxItemsBefore(
    db,
    addMinutes(at, -uploadLinkLimits.daysKept * 24 * 60),
  )) {
    const objects = await write(theClock, async work => {
      const gone = await deleteInboxItems(work.trx, [id])
      if (gone)
        await recordEvent(work, 'organisation.inbox_items_deleted', entity({ id: organisationId }), {
          inboxItems: [id],
        })
      return gone ?? []
    })
    for (const object of objects) await files.remove(object).catch(() => {})
  }
}
