import { expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { pathOf, qrCode } from '../../src/web/qr-code.ts'

const fingerprint = (text: string): string => createHash('sha256').update(qrCode(text)!.map(row => row.map(Number).join('')).join('\n')).digest('hex').slice(0, 16)

// A reader read each of these back when they were written down; a picture that differs has to be read again before it is put here.
test.each([
  ['a', 21, 'e8ab680854e4019c'],
  ['https://sanctuary.example.org/capture/k7mq-2xrt', 33, '25bee5c0304038bf'],
  ['https://sanctuary.example.org/capture/k7mq-2xrt-hwef-p4vd-abcd', 33, '11fb6892d943c5e0'],
  ['https://library-of-sanctuary.county-council.example.org/capture/k7mq-2xrt-hwef-p4vd-abcd', 41, '0b34b5c71e6dbc9e'],
])('%s is a square of %i that readers know', (text, size, known) => {
  const code = qrCode(text)!
  expect([code.length, code.every(row => row.length === size), fingerprint(text)]).toEqual([size, true, known])
})

test('of one module more there is one square more; what is too long has none', () => {
  expect([qrCode('x'.repeat(106))?.length, qrCode('x'.repeat(107)), qrCode('é'.repeat(54))]).toEqual([41, null, null])
  expect(pathOf([[true, false], [false, true]])).toBe('M4 4h1v1h-1zM5 5h1v1h-1z')
})
