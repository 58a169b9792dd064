import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { newId } from '../../../db/ids.ts'
import { seatOf, withoutRights, type Actor } from '../../../domain/actor.ts'
import { isUnderWay } from '../../../domain/application.ts'
import { Stale } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import type { EmailToken } from '../../../web/email-links.ts'
import {
  type ApplicationRecord,
  type NewAccount,
  endTokens,
  insertCharityRole,
  insertPerson,
  lockAndFindApplication,
  startSignIn,
  useToken,
} from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import { claimSeat, updateSeat, type SeatLine } from './seat.store.ts'

/** @throws Stale when the actor has no offer any more */
export async function acceptSeat(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  shownName: string,
): Promise<void> {
  const { application, seat } = await ownOffer(work, id)
  await updateSeat(work.trx, seat.id, ['offered'], { status: 'accepted', shown_name: shownName, answered_at: work.at })
  await endTokens(work.trx, 'seat offer', seat.id, work.at)
  await recordEvent(work, 'seat.taken', entity(application), { seat: seat.id })
}

/** @throws Stale when the actor has no offer any more */
export async function declineSeat(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  reason: string,
): Promise<void> {
  const { application, seat } = await ownOffer(work, id)
  await decline(work, application, seat.id, reason)
}

async function ownOffer(work: UnitOfWork, id: string) {
  const application = await lockAndFindApplication(work.trx, work.actor, 'seat.answer', id)
  const seat = seatOf(work.actor, application)
  if (!seat || !isUnderWay(application)) throw new Stale()
  return { application, seat }
}

async function decline(
  work: UnitOfWork,
  application: ApplicationRecord,
  seatId: string,
  reason: string,
): Promise<void> {
  await updateSeat(work.trx, seatId, ['offered'], {
    status: 'declined',
    declined_reason: reason || null,
    answered_at: work.at,
  })
  await endTokens(work.trx, 'seat offer', seatId, work.at)
  await recordEvent(work, 'seat.declined', entity(application), { seat: seatId })
}

/** A seat offer that was opened with the link in its email. */
export interface EmailedOffer {
  token: EmailToken
  seat: SeatLine
  application: ApplicationRecord
}

/**
 * Opens an account with the role of appraiser, and accepts the seat.
 * @returns the sign-in of the new account
 * @throws Stale when the link was used, the offer was withdrawn or the email address has an account by now
 */
export async function acceptSeatWithNewAccount(
  work: UnitOfWork,
  { token, seat, application }: EmailedOffer,
  account: NewAccount,
  shownName: string,
): Promise<{ id: string }> {
  if (!(await useToken(work.trx, token.id, work.at))) throw new Stale()
  const holder: Actor = {
    id: newId(),
    name: account.name,
    language: account.language,
    memberships: [],
    charityRoles: ['appraiser'],
  }
  const asHolder = as(holder, work)
  const person = { kind: 'person' as const, id: holder.id }
  await insertPerson(work.trx, {
    id: holder.id,
    name: account.name,
    email: account.email,
    password_hash: account.passwordHash,
    language: account.language,
    created_at: work.at,
  })
  await recordEvent(asHolder, 'person.account_opened', person)
  await insertCharityRole(work.trx, { id: newId(), personId: holder.id, role: 'appraiser', at: work.at })
  await recordEvent(asHolder, 'person.role_given', person, { person: holder.id, role: 'appraiser' })
  await claimSeat(work.trx, seat.id, holder.id)
  await acceptSeat(asHolder, application, shownName)
  return startSignIn(work, holder, account.browser)
}

/**
 * Gives the seat to the actor, whose email address got an account after the offer was made.
 * @throws Stale when the seat belongs to another person
 */
export async function claimOffer(work: UnitOfWork, { id }: SeatLine): Promise<void> {
  await claimSeat(work.trx, id, work.actor.id)
}

/**
 * Declines with the link, which needs no account.
 * @throws Stale when the offer was answered or withdrawn
 */
export async function declineByLink(
  work: UnitOfWork,
  { token, seat, application }: EmailedOffer,
  reason: string,
): Promise<void> {
  if (!(await useToken(work.trx, token.id, work.at))) throw new Stale()
  await decline(as(withoutRights(seat.personId ?? 'an invited person'), work), application, seat.id, reason)
}
