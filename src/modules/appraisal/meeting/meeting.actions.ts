import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { type ApplicationRecord, lockAndFindApplication } from '../../access/access.public.ts'
import { newId } from '../../../db/ids.ts'
import { membersOf, unanimousOn } from '../../../domain/findings.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { Stale } from '../../../domain/refusals.ts'
import { findingsGivenOn, reopenFindings } from '../findings/finding.store.ts'
import { moveApplication, entity } from '../../applications/applications.public.ts'
import { recordEvent } from '../../../history/record.ts'
import type { AgreedGiven, MoreEvidenceGiven } from '../panels/panel.forms.ts'
import { agreedLines, deleteAgreed, insertAgreed, updateAgreed } from '../panels/panel.store.ts'

/** Records what the panel agrees on about one criterion. @throws Stale when it was recorded otherwise meanwhile */
export async function recordAgreed(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  item: Item,
  given: AgreedGiven,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'agreed_finding.write', id)
  const recorded = (await agreedLines(work.trx, application)).find(({ itemId }) => itemId === item.id)
  const words = { judgement: given.judgement, reason: given.reason, recorded_by: work.actor.id, recorded_at: work.at }
  if (recorded && recorded.judgement === given.judgement && recorded.reason === given.reason) return
  if (recorded) await updateAgreed(work.trx, application, item.id, given.version, words)
  else if (given.version !== 0) throw new Stale()
  else await insertAgreed(work.trx, [{ id: newId(), application_id: application.id, item_id: item.id, ...words }])
  await recordEvent(work, 'agreed_finding.recorded', entity(application), { item: item.id })
}

/**
 * Takes over every criterion on which all who sit found the same. The reason is said anew: the library does not read
 * the seats' own.
 */
export async function recordUnanimous(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  framework: Framework,
  reason: string,
): Promise<number> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'agreed_finding.write', id)
  const alike = unanimousOn(
    criteriaAskedBy(framework, application.kind),
    membersOf(application),
    await findingsGivenOn(work.trx, application),
  )
  const made = await insertAgreed(
    work.trx,
    alike.map(({ item, judgement }) => ({
      id: newId(),
      application_id: application.id,
      item_id: item.id,
      judgement,
      reason,
      recorded_by: work.actor.id,
      recorded_at: work.at,
    })),
  )
  if (made.length > 0) await recordEvent(work, 'agreed_finding.recorded', entity(application), { criteria: made })
  return made.length
}

export async function askMoreEvidence(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  given: MoreEvidenceGiven,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'more_evidence.ask', id)
  await moveApplication(work, application, 'askMore', {
    criteria: given.criteria,
    reasons: given.reasons,
    until: given.until,
  })
}

/** Back to the same seats: what was found on the criteria asked is to be given anew, all else stands. */
export async function takeUp(work: UnitOfWork, { id }: Pick<ApplicationRecord, 'id'>, reason: string): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'application.take_up', id)
  await moveApplication(work, application, 'takeUp', reason ? { reason } : {})
  await reopenFindings(
    work.trx,
    membersOf(application).map(seat => seat.id),
    application.criteriaAsked,
  )
  await deleteAgreed(work.trx, application, application.criteriaAsked)
  await recordEvent(work, 'panel.criteria_reopened', entity(application), {
    criteria: application.criteriaAsked,
  })
}
