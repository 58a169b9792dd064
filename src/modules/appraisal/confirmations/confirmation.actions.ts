import { newId } from '../../../db/ids.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, FormRefused, Stale } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { type ApplicationRecord, lockAndFindApplication } from '../../access/access.public.ts'
import { entity, insertRecommendation, moveApplication } from '../../applications/applications.public.ts'
import { insertDecision } from '../decisions/decision.store.ts'
import { templateFor } from '../letters/letter.store.ts'
import type { ConfirmationGiven } from './confirmation.forms.ts'
import { versionRead } from './confirmation.store.ts'

/**
 * One trustee confirms a light renewal: writes the decision, its recommendations and its letter.
 * @throws Stale when the renewal is already decided, or anything that `versionRead` counts has changed since the
 * trustee read it
 * @throws FormRefused when the recommendations do not fit the outcome
 * @throws MoveRefused when a panel is needed or a question is open
 * @throws Forbidden when the actor cannot decide
 */
export async function confirmRenewal(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  given: ConfirmationGiven,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'decision.read', id)
  if (application.status === 'decided' || (await versionRead(work.trx, application)) !== given.version)
    throw new Stale()
  if (!can(work.actor, 'decision.make', application)) throw new Forbidden('decision.make')
  refuseIfOutcomeDiffers(given)
  const decision = {
    id: newId(),
    application_id: application.id,
    proposal_id: null,
    outcome: given.outcome,
    decision_letter: given.decisionLetter,
    decided_by: work.actor.id,
    decided_at: work.at,
  }
  await insertDecision(work.trx, decision, await templateFor(work.trx, application, given.outcome, work.at))
  await insertRecommendations(work, application, decision.id, given)
  await moveApplication(work, application, 'confirm', {
    given: { outcome: given.outcome, decisionLetter: given.decisionLetter },
    event: { decision: decision.id },
  })
}

function refuseIfOutcomeDiffers({ outcome, recommendations }: ConfirmationGiven): void {
  const isWithRecommendations = outcome === 'awarded with recommendations'
  if (isWithRecommendations && recommendations.length === 0)
    throw new FormRefused('outcome', 'proposals.recommendations.missing')
  if (!isWithRecommendations && recommendations.length > 0)
    throw new FormRefused('outcome', 'confirmations.recommendations.not_expected')
}

async function insertRecommendations(
  work: UnitOfWork,
  application: ApplicationRecord,
  decisionId: string,
  { recommendations }: ConfirmationGiven,
): Promise<void> {
  for (const { item, kind, body, owner, dueOn } of recommendations) {
    const id = await insertRecommendation(work.trx, {
      organisation_id: application.organisationId,
      application_id: application.id,
      proposal_id: null,
      decision_id: decisionId,
      item_id: item,
      kind,
      body,
      owner,
      due_on: dueOn,
      made_at: work.at,
    })
    await recordEvent(work, 'recommendation.proposed', entity(application), { recommendation: id, kind })
  }
}
