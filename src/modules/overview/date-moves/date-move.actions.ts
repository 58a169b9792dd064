import { setImmediate as pause } from 'node:timers/promises'
import type { Db } from '../../../db/connection.ts'
import { endRowLease, extendRowLease } from '../../../db/row-lease.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock, theService, type Actor } from '../../../domain/actor.ts'
import { datesAfter, type CapacityFacts, type Plan } from '../../../domain/capacity.ts'
import { errorCode } from '../../../domain/error-code.ts'
import { can } from '../../../domain/permissions.ts'
import { Busy, FormRefused, MoveRefused, NoRoom, NotFound, Stale } from '../../../domain/refusals.ts'
import { whyNotExtended, type LeftOut } from '../../../domain/renewal-bulk.ts'
import { addDays, addMonths, type Day } from '../../../domain/time.ts'
import { monthOf } from '../../../domain/year.ts'
import { readersById } from '../../../email/readers.store.ts'
import { recordEvent } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { linesOfAwards, type BoardLine } from '../renewals-board/board-line.store.ts'
import { extendAward } from '../renewals-bulk/renewals-bulk.actions.ts'
import { awardsMost, type NewDate } from './date-move.forms.ts'
import {
  awardsToMove,
  claimDateMove,
  continueDateMove,
  dateMovesToRun,
  endDateMove,
  insertDateMove,
  movedAwards,
  nextAwardToMove,
  saveMoveResult,
  type DateMove,
} from './date-move.store.ts'

type Running = Pick<Parts, 'db' | 'write' | 'clock' | 'log'>

/** The largest number of awards in a bulk extension that is made within the request. The job makes larger ones. */
export const movedImmediately = 50

/** The changes that a plan would make to each of its awards. */
export interface Preview {
  moved: { line: BoardLine; until: Day }[]
  /** the awards whose end date the plan does not move */
  kept: BoardLine[]
  leftOut: { line: BoardLine; why: LeftOut }[]
  /** true when there are more awards than one form can move; only the first are then listed */
  isCut: boolean
}

/** Sorts a plan's awards into moved, kept and left out. A moved award ends on the last day of its new month. */
export async function previewOf(
  db: Db,
  actor: Actor,
  { facts, plan }: { facts: CapacityFacts; plan: Plan & { move: NonNullable<Plan['move']> } },
): Promise<Preview> {
  const { month } = plan.move
  const ids = await awardsToMove(db, { month, from: facts.from, fullEvery: plan.fullEvery })
  const lines = await linesOfAwards(db, actor, ids.slice(0, awardsMost))
  const sorted = lines.map(line => ({ line, why: whyNotExtended(actor, line, null) }))
  const movable = sorted.filter(({ why }) => why === null).map(({ line }) => line)
  const months = datesAfter(facts, plan, movable.length)
  const dated = movable.map((line, index) => ({ line, until: lastDayOf(months[index] ?? month) }))
  const isKept = ({ until }: { until: Day }): boolean => monthOf(until) === month
  return {
    moved: dated.filter(each => !isKept(each)),
    kept: dated.filter(isKept).map(({ line }) => line),
    leftOut: sorted.flatMap(({ line, why }) => (why ? [{ line, why }] : [])),
    isCut: ids.length > awardsMost,
  }
}

const lastDayOf = (month: Day): Day => addDays(addMonths(month, 1), -1)

const entityOf = (id: string) => ({ kind: 'setting', id }) as const

/**
 * Records a bulk extension, which is then made one award at a time.
 * @returns the extension's id and its number of awards
 * @throws FormRefused when no award is left to move
 */
export async function startDateMove(
  work: UnitOfWork,
  { awards, reason, plan }: { awards: readonly NewDate[]; reason: string; plan: string },
): Promise<{ id: string; count: number }> {
  const lines = await linesOfAwards(
    work.trx,
    work.actor,
    awards.map(({ id }) => id),
  )
  const known = new Map(lines.map(line => [line.id, line]))
  const rows = awards.flatMap(({ id, version, until }) => {
    const line = known.get(id)
    return line ? [{ awardId: id, version, before: line.validTo, until }] : []
  })
  if (rows.length === 0) throw new FormRefused('reason', 'date_moves.none_left')
  const id = await insertDateMove(work.trx, { startedBy: work.actor.id, startedAt: work.at, reason, plan }, rows)
  await recordEvent(work, 'setting.date_moves_started', entityOf(id), { awards: rows.length })
  return { id, count: rows.length }
}

