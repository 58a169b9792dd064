import { runLookup } from '../../../db/lookups.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Framework } from '../../../domain/framework.ts'
import type { StoredFile } from '../../../web/store-all.ts'
import { addEvidence, type LibraryAddingTo } from '../editing/editing.actions.ts'
import type { AboutEvidence } from '../editing/editing.forms.ts'
import { recordPersonalDataReply } from '../personal-data/personal-data.actions.ts'
import type { PersonalDataReply } from '../personal-data/personal-data.forms.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import { markToComplete, usualLanguageIn } from '../editing/editing.store.ts'
import type { QuickEvidence } from './quick-upload.forms.ts'

/** Values for the fields that quick upload does not have. "Add details" asks for them later. */
export const emptyDetails = {
  kind: 'other',
  summary: '',
  periodFrom: null,
  periodTo: null,
  branches: [],
  items: [],
  sensitivity: 'ordinary',
  link: '',
  seenOn: null,
} as const satisfies Partial<AboutEvidence> & { link: ''; seenOn: null }

/**
 * Adds evidence by quick upload: one item for all files, or one for each file.
 * @returns the ids of the items
 * @throws as `addEvidence` does
 */
export async function addQuickly(
  work: UnitOfWork,
  { organisation, framework }: { organisation: LibraryAddingTo; framework: Framework },
  { given, files, reply }: { given: QuickEvidence; files: readonly StoredFile[]; reply: PersonalDataReply | null },
): Promise<string[]> {
  const isSeveral = given.together === 'each' && (files.length > 1 || (given.several && files.length === 1))
  const evidenceItems = isSeveral
    ? files.map(file => ({ title: titleFor(given.title, file.name), files: [file] }))
    : [{ title: given.title, files }]
  const about = {
    ...emptyDetails,
    language: await runLookup(work.trx, usualLanguageIn(work.trx, organisation.id)),
    branches: [],
    items: [],
    sensitivity: reply?.choice === 'restrict' ? ('restricted' as const) : ('ordinary' as const),
    note: given.note,
  }
  const ids: string[] = []
  for (const { title, files: own } of evidenceItems) {
    const id = await addEvidence(work, { organisation, framework }, { given: { ...about, title }, files: own })
    await markToComplete(work.trx, id)
    await indexEvidence(work.trx, [id])
    await recordPersonalDataReply(work, 'evidence', { id, organisationId: organisation.id }, reply)
    ids.push(id)
  }
  return ids
}

/** The title of one item: the title entered, followed by the file's name to distinguish the items. */
function titleFor(title: string, fileName: string): string {
  const own = fileName.replace(/\.[^.]{1,5}$/, '')
  return [...`${title}: ${own}`].slice(0, 200).join('')
}
