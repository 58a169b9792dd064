import { expect, test } from '@jest/globals'
import { importKinds } from '../../../src/domain/import-columns.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, signedIn } from '../../support/factories.ts'
import { aService } from '../../support/service.ts'

eachDatabase('the upload of a file to import', engine => {
  test('the upload accepts the headings of each template, and requires rows', async () => {
    const service = await aService(engine)
    const casework = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    for (const kind of importKinds) {
      await casework.open(`/imports/templates/${kind}`)
      expect(casework.headers['content-disposition']).toContain(`${kind}.csv`)
      const template = casework.content
      await casework.open(`/imports/new/${kind}`)
      await casework.press('Check the file', { file: [{ name: 'filled.csv', content: template }] })
      expect([kind, casework.status, casework.errors]).toEqual([
        kind,
        422,
        ['This file has no rows to import. Choose another file'],
      ])
    }
    for (const address of ['/imports/templates/cakes', '/imports/new/cakes'])
      expect(await casework.open(address)).toMatchObject({ status: 404 })
    await service.end()
  })

  test('the check names the columns of the file that are not read', async () => {
    const service = await aService(engine)
    const casework = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    const checks = async (content: string) => {
      await casework.open('/imports/new/organisations')
      await casework.press('Check the file', { file: [{ name: 'branches.csv', content: Buffer.from(content) }] })
      return casework.text.match(/Columns we will ignore (.*?) Undo/)?.[1]
    }
    expect(await checks('Organisation,Branch,Telephone,,Fax\nAshcombe,Central,01234,,98765\n')).toBe(
      'Telephone and Fax',
    )
    expect(await checks('Organisation,Branch,Post code,Date opened\nAshcombe,Central,AB1 2CD,1998\n')).toBeUndefined()
    await service.end()
  })

  test('a row of a CSV that ends too early says how to save the file; a row that is too long does not', async () => {
    const service = await aService(engine)
    const casework = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    await casework.open('/imports/new/organisations')
    const content = Buffer.from('Organisation,Branch,Postcode\nAshcombe,Central\nAshcombe,Quay,ZZ1 1AA,Harbour\n')
    await casework.press('Check the file', { file: [{ name: 'branches.csv', content }] })
    const isQuote = 'Check for a missing quotation mark.'
    const asXlsx = 'If none is missing, save the table as XLSX and check that file instead.'
    expect(casework.text).toContain(`This row should have 3 columns, but it has 2. ${isQuote} ${asXlsx}`)
    expect(casework.text).toContain(`This row should have 3 columns, but it has 4. ${isQuote}`)
    expect(casework.text.split(asXlsx)).toHaveLength(2)
    await service.end()
  })

  test('administrators and appraisers cannot find the pages about imports', async () => {
    const service = await aService(engine)
    for (const role of ['administrator', 'appraiser'] as const) {
      const visitor = await signedIn(service, await aPersonWho(service, { roles: [role] }))
      for (const address of ['/imports', '/imports/new/organisations', '/imports/templates/organisations'])
        expect(await visitor.open(address)).toMatchObject({ status: 404 })
    }
    await service.end()
  })
})
