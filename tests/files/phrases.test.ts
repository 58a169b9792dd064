import { expect, test } from '@jest/globals'
import { foldedPhrase, foldedText, occurrencesOf } from '../../src/files/inside/phrases.mjs'

/** The parts of a text that match a phrase. */
function foundIn(text: string, phrase: string): string[] {
  const characters = [...text]
  const ranges = occurrencesOf(phrase, foldedText(characters), characters) as { from: number; to: number }[]
  return ranges.map(({ from, to }) => characters.slice(from, to + 1).join(''))
}

test('a phrase is found in any letter case, spacing and punctuation, and across lines', () => {
  const text = 'Yara Haddad, YARA HADDAD, yara.haddad@example.org, Yara\r\nHaddad, Yara  Had-\r\ndad, Yara Had\u00addad'
  expect(foundIn(text, 'yara haddad')).toEqual([
    'Yara Haddad',
    'YARA HADDAD',
    'yara.haddad',
    'Yara\r\nHaddad',
    'Yara  Had-\r\ndad',
    'Yara Had\u00addad',
  ])
})

test('numbers are found however their digits are grouped', () => {
  expect(foundIn('07700 900142, 07700900142, (07700) 900-142, 07700 900143', '07700 900142')).toEqual([
    '07700 900142',
    '07700900142',
    '07700) 900-142',
  ])
})

test('letters are found with and without accents, and in ligatures', () => {
  expect(foundIn('Zoë Łukasz Ľubica Soﬁa', 'zoe')).toEqual(['Zoë'])
  expect(foundIn('Zoe', 'Zoë')).toEqual(['Zoe'])
  expect(foundIn('Soﬁa and Sofia', 'Sofia')).toEqual(['Soﬁa', 'Sofia'])
})

test('a short name is found only as a whole word, and a longer one anywhere', () => {
  expect(foundIn('Ann, Ann’s, planning, Annexe, JoAnn', 'Ann')).toEqual(['Ann', 'Ann'])
  expect(foundIn('Haddad, Haddads, haddadfamily', 'Haddad')).toEqual(['Haddad', 'Haddad', 'haddad'])
})

test('a name is found after a prefix, in text without spaces, and in Arabic text stored in reverse order', () => {
  expect(foundIn('وفاطمة جاءت', 'فاطمة')).toEqual(['فاطمة'])
  expect(foundIn('ةمطاف', 'فاطمة')).toEqual(['ةمطاف'])
  expect(foundIn('李明来了', '李明')).toEqual(['李明'])
  expect(foundIn('ንሄለን', 'ሄለን')).toEqual(['ሄለን'])
})

test('the Arabic letters lam and alef are found in either order', () => {
  expect(foundIn('يوم االثنين هنا', 'الاثنين')).toEqual(['االثنين'])
  expect(foundIn('سالم', 'سلام')).toEqual(['سالم'])
  expect(foundIn('في سلا هنا', 'سلا')).toEqual(['سلا'])
})

test('a phrase without letters and digits is not found', () => {
  expect(foldedPhrase(' *** – ')).toBe('')
  expect(foundIn('*** – ***', ' *** ')).toEqual([])
})
