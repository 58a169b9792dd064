import { runLookups } from '../../../db/lookups.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock, type Actor } from '../../../domain/actor.ts'
import { changedFacts, correctedFacts, type RecordedFacts, type Replayed } from '../../../domain/award-correction.ts'
import { can } from '../../../domain/permissions.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import { cancelUnsent } from '../../../email/outbox.store.ts'
import { recordEvent } from '../../../history/record.ts'
import { branchesOf, branchesTakenBesideAward, lockOrganisation } from '../../organisations/organisations.public.ts'
import type { NamedAward } from '../awards/award.store.ts'
import { makeDueMoves, writeChange } from '../lifecycle/lifecycle.actions.ts'
import { updateAward } from '../lifecycle/lifecycle.store.ts'
import { hashOfFacts } from './correction.forms.ts'
import { emailAnswer, emailLeadsAboutCorrection, emailTrustees } from '../correction-emails/correction-email.actions.ts'
import { replayed } from '../correction-preview/correction-preview.store.ts'
import { hasLostRenewal } from '../correction-preview/submitted-renewal.store.ts'
import {
  answerCorrection,
  correctBranches,
  correctTerm,
  correctionsLookup,
  insertCorrection,
  isChangedSinceRecorded,
  isRenewalDecided,
  isRenewalDecidedLookup,
  isUsed,
  recordedFactsOf,
  waitingAmong,
  waitingCorrection,
  type Correction,
} from './correction.store.ts'

/**
 * Why the record of an award cannot be corrected; null when it can. A decision made in this service is reopened
 * instead.
 */
export function reasonNotToCorrect(
  award: NamedAward,
  { isDecided, corrections }: { isDecided: boolean; corrections: readonly Correction[] },
): 'ended' | 'decided here' | 'waiting' | null {
  if (award.status === 'ended') return 'ended'
  if (isDecided) return 'decided here'
  return waitingAmong(corrections) ? 'waiting' : null
}

/**
 * Corrects the record of an award. If someone outside the charity has seen the award, a trustee must confirm first.
 * @param seen the hash of the facts that the page showed as the present ones
 * @returns whether the correction took effect
 * @throws Stale when the facts have changed since then
 * @throws FormRefused when the correction changes nothing or is not allowed
 */
export async function correctAward(
  work: UnitOfWork,
  { id }: Pick<NamedAward, 'id'>,
  { reason, seen, ...says }: RecordedFacts & { reason: string; seen: string },
): Promise<boolean> {
  const award = await awardToCorrect(work, id)
  const said = await recordedFactsOf(work.trx, award)
  if (seen !== hashOfFacts(said)) throw new Stale()
  if (changedFacts(said, says).length === 0) throw new FormRefused('from', 'awards.correct.same')
  if (await hasUnknownDays(work, award, { said, says })) throw new FormRefused('to', 'awards.correct.to.past')
  await refuseBranches(work, award, { scope: says.scope, field: 'scope' })
  return propose(work, award, { kind: 'correct', said, says, reason })
}

/**
 * Removes an award that was recorded by mistake. If someone outside the charity has seen the award, a trustee must
 * confirm first.
 * @returns whether the award was removed
 * @throws FormRefused for a reason in `reasonNotToCorrect`
 */
export async function removeAward(work: UnitOfWork, { id }: Pick<NamedAward, 'id'>, reason: string): Promise<boolean> {
  const award = await awardToCorrect(work, id)
  return propose(work, award, { kind: 'remove', said: await recordedFactsOf(work.trx, award), says: null, reason })
}

/** The result for a recorded award when its import is undone: removed, already gone, or the reason for keeping it. */
export type RecordingUndone = 'removed' | 'gone' | 'seen' | 'changed' | 'used' | 'refused'

/**
 * Removes a recorded award whose import is undone. No trustee is asked, so an award that was seen, changed or used
 * stays.
 */
