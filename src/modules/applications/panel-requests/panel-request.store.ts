import type { Db, Tx } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { PanelReason } from '../../../domain/framework.ts'
import { panelReasons, type PanelFacts } from '../../../domain/panel-reasons.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'

/** The facts that decide whether a light renewal needs a panel. */
export async function panelFacts(db: Db | Tx, application: ApplicationRecord): Promise<PanelFacts> {
  return (await panelFactsOf(db, [application])).get(application.id)!
}

/** The facts that decide whether light renewals need a panel, by application id. */
export async function panelFactsOf(
  db: Db | Tx,
  applications: readonly ApplicationRecord[],
): Promise<Map<string, PanelFacts>> {
  const { rows } = await runLookups(db, { rows: panelRowsLookup(db, applications) })
  const facts = new Map<string, PanelFacts>()
  for (const application of applications) facts.set(application.id, await panelFactsFrom(db, application, rows))
  return facts
}

/** The lookup for `panelFactsFrom`. Null when none of the applications is a light renewal. */
export function panelRowsLookup(db: Db | Tx, applications: readonly ApplicationRecord[]): Lookup<PanelRow[]> | null {
  const light = applications.filter(({ kind }) => kind === 'renewal').map(({ id }) => id)
  return light.length === 0 ? null : rowsLookup(db, light)
}

const rowsLookup = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<PanelRow[]> =>
  lookup<PanelRow, PanelRow[]>(
    () =>
      db('applications')
        .leftJoin('applications as before', 'before.id', 'applications.previous_application_id')
        .whereIn('applications.id', [...ids])
        .select(...panelColumns(db)),
    ['id', 'versionBefore', 'versionOfTerm', 'decidedOn', 'ofAward', 'ownRatings', 'requiredOpen'],
    rows => rows,
    ['decidedOn', 'ofAward', 'ownRatings'],
  ),
)

export async function panelFactsFrom(
  db: Db | Tx,
  { id, kind, scope, panelReason }: ApplicationRecord,
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
  'before.framework_version_id as versionBefore',
  db.raw(
    `(select framework_version_id from terms where terms.award_id = applications.award_id
                order by number desc limit 1) as "versionOfTerm"`,
  ),
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
    'from answers where application_id = applications.id and own_rating is not null',
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

interface PanelRow {
  id: string
  versionBefore: string | null
  versionOfTerm: string | null
  decidedOn: { id: string }[]
  ofAward: { id: string }[]
  ownRatings: PanelFacts['ownRatings']
  requiredOpen: number
}
