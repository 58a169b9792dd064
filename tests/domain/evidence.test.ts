import { expect, test } from '@jest/globals'
import { isEvidenceUnfinished } from '../../src/domain/evidence.ts'
import type { Day } from '../../src/domain/time.ts'

const said = { kind: 'event', showsPeople: 'no', periodFrom: '2027-03-01' as Day, items: ['induction'] } as const
test.each([
  [said, 'finished'],
  [{ ...said, items: [] }, 'unfinished'],
  [{ ...said, periodFrom: null }, 'unfinished'],
  [{ ...said, showsPeople: null }, 'unfinished'],
  [{ ...said, kind: 'other', showsPeople: null }, 'unfinished'],
  [{ ...said, kind: 'policy', showsPeople: null }, 'finished'],
  [{ ...said, kind: 'photo people', showsPeople: null }, 'finished'],
] as const)('evidence with %j is %s', (evidence, state) => {
  expect(isEvidenceUnfinished(evidence) ? 'unfinished' : 'finished').toBe(state)
})
