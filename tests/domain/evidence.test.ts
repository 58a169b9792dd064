import { expect, test } from '@jest/globals'
import { isEvidenceUnfinished } from '../../src/domain/evidence.ts'
import type { Day } from '../../src/domain/time.ts'

const said = { kind: 'event', showsPeople: 'no', periodFrom: '2027-03-01' as Day, items: ['induction'] } as const
test.each([
  [said, false],
  [{ ...said, items: [] }, true],
  [{ ...said, periodFrom: null }, true],
  [{ ...said, showsPeople: null }, true],
  [{ ...said, kind: 'other', showsPeople: null }, true],
  [{ ...said, kind: 'policy', showsPeople: null }, false],
  [{ ...said, kind: 'photo people', showsPeople: null }, false],
] as const)('evidence with %j is unfinished: %s', (evidence, expected) => {
  expect(isEvidenceUnfinished(evidence)).toBe(expected)
})
