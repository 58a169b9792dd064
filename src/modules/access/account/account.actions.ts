import { theService, withoutRights } from '../../../domain/actor.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { refuseCommonPassword } from '../../../web/new-password.ts'
import { hashPassword, passwordFits } from '../../../web/passwords.ts'
import { recordEvent } from '../../../history/record.ts'
import { tellContactsChanged } from '../people/person.actions.ts'
import { findPerson, updatePerson, type Person } from '../people/person.store.ts'
import { countAttempt, setPassword, startSignIn } from '../sign-in/sign-in.actions.ts'
import { credentialsOfPerson, endSignIn, lockWithPassword } from '../sign-in/sign-in.store.ts'

/** @throws Stale when someone changed the account since the form was opened */
export async function changeAccount(
  work: UnitOfWork,
  given: { version: number; name: string; language: string },
): Promise<void> {
  const { name } = await findPerson(work.trx, work.actor.id)
  await updatePerson(
    work.trx,
    { id: work.actor.id, version: given.version },
    { name: given.name, language: given.language },
  )
  await recordEvent(work, 'person.changed', { kind: 'person', id: work.actor.id }, { language: given.language })
  await work.tell('person renamed', { personId: work.actor.id })
  if (given.name !== name) await tellContactsChanged(work, work.actor)
}

/**
 * Changes the password, ends every sign-in and starts a new one for this browser.
 * @param given the old and the new password, and the `network` and `browser` of the request
 * @returns the new sign-in
 * @throws FormRefused when the old password is wrong or the new one is common; TooMany after too many attempts
 */
export async function changePassword(
  { db, write, clock }: Pick<Parts, 'db' | 'write' | 'clock'>,
  person: Person,
  given: { old: string; password: string; network: string; browser: string | null },
): Promise<{ id: string }> {
  const attempt = { account: `own ${person.id}`, network: given.network, at: clock.now() }
  await write(theService, ({ trx }) => countAttempt(trx, attempt))
  refuseCommonPassword(given.password, person)
  const actor = withoutRights(person.id)
  const passwordHash = (await credentialsOfPerson(db, person.id))?.passwordHash ?? ''
  const isOldRight = await passwordFits(passwordHash || null, given.old)
  const isSentTwice = !isOldRight && (await passwordFits(passwordHash || null, given.password))
  if (!isOldRight && !isSentTwice) throw new FormRefused('old', 'account.password.old.wrong')
  const hash = isSentTwice ? passwordHash : await hashPassword(given.password)
  const started = await write(actor, async work => {
    if (!(await lockWithPassword(work.trx, { id: person.id, passwordHash }))) return null
    if (isSentTwice) return startSignIn(work, person, given.browser)
    await setPassword(work, person.id, hash)
    await recordEvent(work, 'person.password_changed', { kind: 'person', id: person.id })
    return startSignIn(work, person, given.browser)
  })
  return started ?? changePassword({ db, write, clock }, person, given) // retry: the password changed after the check
}

/** @throws NotFound when the sign-in is another person's or has ended */
export async function endOwnSignIn(work: UnitOfWork, id: string): Promise<void> {
  if (!(await endSignIn(work.trx, { personId: work.actor.id, id }, 'ended by its owner', work.at))) throw new NotFound()
  await recordEvent(work, 'person.signed_out_elsewhere', { kind: 'person', id: work.actor.id })
}
