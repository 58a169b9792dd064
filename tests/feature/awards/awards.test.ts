import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, anApplication, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor } from '../../support/visitor.ts'

eachDatabase('an award', engine => {
  test('an award starts once, on the day of the decision letter, and its code shows when it is valid', async () => {
    const service = await aService(engine)
    const { application, lead, coordinator } = await aDecision(service, 'awarded')
    service.clock.set('2027-03-05T23:30:00Z')
    const casework = await signedIn(service, coordinator, `/applications/${application.id}/decision`)
    const { html } = casework
    await casework.press('Release decision letter')
    expect(casework.address).toBe(`/applications/${application.id}/decision`)
    const idempotencyKey = /release"[^]*?name="idempotencyKey" value="([a-z2-7]{40})"/.exec(html)![1]!
    await casework.send(`/applications/${application.id}/decision/release`, { idempotencyKey })
    expect([casework.status, casework.address]).toEqual([200, `/applications/${application.id}/decision`])

    const db = service.database.writer
    const awards = await db('awards')
    const terms = await db('terms')
    expect(awards.map(({ status, granted_on, valid_to }) => [status, granted_on, valid_to])).toEqual([
      ['valid', '2027-03-05', '2028-03-04'],
    ])
    expect(terms.map(({ anchor, starts_on, ends_on, months }) => [anchor, starts_on, ends_on, months])).toEqual([
      ['2027-03-05', '2027-03-05', '2028-03-04', 12],
    ])
    const code = awards[0]!.code

    const emails = (await service.post()).filter(({ to }) => to === lead.email)
    expect(emails.map(({ subject }) => subject).toSorted()).toEqual(
      [
        'Ashcombe Libraries is now a Library of Sanctuary',
        'The decision on Ashcombe Libraries’ application',
      ].toSorted(),
    )
    expect(emails.some(({ text }) => text.includes('We are glad of your work.'))).toBe(true)

    const visitor = aVisitor(service)
    await visitor.open('/verify')
    await visitor.press('Check this award', { code: code.toLowerCase().replaceAll('-', ' ') })
    expect([visitor.address, visitor.headings.includes('Valid on 5 March 2027')]).toEqual([`/verify/${code}`, true])
    const answers = []
    for (const day of ['2027-03-04', '2027-03-05']) {
      const [year, month, date] = day.split('-')
      await visitor.open(`/verify/${code}?on-day=${date}&on-month=${month}&on-year=${year}`)
      answers.push(visitor.headings[1])
    }
    expect(answers).toEqual(['Not valid on 4 March 2027', 'Valid on 5 March 2027'])
    service.clock.set('2028-03-05T09:00:00Z')
    await visitor.open(`/verify/${code}`)
    expect(visitor.headings[1]).toBe('Not valid on 5 March 2028') // from the dates, as the nightly job has not run
    await visitor.open(`/verify/${code}?on-day=31&on-month=2&on-year=2027`)
    expect([visitor.status, visitor.errors]).toEqual([422, ['Enter a real date, such as 28 February 2027']])
    await service.end()
  })

  test('a library sees its award and certificate, and another library cannot find the award', async () => {
    const service = await aService(engine)
    const { application, lead, coordinator } = await aDecision(service, 'awarded')
    await (
      await signedIn(service, coordinator, `/applications/${application.id}/decision`)
    ).press('Release decision letter')
    const award = (await service.database.writer('awards').first())!
    const library = await signedIn(service, lead, `/awards/${award.id}`)
    expect([library.status, library.text.includes(award.code)]).toEqual([200, true])
    await library.open(`/awards/${award.id}/certificate`)
    expect([library.status, library.headings, library.text.includes('1 March 2027 to 29 February 2028')]).toEqual([
      200,
      ['Ashcombe Libraries'],
      true,
    ])
    const elsewhere = await signedIn(
      service,
      await aPersonWho(service, { member: [[await anOrganisation(service, { name: 'Elsewhere' }), 'lead']] }),
      `/awards/${award.id}`,
    )
    expect(elsewhere.status).toBe(404)
    await service.end()
  })

  test('no award starts when the decision is `not yet`', async () => {
    const service = await aService(engine)
    const { application, lead, coordinator } = await aDecision(service, 'not yet')
    await (
      await signedIn(service, coordinator, `/applications/${application.id}/decision`)
    ).press('Release decision letter')
    expect(await service.database.writer('awards')).toEqual([])
    const library = await signedIn(service, lead, `/applications/${application.id}/decision`)
    expect(library.text).toContain('We are glad of your work.')
    await service.end()
  })
})

async function aDecision(service: Service, outcome: string) {
  await aRound(service)
  const db = service.database.writer
  const organisation = await anOrganisation(service)
  const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
  const [trustee, coordinator] = [
    await aPersonWho(service, { roles: ['trustee'] }),
    await aPersonWho(service, { roles: ['coordinator'] }),
  ]
  const application = await anApplication(service, organisation, { startedBy: lead, status: 'decided' })
  await aDeclaration(service, application, coordinator)
  const [proposal, at] = [newId(), service.clock.now()]
  await db('proposals').insert({
    id: proposal,
    application_id: application.id,
    status: 'decided',
    outcome,
    outcome_reason: '',
    decision_letter: 'We are glad of your work.',
    made_by: trustee.id,
    made_at: at,
    sent_back_by: null,
    sent_back_at: null,
    sent_back_reason: null,
    started_at: at,
    version: 1,
  })
  await db('decisions').insert({
    id: newId(),
    application_id: application.id,
    proposal_id: proposal,
    outcome,
    decision_letter: 'We are glad of your work.',
    decided_by: trustee.id,
    decided_at: at,
    release_at: null,
    released_at: null,
    released_by: null,
    reversed_at: null,
  })
  return { application, lead, coordinator }
}
