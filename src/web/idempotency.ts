import { createHash } from 'node:crypto'
import type { Db, Tx } from '../db/connection.ts'
import type { UnitOfWork } from '../db/unit-of-work.ts'
import { FormRefused, SentWithOtherText } from '../domain/refusals.ts'
import { addMinutes, type Instant } from '../domain/time.ts'
import { valuesIn } from './parse-form.ts'

/** A form as it was sent: the random key that it had when its page was drawn, and a hash of what was entered in it. */
export interface SentForm {
  key: string
  sha256: string
  hasFiles: boolean
}

/** Where the person is taken when a form is done, and what that page says about it. */
export interface FormResult {
  address: string
  notice: string | null
}

/**
 * What does not count as entered: the key itself, the version that was read, and the answer to the check for personal
 * details with the files that wait for it.
 */
const notEntered = /^(idempotencyKey|version|several|seen|personalData\w*|held|name-\w+)$/

/** @param files those that came with the form */
export function sentForm(body: unknown, files: readonly { sha256: string }[] = []): SentForm {
  const values = valuesIn(body)
  const key = values['idempotencyKey']
  const entered = Object.entries(values)
    .filter(([name]) => !notEntered.test(name))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
  return {
    key: typeof key === 'string' && /^[a-z2-7]{20}$/.test(key) ? key : '',
    sha256: createHash('sha256')
      .update(JSON.stringify([entered, files.map(({ sha256 }) => sha256)]))
      .digest('hex'),
    hasFiles: files.length > 0,
  }
}

/** The first field that somebody fills in. A message about the whole form is shown beside it. */
export const firstFieldOf = (body: unknown): string =>
  (Object.keys(valuesIn(body)).find(name => !notEntered.test(name)) ?? '').replace(/-(day|month|year)$/, '')

/**
 * Claims the key in the transaction of the change. So a form that is sent twice, or twenty times together, makes one
 * change, and a change that fails gives the key back.
 * @returns null when the form is new, or the result of the first time
 * @throws SentWithOtherText when the key was used for a form with other text
 */
export async function claimKey(
  work: UnitOfWork,
  { key, sha256, hasFiles }: SentForm,
  body: unknown,
): Promise<FormResult | null> {
  if (key === '') return null // not sent from a page of ours
  const claimed = await work
    .trx('idempotency_keys')
    .insert({ person_id: work.actor.id, key, fields_sha256: sha256, result: '', done_at: work.at })
    .onConflict(['person_id', 'key'])
    .ignore()
    .returning('key')
  if (claimed.length > 0) return null
  const first = await work
    .trx('idempotency_keys')
    .where({ person_id: work.actor.id, key })
    .first('result', 'fields_sha256')
  if (!first) throw new FormRefused(firstFieldOf(body), 'refused.sent_before')
  if (first.fields_sha256 !== sha256)
    throw new SentWithOtherText(firstFieldOf(body), hasFiles ? 'refused.sent_before.files' : 'refused.sent_before')
  return JSON.parse(first.result) as FormResult
}

/** Remembers where the form led. */
export async function saveResult(work: UnitOfWork, { key }: SentForm, result: FormResult): Promise<void> {
  if (key === '') return
  await work
    .trx('idempotency_keys')
    .where({ person_id: work.actor.id, key })
    .update({ result: JSON.stringify(result) })
}

/** The result of a form that was done before; null for a new one. What it was about may be gone since. */
export async function firstResultOf(
  db: Db,
  actor: { id: string },
  { key, sha256 }: SentForm,
): Promise<FormResult | null> {
  if (key === '') return null
  const first = await db('idempotency_keys').where({ person_id: actor.id, key, fields_sha256: sha256 }).first('result')
  return first ? (JSON.parse(first.result) as FormResult) : null
}

/** A form whose page was open for more than a week counts as new. */
export async function deleteOldKeys(trx: Tx, at: Instant): Promise<void> {
  await trx('idempotency_keys')
    .where('done_at', '<', addMinutes(at, -7 * 24 * 60))
    .delete()
}
