import type { Db } from '../../db/connection.ts'
import type { Knex } from 'knex'
import { membershipsIn, type Actor } from '../../domain/actor.ts'
import { isPanelAskedFor } from '../../domain/panel-asked.ts'
import { panelGaps } from '../../domain/panel.ts'
import { can } from '../../domain/permissions.ts'
import { lapseDay } from '../../domain/renewal-board.ts'
import { addDays, instantAt, type Day } from '../../domain/time.ts'
import { applicationsByIds, type Case } from '../applications/application.store.ts'
import { applicationsKnownTo } from '../applications/known.store.ts'
import { panelFactsOf } from '../applications/renewal.store.ts'
import { frameworkVersion } from '../frameworks/framework.store.ts'
import { boardLines } from '../renewals/board.store.ts'

// What waits for the charity besides the cases in their usual states. Each looks at a few rows, however many there are.

const most = 20

/** Awards that are overdue, the first to lapse first, without those of the person's own libraries; `more` says that there are others. */
export async function overdueAwards(db: Db, who: Actor, today: Day): Promise<{ awards: { id: string; organisation: string; lapsesOn: Day }[]; more: boolean }> {
  const lines = await boardLines(db, who, { show: 'overdue', name: '', month: null }, today, null, most + 1)
  const others = lines.filter(({ organisationId }) => membershipsIn(who, organisationId).length === 0)
  return {
    awards: others.slice(0, most).map(({ id, organisation, validTo, lapseAfterDays, heldTo }) => ({ id, organisation, lapsesOn: lapseDay(validTo ?? heldTo, lapseAfterDays) })),
    more: lines.length > most,
  }
}

/** Letters of the last two weeks that did not arrive, counted no further than anybody reads. */
export async function lettersFailed(db: Db, today: Day): Promise<number> {
  const failed = db('outbox').where({ status: 'failed' }).where('next_try_at', '>=', instantAt(addDays(today, -14), '00:00')).limit(100).select('id').as('failed')
  const [row] = await db.from(failed).count<{ count: number | string }[]>('* as count')
  return Number(row?.count ?? 0)
}

/** Cases with the panel whose seats would make none any more, for whoever fills them. */
export async function panelsThatLostASeat(db: Db, who: Actor): Promise<{ id: string; organisation: string }[]> {
  const lost = await (applicationsKnownTo(db, who).where('applications.status', 'with the panel') as Knex.QueryBuilder)
    .whereRaw("exists (select 1 from seats where seats.application_id = applications.id and seats.status in ('declined', 'withdrawn'))")
    .orderBy(['applications.status_since', 'applications.id']).limit(most).pluck('applications.id') as string[]
  const found = []
  for (const application of await applicationsByIds(db, lost)) {
    const { panel } = await frameworkVersion(db, application.frameworkVersionId)
    if (can(who, 'panel.manage', application) && panelGaps(panel, application.seats, application.declarations, 'seat').length > 0) found.push({ id: application.id, organisation: application.organisationName })
  }
  return found
}

export interface CheckedRenewals { toConfirm: Case[]; toSeat: Case[] }

/** Light renewals that are checked: those that a trustee can confirm alone, and those that something sends to a panel. Oldest first. */
export async function renewalsChecked(db: Db, who: Actor): Promise<CheckedRenewals> {
  const ids = await (applicationsKnownTo(db, who).where('applications.status', 'checked').where('applications.kind', 'renewal') as Knex.QueryBuilder)
    .whereNotIn('applications.organisation_id', who.memberships.map(({ organisationId }) => organisationId))
    .orderBy(['applications.status_since', 'applications.id']).limit(most).pluck('applications.id') as string[]
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
  const rows = await db('answers').whereIn('application_id', [...ids]).whereNotNull('own_rating').select('application_id', 'item_id', 'own_rating')
  return new Map(ids.map(id => [id, rows.filter(({ application_id }) => application_id === id).map(({ item_id, own_rating }) => ({ itemId: item_id, ownRating: own_rating as 'met' | null }))]))
}
