import { describe, expect, test } from '@jest/globals'
import { namesIn, panelNamesIn, segmentsOf } from '../../src/domain/identifying-names.ts'

const names = {
  places: [
    'Ashcombe Libraries',
    'Ashcombe',
    'Central Library',
    'Mobile library',
    'St Orrin’s Road',
    'Cwm Tŷ-wennol',
    'Bath',
  ],
  groups: ['Welcome English for All', 'Caffi Croeso'],
  people: ['Marian Tull', 'Zoë Åberg', 'Al May', 'مريم النجار', 'Олена Коваль', 'ሰላም ተስፋይ'],
}
const found = (text: string): string[] => namesIn(text, names).map(each => each.text)

describe('names that identify a library', () => {
  test.each([
    ['Ashcombe Libraries welcomes everyone', ['Ashcombe Libraries']],
    ['We are ashcombe-based', ['ashcombe']],
    ['in Ashcombe’s branches', ['Ashcombe']],
    ['see #AshcombeReads or www.ashcombelibraries.example', ['AshcombeReads', 'ashcombelibraries']],
    ['Ash\u200bcombe and A\u0301shcombe', ['Ash\u200bcombe', 'A\u0301shcombe']],
    ['The Central Library has a café', ['Central Library']],
    ['at Orrin’s Road', ['Orrin']],
    ['the road to ORRIN', ['ORRIN']],
    ['Cwm Ty Wennol', ['Cwm Ty Wennol']],
    ['We met in Bath', ['Bath']],
    ['Marian ran it, and Ms Tull helped', ['Marian', 'Tull']],
    ['marian tull', ['marian tull']],
    ['Zoe Aberg’s group', ['Zoe Aberg']],
    ['with Welcome\n English   for all', ['Welcome\n English   for all']],
    ['the caffi croeso', ['caffi croeso']],
    ['قالت مريم للمكتبة', ['مريم']],
    ['розповіла Олена', ['Олена']],
    ['ሰላም ትመጽእ', ['ሰላም']],
  ])('the library’s names are found in “%s”', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  test.each([
    'our central library and its mobile library',
    'a warm welcome in English for all of us',
    'a bath, a road and a libraries service',
    'we may ask in summer',
    '',
  ])('no name of the library is found in “%s”', text => {
    expect(found(text)).toEqual([])
  })

  test('a text is divided at its names without losing any of it', () => {
    const text = 'Marian of Ashcombe Libraries said so. Ashcombe agrees.'
    const segments = segmentsOf(text, namesIn(text, names))
    expect(segments.map(segment => segment.text).join('')).toBe(text)
    expect(segments.filter(({ isName }) => isName).map(segment => segment.text)).toEqual([
      'Marian',
      'Ashcombe Libraries',
      'Ashcombe',
    ])
    expect(segmentsOf('No names.', [])).toEqual([{ text: 'No names.', isName: false }])
  })

  test('finding the names in a long text takes under a second of processor time', () => {
    const text = 'Ashcombe Libraries and others met. '.repeat(300)
    const began = process.cpuUsage()
    expect(namesIn(text, names)).toHaveLength(300)
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(1_000)
  })
})

describe('names of people on a panel', () => {
  const people = [
    'The Librarian',
    'Mrs Prosser',
    'Rev Jane Green',
    'Al May',
    'Will',
    'Sandra Market-Jones',
    'Imam Sheikh',
    'Father Hall',
  ]
  const foundOnPanel = (text: string): string[] => panelNamesIn(text, people).map(({ text: name }) => name)

  test.each([
    ['We met The Librarian', ['The Librarian']],
    ['Prosser and PROSSER’S friend', ['Prosser', 'PROSSER']],
    ['Jane Green and jane green', ['Jane Green', 'jane green']],
    ['Jane asked. Ms Green and Dr. May agreed', ['Jane', 'Green', 'May']],
    ['I asked Will and then May', ['Will', 'May']],
    ['Al May asked', ['Al May']],
    ['Sandra asked Jones', ['Sandra', 'Jones']],
    ['Doctor Green, Canon Green, Father Green and Imam Green met Mr Green', Array<string>(5).fill('Green')],
    ['We met Imam Sheikh', ['Imam Sheikh']],
  ])('names of panel members are found in “%s”', (text, expected) => {
    expect(foundOnPanel(text)).toEqual(expected)
  })

  test.each([
    'The branches are open. The librarian is kind',
    'Rev Smith and Mrs Tull asked the Librarian',
    'Will you open a branch? May we come?\n- Will it be open?\nMay we? “May we?”',
    'the Green Library in the Market Hall',
    'We asked the Imam and his father',
    'we will and may',
    '',
  ])('no name of a panel member is found in “%s”', text => {
    expect(foundOnPanel(text)).toEqual([])
  })
})
