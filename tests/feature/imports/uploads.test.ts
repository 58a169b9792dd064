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
