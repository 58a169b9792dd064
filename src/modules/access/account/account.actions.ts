import type { Actor } from '../../../domain/actor.ts'
import type { UnitOfWork, Write } from '../../../db/unit-of-work.ts'
import type { Db } from '../../../db/connection.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import { refuseCommonPassword } from '../../../web/new-password.ts'
import { hashPassword, passwordFits } from '../../../web/passwords.ts'
import { recordEvent } from '../../../history/record.ts'
import { updatePerson, type Person } from '../people/people.store.ts'
import { startSignIn, setPassword } from '../sign-in/sign-in.actions.ts'
import { credentialsOfPerson, endSignIn } from '../sign-in/sign-in.store.ts'

/** @throws Stale when it was changed elsewhere since the form was opened */
export async function changeAccount(
  work: UnitOfWork,
  given: { version: number; name: string; language: string },
): Promise<void> {
  await updatePerson(
    work.trx,
    { id: work.actor.id, version: given.version },
    { name: given.name, language: given.language },
  )
  await recordEvent(work, 'person.changed', { kind: 'person', id: work.actor.id }, { language: given.language })
}

/**
 * Gives a new sign-in for this browser: every one of before has ended. @throws FormRefused for a wrong old or a common
 * new password
 */
export async function changePassword(
  db: Db,
  write: Write,
  actor: Actor,
  person: Person,
  given: { old: string; password: string },
  browser: string | null,
): Promise<{ id: string }> {
  refuseCommonPassword(given.password, person)
  const known = await credentialsOfPerson(db, person.id)
  if (!(await passwordFits(known?.passwordHash ?? null, given.old)))
    throw new FormRefused('old', 'account.password.old.wrong')
  const hash = await hashPassword(given.password)
  return write(actor, async work => {
    await setPassword(work, person.id, hash)
    await recordEvent(work, 'person.password_changed', { kind: 'person', id: person.id })
    return startSignIn(work, person, browser)
  })
}

/** @throws NotFound for a sign-in that is somebody else's or over */
export async function endOwnSignIn(work: UnitOfWork, id: string): Promise<void> {
  if (!(await endSignIn(work.trx, work.actor.id, id, 'ended by its owner', work.at))) throw new NotFound()
  await recordEvent(work, 'person.signed_out_elsewhere', { kind: 'person', id: work.actor.id })
}
