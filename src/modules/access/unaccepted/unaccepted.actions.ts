import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock, theService } from '../../../domain/actor.ts'
import { reminderSteps } from '../../../domain/reminder-schedule.ts'
import { dayOf, daysBetween, type Day, type Instant } from '../../../domain/time.ts'
import { queueEmail } from '../../../email/outbox.ts'
import { isQueued } from '../../../email/outbox.store.ts'
import { areRemindersOff } from '../../../email/reminder-switch.store.ts'
import { recordEvent } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { about } from '../invitations/invitation.actions.ts'
import { markExpired, markReminded, openInvitations, type OpenInvitation } from './unaccepted.store.ts'

type Running = Pick<Parts, 'db' | 'write' | 'clock'>

/** An invitation’s one reminder is sent this many days before it expires, like the last reminder of a seat offer. */
const daysBefore = Math.min(...reminderSteps['seat offer'])

/**
 * Queues one reminder for each person whose invitation expires in a few days. An invitation that is sent again gets
 * another reminder.
 * @returns the number of emails queued
 */
export async function remindInvited(parts: Running, today: Day): Promise<number> {
  if (await areRemindersOff(parts.db)) return 0
  const now = parts.clock.now()
  const isDue = ({ expiresAt, isRemindable }: OpenInvitation): boolean =>
    isRemindable && expiresAt !== null && expiresAt > now && daysBetween(today, dayOf(expiresAt)) <= daysBefore
  return forEachOpen(parts, isDue, remind)
}

async function remind(work: UnitOfWork, { id, email, language }: OpenInvitation): Promise<boolean> {
  const entity = { kind: 'invitation', id } as const
  if (await isQueued(work.trx, 'invitation', entity)) return false // someone has just sent the invitation again
  if (!(await markReminded(work.trx, id, work.at))) return false
  const to = { personId: null, name: null, address: email, language }
  await queueEmail(work, { name: 'invitation reminder', to, entity })
  return true
}

/**
 * Marks invitations whose link has expired.
 * @returns the number of invitations marked
 */
export async function expireInvitations(parts: Running): Promise<number> {
  const now = parts.clock.now()
  const isOver = ({ expiresAt }: OpenInvitation): boolean => expiresAt !== null && expiresAt <= now
  return forEachOpen(parts, isOver, expire)
}

async function expire(work: UnitOfWork, invitation: OpenInvitation): Promise<boolean> {
  const { id, role, expiresAt } = invitation
  if (await isQueued(work.trx, 'invitation', { kind: 'invitation', id })) return false // someone has just sent it again
  if (!(await markExpired(work.trx, id, expiresAt as Instant))) return false
  await recordEvent(as(theClock, work), 'invitation.expired', about(invitation), { role })
  return true
}

const batchSize = 200

/**
 * Runs `act` for each open invitation for which `isChosen` is true, each in its own transaction.
 * @returns the number of invitations for which `act` returned true
 */
async function forEachOpen(
  { db, write }: Running,
  isChosen: (invitation: OpenInvitation) => boolean,
  act: (work: UnitOfWork, invitation: OpenInvitation) => Promise<boolean>,
): Promise<number> {
  let count = 0
  let after = ''
  for (;;) {
    const invitations = await openInvitations(db, after, batchSize)
    for (const invitation of invitations.filter(isChosen))
      if (await write(theService, work => act(work, invitation))) count += 1
    if (invitations.length < batchSize) return count
    after = invitations.at(-1)!.id
  }
}
