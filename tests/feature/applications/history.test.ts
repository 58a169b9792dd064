import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import type { Instant } from '../../../src/domain/time.ts'
import { recordEvent, type EventName } from '../../../src/history/record.ts'
import { aDeclaration, anApplication, aPersonWho, aRound, aSeat, aTeam, signedIn } from '../../support/factories.ts'
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

  test('findings that the panel saves in a row on one day are one entry, which says how many there are', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, status: 'with the panel' })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const panel = [
      await aPersonWho(service, { name: 'Huw Rees', roles: ['appraiser'] }),
      await aPersonWho(service, { roles: ['appraiser'] }),
    ]
    for (const person of panel) await aSeat(service, application, person, { offeredBy: coordinator })
    for (const person of [...panel, coordinator]) await aDeclaration(service, application, person)
    const happened: [string, number, EventName][] = [
      ['2027-01-31T17:30:00.000Z', 0, 'finding.written'],
      ['2027-02-01T17:30:00.000Z', 0, 'finding.written'],
      ['2027-02-01T17:35:00.000Z', 0, 'finding.written'],
      ['2027-02-01T17:40:00.000Z', 1, 'finding.written'],
      ['2027-02-01T17:45:00.000Z', 0, 'finding.all_given'],
      ['2027-02-01T17:50:00.000Z', 1, 'finding.written'],
    ]
    for (const [at, person, name] of happened)
      await service.database.transaction(trx =>
        recordEvent({ trx, actor: panel[person]!, at: at as Instant }, name, {
          kind: 'application',
          id: application.id,
          applicationId: application.id,
        }),
      )
    const byCoordinator = await signedIn(service, coordinator, `/applications/${application.id}/history`)
    const linesOf = ({ $ }: typeof byCoordinator) =>
      $('.los-events li')
        .toArray()
        .map(each => $(each).text().replace(/\s+/g, ' ').trim())
    expect(linesOf(byCoordinator)).toEqual([
      '1 February 2027, 5:50pm · The panel A finding was saved',
      '1 February 2027, 5:45pm · The panel A panel member gave all their findings',
      '1 February 2027, 5:40pm · The panel Findings were saved 3 times First saved at 5:30pm',
      '31 January 2027, 5:30pm · The panel A finding was saved',
    ])
    expect(
      await service.database.db('events').where({ application_id: application.id, name: 'finding.written' }),
    ).toHaveLength(5)
    const byMember = await signedIn(service, panel[0]!, `/applications/${application.id}/history`)
    expect(linesOf(byMember)).toEqual([
      '1 February 2027, 5:50pm · The panel A finding was saved',
      '1 February 2027, 5:45pm · Huw Rees A panel member gave all their findings',
      '1 February 2027, 5:40pm · The panel A finding was saved',
      '1 February 2027, 5:35pm · Huw Rees Findings were saved 2 times First saved at 5:30pm',
      '31 January 2027, 5:30pm · Huw Rees A finding was saved',
    ])
  })
})