export async function undoRecording(work: UnitOfWork, id: string, reason: string): Promise<RecordingUndone> {
  const award = await makeDueMoves(work, id, { isQuiet: true })
  if (award.removedAt !== null) return 'gone'
  if (!can(work.actor, 'award.correct', award)) return 'refused'
  if (await isChangedSinceRecorded(work.trx, award)) return 'changed'
  if (await isUsed(work.trx, award)) return 'used'
  if (award.firstShownAt !== null) return 'seen'
  await removeAward(work, award, reason)
  return 'removed'
}

async function awardToCorrect(work: UnitOfWork, id: string): Promise<NamedAward> {
  const award = await makeDueMoves(work, id)
  const found = await runLookups(work.trx, {
    isDecided: isRenewalDecidedLookup(work.trx, award.id),
    corrections: correctionsLookup(work.trx, award.id),
  })
  const why = reasonNotToCorrect(award, found)
  if (why !== null) throw new FormRefused('reason', `awards.correct.not.${why}`)
  return award
}

/**
 * Whether a correction moves the last valid day to another day in the past, for an award for which `hasLostRenewal` is
 * true.
 */
async function hasUnknownDays(
  { trx, at }: UnitOfWork,
  award: NamedAward,
  { said, says }: Record<'said' | 'says', Pick<RecordedFacts, 'to'>>,
): Promise<boolean> {
  const isMovedToPast = says.to < dayOf(at) && says.to !== said.to
  return isMovedToPast && hasLostRenewal(trx, award, dayOf(at))
}

/** @throws FormRefused when a branch has been deleted, or is in another award or in an application */
async function refuseBranches(
  work: UnitOfWork,
  award: NamedAward,
  { scope, field }: { scope: readonly string[]; field: 'scope' | 'answer' },
): Promise<void> {
  await lockOrganisation(work.trx, { id: award.organisationId })
  const branches = await branchesOf(work.trx, { id: award.organisationId })
  if (scope.some(branch => !branches.some(({ id }) => id === branch)))
    throw new FormRefused(
      field,
      field === 'scope' ? 'awards.record.scope.unknown' : 'awards.correct.answer.branch_deleted',
    )
  const taken = await branchesTakenBesideAward(work.trx, award)
  const names = branches.filter(({ id }) => scope.includes(id) && taken.has(id)).map(({ name }) => name)
  if (names.length > 0) throw new FormRefused(field, 'awards.record.scope.taken', { branches: names.join(', ') })
}

type Change = Pick<Correction, 'kind' | 'said' | 'says' | 'reason'>

async function propose(work: UnitOfWork, award: NamedAward, change: Change): Promise<boolean> {
  const isMade = award.firstShownAt === null
  const status = isMade ? 'made' : 'waiting'
  const correction = { ...change, status, proposedBy: work.actor.id } as const
  const id = await insertCorrection(work.trx, award, correction, work.at)
  if (isMade) await make(work, award, change)
  else {
    const facts = { correction: id, kind: change.kind }
    await recordEvent(work, 'award.correction_proposed', entity(award), facts)
    await emailTrustees(work, award)
  }
  return isMade
}

/**
 * Records a trustee's answer to a proposed correction, and makes a confirmed correction.
 * @throws Stale when the correction has been answered or this person cannot answer it
 * @throws FormRefused when a confirmed correction is no longer allowed
 */
export async function answerTheCorrection(
  work: UnitOfWork,
  { id }: Pick<NamedAward, 'id'>,
  answer: { correctionId: string; isConfirmed: boolean; reason: string },
): Promise<void> {
  const award = await makeDueMoves(work, id)
  const correction = await waitingCorrection(work.trx, award)
  if (correction?.id !== answer.correctionId || !mayAnswerCorrection(work.actor, award, correction)) throw new Stale()
  const { isConfirmed } = answer
  await answerCorrection(work.trx, correction, {
    status: isConfirmed ? 'made' : 'declined',
    by: work.actor.id,
    at: work.at,
    reason: answer.reason || null,
  })
  if (!isConfirmed) await recordEvent(work, 'award.correction_declined', entity(award), { correction: correction.id })
  else {
    if (award.status === 'ended' || (await isRenewalDecided(work.trx, award)))
      throw new FormRefused('answer', 'awards.correct.answer.too_late')
    const said = await recordedFactsOf(work.trx, award)
    const says = correction.says && correctedFacts(said, { before: correction.said, after: correction.says })
    if (says && (await hasUnknownDays(work, award, { said, says })))
      throw new FormRefused('answer', 'awards.correct.answer.lost_renewal')
    if (says) await refuseBranches(work, award, { scope: says.scope, field: 'answer' })
    await make(work, award, { ...correction, said, says })
  }
  await emailAnswer(work, award, { proposedBy: correction.proposedBy, isMade: isConfirmed })
}

