import { expect, test } from '@jest/globals'
import { uploadLinkLimits, linkEndsOn, notTogether, worksOn } from '../../src/domain/upload-link.ts'
import type { Day } from '../../src/domain/time.ts'

const day = (text: string) => text as Day

test('a link works up to its last day, the day on which it was made among them, and not once it was ended', () => {
  const endsOn = linkEndsOn(day('2028-02-01'), 30)
  expect(endsOn).toBe('2028-03-01')
  expect([
    worksOn({ endsOn, endedAt: null }, day('2028-03-01')),
    worksOn({ endsOn, endedAt: null }, day('2028-03-02')),
    worksOn({ endsOn, endedAt: '2028-02-02T09:00:00.000Z' }, day('2028-02-03')),
  ]).toEqual([true, false, false])
  expect(Math.max(...uploadLinkLimits.days)).toBeLessThanOrEqual(365)
})

const plain = { people: 'no', files: 1, opens: 1, personalDetails: 0 } as const
test.each([
  ['photo', plain, null],
  ['photo', { ...plain, people: 'yes' }, 'people are shown'],
  ['photo', { ...plain, people: 'unsure' }, 'nobody knows who is shown'],
  ['event', { ...plain, people: 'yes' }, null],
  ['event', { ...plain, people: 'unsure' }, 'nobody knows who is shown'],
  ['photo people', { ...plain, people: 'unsure' }, null],
  ['event', { ...plain, opens: 0 }, 'nothing opens'],
  ['event', { ...plain, files: 0, opens: 0 }, null],
  ['event', { ...plain, personalDetails: 1 }, 'may lead to somebody'],
] as const)('as %s together with others: %j → %s', (kind, inboxItem, expected) => {
  expect(notTogether(kind, inboxItem)).toBe(expected)
})
