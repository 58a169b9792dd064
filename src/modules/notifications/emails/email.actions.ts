import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { Stale } from '../../../domain/refusals.ts'
import { carriesToken, gathered, type LetterName } from '../../../email/templates.ts'
import { insertLetter, updateLetter, type OutboxLetter } from '../../../email/outbox.store.ts'
import type { About } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import { addressOf } from './email.store.ts'

/** What could not be delivered, as long as its words are still there. One with a token is drawn anew; of reminders the next ones follow by themselves. */
export const mayBeSentAgain = (letter: OutboxLetter): letter is OutboxLetter & { name: LetterName } =>
  letter.status === 'failed' && letter.name !== gathered && (carriesToken(letter) || letter.words !== null)

/**
 * Writes a letter once more, as a letter of its own, to the address its reader has now; the old one stays on record. Gives the new id.
 * @throws Stale when it did not fail, or was sent again meanwhile
 */
export async function sendAgain(work: UnitOfWork, letter: OutboxLetter): Promise<string> {
  if (!mayBeSentAgain(letter)) throw new Stale()
  if (
    !(await updateLetter(work.trx, letter, {
      status: 'not sent',
      not_sent_because: 'sent again',
      lease_generation: letter.generation + 1,
    }))
  )
    throw new Stale()
  const { name, personId, language, applicationId } = letter
  const address = (personId === null ? null : await addressOf(work.trx, personId)) ?? letter.address
  const to = { personId, name: letter.words?.name ?? null, address, language }
  const thing = { kind: letter.thing as About['kind'], id: letter.thingId }
  const id = await insertLetter(
    work.trx,
    { name, to, thing, applicationId, words: carriesToken(letter) ? null : letter.words },
    work.at,
  )
  await recordEvent(work, 'letter.sent_again', { kind: 'letter', id, applicationId }, { instead_of: letter.id })
  return id
}
