import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { WordingName } from '../../../domain/wording.ts'
import { insertWording, catalogueWording, wordingInUse } from '../../../email/wording.store.ts'
import { recordEvent } from '../../../history/record.ts'
import type { T } from '../../../words/words.ts'
import type { WordingGiven } from './wording.forms.ts'

/**
 * Saves a new version of a text. Emails that are already written and existing decision letters keep the old text.
 * Reminder emails are written when they are sent.
 * @param version the number of the text version that the form showed, plus one, because `readVersion` returns 0 for a
 * form without a version
 * @returns false when nothing changed
 * @throws Stale when a version has been saved since the form was opened
 */
export async function saveWording(
  work: UnitOfWork,
  { t, name }: { t: T; name: WordingName },
  { version, opening, closing }: WordingGiven,
): Promise<boolean> {
  const inUse = await wordingInUse(work.trx, t, name)
  if (inUse.number + 1 === version && inUse.opening === opening && inUse.closing === closing) return false
  const ours = catalogueWording(t, name)
  const isOurs = ours.opening === opening && ours.closing === closing
  await addVersion(work, { t, name }, { version, opening, closing, isOurs })
  await recordEvent(work, isOurs ? 'wording.reset' : 'wording.changed', { kind: 'setting', id: 'wordings' }, { name })
  return true
}

/**
 * Restores the catalogue's text.
 * @throws Stale when a version has been saved since it was read
 */
export async function resetWording(
  work: UnitOfWork,
  { t, name }: { t: T; name: WordingName },
  version: number,
): Promise<void> {
  await addVersion(work, { t, name }, { version, ...catalogueWording(t, name), isOurs: true })
  await recordEvent(work, 'wording.reset', { kind: 'setting', id: 'wordings' }, { name })
}

const addVersion = (
  { trx, actor, at }: UnitOfWork,
  { t, name }: { t: T; name: WordingName },
  { version, opening, closing, isOurs }: WordingGiven & { isOurs: boolean },
): Promise<void> =>
  insertWording(
    trx,
    {
      name,
      language: t.language,
      is_ours: isOurs ? 1 : 0,
      opening,
      closing,
      written_by: actor.id,
      written_at: at,
    },
    version - 1,
  )
