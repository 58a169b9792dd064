import { theService, withoutRights } from '../../../domain/actor.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { newId } from '../../../db/ids.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import type { EmailToken } from '../../../web/email-links.ts'
import { refuseCommonPassword } from '../../../web/new-password.ts'
import { hashPassword } from '../../../web/passwords.ts'
import { recordEvent } from '../../../history/record.ts'
import { findPerson, insertPerson, personWithAddress } from '../people/person.store.ts'
import { askForRole, giveRole, type Asked } from '../requests/request.actions.ts'
import { emailRoleChange } from '../role-emails/role-email.actions.ts'
import { startSignIn } from '../sign-in/sign-in.actions.ts'
import { endTokens, useToken } from '../sign-in/email-token.store.ts'
import { claimInvitation, type LinkedInvitation } from './acceptance.store.ts'

export interface NewAccount {
  name: string
  email: string
  passwordHash: string
  language: string
  /** the name of the browser from which the person accepts; null when unknown */
  browser: string | null
}

/** An unused link, and the invitation that it opens. */
interface OpenInvitation {
  token: EmailToken
  opening: LinkedInvitation
}

/** The id of the new sign-in, and whether the person has the role or is waiting for approval. */
export interface Accepted {
  id: string
  asked: Asked
}

/**
 * Accepts an invitation with a new account and a chosen password.
 * @returns the new sign-in; null when the link has been used or has expired, or the invited address has an account
 * @throws FormRefused when the password is common or the entered address has an account; Stale when the invitation was
 * accepted or cancelled, or the address got an account, since the invitation was read
 */
export async function acceptWithNewAccount(
  { db, write }: Pick<Parts, 'db' | 'write'>,
  invitation: OpenInvitation,
  { password, ...given }: Omit<NewAccount, 'passwordHash'> & { password: string },
): Promise<Accepted | null> {
  refuseCommonPassword(password, given)
  const isTaken = (await personWithAddress(db, given.email)) !== null
  if (isTaken && invitation.opening.email !== null) return null
  if (isTaken) throw new FormRefused('email', 'invitation.email.taken')
  const passwordHash = await hashPassword(password)
  return write(theService, work => openAccount(work, invitation, { ...given, passwordHash }))
}

/**
 * Creates the account, requests the role for it, and signs the person in.
 * @returns the sign-in; null when the link has since been used or has expired
 * @throws Stale when the address has since got an account, or the invitation was cancelled or accepted
 */
export async function openAccount(
  work: UnitOfWork,
  { token, opening }: OpenInvitation,
  given: NewAccount,
): Promise<Accepted | null> {
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
  const asked = await acceptInvitedRole(work, { token, opening }, person)
  return { ...(await startSignIn(work, person, given.browser)), asked }
}

/**
 * Requests the role for an existing account.
 * @returns whether the person now has the role or is waiting for approval; null when the link has since been used or
 * has expired
 * @throws Stale when the invitation was cancelled or accepted
 */
export async function acceptInvitation(
  work: UnitOfWork,
  { token, opening }: OpenInvitation,
  person: { id: string },
): Promise<Asked | null> {
  if (!(await useToken(work.trx, token.id, work.at))) return null
  return acceptInvitedRole(work, { token, opening }, person)
}

async function acceptInvitedRole(
  work: UnitOfWork,
  { token, opening }: OpenInvitation,
  person: { id: string },
): Promise<Asked> {
  // An invitation that was sent again has several links, so end them all.
  await endTokens(work.trx, token.kind, token.aboutId, work.at)
  if (opening.kind === 'administrator') {
    await endTokens(work.trx, 'first administrator', null, work.at)
    return giveRoleByLink(as(withoutRights(person.id), work), person)
  }
  const claimed = await claimInvitation(work.trx, token.aboutId!, person.id, work.at)
  if (!claimed) throw new Stale()
  // the organisation of the invitation, read again: a merge may have changed it since the link was opened
  const { organisationId } = claimed
  return askForRole(work, {
    personId: person.id,
    organisationId,
    role: opening.role,
    invitedBy: opening.invitedBy,
  })
}

/** Makes a person an administrator without approval, because there might be no administrator left to give it. */
async function giveRoleByLink(work: UnitOfWork, { id }: { id: string }): Promise<'joined'> {
  const { name, email } = await findPerson(work.trx, id)
  const role = { personId: id, organisationId: null, role: 'administrator' } as const
  await giveRole(work, role, { through: 'link' })
  await emailRoleChange(work, { ...role, change: 'joined by link', person: { name, email } }, [id])
  return 'joined'
}