/**
 * Continues a bulk extension that was stopped, with the permissions of the person who continues it.
 * @throws Stale when the extension is running again or has finished
 */
export async function resumeDateMove(work: UnitOfWork, { id }: DateMove): Promise<void> {
  await continueDateMove(work.trx, { id }, work.actor.id)
  await recordEvent(work, 'setting.date_moves_continued', entityOf(id))
}

/** The job that works on running bulk extensions, up to 20 in a run. Several processes can do this at the same time. */
export async function runDateMoves(parts: Running, stop?: AbortSignal): Promise<void> {
  for (const id of await dateMovesToRun(parts.db, parts.clock.now())) {
    if (stop?.aborted) return
    await runDateMove(parts, id, stop)
  }
}

/**
 * Extends the awards of a bulk extension, each in its own transaction. Stops when none are left, when `stop` is
 * aborted, or when the person who started the extension loses their role. After a crash, another process continues with
 * the next award.
 */
export async function runDateMove(parts: Running, id: string, stop?: AbortSignal): Promise<void> {
  const { db, write, clock } = parts
  const claimed = await write(theService, ({ trx }) => claimDateMove(trx, id, clock.now()))
  if (!claimed) return
  const [person] = await readersById(db, [claimed.startedBy])
  try {
    while (!stop?.aborted) {
      if ((await moveNext(parts, person?.actor ?? null, claimed)) === 'over') return
      await pause() // lets other requests run between two awards
    }
  } finally {
    // an error is harmless, because the lease expires
    await write(theService, ({ trx }) => endRowLease(trx, 'date_moves', claimed)).catch(() => {})
  }
}

type Outcome = 'more' | 'over'

async function moveNext({ write, log }: Running, person: Actor | null, claimed: DateMove): Promise<Outcome> {
  if (!person) return write(theService, work => stopWithoutRights(work, claimed))
  try {
    return await write(person, work => moveOne(work, claimed))
  } catch (problem) {
    if (problem instanceof Busy || problem instanceof NoRoom) throw problem
    const isRefused = problem instanceof MoveRefused || problem instanceof Stale || problem instanceof NotFound
    if (!isRefused) log.error({ move: claimed.id, problem: errorCode(problem) }, 'a date move')
    return write(person, work => skipOne(work, claimed, isRefused ? 'changed' : 'not saved'))
  }
}

async function moveOne(work: UnitOfWork, claimed: DateMove): Promise<Outcome> {
  const { trx, at } = work
  if (!(await extendRowLease(trx, 'date_moves', claimed, at))) return 'over'
  if (!can(work.actor, 'renewals.manage')) return stopWithoutRights(work, claimed)
  const next = await nextAwardToMove(trx, claimed)
  if (!next) return finish(work, claimed)
  const { awardId, version, until } = next
  const result = await extendAward(work, { id: awardId, version }, { reason: claimed.reason, until })
  await saveMoveResult(trx, claimed, { awardId, result })
  return 'more'
}

async function skipOne(work: UnitOfWork, claimed: DateMove, result: 'changed' | 'not saved'): Promise<Outcome> {
  if (!(await extendRowLease(work.trx, 'date_moves', claimed, work.at))) return 'over'
  const next = await nextAwardToMove(work.trx, claimed)
  if (next) await saveMoveResult(work.trx, claimed, { awardId: next.awardId, result })
  return 'more'
}

async function finish(work: UnitOfWork, claimed: DateMove): Promise<Outcome> {
  const results = (await movedAwards(work.trx, claimed)).map(({ result }) => result)
  const extended = results.filter(result => result === 'extended').length
  await endDateMove(work.trx, claimed, { status: 'finished', at: work.at })
  await recordEvent(work, 'setting.date_moves_finished', entityOf(claimed.id), {
    extended,
    leftOut: results.length - extended,
  })
  return 'over'
}

/**
 * Stops a bulk extension because the person who started it has lost their role. Awards already extended stay extended,
 * and another coordinator can continue.
 */
async function stopWithoutRights(work: UnitOfWork, claimed: DateMove): Promise<Outcome> {
  await endDateMove(work.trx, claimed, { status: 'stopped', at: work.at })
  await recordEvent({ ...work, actor: theClock }, 'setting.date_moves_stopped', entityOf(claimed.id))
  return 'over'
}
