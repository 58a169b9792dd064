import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { seatOf, theClock } from '../../../domain/actor.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import { applicationById, applicationsByIds, type ApplicationRecord } from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import { decisionOn, updateLetter } from '../decisions/decision.store.ts'
import { idsWithHeldLetter } from './release.store.ts'

/**
 * Cancels the release time and emails the coordinators when someone declares a conflict after the decision and before
 * the letter is released. Applies to the trustee who decided and to members of the panel. Only a coordinator can judge
 * whether the decision still holds. Call this after the conflict is recorded.
 * @param before the application before the conflict
 */
export async function followLateConflict(work: UnitOfWork, before: ApplicationRecord): Promise<void> {
  await holdLetter(work, before, { by: work.actor.id, wasMember: seatOf(work.actor, before)?.status === 'accepted' })
}

/**
 * Does the same when someone who decided on a library's application, or was on its panel, joins the library. Call this
 * before their seats change.
 */
export async function followLateMembership(
  work: UnitOfWork,
  { personId, organisationId }: ConsequenceFacts['membership began'],
): Promise<void> {
  const ids = await idsWithHeldLetter(work.trx, organisationId)
  for (const application of await applicationsByIds(work.trx, ids)) {
    const wasMember = application.seats.some(seat => seat.personId === personId && seat.status === 'accepted')
    await holdLetter(work, application, { by: personId, wasMember })
  }
}

/** @param by the person with the conflict */
async function holdLetter(
  work: UnitOfWork,
  before: ApplicationRecord,
  { by, wasMember }: { by: string; wasMember: boolean },
): Promise<void> {
  const decision = before.status === 'decided' ? await decisionOn(work.trx, before) : null
  if (!decision || decision.releasedAt !== null) return
  if (decision.decidedBy !== by && !wasMember) return
  if (decision.releaseAt !== null) {
    await updateLetter(work.trx, decision, decision.letterVersion, { release_at: null, release_set_by: null })
    await recordEvent(as(theClock, work), 'letter.release_stopped', entity(before), { decision: decision.id })
  }
  const application = await applicationById(work.trx, before.id)
  if (!application) return
  const facts = { applicationId: application.id, organisation: application.organisationName }
  await emailReaders(work, application, { name: 'conflict after decision', facts })
}
