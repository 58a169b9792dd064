import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock } from '../../../domain/actor.ts'
import type { AwardGuard } from '../../../domain/award-guards.ts'
import { awardMoves, type AwardMove, type AwardStatus } from '../../../domain/award.ts'
import { stateAfter, type Move } from '../../../domain/lifecycle.ts'
import { dayOf, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import type { LastDay } from '../../../domain/valid-to.ts'
import { queueEmail } from '../../../email/outbox.ts'
import { recordEvent, type Facts } from '../../../history/record.ts'
import { lapsesAfter, lastDayOf } from './facts.store.ts'
import { leadsOf, updateAward } from './lifecycle.store.ts'
import { insertChange, type NamedAward } from '../awards/award.store.ts'

export interface Written {
  at: Instant
  /** the first civil day on which it holds; today unless the calendar is late */
  from?: Day
  lastDay?: LastDay
  reason?: string | null
  /** what its line of history holds besides */
  event?: Facts
}

/**
 * Writes a move that is allowed: the row, the change of state, the line of history. Its letters are for whoever makes
 * it.
 */
export async function writeMove(
  work: UnitOfWork,
  award: NamedAward,
  name: AwardMove,
  written: Written,
): Promise<NamedAward> {
  const { status } = stateAfter<AwardStatus>(awardMoves[name], { status: award.status, statusBefore: null })
  return write(work, award, name, `award.${name}`, status, written)
}

/** The last day moves and the state stays. */
export const writeValidTo = (work: UnitOfWork, award: NamedAward, written: Written): Promise<NamedAward> =>
  write(work, award, 'valid to moved', 'award.valid_to_moved', award.status, written)

async function write(
  work: UnitOfWork,
  award: NamedAward,
  move: AwardMove | 'valid to moved',
  event: `award.${AwardMove}` | 'award.valid_to_moved',
  status: AwardStatus,
  written: Written,
): Promise<NamedAward> {
  const { at, from = dayOf(at), lastDay = lastDayOf(award), reason = null } = written
  const after = await updateAward(work.trx, award, { status, ...columnsOf(lastDay) })
  await insertChange(work.trx, { awardId: award.id, move, to: status, from, validTo: lastDay.validTo, at, reason })
  await recordEvent(
    { ...work, at: at },
    event,
    { kind: 'award', id: award.id, organisationId: award.organisationId },
    {
      from: award.status,
      to: status,
      since: from,
      validTo: lastDay.validTo,
      ...written.event,
    },
  )
  return after
}

export const columnsOf = ({ validTo, baseValidTo, holds }: LastDay) =>
  ({ valid_to: validTo, base_valid_to: baseValidTo, is_kept_by_renewal: holds ? 1 : 0 }) as const

/** Nobody is woken by the calendar: what it writes at night goes out from this hour on. */
const morning = '07:00'

/** Tells the leads of a move. That the renewal opened by itself is the reminders' to say. */
export async function emailLeads(work: UnitOfWork, award: NamedAward, name: AwardMove): Promise<void> {
  if (work.actor === theClock && name === 'openRenewal') return
  const { sends = [] }: Move<AwardStatus, AwardGuard> = awardMoves[name]
  const notBefore = work.actor === theClock ? instantAt(dayOf(work.at), morning) : work.at
  const facts = {
    awardId: award.id,
    organisation: award.organisationName,
    validTo: award.validTo,
    lapsesAfter: sends.length > 0 ? await lapsesAfter(work.trx, award, dayOf(work.at)) : null,
  }
  for (const message of sends) {
    for (const { actor: lead, address } of await leadsOf(work.trx, award)) {
      const to = { personId: lead.id, name: lead.name, address, language: lead.language }
      await queueEmail(
        work,
        { name: message as 'award ended', to, entity: { kind: 'award', id: award.id }, facts },
        notBefore,
      )
    }
  }
}
