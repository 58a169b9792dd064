import { expect, test } from '@jest/globals'
import { plainName } from '../../src/email/plain-name.ts'

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
