import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock } from '../../../domain/actor.ts'
import { errorCode } from '../../../domain/error-code.ts'
import { FormRefused, MoveRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import {
  applicationById,
  type ApplicationRecord,
  lockAndFindApplication,
  lockApplication,
} from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import { releaseDecisionLetter } from '../decisions/decision.actions.ts'
import { decisionOn, updateLetter } from '../decisions/decision.store.ts'
import { isLetterUntouched } from '../letters/letter.actions.ts'
import { organisationT } from '../letters/letter.store.ts'
import type { ManyGiven, ReleaseTimeGiven } from './release.forms.ts'
import { couldBeReleasedSince, lettersDue } from './release.store.ts'

type Subject = Pick<ApplicationRecord, 'id'>

/**
 * Schedules the release of a letter.
 * @throws FormRefused when the letter has only the standard text and the coordinator has not confirmed that
 * @throws Stale when the letter has been released or has changed since it was read
 * @throws NotFound when there is no decision
 */
export async function setReleaseTime(work: UnitOfWork, subject: Subject, given: ReleaseTimeGiven): Promise<void> {
  const { application, decision } = await lockedLetter(work, subject, given.version)
  if (!given.sure && isLetterUntouched(await organisationT(work.trx, application), application, decision))
    throw new FormRefused('sure', 'letters.release.sure.missing')
  await setTime(work, subject, given.at)
}

/**
 * Cancels a scheduled release.
 * @param readAt the version of the letter that was read
 * @throws Stale when no release is scheduled, or the letter or its release time has changed since it was read
 * @throws NotFound when there is no decision
 */
export async function stopRelease(work: UnitOfWork, subject: Subject, readAt: number): Promise<void> {
  const { application, decision } = await lockedLetter(work, subject, readAt)
  if (decision.releaseAt === null) throw new Stale()
  await updateLetter(work.trx, decision, decision.letterVersion, { release_at: null, release_set_by: null })
  await recordEvent(work, 'letter.release_stopped', entity(application), { decision: decision.id })
}

/**
 * Schedules many letters for the same time, in one transaction. The job releases each in its own transaction.
 * @param given.at null to release the letters now
 * @returns the number of letters scheduled
 * @throws as `setReleaseTime` does
 */
export async function setManyReleaseTimes(work: UnitOfWork, given: ManyGiven): Promise<number> {
  for (const { id, version } of given.letters) {
    const { application, decision } = await lockedLetter(work, { id }, version)
    if (!given.sure && isLetterUntouched(await organisationT(work.trx, application), application, decision))
      throw new FormRefused('sure', 'releases.many.sure.missing')
    await setTime(work, { id }, given.at ?? work.at)
  }
  return given.letters.length
}

async function setTime(work: UnitOfWork, subject: Subject, at: Instant): Promise<void> {
  const { application, decision } = await lockedLetter(work, subject)
  await updateLetter(work.trx, decision, decision.letterVersion, { release_at: at, release_set_by: work.actor.id })
  await recordEvent(work, 'letter.release_set', entity(application), { decision: decision.id, at })
}

/**
 * @param readAt the version of the letter that was read; left out to accept any version
 * @throws Stale when the letter has been released, or has changed since it was read; NotFound when there is no decision
 */
async function lockedLetter(work: UnitOfWork, { id }: Subject, readAt?: number) {
  const application = await lockAndFindApplication(work.trx, work.actor, 'decision_letter.release', id)
  const decision = await decisionOn(work.trx, application)
  if (!decision) throw new NotFound()
  if (decision.releasedAt !== null || (readAt ?? decision.letterVersion) !== decision.letterVersion) throw new Stale()
  return { application, decision }
}

const atOnce = 50

/**
 * The job that releases the due letters, each in its own transaction. It can run late, twice or in several processes.
 * @returns the number of letters released
 */
export async function releaseLetters(
  { db, write, clock, log }: Pick<Parts, 'db' | 'write' | 'clock' | 'log'>,
  stop?: AbortSignal,
): Promise<number> {
  let released = 0
  const tried = new Set<string>()
  for (;;) {
    const due = (await lettersDue(db, clock.now(), atOnce + tried.size)).filter(id => !tried.has(id))
    for (const id of due) {
      if (stop?.aborted) return released
      tried.add(id)
      const isReleased = await write(theClock, work => releaseIfDue(work, id)).catch((problem: unknown) => {
        // A refused move is expected when someone has just asked to reverse the decision.
        if (!(problem instanceof MoveRefused))
          log.error({ application: id, problem: errorCode(problem) }, 'decision letter not released')
        return false
      })
      if (isReleased) released += 1
    }
    if (due.length === 0) return released
  }
}

/**
 * Releases the letter if its release is due. An award counts from the day on which the letter could first be released
 * (`couldBeReleasedSince`), even if the job is late.
 * @returns whether this call released the letter
 */
async function releaseIfDue(work: UnitOfWork, id: string): Promise<boolean> {
  await lockApplication(work.trx, id)
  const application = await applicationById(work.trx, id)
  const decision = application && (await decisionOn(work.trx, application))
  const isDue =
    decision !== null && decision.releasedAt === null && decision.releaseAt !== null && decision.releaseAt <= work.at
  if (!application || !isDue) return false
  const due = await couldBeReleasedSince(work.trx, { ...decision, releaseAt: decision.releaseAt! })
  await releaseDecisionLetter(work, application, dayOf(due))
  return true
}
