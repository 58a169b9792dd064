import { setImmediate as pause } from 'node:timers/promises'
import { endRowLease, extendRowLease } from '../../../db/row-lease.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theService, type Actor } from '../../../domain/actor.ts'
import type { LeftOut } from '../../../domain/bulk-change.ts'
import { errorCode } from '../../../domain/error-code.ts'
import { daysToUndoBulkChange } from '../../../domain/retention.ts'
import { Busy, Forbidden, FormRefused, NoRoom, NotFound, Stale } from '../../../domain/refusals.ts'
import { addMinutes } from '../../../domain/time.ts'
import { readersById } from '../../../email/readers.store.ts'
import type { Parts } from '../../../parts.ts'
import { changeItem, undoItem } from './bulk-change.actions.ts'
import {
  bulkChangesToRun,
  claimBulkChange,
  deleteBulkChange,
  endBulkChange,
  oldBulkChanges,
  type BulkChange,
} from './bulk-change.store.ts'
import { leaveOutRest, nextItem, saveResult } from './changed-item.store.ts'

type Running = Pick<Parts, 'db' | 'write' | 'clock' | 'log'>

/** Changes to more items than this are made by the job, not within the request. */
export const changedImmediately = 50

/**
 * The job that continues unfinished bulk changes, including those being undone, at most 20 in each run. Several
 * processes can run it at the same time.
 */
export async function runBulkChanges(parts: Running, stop?: AbortSignal): Promise<void> {
  for (const id of await bulkChangesToRun(parts.db, parts.clock.now())) {
    if (stop?.aborted) return
    await runBulkChange(parts, id, stop)
  }
}

/**
 * Makes or undoes one bulk change. Stops early when another process takes over or `stop` is aborted. Each item is
 * changed, and its result saved, in one transaction, so no item is changed twice.
 */
export async function runBulkChange(parts: Running, id: string, stop?: AbortSignal): Promise<void> {
  const { db, write, clock } = parts
  const claimed = await write(theService, ({ trx }) => claimBulkChange(trx, id, clock.now()))
  if (!claimed) return
  const personId = claimed.status === 'undoing' ? claimed.undoneBy! : claimed.startedBy
  const [person] = await readersById(db, [personId])
  try {
    while (!stop?.aborted) {
      if ((await handleNext(parts, person?.actor ?? null, claimed)) === 'over') return
      await pause() // lets other requests run between two items
    }
  } finally {
    // an error is harmless, because the lease expires
    await write(theService, ({ trx }) => endRowLease(trx, 'bulk_changes', claimed)).catch(() => {})
  }
}

type Outcome = 'more' | 'over'

async function handleNext({ write, log }: Running, person: Actor | null, claimed: BulkChange): Promise<Outcome> {
  if (!person) return write(theService, work => leaveOut(work, claimed))
  try {
    return await write(person, work => handleOne(work, claimed))
  } catch (problem) {
    if (problem instanceof Busy || problem instanceof NoRoom) throw problem
    const why = whyRefused(claimed, problem)
    if (why === 'not saved') log.error({ change: claimed.id, problem: errorCode(problem) }, 'a bulk change')
    return write(person, work => skipOne(work, claimed, why))
  }
}

function whyRefused({ kind }: BulkChange, problem: unknown): LeftOut {
  if (problem instanceof NotFound) return 'gone'
  if (problem instanceof Forbidden) return 'not permitted'
  if (problem instanceof Stale) return 'changed'
  if (problem instanceof FormRefused) return kind === 'removal' ? 'submitted' : 'owner left'
  return 'not saved'
}

async function handleOne(work: UnitOfWork, claimed: BulkChange): Promise<Outcome> {
  if (!(await extendRowLease(work.trx, 'bulk_changes', claimed, work.at))) return 'over'
  const next = await nextItem(work.trx, claimed)
  if (!next) {
    await endBulkChange(work.trx, claimed, work.at)
    return 'over'
  }
  const act = claimed.status === 'undoing' ? undoItem : changeItem
  await saveResult(work.trx, claimed, next, await act(work, claimed, next))
  return 'more'
}

async function skipOne(work: UnitOfWork, claimed: BulkChange, why: LeftOut): Promise<Outcome> {
  if (!(await extendRowLease(work.trx, 'bulk_changes', claimed, work.at))) return 'over'
  const next = await nextItem(work.trx, claimed)
  if (next) await saveResult(work.trx, claimed, next, why)
  return 'more'
}

async function leaveOut(work: UnitOfWork, claimed: BulkChange): Promise<Outcome> {
  if (!(await extendRowLease(work.trx, 'bulk_changes', claimed, work.at))) return 'over'
  await leaveOutRest(work.trx, claimed, 'not permitted')
  await endBulkChange(work.trx, claimed, work.at)
  return 'over'
}

const deletedAtOnce = 50

/**
 * The daily job that deletes finished and undone changes `daysToUndoBulkChange` days after they started, at most 50 in
 * each run.
 */
export async function deleteOldBulkChanges({ db, write, clock }: Running): Promise<void> {
  const before = addMinutes(clock.now(), -daysToUndoBulkChange * 24 * 60)
  for (const id of await oldBulkChanges(db, before, deletedAtOnce))
    await write(theService, ({ trx }) => deleteBulkChange(trx, id))
}
