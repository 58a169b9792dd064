import { describe, expect, test } from '@jest/globals'
import { folded, hasWords, searchWords, wordsOf } from '../../src/domain/folding.ts'
import { withoutStackedMarks } from '../../src/domain/combining-marks.ts'

describe('folding text for search', () => {
  test.each([
    ['Welsh', 'Llŷn, Ŵyn a’r Tŷ Gwyn', "llyn, wyn a'r ty gwyn"],
    ['Ukrainian', 'Київ, Їжак, Мар’яна', "киів, іжак, мар'яна"],
    ['Arabic with and without vowels and hamza', 'أَحْمَد مـــحمد', 'احمد محمد'],
    ['Farsi letters to Arabic ones', 'کتابخانه علی', 'كتابخانه علي'],
    ['Tigrinya in either spelling', 'ሠላም ፀሓይ', 'ሰላም ጸሓይ'],
    ['Polish, Danish and Turkish', 'Łódź Søren İstanbul ısı', 'lodz soren istanbul isi'],
    ['full-width letters', 'ＡＢＣ１', 'abc1'],
    ['all kinds of apostrophes', 'Mary´s ʿAbd Hawaiʻi O′Neil', "mary's 'abd hawai'i o'neil"],
  ])('folds %s', (_, typed, becomes) => expect(folded(typed)).toBe(becomes))

  test('folding gives the same result for composed and decomposed letters', () => {
    for (const text of ['Ŵyn', 'Їжак', 'أحمد', 'Ångström'])
      expect(folded(text.normalize('NFD'))).toBe(folded(text.normalize('NFC')))
  })
})

test('folding replaces a character that stands for a whole phrase with a space', () => {
  expect(folded('صلاة ﷺ a')).toBe('صلاه   a')
})

test('withoutStackedMarks keeps at most 30 combining marks on a letter', () => {
  const pile = (marks: number) => `a${'\u0301'.repeat(marks)}${'\u0316'.repeat(marks)}b`
  expect([
    withoutStackedMarks(pile(15)),
    withoutStackedMarks(pile(16)),
    withoutStackedMarks(`${pile(50_000)} ${pile(3)}`),
  ]).toEqual([pile(15), `a${'\u0301'.repeat(16)}${'\u0316'.repeat(14)}b`, `a${'\u0301'.repeat(30)}b ${pile(3)}`])
})

describe('the words of a text', () => {
  test('each word and each part of a word is listed once, including those in file names and web addresses', () => {
    expect(wordsOf(["O'Brien, o’brien", 'joining_policy-2026.PDF', 'https://library.example/join?a=1'])).toEqual([
      'obrien',
      'o',
      'brien',
      'joining',
      'policy2026',
      'policy',
      '2026',
      'pdf',
      'https',
      'library',
      'example',
      'join',
      'a',
      '1',
    ])
  })

  test('an Arabic word is found with and without the article “al”', () => {
    expect(wordsOf(['مكتبة الأمل', 'ال'])).toEqual(['مكتبه', 'الامل', 'امل', 'ال'])
    expect([
      hasWords(['مكتبة الأمل'], 'امل'),
      hasWords(['مكتبة الأمل'], 'الام'),
      hasWords(['مكتبة الأمل'], 'مل'),
    ]).toEqual([true, true, false])
  })

  test('in a script without spaces, a run of characters is a word, and so is each character', () =>
    expect(wordsOf(['图书馆 open'])).toEqual(['图书馆', '图', '书', '馆', 'open']))

  test('the words of a text are limited in number and length', () => {
    expect(wordsOf(['x'.repeat(10_000)])).toEqual(['x'.repeat(60)])
    expect(wordsOf([Array.from({ length: 100 }, (_, count) => `w${count}`).join(' ')], 7)).toHaveLength(7)
  })

  test('a long word is cut between characters, never within one', () => {
    expect(
      wordsOf([`a${'\u{1e922}'.repeat(40)} x${'𠮷'.repeat(40)}`]).filter(
        word => !word.isWellFormed() || word.length > 60,
      ),
    ).toEqual([])
    expect(wordsOf([`a${'\u{1e922}'.repeat(40)}`])).toEqual([`a${'\u{1e922}'.repeat(29)}`])
  })

  test('symbols and punctuation are not words', () => {
    expect([wordsOf(['— … !! ፡']), searchWords('"*" ( ) :'), searchWords('')]).toEqual([[], [], []])
  })
})

test('a search uses only its first eight words, and keeps the parts of a word with a hyphen', () => {
  expect(
    searchWords('one two three four five six seven eight nine')
      .map(({ whole }) => whole)
      .at(-1),
  ).toBe('eight')
  expect(searchWords('E-mail')).toEqual([{ whole: 'email', parts: ['e', 'mail'] }])
})
