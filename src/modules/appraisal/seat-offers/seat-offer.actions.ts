import { withoutRights, type Actor } from '../../../domain/actor.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import {
  type ApplicationRecord,
  type NewAccount,
  startSignIn,
  endTokens,
  insertCharityRole,
  insertPerson,
  useToken,
} from '../../access/access.public.ts'
import { newId } from '../../../db/ids.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { EmailToken } from '../../../web/mailed-links.ts'
import { entity } from '../../applications/applications.public.ts'
import { recordEvent } from '../../../history/record.ts'
import { takeSeat } from '../panels/panel.actions.ts'
import { claimSeat, updateSeat, type SeatLine } from '../panels/panel.store.ts'

/**
 * Somebody new says yes: account, place in the pool and seat in one. Gives the sign-in.
 * @throws Stale when the link was used, the offer taken back, or the address got an account meanwhile
 */
export async function takeSeatWithAccount(
  work: UnitOfWork,
  token: EmailToken,
  seat: SeatLine,
  application: ApplicationRecord,
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
  await insertPerson(work.trx, {
    id: holder.id,
    name: account.name,
    email: account.email,
    password_hash: account.passwordHash,
    language: account.language,
    created_at: work.at,
  })
  await recordEvent(as(holder, work), 'person.account_opened', { kind: 'person', id: holder.id })
  await insertCharityRole(work.trx, { id: newId(), personId: holder.id, role: 'appraiser', at: work.at })
  await recordEvent(
    as(holder, work),
    'person.role_given',
    { kind: 'person', id: holder.id },
    {
      person: holder.id,
      role: 'appraiser',
    },
  )
  await claimSeat(work.trx, seat.id, holder.id)
  await takeSeat(as(holder, work), application, shownName)
  return startSignIn(work, holder, account.browser)
}

/**
 * An address that got its account in another way since the offer was made. @throws Stale when the seat is somebody
 * else's
 */
export async function claimOffer(work: UnitOfWork, { id }: SeatLine): Promise<void> {
  await claimSeat(work.trx, id, work.actor.id)
}

/**
 * Whoever holds the letter may say no, with or without an account. @throws Stale when it was answered or taken back
 * meanwhile
 */
export async function declineByLink(
  work: UnitOfWork,
  token: EmailToken,
  seat: SeatLine,
  application: ApplicationRecord,
  reason: string,
): Promise<void> {
  if (!(await useToken(work.trx, token.id, work.at))) throw new Stale()
  await updateSeat(work.trx, seat.id, ['offered'], {
    status: 'declined',
    declined_reason: reason || null,
    answered_at: work.at,
  })
  await endTokens(work.trx, 'seat offer', seat.id, work.at)
  await recordEvent(
    as(withoutRights(seat.personId ?? 'an invited person'), work),
    'seat.declined',
    entity(application),
    {
      seat: seat.id,
    },
  )
}
