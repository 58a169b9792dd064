import {
  type Case,
  type NewAccount,
  beginSignIn,
  endTokens,
  insertCharityRole,
  insertPerson,
  useToken,
} from '../../access/access.public.ts'
import type { Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Actor } from '../../../domain/actor.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import type { MailedToken } from '../../../web/mailed-links.ts'
import { thing } from '../../applications/applications.public.ts'
import { recordEvent } from '../../../history/record.ts'
import { takeSeat } from '../panels/panel.actions.ts'
import { claimSeat, updateSeat, type SeatLine } from '../panels/panel.store.ts'

/**
 * Somebody new says yes: account, place in the pool and seat in one. Gives the sign-in.
 * @throws Stale when the link was used, the offer taken back, or the address got an account meanwhile
 */
export async function takeSeatWithAccount(
  trx: Tx,
  token: MailedToken,
  seat: SeatLine,
  application: Case,
  account: NewAccount,
  shownName: string,
  at: Instant,
): Promise<{ id: string }> {
  if (!(await useToken(trx, token.id, at))) throw new Stale()
  const holder: Actor = {
    id: newId(),
    name: account.name,
    language: account.language,
    memberships: [],
    charityRoles: ['appraiser'],
  }
  await insertPerson(trx, {
    id: holder.id,
    name: account.name,
    email: account.email,
    password_hash: account.passwordHash,
    language: account.language,
    created_at: at,
  })
  await recordEvent(trx, holder, 'person.account_opened', { kind: 'person', id: holder.id }, at)
  await insertCharityRole(trx, { id: newId(), personId: holder.id, role: 'appraiser', at })
  await recordEvent(trx, holder, 'person.role_given', { kind: 'person', id: holder.id }, at, {
    person: holder.id,
    role: 'appraiser',
  })
  await claimSeat(trx, seat.id, holder.id)
  await takeSeat(trx, holder, application, shownName, at)
  return beginSignIn(trx, holder, account.browser, at)
}

/** An address that got its account in another way since the offer was made. @throws Stale when the seat is somebody else's */
export async function claimOffer(trx: Tx, who: Actor, { id }: SeatLine): Promise<void> {
  await claimSeat(trx, id, who.id)
}

/** Whoever holds the letter may say no, with or without an account. @throws Stale when it was answered or taken back meanwhile */
export async function declineByLink(
  trx: Tx,
  token: MailedToken,
  seat: SeatLine,
  application: Case,
  because: string,
  at: Instant,
): Promise<void> {
  if (!(await useToken(trx, token.id, at))) throw new Stale()
  await updateSeat(trx, seat.id, ['offered'], {
    status: 'declined',
    declined_because: because || null,
    answered_at: at,
  })
  await endTokens(trx, 'seat offer', seat.id, at)
  await recordEvent(trx, { id: seat.personId ?? 'somebody invited' }, 'seat.declined', thing(application), at, {
    seat: seat.id,
  })
}
