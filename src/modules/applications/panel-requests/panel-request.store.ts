import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { PanelReason } from '../../../domain/framework.ts'
import { isPanelAskedFor, panelReasons, type PanelFacts } from '../../../domain/panel-reasons.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'

/** The facts that decide whether a light renewal needs a panel. */
export async function panelFacts(db: Db | Tx, application: ApplicationRecord): Promise<PanelFacts> {
  const { rows } = await runLookups(db, { rows: panelRowsLookup(db, application) })
  return panelFactsFrom(db, application, rows)
}

/** The lookup whose result `panelFactsFrom` needs. Null unless the application is a light renewal. */
export const panelRowsLookup = (db: Db | Tx, { id, kind }: ApplicationRecord): Lookup<PanelRow[]> | null =>
  kind === 'renewal' ? panelRowLookup(db, id) : null

const panelRowLookup = withKeptSql((db: Db | Tx, id: string): Lookup<PanelRow[]> => rowsLookup(db, () => [id]))

/** The light renewals with these ids, as a lookup. `needingPanel` needs the result. */
export const lightRenewalsLookup = (db: Db | Tx, ids: () => Knex.QueryBuilder): Lookup<PanelRow[]> =>
  rowsLookup(db, ids)

const rowsLookup = (db: Db | Tx, ids: () => Knex.QueryBuilder | string[]): Lookup<PanelRow[]> =>
  lookup<PanelRow, PanelRow[]>(
    () =>
      (db('applications') as Knex.QueryBuilder)
        .leftJoin('applications as before', 'before.id', 'applications.previous_application_id')
        .whereIn('applications.id', ids() as string[])
        .select(...panelColumns(db)),
    [
      'id',
      'version',
      'panelReason',
      'versionBefore',
      'versionOfTerm',
      'scope',
      'decidedOn',
      'ofAward',
      'ownRatings',
      'requiredOpen',
    ],
    rows => rows,
    ['scope', 'decidedOn', 'ofAward', 'ownRatings'],
  )

/** The ids of those light renewals that must be read by a panel. */
export async function needingPanel(db: Db | Tx, renewals: readonly PanelRow[]): Promise<Set<string>> {
  const found = new Set<string>()
  for (const { id, version, panelReason, scope } of renewals) {
    const renewal = { id, kind: 'renewal', panelReason, scope: scope.map(branch => branch.id) } as const
    const facts = await panelFactsFrom(db, renewal, renewals)
    if (isPanelAskedFor(await frameworkVersion(db, version), facts)) found.add(id)
  }
  return found
}

export async function panelFactsFrom(
  db: Db | Tx,
  { id, kind, scope, panelReason }: Pick<ApplicationRecord, 'id' | 'kind' | 'scope' | 'panelReason'>,
  rows: readonly PanelRow[] | null,
): Promise<PanelFacts> {
  const row = rows?.find(each => each.id === id)
  const version = row && (row.versionBefore ?? row.versionOfTerm)
  return {
    kind,
    scope,
    panelReason,
    ownRatings: row?.ownRatings ?? [],
    frameworkBefore: version ? await frameworkVersion(db, version) : null,
    scopeBefore: row ? (row.versionBefore === null ? row.ofAward : row.decidedOn).map(branch => branch.id) : [],
    requiredRecommendationsOpen: row?.requiredOpen ?? 0,
  }
}

const panelColumns = (db: Db | Tx) => [
  'applications.id',
  'applications.framework_version_id as version',
  'applications.panel_reason as panelReason',
  'before.framework_version_id as versionBefore',
  db.raw(
    `(select framework_version_id from terms where terms.award_id = applications.award_id
                order by number desc limit 1) as "versionOfTerm"`,
  ),
  jsonList(db, { id: 'branch_id' }, 'from application_branches where application_id = applications.id', 'scope'),
  jsonList(
    db,
    { id: 'branch_id' },
    'from application_branches where application_id = applications.previous_application_id',
    'decidedOn',
  ),
  jsonList(
    db,
    { id: 'branch_id' },
    'from award_branches where award_id = applications.award_id and left_on is null',
    'ofAward',
  ),
  jsonList(
    db,
    { itemId: 'item_id', ownRating: 'own_rating' },
    // only this rating can make a panel necessary
    "from answers where application_id = applications.id and own_rating = 'not yet'",
    'ownRatings',
  ),
  db.raw(`(select count(*) from recommendations where recommendations.award_id = applications.award_id
              and recommendations.application_id <> applications.id
      and kind = 'required' and recommendations.status in ('open', 'answered')) as "requiredOpen"`),
]

/** @returns why a light renewal needs a panel; empty when a trustee can confirm it */
export async function panelReasonsOf(db: Db | Tx, application: ApplicationRecord): Promise<PanelReason[]> {
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  return panelReasons(framework, await panelFacts(db, application))
}

export interface PanelRow {
  id: string
  version: string
  panelReason: string | null
  versionBefore: string | null
  versionOfTerm: string | null
  scope: { id: string }[]
  decidedOn: { id: string }[]
  ofAward: { id: string }[]
  ownRatings: PanelFacts['ownRatings']
  requiredOpen: number
}
