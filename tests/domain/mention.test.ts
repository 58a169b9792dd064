import { expect, test } from '@jest/globals'
import { mentionedIn } from '../../src/domain/mention.ts'

const idris = { id: 'idris', name: 'Idris Vaughan' }
const hana = { id: 'hana', name: 'Hana Sedlar' }
const otherHana = { id: 'hana 2', name: 'Hana Mistry' }

test.each([
  ['@Idris Vaughan the leaflet is there', ['idris']],
  ['@idris, the leaflet is there', ['idris']],
  ['Ask @IDRIS.', ['idris']],
  ['@Hana Sedlar and @Idris', ['idris', 'hana']],
  ['@Hana could mean two people', []],
  ['Idris Vaughan without the sign', []],
  ['@Idrisi is someone else', []],
  ['idris@library.example is an address', []],
  ['', []],
])('%s mentions %j', (text, mentioned) => {
  expect(mentionedIn(text, [idris, hana, otherHana])).toEqual(mentioned)
})

test('a first name mentions a colleague if no one else has that name', () => {
  expect(mentionedIn('@Hana', [idris, hana])).toEqual(['hana'])
})

test('a mention works without accents and with either apostrophe', () => {
  const people = [
    { id: 'a', name: 'Siân Llŷr' },
    { id: 'b', name: 'Aoife O’Neill' },
    { id: 'c', name: 'Aoife Mistry' },
  ]
  expect(mentionedIn("@Sian and @Aoife O'Neill, please look", people)).toEqual(['a', 'b'])
})

test('accents distinguish two colleagues whose first names are otherwise the same', () => {
  const people = [
    { id: 'a', name: 'Siân Llŷr' },
    { id: 'b', name: 'Sian Jones' },
  ]
  expect([mentionedIn('@Siân', people), mentionedIn('@Sian', people)]).toEqual([['a'], ['b']])
})

test('names in other scripts, and names of one word, can be mentioned', () => {
  const people = [
    { id: 'a', name: 'Олена' },
    { id: 'b', name: 'ሰላም ተስፋዬ' },
  ]
  expect(mentionedIn('@олена та @ሰላም ተስፋዬ', people)).toEqual(['a', 'b'])
})
