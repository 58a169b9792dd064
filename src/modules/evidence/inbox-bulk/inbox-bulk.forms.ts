import { z } from 'zod'
import { evidenceKinds, allEvidenceKinds, type EvidenceKind, type EvidenceLanguage } from '../../../domain/evidence.ts'
import { personalDetailsIn } from '../../../domain/personal-data.ts'
import { showsSomeone, whyNotTogether, type NotTogether } from '../../../domain/upload-link.ts'
import { oneOf, optionalOneOf } from '../../../web/field-schemas.ts'
import { valuesOf } from '../../../web/form.ts'
import { inEachLanguage, valuesIn } from '../../../web/parse-form.ts'
import type { T } from '../../../words/words.ts'
import type { ReadDocument } from '../document-details/document-details.actions.ts'
import { idList } from '../editing/editing.forms.ts'
import { seenSchema } from '../inbox/inbox.forms.ts'
import { titleAndNote } from '../inbox/inbox.pages.ts'
import type { InboxItem } from '../inbox/inbox.store.ts'
import { placesIn } from '../personal-data/personal-data.forms.ts'

/** The maximum number of items in one form, which is also the number on a page of the inbox. */
export const itemsMax = 50

/** The ids of the items chosen in a query or a form, without duplicates; at most `itemsMax`. */
export const chosenIn = (...sent: unknown[]): string[] =>
  [...new Set(sent.flatMap(values => valuesOf({ values: valuesIn(values), errors: [] }, 'inboxItem')))].slice(
    0,
    itemsMax,
  )

/**
 * The ids of the chosen items. Only the action checks whether the items are still in the inbox. A form that is sent
 * twice therefore gets its first result again, not an error.
 */
const chosenItems = (t: T) =>
  idList(t('inbox_bulk.none'))
    .refine(ids => ids.length > 0, t('inbox_bulk.none'))
    .refine(ids => ids.length <= itemsMax, t('inbox_bulk.too_many', { max: itemsMax }))

export const deleteForm = inEachLanguage(t => z.object({ inboxItem: chosenItems(t), seen: seenSchema() }))

/**
 * A form that adds several items, each as new evidence with its own text.
 * @param owners ids of the possible owners; by default the person who adds the evidence
 * @param reasons the reasons why some of the items cannot be added together, by item id
 */
export const addForm = (t: T, owners: readonly string[], reasons: ReadonlyMap<string, NotTogether>) =>
  z.object({
    inboxItem: chosenItems(t).refine(() => reasons.size === 0, t('inbox_bulk.add.some', { count: reasons.size })),
    kind: oneOf(allEvidenceKinds, t('inbox_bulk.add.kind.missing')),
    branches: optionalOneOf(['own', 'whole'], t('inbox_bulk.add.branches.wrong')),
    items: idList(t('evidence.field.items.wrong')),
    owner: optionalOneOf(owners, t('inbox.owner.wrong')),
    seen: seenSchema(),
  })
export type GivenForAll = z.output<ReturnType<typeof addForm>>

/**
 * Returns why items cannot be added together as this kind, by item id.
 * @param known names that do not count as personal details in this library
 * @param documents the documents that have findings or could not be read to the end
 */
export function reasonsAgainst(
  kind: EvidenceKind,
  items: readonly InboxItem[],
  { known, documents }: { known: readonly string[]; documents: readonly ReadDocument[] },
): Map<string, NotTogether> {
  const reasons = new Map<string, NotTogether>()
  for (const item of items) {
    const read = documents.filter(({ id }) => item.files.some(file => file.id === id))
    const reason = whyNotTogether(kind, {
      people: item.people,
      files: item.files.length,
      usableFiles: item.files.filter(({ state }) => state !== 'refused').length,
      personalDetails:
        personalDetailsIn(placesIn(titleAndNote(item), item.files), known).length +
        read.filter(({ details }) => details.length > 0).length,
      unreadDocuments: read.filter(({ unread }) => unread !== null).length,
    })
    if (reason) reasons.set(item.id, reason)
  }
  return reasons
}

/**
 * The values of one item as evidence: the item's own text, the fields entered for all items, and the usual language of
 * the library's evidence.
 */
export const evidenceOf = ({ kind, branches, items }: GivenForAll, item: InboxItem, language: EvidenceLanguage) => ({
  ...titleAndNote(item),
  kind,
  items,
  branches: branches === 'whole' ? [] : [item.branchId],
  summary: '',
  periodFrom: null,
  periodTo: null,
  language,
  sensitivity: 'ordinary' as const,
  distressing: null,
  showsPeople: evidenceKinds[kind] === 'possible' ? showsPeople(item) : null,
})

const showsPeople = ({ people }: InboxItem) => (showsSomeone(people) ? ('yes' as const) : ('no' as const))
