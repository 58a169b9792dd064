import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import {
  calibrationOf,
  insertDone,
  insertJudgement,
  yearOf,
  type CriterionToPractise,
  type OwnJudgement,
} from './calibration.store.ts'

/**
 * Saves an appraiser's judgement of one criterion. Records no history, because only the appraiser sees the judgement.
 * @throws Stale when the appraiser has already judged the criterion, or the case has been deleted
 */
export async function savePracticeJudgement(
  work: UnitOfWork,
  criterion: CriterionToPractise,
  given: OwnJudgement,
): Promise<void> {
  await insertJudgement(work.trx, criterion, { ...given, personId: work.actor.id, at: work.at })
}

/**
 * Marks this year's calibration as done.
 * @throws FormRefused when a criterion has not been judged, or there are no cases
 */
export async function finishCalibration(work: UnitOfWork): Promise<void> {
  const by = { personId: work.actor.id, year: yearOf(work.at) }
  const criteria = (await calibrationOf(work.trx, by)).flat()
  const left = criteria.filter(({ own }) => own === null).length
  if (left > 0) throw new FormRefused('finish', 'calibration.unfinished', { count: left })
  if (criteria.length === 0) throw new FormRefused('finish', 'calibration.none')
  if (await insertDone(work.trx, { ...by, at: work.at }))
    await recordEvent(work, 'calibration.done', { kind: 'person', id: work.actor.id })
}
