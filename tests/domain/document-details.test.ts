import { describe, expect, test } from '@jest/globals'
import { authorNamed, personalDetailsAmong } from '../../src/domain/document-details.ts'
import { withoutKnown } from '../../src/domain/personal-data.ts'

// All people, numbers and addresses are fictional.

const found = (...texts: string[]) => personalDetailsAmong(texts.map(text => ({ text }))).map(({ text }) => text)

describe('contact details of an organisation', () => {
  test.each([
    'Central Library, 12 High Street, Fellside FE1 2AB',
    'Fellside Council. Telephone: 01632 960001. Minicom 01632 960002',
    'Enquiries: libraries@fellside.example, info@sanctuary.example or press.office@fellside.example',
    'To book a place, please call 020 7946 0123',
    'Freephone 0808 157 0123 or 0300 123 4567',
    'For more information contact us on 01632 960001',
    'ISBN-10 0571334652',
  ])('contact details of an organisation are not personal details: %s', text => {
    expect(found(text)).toEqual([])
  })

  test('the address of an organisation on several lines is not a personal detail', () => {
    expect(found('Central Library', '12 High Street', 'FE1 2AB', '01632 960001')).toEqual([])
  })
})

describe('contact details of a person', () => {
  test.each([
    ['She lives at 14 Canal Street, near the library', ['14 Canal Street']],
    ['At the library Yara Haddad, 14 Canal Street', ['Yara Haddad', '14 Canal Street']],
    ['A reader told the library that 01632 960983 is her number', ['01632 960983']],
    ['Ring the library or Yara Haddad on 01632 960983', ['Yara Haddad', '01632 960983']],
    ['The library has 07700 900142 as her number', ['07700 900142']],
    ['Library, +380 44 555 0199', ['+380 44 555 0199']],
    ['Write to yara.h@people.example', ['yara.h@people.example']],
    ['0571334653', ['0571334653']],
  ])('contact details of a person are personal details: %s', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })
})

test('a policy, a newsletter and a table of statistics contain no personal details', () => {
  const texts = [
    'Fellside Libraries Welcome Policy. Adopted 14 March 2026, review due March 2028. Version 2.1, ref FL/2026/014.',
    'The Public Libraries and Museums Act 1964, the Equality Act 2010 and the Human Rights Act 1998 apply.',
    'No proof of address is needed. Join at any of our 11 libraries, at www.fellside.example or on 01632 960001.',
    'Opening hours: Mon 10:00-18:00, Wed closed, Sat 10:00-16:00. Charity no. 1124921. VAT number GB 123 4567 89.',
    'In Refugee Week (15 to 21 June 2026) we held 14 events for 1,240 visitors. Windrush Day. Nowruz. Eid.',
    'The Victoria Hall, St George’s Church, Albert Square, Alexandra Park and Charlotte Street car park are nearby.',
    'Total issues 2024-25: 102,345; 2025-26: 110,238; change +7.7%. Budget code 10200/4410. ISBN 978-0-571-33465-3.',
    'Spring is here! Will you volunteer? May half-term: craft. Grace period for fines ends. Hope Cafe opens.',
    'Prepared by: Library Development Team. Approved by: Cabinet Member for Culture. Photo: Communications Team.',
    '"The library is my second home," said one reader. R-3 told us that the room felt safe. Age 25 to 34: 212.',
    'Call 999. NHS 111. Samaritans 116 123. Migrant Help 0808 801 0503. Home Office guidance. Section 95. ASPEN card.',
    'Arabic, Tigrinya, Farsi, Dari, Ukrainian, Albanian. Syria, Iran, Eritrea, Sudan, Georgia, Jordan, Chad.',
    'Manchester Central Library, CILIP, The Reading Agency, Arts Council England and Carnegie UK support us.',
  ]
  expect(texts.flatMap(text => found(text))).toEqual([])
})

test('a detail belongs to the part of the document in which it starts, and can continue in the next part', () => {
  const parts = [
    { text: 'Her name is Yara', continues: 'line' as const },
    { text: 'Haddad. Ring 07700 90', continues: 'word' as const },
    { text: '0142' },
    { text: 'Amina' },
    { text: 'Yusuf' },
  ]
  expect(personalDetailsAmong(parts)).toEqual([
    { kind: 'name', text: 'Yara Haddad', part: 0 },
    { kind: 'phone', text: '07700 900142', part: 1 },
    { kind: 'name', text: 'Amina', part: 3 },
    { kind: 'name', text: 'Yusuf', part: 4 },
  ])
})

test('an email address made up of a team member’s name is not reported', () => {
  const details = personalDetailsAmong([{ text: 'jo.reed@fellside.example, y.haddad@people.example' }])
  expect(withoutKnown(details, ['Jo Reed']).map(({ text }) => text)).toEqual(['y.haddad@people.example'])
})

test.each([
  ['Zdenka Ovčáčková', true],
  ['Haddad, Yara', true],
  ['Dr. Omar al-Saleh', true],
  ['Olu Adeyemi-Cole', true],
  ['ሰላማዊት ተስፋይ', true],
  ['Yara', false],
  ['yhaddad', false],
  ['Microsoft Office User', false],
  ['Fellside Library', false],
  ['Learning and Outreach', false],
  ['x'.repeat(200), false],
])('the author %s counts as a person: %s', (author, isPerson) => {
  expect(authorNamed(author) !== null).toBe(isPerson)
})

test('20 searches of a text of 6,000 characters take less than 1.5 seconds of processor time', () => {
  for (const each of ['Library ', 'a@', '0', 'Central Library, 1 High Street ', '01632 960001 ', 'Name: Aa ']) {
    const block = [{ text: each.repeat(Math.ceil(6_000 / each.length)) }]
    const began = process.cpuUsage()
    for (let round = 0; round < 20; round += 1) personalDetailsAmong(block)
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(1_500)
  }
})
