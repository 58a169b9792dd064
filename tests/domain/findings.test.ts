import { expect, test } from '@jest/globals'
import type { Seat } from '../../src/domain/application.ts'
import { isFinished, membersOf, spreadOf, unanimousOn } from '../../src/domain/findings.ts'
import type { Item } from '../../src/domain/framework.ts'

const seat = (id: string, changes: Partial<Seat> = {}): Seat => ({
  id,
  personId: id,
  kind: 'sector peer',
  independent: false,
  chairs: false,
  status: 'accepted',
  shownName: id,
  findingsGiven: 1,
  hasGivenAll: true,
  setAside: false,
  ...changes,
})
const item = { id: 'welcome', code: 'L1' } as Item
const found = (seatId: string, judgement: 'met' | 'not yet') => ({ seatId, itemId: 'welcome', judgement })

test.each([
  [[], 0],
  [['met', 'met'], 0],
  [['met', 'partly met'], 1],
  [['met', 'not yet', 'met'], 2],
  [['met', 'not applicable'], 1],
  [['met', 'not yet', 'not applicable'], 3],
] as const)(
  'the judgements %j disagree by %i, counting one more if only some are `not applicable`',
  (judgements, apart) => {
    expect(spreadOf(judgements)).toBe(apart)
  },
)

test('a finding is finished only with a judgement and a reason', () => {
  expect([
    isFinished(undefined),
    isFinished({ judgement: null, reason: 'so' }),
    isFinished({ judgement: 'met', reason: '' }),
    isFinished({ judgement: 'met', reason: 'so' }),
  ]).toEqual([false, false, false, true])
})

test('the members of a panel have an accepted seat that was not set aside', () => {
  const seats = [
    seat('a'),
    seat('b', { status: 'offered' }),
    seat('c', { status: 'declined' }),
    seat('d', { status: 'withdrawn', setAside: true }),
  ]
  expect(membersOf({ seats }).map(({ id }) => id)).toEqual(['a'])
})

test('the panel agrees on a criterion only if all members have given all findings and judged it the same', () => {
  const both = [found('a', 'met'), found('b', 'met')]
  expect(unanimousOn([item], [seat('a'), seat('b')], both)).toEqual([{ item, judgement: 'met' }])
  expect(unanimousOn([item], [seat('a'), seat('b')], [found('a', 'met'), found('b', 'not yet')])).toEqual([])
  expect(unanimousOn([item], [seat('a'), seat('b', { hasGivenAll: false })], both)).toEqual([])
  expect(unanimousOn([item], [], both)).toEqual([])
})
