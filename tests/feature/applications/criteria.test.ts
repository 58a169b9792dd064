import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  aSubmission,
  anApplication,
  aPersonWho,
  aRound,
  signedIn,
  aTeam,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the page of a criterion', engine => {
  let service: Service
  let round: string
  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    round = await aRound(service)
  })
  afterAll(() => service.end())

  test('the charity sees the submitted answer, even if the library has changed it since', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round, status: 'returned' })
    await aSubmission(service, application, lead, {
      answers: [{ item: 'staff-training', narrative: 'The submitted answer', ownRating: 'met' }],
    })
    const writer = await signedIn(service, lead, `/applications/${application.id}/criteria/L1`)
    await writer.press('Save', { narrative: 'A later answer' })
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, application, person)
    const coordinator = await signedIn(service, person, `/applications/${application.id}/criteria/L1`)
    expect([
      coordinator.text.includes('The submitted answer'),
      coordinator.text.includes('A later answer'),
      coordinator.buttons,
    ]).toEqual([true, false, []])
    await coordinator.open(`/applications/${application.id}/criteria/L2`)
    expect(coordinator.text).toContain('The library did not answer this in its submission.')
  })

  test('when the panel asks for more evidence, answers to other criteria have no form', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, {
      startedBy: lead,
      round,
      status: 'more evidence asked',
      items_asked: JSON.stringify(['staff-training']),
      reasons: 'Please show the dates.',
      until: '2027-03-20',
    })
    const visitor = await signedIn(service, lead, `/applications/${application.id}/criteria/L1`)
    expect([visitor.buttons.includes('Save'), visitor.text.includes('Please show the dates.')]).toEqual([true, true])
    await visitor.open(`/applications/${application.id}/criteria/L2`)
    expect(visitor.buttons).toEqual(['Add comment'])
    expect(visitor.text).toContain(
      'You cannot change this answer, because the panel has not asked for more evidence about it.',
    )
    expect((await visitor.open(`/applications/${application.id}/criteria/L2/evidence`)).status).toBe(403)
  })
})
