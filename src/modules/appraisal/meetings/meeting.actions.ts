import { newId } from '../../../db/ids.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { membersOf, unanimousOn, wordsOfMembers } from '../../../domain/findings.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { Stale } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { type ApplicationRecord, lockAndFindApplication } from '../../access/access.public.ts'
import { entity, namesFound, namesToAvoid } from '../../applications/applications.public.ts'
import { findingsGivenOn } from '../findings/finding.store.ts'
import { maxReason, type AgreedGiven } from './meeting.forms.ts'
import { agreedFindingsOf, insertAgreedFindings, updateAgreedFinding } from './meeting.store.ts'

/**
 * Records the agreed finding on one criterion. Does nothing if nothing changed, unless the finding has to be confirmed
 * again.
 * @throws Stale when the finding has changed since it was read
 */
export async function recordAgreed(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  item: Item,
  given: AgreedGiven,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'agreed_finding.write', id)
  const recorded = (await agreedFindingsOf(work.trx, application)).find(({ itemId }) => itemId === item.id)
  const isSame = recorded?.judgement === given.judgement && recorded.reason === given.reason
  if (isSame && !recorded.isToConfirm) return
  const row = { judgement: given.judgement, reason: given.reason, recorded_by: work.actor.id, recorded_at: work.at }
  const key = { applicationId: application.id, itemId: item.id, version: given.version }
  if (recorded) await updateAgreedFinding(work.trx, key, row)
  else if (given.version !== 0) throw new Stale()
  else await insertAgreedFindings(work.trx, [{ id: newId(), application_id: application.id, item_id: item.id, ...row }])
  await recordEvent(work, 'agreed_finding.recorded', entity(application), { item: item.id })
}

/**
 * Records an agreed finding for each criterion on which all members agree, unless one is already recorded. Leaves out
 * criteria where the members' words would name someone on the panel, because the library reads them.
 * @param usesWords whether to use the members' own words, where there are any, instead of `reason`
 * @returns the number of findings recorded, and the codes of the criteria left out
 */
export async function recordUnanimous(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  framework: Framework,
  { reason, usesWords }: { reason: string; usesWords: boolean },
): Promise<{ recorded: number; leftOut: string[] }> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'agreed_finding.write', id)
  const members = membersOf(application)
  const given = await findingsGivenOn(work.trx, application)
  const unanimous = unanimousOn(criteriaAskedBy(framework, application.kind), members, given)
  const reasonFor = (item: Item): string => {
    const words = usesWords ? wordsOfMembers(members, given, item.id).join('\n\n') : ''
    return words === '' ? reason : [...words].slice(0, maxReason).join('')
  }
  const names = usesWords ? await namesToAvoid(work.trx, work.actor, [application]) : null
  const before = await agreedFindingsOf(work.trx, application)
  const isNew = (item: Item): boolean => before.every(({ itemId }) => itemId !== item.id)
  const leftOut = unanimous.filter(
    ({ item }) => names !== null && isNew(item) && namesFound(reasonFor(item), names).length > 0,
  )
  const recorded = await insertAgreedFindings(
    work.trx,
    unanimous
      .filter(each => !leftOut.includes(each))
      .map(({ item, judgement }) => ({
        id: newId(),
        application_id: application.id,
        item_id: item.id,
        judgement,
        reason: reasonFor(item),
        recorded_by: work.actor.id,
        recorded_at: work.at,
      })),
  )
  if (recorded.length > 0)
    await recordEvent(work, 'agreed_finding.recorded', entity(application), { criteria: recorded })
  return { recorded: recorded.length, leftOut: leftOut.map(({ item }) => item.code) }
}
