import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { type ApplicationRecord, lockAndFindApplication } from '../../access/access.public.ts'
import { isGivenBack } from '../../../domain/application.ts'
import { MoveRefused } from '../../../domain/refusals.ts'
import { addDays, dayOf, daysBetween } from '../../../domain/time.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import { moveQuestions } from '../questions/question.store.ts'
import { moveApplication, entity } from '../applications/application.actions.ts'
import { updateApplication } from '../applications/application.store.ts'
import type { NewDateGiven, ReasonGiven } from './casework.forms.ts'

type Id = Pick<ApplicationRecord, 'id'>

export async function holdApplication(
  work: UnitOfWork,
  { id }: Id,
  { reason }: Pick<ReasonGiven, 'reason'>,
): Promise<void> {
  await moveApplication(work, await lockAndFindApplication(work.trx, work.actor, 'application.hold', id), 'hold', {
    reason,
  })
}

/** Every open date of the case moves on by as many days as it was on hold. */
export async function releaseApplication(work: UnitOfWork, { id }: Id): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'application.hold', id)
  const days = application.status === 'on hold' ? daysBetween(dayOf(application.statusSince), dayOf(work.at)) : 0
  if (days > 0) await moveQuestions(work.trx, application, replyBy => addDays(replyBy, days))
  await moveApplication(work, application, 'release', {}, { event: { days } })
}

export async function closeApplication(
  work: UnitOfWork,
  { id }: Id,
  { reason }: Pick<ReasonGiven, 'reason'>,
): Promise<void> {
  await moveApplication(work, await lockAndFindApplication(work.trx, work.actor, 'application.close', id), 'close', {
    reason,
  })
}

/** A return or a request for more evidence gets a later date; an award that got its renewal back receives it again. */
export async function moveDate(
  work: UnitOfWork,
  { id }: Id,
  { reason, until }: Pick<NewDateGiven, 'reason' | 'until'>,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'application.move_date', id)
  await work.tell('application about to move', { application })
  if (!isGivenBack(application) || (application.until !== null && until <= application.until))
    throw new MoveRefused('moveDate', application.status)
  await updateApplication(work.trx, application, {
    until,
    reasons: [application.reasons, reason].filter(Boolean).join('\n\n'),
  })
  await recordEvent(work, 'application.date_moved', entity(application), { from: application.until, until })
  await emailReaders(work, 'date moved', application, {
    applicationId: id,
    organisation: application.organisationName,
    until,
  })
  await work.tell('application moved', { application: { ...application, until }, isReceived: false })
}
