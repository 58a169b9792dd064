import type { Application, ApplicationStatus } from './application.ts'
import { compare } from './compare.ts'

// Appraisers practise on past cases: the text of a few criteria of a decided application, without names.

/** The minimum number of criteria in a case. */
export const fewestCriteria = 3
/** The maximum number of criteria in a case. */
export const mostCriteria = 5
/** The number of cases in one calibration. */
export const casesInCalibration = 2
/**
 * The minimum number of judgements by other appraisers before any are shown. With fewer, an appraiser could guess who
 * gave which judgement.
 */
export const fewestOthers = 5

/** Whether a case can be made from this application. */
export const canBeCase = ({
  kind,
  status,
  decisionLetterReleased,
}: Pick<Application, 'kind' | 'decisionLetterReleased'> & { status: ApplicationStatus }): boolean =>
  kind !== 'renewal' && status === 'decided' && decisionLetterReleased

/** A published case that one appraiser can judge, with the appraiser's progress. */
export interface CaseProgress {
  id: string
  criteria: number
  /** the number of criteria that the appraiser has judged */
  judged: number
  /** the year of the appraiser's latest judgement of the case; null when there is none */
  lastJudgedIn: number | null
}

/**
 * The cases on which an appraiser practises, at most `casesInCalibration`: first those judged this year, then
 * unfinished ones from earlier years, then new ones. Within each group, the order is by id. Ids are random, so the
 * order does not reveal when a case was published.
 */
export function casesFor(open: readonly CaseProgress[], year: number): CaseProgress[] {
  const rank = ({ lastJudgedIn, judged, criteria }: CaseProgress): number | null => {
    if (lastJudgedIn === year) return 0
    if (lastJudgedIn === null) return 2
    return judged < criteria ? 1 : null
  }
  return open
    .flatMap(each => {
      const own = rank(each)
      return own === null ? [] : [{ each, own }]
    })
    .toSorted((a, b) => a.own - b.own || compare(a.each.id, b.each.id))
    .slice(0, casesInCalibration)
    .map(({ each }) => each)
}
