import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { type ApplicationRecord, holdApplication } from '../../access/access.public.ts'
import { seatOf } from '../../../domain/actor.ts'
import { unfinished } from '../../../domain/findings.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { Forbidden, FormRefused, Stale } from '../../../domain/refusals.ts'
import { entity } from '../../applications/applications.public.ts'
import { recordEvent } from '../../../history/record.ts'
import type { FindingGiven } from './finding.forms.ts'
import {
  findingOn,
  findingsOf,
  giveFindings,
  lockSeat,
  insertFinding,
  updateFinding,
  type Finding,
} from './finding.store.ts'

type Words = Pick<FindingGiven, 'version' | 'judgement' | 'reason' | 'commendation' | 'privateNote'>

/**
 * Keeps what one seat finds of one criterion; nobody else reads it before it is given. The same again changes nothing.
 * @throws Stale when it was changed in another window, is given by now, or the case or the seat moved on
 */
export async function writeFinding(
  work: UnitOfWork,
  application: ApplicationRecord,
  item: Item,
  given: Words,
): Promise<void> {
  const seat = await ownSeat(work, application)
  const finding = await findingOn(work.trx, seat, item.id)
  if (finding?.givenAt) throw new Forbidden('finding.write')
  if (isSame(finding, given)) return
  const words = {
    judgement: given.judgement,
    reason: given.reason,
    commendation: given.commendation,
    private_note: given.privateNote,
    written_at: work.at,
  }
  if (finding) await updateFinding(work.trx, finding.id, given.version, words)
  else if (given.version !== 0) throw new Stale()
  else await insertFinding(work.trx, seat.id, item.id, words)
  await recordEvent(work, 'finding.written', entity(application), { seat: seat.id, item: item.id })
}

/**
 * Gives all that are not given yet: they stand from now on, and the others' open.
 * @throws FormRefused while a criterion has no judgement or no reason
 */
export async function giveAll(work: UnitOfWork, application: ApplicationRecord, framework: Framework): Promise<void> {
  const seat = await ownSeat(work, application)
  const left = unfinished(criteriaAskedBy(framework, application.kind), await findingsOf(work.trx, seat))
  if (left.length > 0)
    throw new FormRefused('give', 'appraisals.give.unfinished', {
      count: left.length,
      codes: left.map(({ code }) => code).join(', '),
    })
  const count = await giveFindings(work.trx, seat.id, work.at)
  if (count > 0) await recordEvent(work, 'finding.all_given', entity(application), { seat: seat.id, count })
}

async function ownSeat(work: UnitOfWork, application: ApplicationRecord): Promise<{ id: string }> {
  const seat = seatOf(work.actor, application)
  if (!seat) throw new Stale()
  await holdApplication(work.trx, application)
  await lockSeat(work.trx, seat.id, work.actor.id)
  return seat
}

function isSame(finding: Finding | null, { judgement, reason, commendation, privateNote }: Words): boolean {
  if (!finding) return judgement === null && reason === '' && commendation === '' && privateNote === ''
  return (
    finding.judgement === judgement &&
    finding.reason === reason &&
    finding.commendation === commendation &&
    finding.privateNote === privateNote
  )
}
