import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationStatus } from '../../../domain/application.ts'
import { panelGaps } from '../../../domain/panel.ts'
import { can } from '../../../domain/permissions.ts'
import type { Day } from '../../../domain/time.ts'
import {
  type ApplicationRecord,
  applicationsByIds,
  applicationsKnownTo,
  hasNoPart,
  hasNotJudged,
  isKnownTo,
  isWithoutCoordinator,
} from '../../access/access.public.ts'
import { lightRenewalsLookup, needingPanel, type PanelRow } from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { isCurrent } from '../renewal-filters/renewal-filter.store.ts'
import {
  awardsNotValid,
  casesWithIds,
  coordinatorsStates,
  isNotCheckedRenewal,
  librarysStates,
  longestFirst,
  organisationsOf,
  standInCases,
  undecided,
  type CaseWaiting,
} from './case-waiting.store.ts'
import { requestsWaiting, type RequestWaiting } from './decision-request.store.ts'

export interface Casework {
  /** light renewals that a trustee can confirm, if the person is a coordinator; otherwise empty */
  toConfirm: readonly CaseWaiting[]
  trustee: readonly CaseWaiting[]
  coordinator: readonly CaseWaiting[]
  /** requests to change a decision that this trustee can answer */
  requests: readonly RequestWaiting[]
  /** the ids of applications whose award is not valid at present; a decision could make it valid again */
  notValid: ReadonlySet<string>
  lostSeats: readonly IncompletePanel[]
}

/** An application with an incomplete panel, because a seat was declined or withdrawn or a member is not independent. */
export interface IncompletePanel {
  id: string
  organisation: string
  /** whether the panel has enough members, but too few of them are independent */
  lacksOnlyIndependence: boolean
}

const maxRows = 20

/** The lookups for the roles that the person has. `caseworkFrom` combines their results. */
export function caseworkOf(db: Db, actor: Actor, { today, limit }: { today: Day; limit: number }) {
  const isCoordinator = actor.charityRoles.includes('coordinator')
  const isTrustee = actor.charityRoles.includes('trustee')
  return {
    checked: isCoordinator || isTrustee ? checkedCases(db, actor) : null,
    checkedRows: isCoordinator || isTrustee ? checkedRows(db, actor) : null,
    checkedBarred: isTrustee && !isCoordinator ? checkedBarred(db, actor) : null,
    casework: isCoordinator ? casesWaiting(db, actor, { statuses: coordinatorsStates, limit, lateFrom: today }) : null,
    trustee: isTrustee ? casesWaiting(db, actor, { statuses: ['with a trustee'], limit, lateFrom: null }) : null,
    standIn: isTrustee && !isCoordinator ? standInCases(db, actor, { today, limit }) : null,
    notValid: isCoordinator || isTrustee ? notValidApplications(db, actor, today) : null,
    requests: isTrustee ? requestsWaiting(db, actor, limit) : null,
    lost: isCoordinator || isTrustee ? panelsWithALostSeat(db, actor) : null,
  }
}

interface Found {
  checked: readonly CaseWaiting[] | null
  checkedRows: readonly PanelRow[] | null
  checkedBarred: ReadonlySet<string> | null
  casework: readonly CaseWaiting[] | null
  trustee: readonly CaseWaiting[] | null
  standIn: readonly CaseWaiting[] | null
  notValid: ReadonlySet<string> | null
  requests: readonly RequestWaiting[] | null
  lost: readonly string[] | null
}

export async function caseworkFrom(db: Db, actor: Actor, found: Found, limit: number): Promise<Casework> {
  const forPanel = await needingPanel(db, found.checkedRows ?? [])
  const checked = found.checked ?? []
  const toConfirm = checked.filter(({ id }) => !forPanel.has(id)).slice(0, limit)
  const toSeat = checked.filter(({ id }) => forPanel.has(id))
  const barred = toSeat.filter(({ id }) => found.checkedBarred?.has(id))
  return {
    trustee: found.trustee ? [...found.trustee, ...toConfirm] : [],
    toConfirm: found.casework ? toConfirm : [],
    coordinator: [...(found.casework ?? found.standIn ?? []), ...(found.casework ? toSeat : barred).slice(0, limit)],
    notValid: found.notValid ?? new Set(),
    requests: found.requests ?? [],
    lostSeats: await panelsTooSmall(db, actor, await applicationsByIds(db, found.lost ?? [])),
  }
}

