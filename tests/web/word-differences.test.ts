import { expect, test } from '@jest/globals'
import { wordDifferences } from '../../src/web/word-differences.ts'

test('removed words are shown before added words', () => {
  expect(wordDifferences('Staff are trained every year', 'Staff and volunteers are trained yearly')).toEqual([
    { kind: 'same', text: 'Staff ' },
    { kind: 'added', text: 'and volunteers ' },
    { kind: 'same', text: 'are trained ' },
    { kind: 'removed', text: 'every year' },
    { kind: 'added', text: 'yearly' },
  ])
})

test('white space makes no difference', () => {
  expect(wordDifferences('A welcome\ndesk', 'A welcome desk')).toEqual([{ kind: 'same', text: 'A welcome desk' }])
  expect(wordDifferences('', '')).toEqual([])
})

test('texts with too many differences are shown as a whole', () => {
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
