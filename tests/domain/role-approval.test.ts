import { describe, expect, test } from '@jest/globals'
import type { Actor, CharityRole, MemberRole } from '../../src/domain/actor.ts'
import {
  approvalRule,
  approvalsNeeded,
  canAnswer,
  countsAsApprover,
  outcomeOfApprovals,
  type AccessRequest,
} from '../../src/domain/role-approval.ts'

const actor = (id: string, charityRoles: CharityRole[] = [], memberships: [string, MemberRole][] = []): Actor => ({
  id,
  name: id,
  language: 'en',
  charityRoles,
  memberships: memberships.map(([organisationId, role]) => ({ organisationId, role })),
})
const request = (given: Partial<AccessRequest> = {}): AccessRequest => ({
  id: 'request',
  personId: 'samira',
  organisationId: 'library',
  role: 'lead',
  status: 'waiting',
  approvedBy: [],
  joining: ['samira'],
  hasLead: false,
  holdsContent: true,
  hasOneAdministrator: false,
  ...given,
})
const lead = actor('lead', [], [['library', 'lead']])
const coordinator = actor('coordinator', ['coordinator'])
const trustee = actor('trustee', ['trustee'])
const administrator = actor('administrator', ['administrator'])

test.each([
  [{ hasLead: true }, 'lead', 1],
  [{ hasLead: true, holdsContent: false }, 'lead', 1],
  [{ holdsContent: false }, 'empty organisation', 1],
  [{}, 'organisation', 2],
  [{ organisationId: null, role: 'appraiser' }, 'pool', 2],
  [{ organisationId: null, role: 'trustee' }, 'administrators', 2],
] as const)('with the facts %j, the rule is “%s” and %i approvals are needed', (given, rule, needed) => {
  expect([approvalRule(request(given)), approvalsNeeded(approvalRule(request(given)))]).toEqual([rule, needed])
})

describe('an approval', () => {
  test('a person’s approval of their own role never counts', () => {
    const self = actor('samira', ['coordinator', 'administrator'], [['library', 'lead']])
    for (const given of [{}, { hasLead: true }, { organisationId: null }])
      expect(countsAsApprover(self, request(given))).toBe(false)
  })

  test('one approval by a lead is enough, and the charity cannot approve while the library has a lead', () => {
    expect(outcomeOfApprovals(request({ hasLead: true }), [lead])).toBe('approved')
    expect(outcomeOfApprovals(request(), [lead])).toBe('approved')
    expect(outcomeOfApprovals(request({ hasLead: true }), [coordinator, trustee, administrator])).toBe(null)
  })

  test('the charity’s approval needs two people outside the library, or one if the library is empty', () => {
    expect(outcomeOfApprovals(request(), [coordinator])).toBe(null)
    expect(outcomeOfApprovals(request(), [coordinator, trustee])).toBe('approved')
    const member = actor('member', ['trustee'], [['library', 'observer']])
    expect(outcomeOfApprovals(request(), [coordinator, member])).toBe(null)
    expect(outcomeOfApprovals(request({ joining: ['samira', 'trustee'] }), [coordinator, trustee])).toBe(null)
    expect(outcomeOfApprovals(request({ holdsContent: false }), [coordinator])).toBe('approved')
  })

  test('an approval by an appraiser does not count', () => {
    expect(outcomeOfApprovals(request(), [coordinator, actor('appraiser', ['appraiser'])])).toBe(null)
  })

  test('approval of a role in the charity needs two administrators', () => {
    const given = request({ organisationId: null, role: 'coordinator' })
    expect(outcomeOfApprovals(given, [administrator, coordinator, trustee])).toBe(null)
    expect(outcomeOfApprovals(given, [administrator, actor('second', ['administrator'])])).toBe('approved')
  })

  test('the only administrator can approve a second one alone, but other roles still need to be confirmed', () => {
    const first = { organisationId: null, hasOneAdministrator: true } as const
    expect(outcomeOfApprovals(request({ ...first, role: 'coordinator' }), [administrator])).toBe('to confirm')
    expect(outcomeOfApprovals(request({ ...first, role: 'appraiser' }), [administrator])).toBe('to confirm')
    expect(outcomeOfApprovals(request({ ...first, role: 'administrator' }), [administrator])).toBe('approved')
    expect(outcomeOfApprovals(request({ ...first, role: 'appraiser' }), [coordinator])).toBe(null)
    expect(outcomeOfApprovals(request({ ...first, organisationId: 'library' }), [administrator])).toBe(null)
  })
})

test('a person can answer only an open request, and only once', () => {
  expect(canAnswer(coordinator, request())).toBe(true)
  expect(canAnswer(coordinator, request({ approvedBy: ['coordinator'] }))).toBe(false)
  expect(canAnswer(coordinator, request({ status: 'approved' }))).toBe(false)
  expect(canAnswer(coordinator, request({ organisationId: null, status: 'to confirm' }))).toBe(false)
  expect(canAnswer(administrator, request({ organisationId: null, status: 'to confirm' }))).toBe(true)
})
