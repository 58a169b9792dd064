import { expect, test } from '@jest/globals'
import { withoutPastedMarks } from '../../src/domain/pasted-text.ts'

test.each([
  ['Word’s line breaks', 'One\u000bTwo\u000cThree\r\nFour\u2028Five', 'One\nTwo\nThree\nFour\nFive'],
  ['non-breaking spaces', '14\u00a0March\u202f2027', '14 March 2027'],
  ['Word’s hyphens', 'well\u001eknown lib\u001frary li\u00adbrary', 'well-known library library'],
  ['Windows quotation marks', '\u0093It\u0092s\u0094 \u0096 so\u0085', '“It’s” – so…'],
  ['Word’s bullets', '\uf0b7\tOne', '•\tOne'],
  ['invisible characters', '\ufeffOne\u200b two\u2060 \ufffcthree\u0007\u007f', 'One two three'],
  ['joiners with nothing to join', 'One \u200c\u200d two', 'One  two'],
])('pasting replaces or removes %s', (_, pasted, expected) => {
  expect(withoutPastedMarks(pasted)).toBe(expected)
})

test.each([
  ['Persian', 'می\u200cخواهم کتاب\u200cها'],
  ['Hindi', 'क्\u200dष और क्\u200cष'],
  ['Khmer', 'សូម\u200bស្វាគមន៍'],
  ['emoji', '👩\u200d💻 👩🏽\u200d🏫 ❤️\u200d🔥 🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}'],
  ['Hebrew and Arabic in English', 'Read \u200fשלום\u200e and مرحبا'],
  ['Tigrinya, Welsh and Ukrainian', 'ሰላም, tŷ, Київ'],
  ['tabs and empty lines', 'One\tTwo\n\nThree'],
])('pasting leaves %s unchanged', (_, text) => {
  expect(withoutPastedMarks(text)).toBe(text)
})
