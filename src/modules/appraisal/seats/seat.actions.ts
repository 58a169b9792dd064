import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { newId } from '../../../db/ids.ts'
import { seatOf, withoutRights } from '../../../domain/actor.ts'
import { isUnderWay } from '../../../domain/application.ts'
import { Stale } from '../../../domain/refusals.ts'
import { addressKey } from '../../../email/addresses.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import type { EmailToken } from '../../../web/email-links.ts'
import {
  type ApplicationRecord,
  type NewAccount,
  askForRole,
  endTokens,
  findPerson,
  hasCharityRole,
  insertPerson,
  lockAndFindApplication,
  startSignIn,
  useToken,
} from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import { followPanel } from '../discussions/panel-change.actions.ts'
import { emailChairWhenAllAreIn } from '../findings/all-given.actions.ts'
import type { DeclineGiven } from './seat.forms.ts'
import { claimSeat, offersWithoutPerson, updateSeat, type SeatLine } from './seat.store.ts'

/** @throws Stale when the actor no longer has an offer, or the application is no longer under way */
export async function acceptSeat(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  shownName: string,
): Promise<void> {
  const { application, seat } = await ownOffer(work, id)
  await updateSeat(work.trx, seat.id, ['offered'], { status: 'accepted', shown_name: shownName, answered_at: work.at })
  await endTokens(work.trx, 'seat offer', seat.id, work.at)
  await recordEvent(work, 'seat.taken', entity(application), { seat: seat.id })
  await followPanel(work, application)
}

/** @throws Stale when the actor no longer has an offer, or the application is no longer under way */
export async function declineSeat(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  given: DeclineGiven,
): Promise<void> {
  const { application, seat } = await ownOffer(work, id)
  await decline(work, application, { ...given, seatId: seat.id })
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
  { seatId, reason, suggestedName, suggestedEmail }: DeclineGiven & { seatId: string },
): Promise<void> {
  await updateSeat(work.trx, seatId, ['offered'], {
    status: 'declined',
    declined_reason: reason || null,
    suggested_name: suggestedName || null,
    suggested_email: suggestedEmail || null,
    answered_at: work.at,
  })
  await endTokens(work.trx, 'seat offer', seatId, work.at)
  await recordEvent(work, 'seat.declined', entity(application), { seat: seatId })
  await emailReaders(work, application, {
    name: suggestedName === '' ? 'seat declined' : 'replacement suggested',
    facts: {
      applicationId: application.id,
      organisation: application.organisationName,
    },
  })
  await emailChairWhenAllAreIn(work, application)
}

/** A seat offer that was opened with the link in its email. */
export interface EmailedOffer {
  token: EmailToken
  seat: SeatLine
  application: ApplicationRecord
}

/**
 * Opens an account and asks for the role of appraiser, without which nobody can accept the offer.
 * @returns the sign-in of the new account, or null when the link has been used
 * @throws Stale when the email address already has an account
 */
export async function openAccountForSeat(
  work: UnitOfWork,
  { token, seat }: EmailedOffer,
  account: NewAccount,
): Promise<{ id: string } | null> {
  if (!(await useToken(work.trx, token.id, work.at))) return null
  const person = { kind: 'person' as const, id: newId() }
  await insertPerson(work.trx, {
    id: person.id,
    name: account.name,
    email: account.email,
    password_hash: account.passwordHash,
    language: account.language,
    created_at: work.at,
  })
  await recordEvent(as(withoutRights(person.id), work), 'person.account_opened', person)
  await joinPool(work, person.id, seat)
  return startSignIn(work, person, account.browser)
}

/**
 * Assigns the actor an offer that was made to their email address. If the actor has no role at the charity, first asks
 * for the role of appraiser.
 * @returns `waiting` while that role is not yet approved, otherwise `claimed`
 * @throws Stale when the seat belongs to another person or is no longer on offer
 */
export async function claimOffer(work: UnitOfWork, seat: SeatLine): Promise<'claimed' | 'waiting'> {
  if (!(await hasCharityRole(work.trx, work.actor.id)))
    if ((await joinPool(work, work.actor.id, seat)) === 'waiting') return 'waiting'
  await claimSeat(work.trx, seat.id, work.actor.id)
  return 'claimed'
}

const joinPool = (work: UnitOfWork, personId: string, { offeredBy }: SeatLine) =>
  askForRole(work, { personId, organisationId: null, role: 'appraiser', invitedBy: offeredBy, throughSeat: true })

/** Assigns a person the open offers made to their email address that belong to no account. */
export async function giveOfferedSeats({ trx }: UnitOfWork, { personId }: { personId: string }): Promise<void> {
  const { email } = await findPerson(trx, personId)
  for (const seat of await offersWithoutPerson(trx))
    if (addressKey(seat.email) === addressKey(email)) await claimSeat(trx, seat.id, personId)
}

/**
 * Declines an offer through the link in its email, which needs no account. Does nothing when the link has been used.
 * @throws Stale when the offer has been answered or withdrawn
 */
export async function declineByLink(
  work: UnitOfWork,
  { token, seat, application }: EmailedOffer,
  given: DeclineGiven,
): Promise<void> {
  if (!(await useToken(work.trx, token.id, work.at))) return
  const asHolder = as(withoutRights(seat.personId ?? 'an invited person'), work)
  await decline(asHolder, application, { ...given, seatId: seat.id })
}
