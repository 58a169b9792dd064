import { expect, test } from '@jest/globals'
import { holdsLink, plainName } from '../../src/email/plain-name.ts'

test.each([
  'Samira Khoury',
  "Siân O'Brien-Hughes",
  'J. R. Tull',
  'ሰላም ተስፋይ',
  'أمينة بنت يوسف',
  'علی\u200cرضا',
  'Ганна Седлар',
  'X',
  'Mary van der Berg',
])('the name %s is kept', name => {
  expect(plainName(name, 'a@b.example')).toBe(name)
})

test.each([
  'Visit evil.example',
  'www.evil.example',
  'https://evil.example',
  'Call 07700 900123',
  'mail me@evil.example',
  'You have won a prize please call us today',
  'A'.repeat(61),
  '<b>Bold</b>',
  'Line\nbreak',
])('a name that could be a message is replaced: %s', name => {
  expect(plainName(name, 'a@b.example')).toBe('a@b.example')
})

test.each([
  ['St. Mary’s Library, 2.5 miles from J.R. Tull’s', false],
  ['Ashcombe Libraries', false],
  ['The Library @ the Bridge', false],
  ['see evil.example', true],
  ['https://evil', true],
  ['x@evil', true],
  ['evil\uff0eexample', true],
  ['evil\u3002example', true],
])('email programs could show “%s” as a link: %s', (text, holds) => {
  expect(holdsLink(text)).toBe(holds)
})
