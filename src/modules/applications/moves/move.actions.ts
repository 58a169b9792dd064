import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { isBackWithLibrary } from '../../../domain/application.ts'
import { FormRefused, MoveRefused } from '../../../domain/refusals.ts'
import { addDays, dayOf, daysBetween } from '../../../domain/time.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { entity, moveApplication } from '../applications/application.actions.ts'
import { updateApplication } from '../applications/application.store.ts'
import { insertMoveReason } from '../move-reasons/move-reason.store.ts'
import { moveQuestions } from '../questions/question.store.ts'
import { panelReasonsOf } from '../panel-requests/panel-request.store.ts'
import { askForSignOffAgain } from '../sign-offs/sign-off.actions.ts'
import type { CheckGiven, NewDateGiven, ReasonGiven, ReturnGiven } from './move.forms.ts'

/**
 * Marks an application as checked, and makes the actor its coordinator. Emails the trustees about a light renewal that
 * needs no panel.
 * @throws as `moveApplication` does
 */
export async function checkApplication(
  work: UnitOfWork,
  application: ApplicationRecord,
  { version }: CheckGiven,
): Promise<void> {
  await moveApplication(work, { ...application, version }, 'check', { changes: { coordinator_id: work.actor.id } })
  if (application.kind !== 'renewal' || (await panelReasonsOf(work.trx, application)).length > 0) return
  await emailReaders(work, application, {
    name: 'renewal waiting',
    facts: {
      applicationId: application.id,
      organisation: application.organisationName,
    },
  })
}

/**
 * Returns an application to its library. The chosen items must be changed before it can be submitted again. Asks for a
 * new sign-off if evidence or targets have changed since the application was submitted.
 * @throws as `moveApplication` does
 */
export async function returnApplication(
  work: UnitOfWork,
  application: ApplicationRecord,
  { version, items, ...given }: ReturnGiven,
): Promise<void> {
  await moveApplication(work, { ...application, version }, 'return', { given: { ...given, criteria: items } })
  await askForSignOffAgain(work, application)
}

/** @throws as `moveApplication` does */
export const withdrawApplication = (work: UnitOfWork, application: ApplicationRecord): Promise<void> =>
  moveApplication(work, application, 'withdraw')

/** @throws as `moveApplication` does */
export const putOnHold = (work: UnitOfWork, application: ApplicationRecord, given: ReasonGiven): Promise<void> =>
  moveApplication(work, application, 'hold', { given })

/**
 * Takes an application off hold. The panel's read-by date, the last days to answer seat offers and the reply dates of
 * open questions move by as many days as the hold lasted.
 * @throws as `moveApplication` does
 */
export async function takeOffHold(work: UnitOfWork, application: ApplicationRecord): Promise<void> {
  const days = application.status === 'on hold' ? daysBetween(dayOf(application.statusSince), dayOf(work.at)) : 0
  let questions = 0
  if (days > 0) {
    questions = await moveQuestions(work.trx, application, replyBy => addDays(replyBy, days))
    await work.tell('hold about to end', { application, days })
  }
  await moveApplication(work, application, 'release', {
    event: { days },
    emails: { areDeadlinesExtended: questions > 0 },
  })
}

/** @throws as `moveApplication` does */
export const closeApplication = (work: UnitOfWork, application: ApplicationRecord, given: ReasonGiven): Promise<void> =>
  moveApplication(work, application, 'close', { given })

/**
 * Extends the deadline of a returned application or a request for more evidence. A renewal that had missed its old
 * deadline counts as with us again (`preventsLapse`).
 * @throws MoveRefused when the application is not back with the library
 * @throws FormRefused when the new date is not later
 * @throws Stale when the application has changed since it was read
 */
export async function moveDate(
  work: UnitOfWork,
  application: ApplicationRecord,
  { reason, until }: NewDateGiven,
): Promise<void> {
  await work.tell('application about to move', { application })
  if (!isBackWithLibrary(application)) throw new MoveRefused('moveDate', application.status)
  if (application.until !== null && until <= application.until)
    throw new FormRefused('until', 'applications.new_date.until.later')
  await updateApplication(work.trx, application, {
    until,
    reasons: [application.reasons, reason].filter(Boolean).join('\n\n'),
  })
  const kept = await insertMoveReason(work, application, { move: 'moveDate', body: reason, items: [], until })
  await recordEvent(work, 'application.date_moved', entity(application), {
    from: application.until,
    until,
    reason: kept,
  })
  await emailReaders(work, application, {
    name: 'date moved',
    facts: {
      applicationId: application.id,
      organisation: application.organisationName,
      until,
    },
  })
  await work.tell('application moved', {
    application: { ...application, until },
    isReceived: application.until !== null && application.until < dayOf(work.at),
    cause: 'new deadline',
  })
}
