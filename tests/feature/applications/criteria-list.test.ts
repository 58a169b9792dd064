import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDraft, confirmsMapping, publishes } from '../../support/drafting.ts'
import {
  aDeclaration,
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
  type APerson,
} from '../../support/factories.ts'
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

  test('the list counts only applications that the reader is allowed to know about', async () => {
    const service = await aService(engine)
    const round = await aRound(service)
    const startedBy = await aPersonWho(service)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const barred = await aPersonWho(service, { roles: ['coordinator'] })
    const organisation = await anOrganisation(service)
    await anApplication(service, organisation, { startedBy, round })
    const submitted = await anApplication(service, organisation, { startedBy, round, status: 'submitted' })
    await aDeclaration(service, submitted, barred, 'conflict')
    const countsFor = async (person: APerson) => {
      const { $, text } = await signedIn(service, person, '/frameworks')
      const heading = 'Applications under way'
      const cells = $('tbody td').filter((_, cell) => $(cell).text().includes(heading))
      expect(text.includes(heading)).toBe(cells.length > 0)
      return cells.get().map(cell => $(cell).text().replace(heading, '').trim())
    }
    expect(await countsFor(coordinator)).toContain('2')
    expect(await countsFor(barred)).toContain('1')
    expect(await countsFor(await aPersonWho(service, { roles: ['trustee'] }))).toContain('1')
    expect(await countsFor(await aPersonWho(service, { roles: ['administrator'] }))).toEqual([])
    await service.end()
  })
})
