import { expect, test } from '@jest/globals'
import { bankHolidays, workingDayFrom } from '../../src/domain/bank-holidays.ts'
import { weekdayOf, type Day } from '../../src/domain/time.ts'

// The bank holidays of England and Wales, Scotland, and Northern Ireland, from gov.uk and mygov.scot.
// One-off holidays, such as the coronation in 2023, and one-off changes of date are left out.
test.each([
  [2022, '01-03 01-04 03-17 04-15 04-18 05-02 05-30 07-12 08-01 08-29 11-30 12-26 12-27'],
  [2023, '01-02 01-03 03-17 04-07 04-10 05-01 05-29 07-12 08-07 08-28 11-30 12-25 12-26'],
  [2025, '01-01 01-02 03-17 04-18 04-21 05-05 05-26 07-14 08-04 08-25 12-01 12-25 12-26'],
  [2026, '01-01 01-02 03-17 04-03 04-06 05-04 05-25 07-13 08-03 08-31 11-30 12-25 12-28'],
  [2027, '01-01 01-04 03-17 03-26 03-29 05-03 05-31 07-12 08-02 08-30 11-30 12-27 12-28'],
])('the bank holidays of %d are complete', (year, days) => {
  expect([...bankHolidays(year)].toSorted()).toEqual(days.split(' ').map(day => `${year}-${day}`))
})

test.each([
  ['2027-03-25', '2027-03-25'],
  ['2027-03-26', '2027-03-30'],
  ['2027-12-24', '2027-12-24'],
  ['2027-12-25', '2027-12-29'],
  ['2027-12-31', '2027-12-31'],
  ['2028-01-01', '2028-01-05'],
])('the first working day from %s is %s', (from, expected) => {
  expect(workingDayFrom(from as Day)).toBe(expected)
})

test('in 40 years, the first working day from a bank holiday is never at a weekend or on a bank holiday', () => {
  for (let year = 2020; year < 2060; year += 1)
    for (const day of bankHolidays(year)) {
      const working = workingDayFrom(day)
      expect([weekdayOf(working) < 6, bankHolidays(Number(working.slice(0, 4))).has(working)]).toEqual([true, false])
    }
})
