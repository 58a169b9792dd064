import { theService, withoutRights, type CharityRole, type MemberRole } from '../../../domain/actor.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { newId } from '../../../db/ids.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import type { EmailToken } from '../../../web/email-links.ts'
import { refuseCommonPassword } from '../../../web/new-password.ts'
import { hashPassword } from '../../../web/passwords.ts'
import { recordEvent } from '../../../history/record.ts'
import { insertCharityRole, insertMembership, insertPerson, personWithAddress } from '../people/person.store.ts'
import { startSignIn } from '../sign-in/sign-in.actions.ts'
import { endTokens, useToken } from '../sign-in/sign-in.store.ts'
import { claimInvitation, type Opening } from './acceptance.store.ts'

export interface NewAccount {
  name: string
  email: string
  passwordHash: string
  language: string
  /** the id of the browser in which the account is then signed in */
  browser: string | null
}

/** An unused link, and the invitation that it opens. */
interface OpenInvitation {
  token: EmailToken
  opening: Opening
}

/**
 * Accepts an invitation with a new account and a chosen password.
 * @returns the sign-in that starts, or null when the link was used or the invited address got an account meanwhile
 * @throws FormRefused when the password is common or the address that was entered has an account
 */
export async function acceptWithNewAccount(
  { db, write }: Pick<Parts, 'db' | 'write'>,
  invitation: OpenInvitation,
  { password, ...given }: Omit<NewAccount, 'passwordHash'> & { password: string },
): Promise<{ id: string } | null> {
  refuseCommonPassword(password, given)
  const isTaken = (await personWithAddress(db, given.email)) !== null
  if (isTaken && invitation.opening.email !== null) return null
  if (isTaken) throw new FormRefused('email', 'invitation.email.taken')
  const passwordHash = await hashPassword(password)
  return write(theService, work => openAccount(work, invitation, { ...given, passwordHash }))
}

/**
 * Creates the account with its role, and signs it in.
 * @returns the sign-in, or null when the link was used meanwhile
 * @throws Stale when the address got an account or the invitation was cancelled meanwhile
 */
export async function openAccount(
  work: UnitOfWork,
  { token, opening }: OpenInvitation,
  given: NewAccount,
): Promise<{ id: string } | null> {
  if (!(await useToken(work.trx, token.id, work.at))) return null
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
  await giveInvitedRole(work, { token, opening }, person)
  return startSignIn(work, person, given.browser)
}

/**
 * Adds the role to an account that exists.
 * @returns false when the link was used meanwhile
 * @throws Stale when the invitation was cancelled meanwhile
 */
export async function acceptInvitation(
  work: UnitOfWork,
  { token, opening }: OpenInvitation,
  person: { id: string },
): Promise<boolean> {
  if (!(await useToken(work.trx, token.id, work.at))) return false
  await giveInvitedRole(work, { token, opening }, person)
  return true
}

async function giveInvitedRole(
  work: UnitOfWork,
  { token, opening }: OpenInvitation,
  person: { id: string },
): Promise<void> {
  // An invitation that was sent again has several links.
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
