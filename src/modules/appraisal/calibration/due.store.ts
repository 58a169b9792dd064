import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Instant } from '../../../domain/time.ts'
import { startOfYear } from '../pool/pool.store.ts'
import { casesOpenTo, yearOf } from './calibration.store.ts'

/** Whether a person has cases for this year's calibration, and has not marked it as done. */
export const calibrationDue = (db: Db, personId: string, now: Instant): Lookup<boolean> =>
  calibrationDueIn(db, personId, { year: yearOf(now), since: startOfYear(now) })

interface Year {
  year: number
  since: Instant
}

const calibrationDueIn = withKeptSql((db: Db, personId: string, { year, since }: Year): Lookup<boolean> => {
  const own = `select 1 from calibration_findings where calibration_findings.person_id = ?
    and calibration_findings.criterion_id = calibration_criteria.id`
  const query = () =>
    casesOpenTo(db, personId)
      .whereNotExists(db('calibrations').where({ person_id: personId, year }))
      // leaves out cases that the person finished in an earlier year
      .whereRaw(
        `(exists (select 1 from calibration_criteria where calibration_criteria.case_id = calibration_cases.id
          and not exists (${own}))
        or exists (select 1 from calibration_criteria where calibration_criteria.case_id = calibration_cases.id
          and exists (${own} and calibration_findings.judged_at >= ?)))`,
        [personId, personId, since],
      )
      .limit(1)
      .select('calibration_cases.id')
  return lookup<{ id: string }, boolean>(query, ['id'], rows => rows.length > 0)
})
