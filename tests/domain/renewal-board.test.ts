import { expect, test } from '@jest/globals'
import { ballOf, nextDue, risksOf, type OnBoard } from '../../src/domain/renewal-board.ts'
import { whyNotExtended, whyNotReminded } from '../../src/domain/renewal-bulk.ts'
import type { Actor } from '../../src/domain/actor.ts'
import type { Day } from '../../src/domain/time.ts'

const today = '2027-04-19' as Day
const day = (text: string) => text as Day
const award = (it: Partial<OnBoard> = {}): OnBoard => ({
  status: 'renewal open',
  validTo: day('2027-09-30'),
  baseValidTo: day('2027-09-30'),
  renewalOpensDays: 180,
  lapseAfterDays: 30,
  case: null,
  leads: 2,
  unreached: 0,
  recommendations: 0,
  ...it,
})
const anApplicationWithPanel = (
  status: NonNullable<OnBoard['case']>['status'],
  it: Partial<NonNullable<OnBoard['case']>> = {},
): OnBoard['case'] => ({
  status,
  until: null,
  submittedOn: status === 'draft' ? null : day('2027-04-02'),
  replyBy: null,
  ...it,
})

test.each([
  ['valid', null, 'nobody'],
  ['renewal open', null, 'library'],
  ['extended', null, 'library'],
  ['overdue', null, 'library'],
  ['suspended', null, 'library'],
  ['renewal with us', null, 'us'],
  ['lapsed', null, 'nobody'],
  ['ended', null, 'nobody'],
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
] as const)('of an award that is %s, with its case %s, it is the turn of %s', (status, underWay, ball) => {
  expect(ballOf(award({ status, case: underWay && anApplicationWithPanel(underWay) }))).toBe(ball)
})

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
    'an overdue award: it lapses the day after its grace',
    award({ status: 'overdue', validTo: day('2027-04-08') }),
    'lapses',
    '2027-05-09',
  ],
  [
    'a suspended award, its term over',
    award({ status: 'suspended', validTo: day('2027-04-08') }),
    'lapses',
    '2027-05-09',
  ],
  [
    'a renewal with us: the term that ends meanwhile',
    award({
      status: 'renewal with us',
      validTo: null,
      baseValidTo: day('2027-04-30'),
      case: anApplicationWithPanel('checked'),
    }),
    'term ends',
    '2027-04-30',
  ],
  [
    'a return before anything else',
    award({ status: 'renewal with us', case: anApplicationWithPanel('returned', { until: day('2027-05-06') }) }),
    'hand in',
    '2027-05-06',
  ],
  [
    'a question before the end',
    award({
      status: 'renewal with us',
      validTo: null,
      case: anApplicationWithPanel('with the panel', { replyBy: day('2027-04-26') }),
    }),
    'reply',
    '2027-04-26',
  ],
] as const)('next due for %s', (_, it, what, on) => {
  expect(nextDue(it, today)).toEqual({ what, on })
})

test.each(['lapsed', 'ended'] as const)('nothing is due for an award that is %s', status => {
  expect(nextDue(award({ status }), today)).toBeNull()
})

