import { withoutRights, theService } from '../../../domain/actor.ts'
import type { UnitOfWork, Write } from '../../../db/unit-of-work.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { TooMany } from '../../../domain/refusals.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'
import { addressKey } from '../../../email/addresses.ts'
import { isQueued } from '../../../email/outbox.store.ts'
import { queueEmail } from '../../../email/outbox.ts'
import type { Parts } from '../../../parts.ts'
import { deleteOldKeys } from '../../../web/idempotency.ts'
import { deleteOldWorkingCopies } from '../../../web/working-copies.ts'
import { countOne, countOneLess, siteOf, type Limit } from '../../../web/limits.ts'
import type { EmailToken } from '../../../web/email-links.ts'
import type { PersonKnown } from '../../../web/passport.ts'
import { refuseCommonPassword } from '../../../web/new-password.ts'
import { hashPassword, isOutdated, passwordFits } from '../../../web/passwords.ts'
import type { SessionRows } from '../../../web/sessions.ts'
import { recordEvent } from '../../../history/record.ts'
import { findPerson, personWithAddress } from '../people/person.store.ts'
import { endTokens, useToken } from './email-token.store.ts'
import {
  credentialsOf,
  deleteOldSessions,
  deleteSession,
  endSignIn,
  endSignInsOf,
  findSignIn,
  insertSession,
  replaceSession,
  insertSignIn,
  lockWithPassword,
  updateLastSeen,
  updatePasswordHash,
} from './sign-in.store.ts'

// Many people, such as a whole council, can share one network address.
const perNetwork: Limit = { name: 'sign-in network', most: 60, seconds: 60 }
const perAccountHere: Limit = { name: 'sign-in account here', most: 5, seconds: 60 }
// Counts attempts from all networks, but not the first from each network, so that attackers cannot lock out the owner.
const perAccount: Limit = { name: 'sign-in account', most: 5, seconds: 60 }
// A subscriber can use thousands of IPv6 networks in one site, and `perAccount` counts no network's first attempt.
const perAccountAndSite: Limit = { name: 'sign-in account site', most: 20, seconds: 60 }
// Requests from one site have a lower limit, so that a stranger cannot use up all requests for someone's address.
const linksPerAccountAndSite = { most: 3, seconds: 60 * 60 }
const linksPerAccount = { most: 8, seconds: 60 * 60 }

/**
 * An attempt to sign in or to enter a password again. `account` and `network` are the keys under which it is counted.
 */
export interface SignInAttempt {
  account: string
  network: string
  at: Instant
}

/**
 * Counts an attempt before the password is checked, so that simultaneous attempts count too.
 * @throws TooMany above any of the limits
 */
export async function countAttempt(trx: Tx, { account, network, at }: SignInAttempt): Promise<void> {
  await countOne(trx, perNetwork, network, at)
  const here = await countOne(trx, perAccountHere, `${account} ${network}`, at)
  if (here > 1) await countOne(trx, perAccount, account, at)
  const site = siteOf(network)
  if (site !== network) await countOne(trx, perAccountAndSite, `${account} ${site}`, at)
}

/** Removes a successful attempt from the counts. */
export async function uncountAttempt(trx: Tx, { account, network, at }: SignInAttempt): Promise<void> {
  await countOneLess(trx, perNetwork, network, at)
  await countOneLess(trx, perAccountHere, `${account} ${network}`, at)
  await countOneLess(trx, perAccount, account, at)
  const site = siteOf(network)
  if (site !== network) await countOneLess(trx, perAccountAndSite, `${account} ${site}`, at)
}

/** A request for an emailed link by someone who is not signed in. */
export interface LinkRequest {
  email: string
  network: string
  at: Instant
}

/**
 * Counts a request for an emailed link. Each email address can get at most three an hour requested from one network
 * site (see `siteOf`), and eight from all sites together.
 * @throws TooMany above either limit
 */
export async function countLinkRequest(
  trx: Tx,
  kind: 'sign-in link' | 'password',
  { email, network, at }: LinkRequest,
): Promise<void> {
  const account = addressKey(email)
  await countOne(trx, { name: `${kind} emails here`, ...linksPerAccountAndSite }, `${account} ${siteOf(network)}`, at)
  await countOne(trx, { name: `${kind} emails`, ...linksPerAccount }, account, at)
}

/**
 * The person with this address and password; null when there is none, or the account is not active. Every failure takes
 * the same time, so that attackers cannot find out who has an account. Replaces an outdated hash of the password.
 */
export async function personWith(db: Db, write: Write, email: string, password: string): Promise<PersonKnown | null> {
  const found = await credentialsOf(db, email)
  const fits = await passwordFits(found?.passwordHash ?? null, password)
  if (!found?.passwordHash || !fits || !found.isActive) return null
  const known = { id: found.id, passwordHash: found.passwordHash }
  if (!isOutdated(known.passwordHash)) return known
  const passwordHash = await hashPassword(password)
  const isReplaced = await write(theService, async ({ trx }) => {
    if (!(await lockWithPassword(trx, known))) return false
    await updatePasswordHash(trx, known.id, passwordHash)
    return true
  })
  return isReplaced ? { id: known.id, passwordHash } : personWith(db, write, email, password)
}

