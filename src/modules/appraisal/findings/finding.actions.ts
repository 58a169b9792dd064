import { type Case, holdApplication } from '../../access/access.public.ts'
import type { Tx } from '../../../db/connection.ts'
import { seatOf, type Actor } from '../../../domain/actor.ts'
import { unfinished } from '../../../domain/findings.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { Forbidden, FormRefused, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { thing } from '../../applications/applications.public.ts'
import { recordEvent } from '../../../history/record.ts'
import type { FindingGiven } from './finding.forms.ts'
import {
  findingOn,
  findingsOf,
  giveFindings,
  holdSeat,
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
  trx: Tx,
  who: Actor,
  application: Case,
  item: Item,
  given: Words,
  at: Instant,
): Promise<void> {
  const seat = await ownSeat(trx, who, application)
  const finding = await findingOn(trx, seat, item.id)
  if (finding?.givenAt) throw new Forbidden('finding.write')
  if (isSame(finding, given)) return
  const words = {
    judgement: given.judgement,
    reason: given.reason,
    commendation: given.commendation,
    private_note: given.privateNote,
    written_at: at,
  }
  if (finding) await updateFinding(trx, finding.id, given.version, words)
  else if (given.version !== 0) throw new Stale()
  else await insertFinding(trx, seat.id, item.id, words)
  await recordEvent(trx, who, 'finding.written', thing(application), at, { seat: seat.id, item: item.id })
}

/**
 * Gives all that are not given yet: they stand from now on, and the others' open.
 * @throws FormRefused while a criterion has no judgement or no reason
 */
export async function giveAll(
  trx: Tx,
  who: Actor,
  application: Case,
  framework: Framework,
  at: Instant,
): Promise<void> {
  const seat = await ownSeat(trx, who, application)
  const left = unfinished(criteriaAskedBy(framework, application.kind), await findingsOf(trx, seat))
  if (left.length > 0)
    throw new FormRefused('give', 'appraisals.give.unfinished', {
      count: left.length,
      codes: left.map(({ code }) => code).join(', '),
    })
  const count = await giveFindings(trx, seat.id, at)
  if (count > 0) await recordEvent(trx, who, 'finding.all_given', thing(application), at, { seat: seat.id, count })
}

async function ownSeat(trx: Tx, who: Actor, application: Case): Promise<{ id: string }> {
  const seat = seatOf(who, application)
  if (!seat) throw new Stale()
  await holdApplication(trx, application)
  await holdSeat(trx, seat.id, who.id)
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
