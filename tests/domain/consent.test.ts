import { describe, expect, test } from '@jest/globals'
import {
  consentEnds,
  consentUses,
  consentUntil,
  endToRemind,
  forever,
  hasConsent,
  peopleIn,
  showsPeople,
  stateOfConsent,
  missingConsents,
  type Consent,
  type ConsentUse,
} from '../../src/domain/consent.ts'
import { allEvidenceKinds } from '../../src/domain/evidence.ts'
import type { Day, Instant } from '../../src/domain/time.ts'

const day = (text: string) => text as Day
const today = day('2027-03-01')
const given = (person: string, more: Partial<Consent> = {}): Consent => ({
  person,
  uses: ['panel'],
  givenOn: day('2027-01-10'),
  expiresOn: null,
  withdrawnAt: null,
  ...more,
})
const withdrawn = { withdrawnAt: '2027-02-01T09:00:00.000Z' as Instant }

describe('who can be recognised', () => {
  test('photos of people and testimonies always show people, and other kinds do if the library says so', () => {
    const showing = (said: boolean | null) => allEvidenceKinds.filter(kind => showsPeople(kind, said))
    expect(showing(null)).toEqual(['photo people', 'testimony'])
    expect(showing(true)).toEqual(allEvidenceKinds)
    expect(showing(false)).toEqual(['photo people', 'testimony'])
  })

  test('a person’s name counts once, whatever its capitals, surrounding spaces or kind of apostrophe', () =>
    expect(
      peopleIn([given('R-3'), given(' r-3 '), given('Amina'), given("Aoife O'Neill"), given('Aoife O’Neill')]),
    ).toEqual(['R-3', 'Amina', "Aoife O'Neill"]))
})

describe('consent for a use', () => {
  // Each use, with consent that is missing, given, given for other uses, expiring or withdrawn.
  test.each(
    consentUses.flatMap((use): [ConsentUse, string, Consent[], Day | null][] => {
      const others = consentUses.filter(each => each !== use)
      return [
        [use, 'no person is recorded', [], null],
        [use, 'consent was given without an end date', [given('R-1', { uses: [use] })], forever],
        [
          use,
          'it was given until a day',
          [given('R-1', { uses: [use], expiresOn: day('2027-06-01') })],
          day('2027-06-01'),
        ],
        [use, 'it was given for the other uses', [given('R-1', { uses: others })], null],
        [use, 'it was given for nothing', [given('R-1', { uses: [] })], null],
        [use, 'it was withdrawn', [given('R-1', { uses: [use], ...withdrawn })], null],
        [
          use,
          'one of two people withdrew it',
          [given('R-1', { uses: [use] }), given('R-2', { uses: [use], ...withdrawn })],
          null,
        ],
        [
          use,
          'one of two people gave it for other uses only',
          [given('R-1', { uses: [use] }), given('R-2', { uses: others })],
          null,
        ],
        [
          use,
          'two people gave it until different days',
          [
            given('R-1', { uses: [use], expiresOn: day('2027-09-01') }),
            given('R-2', { uses: [use], expiresOn: day('2027-05-01') }),
          ],
          day('2027-05-01'),
        ],
        [
          use,
          'it was withdrawn and given again',
          [given('R-1', { uses: [use], ...withdrawn }), given('R-1', { uses: [use], expiresOn: day('2028-01-01') })],
          day('2028-01-01'),
        ],
        [
          use,
          'a new form applies for longer than the old one',
          [
            given('R-1', { uses: [use], expiresOn: day('2027-04-01') }),
            given('r-1', { uses: [use], expiresOn: day('2028-04-01') }),
          ],
          day('2028-04-01'),
        ],
      ]
    }),
  )('the last day of consent for “%s” is found, or none, when %s', (use, _, consents, expected) =>
    expect(consentUntil(consents, use)).toBe(expected),
  )

  test('a consent applies on its last day, and not on the day after', () => {
    const end = { consentUntil: day('2027-03-01') }
    expect([
      hasConsent(end, day('2027-02-28')),
      hasConsent(end, day('2027-03-01')),
      hasConsent(end, day('2027-03-02')),
    ]).toEqual([true, true, false])
  })

  test('evidence needs a consent, which must have no end date if the day is not known', () => {
    expect([
      hasConsent({ consentUntil: null }, today),
      hasConsent({ consentUntil: day('2027-06-01') }, undefined),
      hasConsent({ consentUntil: forever }, undefined),
    ]).toEqual([false, false, true])
  })
})

describe('the consents that a library sees', () => {
  test('a consent is in force until its last day and expired after it, unless it is withdrawn', () => {
    expect(
      [
        given('R'),
        given('R', { expiresOn: today }),
        given('R', { expiresOn: day('2027-02-28') }),
        given('R', { expiresOn: day('2027-02-28'), ...withdrawn }),
      ].map(each => stateOfConsent(each, today)),
    ).toEqual(['in force', 'in force', 'expired', 'withdrawn'])
  })

  test('a person’s consent is missing if it is withdrawn, expired or only for publication', () => {
    expect(missingConsents([], today)).toBe('nobody registered')
    expect(missingConsents([given('R-1')], today)).toBeNull()
    expect(
      missingConsents(
        [
          given('R-1'),
          given('R-2', withdrawn),
          given('R-3', { expiresOn: day('2027-02-28') }),
          given('R-4', { uses: ['public'] }),
        ],
        today,
      ),
    ).toEqual({ people: ['R-2', 'R-3', 'R-4'] })
  })
})

describe('the ends of consents', () => {
  const panel = (on: string) => ({ day: day(on), use: 'panel' as const })

  test('for each person and use, only the latest end of the person’s consents counts', () => {
    const consents = [
      given('R-1', { uses: ['panel', 'council'], expiresOn: day('2027-04-01') }),
      given('R-1', { expiresOn: day('2027-06-01') }),
      given('R-2', { uses: ['panel', 'council'], expiresOn: day('2027-05-01') }),
      given('R-3', { uses: ['panel', 'council', 'charity'] }),
    ]
    expect(consentEnds(consents, day('2027-05-01'))).toEqual([
      { day: '2027-04-01', use: 'council' },
      { day: '2027-05-01', use: 'panel' },
      { day: '2027-05-01', use: 'council' },
      { day: '2027-06-01', use: 'panel' },
    ])
  })

  test('no end is listed for the panel if no one is recognisable, or for council papers unless everyone agreed', () => {
    const consents = [given('R-1', { uses: ['panel', 'council'], expiresOn: day('2027-04-01') }), given('R-2')]
    expect(consentEnds(consents, day('2027-04-01'))).toEqual([panel('2027-04-01')])
    expect(consentEnds([given('R-1', { expiresOn: day('2027-04-01') })], forever)).toEqual([])
  })

  test.each([
    ['2027-02-01', '2027-03-01'],
    ['2027-03-01', '2027-03-01'],
    ['2027-03-08', '2027-03-01'],
    ['2027-03-09', '2027-04-01'],
    ['2027-04-02', '2027-04-05'],
    ['2028-01-01', '2027-04-05'],
  ])('on %s, the reminder is about the consent that ends on %s', (on, end) =>
    expect(endToRemind([panel('2027-03-01'), panel('2027-04-01'), panel('2027-04-05')], day(on))).toEqual(panel(end)),
  )
})
