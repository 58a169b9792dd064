import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { FrameworkDocument } from '../../../domain/framework.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { replaceDraft } from '../drafts/draft.actions.ts'
import { isNameTaken, type VersionRecord } from '../drafts/draft.store.ts'

/**
 * Replaces a draft with the content of a file.
 * @throws FormRefused when another version already has the version name in the file, or the draft was published; Stale
 * when the draft has changed since the file was checked
 */
export async function importDocument(
  work: UnitOfWork,
  draft: VersionRecord,
  { revision, document }: { revision: number; document: FrameworkDocument },
): Promise<void> {
  const { version: name } = document
  if (await isNameTaken(work.trx, draft, name)) throw new FormRefused('file', 'frameworks.import.name_taken', { name })
  await replaceDraft(work, draft, { revision, document: { ...document, issued: true, notice: '' } })
}
