import { type Case, holdCase } from '../../access/access.public.ts'
import type { Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Actor } from '../../../domain/actor.ts'
import { membersOf, unanimousOn } from '../../../domain/findings.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { findingsGivenOn, reopenFindings } from '../findings/finding.store.ts'
import { moveApplication, thing } from '../../applications/applications.public.ts'
import { recordEvent } from '../../../history/record.ts'
import type { AgreedGiven, MoreEvidenceGiven } from '../panels/panel.forms.ts'
import { agreedLines, deleteAgreed, insertAgreed, updateAgreed } from '../panels/panel.store.ts'

/** Records what the panel agrees on about one criterion. @throws Stale when it was recorded otherwise meanwhile */
export async function recordAgreed(
  trx: Tx,
  who: Actor,
  { id }: Pick<Case, 'id'>,
  item: Item,
  given: AgreedGiven,
  at: Instant,
): Promise<void> {
  const application = await holdCase(trx, who, 'agreed_finding.write', id)
  const recorded = (await agreedLines(trx, application)).find(({ itemId }) => itemId === item.id)
  const words = { judgement: given.judgement, reason: given.reason, recorded_by: who.id, recorded_at: at }
  if (recorded && recorded.judgement === given.judgement && recorded.reason === given.reason) return
  if (recorded) await updateAgreed(trx, application, item.id, given.version, words)
  else if (given.version !== 0) throw new Stale()
  else await insertAgreed(trx, [{ id: newId(), application_id: application.id, item_id: item.id, ...words }])
  await recordEvent(trx, who, 'agreed_finding.recorded', thing(application), at, { item: item.id })
}

/** Takes over every criterion on which all who sit found the same. The reason is said anew: the library does not read the seats' own. */
export async function recordUnanimous(
  trx: Tx,
  who: Actor,
  { id }: Pick<Case, 'id'>,
  framework: Framework,
  reason: string,
  at: Instant,
): Promise<number> {
  const application = await holdCase(trx, who, 'agreed_finding.write', id)
  const alike = unanimousOn(
    criteriaAskedBy(framework, application.kind),
    membersOf(application),
    await findingsGivenOn(trx, application),
  )
  const made = await insertAgreed(
    trx,
    alike.map(({ item, judgement }) => ({
      id: newId(),
      application_id: application.id,
      item_id: item.id,
      judgement,
      reason,
      recorded_by: who.id,
      recorded_at: at,
    })),
  )
  if (made.length > 0)
    await recordEvent(trx, who, 'agreed_finding.recorded', thing(application), at, { criteria: made })
  return made.length
}

export async function askMoreEvidence(
  trx: Tx,
  who: Actor,
  { id }: Pick<Case, 'id'>,
  given: MoreEvidenceGiven,
  at: Instant,
): Promise<void> {
  const application = await holdCase(trx, who, 'more_evidence.ask', id)
  await moveApplication(trx, who, application, 'askMore', at, {
    criteria: given.criteria,
    reasons: given.reasons,
    until: given.until,
  })
}

/** Back to the same seats: what was found on the criteria asked is to be given anew, all else stands. */
export async function takeUp(
  trx: Tx,
  who: Actor,
  { id }: Pick<Case, 'id'>,
  reason: string,
  at: Instant,
): Promise<void> {
  const application = await holdCase(trx, who, 'application.take_up', id)
  await moveApplication(trx, who, application, 'takeUp', at, reason ? { reason } : {})
  await reopenFindings(
    trx,
    membersOf(application).map(seat => seat.id),
    application.criteriaAsked,
  )
  await deleteAgreed(trx, application, application.criteriaAsked)
  await recordEvent(trx, who, 'panel.criteria_reopened', thing(application), at, {
    criteria: application.criteriaAsked,
  })
}
