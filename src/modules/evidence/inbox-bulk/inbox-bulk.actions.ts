import { runLookup } from '../../../db/lookups.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Framework } from '../../../domain/framework.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import type { StoredFile } from '../../../web/store-all.ts'
import type { LibraryAddingTo } from '../editing/editing.actions.ts'
import { usualLanguageIn } from '../editing/editing.store.ts'
import { addItemAsEvidence, refusedBeside } from '../inbox-sorting/inbox-sorting.actions.ts'
import { recordDeletedItems } from '../inbox/inbox.actions.ts'
import { refuseOtherFiles } from '../inbox/inbox.forms.ts'
import { deleteInboxItems, inboxItemsWith, type InboxItem } from '../inbox/inbox.store.ts'
import { evidenceOf, type GivenForAll } from './inbox-bulk.forms.ts'

/**
 * Adds all these inbox items as evidence, or none.
 * @returns the ids of stored objects to remove after the commit
 * @throws FormRefused when an item is no longer in the inbox, when its files are not those that the person saw, or when
 * none of its files can be used; as `addEvidence` does
 * @throws Stale when a virus was found in one of the files at the same time
 */
export async function addItemsAsEvidence(
  work: UnitOfWork,
  about: { organisation: LibraryAddingTo; framework: Framework },
  { given, files }: { given: GivenForAll; files: readonly StoredFile[] },
): Promise<string[]> {
  const items = await inboxItemsWith(work.trx, about.organisation, given.inboxItem)
  refuseMissing(given.inboxItem, items)
  refuseOtherFiles(items, given.seen)
  const language = await runLookup(work.trx, usualLanguageIn(work.trx, about.organisation.id))
  const filesOf = ({ files: inItem }: InboxItem) => files.filter(({ id }) => inItem.some(file => file.id === id))
  // An item whose files all had a virus has to be opened on its own, where the page says so.
  const count = items.filter(item => item.files.length > 0 && filesOf(item).length === 0).length
  if (count > 0) throw new FormRefused('inboxItem', 'inbox_bulk.add.some', { count })
  const objects: string[] = []
  for (const inboxItem of items) {
    const added = await refusedBeside('inboxItem', ['kind', 'items', 'owner'], () =>
      addItemAsEvidence(
        work,
        { ...about, inboxItem },
        {
          given: evidenceOf(given, inboxItem, language),
          ownerId: given.owner ?? work.actor.id,
          files: filesOf(inboxItem),
          reply: null,
        },
      ),
    )
    objects.push(...added.objects)
  }
  return objects
}

/**
 * Deletes all these inbox items, or none.
 * @returns the ids of stored objects to remove after the commit
 * @throws FormRefused when an item is no longer in the inbox, or has other files than the person saw
 * @throws Stale when one is deleted at the same time
 */
export async function deleteItems(
  work: UnitOfWork,
  organisation: { id: string },
  { inboxItem: ids, seen }: { inboxItem: readonly string[]; seen: string },
): Promise<string[]> {
  const items = await inboxItemsWith(work.trx, organisation, ids)
  refuseMissing(ids, items)
  refuseOtherFiles(items, seen)
  const objects = await deleteInboxItems(work.trx, ids)
  if (!objects) throw new Stale()
  await recordDeletedItems(work, organisation, ids)
  return objects
}

function refuseMissing(ids: readonly string[], present: readonly unknown[]): void {
  const count = ids.length - present.length
  if (count > 0) throw new FormRefused('inboxItem', 'inbox_bulk.gone', { count })
}
