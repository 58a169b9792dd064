import { expect, test } from '@jest/globals'
import { networkOf, secondsToWait, siteOf } from '../../src/web/limits.ts'

const five = { name: 'five', most: 5, seconds: 60 }

test.each([
  ['the fifth attempt in a minute', { earlier: 0, count: 5, elapsed: 30 }, 0],
  ['the sixth attempt in a minute', { earlier: 0, count: 6, elapsed: 30 }, 42],
  ['five attempts together after one', { earlier: 0, count: 6, elapsed: 30, added: 5 }, 90],
  ['one attempt right after five at the end of the previous minute', { earlier: 5, count: 1, elapsed: 0 }, 12],
  ['one attempt 12 seconds after five at the end of the previous minute', { earlier: 5, count: 1, elapsed: 12 }, 0],
  [
    'a second attempt 12 seconds after five at the end of the previous minute',
    { earlier: 5, count: 2, elapsed: 12 },
    12,
  ],
])('with a limit of five attempts a minute, the wait is worked out for %s', (_what, counted, expected) => {
  expect(secondsToWait(five, counted)).toBe(expected)
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::9', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  [undefined, 'unknown'],
])('attempts from %s count towards the limit of network %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test.each([
  ['2001:db8:85a3:7::5', '2001:db8:85a3'],
  ['::1', '0:0:0'],
  ['192.0.2.7', '192.0.2.7'],
  [undefined, 'unknown'],
])('the site of the address %s is %s', (address, site) => {
  expect(siteOf(networkOf(address))).toBe(site)
})
