import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aDraft, confirmsMapping, publishes } from '../../support/drafting.ts'
import { aService } from '../../support/service.ts'

eachDatabase('the list of criteria', engine => {
  test('the list shows drafts first, then published versions, and offers one draft at a time', async () => {
    const service = await aService(engine)
    const draft = await aDraft(service)
    const { coordinator } = draft
    await coordinator.open('/frameworks')
    const labels = () =>
      coordinator
        .$('tbody th')
        .map((_, cell) => coordinator.$(cell).text().trim())
        .get()
    expect(labels()).toEqual(['Library of Sanctuary, version 1', 'Library of Sanctuary, working draft 0.1'])
    expect(coordinator.links.some(({ text }) => text.startsWith('Draft the next version'))).toBe(false)
    await confirmsMapping(draft)
    await publishes(draft)
    await coordinator.open('/frameworks')
    expect(coordinator.text).toContain('Published as a working draft')
    expect(coordinator.links.some(({ text }) => text.startsWith('Draft the next version'))).toBe(true)
    await service.end()
  })
})
