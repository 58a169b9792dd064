import { setImmediate as pause } from 'node:timers/promises'
import { endRowLease, extendRowLease } from '../../../db/row-lease.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock, theService, type Actor } from '../../../domain/actor.ts'
import { errorCode } from '../../../domain/error-code.ts'
import { can } from '../../../domain/permissions.ts'
import { Busy, FormRefused, NoRoom, Stale } from '../../../domain/refusals.ts'
import { daysToUndoImport } from '../../../domain/retention.ts'
import { addMinutes } from '../../../domain/time.ts'
import { readersById } from '../../../email/readers.store.ts'
import { recordEvent } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { undoAward } from '../award-rows/award-undo.actions.ts'
import { saveAwards } from '../award-rows/award-save.actions.ts'
import { deleteRows, lastDone, retryKept, rowsOf, updateRow, type ImportRow } from '../imports/import-row.store.ts'
import { countsOf } from '../imports/row-counts.store.ts'
import { updateImport, type Import } from '../imports/import.store.ts'
import { saveOrganisations } from '../organisation-rows/organisation-save.actions.ts'
import { undoOrganisationRow } from '../organisation-rows/organisation-undo.actions.ts'
import { savePeople, undoPerson } from '../person-rows/person-save.actions.ts'
import { claimImport, endRun, importToForget, importsToForget, importsToRun } from './run.store.ts'

type Running = Pick<Parts, 'db' | 'write' | 'clock' | 'log'>

/** Up to this many rows are saved or undone within the request. A job does larger imports. */
export const savedImmediately = 50
const rowsAtOnce = 40

export const importEntity = ({ id }: Pick<Import, 'id'>) => ({ kind: 'import', id }) as const

/** The job that continues imports that are running or being undone, up to 20 in each run. */
export async function runImports(parts: Running, stop?: AbortSignal): Promise<void> {
  for (const id of await importsToRun(parts.db, parts.clock.now())) {
    if (stop?.aborted) return
    await runImport(parts, id, stop)
  }
}

/**
 * Saves or undoes the rows of an import in short transactions. Ends when no rows are left, `stop` is aborted, someone
 * stops the import, or the person who started it loses their role.
 */
export async function runImport(parts: Running, id: string, stop?: AbortSignal): Promise<void> {
  const { db, write, clock } = parts
  const claimed = await write(theService, ({ trx }) => claimImport(trx, id, clock.now()))
  if (!claimed) return
  const [person] = await readersById(db, [claimed.startedBy!])
  try {
    while (!stop?.aborted) {
      if ((await runBatch(parts, person?.actor ?? null, claimed)) !== 'more') return
      await pause() // lets other requests run between two batches
    }
  } finally {
    // if this fails, the lease expires later anyway
    await write(theService, ({ trx }) => endRowLease(trx, 'imports', claimed)).catch(() => {})
  }
}

type BatchOutcome = 'more' | 'over'

async function runBatch(parts: Running, person: Actor | null, claimed: Import): Promise<BatchOutcome> {
  const { write, log } = parts
  if (!person) return write(theService, work => stopWithoutRights(work, claimed))
  try {
    return await write(person, work => batch(work, claimed, rowsAtOnce))
  } catch (problem) {
    if (problem instanceof Busy || problem instanceof NoRoom) throw problem
  }
  // One of the rows cannot be saved. Saves each row in its own transaction, so that only that row is marked as failed.
  for (let row = 0; row < rowsAtOnce; row += 1) {
    try {
      if ((await write(person, work => batch(work, claimed, 1))) === 'over') return 'over'
    } catch (problem) {
      if (problem instanceof Busy || problem instanceof NoRoom) throw problem
      log.warn({ import: claimed.id, problem: errorCode(problem) }, 'a row was not saved')
      const isRefused = problem instanceof FormRefused || problem instanceof Stale
      await write(person, work => failFirst(work, claimed, isRefused))
    }
  }
  return 'more'
}

async function batch(work: UnitOfWork, claimed: Import, limit: number): Promise<BatchOutcome> {
  if (!(await extendRowLease(work.trx, 'imports', claimed, work.at))) return 'over'
  if (!can(work.actor, 'imports.manage')) return stopWithoutRights(work, claimed)
  const rows = await nextRows(work, claimed, limit)
  if (rows.length === 0) {
    await endOf(work, claimed)
    return 'over'
  }
  if (claimed.status === 'undoing')
    for (const row of rows) await updateRow(work.trx, row, await undo(work, claimed, row))
  else await savers[claimed.kind](work, rows)
  return 'more'
}

const savers = { organisations: saveOrganisations, awards: saveAwards, people: savePeople }

const undo = (work: UnitOfWork, { startedAt }: Import, row: ImportRow) => {
  if (row.kind === 'award') return undoAward(work, row)
  return row.kind === 'person' ? undoPerson(work, row) : undoOrganisationRow(work, row, startedAt!)
}

const nextRows = (work: UnitOfWork, { id, status }: Import, limit: number): Promise<ImportRow[]> =>
  status === 'undoing' ? lastDone(work.trx, id, limit) : rowsOf(work.trx, { importId: id, states: ['waiting'], limit })

