import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor, CharityRole } from '../../../domain/actor.ts'
import { lapseDay } from '../../../domain/renewal-board.ts'
import type { ServiceProblem } from '../../../domain/service-problems.ts'
import { addDays, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import { outageSetting } from '../../../email/outage.store.ts'
import { isUndelivered } from '../../../email/outbox-search.store.ts'
import { remindersSetting } from '../../../email/reminder-switch.store.ts'
import { emailsVisibleTo } from '../../access/access.public.ts'
import { isNotBarred, settingsOfTerm } from '../../awards/awards.public.ts'
import { awardsShown, endOfAward } from '../renewal-filters/renewal-filter.store.ts'

const maxRows = 20
/** The largest number that a card shows. For more, it shows "More than" this number. */
export const maxOnCard = 100
/** The largest number on the card that counts organisations whose emails are off. */
export const maxNotEmailed = 1_000

/** An overdue award, and the day on which it lapses. */
export interface OverdueAward {
  id: string
  organisation: string
  lapsesOn: Day
}

interface OverdueRow {
  id: string
  organisation: string
  validTo: Day | null
  baseValidTo: Day
  settings: { lapseAfterDays?: number } | null
}

/** Up to `maxOnCard` + 1 overdue awards, in the order of their end dates. Leaves out the person's own libraries. */
export const overdueAwards = withKeptSql((db: Db, actor: Actor, today: Day): Lookup<OverdueAward[]> => {
  const filters = { show: 'overdue', names: null, month: null, streamId: '', criteria: [] } as const
  const overdue = () =>
    awardsShown(db, actor, filters, today)
      .whereNotIn(
        'awards.organisation_id',
        actor.memberships.map(({ organisationId }) => organisationId),
      )
      .orderByRaw(`${endOfAward}, awards.id`)
      .limit(maxOnCard + 1)
      .select(
        'awards.id',
        'organisations.name as organisation',
        'awards.valid_to as validTo',
        'awards.base_valid_to as baseValidTo',
        db.raw(`${settingsOfTerm} as settings`),
      )
  return lookup<OverdueRow, OverdueAward[]>(
    overdue,
    ['id', 'organisation', 'validTo', 'baseValidTo', 'settings'],
    rows =>
      rows.map(({ id, organisation, validTo, baseValidTo, settings }) => ({
        id,
        organisation,
        lapsesOn: lapseDay(validTo ?? baseValidTo, settings?.lapseAfterDays ?? 30),
      })),
    ['settings'],
  )
})
export interface RemindersStopped {
  isOff: boolean
  held: Day | null
}

/** Whether all reminders are switched off, and the last day whose reminders are held; null when none are held. */
export const remindersStopped = withKeptSql((db: Db): Lookup<RemindersStopped> => {
  const stopped = () =>
    db.select(
      db('settings').where({ name: remindersSetting, value: 'off' }).count().as('off'),
      db('reminder_mornings').where({ status: 'held' }).max('morning').as('held'),
    )
  return lookup<{ off: number; held: Day | null }, RemindersStopped>(stopped, ['off', 'held'], ([row]) => ({
    isOff: (row?.off ?? 0) > 0,
    held: row?.held ?? null,
  }))
})

/** The first day whose failed emails are counted. */
export const failedSince = (today: Day): Day => addDays(today, -14)

/**
 * The number of emails from the last two weeks that failed or bounced, counted up to `maxOnCard` + 1. Counts only
 * emails that this person can see.
 */
export const emailsFailed = withKeptSql((db: Db, actor: Actor, today: Day): Lookup<number> => {
  const failed = () =>
    emailsVisibleTo(db, { actor, isDemo: false })
      .whereRaw(isUndelivered)
      .where('outbox.queued_at', '>=', instantAt(failedSince(today), '00:00'))
      .limit(maxOnCard + 1)
      .select('outbox.id')
      .as('failed')
  return lookup<{ count: number }, number>(
    () => db.from(failed()).count('* as count'),
    ['count'],
    ([row]) => row?.count ?? 0,
  )
})

export interface CorrectionToConfirm {
  awardId: string
  organisation: string
  since: Instant
}

/** Corrections of awards that this trustee can confirm, the longest wait first. */
export const correctionsToConfirm = withKeptSql((db: Db, actor: Actor): Lookup<CorrectionToConfirm[]> => {
  const waiting = () =>
    db('award_corrections')
      .join('awards', 'awards.id', 'award_corrections.award_id')
      .join('organisations', 'organisations.id', 'awards.organisation_id')
      .where('award_corrections.status', 'waiting')
      .whereNot('award_corrections.proposed_by', actor.id)
      .where(isNotBarred(db, actor))
      .orderBy(['award_corrections.proposed_at', 'award_corrections.id'])
      .limit(maxRows)
      .select('awards.id as awardId', 'organisations.name as organisation', 'award_corrections.proposed_at as since')
  return lookup<CorrectionToConfirm, CorrectionToConfirm[]>(waiting, ['awardId', 'organisation', 'since'], rows => rows)
})

export interface EnquiriesWaiting {
  count: number
  /** the enquiry that has waited longest; null when none is waiting */
  first: { id: string; name: string; since: Instant } | null
}

/** The number of enquiries without an answer, counted up to `maxOnCard` + 1, and the oldest of them. */
export const enquiriesWaiting = withKeptSql((db: Db): Lookup<EnquiriesWaiting> => {
  const waiting = () =>
    db('enquiries')
      .where({ status: 'waiting' })
      .orderBy(['asked_at', 'id'])
      .limit(maxOnCard + 1)
      .select('id', 'name', 'asked_at as since')
      .as('enquiries')
  const first = () =>
    db.from(waiting()).orderBy(['since', 'id']).limit(1).select('*', db.raw('count(*) over () as count'))
  type Waiting = { id: string; name: string; since: Instant; count: number }
  return lookup<Waiting, EnquiriesWaiting>(first, ['id', 'name', 'since', 'count'], ([row]) => {
    if (!row) return { count: 0, first: null }
    const { count, ...oldest } = row
    return { count, first: oldest }
  })
})

const countLookup = (counted: () => Knex.QueryBuilder): Lookup<number> =>
  lookup<{ count: number }, number>(counted, ['count'], ([row]) => row?.count ?? 0)
/** The number of open organisations for which emails are not switched on, counted up to `maxNotEmailed` + 1. */
export const organisationsNotEmailed = withKeptSql((db: Db): Lookup<number> => {
  const silent = () =>
    db('organisations')
      .whereNull('emails_started_at')
      .whereNull('closed_at')
      .whereNull('merged_into')
      .limit(maxNotEmailed + 1)
      .select('id')
      .as('silent')
  return countLookup(() => db.from(silent()).count('* as count'))
})

/**
 * The number of wrong clocks about which an administrator still has to decide or, as `isKeptOnHold` says, that still
 * hold the jobs of this process; counted up to 100.
 * @param near the first and the last time that agree with the time of this process
 */
export const clocksHeld = withKeptSql((db: Db, near: { from: Instant; to: Instant }): Lookup<number> => {
  const accepted = () => db('clock_state').where({ name: 'date' }).whereBetween('accepted_at', [near.from, near.to])
  const held = () =>
    db('clock_holds')
      .where({ status: 'held' })
      .orWhere(kept => {
        void kept
          .where({ status: 'wrong' })
          .whereBetween('last_read_at', [near.from, near.to])
          .whereNotExists(accepted().select('name'))
      })
      .limit(100)
      .select('id')
      .as('held')
  return countLookup(() => db.from(held()).count('* as count'))
})

/** The oldest request by someone else to undo automatic changes made with a wrong clock; null when there is none. */
export const undoToConfirm = withKeptSql((db: Db, actor: Actor): Lookup<UndoToConfirm | null> => {
  const waiting = () =>
    db('clock_undos')
      .where({ status: 'waiting' })
      .whereNot({ proposed_by: actor.id })
      .orderBy(['proposed_at', 'id'])
      .limit(1)
      .select('run_id as runId', 'proposed_at as since')
  return lookup<UndoToConfirm, UndoToConfirm | null>(waiting, ['runId', 'since'], ([row]) => row ?? null)
})

export interface UndoToConfirm {
  runId: string
  since: Instant
}

/**
 * The service's current problems, oldest first. Leaves out the mail server as soon as its outage has ended.
 * @param hourAgo leaves out missed jobs first seen after this time, because they run within minutes of a restart
 */
export const serviceProblemsNow = withKeptSql((db: Db, hourAgo: Instant): Lookup<ProblemNow[]> => {
  const outage = () => db('settings').where({ name: outageSetting }).select('name')
  const now = () =>
    db('service_problems')
      .where(each => each.whereNot({ name: 'jobs' }).orWhere('since', '<=', hourAgo))
      .where(each => each.whereNot({ name: 'mail server' }).orWhereExists(outage()))
      .orderBy(['since', 'name'])
      .limit(maxRows)
      .select('name', 'facts')
  return lookup<{ name: ServiceProblem; facts: { count: number } }, ProblemNow[]>(
    now,
    ['name', 'facts'],
    rows => rows.map(({ name, facts }) => ({ name, count: facts.count })).filter(({ count }) => count > 0),
    ['facts'],
  )
})

export interface ProblemNow {
  name: ServiceProblem
  count: number
}

/** The number of people with this role who can sign in, counted up to 2. */
export const countWith = withKeptSql((db: Db, role: CharityRole): Lookup<number> => {
  const holders = () =>
    db('charity_roles')
      .where({ role })
      .whereNull('ended_at')
      // `offset 0` keeps PostgreSQL from starting with all people
      .whereRaw(
        `exists (select 1 from people where people.id = charity_roles.person_id and people.status = 'active'
        limit 1 offset 0)`,
      )
      .distinct('person_id')
      .limit(2)
  const counted = () => db.from(holders().as('holders')).count('* as count')
  return countLookup(counted)
})
