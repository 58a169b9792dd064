import { theService, type Actor } from '../../../domain/actor.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { networkOf } from '../../../web/limits.ts'
import { renewSession } from '../../../web/passport.ts'
import { passwordFits } from '../../../web/passwords.ts'
import { passwordFieldName, type ConfirmPassword } from '../../../web/submit-form.ts'
import { countAttempt, uncountAttempt } from '../sign-in/sign-in.actions.ts'
import { credentialsOfPerson, markConfirmed } from '../sign-in/sign-in.store.ts'

/**
 * Checks the password of the signed-in person, so that someone at an unlocked computer cannot act for them.
 * @param typed the password exactly as typed, not cleaned
 * @throws FormRefused on the password's field when the password is missing or wrong; TooMany after too many attempts
 */
export async function checkOwnPassword(
  { db, write, clock }: Pick<Parts, 'db' | 'write' | 'clock'>,
  by: { actor: Pick<Actor, 'id'>; network: string },
  typed: string,
): Promise<void> {
  if (typed === '') throw new FormRefused(passwordFieldName, 'password.again.missing')
  const attempt = { account: `own ${by.actor.id}`, network: by.network, at: clock.now() }
  await write(theService, ({ trx }) => countAttempt(trx, attempt))
  const known = await credentialsOfPerson(db, by.actor.id)
  if (!(await passwordFits(known?.passwordHash ?? null, typed)))
    throw new FormRefused(passwordFieldName, 'password.again.wrong')
  await write(theService, ({ trx }) => uncountAttempt(trx, attempt))
}

/**
 * Checks the password again before something sensitive. A correct password counts for a short time, in this sign-in
 * only, and gives the session a new id.
 * @throws as `checkOwnPassword` does
 */
export const confirmPassword =
  (parts: Pick<Parts, 'db' | 'write' | 'clock'>): ConfirmPassword =>
  async ({ actor, req, res }, typed) => {
    await checkOwnPassword(parts, { actor, network: networkOf(req.ip) }, typed)
    const { signIn } = res.locals
    if (!signIn) return
    await parts.write(theService, ({ trx, at }) => markConfirmed(trx, signIn.id, at))
    await renewSession(req, signIn)
  }
