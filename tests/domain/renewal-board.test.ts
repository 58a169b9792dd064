import { expect, test } from '@jest/globals'
import { lapsesOn, waitingFor, nextDue, risksOf, type BoardAward } from '../../src/domain/renewal-board.ts'
import { whyNotExtended, whyNotReminded } from '../../src/domain/renewal-bulk.ts'
import type { Actor } from '../../src/domain/actor.ts'
import { addDays, type Day } from '../../src/domain/time.ts'

const today = '2027-04-19' as Day
const day = (text: string) => text as Day
const award = (it: Partial<BoardAward> = {}): BoardAward => ({
  status: 'renewal open',
  validTo: day('2027-09-30'),
  baseValidTo: day('2027-09-30'),
  renewalOpensDays: 180,
  lapseAfterDays: 30,
  application: null,
  leads: 2,
  unreached: 0,
  leadSeenOn: day('2027-04-01'),
  recommendations: 0,
  criteriaWithoutEvidence: 0,
  ...it,
})
const anApplication = (
  status: NonNullable<BoardAward['application']>['status'],
  it: Partial<NonNullable<BoardAward['application']>> = {},
): BoardAward['application'] => ({
  status,
  until: null,
  submittedOn: status === 'draft' ? null : day('2027-04-02'),
  replyBy: null,
  ...it,
})

test.each([
  ['valid', null, 'no one'],
  ['renewal open', null, 'library'],
  ['extended', null, 'library'],
  ['overdue', null, 'library'],
  ['suspended', null, 'library'],
  ['renewal with us', null, 'us'],
  ['lapsed', null, 'library'],
  ['ended', null, 'no one'],
  ['renewal open', 'draft', 'library'],
  ['renewal with us', 'returned', 'library'],
  ['renewal with us', 'more evidence asked', 'library'],
  ['renewal with us', 'submitted', 'us'],
  ['renewal with us', 'checked', 'us'],
  ['renewal with us', 'resubmitted', 'us'],
  ['renewal with us', 'on hold', 'us'],
  ['renewal with us', 'with the panel', 'panel'],
  ['renewal with us', 'with a trustee', 'us'],
  ['renewal with us', 'decided', 'us'],
  ['lapsed', 'draft', 'library'],
] as const)(
  'an award that is %s, with an application that is %s, is waiting for %s',
  (status, applicationStatus, who) => {
    expect(waitingFor(award({ status, application: applicationStatus && anApplication(applicationStatus) }))).toBe(who)
  },
)

test.each([
  [
    'a valid award: its renewal opens',
    award({ status: 'valid', validTo: day('2027-12-31') }),
    'renewal opens',
    '2027-07-04',
  ],
  ['an open renewal', award(), 'renew', '2027-09-30'],
  ['an extended award', award({ status: 'extended' }), 'renew', '2027-09-30'],
  [
    'an overdue award: it lapses after 30 days',
    award({ status: 'overdue', validTo: day('2027-04-08') }),
    'lapses',
    '2027-05-09',
  ],
  [
    'a suspended award after the end of its award period',
    award({ status: 'suspended', validTo: day('2027-04-08') }),
    'lapses',
    '2027-05-09',
  ],
  [
    'a suspended award whose renewal was submitted late: it cannot lapse',
    award({ status: 'suspended', validTo: day('2027-04-08'), application: anApplication('submitted') }),
    'term ends',
    '2027-04-08',
  ],
  [
    'a suspended award with only a draft after the end of its award period',
    award({ status: 'suspended', validTo: day('2027-04-08'), application: anApplication('draft') }),
    'lapses',
    '2027-05-09',
  ],
  [
    'a renewal with us: the award period ends',
    award({
      status: 'renewal with us',
      validTo: null,
      baseValidTo: day('2027-04-30'),
      application: anApplication('checked'),
    }),
    'term ends',
    '2027-04-30',
  ],
  [
    'a returned application: submit it again',
    award({ status: 'renewal with us', application: anApplication('returned', { until: day('2027-05-06') }) }),
    'submit again',
    '2027-05-06',
  ],
  [
    'a late renewal that was returned: submit it again',
    award({
      status: 'renewal with us',
      validTo: day('2027-04-08'),
      application: anApplication('returned', { until: day('2027-05-06') }),
    }),
    'submit again',
    '2027-05-06',
  ],
  [
    'a suspended award with a late renewal that was returned: no lapse before its deadline',
    award({
      status: 'suspended',
      validTo: day('2027-04-08'),
      application: anApplication('returned', { until: day('2027-05-20') }),
    }),
    'submit again',
    '2027-05-20',
  ],
  [
    'an open question: reply to it',
    award({
      status: 'renewal with us',
      validTo: null,
      application: anApplication('with the panel', { replyBy: day('2027-04-26') }),
    }),
    'reply',
    '2027-04-26',
  ],
] as const)('the next due date is worked out for %s', (_, it, what, on) => {
  expect(nextDue(it, today)).toEqual({ what, on })
})

