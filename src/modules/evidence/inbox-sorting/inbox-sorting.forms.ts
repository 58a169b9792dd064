import { z } from 'zod'
import { cleanName } from '../../../files/names.ts'
import { optionalOneOf, optionalText, text } from '../../../web/field-schemas.ts'
import type { ReceivedFile } from '../../../web/uploads.ts'
import type { T } from '../../../words/words.ts'
import { newEvidenceFields, noteMost, periodBegins, periodFits, saysWhoIsShown } from '../editing/editing.forms.ts'
import { askedWhichToKeep, keptIn, nameGiven } from '../files/file.forms.ts'
import { seenSchema } from '../inbox/inbox.forms.ts'
import type { InboxFile, InboxItem } from '../inbox/inbox.store.ts'

/**
 * The form that adds an item as new evidence.
 * @param owners ids of the possible owners; the default is the person who adds the evidence
 * @param files those of the item's files that become part of the evidence
 */
export const addForm = (t: T, owners: readonly string[], files: readonly InboxFile[]) =>
  z
    .object({
      ...newEvidenceFields(t),
      note: optionalText(t, noteMost),
      owner: optionalOneOf(owners, t('inbox.owner.wrong')),
      seen: seenSchema(),
    })
    .refine(...saysWhoIsShown(t))
    .refine(periodFits, { path: ['periodTo'], message: t('evidence.field.period_to.early') })
    .refine(periodBegins, { path: ['periodFrom'], message: t('evidence.field.period_to.alone') })
    .transform(data => ({ ...data, files }))
export type GivenForItem = z.output<ReturnType<typeof addForm>>

/**
 * The form that adds an item to existing evidence.
 * @param isThere whether the chosen evidence exists and the item can be added to it
 * @param files the item's files that the evidence gets
 */
export const joinForm = (t: T, isThere: boolean, files: readonly InboxFile[]) =>
  z
    .object({
      evidence: text(t, t('inbox_sorting.join.evidence.missing'), 40).refine(
        () => isThere,
        t('inbox_sorting.join.evidence.wrong'),
      ),
      note: optionalText(t, noteMost),
      seen: seenSchema(),
    })
    .transform(data => ({ ...data, files }))

/**
 * The files of an item with the person's changes. The check for personal details lets people leave out and rename
 * files.
 */
export function filesOffered({ files }: InboxItem, body: unknown): (InboxFile & { isLeftOut: boolean })[] {
  const kept = keptIn(body)
  const wasAsked = askedWhichToKeep(body)
  return files.map(file => ({
    ...file,
    name: cleanName(nameGiven(body, file.id).trim() || file.name) ?? file.name,
    isLeftOut: wasAsked && !kept.includes(file.id),
  }))
}

/** The files of an item that the person did not leave out. */
export const filesGiven = (inboxItem: InboxItem, body: unknown): InboxFile[] =>
  filesOffered(inboxItem, body).filter(({ isLeftOut }) => !isLeftOut)

/**
 * Treats inbox files as if they had just been uploaded. Their bytes are already stored, and are scanned again. Files
 * that the virus scanner refused are left out.
 */
export const asReceivedFiles = (files: readonly InboxFile[]): ReceivedFile[] =>
  files
    .filter(({ state }) => state !== 'refused')
    .map(({ id, name, type, size, sha256 }) => ({ id, name, type, size, sha256, keep: () => Promise.resolve() }))
