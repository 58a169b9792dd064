import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { asCsv } from '../../support/import-files.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

const headings = ['Organisation', 'Branches', 'Awarded on', 'Valid to', 'Decided by', 'Source']
const names = ['Ashcombe Libraries', 'Birchley Libraries', 'Caldmoor Libraries']

/** Imports an award for each organisation from one file. */
async function importedAwards(service: Service) {
  await aRound(service)
  const organisations = []
  for (const name of names) organisations.push(await anOrganisation(service, { name }))
  const casework = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/imports/new/awards')
  await checkFile(casework, names)
  await casework.press('Import 3 rows')
  const awards = await awardsOf(service)
  return { casework, organisations, result: casework.address, awardOf: (name: string) => awards.get(name)! }
}

async function checkFile(casework: Visitor, of: readonly string[]): Promise<void> {
  await casework.open('/imports/new/awards')
  const rows = of.map(name => [name, 'All', '2026-05-01', '2027-04-30', 'Local group', 'A letter'])
  await casework.press('Check the file', { file: [{ name: 'awards.csv', content: asCsv([headings, ...rows]) }] })
}

async function awardsOf(service: Service): Promise<Map<string, { id: string; code: string }>> {
  const rows = await service.database
    .writer('awards')
    .join('organisations', 'organisations.id', 'awards.organisation_id')
    .select<{ name: string; id: string; code: string }[]>('organisations.name', 'awards.id', 'awards.code')
  return new Map(rows.map(({ name, ...award }) => [name, award]))
}

const statuses = (service: Service): Promise<string[]> =>
  service.database
    .writer('awards')
    .join('organisations', 'organisations.id', 'awards.organisation_id')
    .orderBy('organisations.name')
    .pluck('awards.status')

