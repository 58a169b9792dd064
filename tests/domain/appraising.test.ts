import { describe, expect, test } from '@jest/globals'
import { canAttend, fieldsIn, isAtLimit } from '../../src/domain/appraising.ts'
import { conflictsWith, isBarredBy } from '../../src/domain/conflicts.ts'
import type { Day } from '../../src/domain/time.ts'

const day = (text: string): Day => text as Day

describe('the days on which a person can attend', () => {
  const tuesdays = { weekdays: [2] as const, awayFrom: day('2027-05-10'), awayUntil: day('2027-05-16') }
  test.each([
    ['2027-05-04', true], // a Tuesday
    ['2027-05-05', false],
    ['2027-05-11', false], // a Tuesday during the absence
    ['2027-05-18', true],
  ])('the days on which a person can attend include %s: %s', (text, expected) =>
    expect(canAttend(tuesdays, day(text))).toBe(expected),
  )

  test('an absence without a last day does not end', () => {
    expect(canAttend({ ...tuesdays, awayUntil: null }, day('2028-05-02'))).toBe(false)
    expect(canAttend({ ...tuesdays, awayFrom: null, awayUntil: null }, day('2027-05-11'))).toBe(true)
  })
})

describe('known conflicts', () => {
  const saltby = { place: 'Saltby' }
  const nothing = { isMember: false, wasMember: false, hasDeclaredConflict: false, wasEmployed: false, councilArea: '' }
  test.each([
    [nothing, []],
    [{ ...nothing, isMember: true, wasMember: true }, ['member']],
    [{ ...nothing, wasMember: true }, ['former member']],
    [{ ...nothing, hasDeclaredConflict: true }, ['declared']],
    [{ ...nothing, wasEmployed: true }, ['past employer']],
    [{ ...nothing, councilArea: 'SALTBY' }, ['council area']],
    [{ ...nothing, councilArea: 'Thornwick' }, []],
  ])('the facts %j give the known conflicts %j', (facts, expected) =>
    expect(conflictsWith(saltby, facts)).toEqual(expected),
  )

  test('only a membership or a declared conflict bars a person from the panel', () => {
    expect(isBarredBy(['past employer', 'council area', 'former member'])).toBe(false)
    expect([isBarredBy(['member']), isBarredBy(['declared'])]).toEqual([true, true])
  })
})

test('fields of expertise are separated by commas, semicolons or line breaks, without duplicates', () => {
  expect(fieldsIn('Rural branches, health\n rural  BRANCHES ;; Schools')).toEqual([
    'Rural branches',
    'health',
    'Schools',
  ])
})

test('open and completed seats both count towards a person’s yearly limit', () => {
  expect(isAtLimit({ seatsAYear: 3 }, { open: 1, completed: 2 })).toBe(true)
  expect(isAtLimit({ seatsAYear: 3 }, { open: 1, completed: 1 })).toBe(false)
})
