import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aDraft } from '../../support/drafting.ts'
import { aService } from '../../support/service.ts'

eachDatabase('a version of the criteria', engine => {
  test('a version is compared with the previous version, word by word', async () => {
    const service = await aService(engine)
    const { coordinator, address, publishedId } = await aDraft(service)
    await coordinator.open(`${address}/differences`)
    expect(coordinator.text).toContain('There are no differences between these versions.')
    await coordinator.open(`${address}/items/visible-welcome`)
    await coordinator.press('Save', { title: 'A welcome that people see' })
    await coordinator.open(`${address}/items/local-movement`)
    await coordinator.follow('Retire S5')
    await coordinator.press('Retire S5')
    await coordinator.open(`${address}/settings`)
    await coordinator.press('Save', { months: '36' })
    await coordinator.open(`${address}/differences`)
    expect(coordinator.headings).toContain('E3 A welcome that people see')
    expect(coordinator.$('ins').text()).toContain('that people see')
    expect(coordinator.$('del').text()).toMatch(/\b12\s*$/)
    expect(coordinator.text).toContain('Retired')
    await coordinator.open(`/frameworks/${publishedId}/differences`)
    expect(coordinator.headings).toEqual(['The first version'])
    await service.end()
  })

  test('the settings say in words when reminders are sent', async () => {
    const service = await aService(engine)
    const { coordinator, address } = await aDraft(service)
    for (const [before, after, said] of [
      [
        '14, 1, 0',
        '7',
        '14 and 1 days before the award’s last day On the award’s last day 7 days after the award’s last day',
      ],
      ['1, 0', '', '1 day before the award’s last day On the award’s last day'],
      ['14, 7', '', '14 and 7 days before the award’s last day'],
    ] as const) {
      await coordinator.open(`${address}/settings`)
      await coordinator.press('Save', { before, after })
      await coordinator.open(address)
      expect(coordinator.text).toContain(said)
    }
    await service.end()
  })

  test('the comparison includes areas, settings of the panel and the length of the summary', async () => {
    const service = await aService(engine)
    const { coordinator, address } = await aDraft(service)
    await coordinator.open(`${address}/areas/share`)
    await coordinator.press('Save area', { title: 'Tell others' })
    await coordinator.open(`${address}/settings`)
    await coordinator.press('Save', {
      asksWhen: ['scope grew'],
      grew: '40',
      kinds: ['lived experience'],
      summaryMost: '900',
    })
    await coordinator.open(`${address}/differences`)
    expect(coordinator.$('ins').text()).toMatch(/Tell others.*900.*40%/s)
    expect(coordinator.$('del').text()).toMatch(/Share.*Sector peer.*A required recommendation is open/s)
    expect(coordinator.text).not.toContain('There are no differences between these versions.')
    await service.end()
  })
})
