import type { Knex } from 'knex'
import { looksLikeId, newId } from '../../../db/ids.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import { casesFor, casesInCalibration } from '../../../domain/calibration.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'

/** The calendar year in London. */
export const yearOf = (at: Instant): number => Number(dayOf(at).slice(0, 4))

const isOpen = `calibration_cases.published_at is not null
  and applications.status = 'decided' and applications.decision_letter_released_at is not null
  and exists (select 1 from calibration_agreements where calibration_agreements.application_id = applications.id
    and calibration_agreements.withdrawn_at is null limit 1 offset 0)`

/**
 * SQL: whether a person could recognise the case from where they work or worked, or from their part in the application.
 * Binds the person's id six times. Declarations and seats come first, because they are the most frequent reason.
 */
const mayRecognise = `(
  exists (select 1 from declarations where declarations.application_id = applications.id
    and declarations.person_id = ?)
  or exists (select 1 from seats where seats.application_id = applications.id and seats.person_id = ?)
  or exists (select 1 from memberships join organisations as theirs on theirs.id = memberships.organisation_id
    where memberships.person_id = ? and (theirs.id = applications.organisation_id
      or theirs.merged_into = applications.organisation_id))
  or exists (select 1 from past_employers where past_employers.person_id = ?
    and (past_employers.organisation_id = applications.organisation_id
      or exists (select 1 from organisations as theirs where theirs.name_key = past_employers.name_key
        and (theirs.id = applications.organisation_id or theirs.merged_into = applications.organisation_id))))
  or exists (select 1 from seat_helpers join seats on seats.id = seat_helpers.seat_id
    where seats.application_id = applications.id and seat_helpers.person_id = ?)
  or exists (select 1 from lifted_conflicts where lifted_conflicts.application_id = applications.id
    and lifted_conflicts.person_id = ?))`

/** A query for the published cases that a person can judge. The cross join makes SQLite start from the cases. */
export const casesOpenTo = (db: Db | Tx, personId: string): Knex.QueryBuilder =>
  openTo(db('calibration_cases') as Knex.QueryBuilder, personId)

/** Limits a query on `calibration_cases` to the cases that `casesOpenTo` returns. */
const openTo = (cases: Knex.QueryBuilder, personId: string): Knex.QueryBuilder =>
  cases
    .joinRaw('cross join applications')
    .whereRaw('applications.id = calibration_cases.application_id')
    .whereNot('calibration_cases.prepared_by', personId)
    .whereRaw(isOpen)
    .whereRaw(
      `not ${mayRecognise}`,
      Array.from({ length: 6 }, () => personId),
    )

/** A criterion of a case as an appraiser sees it. */
export interface CriterionToPractise {
  id: string
  caseId: string
  frameworkVersionId: string
  itemId: string
  answer: string
  /** the appraiser's own judgement; null until they judge the criterion */
  own: OwnJudgement | null
}
export interface OwnJudgement {
  judgement: Judgement
  reason: string
}

interface CriterionRow extends Omit<CriterionToPractise, 'own'> {
  judgement: Judgement | null
  reason: string | null
  judgedAt: Instant | null
}

/** The criteria of the person's cases for the year, in order, with one list for each case. */
export async function calibrationOf(
  db: Db | Tx,
  { personId, year }: { personId: string; year: number },
): Promise<CriterionToPractise[][]> {
  const rows = await runLookup(db, criteriaToChooseFrom(db, personId))
  const byCase = new Map<string, CriterionRow[]>()
  for (const row of rows) byCase.set(row.caseId, [...(byCase.get(row.caseId) ?? []), row])
  const progress = [...byCase].map(([id, criteria]) => {
    const judged = criteria.flatMap(({ judgedAt }) => (judgedAt === null ? [] : [yearOf(judgedAt)]))
    return { id, criteria: criteria.length, judged: judged.length, lastJudgedIn: judged.toSorted().at(-1) ?? null }
  })
  return casesFor(progress, year).map(({ id }) => byCase.get(id)!.map(toCriterion))
}

const judgedBy = (db: Db | Tx, personId: string): Knex.QueryBuilder =>
  (db('calibration_findings') as Knex.QueryBuilder)
    .join('calibration_criteria', 'calibration_criteria.id', 'calibration_findings.criterion_id')
    .where('calibration_findings.person_id', personId)
    .select('calibration_criteria.case_id')

/** The open cases in which the person has judged a criterion, in any year. */
const begunCases = (db: Db | Tx, personId: string): Knex.QueryBuilder => {
  // `distinct` and the cross join make both databases start from the person's few cases
  const judged = db.from(judgedBy(db, personId).distinct().as('judged')) as Knex.QueryBuilder
  return openTo(judged.joinRaw('cross join calibration_cases'), personId)
    .whereRaw('calibration_cases.id = judged.case_id')
    .select('calibration_cases.id')
}

/** Open cases that the person has not begun. Returns no more than one calibration needs. */
const newCases = (db: Db | Tx, personId: string): Knex.QueryBuilder =>
  casesOpenTo(db, personId)
    .whereNotIn('calibration_cases.id', judgedBy(db, personId))
    .orderBy('calibration_cases.id')
    .limit(casesInCalibration)
    .select('calibration_cases.id')