test.each(['lapsed', 'ended'] as const)('an award that is %s has no day on which it will lapse', status => {
  const over = { validTo: day('2027-04-08') }
  expect(lapsesOn(award({ ...over, status: 'overdue' }), today)).toBe('2027-05-09')
  expect(lapsesOn(award({ ...over, status }), today)).toBe(null)
})

test.each(['lapsed', 'ended'] as const)('nothing is due for an award that is %s', status => {
  expect(nextDue(award({ status }), today)).toBeNull()
})

test.each([
  ['an award whose end is far off', award(), []],
  ['a valid award without a lead', award({ status: 'valid', leads: 0 }), []],
  [
    'an end within 30 days and no application',
    award({ validTo: day('2027-05-19') }),
    [{ is: 'not started', endsOn: '2027-05-19' }],
  ],
  ['an end in 31 days and no application', award({ validTo: day('2027-05-20') }), []],
  [
    'an end within 30 days and only a draft',
    award({ validTo: day('2027-05-19'), application: anApplication('draft') }),
    [{ is: 'only a draft', endsOn: '2027-05-19' }],
  ],
  [
    'an overdue award',
    award({ status: 'overdue', validTo: day('2027-04-08') }),
    [{ is: 'overdue', since: '2027-04-09', lapsesOn: '2027-05-09' }],
  ],
  [
    'an overdue award whose renewal was returned and not submitted again in time',
    award({
      status: 'overdue',
      validTo: day('2027-04-08'),
      application: anApplication('returned', { until: day('2027-04-18') }),
    }),
    [
      { is: 'overdue', since: '2027-04-09', lapsesOn: '2027-05-09' },
      { is: 'date over', until: '2027-04-18' },
    ],
  ],
  [
    'a suspended award with a late renewal that was returned, before its deadline',
    award({
      status: 'suspended',
      validTo: day('2027-04-08'),
      application: anApplication('returned', { until: day('2027-05-18') }),
    }),
    [{ is: 'overdue', since: '2027-04-09', lapsesOn: null }],
  ],
  [
    'a renewal submitted late',
    award({ status: 'renewal with us', validTo: day('2027-04-08'), application: anApplication('submitted') }),
    [{ is: 'not valid now', since: '2027-04-09' }],
  ],
  [
    'a renewal with us for longer than four weeks',
    award({
      status: 'renewal with us',
      validTo: null,
      application: anApplication('checked', { submittedOn: day('2027-03-21') }),
    }),
    [{ is: 'with us long', since: '2027-03-21', days: 29 }],
  ],
  [
    'a renewal with us for four weeks',
    award({
      status: 'renewal with us',
      validTo: null,
      application: anApplication('checked', { submittedOn: day('2027-03-22') }),
    }),
    [],
  ],
  [
    'a returned application whose deadline is near',
    award({ status: 'renewal with us', application: anApplication('returned', { until: day('2027-04-26') }) }),
    [{ is: 'date near', until: '2027-04-26' }],
  ],
  [
    'a returned application whose deadline has passed',
    award({ application: anApplication('returned', { until: day('2027-04-18') }) }),
    [{ is: 'date over', until: '2027-04-18' }],
  ],
  ['a library without a lead', award({ leads: 0 }), [{ is: 'no lead' }]],
  ['a library whose leads could not be reached', award({ leads: 2, unreached: 2 }), [{ is: 'leads not reached' }]],
  [
    'a library whose lead has not signed in for 200 days',
    award({ leads: 2, leadSeenOn: addDays(today, -200) }),
    [{ is: 'leads away', leads: 2, days: 200 }],
  ],
  ['a library whose lead signed in 180 days ago', award({ leads: 2, leadSeenOn: addDays(today, -180) }), []],
  ['a library with one of two leads not reached', award({ leads: 2, unreached: 1 }), []],
  [
    'one lead and open recommendations near the end',
    award({ validTo: day('2027-06-18'), leads: 1, recommendations: 2 }),
    [{ is: 'one lead' }, { is: 'recommendations open', count: 2 }],
  ],
  [
    'one lead and open recommendations far from the end',
    award({ validTo: day('2027-06-19'), leads: 1, recommendations: 2 }),
    [],
  ],
  [
    'criteria without evidence near the end',
    award({ validTo: day('2027-06-18'), criteriaWithoutEvidence: 6 }),
    [{ is: 'evidence missing', count: 6 }],
  ],
  ['criteria without evidence far from the end', award({ validTo: day('2027-06-19'), criteriaWithoutEvidence: 6 }), []],
  [
    'criteria without evidence and a draft',
    award({ validTo: day('2027-06-18'), criteriaWithoutEvidence: 1, application: anApplication('draft') }),
    [{ is: 'evidence missing', count: 1 }],
  ],
  [
    'criteria without evidence after the renewal was submitted',
    award({ validTo: day('2027-06-18'), criteriaWithoutEvidence: 6, application: anApplication('submitted') }),
    [],
  ],
  [
    'criteria without evidence while the renewal is with us',
    award({ status: 'renewal with us', validTo: null, criteriaWithoutEvidence: 6 }),
    [],
  ],
  ['criteria that were not counted', award({ validTo: day('2027-06-18'), criteriaWithoutEvidence: null }), []],
] as const)('the risks of an award are listed for %s', (_, it, risks) => {
  expect(risksOf(it, today)).toEqual(risks)
})

