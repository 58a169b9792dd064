import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import type { Day, Instant } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import { anApplication, anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { asCsv, asWorkbook, openDataHeadings, openDataRow, type RowOf } from '../../support/import-files.ts'
import { interruptedWrite } from '../../support/interrupted-write.ts'
import { publishedFramework } from '../../support/library.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

const kestrel = 'Kestrel Vale Council'
const branch = (name: string, more: RowOf = {}): string[] =>
  openDataRow({ 'Local authority': kestrel, 'Library name': name, 'Type of library': 'LAL', ...more })

const coordinatorOf = async (service: Service): Promise<Visitor> =>
  signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/imports')

async function check(casework: Visitor, rows: readonly string[][], name = 'libraries.csv'): Promise<void> {
  await casework.open('/imports')
  await casework.follow('Organisations and branches')
  const content = (name.endsWith('.csv') ? asCsv : asWorkbook)([openDataHeadings, ...rows])
  await casework.press('Check the file', { file: [{ name, content }] })
}

const branchesNow = (service: Service) =>
  service.database
    .writer('branches')
    .join('organisations', 'organisations.id', 'branches.organisation_id')
    .orderBy(['organisations.name', 'branches.name', 'branches.opened_on'])
    .select<Record<string, string | null>[]>('branches.*', 'organisations.name as organisation')

eachDatabase('an import of organisations', engine => {
  test('the import asks about a similar name in the same place, and accepts the types that pages show', async () => {
    const service = await aService(engine)
    await anOrganisation(service, { name: 'Great Ondley Libraries', place: 'Great Ondley' })
    const casework = await coordinatorOf(service)
    await casework.open('/imports/new/organisations')
    const content = asCsv([
      ['Organisation', 'Type of organisation', 'Town or area', 'Branch'],
      ['Great Ondly Libraries', 'Library service', 'Great Ondley', 'East'],
      ['Great Ondly Libraries', 'Library service', 'Bexcote', 'West'],
      ['Bexcote Room', 'Single library', 'Bexcote', 'Bexcote Room'],
      ['Pallow Room', 'Single library', 'Pallow', 'Pallow Room'],
    ])
    await casework.press('Check the file', { file: [{ name: 'libraries.csv', content }] })
    expect(casework.text).toContain('1 row may be a duplicate')
    expect(casework.text).not.toContain('is not a type we recognise')
    await service.end()
  })

  test('the check names organisations in the file that have similar names', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    await casework.open('/imports/new/organisations')
    const content = asCsv([
      ['Organisation', 'Town or area', 'Branch'],
      ['Ondleydd Council', '', 'East'],
      ['Cyngor Ondleydd', '', 'West'],
      ['Beechmoor Libraries', 'Beechmoor', 'North'],
      ['Beachmoor Library', 'Beechmoor', 'South'],
      ['St Ann’s Trust', 'Westerby', 'St Ann’s'],
      ['St Ann’s Trust', 'Easterby', 'St Ann’s'],
      ['Library Service', 'Northby', 'Quay'],
      ['Library Service', 'Southby', 'Quay'],
      ['Dunmere Libraries', 'Dunmere', 'Harbour'],
    ])
    await casework.press('Check the file', { file: [{ name: 'libraries.csv', content }] })
    expect(casework.text).toContain(
      'Check these organisations in the file If two of these are the same organisation, give both the same name and ' +
        'town in the file, and check the file again. Otherwise, we will add both. ' +
        'Cyngor Ondleydd: Row 2 has a similar name, “Ondleydd Council”. ' +
        'Beachmoor Library: Row 4 has a similar name, “Beechmoor Libraries”. ' +
        'St Ann’s Trust: Row 6 has the same name, but its town or area is “Westerby”. ' +
        'Library Service: Row 8 has the same name, but its town or area is “Northby”.',
    )
    expect(casework.text.match(/has a similar name, “(St Ann|Dunmere)/)).toBeNull()
    expect(casework.text).not.toContain('Dunmere Libraries: Row')
    await service.end()
  })

  test('the check names new branches with names similar to others in the file', async () => {
    const service = await aService(engine)
    await anOrganisation(service, { name: 'Dunmere Libraries', place: 'Dunmere', branches: ['Harbour'] })
    const casework = await coordinatorOf(service)
    await casework.open('/imports/new/organisations')
    const content = asCsv([
      ['Organisation', 'Branch', 'Postcode', 'Closed'],
      ['Ondley Council', 'Weir Street', 'ZZ1 1AA', ''],
      ['Ondley Council', 'Weir Street Library', '', ''],
      ['Ondley Council', 'Weir Street Branch', 'ZZ1 1AB', ''],
      ['Ondley Council', 'The Weir Street', 'ZZ1 1AA', ''],
      ['Ondley Council', 'Weir Street Community Library', '', '2019'],
      ['Ondley Council', 'Community Library', '', ''],
      ['Ondley Council', 'The Library', '', ''],
      ['Dunmere Libraries', 'Harbour Library', '', ''],
      ['Dunmere Libraries', 'Harbour', '', ''],
      ['Dunmere Libraries', 'Weir Street', '', ''],
    ])
    await casework.press('Check the file', { file: [{ name: 'libraries.csv', content }] })
    expect(casework.text).toContain(
      'Check these branches in the file If two rows are for the same branch, keep only one of them, and check the ' +
        'file again. Otherwise, we will add these branches. ' +
        'Weir Street Library, Ondley Council: Row 2 has a branch with a similar name, “Weir Street”. ' +
        'Weir Street Branch, Ondley Council: Row 3 has a branch with a similar name, “Weir Street Library”. ' +
        'The Weir Street, Ondley Council: Row 2 has a branch with a similar name, “Weir Street”. ' +
        'Harbour Library, Dunmere Libraries: Row 10 has a branch with a similar name, “Harbour”. All rows',
    )
    expect(casework.text).toContain(
      'We will add this branch to Ondley Council. Row 2 has a branch with a similar name, “Weir Street”.',
    )
    expect(casework.text).not.toContain('Check these organisations in the file')
    expect(casework.buttons).toContain('Import 1 organisation and 9 branches')
    await service.end()
  })

  test('the check names a new organisation with two types in the file, and says which type is used', async () => {
    const service = await aService(engine)
    await anOrganisation(service, { name: 'Dunmere Libraries', place: 'Dunmere' })
    const casework = await coordinatorOf(service)
    await casework.open('/imports/new/organisations')
    const content = asCsv([
      ['Organisation', 'Type of organisation', 'Branch'],
      ['Ondley Room', '', 'East'],
      ['Ondley Room', 'Single library', 'West'],
      ['Ondley Room', 'library', 'North'],
      ['Ondley Room', 'Charity or trust', 'South'],
      ['Dunmere Libraries', 'Single library', 'East'],
      ['Dunmere Libraries', 'Charity or trust', 'West'],
    ])
    await casework.press('Check the file', { file: [{ name: 'libraries.csv', content }] })
    expect(casework.text).toContain(
      'Check these organisations in the file Ondley Room: Row 5 has a different type, Charity or trust. ' +
        'We will use Single library, from row 3.',
    )
    expect(casework.text).not.toContain('Dunmere Libraries: Row')
    await casework.press('Import 1 organisation and 6 branches')
    expect((await service.database.writer('organisations').where({ name: 'Ondley Room' }).first())!.kind).toBe(
      'library',
    )
    await service.end()
  })

  test('a row that repeats an earlier branch is left out if only one of the two rows has a postcode', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    const rows = [
      branch('Main', { 'Address 1': '1 Weir Street', Postcode: 'ZZ1 1AA' }),
      branch('Harbour'),
      branch('main', { 'Email address': 'main@library.example' }),
      branch('HARBOUR', { Postcode: 'ZZ1 1AB' }),
      branch('Main', { Postcode: 'ZZ1 1AC' }),
      branch('Harbour', { 'Year closed': '2019' }),
    ]
    await check(casework, rows)
    const sentence = (row: number) =>
      `Row ${row} has a branch with this name, and only one of the two rows has a postcode. ` +
      'If these are two branches, enter both postcodes.'
    expect([casework.text.includes(sentence(2)), casework.text.includes(sentence(3))]).toEqual([true, true])
    expect(casework.text).toContain('Problems 2 will be left out')
    await casework.press('Import 1 organisation and 4 branches')
    expect(
      (await branchesNow(service)).map(({ name, postcode, closed_on }) => [name, postcode, closed_on].join(' ')).sort(),
    ).toEqual(['Harbour  ', 'Harbour  2019-12-31', 'Main ZZ1 1AA ', 'Main ZZ1 1AC '])
    await check(casework, [rows[3]!])
    expect(casework.text).toContain('We will add the postcode ZZ1 1AB.')
    await service.end()
  })

  test('once someone says that the organisation exists, two rows can match two branches of the same name', async () => {
    const service = await aService(engine)
    const here = await anOrganisation(service, {
      name: 'Dunmere Libraries',
      place: 'Dunmere',
      branches: ['Main', 'Main '],
    })
    await service.database
      .writer('branches')
      .where({ organisation_id: here.id, name: 'Main ' })
      .update({ postcode: 'ZZ1 1AA' })
    const casework = await coordinatorOf(service)
    const city = { 'Local authority': 'Dunmere City Council' }
    await check(casework, [branch('Main', { ...city, Postcode: 'ZZ1 1AA' }), branch('Main', city)])
    expect(casework.text).toContain('Problems 1 will be left out')
    await casework.press('Save your answers', { 'choice-2-0': 'same' })
    expect(casework.text).toContain('Problems 0 will be left out')
    expect(casework.text).toContain('There is nothing to import in this file.')
    await service.end()
  })

  test('the page lists the types that a file can give, and the error uses the same words', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    await casework.open('/imports/new/organisations')
    const organisationTypes = 'Library service, Single library, Charity or trust'
    const branchTypes = 'Branch, Mobile library, Service point'
    expect(casework.text).toContain(`“Type of organisation” can be: ${organisationTypes}.`)
    expect(casework.text).toContain(`“Type of branch” can be: ${branchTypes}.`)
    const content = asCsv([
      ['Organisation', 'Type of organisation', 'Branch', 'Type of branch'],
      ['Ondley Room', 'Museum', 'East', ''],
      ['Ondley Room', '', 'West', 'Boat'],
    ])
    await casework.press('Check the file', { file: [{ name: 'libraries.csv', content }] })
    expect(casework.text).toContain(`“Museum” is not a type we recognise. Use one of these: ${organisationTypes}.`)
    expect(casework.text).toContain(`“Boat” is not a type we recognise. Use one of these: ${branchTypes}.`)
    await service.end()
  })

  test('the file of branches that a coordinator downloads can be imported again without changes', async () => {
    const service = await aService(engine)
    for (const place of ['Ashcombe', 'Ashford']) await anOrganisation(service, { place })
    const branches = () => service.database.writer('branches')
    await branches().update({ place: 'The Quay', kind: 'mobile', opened_on: '1890-03-04' as Day })
    await branches()
      .where({ name: 'Central' })
      .update({ opened_on: '1905-05-12' as Day })
    const casework = await coordinatorOf(service)
    let content: Buffer = Buffer.of()
    for (const type of ['xlsx', 'csv']) {
      await casework.open('/downloads/branches')
      await casework.press('Download', { type })
      content = casework.content
      await casework.open('/imports/new/organisations')
      await casework.press('Check the file', { file: [{ name: `branches.${type}`, content }] })
      expect(casework.text).toContain('The file has 4 rows for 2 organisations.')
      expect(casework.text).toContain('Problems 0 will be left out')
      expect(casework.text).toContain('Columns we will ignore Town or area of the branch')
      expect(casework.buttons.filter(text => text.startsWith('Import'))).toEqual([])
    }
    await branches().update({ kind: 'service point' })
    await casework.open('/imports/new/organisations')
    await casework.press('Check the file', { file: [{ name: 'branches.csv', content }] })
    expect(casework.text).toContain('We will change the type from Service point to Mobile library.')
    await service.end()
  })

  test('the check reports an organisation name that email programs could turn into a link', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    await casework.open('/imports/new/organisations')
    const content = asCsv([
      ['Organisation', 'Branch'],
      ['Claim at prize.example', 'East'],
      ['St. Ondley Libraries', 'West'],
    ])
    await casework.press('Check the file', { file: [{ name: 'libraries.csv', content }] })
    expect(casework.text).toContain(
      'Enter the organisation in column A without a web or email address, and with a space after each full stop.',
    )
    await casework.press('Import 1 organisation and 1 branch')
    expect((await branchesNow(service)).map(({ organisation }) => organisation)).toEqual(['St. Ondley Libraries'])
    await service.end()
  })

  test('a missing place is taken from another row of the organisation, unless two have the same name', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    await casework.open('/imports/new/organisations')
    const content = asCsv([
      ['Organisation', 'Town or area', 'Shared mailbox', 'Branch'],
      ['Beechmoor Council', '', '', 'Central'],
      ['Beechmoor Council', 'Beechmoor Vale', 'libraries@beechmoor.example', 'North'],
      ['Beechmoor council', '-', '', 'South'],
      ['St Ann’s Trust', 'Westerby', '', 'St Ann’s'],
      ['St Ann’s Trust', 'Easterby', '', 'St Ann’s'],
      ['St Ann’s Trust', '', '', 'Library van'],
    ])
    await casework.press('Check the file', { file: [{ name: 'libraries.csv', content }] })
    expect(casework.text).toContain('The file has 6 rows for 3 organisations.')
    expect(casework.text).toContain('Several organisations have this name. Add the town or area.')
    await casework.press('Import 3 organisations and 5 branches')
    expect(casework.text).toContain('3 organisations and 5 branches have been imported.')
    const [beechmoor] = await service.database.writer('organisations').where({ name: 'Beechmoor Council' })
    expect(beechmoor).toMatchObject({ place: 'Beechmoor Vale', imported_mailbox: 'libraries@beechmoor.example' })
    expect(
      (await branchesNow(service)).filter(({ organisation }) => organisation === 'Beechmoor Council'),
    ).toHaveLength(3)
    await service.end()
  })

  test('the check explains rows with mistakes; the other rows are saved, and no email is sent', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    await check(casework, [
      branch('Upper Kestrel', {
        'Address 1': 'The Hall, Weir Street',
        'Address 2': ' Kestrel',
        Postcode: 'zz12lp',
        'Email address': 'mailto:upper@library.example\u00c2\u00a0',
        Notes: '\n',
      }),
      branch('Llyfrgell Cwm Tŷ-wennol', { 'Type of library': 'LAL-' }),
      branch('Leabharlann an Òbain', { 'Local authority': 'Kestrel  Vale Council ' }),
      branch('Moved Library', { Postcode: 'ZZ1 1AA', 'Year closed': '2019' }),
      branch('Moved Library', { Postcode: 'ZZ1 1AB', 'Year opened': '2019' }),
      branch('Reopened', { Postcode: 'ZZ1 1AC', 'Year opened': '2015', 'Year closed': '2015' }),
      branch('Reopened', { Postcode: 'ZZ1 1AC', 'Year opened': '2015' }),
      branch('Mobile 2'),
      branch('Northam', { 'Year closed': '20222' }),
      branch(''),
      branch('Upper Kestrel', { Postcode: 'ZZ1 2LP' }),
      branch('Wrong address', { 'Email address': 'not an address' }),
    ])
    expect([casework.status, casework.headings[0]]).toEqual([200, 'Check the import'])
    expect(casework.text).toContain('The file has 12 rows for 1 organisation. Nothing has been saved yet.')
    expect(casework.text).toContain('We cannot use “20222” as the closing date. Enter a date, or a year such as 2022.')
    expect(casework.text).toContain('Enter the name of the branch in column B.')
    expect(casework.text).toContain('This row repeats row 2.')
    expect(casework.text).toContain('“not an address” is not an email address. Enter one email address.')
    expect(await branchesNow(service)).toEqual([])
    await casework.press('Import 1 organisation and 8 branches')
    expect([casework.headings[0], casework.text.includes('1 organisation and 8 branches have been imported.')]).toEqual(
      ['The import is finished', true],
    )
    const rows = await branchesNow(service)
    expect(
      rows.map(({ organisation, name, closed_on, opened_on, kind }) => [
        organisation,
        name,
        opened_on,
        closed_on,
        kind,
      ]),
    ).toEqual(
      expect.arrayContaining([
        [kestrel, 'Leabharlann an Òbain', null, null, 'branch'],
        [kestrel, 'Llyfrgell Cwm Tŷ-wennol', null, null, 'branch'],
        [kestrel, 'Mobile 2', null, null, 'mobile'],
        [kestrel, 'Moved Library', null, '2019-12-31', 'branch'],
        [kestrel, 'Moved Library', '2019-01-01', null, 'branch'],
        [kestrel, 'Reopened', '2015-01-01', '2015-12-31', 'branch'],
        [kestrel, 'Reopened', '2015-01-01', null, 'branch'],
      ]),
    )
    expect(rows).toHaveLength(8)
    expect(rows.find(({ name }) => name === 'Upper Kestrel')).toMatchObject({
      address: 'The Hall, Weir Street, Kestrel',
      postcode: 'ZZ1 2LP',
      contact_email: 'upper@library.example',
    })
    const [organisation] = await service.database.writer('organisations')
    expect(organisation).toMatchObject({ place: 'Kestrel Vale', emails_started_at: null, role_mailbox: null })
    expect(await service.post()).toEqual([])
    expect(await service.database.writer('outbox')).toEqual([])
    await service.end()
  })

  test('a branch whose closing date is only this year counts as closed from the day of the check', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    const rows = [
      branch('Upper', { Postcode: 'ZZ1 1AA', 'Year closed': '2027' }),
      branch('Lower', { Postcode: 'ZZ1 1AD', 'Year closed': '2028' }),
    ]
    await check(casework, rows)
    await casework.press('Import 1 organisation and 2 branches')
    const closed = async () => (await branchesNow(service)).map(({ name, closed_on }) => [name, closed_on]).toSorted()
    expect(await closed()).toEqual([
      ['Lower', '2028-12-31'],
      ['Upper', '2027-03-01'],
    ])
    service.clock.minutesPass(3 * 24 * 60)
    const later = await coordinatorOf(service)
    await check(later, rows)
    expect(later.text).toContain('There is nothing to import in this file.')
    await service.end()
  })

  test('importing the same file again changes nothing; changed rows update their branches', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    const rows = [
      branch('Upper', { Postcode: 'ZZ1 1AA' }),
      branch('Reopened', { Postcode: 'ZZ1 1AC', 'Year opened': '2015', 'Year closed': '2015' }),
      branch('Reopened', { Postcode: 'ZZ1 1AC', 'Year opened': '2015' }),
    ]
    await check(casework, rows)
    await casework.press('Import 1 organisation and 3 branches')
    await check(casework, rows, 'libraries.xlsx')
    expect(casework.text).toContain('There is nothing to import in this file.')
    expect(casework.buttons).not.toContain('Import')
    await check(casework, [
      branch('UPPER', { Postcode: 'ZZ1 1AA', 'Year closed': '2026', 'Email address': 'upper@library.example' }),
      branch('Lower', { Postcode: 'ZZ1 1AD' }),
    ])
    expect(casework.text).toContain(
      'We will add the email address from the file. We will add the closing date: 31 December 2026.',
    )
    await casework.press('Import 2 branches')
    expect(
      (await branchesNow(service)).map(({ name, closed_on, contact_email }) => [name, closed_on, contact_email]).sort(),
    ).toEqual([
      ['Lower', null, null],
      ['Reopened', null, null],
      ['Reopened', '2015-12-31', null],
      ['Upper', '2026-12-31', 'upper@library.example'],
    ])
    await service.end()
  })

  test('an import does not close a branch of an application until its decision letter is released', async () => {
    const service = await aService(engine)
    await publishedFramework(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const { id } = await anApplication(service, organisation, { startedBy: lead, status: 'with a trustee' })
    const casework = await coordinatorOf(service)
    const applicationIs = (row: { status: string; decision_letter_released_at?: Instant }) =>
      service.database.writer('applications').where({ id }).update(row)
    const told = async (): Promise<string[]> => {
      await check(casework, [
        openDataRow({ 'Local authority': organisation.name, 'Library name': 'Millbrook', 'Year closed': '2026' }),
      ])
      const sentences = ['but a current award or application covers it', 'We will add the closing date']
      return sentences.filter(sentence => casework.text.includes(sentence))
    }
    expect(await told()).toEqual(['but a current award or application covers it'])
    await applicationIs({ status: 'decided' })
    expect(await told()).toEqual(['but a current award or application covers it'])
    await applicationIs({ status: 'decided', decision_letter_released_at: service.clock.now() })
    expect(await told()).toEqual(['We will add the closing date'])
    await service.end()
  })

  test('a row without a postcode matches the branch of that name without a postcode', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    const names = Array.from({ length: 8 }, (_, at) => `Branch ${at}`)
    await check(
      casework,
      names.map(name => branch(name)),
    )
    await casework.press('Import 1 organisation and 8 branches')
    const { id } = (await service.database.writer('organisations').first('id'))!
    await service.database.writer('branches').insert(
      names.map(name => ({
        id: newId(),
        organisation_id: id,
        name,
        kind: 'branch',
        postcode: 'ZZ1 1AA',
        version: 1,
      })),
    )
    await check(
      casework,
      names.flatMap(name => [branch(name), branch(name, { Postcode: 'ZZ1 1AA' })]),
    )
    expect(casework.text).toContain('Problems 0 will be left out')
    expect(casework.text).toContain('There is nothing to import in this file.')
    await service.end()
  })

  test('the import asks about possible duplicates, and deletes nothing', async () => {
    const service = await aService(engine)
    await anOrganisation(service, {
      name: kestrel,
      place: 'Kestrel Vale',
      branches: ['Millbrook', 'Central', 'Old Quay'],
    })
    await anOrganisation(service, { name: 'Dunmere Libraries', place: 'Dunmere', branches: ['Harbour'] })
    await service.database
      .writer('branches')
      .where({ name: 'Old Quay' })
      .update({ closed_on: '2026-12-31' as never })
    const casework = await coordinatorOf(service)
    await check(casework, [
      branch('Millbrook Library', { Postcode: 'ZZ1 1AA' }),
      branch('Central Library', { Postcode: 'ZZ1 1AB' }),
      branch('Old Quay', { 'Year opened': '2027' }),
      branch('Harbour', { 'Local authority': 'Dunmere City Council' }),
    ])
    expect(casework.text).toContain('4 rows may be duplicates')
    await casework.press('Import 1 branch')
    expect([casework.status, casework.errors]).toEqual([
      422,
      ['Answer the questions about possible duplicates first (4)'],
    ])
    await casework.press('Save your answers', {})
    expect([casework.status, casework.errors]).toEqual([422, ['Choose an answer for at least one row']])
    await casework.press('Save your answers', {
      'choice-2-1': 'same',
      'choice-3-1': 'different',
      'choice-4-1': 'leave out',
      'choice-5-0': 'same',
    })
    expect(casework.notices).toEqual(['4 answers saved'])
    expect([casework.text.includes('you have decided'), casework.text.includes('you decide')]).toEqual([true, false])
    await casework.press('Import 2 branches')
    expect(
      (await branchesNow(service)).map(({ organisation, name, postcode }) => [organisation, name, postcode]),
    ).toEqual([
      ['Dunmere Libraries', 'Harbour', null],
      [kestrel, 'Central', null],
      [kestrel, 'Central Library', 'ZZ1 1AB'],
      [kestrel, 'Millbrook Library', 'ZZ1 1AA'],
      [kestrel, 'Old Quay', null],
    ])
    expect(casework.text).toContain('Left out (1)')
    await service.end()
  })

  test('the import asks about a row that matches several branches', async () => {
    const service = await aService(engine)
    await anOrganisation(service, { name: kestrel, place: 'Kestrel Vale', branches: ['Millbrook', 'Millbrook '] })
    const casework = await coordinatorOf(service)
    await check(casework, [branch('Millbrook')])
    expect(casework.text).not.toContain('Several branches have this name.')
    await check(casework, [branch('Millbrook', { Postcode: 'ZZ1 1AA' })])
    expect([casework.text.includes('Several branches have this name.'), casework.buttons]).toEqual([
      true,
      expect.arrayContaining(['Save your answers']),
    ])
    await service.end()
  })

  test('when two rows match the same two branches, the import asks about a different branch for each row', async () => {
    const service = await aService(engine)
    await anOrganisation(service, { name: kestrel, place: 'Kestrel Vale', branches: ['Central', 'Central '] })
    const casework = await coordinatorOf(service)
    await check(casework, [branch('Central', { Postcode: 'ZZ1 1AA' }), branch('Central', { Postcode: 'ZZ1 1AB' })])
    await casework.press('Save your answers', { 'choice-2-1': 'same', 'choice-3-1': 'same' })
    await casework.press('Import 2 branches')
    expect((await branchesNow(service)).map(({ postcode }) => postcode).sort()).toEqual(['ZZ1 1AA', 'ZZ1 1AB'])
    await service.end()
  })

  test.each([
    ['before', 0],
    ['between', 1],
    ['after', 2],
  ])('two rows cannot both be the same branch when there is an unchanged row %s them', async (_where, at) => {
    const service = await aService(engine)
    await anOrganisation(service, { name: kestrel, place: 'Kestrel Vale', branches: ['Central', 'Central '] })
    const casework = await coordinatorOf(service)
    const rows = [branch('Central', { Postcode: 'ZZ1 1AA' }), branch('Central', { Postcode: 'ZZ1 1AB' })]
    const [one, other] = [at === 0 ? 3 : 2, at === 2 ? 3 : 4]
    await check(casework, rows.toSpliced(at, 0, branch('Central')))
    expect(casework.text).toContain('2 rows may be duplicates')
    await casework.press('Save your answers', { [`choice-${one}-1`]: 'same', [`choice-${other}-1`]: 'same' })
    expect([casework.status, casework.errors]).toEqual([
      422,
      [`Rows ${one} and ${other} cannot both be the same branch. Choose another answer for one of them`],
    ])
    await casework.press('Save your answers', { [`choice-${one}-1`]: 'same', [`choice-${other}-1`]: 'different' })
    await casework.press('Import 2 branches')
    expect(casework.text).toContain('2 branches have been imported.')
    expect((await branchesNow(service)).map(({ postcode }) => postcode ?? '').sort()).toEqual([
      '',
      'ZZ1 1AA',
      'ZZ1 1AB',
    ])
    await service.end()
  })

  test('the branches of an organisation that is left out do not count towards the rows to import', async () => {
    const service = await aService(engine)
    await anOrganisation(service, { name: 'Dunmere Libraries', place: 'Dunmere', branches: ['Harbour'] })
    const casework = await coordinatorOf(service)
    await check(casework, [branch('Harbour', { 'Local authority': 'Dunmere City Council' }), branch('Lower Kestrel')])
    await casework.press('Save your answers', { 'choice-2-0': 'leave out' })
    expect(casework.text).toContain('New 2 will be added')
    expect(casework.text).not.toContain('We will add this branch to Dunmere City Council')
    const address = casework.address
    await casework.open(`${address}?find=harbour`)
    expect(casework.text).toContain('You chose to leave this row out.')
    await casework.open(address)
    await casework.press('Import 1 organisation and 1 branch')
    expect((await branchesNow(service)).map(({ name, organisation }) => [name, organisation])).toEqual([
      ['Harbour', 'Dunmere Libraries'],
      ['Lower Kestrel', kestrel],
    ])
    await service.end()
  })

  test('an import adds the new branches of a merged organisation to the survivor', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    await check(casework, [branch('Upper Kestrel', { Postcode: 'ZZ1 2LP' })])
    await casework.press('Import 1 organisation and 1 branch')
    const db = service.database.writer
    const from = (await db('organisations').where({ name: kestrel }).first('id'))!
    const into = await anOrganisation(service, { name: 'Weir County Libraries', place: 'Weir', branches: [] })
    await casework.open(`/organisations/${from.id}/merge/${into.id}`)
    await casework.press('Merge the organisations now', { reason: 'The county runs it now.', sure: 'yes' })
    await check(casework, [branch('Upper Kestrel', { Postcode: 'ZZ1 2LP' }), branch('Lower Kestrel')])
    await casework.press('Import 1 branch')
    expect((await branchesNow(service)).map(({ name, organisation }) => [name, organisation])).toEqual([
      ['Lower Kestrel', 'Weir County Libraries'],
      ['Upper Kestrel', 'Weir County Libraries'],
    ])
    await service.end()
  })

  test.each([
    ['before', 0],
    ['after', 1],
  ])(
    'when an organisation is merged %s the coordinator answers about it, its new branches go to the survivor',
    async (_when, answeredFirst) => {
      const service = await aService(engine)
      const from = await anOrganisation(service, { name: 'Dunmere Libraries', place: 'Dunmere', branches: ['Harbour'] })
      const into = await anOrganisation(service, { name: 'Weir County Libraries', place: 'Weir', branches: [] })
      const casework = await coordinatorOf(service)
      await check(casework, [branch('Lower Dunmere', { 'Local authority': 'Dunmere City Council' })])
      const about = casework.address
      const answer = () => casework.press('Save your answers', { 'choice-2-0': 'same' })
      if (answeredFirst) await answer()
      await casework.open(`/organisations/${from.id}/merge/${into.id}`)
      await casework.press('Merge the organisations now', { reason: 'The county runs it now.', sure: 'yes' })
      await casework.open(about)
      if (!answeredFirst) await answer()
      await casework.press('Import 1 branch')
      expect((await branchesNow(service)).map(({ name, organisation }) => [name, organisation])).toEqual([
        ['Harbour', 'Weir County Libraries'],
        ['Lower Dunmere', 'Weir County Libraries'],
      ])
      await service.end()
    },
  )

  test('when an organisation is merged while a file is checked, its new branches go to the survivor', async () => {
    const service = await aService(engine)
    const from = await anOrganisation(service, { name: kestrel, place: 'Kestrel Vale', branches: ['Harbour'] })
    const into = await anOrganisation(service, { name: 'Weir County Libraries', place: 'Weir', branches: [] })
    const casework = await coordinatorOf(service)
    const merging = await coordinatorOf(service)
    await merging.open(`/organisations/${from.id}/merge/${into.id}`)
    const { write } = service.parts
    service.parts.write = interruptedWrite(write, 2, async () => {
      service.parts.write = write
      await merging.press('Merge the organisations now', { reason: 'The county runs it now.', sure: 'yes' })
    })
    await check(casework, [branch('Harbour'), branch('Lower Kestrel')])
    await casework.press('Import 1 branch')
    expect((await branchesNow(service)).map(({ name, organisation }) => [name, organisation])).toEqual([
      ['Harbour', 'Weir County Libraries'],
      ['Lower Kestrel', 'Weir County Libraries'],
    ])
    await service.end()
  })

  test('two merged records with the same name count as one organisation', async () => {
    const service = await aService(engine)
    const casework = await coordinatorOf(service)
    const [from, into] = [
      await anOrganisation(service, { name: kestrel, place: 'Kestrel', branches: [] }),
      await anOrganisation(service, { name: kestrel, place: 'Kestrel', branches: [] }),
    ]
    await check(casework, [branch('Lower Kestrel')])
    expect(casework.text).toContain('Possible duplicates 1')
    await casework.open(`/organisations/${from.id}/merge/${into.id}`)
    await casework.press('Merge the organisations now', { reason: 'Entered twice.', sure: 'yes' })
    await check(casework, [branch('Lower Kestrel')])
    await casework.press('Import 1 branch')
    expect(await service.database.writer('branches').pluck('organisation_id')).toEqual([into.id])
    await service.end()
  })

  test('a coordinator cannot import or undo branches of their own organisation from a colleague’s file', async () => {
    const service = await aService(engine)
    const own = await anOrganisation(service, { name: kestrel, place: 'Kestrel Vale', branches: ['Central'] })
    const colleague = await coordinatorOf(service)
    const observer = await aPersonWho(service, { roles: ['coordinator'], member: [[own, 'observer']] })
    const rows = [branch('Central', { Postcode: 'ZZ1 1AA' }), branch('Quayside')]
    const branches = async () => (await branchesNow(service)).map(({ name, postcode }) => [name, postcode])
    const notYours = 'You are on this organisation’s team, so someone else must'
    await check(colleague, rows)
    const member = await signedIn(service, observer, colleague.address)
    await member.press('Import 2 branches')
    expect([member.text.split(`${notYours} import this row.`).length - 1, await branches()]).toEqual([
      2,
      [['Central', null]],
    ])
    await check(colleague, rows)
    await colleague.press('Import 2 branches')
    const imported = await branches()
    expect(imported).toEqual([
      ['Central', 'ZZ1 1AA'],
      ['Quayside', null],
    ])
    await member.open(colleague.address)
    await member.press('Undo the whole import', { sure: 'yes' })
    expect([member.text.split(`${notYours} undo this row.`).length - 1, await branches()]).toEqual([2, imported])
    await colleague.open(colleague.address)
    await colleague.press('Try again to undo the rest', { sure: 'yes' })
    expect(await branches()).toEqual([['Central', null]])
    await service.end()
  })
})
