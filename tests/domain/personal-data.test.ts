import { describe, expect, test } from '@jest/globals'
import { personalDetailIn, personalDetailKinds, personalDetailsIn } from '../../src/domain/personal-data.ts'
import { en } from '../../src/words/en/index.ts'

// All people, numbers and references are fictional, from reserved ranges where such ranges exist.

const found = (text: string, known: readonly string[] = []) =>
  personalDetailIn(text, known).map(({ kind, text: what }) => `${kind}: ${what}`)

describe('possible personal details in a text', () => {
  test.each([
    ['We helped Amina Yusuf with her form.', ['name: Amina Yusuf']],
    ['Mrs Thornbury runs the group.', ['name: Mrs Thornbury']],
    ['Her name is Selamawit and she reads a lot', ['name: Selamawit']],
    ['a boy called Zakariya came every day', ['name: Zakariya']],
    ['Олена Шевченко навчає дітей', ['name: Олена Шевченко']],
    ['جاءت فاطمة إلى المكتبة', ['name: فاطمة']],
    ['ሰላም መጣች', []],
    ['Ring her on 07700 900123 after five', ['phone: 07700 900123']],
    ['+44 (0)20 7946 0958, or 0161-496-0123', ['phone: +44 (0)20 7946 0958', 'phone: 0161-496-0123']],
    ['WhatsApp 00380 44 555 0199', ['phone: 00380 44 555 0199']],
    ['DOB: 3/4/91', ['birth: DOB: 3/4/91']],
    ['born on 12 March 1990 in another country', ['birth: born on 12 March 1990']],
    ['Date of birth 1990-03-12', ['birth: Date of birth 1990-03-12']],
    ['came on 04.11.1987', ['birth: 04.11.1987']],
    ['NI number QQ 12 34 56 C', ['insurance: QQ 12 34 56 C']],
    ['Home Office ref A1234567/2', ['reference: A1234567/2']],
    ['HO reference: K7654321', ['reference: K7654321']],
    ['Her Home Office reference is A0000000', ['reference: A0000000']],
    ['UAN 1212-0001-2345-6789', ['reference: 1212-0001-2345-6789']],
    ['the card ZX1234567 was shown', ['reference: ZX1234567']],
    ['appeal PA/01234/2023', ['reference: PA/01234/2023']],
    ['visa GWF012345678', ['reference: GWF012345678']],
    ['ASF/1234567 and port ref EAS/7654321', ['reference: ASF/1234567', 'reference: EAS/7654321']],
    ['case number 4471/B', ['reference: case number 4471/B']],
    ['write to reader@people.example please', ['e-mail: reader@people.example']],
    ['lives at 14 Canal Street with a cousin', ['address: 14 Canal Street']],
    ['Flat 3b, 22 Mill Road, AB1 2XY', ['address: 22 Mill Road', 'address: AB1 2XY']],
    ['families at the Harbour View Hotel', ['hotel: Harbour View Hotel']],
    ['people from Bramley Barracks and the Old Mill Inn', ['hotel: Bramley Barracks', 'hotel: Old Mill Inn']],
    ['the Hotel Meridian', ['hotel: Hotel Meridian']],
  ])('possible personal details are found in “%s”', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  test('personal details are found in file names, where dashes and dots count as spaces', () => {
    expect(found('Amina_Yusuf-letter.final.pdf')).toEqual(['name: Amina Yusuf'])
    expect(found('AminaYusuf.docx')).toEqual(['name: Amina Yusuf'])
    expect(found('447700900123.mp4')).toEqual(['phone: 447700900123'])
  })
})

describe('everyday library text has no personal details:', () => {
  test.each([
    'Joining without proof of address',
    'What a mother said at the desk',
    'She could join without a letter.',
    'A welcome morning in Central Library on 12 March 2027',
    'We had 1,240 visits between 01/04/2026 and 31/03/2027, up from 980',
    'Statistic 2025-26, quarter 3',
    'IMG_20260312_101010.jpg',
    'Minutes 12.03.2026.docx',
    'L1, L4 and S2',
    'Framework version 0.1, criterion E7',
    'City of Sanctuary UK and Welsh Government',
    'The reading group met at ten, in May, with Grace and hope',
    'A rose for every reader: will you mark the day?',
    'https://library.example/join?a=1',
    'ISBN 978-1-4028-9462-6',
    'Costs £10,400.50 a year',
    'R-3 told us that the room felt safe',
    'Refugee Week 2026',
    'A named person on every shift, called on by bell',
    'First Tuesday, 10:00 to 12:30, room 2',
    'The Hotel question was on the agenda',
    'Our street',
    'Staff training: 14 people in July 2026',
  ])('%s', text => {
    expect(found(text)).toEqual([])
  })

  test('the names of the library, its branches and its team are not personal details', () => {
    expect(found('Amina Yusuf of Quarry Lane asked', ['Amina Yusuf', 'Quarry Lane'])).toEqual([])
    expect(found('at 14 Quarry Lane, with Mrs Yusuf', ['Quarry Lane', 'Amina Yusuf'])).toEqual([])
  })
})

test('personal details are listed once for each place where they occur', () => {
  const places = [
    { where: 'title', text: 'Amina Yusuf' },
    { where: 'note', text: 'Amina Yusuf, again Amina Yusuf' },
  ]
  expect(personalDetailsIn(places, [])).toEqual([
    { where: 'title', kind: 'name', text: 'Amina Yusuf' },
    { where: 'note', kind: 'name', text: 'Amina Yusuf' },
  ])
})

test('searching a text of 20,000 repetitions for personal details takes under a second of processor time', () => {
  for (const part of ['a', 'A', '1', ' 0', 'Aa ', 'a@', 'Mr ', '1 Aa ', '/', 'Ab1 ']) {
    const began = process.cpuUsage()
    personalDetailIn(part.repeat(20_000), [])
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(1_000)
  }
})

test('every kind of personal detail has a label in the catalogue', () => {
  expect(personalDetailKinds.filter(kind => !(`personal_data.kind.${kind}` in en))).toEqual([])
})