eachDatabase('an import of awards', engine => {
  test('undoing removes awards that only the charity has seen, emails no one, and allows a new import', async () => {
    const service = await aService(engine)
    const { casework, result, awardOf } = await importedAwards(service)
    const [name] = names
    await casework.open(result)
    expect(casework.links).toEqual(
      expect.arrayContaining([
        { text: 'See the awards', href: '/awards' },
        { text: 'Switch on emails', href: '/imports/emails' },
      ]),
    )
    await casework.press('Undo the whole import')
    expect([casework.status, casework.errors]).toEqual([
      422,
      ['Tick the box to confirm that you want to undo this import'],
    ])
    expect(await statuses(service)).not.toContain('ended')
    await casework.press('Undo the whole import', { sure: 'yes' })
    expect(casework.text).toContain('All the import’s changes have been undone.')
    expect(await statuses(service)).toEqual(['ended', 'ended', 'ended'])
    await casework.open(`/awards/${awardOf(name!).id}`)
    expect(casework.text).toContain('The import was undone.')
    expect(await service.post()).toEqual([])
    await checkFile(casework, names)
    await casework.press('Import 3 rows')
    expect((await statuses(service)).filter(status => status === 'renewal open')).toHaveLength(3)
    await service.end()
  })

  test('undoing an import keeps an organisation whose imported award was undone, and says why', async () => {
    const service = await aService(engine)
    await aRound(service)
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    const casework = await signedIn(service, person, '/imports/new/organisations')
    const content = asCsv([
      ['Organisation', 'Branch'],
      ['Ashcombe Libraries', 'Central'],
    ])
    await casework.press('Check the file', { file: [{ name: 'branches.csv', content }] })
    await casework.press('Import 1 organisation and 1 branch')
    const imported = casework.address
    await checkFile(casework, ['Ashcombe Libraries'])
    await casework.press('Import 1 row')
    await casework.press('Undo the whole import', { sure: 'yes' })
    await casework.open(imported)
    await casework.press('Undo the whole import', { sure: 'yes' })
    expect(casework.text).toContain('We have kept 1 organisation and 1 branch.')
    expect(casework.text).toContain('This organisation, branch or award is in use, for example in an application.')
    await service.end()
  })

  test('the check says that an award past its last day will be overdue or lapsed', async () => {
    const service = await aService(engine)
    await aRound(service)
    await anOrganisation(service, { name: names[0]! })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const casework = await signedIn(service, coordinator, '/imports/new/awards')
    await checkFile(casework, [names[0]!])
    const asRead = 'We will record this award as valid from 1 May 2026 to 30 April 2027. Branches: all that are open.'
    expect([casework.text.includes(asRead), casework.text.includes('last day')]).toEqual([true, false])
    service.clock.set('2027-05-01T09:00:00Z')
    const later = await signedIn(service, coordinator, '/imports/new/awards')
    await checkFile(later, [names[0]!])
    expect(later.text).toContain(
      `${asRead} The award’s last day was 30 April 2027, so its status will be overdue or lapsed.`,
    )
    await service.end()
  })

  test('the check shows how the dates and branches of each award were read', async () => {
    const service = await aService(engine)
    await aRound(service)
    const branches = ['Central', 'Millbrook', 'Harbour', 'Old Town', 'Weir', 'Mill Lane', 'Quayside']
    await anOrganisation(service, { name: names[0]!, branches })
    await anOrganisation(service, { name: names[1]! })
    const rows = [
      [names[0]!, branches.join('; '), '03/04/2026', '46479', 'Local group', 'A letter'],
      [names[1]!, 'Central; Millbrook', '2026-05-01', '30 April 2027', 'Local group', 'A letter'],
    ]
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const casework = await signedIn(service, coordinator, '/imports/new/awards')
    await casework.press('Check the file', { file: [{ name: 'awards.csv', content: asCsv([headings, ...rows]) }] })
    expect(casework.text).toContain('We will record them in the Library of Sanctuary stream.')
    expect(casework.text).toContain(
      'We will record this award as valid from 3 April 2026 to 2 April 2027. ' +
        'Branches: Central, Millbrook, Harbour, Old Town, Weir and 2 others.',
    )
    expect(casework.text).toContain(
      'We will record this award as valid from 1 May 2026 to 30 April 2027. Branches: Central and Millbrook.',
    )
    await service.end()
  })

  test('the check reports all problems of an award together, and asks for a date that is missing', async () => {
    const service = await aService(engine)
    await aRound(service)
    const rows = [['Unheard-of Library', 'All', '', 'spring', 'Local group', 'A letter']]
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const casework = await signedIn(service, coordinator, '/imports/new/awards')
    await casework.press('Check the file', { file: [{ name: 'awards.csv', content: asCsv([headings, ...rows]) }] })
    expect(casework.text).toContain(
      'Enter the date in column C. “spring” in column D is not a date. Enter a date such as 1 May 2026. ' +
        'We do not recognise this organisation. Import or register it first.',
    )
    await service.end()
  })

  test('an award that has ended since, or belongs to a closed organisation, is not recorded again', async () => {
    const service = await aService(engine)
    const { casework, organisations } = await importedAwards(service)
    const [ended, closed] = organisations
    const { writer } = service.database
    await writer('awards').where({ organisation_id: ended!.id }).update({ status: 'ended' })
    await writer('awards')
      .where({ organisation_id: closed!.id })
      .update({ removed_at: service.clock.now(), status: 'ended' })
    await writer('organisations').where({ id: closed!.id }).update({ closed_at: service.clock.now() })
    await checkFile(casework, names)
    expect(casework.text).toContain('We already have this award, and it has ended.')
    expect(casework.text).toContain('This organisation is closed. Reopen it first.')
    expect(casework.buttons.filter(text => text.startsWith('Import'))).toEqual([])
    await service.end()
  })

  test('a branch that is named twice in one cell counts once, and names must be separated by semicolons', async () => {
    const service = await aService(engine)
    await aRound(service)
    await anOrganisation(service, { name: 'Dunmere Libraries' })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const casework = await signedIn(service, coordinator, '/imports/new/awards')
    const row = (branches: string) => [
      'Dunmere Libraries',
      branches,
      '2026-05-01',
      '2027-04-30',
      'Local group',
      'A letter',
    ]
    const content = asCsv([headings, row('Central; Central'), row('Central, Millbrook')])
    await casework.press('Check the file', { file: [{ name: 'awards.csv', content }] })
    expect(casework.text).toContain(
      'Not among the organisation’s open branches: Central, Millbrook. ' +
        'Check the names, and separate them with semicolons.',
    )
    await casework.press('Import 1 row')
    expect(casework.text).toContain('1 row has been imported.')
    expect(await service.database.writer('award_branches')).toHaveLength(1)
    await service.end()
  })

  test('a row is refused if several open branches have the name that it gives', async () => {
    const service = await aService(engine)
    await aRound(service)
    await anOrganisation(service, { name: 'Dunmere Libraries', branches: ['Central', 'Central'] })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const casework = await signedIn(service, coordinator, '/imports/new/awards')
    const row = ['Dunmere Libraries', 'Central', '2026-05-01', '2027-04-30', 'Local group', 'A letter']
    await casework.press('Check the file', { file: [{ name: 'awards.csv', content: asCsv([headings, row]) }] })
    expect(casework.text).toContain('Some open branches have the same name: Central. Give each branch its own name')
    expect(casework.buttons).not.toContain('Import 1 row')
    await service.end()
  })

  test('undoing keeps and lists awards seen outside the charity or corrected by a coordinator', async () => {
    const service = await aService(engine)
    const { casework, result, awardOf } = await importedAwards(service)
    const visitor = await signedIn(service, await aPersonWho(service), '/home')
    await visitor.open(`/verify/${awardOf('Ashcombe Libraries').code}`)
    await casework.open(`/awards/${awardOf('Birchley Libraries').id}/correction`)
    await casework.press('Show what will change', { source: 'The minutes', reason: 'It was in the minutes.' })
    await casework.press('Correct this award')
    await casework.open(result)
    await casework.press('Undo the whole import', { sure: 'yes' })
    expect(casework.text).toContain('We could not undo 2 rows')
    expect(casework.$('main td').text()).toContain('Not undone')
    expect(casework.text).toContain('People outside the charity have seen this award.')
    expect(casework.text).toContain('Someone has changed this organisation, branch or award since the import.')
    expect(casework.links).toContainEqual({
      text: 'Ashcombe Libraries',
      href: `/awards/${awardOf('Ashcombe Libraries').id}`,
    })
    expect(await statuses(service)).toEqual(['renewal open', 'renewal open', 'ended'])
    await service.end()
  })

  test('undoing keeps an award of an organisation that the coordinator has since joined', async () => {
    const service = await aService(engine)
    const { casework, organisations, result } = await importedAwards(service)
    const [person] = await service.database.writer('charity_roles').pluck('person_id')
    await service.database.writer('memberships').insert({
      id: 'a'.repeat(20),
      person_id: person!,
      organisation_id: organisations[0]!.id,
      role: 'observer',
      started_at: service.clock.now(),
      ended_at: null,
    })
    await casework.open(result)
    await casework.press('Undo the whole import', { sure: 'yes' })
    expect(casework.text).toContain(
      'You cannot remove this award, because you are on the organisation’s team or have a conflict of interest. ' +
        'Ask another coordinator to remove it.',
    )
    expect(await statuses(service)).toEqual(['renewal open', 'ended', 'ended'])
    await service.end()
  })
})