/**
 * Whether there are more than `limit` requests, or more than `limit` applications in one state. If so, others may not
 * have been loaded.
 */
export const hasMoreThan = (limit: number, { trustee, coordinator, requests }: Casework): boolean =>
  [requests.length, ...countsByList(trustee), ...countsByList(coordinator)].some(count => count > limit)

/**
 * The numbers of applications in each state. Checked light renewals are counted separately, because a separate query
 * loads them.
 */
function countsByList(cases: readonly CaseWaiting[]): number[] {
  const counts = new Map<string, number>()
  for (const { status, kind } of cases) {
    const list = status === 'checked' && kind === 'renewal' ? 'checked renewals' : status
    counts.set(list, (counts.get(list) ?? 0) + 1)
  }
  return [...counts.values()]
}

/**
 * Applications that the person can know about, up to `limit` in each of `by.statuses`, longest wait first. Leaves out
 * checked light renewals, the applications that `undecided` leaves out, and applications with a trustee that the person
 * has judged (see `hasNotJudged`).
 * @param by.lateFrom adds applications that are late on this day, or whose award is not valid on it; null adds neither
 */
const casesWaiting = withKeptSql((db: Db, actor: Actor, by: CasesWanted & { limit: number }): Lookup<CaseWaiting[]> =>
  casesWithIds(db, actor, () => {
    // One query per state can use the index. A single query would sort all applications to return a few.
    const candidates = candidatesFor(db, actor, by).map(query => {
      const oldest = undecided(query, actor).orderBy(longestFirst).limit(by.limit).select('applications.id')
      return db.from(oldest.as('candidates')).select('id')
    })
    return candidates[0]!.unionAll(candidates.slice(1))
  }),
)

interface CasesWanted {
  statuses: readonly ApplicationStatus[]
  lateFrom: Day | null
}

function candidatesFor(db: Db, actor: Actor, { statuses, lateFrom }: CasesWanted): Knex.QueryBuilder[] {
  const known = () => applicationsKnownTo(db, actor) as Knex.QueryBuilder
  const inState = statuses.map(status =>
    known()
      .where('applications.status', status)
      .modify(query => {
        if (status === 'checked') void query.whereNot('applications.kind', 'renewal')
        if (status === 'with a trustee') void query.where(hasNotJudged(actor))
      }),
  )
  if (!lateFrom) return inState
  const late = librarysStates.map(status =>
    known().where('applications.status', status).where('applications.until', '<', lateFrom),
  )
  // A separate query, because these applications come first on the page and the limit could leave them out.
  // The cross join makes SQLite start from the few awards.
  const notValid = awardsNotValid(db, lateFrom)
    .joinRaw('cross join applications')
    .whereRaw('applications.award_id = awards.id')
    .where(isKnownTo(actor))
    .whereIn('applications.status', [...statuses])
    .whereRaw(isNotCheckedRenewal)
  return [...inState, ...late, notValid]
}

/**
 * The ids of at most 100 renewals that are with the charity and whose award is past its last valid day. Such an award
 * is not valid until its renewal is decided.
 */
const notValidApplications = withKeptSql((db: Db, actor: Actor, today: Day): Lookup<Set<string>> => {
  const late = () =>
    (applicationsKnownTo(db, actor).modify(isCurrent) as Knex.QueryBuilder)
      .whereIn('applications.award_id', awardsNotValid(db, today).select('awards.id'))
      .limit(100)
      .select('applications.id')
  return lookup<{ id: string }, Set<string>>(late, ['id'], rows => new Set(rows.map(({ id }) => id)))
})

/**
 * Ids of applications that are with the panel and have lost a seat: it was declined or withdrawn, or it is marked
 * independent and its holder said that they are not. Unless the person is a coordinator, only applications from which
 * every coordinator is barred.
 */
