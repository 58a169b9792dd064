import type { Knex } from 'knex'
import type { Tx } from '../db/connection.ts'
import { saveSetting, settingOf } from '../db/setting.store.ts'
import { addMilliseconds, isDay, type Day, type Instant } from '../domain/time.ts'
import { toEmail } from '../email/outbox.store.ts'

const mark = 'demo made on'
const ahead = 'demo is ahead by'

/**
 * Finds out whether a database is empty, holds other data, or is the demo's. Works before migrations have run. `since`
 * is the day on which the demo was made.
 */
export async function ownerOf(db: Knex): Promise<{ is: 'empty' | 'other' } | { is: 'ours'; since: Day }> {
  const tables = (
    await db.raw<{ name: string }[]>("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
  ).map(({ name }) => name)
  if (tables.length === 0) return { is: 'empty' }
  if (!tables.includes('migrations')) return { is: 'other' }
  const marked = tables.includes('settings') ? await settingOf(db, mark) : null
  if (marked !== null && isDay(marked)) return { is: 'ours', since: marked }
  const hasPeople = tables.includes('people') && (await db('people').first('id')) !== undefined
  return { is: hasPeople ? 'other' : 'empty' }
}

/** Marks the database as the demo's, in the transaction that fills it. */
export async function markAsDemo(trx: Tx, today: Day): Promise<void> {
  await saveSetting(trx, mark, today)
}

/**
 * Records that each recorded award was first shown outside the charity with the first email to a member of its
 * organisation.
 */
export async function noteAwardsShown(trx: Tx): Promise<void> {
  const firstEmail = trx.raw(
    `(select min(outbox.queued_at) from outbox join memberships on memberships.person_id = outbox.person_id
      where memberships.organisation_id = awards.organisation_id)`,
  ) as unknown as Instant
  await trx('awards').where({ is_recorded: 1, first_shown_at: null }).update({ first_shown_at: firstEmail })
}

/** The path of the link in the latest email named `name` to an address; null when there is no such email or link. */
export async function pathEmailedTo(trx: Tx, address: string, name: string): Promise<string | null> {
  const row = await trx('outbox').where({ address, name }).orderBy('queued_at', 'desc').first()
  return (row && toEmail(row).text?.action?.path) ?? null
}

/** @returns the id of the open access request of the person with this address; null when there is none */
export async function openRequestOf(trx: Tx, address: string): Promise<string | null> {
  const row = await trx('access_requests')
    .join('people', 'people.id', 'access_requests.person_id')
    .where('people.email', address)
    .whereIn('access_requests.status', ['waiting', 'to confirm'])
    .first('access_requests.id as id')
  return (row as { id: string } | undefined)?.id ?? null
}

/**
 * Sets each person's last sign-in to the time of their latest change, because the demo's people act without signing in.
 */
export async function signInWhenTheyActed(trx: Tx): Promise<void> {
  const acted = trx('events').max('at').whereRaw('events.person_id = people.id')
  await trx('people')
    .whereExists(trx('events').select('id').whereRaw('events.person_id = people.id'))
    .update({ signed_in_at: acted as never })
}

/** The award of an organisation. In the demo, each organisation has at most one. */
export async function awardIdOf(trx: Tx, organisation: { id: string }): Promise<string | null> {
  return (await trx('awards').where({ organisation_id: organisation.id }).first('id'))?.id ?? null
}

/** The next day on which an award changes state or a reminder is due; null for none. */
export async function nextDueDay(trx: Tx): Promise<Day | null> {
  const [first] = await trx.select<{ award: Day | null; line: Day | null }[]>(
    trx('awards').min('due_on').as('award'),
    trx('reminders').where({ status: 'planned' }).min('due_on').as('line'),
  )
  return [first?.award, first?.line].filter(day => day !== null && day !== undefined).toSorted()[0] ?? null
}

/** How far the clock has been moved forward, in milliseconds. */
export async function aheadBy(db: Knex): Promise<number> {
  return Number((await settingOf(db, ahead)) ?? 0)
}

export async function saveAheadBy(trx: Tx, milliseconds: number): Promise<void> {
  await saveSetting(trx, ahead, String(milliseconds))
}

/** Restarts open sign-ins at `now`, so that people stay signed in when the clock moves. */
export async function keepSignInsOpen(trx: Tx, now: Instant): Promise<void> {
  const open = trx('sign_ins').where({ ended_at: null })
  await trx('sessions')
    .whereIn('data', open.clone().select('id'))
    .update({ saved_at: now, expires_at: addMilliseconds(now, twelveHours) })
  await open.update({ started_at: now, last_seen_at: now })
}

const twelveHours = 12 * 60 * 60_000
