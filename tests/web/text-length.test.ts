import { expect, test } from '@jest/globals'
import { lengthOf } from '../../src/web/field-schemas.ts'

const whole = (text: string): number => [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length

test.each([
  ['Central', 7],
  ['Llŷr', 4],
  ['Llŷr', 4],
  ['ሰላም', 3],
  ['أمينة', 5],
  ['👩🏽‍🦽', 1],
  ['🏴󠁧󠁢󠁷󠁬󠁳󠁿🇺🇦', 2],
  ['', 0],
  ['two\nlines', 9],
])('the characters of “%s” are counted as a reader sees them', (text, characters) => {
  expect(lengthOf(text)).toBe(characters)
})

test('a long text is counted correctly, whichever character is at the end of a section', () => {
  const characters = ['a', 'ŷ', 'ሰ', '👩🏽‍🦽', '🇺🇦', '\n', ' ', '🏴󠁧󠁢󠁷󠁬󠁳󠁿']
  for (let shift = 0; shift < 40; shift += 1) {
    const text = 'x'.repeat(shift) + characters.join('').repeat(20)
    expect(lengthOf(text)).toBe(whole(text))
  }
})

// The text is counted in sections, because counting it as one string would use all memory: the engine copies the text
// for every character.
test('a text of half a megabyte in another script is counted and compared with the limit', () => {
  expect(lengthOf('ሰላም '.repeat(40_000))).toBe(160_000)
  expect(lengthOf('ሰላም '.repeat(40_000), 5_000)).toBeGreaterThan(5_000)
  expect(lengthOf('ሰ'.repeat(5_000), 5_000)).toBe(5_000)
})
