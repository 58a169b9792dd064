import { isDateHeld } from '../../../clock/right-date.ts'
import { newId } from '../../../db/ids.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock, type Actor, type Role } from '../../../domain/actor.ts'
import { nextDueDay, nextDueMove, statusByNow } from '../../../domain/award-clock.ts'
import { guards, type AwardFacts, type AwardGuard } from '../../../domain/award-guards.ts'
import { awardMoves, awardRoles, type AwardChange, type AwardMove, type AwardStatus } from '../../../domain/award.ts'
import { errorCode } from '../../../domain/error-code.ts'
import { offers, stateAfter, type Offer } from '../../../domain/moves.ts'
import { FormRefused, MoveRefused, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { isUnanswered, latest, type LastDay } from '../../../domain/valid-to.ts'
import { cancelUnsent } from '../../../email/outbox.store.ts'
import { recordEvent, type Facts } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { insertChange, type ClockRun, type NamedAward } from '../awards/award.store.ts'
import { emailLeads } from './lead-email.actions.ts'
import { reasonSeen } from './lifecycle.forms.ts'
import {
  awardContext,
  awardsDue,
  factsOf,
  lastDayOf,
  lockAward,
  overAwardsWithOpenApplications,
  setDueOn,
  updateAward,
  libraryDeadlinesOf,
  type AwardContext,
} from './lifecycle.store.ts'

/** The values that a person enters for a move. */
export interface AwardGiven {
  reason?: string
  until?: Day
}

/** The values that a move stores. */
export interface Written {
  /** the first day of the new state; today when left out */
  from?: Day | undefined
  /** the new last valid day; unchanged when left out */
  lastDay?: LastDay
  reason?: string | null
  cause?: AwardChange['cause'] | undefined
  /** additional facts for the history event of the move */
  event?: Facts
  run?: ClockRun
}

/** The values of a move that people do not enter. */
export interface MoveExtra extends Pick<Written, 'from' | 'lastDay' | 'event'> {
  facts?: Partial<AwardFacts>
}

/**
 * Makes the moves that are due by date, then the person's move, then any moves that become due.
 * @returns the award after all these moves
 * @throws MoveRefused when the state, the role or a guard does not allow the person's move
 */
export async function moveAward(
  work: UnitOfWork,
  { id }: Pick<NamedAward, 'id'>,
  name: AwardMove,
  given: AwardGiven = {},
): Promise<NamedAward> {
  await makeMove(work, await makeDueMoves(work, id), { name, given })
  return makeDueMoves(work, id)
}

/**
 * Makes one move of an award. Does not first make the moves that are due. After a decision is released, the due move
 * can be `handBack`, after which the letter could no longer renew the award.
 * @throws MoveRefused when the state, the actor's role or a guard does not allow it
 */
export async function makeMove(
  work: UnitOfWork,
  award: NamedAward,
  { name, given = {}, extra = {} }: { name: AwardMove; given?: AwardGiven; extra?: MoveExtra },
): Promise<NamedAward> {
  const facts = {
    ...factsOf(award, await awardContext(work.trx, award), dayOf(work.at)),
    until: given.until ?? null,
    ...extra.facts,
  }
  const offer = offersIn(awardRoles(work.actor, award), facts).find(({ move }) => move === name)
  const entered: Record<string, unknown> = { ...given }
  if (!offer || offer.unmet.length > 0 || offer.asks.some(field => !entered[field]))
    throw new MoveRefused(name, award.status, offer?.unmet)
  const lastDay = extra.lastDay ?? (given.until ? extendedTo(given.until) : lastDayOf(award))
  const { from, event } = extra
  const moved = await writeMove(work, award, name, { from, lastDay, reason: given.reason ?? null, event })
  await emailLeads(work, moved, name)
  await work.tell('award moved', moved)
  return moved
}

const extendedTo = (until: Day): LastDay => ({ validTo: until, baseValidTo: until, isKeptByRenewal: false })

/**
 * Makes the moves that are due by date, each with effect from its due day, and sets the next due day. Makes none while
 * the date is not trusted (`isDateHeld`).
 * @param since the earliest day on which a move can take effect, if it is later than the day from which the latest
 * change applies
 * @param isQuiet whether to send no email
 * @param run the id of the nightly run, if it makes the moves
 * @returns the award after these moves
 */
export async function makeDueMoves(
  work: UnitOfWork,
  awardId: string,
  { since, isQuiet = false, run }: { since?: Day; isQuiet?: boolean; run?: string } = {},
): Promise<NamedAward> {
  const today = dayOf(work.at)
  let award = await lockAward(work.trx, awardId)
  if (await isDateHeld(work.trx, work.at)) return award
  const byRun = run === undefined ? {} : { run: { id: run, wasKept: award.isKeptByRenewal } }
  let last: AwardMove | null = null
  for (;;) {
    const context = await awardContext(work.trx, award)
    const waits = libraryDeadlinesOf(context.applications)
    if (isUnanswered(lastDayOf(award), waits, today))
      award = await updateAward(work.trx, award, { is_kept_by_renewal: 0 })
    const facts = factsOf(award, context, today)
    const inStateSince = context.sinceTermBegan.since
    const due = nextDueMove(facts, latest(since ?? inStateSince, inStateSince))
    if (!due) {
      await setDueOn(work.trx, award, nextDueDay(facts, waits))
      if (last && !isQuiet) await emailLeads(as(theClock, work), award, last)
      return award
    }
    const cause = due.move === 'receive' ? 'already with us' : null
    award = await writeMove(as(theClock, work), award, due.move, { from: due.from, cause, ...byRun })
    last = due.move
    await work.tell('award moved', award)
    award = await lockAward(work.trx, awardId)
  }
}

/** Writes an allowed move: the award's row, its change and the event in the history. Sends no email. */
export async function writeMove(
  work: UnitOfWork,
  award: NamedAward,
  name: AwardMove,
  written: Written,
): Promise<NamedAward> {
  const { status } = stateAfter<AwardStatus>(awardMoves[name], { status: award.status, statusBefore: null })
  return writeChange(work, award, { ...written, move: name, event: `award.${name}`, facts: written.event, status })
}

/** Writes a new last valid day. The state does not change. */
export const writeValidTo = (work: UnitOfWork, award: NamedAward, written: Written): Promise<NamedAward> =>
  writeChange(work, award, {
    ...written,
    move: 'valid to moved',
    event: 'award.valid_to_moved',
    facts: written.event,
    status: award.status,
  })

/** Emails that are no longer true once the status of the award changes. */
const untrueLater = ['award overdue', 'award lapsed'] as const

/** Writes a change of an award: its row, the change and the event in the history. Sends no email. */
export async function writeChange(
  work: UnitOfWork,
  award: NamedAward,
  change: Omit<Written, 'event'> & {
    move: AwardChange['move']
    event: `award.${AwardMove | 'correct' | 'remove'}` | 'award.valid_to_moved'
    facts: Facts | undefined
    status: AwardStatus
  },
): Promise<NamedAward> {
  const { move, status, from = dayOf(work.at), lastDay = lastDayOf(award), reason = null, cause = null, run } = change
  const { validTo } = lastDay
  const changed = await updateAward(work.trx, award, {
    status,
    valid_to: validTo,
    base_valid_to: lastDay.baseValidTo,
    is_kept_by_renewal: lastDay.isKeptByRenewal ? 1 : 0,
  })
  if (status !== award.status) await cancelUnsent(work.trx, untrueLater, { kind: 'award', id: award.id })
  await insertChange(work.trx, { awardId: award.id, move, to: status, from, validTo, at: work.at, reason, cause, run })
  await recordEvent(
    work,
    change.event,
    { kind: 'award', id: award.id, organisationId: award.organisationId },
    { from: award.status, to: status, since: from, validTo, ...(cause && { cause }), ...change.facts },
  )
  return changed
}

/**
 * Makes the move whose form a person submitted, or records that the next renewal is a full reappraisal.
 * @param seen the present reason for a full reappraisal, as the page showed it (`reasonSeen`)
 * @throws Stale when that reason has changed since the page was shown
 * @throws MoveRefused as `moveAward` does; FormRefused when an extension would not end after the current last valid day
 */
export async function moveByHand(
  work: UnitOfWork,
  award: NamedAward,
  name: AwardMove | 'fullNext',
  { reason, until, seen = '' }: AwardGiven & { reason: string; seen?: string },
): Promise<void> {
  if (name === 'fullNext') return askForFull(work, award, { reason, seen })
  if (until && award.validTo && until <= award.validTo) throw new FormRefused('until', 'awards.move.extend.until.early')
  await moveAward(work, award, name, { reason, until })
}

/** Makes the next renewal a full reappraisal. The request applies until the award is renewed after that reappraisal. */
async function askForFull(
  work: UnitOfWork,
  { id }: Pick<NamedAward, 'id'>,
  { reason, seen }: { reason: string; seen: string },
): Promise<void> {
  const award = await makeDueMoves(work, id)
  if (seen !== reasonSeen(award.fullReappraisalReason)) throw new Stale()
  await updateAward(work.trx, award, { full_reappraisal_reason: reason })
  await recordEvent(work, 'award.full_next_asked', { kind: 'award', id, organisationId: award.organisationId })
}

/** A placeholder for the new last day, because whether an award can be extended does not depend on the day entered. */
const anyLaterDay = '2999-12-31' as Day

/**
 * The moves that a person can make now, each with its unmet guards. Due moves count as made, even if the nightly job
 * has not run yet.
 */
export function awardOffers(
  context: AwardContext,
  actor: Actor,
  award: NamedAward,
  today: Day,
): Offer<AwardMove, AwardGuard>[] {
  const facts = factsOf(award, context, today)
  return offersIn(awardRoles(actor, award), { ...facts, status: statusByNow(facts), until: anyLaterDay })
}

export const offersIn = (roles: readonly Role[], facts: AwardFacts): Offer<AwardMove, AwardGuard>[] =>
  offers(awardMoves, guards, { status: facts.status, roles, facts })

const awardsAtOnce = 200

/**
 * The nightly job: makes the moves that are due by date, each award in its own transaction. A late or second run has
 * the same result.
 * @param day moves only awards that are due by this day
 * @returns the number of awards checked
 * @throws Error when an award could not be moved, so that the run is tried again
 */
export async function moveAwards(
  { db, write, clock, log }: Pick<Parts, 'db' | 'write' | 'clock' | 'log'>,
  day: Day,
  stop?: AbortSignal,
): Promise<number> {
  const today = dayOf(clock.now())
  const run = newId()
  const failed: string[] = []
  const tryMove = (id: string, act: (work: UnitOfWork) => Promise<unknown>) =>
    write(theClock, act).catch((problem: unknown) => {
      failed.push(id)
      log.error({ award: id, problem: errorCode(problem) }, 'an award was not moved')
    })
  let looked = 0
  let after: { dueOn: string; id: string } | null = null
  do {
    const due: { id: string; dueOn: Day }[] = await awardsDue(db, day < today ? day : today, after, awardsAtOnce)
    for (const award of due) {
      if (stop?.aborted) return looked
      await tryMove(award.id, work => makeDueMoves(work, award.id, { run }))
      looked += 1
    }
    after = due.length < awardsAtOnce ? null : due.at(-1)!
  } while (after !== null)
  // Closes applications that an earlier run should have closed.
  for (const award of await overAwardsWithOpenApplications(db))
    await tryMove(award.id, work => work.tell('award moved', award))
  if (failed.length > 0) throw new Error(`${failed.length} awards were not moved`)
  return looked
}
