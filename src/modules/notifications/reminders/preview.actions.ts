import type { Db } from '../../../db/connection.ts'
import type { Line } from '../../../domain/ladder.ts'
import { sendingLimitOn, type SendingLimitReason, type Entity } from '../../../domain/reminding.ts'
import { addDays, daysBetween, dayOf, type Day } from '../../../domain/time.ts'
import { drawDigest, type DigestLine } from '../../../email/templates/reminders.ts'
import { areRemindersOff } from '../../../email/outbox.store.ts'
import type { Parts } from '../../../parts.ts'
import { longDay } from '../../../words/format.ts'
import { translator } from '../../../words/words.ts'
import { digestLine } from './digest.actions.ts'
import { judgeOne, sortOut, type Judged } from './judge.actions.ts'
import { largestMorning, lastMorning } from './morning.store.ts'
import { subjectsToPlan } from './plan.actions.ts'
import { readersOf, type ReminderReader } from './reader.store.ts'
import type { StoredLine } from './reminder.store.ts'

/** What would go out on a morning, as things are now. */
export interface Preview {
  day: Day
  readers: { reader: ReminderReader; lines: DigestLine[] }[]
  notSent: number
  sendingLimit: SendingLimitReason | null
  isOff: boolean
  /** that morning was done, or one after it */
  isOver: boolean
}

/**
 * Only reads: plans as the run would, in memory. On a later day than the next, what falls due before is taken as sent.
 */
export async function whatWouldGoOut(db: Db, day: Day, today: Day): Promise<Preview> {
  const last = await lastMorning(db, today)
  const isOver = last !== null && day <= last
  const next = last === null || last < today ? today : addDays(last, 1)
  const due = isOver ? [] : await dueOn(db, day, day > next ? day : null)
  const { readers, notSent } = sortOut(due)
  const daysSince = last === null || day > next ? null : daysBetween(last, day)
  return {
    day,
    isOver,
    isOff: await areRemindersOff(db),
    notSent: notSent.length,
    sendingLimit: sendingLimitOn({ daysSince, people: readers.size, largest: await largestMorning(db, day) }),
    readers: await withAddresses(db, readers),
  }
}

/** Nothing is written, so nobody waits while many are looked at. */
const subjectsReadAtOnce = 500

/** @param from leaves out what falls due before */
async function dueOn(db: Db, day: Day, from: Day | null): Promise<Judged[]> {
  const due: Judged[] = []
  for await (const batch of subjectsToPlan(db, day, subjectsReadAtOnce)) {
    for (const { entity, context, kept, plan } of batch) {
      const closed = new Set(plan.close.map(({ id }) => id))
      const open = [
        ...kept.filter(({ id, status }) => status === 'planned' && !closed.has(id)),
        ...plan.reopen,
        ...plan.add.map(line => notKept(line, entity)),
      ]
      due.push(
        ...open
          .filter(({ dueOn }) => dueOn <= day && (from === null || dueOn >= from))
          .map(line => judgeOne(line, entity, context)),
      )
    }
  }
  return due
}

const notKept = (line: Line, { organisationId, applicationId }: Entity): StoredLine => ({
  ...line,
  id: `${line.kind} ${line.entityId} ${line.recipientId} ${line.step}`,
  status: 'planned',
  reason: null,
  organisationId,
  applicationId,
  emailId: null,
})

async function withAddresses(db: Db, readers: ReadonlyMap<string, readonly Judged[]>): Promise<Preview['readers']> {
  const isMailbox = (lines: readonly Judged[]) => lines[0]?.line.as === 'mailbox'
  const ids = (mailboxes: boolean) =>
    [...readers].filter(([, lines]) => isMailbox(lines) === mailboxes).map(([id]) => id)
  const found: ReminderReader[] = []
  for (const kind of ['person', 'mailbox'] as const) {
    const wanted = ids(kind === 'mailbox')
    for (let from = 0; from < wanted.length; from += 500)
      found.push(...(await readersOf(db, kind, wanted.slice(from, from + 500))))
  }
  return found
    .toSorted((a, b) => (a.address < b.address ? -1 : 1))
    .map(reader => ({ reader, lines: readers.get(reader.id)!.map(digestLine) }))
}

/** For an operator: a line for each letter, and what would stop them. */
export async function reminderLines({ db, clock }: Pick<Parts, 'db' | 'clock'>, day: Day): Promise<string[]> {
  const t = translator('en')
  const { readers, sendingLimit, isOff, isOver } = await whatWouldGoOut(db, day, dayOf(clock.now()))
  return [
    t('reminders.preview.count', { count: readers.length, day: longDay(t, day) }),
    ...readers.map(({ reader, lines }) => `${reader.address}: ${drawDigest(t, lines, day).subject}`),
    ...(isOver ? [t('reminders.preview.over')] : []),
    ...(isOff ? [t('reminders.off')] : []),
    ...(sendingLimit ? [t(`reminders.preview.brake.${sendingLimit}`)] : []),
  ]
}