const coordinator: Actor = { id: 'c', name: 'C', language: 'en', memberships: [], charityRoles: ['coordinator'] }
const member: Actor = { ...coordinator, memberships: [{ organisationId: 'o', role: 'observer' }] }
const one = (
  it: Partial<BoardAward> = {},
  more: { barred?: string[]; remindedOn?: Day | null; getsEmails?: boolean } = {},
) => ({
  ...award(it),
  organisationId: 'o',
  barred: [],
  remindedOn: null,
  getsEmails: true,
  ...more,
})

test.each([
  ['an award that can be extended', null, { actor: coordinator, it: one(), until: '2027-10-31' }],
  ['a coordinator’s own library', 'own library', { actor: member, it: one(), until: '2027-10-31' }],
  [
    'a coordinator with a conflict',
    'conflict',
    { actor: coordinator, it: one({}, { barred: ['c'] }), until: '2027-10-31' },
  ],
  [
    'an award whose renewal is with us',
    'not now',
    { actor: coordinator, it: one({ status: 'renewal with us', validTo: null }), until: '2027-10-31' },
  ],
  ['the same end date', 'not later', { actor: coordinator, it: one(), until: '2027-09-30' }],
  ['no end date yet', null, { actor: coordinator, it: one(), until: null }],
] as const)('for %s, the reason to leave the award out of a bulk extension is %j', (_, why, { actor, it, until }) => {
  expect(whyNotExtended(actor, it, until as Day | null)).toBe(why)
})

test.each([
  ['an award whose library must act', coordinator, one(), null],
  ['a coordinator’s own library', member, one(), 'own library'],
  ['a coordinator with a conflict', coordinator, one({}, { barred: ['c'] }), 'conflict'],
  ['a valid award', coordinator, one({ status: 'valid' }), 'not waiting for it'],
  ['a lapsed award', coordinator, one({ status: 'lapsed' }), 'not waiting for it'],
  ['a draft for a lapsed award', coordinator, one({ status: 'lapsed', application: anApplication('draft') }), null],
  ['an award with the panel', coordinator, one({ application: anApplication('with the panel') }), 'not waiting for it'],
  ['an award without a lead', coordinator, one({ leads: 0 }), 'no lead'],
  ['an award whose library gets no emails', coordinator, one({}, { getsEmails: false }), 'emails not started'],
  ['an award that was reminded today', coordinator, one({}, { remindedOn: today }), 'reminded today'],
  ['an award that was reminded yesterday', coordinator, one({}, { remindedOn: day('2027-04-18') }), null],
] as const)('a bulk reminder includes %s, or has a reason to leave it out', (_, actor, it, why) => {
  expect(whyNotReminded(actor, it, today)).toBe(why)
})
