import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { mergeTexts } from '../../src/web/merged-text.ts'

const read = 'Staff are trained every year. 34 people came.'

test('the merged text keeps a change that only one person made', () => {
  expect(mergeTexts({ read, theirs: read, yours: 'Staff are trained twice a year. 34 people came.' })).toEqual({
    text: 'Staff are trained twice a year. 34 people came.',
    isBoth: false,
  })
  expect(mergeTexts({ read, theirs: 'Staff are trained every year.', yours: read })).toEqual({
    text: 'Staff are trained every year.',
    isBoth: false,
  })
})

test('the merged text has the changes that two people made in different places', () => {
  expect(
    mergeTexts({
      read,
      theirs: 'Staff and volunteers are trained every year. 34 people came.',
      yours: 'Staff are trained every year. 36 people came, and 9 were new.',
    }),
  ).toEqual({ text: 'Staff and volunteers are trained every year. 36 people came, and 9 were new.', isBoth: false })
})

test('the merged text keeps both versions where two people changed the same words', () => {
  expect(mergeTexts({ read, theirs: read.replace('34', '35'), yours: read.replace('34', '36') })).toEqual({
    text: 'Staff are trained every year. 35 36 people came.',
    isBoth: true,
  })
})

test('two texts that both replace an empty text are joined one after the other', () => {
  expect(mergeTexts({ read: '', theirs: 'We train all staff.', yours: 'Everyone learns here.' })).toEqual({
    text: 'We train all staff.\n\nEveryone learns here.',
    isBoth: true,
  })
})

test('two versions are merged word by word when the earlier text is unknown', () => {
  expect(
    mergeTexts({ read: null, theirs: 'Staff are trained every year.', yours: 'Staff are trained every year. Twice.' }),
  ).toEqual({ text: 'Staff are trained every year. Twice.', isBoth: true })
})

test('empty lines are kept, and a change that both people made appears once', () => {
  const both = { read: 'One.\n\nTwo.', theirs: 'One.\n\nTwo.\n\nThree.', yours: 'One.\n\nTwo.\n\nThree.' }
  expect(mergeTexts(both)).toEqual({ text: 'One.\n\nTwo.\n\nThree.', isBoth: false })
  expect(mergeTexts({ ...both, yours: 'Zero.\n\nOne.\n\nTwo.' })).toEqual({
    text: 'Zero.\n\nOne.\n\nTwo.\n\nThree.',
    isBoth: false,
  })
})

test('no word that someone added is ever lost', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd.', 'e', 'f\n\ng'), { maxLength: 12 })
  fc.assert(
    fc.property(words, words, words, (before, one, other) => {
      const [read, theirs, yours] = [before, [...one, 'X', ...before], [...before, 'Y', ...other]].map(each =>
        each.join(' '),
      ) as [string, string, string]
      for (const known of [read, null]) {
        const merged = mergeTexts({ read: known, theirs, yours }).text.split(/\s+/)
        const added = (text: string) => text.split(/\s+/).filter(word => word !== '' && !read.includes(word))
        expect(merged).toEqual(expect.arrayContaining([...added(theirs), ...added(yours)]))
      }
    }),
    { numRuns: 300, seed: 7 },
  )
})
