import { expect, test } from '@jest/globals'
import { canBeCase, casesFor } from '../../src/domain/calibration.ts'

const open = (id: string, judged: number, lastJudgedIn: number | null) => ({ id, criteria: 3, judged, lastJudgedIn })

test('an appraiser gets up to two calibration cases: any judged this year, then unfinished ones, then new ones', () => {
  const ids = (...cases: ReturnType<typeof open>[]) => casesFor(cases, 2027).map(({ id }) => id)
  expect(ids()).toEqual([])
  expect(ids(open('c', 0, null), open('a', 0, null), open('b', 0, null))).toEqual(['a', 'b'])
  expect(ids(open('a', 0, null), open('b', 3, 2027), open('c', 1, 2026))).toEqual(['b', 'c'])
  expect(ids(open('a', 3, 2026), open('b', 0, null))).toEqual(['b'])
})

test('a calibration case needs a decided full appraisal whose decision letter is released', () => {
  const decided = { kind: 'first', status: 'decided', decisionLetterReleased: true } as const
  expect(canBeCase(decided)).toBe(true)
  expect(canBeCase({ ...decided, kind: 'reappraisal' })).toBe(true)
  expect(canBeCase({ ...decided, kind: 'renewal' })).toBe(false)
  expect(canBeCase({ ...decided, status: 'with a trustee' })).toBe(false)
  expect(canBeCase({ ...decided, decisionLetterReleased: false })).toBe(false)
})
