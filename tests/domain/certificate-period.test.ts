import { describe, expect, test } from '@jest/globals'
import type { AwardChange, AwardStatus } from '../../src/domain/award.ts'
import { certificateDays } from '../../src/domain/certificate-period.ts'
import type { Day } from '../../src/domain/time.ts'

const day = (text: string): Day => text as Day
const first = { number: 1, startsOn: day('2024-05-01'), endsOn: day('2027-04-30') }
const second = { number: 2, startsOn: day('2027-05-01'), endsOn: day('2030-04-30') }
const change = (to: AwardStatus, from: string, validTo: string): AwardChange =>
  ({ to, from: day(from), validTo: day(validTo) }) as AwardChange
const granted = change('valid', '2024-05-01', '2027-04-30')
const renewed = change('valid', '2027-03-10', '2030-04-30')
const today = day('2027-06-01')

const oneTerm = { terms: [first], period: null, changes: [granted], released: new Map<number, Day>() }
const twoTerms = {
  terms: [first, second],
  period: null,
  changes: [granted, renewed],
  released: new Map([[2, day('2027-03-10')]]),
}
const valid = { status: 'valid', validTo: day('2030-04-30') } as const

describe('the days of a certificate', () => {
  test('the current certificate has the name and the branches of today', () => {
    const expected = { holderOn: today, branchesOn: null }
    expect(certificateDays(valid, twoTerms, today)).toEqual(expected)
    expect(certificateDays(valid, { ...twoTerms, period: second }, today)).toEqual(expected)
  })

  test('an earlier certificate has the name on its last day, and the branches just before the next decision', () => {
    const earlier = { ...twoTerms, period: first }
    expect(certificateDays(valid, earlier, today)).toEqual({ holderOn: first.endsOn, branchesOn: day('2027-03-09') })
  })

  test('an earlier certificate has the branches on its last day if the next decision came later or is unknown', () => {
    const expected = { holderOn: first.endsOn, branchesOn: first.endsOn }
    for (const released of [new Map([[2, day('2027-05-20')]]), new Map<number, Day>()])
      expect(certificateDays(valid, { ...twoTerms, period: first, released }, today)).toEqual(expected)
  })

  test('the certificate of the current period has the name and branches of today until the next one begins', () => {
    const before = day('2027-04-01')
    expect(certificateDays(valid, { ...twoTerms, period: first }, before)).toEqual({
      holderOn: before,
      branchesOn: null,
    })
  })

  test.each([
    ['has ended early', 'ended', change('ended', '2026-01-10', '2026-01-09'), '2026-01-09'],
    ['has lapsed', 'lapsed', change('lapsed', '2027-05-01', '2027-04-30'), '2027-04-30'],
    ['is past its last valid day', 'valid', granted, '2027-04-30'],
  ] as const)(
    'the certificate of an award that %s has the name and the branches of the last valid day',
    (_, status, last, expected) => {
      const over = { ...oneTerm, changes: [granted, last] }
      expect(certificateDays({ status, validTo: last.validTo }, over, today)).toEqual({
        holderOn: day(expected),
        branchesOn: day(expected),
      })
    },
  )

  test('a suspended award’s certificate is for today or, after its last valid day, the day before suspension', () => {
    const suspended = change('suspended', '2026-01-10', '2027-04-30')
    const facts = { ...oneTerm, changes: [granted, suspended] }
    const award = { status: 'suspended', validTo: day('2027-04-30') } as const
    const before = day('2026-02-01')
    expect(certificateDays(award, facts, before)).toEqual({ holderOn: before, branchesOn: null })
    expect(certificateDays(award, facts, today)).toEqual({ holderOn: '2026-01-09', branchesOn: '2026-01-09' })
  })
})
