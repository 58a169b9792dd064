import type { Tx } from '../../db/connection.ts'
import { newId } from '../../db/ids.ts'
import type { CharityRole, MemberRole } from '../../domain/actor.ts'
import { Stale } from '../../domain/refusals.ts'
import type { Instant } from '../../domain/time.ts'
import type { MailedToken } from '../../web/mailed-links.ts'
import { recordEvent } from '../history/history.store.ts'
import { insertCharityRole, insertMembership, insertPerson } from '../people/people.store.ts'
import { beginSignIn } from '../sign-in/sign-in.actions.ts'
import { endTokens, useToken } from '../sign-in/sign-in.store.ts'
import { claimInvitation, claimSeat } from './invitation.store.ts'
import type { Opening } from './invitation.store.ts'

export interface NewAccount { name: string; email: string; passwordHash: string; language: string; browser: string | null }

/**
 * Makes the account that an invitation opens, with its role, and signs it in. Gives the sign-in.
 * @throws Stale when the link was used or the address got an account meanwhile
 */
export async function openAccount(trx: Tx, token: MailedToken, opening: Opening, given: NewAccount, at: Instant): Promise<{ id: string }> {
  const person = { id: newId() }
  await insertPerson(trx, { ...person, name: given.name, email: given.email, password_hash: given.passwordHash, language: given.language, created_at: at })
  await recordEvent(trx, person, 'person.account_opened', { kind: 'person', id: person.id }, at)
  await acceptInvitation(trx, token, opening, person, at)
  return beginSignIn(trx, person, given.browser, at)
}

/** Gives an account what it was invited to, once. @throws Stale when the link was used or taken back meanwhile */
export async function acceptInvitation(trx: Tx, token: MailedToken, opening: Opening, person: { id: string }, at: Instant): Promise<void> {
  if (!(await useToken(trx, token.id, at))) throw new Stale()
  await endTokens(trx, token.kind, token.aboutId, at)                // others on their way to the same reader, after an uncertain sending
  if (opening.kind === 'invitation' && !(await claimInvitation(trx, token.aboutId!, person.id, at))) throw new Stale()
  if (opening.kind === 'seat offer' && !(await claimSeat(trx, token.aboutId!, person.id))) throw new Stale()
  if (opening.kind === 'administrator') await endTokens(trx, 'first administrator', null, at)
  await giveRole(trx, opening, person, at)
}

async function giveRole(trx: Tx, { organisation, role }: Opening, person: { id: string }, at: Instant): Promise<void> {
  const given = { id: newId(), personId: person.id, at }
  if (organisation) await insertMembership(trx, { ...given, organisationId: organisation.id, role: role as MemberRole })
  else await insertCharityRole(trx, { ...given, role: role as CharityRole })
  await recordEvent(trx, person, organisation ? 'organisation.membership_began' : 'person.role_given', organisation
    ? { kind: 'organisation', id: organisation.id, organisationId: organisation.id }
    : { kind: 'person', id: person.id }, at, { person: person.id, role })
}
