import { expect, test } from '@jest/globals'
import { uploadLinkLimits, linkEndsOn, whyNotTogether, worksOn } from '../../src/domain/upload-link.ts'
import type { Day } from '../../src/domain/time.ts'

const day = (text: string) => text as Day

test('an upload link can be used until the end of its last day, unless it was ended', () => {
  const endsOn = linkEndsOn(day('2028-02-01'), 30)
  expect(endsOn).toBe('2028-03-01')
  expect([
    worksOn({ endsOn, endedAt: null }, day('2028-03-01')),
    worksOn({ endsOn, endedAt: null }, day('2028-03-02')),
    worksOn({ endsOn, endedAt: '2028-02-02T09:00:00.000Z' }, day('2028-02-03')),
  ]).toEqual([true, false, false])
  expect(Math.max(...uploadLinkLimits.days)).toBeLessThanOrEqual(365)
})

const plain = { people: 'no', files: 1, usableFiles: 1, personalDetails: 0, unreadDocuments: 0 } as const
test.each([
  ['photo', plain, null],
  ['photo', { ...plain, people: 'yes' }, 'people are shown'],
  ['photo', { ...plain, people: 'not asked' }, 'people are shown'],
  ['photo', { ...plain, people: 'unsure' }, 'not sure who is shown'],
  ['event', { ...plain, people: 'yes' }, null],
  ['event', { ...plain, people: 'not asked' }, null],
  ['event', { ...plain, people: 'unsure' }, 'not sure who is shown'],
  ['photo people', { ...plain, people: 'unsure' }, null],
  ['event', { ...plain, usableFiles: 0 }, 'no usable file'],
  ['event', { ...plain, files: 0, usableFiles: 0 }, null],
  ['event', { ...plain, personalDetails: 1 }, 'personal details'],
  ['event', { ...plain, unreadDocuments: 1 }, 'unread document'],
] as const)(
  'for the kind “%s”, the reason not to add the inbox item %j in bulk is: %s',
  (kind, inboxItem, expected) => {
    expect(whyNotTogether(kind, inboxItem)).toBe(expected)
  },
)
