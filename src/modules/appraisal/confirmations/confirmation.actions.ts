import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { type ApplicationRecord, lockAndFindApplication } from '../../access/access.public.ts'
import { newId } from '../../../db/ids.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, FormRefused, Stale } from '../../../domain/refusals.ts'
import { moveApplication, entity } from '../../applications/applications.public.ts'
import { recordEvent } from '../../../history/record.ts'
import type { ConfirmGiven } from './confirmation.forms.ts'
import { versionRead } from './confirmation.store.ts'
import { insertDecision } from '../decisions/decision.store.ts'
import { insertRecommendation } from '../proposals/proposal.store.ts'

/**
 * One trustee confirms a light renewal alone: the decision, its recommendations and its letter, held until a
 * coordinator releases it.
 * @throws Stale when anything of what was read is another by now; MoveRefused when something asks for a panel, or a
 * question is open
 */
export async function confirmRenewal(
  work: UnitOfWork,
  read: Pick<ApplicationRecord, 'id'>,
  given: ConfirmGiven,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'decision.read', read.id)
  if (application.status === 'decided' || (await versionRead(work.trx, application)) !== given.version)
    throw new Stale()
  if (!can(work.actor, 'decision.make', application)) throw new Forbidden('decision.make')
  const asks = given.outcome === 'awarded with recommendations'
  if (asks && given.recommendations.length === 0) throw new FormRefused('outcome', 'decisions.recommendations.missing')
  if (!asks && given.recommendations.length > 0) throw new FormRefused('outcome', 'decisions.confirm.superfluous')
  for (const { item, kind, body, owner, dueOn } of given.recommendations) {
    const id = await insertRecommendation(work.trx, {
      organisation_id: application.organisationId,
      application_id: application.id,
      proposal_id: null,
      item_id: item,
      kind,
      body,
      owner,
      due_on: dueOn,
      made_at: work.at,
    })
    await recordEvent(work, 'recommendation.proposed', entity(application), { recommendation: id, kind })
  }
  const id = newId()
  await insertDecision(work.trx, {
    id,
    application_id: application.id,
    proposal_id: null,
    outcome: given.outcome,
    decision_letter: given.decisionLetter,
    decided_by: work.actor.id,
    decided_at: work.at,
  })
  await moveApplication(
    work,
    application,
    'confirm',
    { outcome: given.outcome, decisionLetter: given.decisionLetter },
    { event: { decision: id } },
  )
}
