import { createHash } from 'node:crypto'
import type { Db, Tx } from '../db/connection.ts'
import type { UnitOfWork } from '../db/unit-of-work.ts'
import { FormRefused, SentWithOtherText } from '../domain/refusals.ts'
import { addMinutes, type Instant } from '../domain/time.ts'
import { formKeyIn } from './form-key.ts'
import { valuesIn } from './parse-form.ts'

/** A form as it was sent, with the random key of its page and a hash of its values. */
export interface SentForm {
  key: string
  sha256: string
  hasFiles: boolean
}

/** The URL and notice after a form was saved. An erasure clears the stored notice. */
export interface FormResult {
  address: string
  notice: string | null
}

/**
 * Fields left out of the hash: the password, because someone could guess it from the hash, and values that can differ
 * when the same form is sent again.
 */
const notInHash = /^(idempotencyKey|password|version|read-.+|several|seen|latest|personalDataAsked)$/
/** Fields beside which a message about the whole form is never shown. */
const notFilledIn =
  /^(idempotencyKey|password|version|read-.+|several|seen|shown|latest|personalData\w*|held\w*|name-\w+)$/

/** The idempotency key of a form that was sent, the hash of its fields and files, and whether it has files. */
export function sentForm(body: unknown, files: readonly { sha256: string }[] = []): SentForm {
  const values = valuesIn(body)
  const entered = Object.entries(values)
    .filter(([name]) => !notInHash.test(name))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
  return {
    key: formKeyIn(values['idempotencyKey']).key,
    sha256: createHash('sha256')
      .update(JSON.stringify([entered, files.map(({ sha256 }) => sha256)]))
      .digest('hex'),
    hasFiles: files.length > 0 || 'held' in values,
  }
}

/** The first field that people fill in; empty for none. */
export const firstFieldOf = (body: unknown): string =>
  (Object.keys(valuesIn(body)).find(name => !notFilledIn.test(name)) ?? '').replace(/-(day|month|year)$/, '')

/**
 * Claims the key in the transaction of the change, so that a form sent twice makes one change.
 * @returns null when the form is new or has no key, otherwise the first result
 * @throws SentWithOtherText when the key was used with other text or files; FormRefused when the first result cannot be
 * read
 */
export async function claimKey(
  work: UnitOfWork,
  { key, sha256, hasFiles }: SentForm,
  body: unknown,
): Promise<FormResult | null> {
  if (key === '') return null // a form without a key does not come from a page of the service
  const claimed = await work
    .trx('idempotency_keys')
    .insert({ person_id: work.actor.id, key, fields_sha256: sha256, result: '', notice: null, done_at: work.at })
    .onConflict(['person_id', 'key'])
    .ignore()
    .returning('key')
  if (claimed.length > 0) return null
  const first = await work
    .trx('idempotency_keys')
    .where({ person_id: work.actor.id, key })
    .first('result', 'notice', 'fields_sha256')
  if (!first) throw new FormRefused(firstFieldOf(body), 'refused.sent_before')
  if (first.fields_sha256 !== sha256)
    throw new SentWithOtherText(firstFieldOf(body), hasFiles ? 'refused.sent_before.files' : 'refused.sent_before')
  return resultOf(first)
}

const resultOf = ({ result, notice }: { result: string; notice: string | null }): FormResult => ({
  ...(JSON.parse(result) as Pick<FormResult, 'address'>),
  notice,
})

/** Stores the result of a form. */
export async function saveResult(work: UnitOfWork, { key }: SentForm, { address, notice }: FormResult): Promise<void> {
  if (key === '') return
  await work
    .trx('idempotency_keys')
    .where({ person_id: work.actor.id, key })
    .update({ result: JSON.stringify({ address }), notice })
}

/** The result of a form that was saved before with the same values; null for any other form. */
export async function firstResultOf(
  db: Db | Tx,
  actor: { id: string },
  { key, sha256 }: SentForm,
): Promise<FormResult | null> {
  if (key === '') return null
  const first = await db('idempotency_keys')
    .where({ person_id: actor.id, key, fields_sha256: sha256 })
    .first('result', 'notice')
  return first ? resultOf(first) : null
}

/** Clears the notices of all stored results, because they can name something that was erased. */
export async function forgetNotices(trx: Tx): Promise<void> {
  await trx('idempotency_keys').whereNotNull('notice').whereNot('notice', '').update({ notice: '' })
}

/** Deletes keys that are more than a week old. After that, a form that is sent again counts as new. */
export async function deleteOldKeys(trx: Tx, at: Instant): Promise<void> {
  await trx('idempotency_keys')
    .where('done_at', '<', addMinutes(at, -7 * 24 * 60))
    .delete()
}
