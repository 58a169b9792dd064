import { describe, expect, test } from '@jest/globals'
import { returnedToRenewalOn, isWithUs, waitsFor, type RenewalApplication } from '../../src/domain/award-renewal.ts'
import type { Day } from '../../src/domain/time.ts'
import {
  isKeptWhenSubmitted,
  isUnanswered,
  validToAfterNotYet,
  validToAfterWithdrawal,
  validToNow,
  validToShortened,
  type LastDay,
} from '../../src/domain/valid-to.ts'

// The rules of product.md, section 3, "Awards", each by name. The term ends on 31 May 2027.
const day = (text: string) => text as Day
const it = (given: Partial<LastDay> = {}): LastDay => ({
  validTo: day('2027-05-31'),
  baseValidTo: day('2027-05-31'),
  holds: false,
  ...given,
})
const held = (given: Partial<LastDay> = {}): LastDay => it({ validTo: null, holds: true, ...given })

describe('our backlog never punishes a library', () => {
  test.each([
    ['2027-05-31', true],
    ['2027-06-01', false],
  ])('a renewal handed in on %s takes the end off valid to: %s', (today, holds) =>
    expect(isKeptWhenSubmitted(it(), day(today), false)).toBe(holds),
  )
  test('while nothing waits for the library, there is no end', () => expect(validToNow(held(), [])).toBeNull())
  test('handed in while overdue, a renewal makes no day valid', () => {
    expect([
      isKeptWhenSubmitted(it(), day('2027-06-10'), false),
      validToNow(it(), []),
      validToNow(it(), [day('2027-07-10')]),
    ]).toEqual([false, '2027-05-31', '2027-05-31'])
  })
  test('a new one after `not yet` in the same term makes no day valid either', () =>
    expect(isKeptWhenSubmitted(it(), day('2027-05-01'), true)).toBe(false))
})

describe('while something waits for the library', () => {
  test('valid to is the first such date', () =>
    expect(validToNow(held(), [day('2027-08-20'), day('2027-07-10')])).toBe('2027-07-10'))
  test('or the end of term or extension, if that is later', () =>
    expect(validToNow(held(), [day('2027-04-10')])).toBe('2027-05-31'))
  test('an answer by then takes the end off again', () =>
    expect(validToNow(held({ validTo: day('2027-07-10') }), [])).toBeNull())
  test('a date that passes leaves valid to where it is, and the renewal holds nothing any more', () => {
    const waiting = held({ validTo: day('2027-07-10') })
    expect([
      isUnanswered(waiting, [day('2027-07-10')], day('2027-07-10')),
      isUnanswered(waiting, [day('2027-07-10')], day('2027-07-11')),
    ]).toEqual([false, true])
    expect(validToNow({ ...waiting, holds: false }, [])).toBe('2027-07-10')
  })
})

describe('withdrawn, valid to is', () => {
  test('the end of term or extension', () =>
    expect(validToAfterWithdrawal(held(), day('2027-04-01'))).toBe('2027-05-31'))
  test('or the day before, if that is later', () =>
    expect(validToAfterWithdrawal(held(), day('2027-07-15'))).toBe('2027-07-14'))
  test('where it was, when the renewal held nothing', () =>
    expect(validToAfterWithdrawal(it(), day('2027-07-15'))).toBe('2027-05-31'))
})

describe('after `not yet`, valid to is', () => {
  test('the end of term or extension', () =>
    expect(validToAfterNotYet(held(), day('2027-03-01'), false)).toBe('2027-05-31'))
  test('or the 28th day after the letter, if that is later', () =>
    expect(validToAfterNotYet(held(), day('2027-05-20'), false)).toBe('2027-06-17'))
  test('the 28th day, after a date passed unanswered too', () =>
    expect(validToAfterNotYet(it(), day('2027-05-20'), false)).toBe('2027-06-17'))
  test('where it was, when it was over by then', () =>
    expect(validToAfterNotYet(it(), day('2027-06-20'), false)).toBe('2027-05-31'))
  test('where it was, for the second letter in a term', () =>
    expect(
      validToAfterNotYet(it({ validTo: day('2027-06-17'), baseValidTo: day('2027-06-17') }), day('2027-06-10'), true),
    ).toBe('2027-06-17'))
})

describe('taken away by a new decision, valid to is', () => {
  test('the 28th day after its letter', () => expect(validToShortened(it(), day('2026-10-01'))).toBe('2026-10-29'))
  test('the end of the term, if that is sooner', () =>
    expect(validToShortened(it(), day('2027-05-20'))).toBe('2027-05-31'))
  test('the 28th day also while the next renewal held it beyond its term', () =>
    expect(validToShortened(held(), day('2027-07-01'))).toBe('2027-07-29'))
})

const renewal = (given: Partial<RenewalApplication> = {}): RenewalApplication => ({
  id: 'r',
  kind: 'renewal',
  status: 'submitted',
  isSubmitted: true,
  decisionLetterReleased: false,
  until: null,
  outcomeReleased: null,
  questionsUntil: [],
  ...given,
})
const today = day('2027-04-10')

test.each([
  ['a draft', { status: 'draft', isSubmitted: false }, false],
  ['handed in', {}, true],
  ['on hold', { status: 'on hold' }, true],
  ['returned, on its last day', { status: 'returned', until: today }, true],
  ['returned, a day later', { status: 'returned', until: day('2027-04-09') }, false],
  ['asked for more evidence, and its date is over', { status: 'more evidence asked', until: day('2027-04-09') }, false],
  ['decided, and the letter held', { status: 'decided' }, true],
  [
    'decided, and the letter out',
    { status: 'decided', decisionLetterReleased: true, outcomeReleased: 'awarded' },
    false,
  ],
  ['withdrawn', { status: 'withdrawn' }, false],
  ['opened again after `not yet`', { status: 'with a trustee', outcomeReleased: 'not yet' }, true],
  ['opened again after an award, which stands', { status: 'with a trustee', outcomeReleased: 'awarded' }, false],
] as const)('%s: with us is %j', (_, given, expected) =>
  expect(isWithUs(renewal(given as Partial<RenewalApplication>), today)).toBe(expected),
)

test('what waits for the library: returns, requests and questions, but nothing while the case is on hold', () => {
  expect(
    waitsFor(renewal({ status: 'more evidence asked', until: day('2027-05-01'), questionsUntil: [day('2027-04-20')] })),
  ).toEqual(['2027-04-20', '2027-05-01'])
  expect([waitsFor(renewal({ status: 'on hold', questionsUntil: [day('2027-04-20')] })), waitsFor(renewal())]).toEqual([
    [],
    [],
  ])
})

test('a date that passed hands back on the day after', () => {
  expect([
    returnedToRenewalOn([renewal({ status: 'returned', until: day('2027-03-31') })], today),
    returnedToRenewalOn([renewal({ status: 'returned', until: today })], today),
  ]).toEqual(['2027-04-01', null])
})
