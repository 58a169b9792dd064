import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { jsonList } from '../../../db/json-list.ts'
import type { Row } from '../../../db/tables.ts'
import type { ApplicationKind } from '../../../domain/application.ts'
import type { EarlierAnswer } from '../../../domain/carry.ts'
import type { PanelReason } from '../../../domain/framework.ts'
import { panelReasons, type PanelFacts } from '../../../domain/panel-asked.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { ownRatingsOf } from '../answers/answer.store.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'

/** Waits for whoever writes into it or hands it in just now, and keeps others waiting until this transaction ends. */
export async function lockRow(trx: Tx, id: string): Promise<void> {
  await trx('applications').where({ id }).forUpdate().first('id')
}

export interface Earlier {
  id: string
  kind: ApplicationKind
  isDecided: boolean
  summary: string
  mayBeShared: boolean
  submittedAt: Instant | null
  frameworkVersionId: string
}

/**
 * The applications of an award whose words are carried on, newest first: decided with the letter out, or closed, by the
 * calendar or the desk.
 */
export async function earlierApplications(db: Db | Tx, { id }: { id: string }): Promise<Earlier[]> {
  const closed = db('events')
    .where('events.entity', 'application')
    .whereRaw('events.entity_id = applications.id')
    .where('events.name', 'application.close')
    .select(db.raw('1'))
  const rows = await db('applications')
    .where({ award_id: id })
    .where(over =>
      over
        .where(decided => decided.where({ status: 'decided' }).whereNotNull('decision_letter_released_at'))
        .orWhere(gone => gone.where({ status: 'withdrawn' }).whereExists(closed)),
    )
    .orderBy([
      { column: 'started_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(20)
    .select('id', 'kind', 'status', 'summary', 'may_be_shared', 'submitted_at', 'framework_version_id')
  return rows.map(row => ({
    id: row.id,
    kind: row.kind as ApplicationKind,
    isDecided: row.status === 'decided',
    summary: row.summary,
    mayBeShared: row.may_be_shared === 1,
    submittedAt: row.submitted_at,
    frameworkVersionId: row.framework_version_id,
  }))
}

type EarlierRow = Row<'answers'> & { evidenceItems: string }

/**
 * The answers of each of these applications, in their order, with the pieces that are still on the shelf. One query.
 */
export async function earlierAnswers(db: Db | Tx, applicationIds: readonly string[]): Promise<EarlierAnswer[][]> {
  const rows = await db('answers')
    .whereIn('application_id', [...applicationIds])
    .orderBy(['application_id', 'item_id'])
    .select<EarlierRow[]>(
      'answers.*',
      jsonList(
        db,
        { id: 'evidence_id', attachedAt: 'attached_at' },
        `from answer_evidence join evidence on evidence.id = evidence_id where answer_id = answers.id
          and evidence.removed_at is null`,
        'evidenceItems',
      ),
    )
  return applicationIds.map(id => rows.filter(row => row.application_id === id).map(toEarlier))
}

const toEarlier = (row: EarlierRow): EarlierAnswer => ({
  itemId: row.item_id,
  narrative: row.narrative,
  ownRating: row.own_rating as EarlierAnswer['ownRating'],
  writtenBy: row.written_by,
  writtenAt: row.written_at,
  evidence: (JSON.parse(row.evidenceItems) as EarlierAnswer['evidence']).toSorted((a, b) =>
    a.attachedAt + a.id < b.attachedAt + b.id ? -1 : 1,
  ),
})

/** They keep who wrote them and when: what is older than the application was carried into it. */
export async function insertCarried(trx: Tx, applicationId: string, answers: readonly EarlierAnswer[]): Promise<void> {
  const rows = answers.map(({ evidence, ...answer }) => ({ id: newId(), evidence, answer }))
  await trx.batchInsert(
    'answers',
    rows.map(({ id, answer }) => ({
      id,
      application_id: applicationId,
      item_id: answer.itemId,
      narrative: answer.narrative,
      own_rating: answer.ownRating,
      written_by: answer.writtenBy,
      written_at: answer.writtenAt,
      version: 1,
    })),
    50,
  )
  await trx.batchInsert(
    'answer_evidence',
    rows.flatMap(({ id, evidence }) =>
      evidence.map(evidence => ({ answer_id: id, evidence_id: evidence.id, attached_at: evidence.attachedAt })),
    ),
    100,
  )
}

/** Branches of the award that are open on a day, by name. */
export async function branchesOfAwardOn(
  db: Db | Tx,
  { id }: { id: string },
  day: Day,
): Promise<{ id: string; name: string }[]> {
  return db('award_branches')
    .join('branches', 'branches.id', 'award_branches.branch_id')
    .where('award_branches.award_id', id)
    .whereNull('award_branches.left_on')
    .where(open => open.whereNull('branches.closed_on').orWhere('branches.closed_on', '>', day))
    .orderBy(['branches.name', 'branches.id'])
    .distinct('branches.id', 'branches.name')
}

/**
 * What may ask for a panel. Only a light renewal is asked about: one query more, and its framework before once per
 * version.
 */
export async function panelFacts(
  db: Db | Tx,
  application: ApplicationRecord,
  answers: readonly OwnRating[],
): Promise<PanelFacts> {
  return (await panelFactsOf(db, [application], new Map([[application.id, answers]]))).get(application.id)!
}
type OwnRating = PanelFacts['ownRatings'][number]

/** The same of several at once, by their ids. @param ratings by the same ids */
export async function panelFactsOf(
  db: Db | Tx,
  applications: readonly ApplicationRecord[],
  ratings: ReadonlyMap<string, readonly OwnRating[]>,
): Promise<Map<string, PanelFacts>> {
  const light = applications.filter(({ kind }) => kind === 'renewal').map(({ id }) => id)
  const rows =
    light.length === 0
      ? []
      : await db('applications')
          .leftJoin('applications as before', 'before.id', 'applications.previous_application_id')
          .whereIn('applications.id', light)
          .select<PanelRow[]>(
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
              '"decidedOn"',
            ),
            jsonList(
              db,
              { id: 'branch_id' },
              'from award_branches where award_id = applications.award_id and left_on is null',
              '"ofAward"',
            ),
            db.raw(`(select count(*) from recommendations where recommendations.award_id = applications.award_id
              and recommendations.application_id <> applications.id
      and kind = 'required' and recommendations.status in ('open', 'answered')) as "requiredOpen"`),
          )
  const facts = new Map<string, PanelFacts>()
  for (const { id, kind, scope, panelReason } of applications) {
    const row = rows.find(each => each.id === id)
    const version = row && (row.versionBefore ?? row.versionOfTerm)
    facts.set(id, {
      kind,
      scope,
      panelReason,
      ownRatings: ratings.get(id) ?? [],
      frameworkBefore: version ? await frameworkVersion(db, version) : null,
      scopeBefore: row ? idsIn(row.versionBefore === null ? row.ofAward : row.decidedOn) : [],
      requiredRecommendationsOpen: Number(row?.requiredOpen ?? 0),
    })
  }
  return facts
}
const idsIn = (json: string): string[] => (JSON.parse(json) as { id: string }[]).map(({ id }) => id)
/** Why this light renewal goes to a panel; nothing, and a trustee can confirm it. */
export async function panelReasonsOf(db: Db | Tx, application: ApplicationRecord): Promise<PanelReason[]> {
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  return panelReasons(framework, await panelFacts(db, application, await ownRatingsOf(db, application)))
}

interface PanelRow {
  id: string
  versionBefore: string | null
  versionOfTerm: string | null
  decidedOn: string
  ofAward: string
  requiredOpen: number | string
}
