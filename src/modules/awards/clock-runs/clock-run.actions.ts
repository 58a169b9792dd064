import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { awardRoles } from '../../../domain/award.ts'
import { errorCode } from '../../../domain/error-code.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import { wasValidOn } from '../../../domain/validity.ts'
import { cancelUnsent } from '../../../email/outbox.store.ts'
import { queueEmail, queueMailboxCopy, recipientOf } from '../../../email/outbox.ts'
import { readersById, readersWithRole } from '../../../email/readers.store.ts'
import { recordEvent } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { changesOf, type NamedAward } from '../awards/award.store.ts'
import { makeDueMoves } from '../lifecycle/lifecycle.actions.ts'
import { leadsOf, lockAward, setDueOn, updateAward } from '../lifecycle/lifecycle.store.ts'
import {
  answerUndo,
  beforeRun,
  claimResult,
  closedARenewalAt,
  endUndo,
  insertUndo,
  lastUndo,
  markUndone,
  movesOfRun,
  undoToDo,
  wasEmailedAt,
  type BeforeRun,
  type ClockUndo,
  type UndoResult,
} from './clock-run.store.ts'

/**
 * Records an administrator's request to undo the moves of one nightly run, and emails the trustees.
 * @throws NotFound for an unknown run
 * @throws FormRefused while another request for the run is open, or when nothing is left to undo
 */
export async function askToUndo(work: UnitOfWork, runId: string, reason: string): Promise<void> {
  const moves = await movesOfRun(work.trx, runId)
  if (moves.every(({ undoneAt }) => undoneAt !== null)) throw new FormRefused('reason', 'clock_runs.not.left')
  const last = await lastUndo(work.trx, runId)
  if (last?.status === 'waiting' || last?.status === 'confirmed')
    throw new FormRefused('reason', 'clock_runs.not.waiting')
  const undo = await insertUndo(work.trx, { runId, reason, by: work.actor.id, at: work.at })
  await recordEvent(work, 'setting.clock_undo_proposed', { kind: 'setting', id: 'clock' }, { undo, run: runId })
  const count = new Set(moves.map(({ awardId }) => awardId)).size
  const trustees = await readersWithRole(work.trx, 'trustee')
  for (const trustee of trustees.filter(({ actor }) => actor.id !== work.actor.id))
    await queueEmail(work, {
      name: 'clock moves to undo',
      to: recipientOf(trustee),
      entity: { kind: 'person', id: trustee.actor.id },
      facts: { run: runId, count },
    })
}

/**
 * Records a trustee's answer to an administrator's request. After a confirmation, a job undoes the moves.
 * @throws Stale when the request is no longer open, or this person made it
 */
export async function answerAboutUndo(
  work: UnitOfWork,
  runId: string,
  answer: { undoId: string; isConfirmed: boolean },
): Promise<void> {
  const undo = await lastUndo(work.trx, runId)
  if (undo?.id !== answer.undoId || undo.proposedBy === work.actor.id) throw new Stale()
  const status = answer.isConfirmed ? 'confirmed' : 'declined'
  if (!(await answerUndo(work.trx, undo, { status, by: work.actor.id, at: work.at }))) throw new Stale()
  await recordEvent(
    work,
    `setting.clock_undo_${status}`,
    { kind: 'setting', id: 'clock' },
    { undo: undo.id, run: runId },
  )
}

/**
 * The job that undoes the moves of a run after a trustee has confirmed the request. Each award has its own transaction,
 * with the trustee's current rights.
 * @throws Error when an award could not be restored, so that the job is tried again
 */
export async function undoConfirmedMoves(
  { db, write, log }: Pick<Parts, 'db' | 'write' | 'log'>,
  stop?: AbortSignal,
): Promise<void> {
  for (let undo = await undoToDo(db); undo !== null; undo = await undoToDo(db)) {
    const doing = undo
    const [trustee] = await readersById(db, [doing.answeredBy ?? ''])
    const actor = trustee?.actor ?? nobody(doing)
    const ids = new Set((await movesOfRun(db, doing.runId)).map(({ awardId }) => awardId))
    const failed: string[] = []
    for (const id of [...ids].filter(each => !doing.results.has(each))) {
      if (stop?.aborted) return
      await write(actor, work => undoMoves(work, doing, id)).catch((problem: unknown) => {
        failed.push(id)
        log.error({ award: id, problem: errorCode(problem) }, 'moves were not undone')
      })
    }
    if (failed.length > 0) throw new Error(`the moves of ${failed.length} awards were not undone`)
    await write(actor, ({ trx }) => endUndo(trx, doing))
  }
}

/** A placeholder for a trustee who can no longer sign in. It has no role, so it cannot restore an award. */
const nobody = ({ answeredBy }: ClockUndo): UnitOfWork['actor'] => ({
  id: answeredBy ?? '',
  name: '',
  language: 'en',
  memberships: [],
  charityRoles: [],
})

async function undoMoves(work: UnitOfWork, undo: ClockUndo, awardId: string): Promise<void> {
  const award = await lockAward(work.trx, awardId)
  const before = await beforeRun(work.trx, award, undo.runId)
  const result = resultOf(work, award, before)
  if (!(await claimResult(work.trx, undo, award, result))) return
  if (result === 'undone') await restore(work, award, before!, undo)
}

function resultOf({ actor }: UnitOfWork, award: NamedAward, before: BeforeRun | null): UndoResult {
  if (!awardRoles(actor, award).includes('trustee')) return 'conflict'
  return before === null ? 'changed' : 'undone'
}

/** Emails of the nightly job that are cancelled when its moves are undone, unless they were sent. */
export const wrongEmails = ['award overdue', 'award lapsed'] as const

async function restore(work: UnitOfWork, award: NamedAward, before: BeforeRun, undo: ClockUndo): Promise<void> {
  await markUndone(work.trx, award, undo.runId, work.at)
  const restored = await updateAward(work.trx, award, {
    status: before.status,
    valid_to: before.validTo,
    is_kept_by_renewal: before.isKeptByRenewal ? 1 : 0,
  })
  await recordEvent(
    work,
    'award.moves_undone',
    { kind: 'award', id: award.id, organisationId: award.organisationId },
    { from: award.status, to: before.status, validTo: before.validTo, undo: undo.id },
  )
  const wasEmailed = await wasEmailedAt(work.trx, award, wrongEmails, before.at)
  await cancelUnsent(work.trx, wrongEmails, { kind: 'award', id: award.id })
  await setDueOn(work.trx, restored, dayOf(work.at))
  await work.tell('award moves undone', { id: award.id })
  const now = await makeDueMoves(work, award.id)
  if (wasEmailed) await emailLeadsAgain(work, now, before)
}

async function emailLeadsAgain(work: UnitOfWork, award: NamedAward, { at }: BeforeRun): Promise<void> {
  const isValid = wasValidOn(await changesOf(work.trx, award), dayOf(work.at))
  const facts = {
    awardId: award.id,
    organisation: award.organisationName,
    validUntil: isValid ? award.validTo : null,
    hasClosedRenewal: await closedARenewalAt(work.trx, award, at),
  }
  const correction = { name: 'award moves undone' as const, entity: { kind: 'award' as const, id: award.id }, facts }
  for (const lead of await leadsOf(work.trx, award)) await queueEmail(work, { ...correction, to: recipientOf(lead) })
  await queueMailboxCopy(work, award, correction)
}
