import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theService } from '../../../domain/actor.ts'
import { sendingLimitOn } from '../../../domain/reminding.ts'
import { daysBetween, type Day } from '../../../domain/time.ts'
import { areRemindersOff, digestsOf, insertDigest } from '../../../email/outbox.store.ts'
import { queueEmail } from '../../../email/outbox.ts'
import { readersById, readersWithRole } from '../../../email/readers.store.ts'
import { notSentReason } from '../../../domain/ladder.ts'
import type { Parts } from '../../../parts.ts'
import { judge, sortOut, type Judged } from './judge.actions.ts'
import { endMorning, holdMorning, isLetGo, largestMorning, lastMorning } from './morning.store.ts'
import { planReminders } from './plan.actions.ts'
import { readerOf } from './reader.store.ts'
import { closeLines, dueLines, putIntoEmail } from './reminder.store.ts'

type Running = Pick<Parts, 'db' | 'write' | 'clock' | 'log'>
export type MorningOutcome =
  { is: 'done' | 'held'; people: number } | { is: 'off' | 'nothing new' | 'cut off'; people: 0 }

/**
 * Gathers everything that is due by a morning into one letter for each reader. Each letter is a transaction of its own,
 * with the lines that it holds, so a run that is cut off goes on where it was. Nothing is written for a morning that
 * was done, nor for one before it.
 */
export async function sendReminders(parts: Running, day: Day, stop?: AbortSignal): Promise<MorningOutcome> {
  const { db, write, clock, log } = parts
  if (await areRemindersOff(db)) return { is: 'off', people: 0 }
  const last = await lastMorning(db, day)
  if (last !== null && day <= last) return { is: 'nothing new', people: 0 }
  const startedAt = clock.now()
  await planReminders(parts, day, stop)
  const { readers, notSent } = sortOut(await judge(db, await dueLines(db, day)))
  const sendingLimit = sendingLimitOn({
    daysSince: last && daysBetween(last, day),
    people: readers.size,
    largest: await largestMorning(db, day),
  })
  if (sendingLimit && !(await isLetGo(db, day))) {
    const held = { morning: day, people: readers.size, reason: sendingLimit }
    await write(theService, work => hold(work, held))
    log.warn(held, 'reminders are held')
    return { is: 'held', people: readers.size }
  }
  await closeAll(parts, notSent)
  for (const [readerId, lines] of readers) {
    if (stop?.aborted) return { is: 'cut off', people: 0 }
    await write(theService, work => writeDigest(work, readerId, lines, day)).catch(unlessFaster)
  }
  const people = await digestsOf(db, day)
  await write(theService, ({ trx }) => endMorning(trx, { morning: day, people, startedAt }, clock.now()))
  log.info({ morning: day, people, notSent: notSent.length }, 'reminders')
  return { is: 'done', people }
}

/**
 * One letter with its lines. When another runner was faster, or today's letter is written already, the lines stay as
 * they are.
 */
async function writeDigest(work: UnitOfWork, readerId: string, lines: readonly Judged[], day: Day): Promise<void> {
  const isMailbox = lines[0]?.line.as === 'mailbox'
  const reader = await readerOf(work.trx, isMailbox ? 'mailbox' : 'person', readerId)
  if (!reader) return
  const { id, name, address, language } = reader
  const to = {
    personId: isMailbox ? null : id,
    name,
    address,
    language,
    entity: { kind: isMailbox ? ('organisation' as const) : ('person' as const), id },
  }
  const emailId = await insertDigest(work.trx, to, day, work.at)
  if (emailId === null) return
  if (
    (await putIntoEmail(
      work.trx,
      lines.map(({ line }) => line),
      emailId,
    )) === 0
  )
    throw new FasterElsewhere()
}

/** Another runner has gathered these lines since they were read: then there is no letter. */
class FasterElsewhere extends Error {}

function unlessFaster(problem: unknown): void {
  if (!(problem instanceof FasterElsewhere)) throw problem
}

async function closeAll({ write, clock }: Running, notSent: readonly Judged[]): Promise<void> {
  for (const reason of notSentReason) {
    const lines = notSent.filter(each => each.reason === reason).map(({ line }) => line)
    for (let from = 0; from < lines.length; from += 200)
      await write(theService, ({ trx }) =>
        closeLines(trx, lines.slice(from, from + 200), 'planned', reason, clock.now()),
      )
  }
}

/** Stops before the first letter, and tells those who can let it go; once, however many mornings it lasts. */
async function hold(work: UnitOfWork, held: Parameters<typeof holdMorning>[1]): Promise<void> {
  if (!(await holdMorning(work.trx, held, work.at))) return
  const found = [
    ...(await readersWithRole(work.trx, 'coordinator')),
    ...(await readersWithRole(work.trx, 'administrator')),
  ]
  for (const { actor, address } of await readersById(work.trx, [...new Set(found.map(({ actor }) => actor.id))])) {
    const to = { personId: actor.id, name: actor.name, address, language: actor.language }
    await queueEmail(work, {
      name: 'reminders held',
      to,
      entity: { kind: 'person', id: actor.id },
      facts: { reason: held.reason, day: held.morning, people: held.people },
    })
  }
}
