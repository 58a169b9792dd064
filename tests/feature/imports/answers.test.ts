import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anApplication, anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { asCsv } from '../../support/import-files.ts'
import { publishedFramework } from '../../support/library.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

const coordinatorOf = async (service: Service): Promise<Visitor> =>
  signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/imports')

/** Checks a file of branches. The import asks whether “Dunmere City Council” is “Dunmere Libraries”. */
async function check(casework: Visitor, branches: readonly string[][]): Promise<void> {
  await casework.open('/imports/new/organisations')
  const content = asCsv([
    ['Organisation', 'Branch', 'Postcode', 'Closed'],
    ...branches.map(cells => ['Dunmere City Council', ...cells]),
  ])
  await casework.press('Check the file', { file: [{ name: 'libraries.csv', content }] })
}

const branchesIn = (service: Service, name: string) =>
  service.database
    .writer('branches')
    .join('organisations', 'organisations.id', 'branches.organisation_id')
    .where('organisations.name', name)
    .orderBy('branches.name')
    .pluck('branches.name')

eachDatabase('the answers about possible duplicates', engine => {
  test('after “Leave it out” is corrected, the import asks about each branch that may be a duplicate', async () => {
    const service = await aService(engine)
    await anOrganisation(service, { name: 'Dunmere Libraries', place: 'Dunmere', branches: ['Harbour'] })
    const casework = await coordinatorOf(service)
    await check(casework, [['Harbour Library', 'ZZ1 1AA', '']])
    const { address } = casework
    await casework.press('Save your answers', { 'choice-2-0': 'leave out' })
    await casework.open(`${address}?show=duplicate`)
    await casework.press('Save your answers', { 'choice-2-0': 'same' })
    expect(casework.text).toContain('1 row may be a duplicate')
    await casework.press('Save your answers', { 'choice-2-1': 'same' })
    await casework.press('Import 1 branch')
    expect(await branchesIn(service, 'Dunmere Libraries')).toEqual(['Harbour Library'])
    await service.end()
  })

  test('an answer about an organisation can be changed after its branches have been answered', async () => {
    const service = await aService(engine)
    await anOrganisation(service, { name: 'Dunmere Libraries', place: 'Dunmere', branches: ['Harbour', 'Quay'] })
    const casework = await coordinatorOf(service)
    await check(casework, [
      ['Harbour Library', 'ZZ1 1AA', ''],
      ['Quay Library', 'ZZ1 1AB', ''],
    ])
    const { address } = casework
    await casework.press('Save your answers', { 'choice-2-0': 'same' })
    await casework.press('Save your answers', { 'choice-2-1': 'same', 'choice-3-1': 'leave out' })
    await casework.open(`${address}?show=duplicate`)
    await casework.press('Save your answers', { 'choice-2-0': 'same' })
    expect(casework.notices).toEqual(['3 answers saved'])
    await casework.open(`${address}?show=duplicate`)
    await casework.press('Save your answers', { 'choice-2-0': 'different' })
    expect([casework.status, casework.notices]).toEqual([200, ['1 answer saved']])
    await casework.press('Import 1 organisation and 2 branches')
    expect(await branchesIn(service, 'Dunmere City Council')).toEqual(['Harbour Library', 'Quay Library'])
    expect(await branchesIn(service, 'Dunmere Libraries')).toEqual(['Harbour', 'Quay'])
    await service.end()
  })

  test('an answer about a branch that another person has settled is refused', async () => {
    const service = await aService(engine)
    await anOrganisation(service, { name: 'Dunmere Libraries', place: 'Dunmere', branches: ['Harbour'] })
    const [casework, colleague] = [await coordinatorOf(service), await coordinatorOf(service)]
    await check(casework, [['Harbour Library', 'ZZ1 1AA', '']])
    const { address } = casework
    await casework.press('Save your answers', { 'choice-2-0': 'same' })
    await colleague.open(`${address}?show=duplicate`)
    await colleague.press('Save your answers', { 'choice-2-0': 'different' })
    await casework.press('Save your answers', { 'choice-2-1': 'same' })
    expect(casework.status).toBe(409)
    await service.end()
  })

  test('an answer that another person changed since the page was opened is kept until it is confirmed', async () => {
    const service = await aService(engine)
    await anOrganisation(service, { name: 'Dunmere Libraries', place: 'Dunmere', branches: ['Harbour', 'Quay'] })
    const [casework, colleague] = [await coordinatorOf(service), await coordinatorOf(service)]
    await check(casework, [
      ['Harbour Library', 'ZZ1 1AA', ''],
      ['Quay Library', 'ZZ1 1AB', ''],
    ])
    const { address } = casework
    await casework.press('Save your answers', { 'choice-2-0': 'same' })
    await colleague.open(address)
    await colleague.press('Save your answers', { 'choice-2-1': 'leave out' })
    await casework.press('Save your answers', { 'choice-2-1': 'same', 'choice-3-1': 'different' })
    expect([casework.status, casework.errors, casework.valueOf('choice-2-1'), casework.valueOf('choice-3-1')]).toEqual([
      409,
      ['Row 2 was answered with “Leave it out” after you opened the page. Save again to use your answer'],
      'same',
      'different',
    ])
    const choices = () => service.database.writer('import_rows').where({ part: 1 }).orderBy('number').pluck('choice')
    expect(await choices()).toEqual(['leave out', null])
    await casework.press('Save your answers')
    expect([casework.notices, await choices()]).toEqual([['2 answers saved'], ['same', 'different']])
    await service.end()
  })

  test('an answer about an organisation that another person has answered differently must be confirmed', async () => {
    const service = await aService(engine)
    await anOrganisation(service, { name: 'Dunmere Libraries', place: 'Dunmere', branches: ['Harbour'] })
    const [casework, colleague] = [await coordinatorOf(service), await coordinatorOf(service)]
    await check(casework, [['Harbour Library', 'ZZ1 1AA', '']])
    const { address } = casework
    await colleague.open(address)
    await colleague.press('Save your answers', { 'choice-2-0': 'different' })
    await casework.press('Save your answers', { 'choice-2-0': 'same' })
    expect([casework.status, casework.errors]).toEqual([
      409,
      ['Row 2 was answered with “No, add it” after you opened the page. Save again to use your answer'],
    ])
    await casework.press('Save your answers')
    expect([casework.notices, casework.text.includes('1 row may be a duplicate')]).toEqual([['1 answer saved'], true])
    await service.end()
  })

  test('rows can be found on the check page after an answer was refused', async () => {
    const service = await aService(engine)
    await anOrganisation(service, { name: 'Dunmere Libraries', place: 'Dunmere', branches: ['Harbour'] })
    const casework = await coordinatorOf(service)
    await check(casework, [['Harbour Library', 'ZZ1 1AA', '']])
    const { address } = casework
    await casework.press('Save your answers')
    expect(casework.status).toBe(422)
    await casework.press('Find', { find: 'harbour' })
    expect([casework.status, casework.address]).toEqual([200, `${address}?find=harbour`])
    await service.end()
  })

  test('a branch with an award can be added as closed once its organisation is found to be a new one', async () => {
    const service = await aService(engine)
    await publishedFramework(service)
    const here = await anOrganisation(service, { name: 'Dunmere Libraries', place: 'Dunmere', branches: ['Harbour'] })
    const lead = await aPersonWho(service, { member: [[here, 'lead']] })
    await anApplication(service, here, { startedBy: lead, status: 'with a trustee' })
    const casework = await coordinatorOf(service)
    await check(casework, [['Harbour', '', '2026']])
    const { address } = casework
    await casework.press('Save your answers', { 'choice-2-0': 'same' })
    expect(casework.text).toContain('but a current award or application covers it')
    await casework.open(`${address}?show=duplicate`)
    await casework.press('Save your answers', { 'choice-2-0': 'different' })
    expect(casework.text).toContain('Problems 0 will be left out')
    await casework.press('Import 1 organisation and 1 branch')
    expect(await branchesIn(service, 'Dunmere City Council')).toEqual(['Harbour'])
    await service.end()
  })

  test('answers that cannot be saved stay on the page of all possible duplicates', async () => {
    const service = await aService(engine)
    await anOrganisation(service, { name: 'Dunmere City Council', place: '', branches: ['Central', 'Central '] })
    const casework = await coordinatorOf(service)
    await check(casework, [
      ['Central', 'ZZ1 1AA', ''],
      ['Central', 'ZZ1 1AB', ''],
      ['Central', '', ''],
    ])
    const { address } = casework
    await casework.press('Save your answers', { 'choice-2-1': 'leave out', 'choice-3-1': 'leave out' })
    await casework.open(`${address}?show=duplicate`)
    await casework.press('Save your answers', { 'choice-2-1': 'same', 'choice-3-1': 'same' })
    expect([casework.status, casework.errors]).toEqual([
      422,
      ['Rows 2 and 3 cannot both be the same branch. Choose another answer for one of them'],
    ])
    await casework.press('Save your answers', { 'choice-3-1': 'different' })
    expect(casework.notices).toEqual(['2 answers saved'])
    await casework.press('Import 2 branches')
    expect(await branchesIn(service, 'Dunmere City Council')).toEqual(['Central', 'Central', 'Central '])
    await service.end()
  })
})
