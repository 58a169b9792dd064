import { type Case, holdCase } from '../../access/access.public.ts'
import type { Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { isGivenBack } from '../../../domain/application.ts'
import { MoveRefused } from '../../../domain/refusals.ts'
import { addDays, dayOf, daysBetween, type Instant } from '../../../domain/time.ts'
import { tellReaders } from '../../../email/outbox.ts'
import { catchUpBefore, followCase } from '../../awards/awards.public.ts'
import { recordEvent } from '../../../history/record.ts'
import { moveQuestions } from '../questions/question.store.ts'
import { moveApplication, thing } from '../applications/application.actions.ts'
import { updateApplication } from '../applications/application.store.ts'
import type { NewDateGiven, ReasonGiven } from './casework.forms.ts'

type Id = Pick<Case, 'id'>

export async function holdApplication(
  trx: Tx,
  who: Actor,
  { id }: Id,
  { reason }: Pick<ReasonGiven, 'reason'>,
  at: Instant,
): Promise<void> {
  await moveApplication(trx, who, await holdCase(trx, who, 'application.hold', id), 'hold', at, { reason })
}

/** Every open date of the case moves on by as many days as it was on hold. */
export async function releaseApplication(trx: Tx, who: Actor, { id }: Id, at: Instant): Promise<void> {
  const application = await holdCase(trx, who, 'application.hold', id)
  const days = application.status === 'on hold' ? daysBetween(dayOf(application.statusSince), dayOf(at)) : 0
  if (days > 0) await moveQuestions(trx, application, replyBy => addDays(replyBy, days))
  await moveApplication(trx, who, application, 'release', at, {}, { event: { days } })
}

export async function closeApplication(
  trx: Tx,
  who: Actor,
  { id }: Id,
  { reason }: Pick<ReasonGiven, 'reason'>,
  at: Instant,
): Promise<void> {
  await moveApplication(trx, who, await holdCase(trx, who, 'application.close', id), 'close', at, { reason })
}

/** A return or a request for more evidence gets a later date; an award that got its renewal back receives it again. */
export async function moveDate(
  trx: Tx,
  who: Actor,
  { id }: Id,
  { reason, until }: Pick<NewDateGiven, 'reason' | 'until'>,
  at: Instant,
): Promise<void> {
  const application = await holdCase(trx, who, 'application.move_date', id)
  await catchUpBefore(trx, application, at)
  if (!isGivenBack(application) || (application.until !== null && until <= application.until))
    throw new MoveRefused('moveDate', application.status)
  await updateApplication(trx, application, {
    until,
    reasons: [application.reasons, reason].filter(Boolean).join('\n\n'),
  })
  await recordEvent(trx, who, 'application.date_moved', thing(application), at, { from: application.until, until })
  await tellReaders(trx, 'date moved', application, at, {
    applicationId: id,
    organisation: application.organisationName,
    until,
  })
  await followCase(trx, who, { ...application, until }, at)
}
