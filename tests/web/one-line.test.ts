import { expect, test } from '@jest/globals'
import { line } from '../../src/web/field-schemas.ts'
import { translator } from '../../src/words/words.ts'

const t = translator('en')
const name = line(t, 'Enter the name')

test.each([
  ['a line break', 'Ashcombe\nLibraries', 'Ashcombe Libraries'],
  ['an override of the direction', 'Ashcombe \u202eseirarbiL\u202c', 'Ashcombe seirarbiL'],
  ['an isolate', '\u2066Ashcombe\u2069 ', 'Ashcombe'],
  ['marks that Arabic and Hebrew text needs', 'مكتبة\u200f (Bow)', 'مكتبة\u200f (Bow)'],
])('a text with %s is read as one safe line', (_name, given, read) => {
  expect(name.parse(given)).toBe(read)
})

test('a text of nothing but direction marks counts as empty', () => {
  const { error } = name.safeParse('\u202e \u2066')
  expect(error?.issues.map(({ message }) => message)).toEqual(['Enter the name'])
})
