import type { Db, Tx, Write } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { refuseCommonPassword } from '../../../web/new-password.ts'
import { hashPassword, passwordFits } from '../../../web/passwords.ts'
import { recordEvent } from '../../../history/record.ts'
import { updatePerson, type Person } from '../people/people.store.ts'
import { beginSignIn, setPassword } from '../sign-in/sign-in.actions.ts'
import { credentialsOfPerson, endSignIn } from '../sign-in/sign-in.store.ts'

/** @throws Stale when it was changed elsewhere since the form was opened */
export async function changeAccount(
  trx: Tx,
  who: Actor,
  given: { version: number; name: string; language: string },
  at: Instant,
): Promise<void> {
  await updatePerson(trx, { id: who.id, version: given.version }, { name: given.name, language: given.language })
  await recordEvent(trx, who, 'person.changed', { kind: 'person', id: who.id }, at, { language: given.language })
}

/** Gives a new sign-in for this browser: every one of before has ended. @throws FormRefused for a wrong old or a common new password */
export async function changePassword(
  db: Db,
  write: Write,
  person: Person,
  given: { old: string; password: string },
  browser: string | null,
  at: Instant,
): Promise<{ id: string }> {
  refuseCommonPassword(given.password, person)
  const known = await credentialsOfPerson(db, person.id)
  if (!(await passwordFits(known?.passwordHash ?? null, given.old)))
    throw new FormRefused('old', 'account.password.old.wrong')
  const hash = await hashPassword(given.password)
  return write(async trx => {
    await setPassword(trx, person.id, hash, at)
    await recordEvent(trx, person, 'person.password_changed', { kind: 'person', id: person.id }, at)
    return beginSignIn(trx, person, browser, at)
  })
}

/** @throws NotFound for a sign-in that is somebody else's or over */
export async function endOwnSignIn(trx: Tx, who: Actor, id: string, at: Instant): Promise<void> {
  if (!(await endSignIn(trx, who.id, id, 'ended by its owner', at))) throw new NotFound()
  await recordEvent(trx, who, 'person.signed_out_elsewhere', { kind: 'person', id: who.id }, at)
}
