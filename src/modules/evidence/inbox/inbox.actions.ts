import type { PersonalDataReply } from '../personal-data/personal-data.forms.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Tx } from '../../../db/connection.ts'
import { isUnfinished } from '../../../domain/evidence.ts'
import type { Framework } from '../../../domain/framework.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import type { StoredFile } from '../../../web/store-all.ts'
import type { Received } from '../../../web/uploads.ts'
import { deleteInboxItems, type InboxItem } from './inbox.store.ts'
import { recordEvent } from '../../../history/record.ts'
import { addEvidence, extendEvidence } from '../editing/editing.actions.ts'
import type { AboutEvidence } from '../editing/editing.forms.ts'
import { markToComplete } from '../editing/editing.store.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import type { EvidenceItem } from '../items/evidence-item.store.ts'

/**
 * Its files as if they came with a form: they are safe on disk already, and are scanned once more like everything that
 * comes to a shelf.
 */
export const asReceived = (inboxItems: readonly InboxItem[], body: Received['body']): Received => ({
  body,
  problems: [],
  status: 422,
  files: inboxItems.flatMap(({ files }) =>
    files
      .filter(({ state }) => state !== 'refused')
      .map(({ id, name, type, size, sha256 }) => ({ id, name, type, size, sha256, keep: () => Promise.resolve() })),
  ),
})

/** A title of what somebody wrote in a few words; the whole of it is a note where it is longer, or all there is. */
export function titleAndNote({ words, files }: Pick<InboxItem, 'words' | 'files'>): { title: string; note: string } {
  const line = words.replace(/\s+/gu, ' ').trim()
  const title = [...line].length <= 200 ? line : `${[...line].slice(0, 199).join('')}…`
  return { title, note: title === words && files.length > 0 ? '' : words }
}

export interface TakenIn {
  given: AboutEvidence & { note: string }
  ownerId: string
  files: readonly StoredFile[]
}

/**
 * Out of the tray and onto the shelf, where it is to be completed as long as something is not said of it.
 * @returns the id of the piece, and the objects that are to go after the commit
 * @throws FormRefused when somebody sorted it meanwhile, or as `addEvidence` does
 */
export async function takeIn(
  work: UnitOfWork,
  organisation: { id: string },
  framework: Framework,
  inboxItem: InboxItem,
  { given, ownerId, files }: TakenIn,
): Promise<{ id: string; objects: string[] }> {
  const objects = await outOfTheTray(work.trx, [inboxItem.id], files)
  const id = await addEvidence(work, organisation, framework, { ...given, link: '', seenOn: null }, files, {
    ownerId,
    receivedAt: inboxItem.arrivedAt,
  })
  if (isUnfinished(given)) {
    await markToComplete(work.trx, id)
    await indexEvidence(work.trx, [id])
  }
  await recordEvent(
    work,
    'evidence.received',
    { kind: 'evidence', id, organisationId: organisation.id },
    {
      inboxItem: inboxItem.id,
    },
  )
  return { id, objects }
}

/**
 * @throws FormRefused when somebody sorted it meanwhile or the piece would hold too much; NotFound when the piece was
 * removed
 */
export async function addToEvidence(
  work: UnitOfWork,
  inboxItem: InboxItem,
  evidence: EvidenceItem,
  note: string,
  files: readonly StoredFile[],
  reply: PersonalDataReply | null,
): Promise<string[]> {
  const objects = await outOfTheTray(work.trx, [inboxItem.id], files)
  await extendEvidence(work, evidence, { given: { note, link: '', seenOn: null }, files, reply })
  await recordEvent(
    work,
    'evidence.inbox_item_added',
    { kind: 'evidence', id: evidence.id, organisationId: evidence.organisationId },
    { inboxItem: inboxItem.id },
  )
  return objects
}

/**
 * All of them or none. @returns the objects that are to go after the commit @throws FormRefused when somebody sorted
 * one meanwhile
 */
export async function throwAway(
  work: UnitOfWork,
  organisation: { id: string },
  inboxItems: readonly InboxItem[],
): Promise<string[]> {
  const objects = await outOfTheTray(
    work.trx,
    inboxItems.map(({ id }) => id),
    [],
  )
  await recordEvent(
    work,
    'organisation.inbox_items_deleted',
    { kind: 'organisation', id: organisation.id, organisationId: organisation.id },
    { inboxItems: inboxItems.map(({ id }) => id) },
  )
  return objects
}

async function outOfTheTray(trx: Tx, ids: readonly string[], kept: readonly StoredFile[]): Promise<string[]> {
  const objects = await deleteInboxItems(
    trx,
    ids,
    kept.map(({ id }) => id),
  )
  if (objects === null) throw new FormRefused('inboxItem', 'inbox.gone')
  return objects
}

/** After the commit. What cannot go now goes with the next sweep, since no row knows it any more. */
export async function removeObjects(
  { files, log }: Pick<Parts, 'files' | 'log'>,
  ids: readonly string[],
): Promise<void> {
  for (const id of ids)
    await files
      .remove(id)
      .catch((problem: NodeJS.ErrnoException) =>
        log.warn({ file: id, code: problem.code }, 'the bytes of something thrown away are still there'),
      )
}
