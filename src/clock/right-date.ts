import { hostname } from 'node:os'
import { clockLimits } from '../config.ts'
import type { Db, Tx } from '../db/connection.ts'
import type { UnitOfWork } from '../db/unit-of-work.ts'
import { theClock, theService } from '../domain/actor.ts'
import { clockProblem, isSameHold, type ClockProblem } from '../domain/clock-check.ts'
import type { Instant } from '../domain/time.ts'
import { queueEmail, recipientOf } from '../email/outbox.ts'
import { readersWithRole } from '../email/readers.store.ts'
import type { Parts } from '../parts.ts'
import { recordEvent } from '../history/record.ts'
import {
  acceptDate,
  acceptedDate,
  clockState,
  endHoldsOf,
  endSilentHolds,
  holdsInForce,
  insertHold,
  isMachineHeld,
  isOld,
  updateHold,
  type Reading,
} from './clock.store.ts'

type Asking = Pick<Parts, 'db' | 'write' | 'serverTime' | 'log' | 'machine'>

/**
 * Whether a job that depends on the date can run now. Stores a correct time as accepted, at most every five minutes.
 * Records a wrong clock as a hold, and emails administrators once. Ends the machine's holds when its clock is right
 * again, and the holds of other machines that have been silent for an hour.
 */
export async function isDateRight(parts: Asking, now: Instant): Promise<boolean> {
  const state = await clockState(parts.db, now)
  const server = parts.serverTime ? { now: await parts.serverTime(), minutesAhead: state.minutesAhead } : null
  const problem = clockProblem({ now, ...state, server }, clockLimits.jumpDays)
  const reading = { machine: parts.machine ?? hostname(), now }
  if (problem) await hold(parts, problem, reading)
  else {
    if (isOld(state.accepted, now)) await parts.write(theClock, work => accept(work, now, state.sequence))
    if (await isMachineHeld(parts.db, reading.machine)) await parts.write(theClock, work => endHolds(work, reading))
  }
  return problem === null
}

async function accept(work: UnitOfWork, now: Instant, sequence: number): Promise<void> {
  await acceptDate(work.trx, now, sequence)
  for (const hold of await endSilentHolds(work.trx, now))
    await recordEvent(work, 'setting.clock_gone', { kind: 'setting', id: 'clock' }, { hold })
}

async function endHolds(work: UnitOfWork, reading: Reading): Promise<void> {
  for (const hold of await endHoldsOf(work.trx, reading))
    await recordEvent(work, 'setting.clock_corrected', { kind: 'setting', id: 'clock' }, { hold })
}

/**
 * Whether the date looks wrong, so that no award may change. Compares the time only with the last accepted one. Reading
 * the history too would make transactions conflict, because every change writes to it.
 */
export async function isDateHeld(trx: Tx, now: Instant): Promise<boolean> {
  const accepted = await acceptedDate(trx)
  return clockProblem({ now, accepted, newestChange: null, server: null }, clockLimits.jumpDays) !== null
}

async function hold({ db, write, log }: Asking, problem: ClockProblem, reading: Reading): Promise<void> {
  const known = await sameHold(db, problem, reading.now)
  if (known && !isOld(known.lastReadAt, reading.now)) return
  const isWritten = await write(theService, work => writeHold(work, problem, reading))
  if (isWritten) log.warn({ ...problem, now: reading.now }, 'jobs are held, because the date may be wrong')
}

/** @returns false when another job has just written the hold */
async function writeHold(work: UnitOfWork, problem: ClockProblem, reading: Reading): Promise<boolean> {
  const { now } = reading
  const known = await sameHold(work.trx, problem, now)
  if (known && !isOld(known.lastReadAt, now)) return false
  if (known) {
    await updateHold(work.trx, known, reading)
    return true
  }
  await insertHold(work.trx, problem, reading)
  // The earlier of the two times, so that a process with a correct clock sends the emails now.
  const at = now < problem.comparedWith ? now : problem.comparedWith
  for (const reader of await readersWithRole(work.trx, 'administrator'))
    await queueEmail(
      { ...work, at },
      {
        name: 'clock held',
        to: recipientOf(reader),
        entity: { kind: 'person', id: reader.actor.id },
        facts: { ...problem, now },
      },
    )
  return true
}

const sameHold = async (db: Db | Tx, { why }: ClockProblem, now: Instant) =>
  (await holdsInForce(db)).find(each => isSameHold(each, { why, now }, clockLimits.jumpDays)) ?? null
