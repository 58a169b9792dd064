import { addMinutes, type Instant } from '../domain/time.ts'
import { gatherReminders } from '../features/reminders/digest.actions.ts'
import { claimLetter, settleLetter } from '../mail/claim.ts'
import { dueLetters } from '../mail/outbox.store.ts'
import { allAtOnce, type World } from './world.ts'

/**
 * Sends what was written, a minute later, as the job does; the demo keeps letters on /mail instead of sending them. Who may know of a case
 * was asked when they were written, and nothing has happened since.
 */
export async function post({ trx, baseUrl }: World, at: Instant): Promise<void> {
  const sentAt = addMinutes(at, 1)
  const gather = gatherReminders({ baseUrl, sessionSecret: '' })
  await allAtOnce(await dueLetters(trx, sentAt, 200), async due => {
    const claimed = await claimLetter(trx, due, { baseUrl, keepsLinks: true, mayStillKnow: () => Promise.resolve(true), gather }, sentAt)
    if (claimed) await settleLetter(trx, claimed, { is: 'sent' }, sentAt)
  })
}