const panelsWithALostSeat = withKeptSql((db: Db, actor: Actor): Lookup<string[]> => {
  const panels = () =>
    longestWaiting(
      (applicationsKnownTo(db, actor).where('applications.status', 'with the panel') as Knex.QueryBuilder)
        .whereRaw(hasLostSeat)
        .modify(query => void (actor.charityRoles.includes('coordinator') || query.whereRaw(isWithoutCoordinator))),
    )
  return lookup<{ id: string }, string[]>(panels, ['id'], rows => rows.map(({ id }) => id))
})

/**
 * SQL condition. The cross join makes SQLite start from the few people who said that they are not independent. With
 * `offset 0`, PostgreSQL does not read all seats.
 */
const hasLostSeat = `(applications.id in (select declarations.application_id from declarations cross join seats
      where declarations.independent = 0 and seats.application_id = declarations.application_id
        and seats.person_id = declarations.person_id and seats.status = 'accepted' and seats.independent = 1)
    or exists (select 1 from seats where seats.application_id = applications.id
      and seats.status in ('declined', 'withdrawn') limit 1 offset 0))`

/**
 * Ids of the checked light renewals with the longest wait. Leaves out the person's own libraries, and panels on which
 * they have a part; see `hasNoPart`.
 */
const checkedRenewals = (db: Db, actor: Actor): Knex.QueryBuilder =>
  longestWaiting(
    (
      applicationsKnownTo(db, actor)
        .where('applications.status', 'checked')
        .where('applications.kind', 'renewal') as Knex.QueryBuilder
    )
      .whereNotIn('applications.organisation_id', organisationsOf(actor))
      .where(hasNoPart(actor)),
  )

const checkedCases = withKeptSql((db: Db, actor: Actor) => casesWithIds(db, actor, () => checkedRenewals(db, actor)))

const checkedRows = withKeptSql((db: Db, actor: Actor) => lightRenewalsLookup(db, () => checkedRenewals(db, actor)))

/** The ids of the checked light renewals from which every coordinator is barred. */
const checkedBarred = withKeptSql((db: Db, actor: Actor): Lookup<Set<string>> => {
  const barred = () =>
    (db('applications') as Knex.QueryBuilder)
      .whereIn('applications.id', checkedRenewals(db, actor))
      .whereRaw(isWithoutCoordinator)
      .select('applications.id')
  return lookup<{ id: string }, Set<string>>(barred, ['id'], rows => new Set(rows.map(({ id }) => id)))
})

const longestWaiting = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
  query.orderBy(longestFirst).limit(maxRows).select('applications.id')

/** Returns the applications whose panel is incomplete. Leaves out panels that the person cannot manage. */
async function panelsTooSmall(
  db: Db,
  actor: Actor,
  applications: readonly ApplicationRecord[],
): Promise<IncompletePanel[]> {
  const tooSmall: IncompletePanel[] = []
  for (const application of applications) {
    const { panel } = await frameworkVersion(db, application.frameworkVersionId)
    const gaps = panelGaps(panel, application, 'seat')
    if (gaps.length > 0 && can(actor, 'panel.manage', application))
      tooSmall.push({
        id: application.id,
        organisation: application.organisationName,
        lacksOnlyIndependence: gaps.every(({ lacks }) => lacks === 'independent'),
      })
  }
  return tooSmall
}

interface Sorted {
  toConfirm: string[]
  toSeat: string[]
}

/** Separates light renewals that a trustee can confirm alone from those that need a panel. */
export async function sortedRenewals(db: Db, ids: readonly string[]): Promise<Sorted> {
  const forPanel = await needingPanel(db, ids.length === 0 ? [] : await runLookup(db, rowsWithIds(db, ids)))
  return { toConfirm: ids.filter(id => !forPanel.has(id)), toSeat: ids.filter(id => forPanel.has(id)) }
}

const rowsWithIds = withKeptSql((db: Db, ids: readonly string[]) =>
  lightRenewalsLookup(db, () =>
    db('applications')
      .whereIn('id', [...ids])
      .select('id'),
  ),
)
