import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aDraft } from '../../support/drafting.ts'
import { aService } from '../../support/service.ts'

eachDatabase('a preview of the criteria', engine => {
  test('a preview shows draft criteria as a library would see them, and saves nothing', async () => {
    const service = await aService(engine)
    const { coordinator, address } = await aDraft(service)
    await coordinator.open(`${address}/items/visible-welcome`)
    await coordinator.press('Save', { title: 'A welcome that people see' })
    await coordinator.open(`${address}/preview`)
    expect(coordinator.text).toContain('This is a preview. Nothing here can be saved.')
    expect(coordinator.text).toContain('0 of 25 criteria answered.')
    await coordinator.follow('A welcome that people see')
    expect([coordinator.status, coordinator.headings[0]]).toEqual([200, 'A welcome that people see'])
    expect(coordinator.buttons).toEqual([])
    await coordinator.open(`${address}/preview?kind=reappraisal`)
    expect(coordinator.text).toContain('F2 Progress on earlier targets')
    await coordinator.open(`${address}/preview?kind=renewal`)
    const status = (code: string) =>
      coordinator.$(`a[href*="/preview/${code}?"]`).closest('li').find('.los-status').text().trim()
    expect([status('E6'), status('E3')]).toEqual(['Not answered', 'Not started'])
    expect(coordinator.text).not.toContain('Same as last time')
    await coordinator.open(`${address}/preview/P1?kind=renewal`)
    expect(coordinator.status).toBe(404)
    expect(await service.database.writer('applications')).toEqual([])
    await service.end()
  })
})
