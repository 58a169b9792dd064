import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { seatOf, theClock } from '../../../domain/actor.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import { applicationById, type ApplicationRecord } from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import { decisionOn, updateLetter } from '../decisions/decision.store.ts'

/**
 * When someone who decided on an application, or was on its panel, declares a conflict before the decision letter is
 * released: cancels the release time and emails the coordinators. Only a coordinator can judge whether the decision
 * still holds. Call this after the conflict is recorded.
 * @param before the application before the conflict
 */
export async function followLateConflict(work: UnitOfWork, before: ApplicationRecord): Promise<void> {
  const decision = before.status === 'decided' ? await decisionOn(work.trx, before) : null
  if (!decision || decision.releasedAt !== null) return
  if (decision.decidedBy !== work.actor.id && seatOf(work.actor, before)?.status !== 'accepted') return
  if (decision.releaseAt !== null) {
    await updateLetter(work.trx, decision, decision.letterVersion, { release_at: null, release_set_by: null })
    await recordEvent(as(theClock, work), 'letter.release_stopped', entity(before), { decision: decision.id })
  }
  const application = await applicationById(work.trx, before.id)
  if (!application) return
  const facts = { applicationId: application.id, organisation: application.organisationName }
  await emailReaders(work, application, { name: 'conflict after decision', facts })
}
