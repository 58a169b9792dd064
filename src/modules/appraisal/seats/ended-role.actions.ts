import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Application } from '../../../domain/application.ts'
import { isSeatUnfinished } from '../../../domain/panel.ts'
import { recordEvent } from '../../../history/record.ts'
import {
  applicationById,
  endTokens,
  findPerson,
  lockApplication,
  standingInCharity,
} from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import { followPanel } from '../discussions/panel-change.actions.ts'
import { emailChairWhenAllAreIn } from '../findings/all-given.actions.ts'
import { emailVacantSeat } from '../panels/panel.actions.ts'
import { endHelpOf } from '../seat-helpers/seat-helper.store.ts'
import { openSeatsOf, updateSeat } from './seat.store.ts'

/**
 * Withdraws the unfinished seats of a person who no longer has a role at the charity. Emails the coordinators and, for
 * an accepted seat, the chair. Also ends the person's help with other seats, unless they are waiting for a role. Keeps
 * the person's findings.
 */
export async function withdrawSeatsOf(work: UnitOfWork, { personId }: { personId: string }): Promise<void> {
  const standing = await standingInCharity(work.trx, personId)
  if (standing === 'held') return
  // A person who is waiting for a role keeps the seats that they help with, and the offers to their email address.
  const { email } = await findPerson(work.trx, personId)
  const helped = standing === 'none' ? await endHelpOf(work.trx, { personId, email }, work.at) : []
  for (const id of helped) await followPanel(work, { id })
  for (const { id, applicationId } of await openSeatsOf(work.trx, {
    personId,
    email: standing === 'none' ? email : null,
  }))
    await withdrawUnfinished(work, applicationId, id)
}

/**
 * Withdraws an application's unfinished seats whose holders no longer have a role at the charity. Call this after a
 * change that can make finished seats unfinished again: more evidence, a reversal or a reopening.
 */
export async function withdrawSeatsWithoutRole(work: UnitOfWork, { id }: Pick<Application, 'id'>): Promise<void> {
  const application = await applicationById(work.trx, id)
  for (const { id: seatId, personId } of application?.seats ?? [])
    if (personId !== null && (await standingInCharity(work.trx, personId)) !== 'held')
      await withdrawUnfinished(work, id, seatId)
}

async function withdrawUnfinished(work: UnitOfWork, applicationId: string, seatId: string): Promise<void> {
  await lockApplication(work.trx, applicationId)
  const application = await applicationById(work.trx, applicationId)
  const seat = application?.seats.find(({ id }) => id === seatId)
  if (!application || !seat || !isSeatUnfinished(seat, application)) return
  await updateSeat(work.trx, seatId, ['offered', 'accepted'], { status: 'withdrawn', withdrawn_at: work.at })
  await endTokens(work.trx, 'seat offer', seatId, work.at)
  await recordEvent(work, 'seat.withdrawn', entity(application), { seat: seatId })
  await followPanel(work, application)
  await emailVacantSeat(work, application, seat)
  await emailChairWhenAllAreIn(work, application)
}
