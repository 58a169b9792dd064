import {
  type ApplicationRecord,
  applicationsByIds,
  applicationsKnownTo,
  applicationsReadableBy,
} from '../../access/access.public.ts'
import type { Db } from '../../../db/connection.ts'
import type { Knex } from 'knex'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { isPanelAskedFor } from '../../../domain/panel-reasons.ts'
import { panelGaps } from '../../../domain/panel.ts'
import { can } from '../../../domain/permissions.ts'
import { lapseDay } from '../../../domain/renewal-board.ts'
import { addDays, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import { panelFactsOf } from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { theSwitch } from '../../../email/outbox.store.ts'
import { awardsShown, endOfAward, isCurrent } from '../renewal-filters/renewal-filter.store.ts'

// What waits for the charity besides the cases in their usual states. Each looks at a few rows, however many there are.

const most = 20

/**
 * Awards that are overdue, the first to lapse first, without those of the person's own libraries; `more` says that
 * there are others.
 */
export function overdueAwards(
  db: Db,
  actor: Actor,
  today: Day,
): Lookup<{ awards: { id: string; organisation: string; lapsesOn: Day }[]; more: boolean }> {
  const overdue = awardsShown(db, actor, { show: 'overdue', name: '', month: null }, today)
    .whereNotIn(
      'awards.organisation_id',
      actor.memberships.map(({ organisationId }) => organisationId),
    )
    .orderByRaw(`${endOfAward}, awards.id`)
    .limit(most + 1)
    .select(
      'awards.id',
      'organisations.name as organisation',
      'awards.valid_to as validTo',
      'awards.base_valid_to as baseValidTo',
      db.raw(
        '(select settings from terms where terms.award_id = awards.id order by terms.number desc limit 1) as settings',
      ),
    )
  return lookup<OverdueRow, { awards: { id: string; organisation: string; lapsesOn: Day }[]; more: boolean }>(
    overdue,
    ['id', 'organisation', 'validTo', 'baseValidTo', 'settings'],
    rows => ({
      awards: rows.slice(0, most).map(({ id, organisation, validTo, baseValidTo, settings }) => ({
        id,
        organisation,
        lapsesOn: lapseDay(validTo ?? baseValidTo, settings?.lapseAfterDays ?? 30),
      })),
      more: rows.length > most,
    }),
    ['settings'],
  )
}
/** Their renewal came after their last day. */
export const heldNoMore = (db: Db, today: Day) =>
  db('awards').where('awards.status', 'renewal with us').where('awards.valid_to', '<', today).select('awards.id')
interface OverdueRow {
  id: string
  organisation: string
  validTo: Day | null
  baseValidTo: Day
  settings: { lapseAfterDays?: number } | null
}

/** Cases of awards whose renewal was handed in late: they are not valid until it is decided. */
export function notValidMeanwhile(db: Db, actor: Actor, today: Day): Lookup<Set<string>> {
  const late = (applicationsKnownTo(db, actor).modify(isCurrent) as Knex.QueryBuilder)
    .whereIn('applications.award_id', heldNoMore(db, today))
    .limit(100)
    .select('applications.id')
  return lookup<{ id: string }, Set<string>>(late, ['id'], rows => new Set(rows.map(({ id }) => id)))
}

export interface RemindersStopped {
  isOff: boolean
  held: Day | null
}

/** Whether somebody switched all reminders off, and the morning that waits for a yes. */
export function remindersStopped(db: Db): Lookup<RemindersStopped> {
  const stopped = db.select(
    db('settings').where({ name: theSwitch, value: 'off' }).count().as('off'),
    db('reminder_mornings').where({ status: 'held' }).max('morning').as('held'),
  )
  return lookup<{ off: number; held: Day | null }, RemindersStopped>(stopped, ['off', 'held'], ([row]) => ({
    isOff: Number(row?.off) > 0,
    held: row?.held ?? null,
  }))
}

export interface Answered {
  organisationId: string
  organisation: string
  count: number
  since: Instant
}

/** Libraries that answered a recommendation which nobody has closed or kept open since, the longest first. */
export function answersToRead(db: Db, actor: Actor): Lookup<Answered[]> {
  const cases = () => applicationsReadableBy(db, actor) as Knex.QueryBuilder
  const answered = db('recommendations')
    .join('organisations', 'organisations.id', 'recommendations.organisation_id')
    .where('recommendations.status', 'answered')
    .whereNotIn(
      'recommendations.organisation_id',
      actor.memberships.map(({ organisationId }) => organisationId),
    )
    .where(
      readable =>
        void readable
          .whereExists(cases().whereRaw('applications.id = recommendations.application_id'))
          .orWhereExists(cases().whereRaw('applications.award_id = recommendations.award_id')),
    )
    .groupBy('organisations.id', 'organisations.name')
    .orderByRaw('min(recommendations.status_since), organisations.id')
    .limit(most)
    .select(
      'organisations.id as organisationId',
      'organisations.name as organisation',
      db.raw('count(*) as count'),
      db.raw('min(recommendations.status_since) as since'),
    )
  return lookup<Answered, Answered[]>(answered, ['organisationId', 'organisation', 'count', 'since'], rows => rows)
}

/** Letters of the last two weeks that did not arrive, counted no further than anybody reads. */
export function emailsFailed(db: Db, today: Day): Lookup<number> {
  const failed = db('outbox')
    .where({ status: 'failed' })
    .where('next_try_at', '>=', instantAt(addDays(today, -14), '00:00'))
    .limit(100)
    .select('id')
    .as('failed')
  return lookup<{ count: number }, number>(db.from(failed).count('* as count'), ['count'], ([row]) => row?.count ?? 0)
}

/** Cases with the panel of which a seat was lost; whether that leaves a panel says `panelsThatLostASeat`. */
export const lostASeat = (db: Db, actor: Actor): Lookup<string[]> =>
  idsOf(
    (applicationsKnownTo(db, actor).where('applications.status', 'with the panel') as Knex.QueryBuilder).whereRaw(
      `exists (select 1 from seats where seats.application_id = applications.id
        and seats.status in ('declined', 'withdrawn'))`,
    ),
  )

const idsOf = (query: Knex.QueryBuilder): Lookup<string[]> =>
  lookup<{ id: string }, string[]>(
    query.orderBy(['applications.status_since', 'applications.id']).limit(most).select('applications.id'),
    ['id'],
    rows => rows.map(({ id }) => id),
  )

/** Those of these cases whose seats would make no panel any more, for whoever fills them. */
export async function panelsThatLostASeat(
  db: Db,
  actor: Actor,
  lost: readonly string[],
): Promise<{ id: string; organisation: string }[]> {
  const found = []
  for (const application of await applicationsByIds(db, lost)) {
    const { panel } = await frameworkVersion(db, application.frameworkVersionId)
    if (
      can(actor, 'panel.manage', application) &&
      panelGaps(panel, application.seats, application.declarations, 'seat').length > 0
    )
      found.push({ id: application.id, organisation: application.organisationName })
  }
  return found
}

/** Light renewals that are checked, the oldest first. */
export const checkedRenewals = (db: Db, actor: Actor): Lookup<string[]> =>
  idsOf(
    (
      applicationsKnownTo(db, actor)
        .where('applications.status', 'checked')
        .where('applications.kind', 'renewal') as Knex.QueryBuilder
    ).whereNotIn(
      'applications.organisation_id',
      actor.memberships.map(({ organisationId }) => organisationId),
    ),
  )

export interface CheckedRenewals {
  toConfirm: ApplicationRecord[]
  toSeat: ApplicationRecord[]
}

/** Of these: those that a trustee can confirm alone, and those that something sends to a panel. */
export async function renewalsChecked(db: Db, ids: readonly string[]): Promise<CheckedRenewals> {
  if (ids.length === 0) return { toConfirm: [], toSeat: [] }
  const cases = (await applicationsByIds(db, ids)).toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
  const facts = await panelFactsOf(db, cases, await ownRatings(db, ids))
  const parted: CheckedRenewals = { toConfirm: [], toSeat: [] }
  for (const application of cases) {
    const framework = await frameworkVersion(db, application.frameworkVersionId)
    parted[isPanelAskedFor(framework, facts.get(application.id)!) ? 'toSeat' : 'toConfirm'].push(application)
  }
  return parted
}

async function ownRatings(db: Db, ids: readonly string[]) {
  const rows = await db('answers')
    .whereIn('application_id', [...ids])
    .whereNotNull('own_rating')
    .select('application_id', 'item_id', 'own_rating')
  return new Map(
    ids.map(id => [
      id,
      rows
        .filter(({ application_id }) => application_id === id)
        .map(({ item_id, own_rating }) => ({ itemId: item_id, ownRating: own_rating as 'met' | null })),
    ]),
  )
}