/** Whether a person can answer a correction. Nobody can answer one that they proposed. */
export const mayAnswerCorrection = (actor: Actor, award: NamedAward, { proposedBy }: Correction): boolean =>
  can(actor, 'award.confirm_correction', award) && actor.id !== proposedBy

const untrueWhenCorrected = ['renewal open', 'award overdue', 'award lapsed'] as const
const untrueWhenRemoved = [...untrueWhenCorrected, 'manual reminder', 'award extended', 'award suspended'] as const

async function make(work: UnitOfWork, award: NamedAward, change: Change): Promise<void> {
  await cancelUnsent(work.trx, change.says ? untrueWhenCorrected : untrueWhenRemoved, { kind: 'award', id: award.id })
  if (change.says) await writeCorrection(work, award, change.said, change.says)
  else await writeRemoval(work, award)
  await emailLeadsAboutCorrection(work, award, change)
}

async function writeCorrection(
  work: UnitOfWork,
  award: NamedAward,
  said: RecordedFacts,
  says: RecordedFacts,
): Promise<void> {
  const fields = changedFacts(said, says)
  const after = await replayed(work.trx, award, { said, says }, work.at)
  const corrected = await updateAward(work.trx, award, {
    granted_on: says.from,
    decided_by: says.decidedBy,
    source: says.source,
  })
  if (fields.includes('scope') || fields.includes('from')) await correctBranches(work.trx, award, said, says)
  if (!fields.includes('from') && !fields.includes('to'))
    return recordEvent(work, 'award.details_corrected', entity(award), { fields })
  await correctTerm(work.trx, award, says)
  await restate(work, corrected, says, after)
  await makeDueMoves(work, award.id)
}

/** Writes the corrected state and every change that follows from it. Earlier changes are kept for the history. */
async function restate(work: UnitOfWork, award: NamedAward, says: RecordedFacts, after: Replayed): Promise<void> {
  let now = await writeChange(work, award, {
    move: 'correct',
    event: 'award.correct',
    status: 'valid',
    from: says.from,
    lastDay: { validTo: says.to, baseValidTo: says.to, isKeptByRenewal: false },
    facts: { fields: ['from', 'to'] },
  })
  const clock = as(theClock, work)
  for (const { move, to, from, validTo, reason, cause } of after.changes)
    now = await writeChange(clock, now, {
      move,
      event: move === 'valid to moved' ? 'award.valid_to_moved' : `award.${move}`,
      status: to,
      from,
      lastDay: { validTo, baseValidTo: validTo ?? now.baseValidTo, isKeptByRenewal: false },
      reason,
      cause,
      facts: { replayed: true },
    })
  now = await updateAward(work.trx, now, {
    base_valid_to: after.baseValidTo ?? says.to,
    is_kept_by_renewal: after.isKeptByRenewal ? 1 : 0,
  })
  await work.tell('award moved', now)
}

async function writeRemoval(work: UnitOfWork, award: NamedAward): Promise<void> {
  const removed = await writeChange(work, award, {
    move: 'remove',
    event: 'award.remove',
    status: 'ended',
    from: award.grantedOn,
    lastDay: { validTo: null, baseValidTo: award.baseValidTo, isKeptByRenewal: false },
    facts: {},
  })
  const ended = await updateAward(work.trx, removed, { removed_at: work.at })
  await work.tell('award moved', ended)
  await makeDueMoves(work, award.id)
}

const entity = ({ id, organisationId }: NamedAward) => ({ kind: 'award', id, organisationId }) as const
