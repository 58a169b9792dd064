import { expect, test } from '@jest/globals'
import { isCommonPassword } from '../../src/web/common-passwords.ts'

test.each([
  'passwordpassword',
  'Password1234567',
  'correct horse battery staple',
  'CorrectHorseBatteryStaple',
  'To be, or not to be: that is the question!',
  'qwertyuiopasdfgh',
  '123456789012345',
  '1qaz2wsx3edc4rfv',
  'aaaaaaaaaaaaaaa',
  'abcabcabcabcabc',
  'iloveyouiloveyou',
  'Library of Sanctuary',
  'libraryofsanctuary2026',
  'welcome to the library',
  '2026 city of sanctuary',
])('the common password “%s” is refused', password => {
  expect(isCommonPassword(password)).toBe(true)
})

test.each([
  'open the library door',
  'thirteen yellow kettles',
  'correct horse battery staple and a lamp',
  'my password is a wet umbrella',
  'purple-giraffe-window',
  'qwerty is how the piano begins',
  '🙂 lantern 🙂 ferry 🙂',
  'the early bird catches nothing here',
  'llyfrgell y bore bach',
  'مكتبة الصباح الصغيرة',
  'sixsevensixsevensix',
])('the password “%s” is accepted, because not all of it is common', password => {
  expect(isCommonPassword(password)).toBe(false)
})

test('a password is refused if it is only the person’s name or address, and accepted if it has more', () => {
  const own = ['Marian Moss-Hallworth', 'marian.moss@library.example']
  expect(own.map(each => isCommonPassword(each, own))).toEqual([true, true])
  expect(isCommonPassword('marian moss hallworth', own)).toBe(true)
  expect(isCommonPassword('Marian Moss-Hallworth and the ferry', own)).toBe(false)
})
