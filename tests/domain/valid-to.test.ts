import { describe, expect, test } from '@jest/globals'
import {
  returnedToRenewalOn,
  preventsLapse,
  libraryDeadlines,
  type RenewalApplication,
} from '../../src/domain/renewal-deadlines.ts'
import type { Day } from '../../src/domain/time.ts'
import {
  keepsAwardValid,
  isUnanswered,
  validToAfterNotYet,
  validToAfterWithdrawal,
  validToNow,
  validToShortened,
  type LastDay,
} from '../../src/domain/valid-to.ts'

// The award period ends on 31 May 2027.
const day = (text: string) => text as Day
const lastDay = (given: Partial<LastDay> = {}): LastDay => ({
  validTo: day('2027-05-31'),
  baseValidTo: day('2027-05-31'),
  isKeptByRenewal: false,
  ...given,
})
const keptValid = (given: Partial<LastDay> = {}): LastDay => lastDay({ validTo: null, isKeptByRenewal: true, ...given })

describe('the last valid day while the charity has a renewal', () => {
  test.each([
    ['2027-05-31', true],
    ['2027-06-01', false],
  ])('a renewal submitted on %s keeps the award valid: %s', (today, holds) =>
    expect(keepsAwardValid(lastDay(), day(today), false)).toBe(holds),
  )
  test('there is no last valid day while the library has nothing to answer', () =>
    expect(validToNow(keptValid(), [])).toBeNull())
  test('the last valid day does not change for a renewal submitted while the award is overdue', () => {
    expect([
      keepsAwardValid(lastDay(), day('2027-06-10'), false),
      validToNow(lastDay(), []),
      validToNow(lastDay(), [day('2027-07-10')]),
    ]).toEqual([false, '2027-05-31', '2027-05-31'])
  })
  test('a second renewal after `not yet` in the same award period does not keep the award valid', () =>
    expect(keepsAwardValid(lastDay(), day('2027-05-01'), true)).toBe(false))
})

describe('the last valid day while the library must answer', () => {
  test('the last valid day is the first date by which the library must answer', () =>
    expect(validToNow(keptValid(), [day('2027-08-20'), day('2027-07-10')])).toBe('2027-07-10'))
  test('the last valid day is the end of the award period, if that is after the date to answer', () =>
    expect(validToNow(keptValid(), [day('2027-04-10')])).toBe('2027-05-31'))
  test('there is no last valid day after an answer in time', () =>
    expect(validToNow(keptValid({ validTo: day('2027-07-10') }), [])).toBeNull())
  test('the last valid day stays the same when the date to answer passes', () => {
    const waiting = keptValid({ validTo: day('2027-07-10') })
    expect([
      isUnanswered(waiting, [day('2027-07-10')], day('2027-07-10')),
      isUnanswered(waiting, [day('2027-07-10')], day('2027-07-11')),
    ]).toEqual([false, true])
    expect(validToNow({ ...waiting, isKeptByRenewal: false }, [])).toBe('2027-07-10')
  })
})

describe('the last valid day after a withdrawal', () => {
  test('the last valid day is the end of the award period, if the renewal is withdrawn before it', () =>
    expect(validToAfterWithdrawal(keptValid(), day('2027-04-01'))).toBe('2027-05-31'))
  test('the last valid day is the day before the withdrawal, if that is after the award period', () =>
    expect(validToAfterWithdrawal(keptValid(), day('2027-07-15'))).toBe('2027-07-14'))
  test('the last valid day does not change if the renewal did not keep the award valid', () =>
    expect(validToAfterWithdrawal(lastDay(), day('2027-07-15'))).toBe('2027-05-31'))
})

