import type { Db, Tx } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import type { PanelReason } from '../../../domain/framework.ts'
import { panelReasons, type PanelFacts } from '../../../domain/panel-reasons.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'

/** The facts that decide whether a light renewal needs a panel. Other kinds of application need no query. */
export async function panelFacts(db: Db | Tx, application: ApplicationRecord): Promise<PanelFacts> {
  return (await panelFactsOf(db, [application])).get(application.id)!
}

/**
 * The facts that decide whether light renewals need a panel. Makes one query, besides those for framework versions.
 * @returns the facts, by application id
 */
export async function panelFactsOf(
  db: Db | Tx,
  applications: readonly ApplicationRecord[],
): Promise<Map<string, PanelFacts>> {
  const light = applications.filter(({ kind }) => kind === 'renewal').map(({ id }) => id)
  const rows =
    light.length === 0
      ? []
      : await db('applications')
          .leftJoin('applications as before', 'before.id', 'applications.previous_application_id')
          .whereIn('applications.id', light)
          .select<PanelRow[]>(...panelColumns(db))
  const facts = new Map<string, PanelFacts>()
  for (const { id, kind, scope, panelReason } of applications) {
    const row = rows.find(each => each.id === id)
    const version = row && (row.versionBefore ?? row.versionOfTerm)
    facts.set(id, {
      kind,
      scope,
      panelReason,
      ownRatings: row ? (JSON.parse(row.ownRatings) as PanelFacts['ownRatings']) : [],
      frameworkBefore: version ? await frameworkVersion(db, version) : null,
      scopeBefore: row ? idsIn(row.versionBefore === null ? row.ofAward : row.decidedOn) : [],
      requiredRecommendationsOpen: Number(row?.requiredOpen ?? 0),
    })
  }
  return facts
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

const idsIn = (json: string): string[] => (JSON.parse(json) as { id: string }[]).map(({ id }) => id)
/** @returns why a light renewal needs a panel; empty when a trustee can confirm it */
export async function panelReasonsOf(db: Db | Tx, application: ApplicationRecord): Promise<PanelReason[]> {
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  return panelReasons(framework, await panelFacts(db, application))
}

interface PanelRow {
  id: string
  versionBefore: string | null
  versionOfTerm: string | null
  decidedOn: string
  ofAward: string
  ownRatings: string
  requiredOpen: number | string
}