/** The criteria of every case that `casesFor` can choose, by case and in order. */
const criteriaToChooseFrom = withKeptSql((db: Db | Tx, personId: string): Lookup<CriterionRow[]> =>
  lookup<CriterionRow, CriterionRow[]>(
    () =>
      (db('calibration_cases') as Knex.QueryBuilder)
        .whereIn(
          'calibration_cases.id',
          db.from(newCases(db, personId).as('fresh')).select('id').unionAll(begunCases(db, personId)),
        )
        .join('calibration_criteria', 'calibration_criteria.case_id', 'calibration_cases.id')
        .leftJoin('calibration_findings', (on: Knex.JoinClause) =>
          on
            .on('calibration_findings.criterion_id', 'calibration_criteria.id')
            .andOn('calibration_findings.person_id', db.raw('?', [personId])),
        )
        .orderBy(['calibration_cases.id', 'calibration_criteria.place'])
        .select(
          'calibration_criteria.id',
          'calibration_criteria.case_id as caseId',
          'calibration_cases.framework_version_id as frameworkVersionId',
          'calibration_criteria.item_id as itemId',
          'calibration_criteria.answer',
          'calibration_findings.judgement',
          'calibration_findings.reason',
          'calibration_findings.judged_at as judgedAt',
        ),
    ['id', 'caseId', 'frameworkVersionId', 'itemId', 'answer', 'judgement', 'reason', 'judgedAt'],
    rows => rows,
  ),
)

const toCriterion = ({ judgement, reason, judgedAt: _, ...row }: CriterionRow): CriterionToPractise => ({
  ...row,
  own: judgement === null ? null : { judgement, reason: reason ?? '' },
})

/**
 * @returns the criterion, and all the person's cases for the year
 * @throws NotFound when the criterion is in none of these cases
 */
export async function findPractice(
  db: Db | Tx,
  { personId, year }: { personId: string; year: number },
  id: string,
): Promise<{ criterion: CriterionToPractise; cases: CriterionToPractise[][] }> {
  const cases = looksLikeId(id) ? await calibrationOf(db, { personId, year }) : []
  const criterion = cases.flat().find(each => each.id === id)
  if (!criterion) throw new NotFound()
  return { criterion, cases }
}

/** The panel's judgement, and how many other appraisers gave each judgement. */
export interface Compared {
  panel: OwnJudgement
  others: ReadonlyMap<Judgement, number>
}

/**
 * How the panel and the other appraisers judged a criterion. Does not check that the person has judged it already, so
 * check this before the call.
 * @throws NotFound when the criterion no longer exists
 */
export async function comparedWith(db: Db | Tx, id: string, personId: string): Promise<Compared> {
  const panel = await runLookup(db, panelJudgement(db, id))
  if (!panel) throw new NotFound()
  return { panel, others: await runLookup(db, judgementsOfOthers(db, id, personId)) }
}

const panelJudgement = withKeptSql((db: Db | Tx, id: string): Lookup<OwnJudgement | null> =>
  lookup<OwnJudgement, OwnJudgement | null>(
    () => db('calibration_criteria').where({ id }).select('panel_judgement as judgement', 'panel_reason as reason'),
    ['judgement', 'reason'],
    ([row]) => row ?? null,
  ),
)

const judgementsOfOthers = withKeptSql((db: Db | Tx, id: string, personId: string): Lookup<Compared['others']> =>
  lookup<{ judgement: Judgement; count: number }, Compared['others']>(
    () =>
      db('calibration_findings')
        .where({ criterion_id: id })
        .whereNot({ person_id: personId })
        .groupBy('judgement')
        .select('judgement', db.raw('count(*) as count')),
    ['judgement', 'count'],
    rows => new Map(rows.map(({ judgement, count }) => [judgement, count])),
  ),
)

/** @throws Stale when the person has already judged the criterion in another window, or the case has been deleted */
export async function insertJudgement(
  trx: Tx,
  { id, caseId }: Pick<CriterionToPractise, 'id' | 'caseId'>,
  given: OwnJudgement & { personId: string; at: Instant },
): Promise<void> {
  if (!(await trx('calibration_cases').where({ id: caseId }).forShare().first('id'))) throw new Stale()
  const inserted = await trx('calibration_findings')
    .insert({
      id: newId(),
      criterion_id: id,
      person_id: given.personId,
      judgement: given.judgement,
      reason: given.reason,
      judged_at: given.at,
    })
    .onConflict(['criterion_id', 'person_id'])
    .ignore()
    .returning('id')
  if (inserted.length === 0) throw new Stale()
}

/** The time at which the person marked the calibration of the year as done; null until they do. */
export const doneIn = (db: Db | Tx, { personId, year }: { personId: string; year: number }): Promise<Instant | null> =>
  runLookup(db, doneLookup(db, personId, year))

const doneLookup = withKeptSql((db: Db | Tx, personId: string, year: number): Lookup<Instant | null> =>
  lookup<{ done_at: Instant }, Instant | null>(
    () => db('calibrations').where({ person_id: personId, year }).select('done_at'),
    ['done_at'],
    ([row]) => row?.done_at ?? null,
  ),
)

/** @returns false when the person had already marked the calibration of that year as done */
export async function insertDone(
  trx: Tx,
  { personId, year, at }: { personId: string; year: number; at: Instant },
): Promise<boolean> {
  const inserted = await trx('calibrations')
    .insert({ person_id: personId, year, done_at: at })
    .onConflict(['person_id', 'year'])
    .ignore()
    .returning('year')
  return inserted.length > 0
}
