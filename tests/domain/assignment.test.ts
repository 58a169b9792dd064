import { describe, expect, test } from '@jest/globals'
import { mayAssign, statusesOpenTo } from '../../src/domain/assignment.ts'

const lead = { id: 'lead', isLead: true }
const contributor = { id: 'contributor', isLead: false }

describe('assigning an item', () => {
  test('a lead can assign any item to anyone, or to no one', () => {
    for (const holder of [null, 'lead', 'contributor', 'other'])
      for (const to of [null, 'lead', 'contributor']) expect(mayAssign(lead, holder, to)).toBe(true)
  })

  test.each([
    [null, 'contributor', true],
    [null, 'other', false],
    ['contributor', null, true],
    ['contributor', 'contributor', true],
    ['contributor', 'other', false],
    ['other', 'contributor', false],
    ['other', null, false],
  ])('a contributor can reassign an item from %s to %s: %s', (holder, to, expected) => {
    expect(mayAssign(contributor, holder, to)).toBe(expected)
  })
})

describe('the statuses that can be set', () => {
  test.each([
    [contributor, 'contributor', 'to write', ['ready']],
    [contributor, 'contributor', 'ready', ['to write']],
    [contributor, 'contributor', 'checked', []],
    [contributor, 'other', 'to write', []],
    [contributor, 'other', 'ready', []],
    [lead, 'lead', 'to write', ['checked']],
    [lead, 'contributor', 'to write', []],
    [lead, 'contributor', 'ready', ['checked', 'to write']],
    [lead, 'contributor', 'checked', ['to write']],
  ] as const)('for %j, an item assigned to %s with status “%s” can change to %j', (writer, personId, status, open) => {
    expect(statusesOpenTo(writer, { personId, status })).toEqual(open)
  })
})
