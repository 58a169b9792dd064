import type { UnitOfWork } from '../db/unit-of-work.ts'
import { createHash } from 'node:crypto'
import type { Db, Tx } from '../db/connection.ts'
import { newId } from '../db/ids.ts'
import { SentWithOtherText } from '../domain/refusals.ts'
import { addMinutes, type Instant } from '../domain/time.ts'
import { valuesIn } from './parse-form.ts'

/** For a hidden field `formId`: what one opened form is known by. */
export const newIdempotencyKey = newId

/** A form by its id and by what it says, as a hash. A refusal stands beside the field. */
export interface SentForm {
  idempotencyKey: string
  words: string
  field: string
  hasFiles: boolean
}

/**
 * Of no matter when the form is sent again: how it stood when it was opened, and its answer to what was found in it,
 * with the files that wait for that.
 */
const extra = /^(formId|version|several|harm\w*|held|name-\w+)$/

/** For `onceOnly`, where somebody wrote what must not get lost. @param files those that came with it */
export function sentForm(
  idempotencyKey: string,
  field: string,
  body: unknown,
  files: readonly { sha256: string }[] = [],
): SentForm {
  const said = Object.entries(valuesIn(body))
    .filter(([name]) => !extra.test(name))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
  const words = createHash('sha256')
    .update(JSON.stringify([idempotencyKey, said, files.map(({ sha256 }) => sha256)]))
    .digest('hex')
  return { idempotencyKey, words, field, hasFiles: files.length > 0 }
}

/**
 * Does what a form asks for once, however often it is sent: a second post, or twenty at once, gets the first one's
 * result. The claim is a row with a unique key in the transaction of the deed, so the others wait for it, and a deed
 * that fails gives its claim back.
 * @param form its id, or with what it says: sent again with other words it is not the same
 * @param act does it and gives the address of its result
 * @throws SentBefore
 */
export async function claimKey(work: UnitOfWork, form: string | SentForm, act: () => Promise<string>): Promise<string> {
  const { idempotencyKey, words, field, hasFiles } =
    typeof form === 'string' ? { idempotencyKey: form, words: null, field: '', hasFiles: false } : form
  if (idempotencyKey === '') return act() // not sent from our page: nothing to know it by
  const key = { person_id: work.actor.id, key: idempotencyKey }
  const claimed = await work
    .trx('idempotency_keys')
    .insert({ ...key, result: '', done_at: work.at, fields_sha256: words ?? '' })
    .onConflict(['person_id', 'key'])
    .ignore()
    .returning('key')
  if (claimed.length === 0) {
    const first = await work.trx('idempotency_keys').where(key).first('result', 'fields_sha256')
    if (first?.fields_sha256 && words && first.fields_sha256 !== words)
      throw new SentWithOtherText(field, hasFiles ? 'refused.sent_before.files' : 'refused.sent_before')
    return first ? addressIn(first.result) : '/home'
  }
  const result = await act()
  await work
    .trx('idempotency_keys')
    .where(key)
    .update({ result: JSON.stringify({ address: result, notice: null }) })
  return result
}

/** A form that lay open for longer than this is new again. */
export async function deleteOldKeys(trx: Tx, at: Instant): Promise<void> {
  await trx('idempotency_keys')
    .where('done_at', '<', addMinutes(at, -7 * 24 * 60))
    .delete()
}

/**
 * Where a form that was sent before led; null for a new one. What it was about may be gone since, so this is asked
 * first.
 */
export async function firstResultOf(db: Db, actor: { id: string }, idempotencyKey: string): Promise<string | null> {
  if (idempotencyKey === '') return null
  const first = await db('idempotency_keys').where({ person_id: actor.id, key: idempotencyKey }).first('result')
  return first ? addressIn(first.result) : null
}

const addressIn = (result: string): string => (JSON.parse(result) as { address: string }).address
