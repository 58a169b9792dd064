import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { isUntouched } from '../../../domain/letter.ts'
import { FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import type { T } from '../../../words/words.ts'
import { type ApplicationRecord, lockAndFindApplication } from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import { releaseDecisionLetter } from '../decisions/decision.actions.ts'
import { decisionOn, updateLetter, type Decision } from '../decisions/decision.store.ts'
import type { LetterGiven, ReleaseGiven } from './letter.forms.ts'
import { organisationT } from './letter.store.ts'

type Subject = Pick<ApplicationRecord, 'id'>

/**
 * Changes the opening and closing of an unreleased letter. Does nothing if nothing changed.
 * @throws Stale when the letter has been changed or released since it was read; NotFound when there is no decision
 */
export async function editLetter(work: UnitOfWork, { id }: Subject, given: LetterGiven): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'decision_letter.release', id)
  const decision = await decisionOn(work.trx, application)
  if (!decision) throw new NotFound()
  if (decision.releasedAt !== null || given.version !== decision.letterVersion) throw new Stale()
  if (given.opening === decision.letter.opening && given.closing === decision.letter.closing) return
  await updateLetter(work.trx, decision, given.version, {
    letter_opening: given.opening,
    letter_closing: given.closing,
    letter_edited_by: work.actor.id,
    letter_edited_at: work.at,
  })
  await recordEvent(work, 'letter.edited', entity(application), { decision: decision.id })
}

/**
 * Releases the letter now.
 * @param sure whether the coordinator confirmed that the letter has only the standard text
 * @throws Stale when the letter or the decision has changed since it was read
 * @throws FormRefused when the letter has only the standard text and `sure` is false
 * @throws as `releaseDecisionLetter` does
 */
export async function releaseNow(work: UnitOfWork, { id }: Subject, { version, sure }: ReleaseGiven): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'decision_letter.release', id)
  const decision = await decisionOn(work.trx, application)
  if (!decision) throw new NotFound()
  if (decision.releasedAt === null && version !== decision.letterVersion) throw new Stale()
  const isUnconfirmed = !sure && decision.releasedAt === null
  if (isUnconfirmed && isLetterUntouched(await organisationT(work.trx, application), application, decision))
    throw new FormRefused('sure', 'letters.release.sure.missing')
  await releaseDecisionLetter(work, application)
}

/**
 * Whether the letter has only the standard text.
 * @param t the translations in the organisation's language
 */
export const isLetterUntouched = (t: T, { organisationName }: ApplicationRecord, decision: Decision): boolean =>
  isUntouched({ ...decision.letter, body: decision.decisionLetter }, decision.template, [
    t('proposals.decision_letter.draft', { organisation: organisationName }),
    t('confirmations.decision_letter.draft', { organisation: organisationName }),
  ])
