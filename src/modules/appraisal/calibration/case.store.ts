import { newId, startingVersion } from '../../../db/ids.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookups, type Answers, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'

export interface CaseCriterion {
  id: string
  itemId: string
  /** the library's answer, copied from the submission and then edited */
  answer: string
  panelJudgement: Judgement
  /** the panel's reason, copied from the decision and then edited */
  panelReason: string
  /** null until a coordinator has read and saved the text */
  editedAt: Instant | null
  version: number
}

export interface CalibrationCase {
  id: string
  frameworkVersionId: string
  published: { by: string; at: Instant } | null
  /** the ids of the people who last saved each text */
  editors: readonly string[]
  criteria: readonly CaseCriterion[]
  version: number
}

/** The case of an application; null when it has none. */
export const caseOf = async (db: Db | Tx, application: Pick<Application, 'id'>): Promise<CalibrationCase | null> =>
  caseFrom(await runLookups(db, caseLookups(db, application)))

/** The queries whose results `caseFrom` needs, to run in one statement with other lookups. */
export const caseLookups = (db: Db | Tx, { id }: Pick<Application, 'id'>) => ({
  caseRow: caseRow(db, id),
  caseCriteria: caseCriteria(db, id),
})

const caseRow = withKeptSql((db: Db | Tx, applicationId: string): Lookup<CaseRow | null> =>
  lookup<CaseRow, CaseRow | null>(
    () =>
      db('calibration_cases')
        .leftJoin('people', 'people.id', 'calibration_cases.published_by')
        .where({ application_id: applicationId })
        .select(
          'calibration_cases.id',
          'calibration_cases.framework_version_id as frameworkVersionId',
          'calibration_cases.published_at as publishedAt',
          'calibration_cases.version',
          'people.name as publisher',
        ),
    ['id', 'frameworkVersionId', 'publishedAt', 'version', 'publisher'],
    ([row]) => row ?? null,
  ),
)

const caseCriteria = withKeptSql((db: Db | Tx, applicationId: string): Lookup<CriterionRow[]> =>
  lookup<CriterionRow, CriterionRow[]>(
    () =>
      db('calibration_criteria')
        .join('calibration_cases', 'calibration_cases.id', 'calibration_criteria.case_id')
        .where('calibration_cases.application_id', applicationId)
        .orderBy('calibration_criteria.place')
        .select(criterionColumns.map(column => `calibration_criteria.${column}` as const)),
    criterionColumns,
    rows => rows,
  ),
)

interface CaseRow {
  id: string
  frameworkVersionId: string
  publishedAt: Instant | null
  version: number
  publisher: string | null
}

const criterionColumns = [
  'id',
  'item_id',
  'answer',
  'panel_judgement',
  'panel_reason',
  'edited_by',
  'edited_at',
  'version',
] as const

type CriterionRow = Pick<Row<'calibration_criteria'>, (typeof criterionColumns)[number]>

export const caseFrom = ({
  caseRow: row,
  caseCriteria: criteria,
}: Answers<ReturnType<typeof caseLookups>>): CalibrationCase | null =>
  row && {
    id: row.id,
    frameworkVersionId: row.frameworkVersionId,
    published: row.publishedAt === null ? null : { by: row.publisher ?? '', at: row.publishedAt },
    editors: [...new Set(criteria.flatMap(({ edited_by: by }) => by ?? []))],
    criteria: criteria.map(each => ({
      id: each.id,
      itemId: each.item_id,
      answer: each.answer,
      panelJudgement: each.panel_judgement as Judgement,
      panelReason: each.panel_reason,
      editedAt: each.edited_at,
      version: each.version,
    })),
    version: row.version,
  }

/** @returns the id of the new case */
export async function insertCase(
  trx: Tx,
  application: { id: string; frameworkVersionId: string },
  given: {
    by: string
    at: Instant
    criteria: readonly Pick<CaseCriterion, 'itemId' | 'answer' | 'panelJudgement' | 'panelReason'>[]
  },
): Promise<string> {
  const id = newId()
  await trx('calibration_cases').insert({
    id,
    application_id: application.id,
    framework_version_id: application.frameworkVersionId,
    prepared_by: given.by,
    prepared_at: given.at,
    published_by: null,
    published_at: null,
    version: 1,
  })
  await trx('calibration_criteria').insert(
    given.criteria.map(({ itemId, answer, panelJudgement, panelReason }, place) => ({
      id: newId(),
      case_id: id,
      place,
      item_id: itemId,
      answer,
      panel_judgement: panelJudgement,
      panel_reason: panelReason,
      kept_reason: '',
      edited_by: null,
      edited_at: null,
      version: startingVersion(),
    })),
  )
  return id
}

/** @throws Stale when the text has been changed since it was read */
export async function updateText(
  trx: Tx,
  { id }: Pick<CaseCriterion, 'id'>,
  readAt: number,
  text: { answer: string; panelReason: string; keptReason: string; by: string; at: Instant },
): Promise<void> {
  const changed = await trx('calibration_criteria')
    .where({ id, version: readAt })
    .update({
      answer: text.answer,
      panel_reason: text.panelReason,
      kept_reason: text.keptReason,
      edited_by: text.by,
      edited_at: text.at,
      version: readAt + 1,
    })
  if (changed === 0) throw new Stale()
}

/** Publishes a case, or unpublishes it when `published` is null. */
export async function updatePublished(
  trx: Tx,
  { id }: Pick<CalibrationCase, 'id'>,
  published: { by: string; at: Instant } | null,
): Promise<void> {
  await trx('calibration_cases')
    .where({ id })
    .update({ published_by: published?.by ?? null, published_at: published?.at ?? null })
}

/**
 * Deletes the case of an application, with the appraisers' judgements.
 * @returns the id of the deleted case; null when there was none
 */
export async function deleteCaseOf(trx: Tx, { id }: Pick<Application, 'id'>): Promise<string | null> {
  const row = await trx('calibration_cases').where({ application_id: id }).forUpdate().first('id')
  if (!row) return null
  const criteria = trx('calibration_criteria').where({ case_id: row.id }).select('id')
  await trx('calibration_findings').whereIn('criterion_id', criteria).delete()
  await trx('calibration_criteria').where({ case_id: row.id }).delete()
  await trx('calibration_cases').where({ id: row.id }).delete()
  return row.id
}

/**
 * Stops showing the published cases of an organisation. After a merge, their texts can contain names of the other
 * organisation, so a coordinator must publish them again.
 */
export async function unpublishCasesOf(trx: Tx, { id }: { id: string }): Promise<void> {
  await trx('calibration_cases')
    .whereIn('application_id', trx('applications').where({ organisation_id: id }).select('id'))
    .update({ published_by: null, published_at: null })
}
