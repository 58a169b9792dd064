import { expect, test } from '@jest/globals'
import { wordsIn } from '../../src/domain/words-in.ts'

test.each([
  ['', 0],
  ['   \n ', 0],
  ['We train everyone.', 3],
  ['One\r\ntwo\u00a0three\u2028four', 4],
  ['Story-hours – for 12 families, in Tigrinya & Arabic', 7],
  ['• first • second', 2],
  ['👩🏽\u200d🏫 teaches', 1],
  ['ሰላም ለሁሉም', 2],
  ['ក្រុម\u200bថ្មី', 2],
  ['soft\u00adhyphen', 1],
])('%j has %i words', (text, count) => {
  expect(wordsIn(text)).toBe(count)
})
