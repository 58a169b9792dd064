import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anApplication, aRound, signedIn, aTeam } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the history of an application', engine => {
  let service: Service
  let round: string
  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    round = await aRound(service)
  })
  afterAll(() => service.end())

  test('a library sees its changes and the items that they are about, newest first', async () => {
    const { organisation, lead, contributor } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    const visitor = await signedIn(service, contributor, `/applications/${application.id}/criteria/L1`)
    await visitor.press('Save', { narrative: 'Everyone is trained.' })
    await visitor.open(`/applications/${application.id}/summary`)
    await visitor.press('Save', { summary: 'Everyone is welcome.' })
    await visitor.open(`/applications/${application.id}/history`)
    const events = visitor
      .$('.los-events li')
      .toArray()
      .map(each => visitor.$(each).text().replace(/\s+/g, ' ').trim())
    expect(events.map(text => text.slice(text.indexOf('·') + 2))).toEqual([
      'The contributor Summary changed',
      'The contributor Answer changed L1 Staff and volunteers learn',
    ])
  })

  test('the next page lists earlier events, and a page position that is not a number is ignored', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    const visitor = await signedIn(service, lead, `/applications/${application.id}/summary`)
    for (let i = 0; i < 51; i += 1) {
      await visitor.open(`/applications/${application.id}/summary`)
      await visitor.press('Save', { summary: `Summary ${i}` })
    }
    await visitor.open(`/applications/${application.id}/history`)
    const count = () => visitor.$('.los-events li').length
    expect(count()).toBe(50)
    await visitor.follow('Earlier events')
    expect(count()).toBe(1)
    await visitor.open(`/applications/${application.id}/history?before=__proto__`)
    expect([visitor.status, count()]).toEqual([200, 50])
  })
})