/** Marks the next row as `failed` when saving, or as `kept` when undoing. */
async function failFirst(work: UnitOfWork, claimed: Import, isRefused: boolean): Promise<void> {
  if (!(await extendRowLease(work.trx, 'imports', claimed, work.at))) return
  const [row] = await nextRows(work, claimed, 1)
  if (!row) return
  const isUndo = claimed.status === 'undoing'
  const failure = isRefused ? 'refused' : 'not saved'
  await updateRow(work.trx, row, {
    state: isUndo ? 'kept' : 'failed',
    reasons: [{ is: isUndo ? 'kept failed' : failure }],
  })
}

async function endOf(work: UnitOfWork, claimed: Import): Promise<void> {
  const { states } = await countsOf(work.trx, claimed.id)
  if (claimed.status === 'undoing') {
    await endRun(work.trx, claimed, { status: 'undone', undone_at: work.at, rows_kept: states.kept })
    await recordEvent(work, 'import.undone', importEntity(claimed), { undone: states.undone, kept: states.kept })
  } else {
    await endRun(work.trx, claimed, { status: 'finished', ended_at: work.at })
    await recordEvent(work, 'import.finished', importEntity(claimed), { saved: states.done, failed: states.failed })
  }
}

/** Stops a run because the person who started it has lost their role. Someone else can then continue it. */
async function stopWithoutRights(work: UnitOfWork, claimed: Import): Promise<BatchOutcome> {
  // While an import is being undone, keeps `ended_at`, because the time limit for undoing counts from it.
  const ended = claimed.status === 'undoing' ? {} : { ended_at: work.at }
  await endRun(work.trx, claimed, { status: 'stopped', ...ended })
  await recordEvent({ ...work, actor: theClock }, 'import.stopped', importEntity(claimed))
  return 'over'
}

/**
 * Starts or continues an import.
 * @throws FormRefused while possible duplicates are undecided; Stale when the import's status is not `checked` or
 * `stopped`, or when it has changed since it was read
 */
export async function startImport(work: UnitOfWork, it: Import): Promise<void> {
  if (!['checked', 'stopped'].includes(it.status)) throw new Stale()
  const counts = await countsOf(work.trx, it.id)
  if (counts.undecided > 0) throw new FormRefused('choices', 'imports.run.undecided', { count: counts.undecided })
  await updateImport(work.trx, it, {
    status: 'running',
    started_by: work.actor.id,
    started_at: it.startedAt ?? work.at,
    ended_at: null,
  })
  await recordEvent(work, it.status === 'stopped' ? 'import.continued' : 'import.started', importEntity(it))
}

/** Stops an import after the current batch. Saved rows stay. @throws Stale when the import is not running */
export async function stopImport(work: UnitOfWork, it: Import): Promise<void> {
  if (it.status !== 'running') throw new Stale()
  await updateImport(work.trx, it, { status: 'stopped', ended_at: work.at })
  await recordEvent(work, 'import.stopped', importEntity(it))
}

/** Cancels an import that has not been started, and deletes its rows. @throws Stale when it was started or cancelled */
export async function cancelImport(work: UnitOfWork, it: Import): Promise<void> {
  if (it.status !== 'checked') throw new Stale()
  await updateImport(work.trx, it, { status: 'cancelled', ended_at: work.at, rows_deleted_at: work.at })
  await deleteRows(work.trx, it.id)
  await recordEvent(work, 'import.cancelled', importEntity(it))
}

/**
 * Whether an import can still be undone: for `daysToUndoImport` days from its end, as long as its rows are stored. An
 * undone import can be undone again, because some rows may have been kept.
 */
export const mayBeUndone = ({ status, endedAt, rowsDeletedAt }: Import, now: UnitOfWork['at']): boolean =>
  ['finished', 'stopped', 'undone'].includes(status) &&
  rowsDeletedAt === null &&
  endedAt !== null &&
  now < addMinutes(endedAt, daysToUndoImport * 24 * 60)

/**
 * Starts to undo a whole import. This includes rows that an earlier attempt has kept, except those of merged
 * organisations.
 * @throws Stale when the import can no longer be undone, or nothing is left to undo
 */
export async function undoImport(work: UnitOfWork, it: Import): Promise<void> {
  if (!mayBeUndone(it, work.at)) throw new Stale()
  const kept = await retryKept(work.trx, it.id)
  if (it.status === 'undone' && kept === 0) throw new Stale()
  await updateImport(work.trx, it, { status: 'undoing', started_by: work.actor.id })
  await recordEvent(work, 'import.undo_started', importEntity(it))
}

/**
 * The daily job for old imports. Deletes the rows of imports that can no longer be undone. Cancels imports that were
 * checked `daysToUndoImport` days ago and never started.
 */
export async function deleteOldImportRows({ db, write, clock }: Running): Promise<void> {
  const now = clock.now()
  const before = addMinutes(now, -daysToUndoImport * 24 * 60)
  for (const id of await importsToForget(db, before))
    await write(theService, async work => {
      const it = await importToForget(work.trx, id, before)
      if (!it) return
      await updateImport(work.trx, it, {
        status: it.status === 'checked' ? 'cancelled' : it.status,
        rows_deleted_at: now,
      })
      await deleteRows(work.trx, id)
    })
}
