import type { Tx } from '../../../db/connection.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { isEvidenceUnfinished } from '../../../domain/evidence.ts'
import { whyNotAddedTo } from '../../../domain/upload-link.ts'
import type { Framework } from '../../../domain/framework.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import type { StoredFile } from '../../../web/store-all.ts'
import { addEvidence, extendEvidence, type LibraryAddingTo } from '../editing/editing.actions.ts'
import type { AboutEvidence } from '../editing/editing.forms.ts'
import { markToComplete } from '../editing/editing.store.ts'
import { deleteInboxItems, isAnyRefused, type InboxItem } from '../inbox/inbox.store.ts'
import { findEvidence } from '../items/evidence-item.store.ts'
import { recordPersonalDataReply } from '../personal-data/personal-data.actions.ts'
import type { PersonalDataReply } from '../personal-data/personal-data.forms.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'

/**
 * The result of sorting an item: the evidence that the item now belongs to, and the ids of stored objects to remove
 * after the commit.
 */
export interface Sorted {
  id: string
  title: string
  objects: string[]
}

/**
 * Adds an inbox item as evidence, marked as incomplete while details are missing.
 * @throws FormRefused when someone else has already added or deleted the item; as `addEvidence` does
 * @throws Stale when a virus was found in one of the files at the same time
 */
export async function addItemAsEvidence(
  work: UnitOfWork,
  about: { organisation: LibraryAddingTo; framework: Framework; inboxItem: InboxItem },
  {
    given,
    ownerId,
    files,
    reply,
  }: {
    given: AboutEvidence & { note: string }
    ownerId: string
    files: readonly StoredFile[]
    reply: PersonalDataReply | null
  },
): Promise<Sorted> {
  const { organisation, framework, inboxItem } = about
  const objects = await takeFromInbox(work.trx, inboxItem, files)
  const sensitivity = reply?.choice === 'restrict' ? 'restricted' : given.sensitivity
  const evidence = { ...given, sensitivity, link: '', seenOn: null }
  const id = await addEvidence(
    work,
    { organisation, framework },
    { given: evidence, files, ownerId, receivedAt: inboxItem.arrivedAt },
  )
  if (isEvidenceUnfinished(given)) {
    await markToComplete(work.trx, id)
    await indexEvidence(work.trx, [id])
  }
  const entity = { kind: 'evidence', id, organisationId: organisation.id } as const
  await recordEvent(work, 'evidence.received', entity, { inboxItem: inboxItem.id })
  await recordPersonalDataReply(work, 'evidence', entity, reply)
  return { id, title: given.title, objects }
}

/**
 * Adds an inbox item to existing evidence.
 * @throws FormRefused when the item is no longer in the inbox or cannot be added to this evidence, or has too many or
 * too large files
 * @throws Stale when a virus was found in one of the files at the same time
 * @throws NotFound or Forbidden as `findEvidence` does
 */
export async function addItemToEvidence(
  work: UnitOfWork,
  inboxItem: InboxItem,
  {
    evidenceId,
    note,
    files,
    reply,
  }: { evidenceId: string; note: string; files: readonly StoredFile[]; reply: PersonalDataReply | null },
): Promise<Sorted> {
  const evidence = await findEvidence(work.trx, work.actor, 'evidence.edit', evidenceId)
  const reason = whyNotAddedTo(evidence, inboxItem)
  if (reason) throw new FormRefused('evidence', `inbox_sorting.join.evidence.${reason}`)
  const objects = await takeFromInbox(work.trx, inboxItem, files)
  const given = { note, link: '', seenOn: null }
  await refusedBeside('evidence', ['note'], () => extendEvidence(work, evidence, { given, files, reply }))
  const entity = { kind: 'evidence', id: evidence.id, organisationId: evidence.organisationId } as const
  await recordEvent(work, 'evidence.inbox_item_added', entity, { inboxItem: inboxItem.id })
  return { id: evidence.id, title: evidence.title, objects }
}

async function takeFromInbox(trx: Tx, { id }: InboxItem, files: readonly StoredFile[]): Promise<string[]> {
  const kept = files.map(file => file.id)
  // If the scanner has found a virus since the form was loaded, the file's bytes are gone, and no later scan could find
  // them.
  if (await isAnyRefused(trx, kept)) throw new Stale()
  const objects = await deleteInboxItems(trx, [id], kept)
  if (objects === null) throw new FormRefused('inboxItem', 'inbox.gone')
  return objects
}

/**
 * Runs an action. If it is refused for a field that this page does not have, moves the error to `field`.
 * @param otherFields the other fields of this page
 * @throws FormRefused when the action is refused
 */
export async function refusedBeside<Result>(
  field: string,
  otherFields: readonly string[],
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act()
  } catch (refusal) {
    if (!(refusal instanceof FormRefused) || otherFields.includes(refusal.field)) throw refusal
    throw new FormRefused(field, refusal.key, refusal.params)
  }
}
