import type { Config } from '../config.ts'
import { addMinutes, type Instant } from '../domain/time.ts'
import { gatherReminders } from '../modules/notifications/reminders/digest.actions.ts'
import { claimLetter, settleLetter, type Post } from '../email/claim.ts'
import { dueLetters } from '../email/outbox.store.ts'
import { allAtOnce, type World } from './world.ts'

/** The demo keeps letters with their links on /mail. Who may know of a case was asked when they were written, and nothing has happened since. */
export const lettersOf = ({ baseUrl, sessionSecret }: Pick<Config, 'baseUrl' | 'sessionSecret'>): Post => ({
  baseUrl,
  keepsLinks: true,
  mayStillKnow: () => Promise.resolve(true),
  gather: gatherReminders({ baseUrl, sessionSecret }),
})

/** Sends what was written until then, each letter a minute after it was, as the job does. */
export async function post({ trx, letters }: Pick<World, 'trx' | 'letters'>, until: Instant): Promise<void> {
  await allAtOnce(await dueLetters(trx, until, 500), async due => {
    const sentAt = addMinutes(due.nextTryAt, 1)
    const claimed = await claimLetter(trx, due, letters, sentAt)
    if (claimed) await settleLetter(trx, claimed, { is: 'sent' }, sentAt)
  })
}
