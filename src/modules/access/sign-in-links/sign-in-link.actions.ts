import type { UnitOfWork, Write } from '../../../db/unit-of-work.ts'
import { holdsOnlySeats, theService } from '../../../domain/actor.ts'
import { TooMany } from '../../../domain/refusals.ts'
import { isQueued } from '../../../email/outbox.store.ts'
import { queueEmail } from '../../../email/outbox.ts'
import { readersById } from '../../../email/readers.store.ts'
import type { EmailToken } from '../../../web/email-links.ts'
import { personWithAddress } from '../people/person.store.ts'
import { countLinkRequest, startSignIn, type LinkRequest } from '../sign-in/sign-in.actions.ts'
import { endTokens, useToken } from '../sign-in/email-token.store.ts'
import { endSignIn } from '../sign-in/sign-in.store.ts'

/**
 * Emails a sign-in link to a person whose only roles are `appraiser` and `helper`, unless an earlier one is still in
 * the outbox. Above a limit of `countLinkRequest` it sends nothing and does not throw.
 */
export async function sendSignInLink(write: Write, request: LinkRequest): Promise<void> {
  try {
    await write(theService, async work => {
      await countLinkRequest(work.trx, 'sign-in link', request)
      const person = await personWithAddress(work.trx, request.email)
      if (!person || !(await mayUseLinks(work, person.id))) return
      const entity = { kind: 'person', id: person.id } as const
      if (await isQueued(work.trx, 'sign-in link', entity)) return
      const to = { personId: person.id, name: person.name, address: person.email, language: person.language }
      await queueEmail(work, { name: 'sign-in link', to, entity })
    })
  } catch (refusal) {
    if (!(refusal instanceof TooMany)) throw refusal
  }
}

/**
 * Uses a link, and ends the person's other links and the browser's earlier sign-in.
 * @returns the new sign-in; null when the link was used or has expired, or the person can no longer use links
 */
export async function signInWithLink(
  work: UnitOfWork,
  token: EmailToken,
  given: { browser: string | null; earlier: { id: string; actor: { id: string } } | null },
): Promise<{ id: string } | null> {
  const personId = token.personId ?? ''
  if (!(await useToken(work.trx, token.id, work.at))) return null
  if (!(await mayUseLinks(work, personId))) return null
  await endTokens(work.trx, 'sign-in link', personId, work.at)
  if (given.earlier)
    await endSignIn(work.trx, { personId: given.earlier.actor.id, id: given.earlier.id }, 'signed in again', work.at)
  return startSignIn(work, { id: personId }, given.browser)
}

async function mayUseLinks({ trx }: UnitOfWork, personId: string): Promise<boolean> {
  const [reader] = await readersById(trx, [personId])
  return reader !== undefined && holdsOnlySeats(reader.actor)
}
