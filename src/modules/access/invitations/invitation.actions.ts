import { withoutRights, type CharityRole, type MemberRole } from '../../../domain/actor.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { newId } from '../../../db/ids.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { EmailToken } from '../../../web/mailed-links.ts'
import { recordEvent } from '../../../history/record.ts'
import { insertCharityRole, insertMembership, insertPerson } from '../people/people.store.ts'
import { startSignIn } from '../sign-in/sign-in.actions.ts'
import { endTokens, useToken } from '../sign-in/sign-in.store.ts'
import { claimInvitation, type Opening } from './invitation.store.ts'

export interface NewAccount {
  name: string
  email: string
  passwordHash: string
  language: string
  browser: string | null
}

/**
 * Makes the account that an invitation opens, with its role, and signs it in. Gives the sign-in.
 * @throws Stale when the link was used or the address got an account meanwhile
 */
export async function openAccount(
  work: UnitOfWork,
  token: EmailToken,
  opening: Opening,
  given: NewAccount,
): Promise<{ id: string }> {
  const person = { id: newId() }
  await insertPerson(work.trx, {
    ...person,
    name: given.name,
    email: given.email,
    password_hash: given.passwordHash,
    language: given.language,
    created_at: work.at,
  })
  await recordEvent(as(withoutRights(person.id), work), 'person.account_opened', { kind: 'person', id: person.id })
  await acceptInvitation(work, token, opening, person)
  return startSignIn(work, person, given.browser)
}

/** Gives an account what it was invited to, once. @throws Stale when the link was used or taken back meanwhile */
export async function acceptInvitation(
  work: UnitOfWork,
  token: EmailToken,
  opening: Opening,
  person: { id: string },
): Promise<void> {
  if (!(await useToken(work.trx, token.id, work.at))) throw new Stale()
  // others on their way to the same reader, after an uncertain sending
  await endTokens(work.trx, token.kind, token.aboutId, work.at)
  if (opening.kind === 'invitation' && !(await claimInvitation(work.trx, token.aboutId!, person.id, work.at)))
    throw new Stale()
  if (opening.kind === 'administrator') await endTokens(work.trx, 'first administrator', null, work.at)
  await giveRole(work, opening, person)
}

async function giveRole(work: UnitOfWork, { organisation, role }: Opening, person: { id: string }): Promise<void> {
  const given = { id: newId(), personId: person.id, at: work.at }
  if (organisation)
    await insertMembership(work.trx, { ...given, organisationId: organisation.id, role: role as MemberRole })
  else await insertCharityRole(work.trx, { ...given, role: role as CharityRole })
  await recordEvent(
    as(withoutRights(person.id), work),
    organisation ? 'organisation.membership_began' : 'person.role_given',
    organisation
      ? { kind: 'organisation', id: organisation.id, organisationId: organisation.id }
      : { kind: 'person', id: person.id },
    { person: person.id, role },
  )
}
