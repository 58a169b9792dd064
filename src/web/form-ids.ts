import type { Db, Tx } from '../db/connection.ts'
import { newId } from '../db/ids.ts'
import { addMinutes } from '../domain/time.ts'
import type { Instant } from '../domain/time.ts'

/** For a hidden field `formId`: what one opened form is known by. */
export const newFormId = newId

/**
 * Does what a form asks for once, however often it is sent: a second post, or twenty at once, gets the first one's result. The claim is a
 * row with a unique key in the transaction of the deed, so the others wait for it, and a deed that fails gives its claim back.
 * @param act does it and gives the address of its result
 */
export async function onceOnly(trx: Tx, who: { id: string }, formId: string, at: Instant, act: () => Promise<string>): Promise<string> {
  if (formId === '') return act()                                   // not sent from our page: nothing to know it by
  const key = { person_id: who.id, form_id: formId }
  const claimed = await trx('forms_done').insert({ ...key, result: '', done_at: at }).onConflict(['person_id', 'form_id']).ignore().returning('form_id')
  if (claimed.length === 0) return (await trx('forms_done').where(key).first('result'))?.result ?? '/home'
  const result = await act()
  await trx('forms_done').where(key).update({ result })
  return result
}

/** A form that lay open for longer than this is new again. */
export async function deleteOldForms(trx: Tx, at: Instant): Promise<void> {
  await trx('forms_done').where('done_at', '<', addMinutes(at, -7 * 24 * 60)).delete()
}

/** Where a form that was sent before led; null for a new one. What it was about may be gone since, so this is asked first. */
export async function doneBefore(db: Db, who: { id: string }, formId: string): Promise<string | null> {
  return formId === '' ? null : (await db('forms_done').where({ person_id: who.id, form_id: formId }).first('result'))?.result ?? null
}
