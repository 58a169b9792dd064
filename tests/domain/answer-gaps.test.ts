import { expect, test } from '@jest/globals'
import { gapIn, type AttachedEvidence } from '../../src/domain/answer-gaps.ts'
import { forever } from '../../src/domain/consent.ts'
import type { Day } from '../../src/domain/time.ts'

const today = '2027-04-19' as Day
const item = { perBranch: true, freshMonths: 12 }
const complete: AttachedEvidence = {
  itemId: 'welcome',
  evidenceItems: 2,
  undated: 0,
  coveredTo: '2027-03-31' as Day,
  ofService: 0,
  expired: 0,
  withoutConsent: 0,
  consentEndsOn: forever,
  branchesLeft: 0,
  firstBranch: null,
  lastBranch: null,
}

test('an item has no gap when its evidence is complete, or when it has no evidence', () => {
  expect(gapIn(item, complete, today)).toBeNull()
  expect(gapIn(item, undefined, today)).toBeNull()
  expect(gapIn(item, { ...complete, evidenceItems: 0, withoutConsent: 0, branchesLeft: 3 }, today)).toBeNull()
})

test('an item with several gaps shows only the most urgent one; a missing consent comes first', () => {
  const all: AttachedEvidence = {
    ...complete,
    withoutConsent: 1,
    expired: 2,
    branchesLeft: 1,
    firstBranch: 'Quarry Lane',
    lastBranch: 'Quarry Lane',
    coveredTo: '2025-03-31' as Day,
    consentEndsOn: '2027-05-02' as Day,
  }
  expect(gapIn(item, all, today)).toEqual({ kind: 'consent', count: 1 })
  expect(gapIn(item, { ...all, withoutConsent: 0 }, today)).toEqual({
    kind: 'branches',
    count: 1,
    names: ['Quarry Lane'],
  })
  const covered = { ...all, withoutConsent: 0, branchesLeft: 0 }
  expect(gapIn(item, covered, today)).toEqual({ kind: 'expired', count: 2 })
  const current = { ...covered, expired: 0 }
  expect(gapIn(item, current, today)).toEqual({ kind: 'old', months: 12 })
  expect(gapIn(item, { ...current, coveredTo: '2027-03-31' as Day }, today)).toEqual({
    kind: 'consent ends',
    on: '2027-05-02',
  })
})

test('evidence about the whole service covers every branch', () => {
  const left = { ...complete, branchesLeft: 2, firstBranch: 'A', lastBranch: 'B' }
  expect(gapIn(item, left, today)).toMatchObject({ kind: 'branches', names: ['A', 'B'] })
  expect(gapIn(item, { ...left, ofService: 1 }, today)).toBeNull()
  expect(gapIn({ ...item, perBranch: false }, left, today)).toBeNull()
})

test('evidence without a period is not old, and a consent that ends in seven months is not a gap', () => {
  expect(gapIn(item, { ...complete, coveredTo: null, undated: 1 }, today)).toBeNull()
  expect(gapIn(item, { ...complete, consentEndsOn: '2027-12-01' as Day }, today)).toBeNull()
})