describe('the last valid day after `not yet`', () => {
  test('the last valid day is the end of the award period, if the letter is more than 28 days earlier', () =>
    expect(validToAfterNotYet(keptValid(), day('2027-03-01'), false)).toBe('2027-05-31'))
  test('the last valid day is 28 days after the letter, if that is after the award period', () =>
    expect(validToAfterNotYet(keptValid(), day('2027-05-20'), false)).toBe('2027-06-17'))
  test('the last valid day is 28 days after the letter, even if the library missed a date to answer', () =>
    expect(validToAfterNotYet(lastDay(), day('2027-05-20'), false)).toBe('2027-06-17'))
  test('a last valid day that had already passed does not change', () =>
    expect(validToAfterNotYet(lastDay(), day('2027-06-20'), false)).toBe('2027-05-31'))
  test('a second `not yet` in the same award period does not change the last valid day', () =>
    expect(
      validToAfterNotYet(
        lastDay({ validTo: day('2027-06-17'), baseValidTo: day('2027-06-17') }),
        day('2027-06-10'),
        true,
      ),
    ).toBe('2027-06-17'))
})

describe('the last valid day after a new decision that ends the award', () => {
  test('the last valid day is 28 days after the new decision letter', () =>
    expect(validToShortened(lastDay(), day('2026-10-01'))).toBe('2026-10-29'))
  test('the last valid day is the end of the award period, if that is within the 28 days', () =>
    expect(validToShortened(lastDay(), day('2027-05-20'))).toBe('2027-05-31'))
  test('the last valid day is 28 days after the new decision letter, even if a renewal keeps the award valid', () =>
    expect(validToShortened(keptValid(), day('2027-07-01'))).toBe('2027-07-29'))
})

const renewal = (given: Partial<RenewalApplication> = {}): RenewalApplication => ({
  id: 'r',
  kind: 'renewal',
  status: 'submitted',
  isSubmitted: true,
  decisionLetterReleased: false,
  isUnderReview: false,
  until: null,
  outcomeReleased: null,
  questionsUntil: [],
  ...given,
})
const today = day('2027-04-10')

test.each([
  ['a draft', { status: 'draft', isSubmitted: false }, false],
  ['submitted', {}, true],
  ['on hold', { status: 'on hold' }, true],
  ['returned, on its last day', { status: 'returned', until: today }, true],
  ['returned, a day later', { status: 'returned', until: day('2027-04-09') }, false],
  ['asked for more evidence, after its date', { status: 'more evidence asked', until: day('2027-04-09') }, false],
  ['decided, letter not released', { status: 'decided' }, true],
  ['decided, letter released', { status: 'decided', decisionLetterReleased: true, outcomeReleased: 'awarded' }, false],
  [
    'under review after not yet',
    { status: 'decided', decisionLetterReleased: true, outcomeReleased: 'not yet', isUnderReview: true },
    true,
  ],
  [
    'under review after an award',
    { status: 'decided', decisionLetterReleased: true, outcomeReleased: 'awarded', isUnderReview: true },
    false,
  ],
  ['withdrawn', { status: 'withdrawn' }, false],
  ['reopened after `not yet`', { status: 'with a trustee', outcomeReleased: 'not yet' }, true],
  ['reopened after an award, which stays in force', { status: 'with a trustee', outcomeReleased: 'awarded' }, false],
] as const)('a renewal that is %s, with the facts %j, is with the charity: %s', (_, given, expected) =>
  expect(preventsLapse(renewal(given as Partial<RenewalApplication>), today)).toBe(expected),
)

test('the library’s deadlines are for its questions and for more evidence, and a renewal on hold has none', () => {
  expect(
    libraryDeadlines(
      renewal({ status: 'more evidence asked', until: day('2027-05-01'), questionsUntil: [day('2027-04-20')] }),
    ),
  ).toEqual(['2027-04-20', '2027-05-01'])
  expect([
    libraryDeadlines(renewal({ status: 'on hold', questionsUntil: [day('2027-04-20')] })),
    libraryDeadlines(renewal()),
  ]).toEqual([[], []])
})

test('a returned renewal counts as back with the library from the day after its deadline, not on the deadline', () => {
  expect([
    returnedToRenewalOn([renewal({ status: 'returned', until: day('2027-03-31') })], today),
    returnedToRenewalOn([renewal({ status: 'returned', until: today })], today),
  ]).toEqual(['2027-04-01', null])
})