test.each([
  ['nothing, with its end far off', award(), []],
  ['nothing, while it is valid', award({ status: 'valid', leads: 0 }), []],
  [
    'an end within thirty days and nothing begun',
    award({ validTo: day('2027-05-19') }),
    [{ is: 'nothing begun', endsOn: '2027-05-19' }],
  ],
  ['not yet at thirty-one days', award({ validTo: day('2027-05-20') }), []],
  [
    'only a draft by then',
    award({ validTo: day('2027-05-19'), case: anApplicationWithPanel('draft') }),
    [{ is: 'only a draft', endsOn: '2027-05-19' }],
  ],
  [
    'being overdue',
    award({ status: 'overdue', validTo: day('2027-04-08') }),
    [{ is: 'overdue', since: '2027-04-09', lapsesOn: '2027-05-09' }],
  ],
  [
    'having been handed in late',
    award({ status: 'renewal with us', validTo: day('2027-04-08'), case: anApplicationWithPanel('submitted') }),
    [{ is: 'not valid meanwhile', since: '2027-04-09' }],
  ],
  [
    'being with us for longer than four weeks',
    award({
      status: 'renewal with us',
      validTo: null,
      case: anApplicationWithPanel('checked', { submittedOn: day('2027-03-21') }),
    }),
    [{ is: 'with us long', since: '2027-03-21', days: 29 }],
  ],
  [
    'not four weeks alone',
    award({
      status: 'renewal with us',
      validTo: null,
      case: anApplicationWithPanel('checked', { submittedOn: day('2027-03-22') }),
    }),
    [],
  ],
  [
    'a return whose date is near',
    award({ status: 'renewal with us', case: anApplicationWithPanel('returned', { until: day('2027-04-26') }) }),
    [{ is: 'date near', until: '2027-04-26' }],
  ],
  [
    'a return whose date is over',
    award({ case: anApplicationWithPanel('returned', { until: day('2027-04-18') }) }),
    [{ is: 'date over', until: '2027-04-18' }],
  ],
  ['nobody to tell', award({ leads: 0 }), [{ is: 'nobody to tell' }]],
  ['leads who could not be reached', award({ leads: 2, unreached: 2 }), [{ is: 'not reached' }]],
  ['not one of two leads who could not', award({ leads: 2, unreached: 1 }), []],
  [
    'one lead and an open promise, near the end',
    award({ validTo: day('2027-06-18'), leads: 1, recommendations: 2 }),
    [{ is: 'one lead' }, { is: 'promised', count: 2 }],
  ],
  ['not these two far from it', award({ validTo: day('2027-06-19'), leads: 1, recommendations: 2 }), []],
] as const)('at risk by %s', (_, it, risks) => {
  expect(risksOf(it, today)).toEqual(risks)
})

const coordinator: Actor = { id: 'c', name: 'C', language: 'en', memberships: [], charityRoles: ['coordinator'] }
const member: Actor = { ...coordinator, memberships: [{ organisationId: 'o', role: 'observer' }] }
const one = (it: Partial<OnBoard> = {}, more: { barred?: string[]; remindedOn?: Day | null } = {}) => ({
  ...award(it),
  organisationId: 'o',
  barred: [],
  remindedOn: null,
  ...more,
})

test.each([
  ['one whom nothing bars', coordinator, one(), '2027-10-31', null],
  ['a coordinator of their own library', member, one(), '2027-10-31', 'own library'],
  ['somebody in conflict', coordinator, one({}, { barred: ['c'] }), '2027-10-31', 'conflict'],
  [
    'one whose renewal is with us',
    coordinator,
    one({ status: 'renewal with us', validTo: null }),
    '2027-10-31',
    'not now',
  ],
  ['the same day', coordinator, one(), '2027-09-30', 'not later'],
  ['no day yet', coordinator, one(), null, null],
] as const)('extending, for %s', (_, actor, it, until, why) => {
  expect(whyNotExtended(actor, it, until as Day | null)).toBe(why)
})

test.each([
  ['one whom nothing bars', coordinator, one(), null],
  ['a coordinator of their own library', member, one(), 'own library'],
  ['somebody in conflict', coordinator, one({}, { barred: ['c'] }), 'conflict'],
  ['a valid award', coordinator, one({ status: 'valid' }), 'nothing waits'],
  ['one with the panel', coordinator, one({ case: anApplicationWithPanel('with the panel') }), 'nothing waits'],
  ['one without a lead', coordinator, one({ leads: 0 }), 'nobody to tell'],
  ['one that was reminded today', coordinator, one({}, { remindedOn: today }), 'told today'],
  ['one that was reminded yesterday', coordinator, one({}, { remindedOn: day('2027-04-18') }), null],
] as const)('reminding by hand, for %s', (_, actor, it, why) => {
  expect(whyNotReminded(actor, it, today)).toBe(why)
})