/**
 * Signs a person in, and ends this browser's earlier sign-in, even if it is another person's.
 * @returns null when the password has changed since it was checked, because that change ends every sign-in
 */
export async function signIn(
  work: UnitOfWork,
  person: PersonKnown,
  given: { browser: string | null; attempt: SignInAttempt; earlier: { id: string; actor: { id: string } } | null },
): Promise<{ id: string } | null> {
  if (!(await lockWithPassword(work.trx, person))) return null
  await uncountAttempt(work.trx, given.attempt)
  if (given.earlier)
    await endSignIn(work.trx, { personId: given.earlier.actor.id, id: given.earlier.id }, 'signed in again', work.at)
  return startSignIn(work, person, given.browser)
}

/** @returns the new sign-in's id */
export async function startSignIn(
  work: UnitOfWork,
  person: { id: string },
  browser: string | null,
): Promise<{ id: string }> {
  const id = newId()
  await insertSignIn(work.trx, { id, person_id: person.id, started_at: work.at, browser })
  return { id }
}

/**
 * Emails an active person a link to reset the password, unless an earlier one is still in the outbox. Above a limit of
 * `countLinkRequest` it sends nothing and does not throw.
 */
export async function sendPasswordEmail(write: Write, request: LinkRequest): Promise<void> {
  try {
    await write(theService, async work => {
      await countLinkRequest(work.trx, 'password', request)
      const person = await personWithAddress(work.trx, request.email)
      if (person?.status !== 'active') return
      const entity = { kind: 'person', id: person.id } as const
      if (await isQueued(work.trx, 'password forgotten', entity)) return
      const to = { personId: person.id, name: person.name, address: person.email, language: person.language }
      await queueEmail(work, { name: 'password forgotten', to, entity })
    })
  } catch (refusal) {
    if (!(refusal instanceof TooMany)) throw refusal
  }
}

/**
 * Sets a new password with the link from an email.
 * @returns false when the account is suspended, or when the link has been used or expired
 * @throws FormRefused for a common password
 */
export async function resetPassword(
  { db, write }: Pick<Parts, 'db' | 'write'>,
  token: EmailToken,
  password: string,
): Promise<boolean> {
  const person = await findPerson(db, token.personId ?? token.aboutId ?? '')
  refuseCommonPassword(password, person)
  if (person.status !== 'active') return false
  const hash = await hashPassword(password)
  return write(withoutRights(person.id), async work => {
    if (!(await useToken(work.trx, token.id, work.at))) return false
    await setPassword(work, person.id, hash)
    await recordEvent(work, 'person.password_reset', { kind: 'person', id: person.id })
    return true
  })
}

/**
 * Sets the password, emails the person, and ends their sign-ins, their calendar feed, and their links to reset a
 * password or sign in.
 */
export async function setPassword(work: UnitOfWork, personId: string, passwordHash: string): Promise<void> {
  const person = await findPerson(work.trx, personId)
  await updatePasswordHash(work.trx, personId, passwordHash)
  await endSignInsOf(work.trx, personId, 'password changed', work.at)
  await endTokens(work.trx, 'password reset', personId, work.at)
  await endTokens(work.trx, 'sign-in link', personId, work.at)
  await work.tell('password changed', { personId })
  await queueEmail(work, {
    name: 'password changed',
    to: { personId, name: person.name, address: person.email, language: person.language },
    entity: { kind: 'person', id: personId },
    facts: { at: work.at },
  })
}

/** The database access of the session store. */
export const sessionRows = ({ db, write }: Pick<Parts, 'db' | 'write'>): SessionRows => ({
  find: (idHash, at) => findSignIn(db, idHash, at),
  save: (idHash, signInId, times) => write(theService, ({ trx }) => insertSession(trx, idHash, signInId, times)),
  replace: (idHash, at) => write(theService, ({ trx }) => replaceSession(trx, idHash, at)),
  remove: idHash => write(theService, ({ trx }) => deleteSession(trx, idHash)),
  see: (signIn, at) => write(theService, ({ trx }) => updateLastSeen(trx, signIn, at)),
})

/**
 * For a daily job: ends sign-ins that have timed out. Deletes sign-ins 90 days after their end, links 90 days after
 * their expiry, and old sessions, idempotency keys and working copies.
 */
export async function deleteOldSignIns(write: Write, at: Instant): Promise<void> {
  await write(theService, ({ trx }) => deleteOldSessions(trx, at, addMinutes(at, -90 * 24 * 60)))
  await write(theService, ({ trx }) => deleteOldKeys(trx, at))
  await write(theService, ({ trx }) => deleteOldWorkingCopies(trx, at))
}
