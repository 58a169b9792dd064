import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDraft, confirmsMapping, publishes } from '../../support/drafting.ts'
import { anApplication, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
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

  test('the list counts at most 1,000 applications under way for each version', async () => {
    const service = await aService(engine)
    await aRound(service)
    const started = await anApplication(service, await anOrganisation(service), {
      startedBy: await aPersonWho(service),
    })
    const row = await service.parts.db('applications').where({ id: started.id }).first()
    const copies = (count: number, status: string) =>
      Array.from({ length: count }, (_, n) => ({ ...row!, id: newId(), number: `${status}-${n}`, status }))
    const add = (rows: object[]) =>
      service.database.transaction(trx => trx.batchInsert('applications', rows as never, 20))
    await add(copies(2, 'withdrawn'))
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    const shown = async () => {
      await coordinator.open('/frameworks')
      const texts = coordinator.$('tbody td:last-child').map((_, cell) => coordinator.$(cell).text())
      return texts.get().map(text => text.replace('Applications under way', '').trim())
    }
    expect(await shown()).toContain('1')
    await add(copies(1_000, 'submitted'))
    expect(await shown()).toContain('More than 1,000')
    await service.end()
  })
})
