import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Application, Seat } from '../../../domain/application.ts'
import { Stale } from '../../../domain/refusals.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import {
  applicationById,
  type ApplicationRecord,
  lockAndFindApplication,
  standingInCharity,
} from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import { followPanel } from '../discussions/panel-change.actions.ts'
import { updateSeat } from '../seats/seat.store.ts'

/**
 * Makes a member the chair of the panel. An earlier chair stays as a member, and an open offer to chair becomes an
 * offer of a member's seat. Emails the new chair and any earlier chair.
 * @param seen the chair that the page showed (`chairSeen`)
 * @throws Stale when the person no longer has the seat or a role in the charity, or already chairs, and when the page
 * showed another chair
 */
export async function makeChair(
  work: UnitOfWork,
  { id }: Pick<Application, 'id'>,
  { seatId, seen }: { seatId: string; seen: string },
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'panel.manage', id)
  const seat = application.seats.find(each => each.id === seatId)
  if (!seat || seat.personId === null || seat.chairs) throw new Stale()
  if ((await standingInCharity(work.trx, seat.personId)) !== 'held') throw new Stale()
  const before = chairOf(application)
  if (seen !== chairSeen(before)) throw new Stale()
  if (before) await updateSeat(work.trx, before.id, ['offered', 'accepted'], { chairs: 0 })
  await updateSeat(work.trx, seatId, ['accepted'], { chairs: 1 })
  await recordEvent(work, 'panel.chair_changed', entity(application), { seat: seatId })
  const now = (await applicationById(work.trx, id)) ?? application
  await emailMember(work, now, { seat, chairs: true })
  if (before?.status === 'accepted') await emailMember(work, now, { seat: before, chairs: false })
  await followPanel(work, application)
}

/** The seat or open offer of the panel's chair; null when there is none. */
export const chairOf = ({ seats }: Pick<Application, 'seats'>): Seat | null =>
  seats.find(({ chairs, status, setAside }) => chairs && !setAside && ['offered', 'accepted'].includes(status)) ?? null

/** Identifies the chair that a page shows, and whether their seat is only offered; empty without a chair. */
export const chairSeen = (chair: Pick<Seat, 'id' | 'status'> | null): string =>
  chair ? `${chair.id}-${chair.status}` : ''

async function emailMember(
  work: UnitOfWork,
  application: ApplicationRecord,
  { seat, chairs }: { seat: Seat; chairs: boolean },
): Promise<void> {
  await emailReaders(work, application, {
    name: 'chair changed',
    facts: { applicationId: application.id, organisation: application.organisationName, chairs },
    only: ({ id }) => id === seat.personId,
  })
}
