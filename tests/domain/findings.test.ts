import { expect, test } from '@jest/globals'
import type { Seat } from '../../src/domain/application.ts'
import {
  criteriaToCheck,
  isFinished,
  isUnchecked,
  membersOf,
  spreadOf,
  unanimousOn,
} from '../../src/domain/findings.ts'
import type { Item } from '../../src/domain/framework.ts'
import type { MoveReason } from '../../src/domain/move-reasons.ts'
import type { Instant } from '../../src/domain/time.ts'

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
  'the judgements %j disagree by %i, which is one more if only some are `not applicable`',
  (judgements, apart) => {
    expect(spreadOf(judgements)).toBe(apart)
  },
)

const at = (hour: number): Instant => `2027-03-01T0${hour}:00:00.000Z` as Instant
const written = { writtenAt: at(1), givenAt: null, reopenedAt: null }
const reopened = { writtenAt: at(1), givenAt: null, reopenedAt: at(3) }

test('a reopened finding is unchecked until it is saved or given', () => {
  expect(
    [written, reopened, { ...reopened, writtenAt: at(4) }, { ...reopened, givenAt: at(4) }].map(isUnchecked),
  ).toEqual([false, true, false, false])
})

test('the criteria to check are those that a request names and for which no finding has been given', () => {
  const criteria = ['given', 'reopened', 'written', 'new', 'unasked'].map(id => ({ id }) as Item)
  const findings = [
    { itemId: 'given', ...reopened, givenAt: at(4) },
    { itemId: 'reopened', ...reopened },
    { itemId: 'written', ...written },
    { itemId: 'unasked', ...written },
  ]
  const request = { items: ['given', 'reopened', 'written', 'new'] } as unknown as MoveReason
  const { named, unchecked } = criteriaToCheck(criteria, findings, [request])
  expect(named.map(({ id }) => id)).toEqual(['reopened', 'written', 'new'])
  expect(unchecked.map(({ id }) => id)).toEqual(['reopened'])
  expect(criteriaToCheck(criteria, findings, [])).toEqual({ named: [], unchecked: [] })
})

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
    seat('d', { status: 'withdrawn' }),
    seat('e', { setAside: true }),
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
