import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { seatOf } from '../../../domain/actor.ts'
import { isUnchecked, unfinished } from '../../../domain/findings.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { Forbidden, FormRefused, Stale } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { workingCopiesBelow } from '../../../web/working-copies.ts'
import { type ApplicationRecord, holdApplication } from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import { emailChairWhenAllAreIn } from './all-given.actions.ts'
import type { FindingGiven } from './finding.forms.ts'
import {
  findingOn,
  findingsOf,
  giveFindings,
  insertFinding,
  lockSeat,
  updateFinding,
  type Finding,
} from './finding.store.ts'
import { isUnsavedFinding } from './writing.pages.ts'

type Entered = Omit<FindingGiven, 'then' | 'workingPerson' | 'workingPage' | 'workingCopy'>

/**
 * Saves one finding. Does nothing if nothing changed, unless the finding was reopened and has not been checked since.
 * @returns whether there is now a saved finding
 * @throws Stale when the finding was changed in another window, or the actor no longer holds a seat
 * @throws Forbidden when the finding has already been given
 */
export async function writeFinding(
  work: UnitOfWork,
  application: ApplicationRecord,
  item: Item,
  entered: Entered,
): Promise<boolean> {
  const seat = await lockOwnSeat(work, application)
  const finding = await findingOn(work.trx, seat, item.id)
  if (finding?.givenAt) throw new Forbidden('finding.write')
  if (isSame(finding, entered) && !(finding && isUnchecked(finding))) return finding !== null
  const row = {
    judgement: entered.judgement,
    reason: entered.reason,
    commendation: entered.commendation,
    private_note: entered.privateNote,
    written_at: work.at,
  }
  if (finding) await updateFinding(work.trx, finding.id, entered.version, row)
  else if (entered.version !== 0) throw new Stale()
  else await insertFinding(work.trx, seat.id, item.id, row)
  await recordEvent(work, 'finding.written', entity(application), { seat: seat.id, item: item.id })
  return true
}

function isSame(finding: Finding | null, { judgement, reason, commendation, privateNote }: Entered): boolean {
  if (!finding) return judgement === null && reason === '' && commendation === '' && privateNote === ''
  return (
    finding.judgement === judgement &&
    finding.reason === reason &&
    finding.commendation === commendation &&
    finding.privateNote === privateNote
  )
}

/**
 * Gives all findings of the actor's seat. Given findings cannot be changed, unless a request for more evidence reopens
 * them.
 * @throws FormRefused while a criterion has no judgement or no reason, or has unsaved text
 * @throws Stale when the actor no longer holds a seat
 */
export async function giveAllFindings(
  work: UnitOfWork,
  application: ApplicationRecord,
  framework: Framework,
): Promise<void> {
  const seat = await lockOwnSeat(work, application)
  const left = unfinished(criteriaAskedBy(framework, application.kind), await findingsOf(work.trx, seat))
  if (left.length > 0)
    throw new FormRefused('give', 'appraisals.give.unfinished', {
      count: left.length,
      codes: left.map(({ code }) => code).join(', '),
    })
  const unsaved = await unsavedItems(work, application, criteriaAskedBy(framework, application.kind))
  if (unsaved.length > 0)
    throw new FormRefused('give', 'appraisals.give.unsaved', { codes: unsaved.map(({ code }) => code).join(', ') })
  const count = await giveFindings(work.trx, seat.id, work.at)
  if (count === 0) return
  await recordEvent(work, 'finding.all_given', entity(application), { seat: seat.id, count })
  await emailChairWhenAllAreIn(work, application)
}

/** The criteria on which the actor has unsaved text. */
async function unsavedItems(
  { trx, actor }: UnitOfWork,
  application: ApplicationRecord,
  criteria: readonly Item[],
): Promise<Item[]> {
  const typed = await workingCopiesBelow(trx, actor, `/applications/${application.id}/appraisal`)
  const findings = await findingsOf(trx, seatOf(actor, application)!)
  return criteria.filter(({ id, code }) => {
    const copy = typed.get(code)
    const finding = findings.find(({ itemId }) => itemId === id)
    return copy !== undefined && isUnsavedFinding(finding, copy)
  })
}

async function lockOwnSeat(work: UnitOfWork, application: ApplicationRecord): Promise<{ id: string }> {
  const seat = seatOf(work.actor, application)
  if (!seat) throw new Stale()
  await holdApplication(work.trx, application)
  await lockSeat(work.trx, seat.id, work.actor.id)
  return seat
}
