import { expect, test } from '@jest/globals'
import { readableDifferences, wordDifferences } from '../../src/web/word-differences.ts'

test('removed words are shown before added words', () => {
  expect(wordDifferences('Staff are trained every year', 'Staff and volunteers are trained yearly')).toEqual([
    { kind: 'same', text: 'Staff ' },
    { kind: 'added', text: 'and volunteers ' },
    { kind: 'same', text: 'are trained ' },
    { kind: 'removed', text: 'every year' },
    { kind: 'added', text: 'yearly' },
  ])
})

test('differences in white space are ignored', () => {
  expect(wordDifferences('A welcome\ndesk', 'A welcome desk')).toEqual([{ kind: 'same', text: 'A welcome desk' }])
  expect(wordDifferences('', '')).toEqual([])
})

test('texts with too many differences are shown as one removal and one addition', () => {
  const text = (word: string): string => Array.from({ length: 1_000 }, (_, place) => `${word}${place}`).join(' ')
  expect(wordDifferences(text('a'), text('b')).map(({ kind }) => kind)).toEqual(['removed', 'added'])
})

test('every word of both texts is shown', () => {
  const [before, after] = ['One two three four five', 'Zero two four three six']
  const stretches = wordDifferences(before, after)
  const without = (kind: string): string =>
    stretches
      .filter(each => each.kind !== kind)
      .map(({ text }) => text.trim())
      .join(' ')
  expect([without('added'), without('removed')]).toEqual([before, after])
})

test('readable differences join changes with only a few words between them, and keep longer phrases', () => {
  const before = 'We close for one morning a year to train together, with our volunteers. Nobody pays a fee to join.'
  const after = 'All 11 of us spent a morning with two women from Strand Table. Nobody pays a fee or fine to join.'
  expect(readableDifferences(before, after)).toEqual([
    { kind: 'removed', text: 'We close for one morning a year to train together, with our volunteers. ' },
    { kind: 'added', text: 'All 11 of us spent a morning with two women from Strand Table. ' },
    { kind: 'same', text: 'Nobody pays a fee ' },
    { kind: 'added', text: 'or fine ' },
    { kind: 'same', text: 'to join.' },
  ])
})

test.each([
  ['', ''],
  ['', 'New text'],
  ['The same text', 'The same text'],
  ['One two three four five', 'Zero two four three six'],
  ['a b c d e f g', 'a x c y e z g'],
  ['They start next month. Two people lead it.', 'Three of us joined in the first month.'],
])('readable differences keep every word of “%s” and “%s”', (before, after) => {
  const stretches = readableDifferences(before, after)
  const without = (kind: string) =>
    stretches
      .filter(each => each.kind !== kind)
      .map(({ text }) => text.trim())
      .join(' ')
  expect([without('added'), without('removed')]).toEqual([before, after])
})
