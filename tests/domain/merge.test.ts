import { expect, test } from '@jest/globals'
import { agreementNeeded, obstaclesTo, type MergeFacts, type SideOfMerge } from '../../src/domain/merge.ts'
import { haveSimilarNames, keyOfName } from '../../src/domain/similar-names.ts'

const side = (given: Partial<SideOfMerge> = {}): SideOfMerge => ({
  isMerged: false,
  isClosed: false,
  hasEvidence: false,
  hasApplicationsOrTargets: false,
  underWay: 0,
  members: 1,
  leads: 1,
  leadsReached: 1,
  ...given,
})
const facts = (from: Partial<SideOfMerge>, into: Partial<SideOfMerge>, more: Partial<MergeFacts> = {}): MergeFacts => ({
  isSame: false,
  from: side(from),
  into: side(into),
  hasMemberWhoJudges: false,
  isAnotherOpen: false,
  ...more,
})
const evidence = { hasEvidence: true }

test.each([
  ['neither holds anything', {}, {}, []],
  ['both hold evidence, applications or targets', evidence, { hasApplicationsOrTargets: true }, ['from', 'into']],
  ['only `from` holds evidence', evidence, {}, ['from']],
  ['only `from` holds evidence, and the survivor has no members', evidence, { members: 0, leads: 0 }, ['from']],
  ['the survivor has no members, and no lead can be reached', { ...evidence, leadsReached: 0 }, { members: 0 }, []],
  ['only `from` holds evidence, without a lead', { ...evidence, leads: 0 }, {}, ['from']],
  ['only the survivor holds evidence', {}, evidence, ['into']],
  ['only the survivor holds evidence, without a lead', {}, { ...evidence, leads: 0 }, []],
])('the organisations whose lead must agree to a merge are worked out: %s', (_name, from, into, expected) => {
  expect(agreementNeeded(facts(from, into))).toEqual(expected)
})

test.each([
  ['nothing', facts({}, {}), []],
  ['an organisation with itself', facts({}, {}, { isSame: true }), ['same organisation']],
  ['an organisation that was already merged', facts({ isMerged: true }, {}), ['merged already']],
  ['a closed survivor', facts({ isClosed: true }, { isClosed: true }), ['survivor is closed']],
  ['one application under way', facts({ underWay: 1 }, {}), []],
  ['two applications under way', facts({ underWay: 1 }, { underWay: 2 }), ['both have applications under way']],
  [
    'a member of one organisation who judges the other',
    facts({}, {}, { hasMemberWhoJudges: true }),
    ['conflict of interest'],
  ],
  ['another merge', facts({}, {}, { isAnotherOpen: true }), ['another merge is open']],
  ['no lead who can agree, and evidence in both', facts({ ...evidence, leads: 0 }, evidence), ['no lead to agree']],
  ['no lead who can agree, and evidence in one', facts({ ...evidence, leads: 0 }, {}), ['no lead to agree']],
])('the obstacles to a merge are listed: %s', (_name, given, expected) => {
  expect(obstaclesTo(given)).toEqual(expected)
})

test.each([
  ['Ashcombe Libraries', 'ashcombe library service', true],
  ['Ashcombe Libraries', 'Ashcome Library', true],
  ['Môn Libraries', 'Mon Library', true],
  ['Ashcombe Libraries', 'Ashcombe Sanctuary Choir', false],
  ['The Library', 'Library', true],
  ['Library Service', 'The Library Service', true],
])('the names “%s” and “%s” are similar: %s', (one, other, expected) => {
  expect(haveSimilarNames(one, other)).toBe(expected)
})

test('the key of a name has single spaces, and no accents, capitals or punctuation', () => {
  expect(keyOfName('  Łódź   Ynys\tMÔN ')).toBe('lodz ynys mon')
  expect(keyOfName('St. Mary’s & All-Saints (Leeds)')).toBe('st marys and all saints leeds')
  expect([keyOfName('***'), keyOfName(' ')]).toEqual(['***', ''])
})
