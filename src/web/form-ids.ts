import type { UnitOfWork } from '../db/unit-of-work.ts'
import { createHash } from 'node:crypto'
import type { Db, Tx } from '../db/connection.ts'
import { newId } from '../db/ids.ts'
import { SentBefore } from '../domain/refusals.ts'
import { addMinutes, type Instant } from '../domain/time.ts'
import { valuesIn } from './parse-form.ts'

/** For a hidden field `formId`: what one opened form is known by. */
export const newFormId = newId

/** A form by its id and by what it says, as a hash. A refusal stands beside the field. */
export interface FormSent {
  formId: string
  words: string
  field: string
  hasFiles: boolean
}

/** Of no matter when the form is sent again: how it stood when it was opened, and its answer to what was found in it, with the files that wait for that. */
const besides = /^(formId|version|several|harm\w*|held|name-\w+)$/

/** For `onceOnly`, where somebody wrote what must not get lost. @param files those that came with it */
export function sentAs(
  formId: string,
  field: string,
  body: unknown,
  files: readonly { sha256: string }[] = [],
): FormSent {
  const said = Object.entries(valuesIn(body))
    .filter(([name]) => !besides.test(name))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
  const words = createHash('sha256')
    .update(JSON.stringify([formId, said, files.map(({ sha256 }) => sha256)]))
    .digest('hex')
  return { formId, words, field, hasFiles: files.length > 0 }
}

/**
 * Does what a form asks for once, however often it is sent: a second post, or twenty at once, gets the first one's result. The claim is a
 * row with a unique key in the transaction of the deed, so the others wait for it, and a deed that fails gives its claim back.
 * @param form its id, or with what it says: sent again with other words it is not the same
 * @param act does it and gives the address of its result
 * @throws SentBefore
 */
export async function onceOnly(work: UnitOfWork, form: string | FormSent, act: () => Promise<string>): Promise<string> {
  const { formId, words, field, hasFiles } =
    typeof form === 'string' ? { formId: form, words: null, field: '', hasFiles: false } : form
  if (formId === '') return act() // not sent from our page: nothing to know it by
  const key = { person_id: work.actor.id, form_id: formId }
  const claimed = await work
    .trx('forms_done')
    .insert({ ...key, result: '', done_at: work.at, words })
    .onConflict(['person_id', 'form_id'])
    .ignore()
    .returning('form_id')
  if (claimed.length === 0) {
    const first = await work.trx('forms_done').where(key).first('result', 'words')
    if (first?.words && words && first.words !== words)
      throw new SentBefore(field, hasFiles ? 'refused.sent_before.files' : 'refused.sent_before')
    return first?.result ?? '/home'
  }
  const result = await act()
  await work.trx('forms_done').where(key).update({ result })
  return result
}

/** A form that lay open for longer than this is new again. */
export async function deleteOldForms(trx: Tx, at: Instant): Promise<void> {
  await trx('forms_done')
    .where('done_at', '<', addMinutes(at, -7 * 24 * 60))
    .delete()
}

/** Where a form that was sent before led; null for a new one. What it was about may be gone since, so this is asked first. */
export async function doneBefore(db: Db, who: { id: string }, formId: string): Promise<string | null> {
  return formId === ''
    ? null
    : ((await db('forms_done').where({ person_id: who.id, form_id: formId }).first('result'))?.result ?? null)
}
