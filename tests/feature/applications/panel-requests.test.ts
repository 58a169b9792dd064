import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, aRecommendation, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-life.ts'
import { aHolder, withoutCriterion, writtenRenewal } from '../../support/renewing.ts'
import { aService } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

eachDatabase('a panel for a light renewal', engine => {
  test('a light renewal needs no panel by default, but coordinators and trustees can ask for one', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await writtenRenewal(service, lead, award)
    await library.open(`${address}/submission`)
    await library.press('Submit renewal')
    const id = address.split('/').at(-1)!
    const [coordinator, trustee, elsewhere] = [
      await aPersonWho(service, { roles: ['coordinator'] }),
      await aPersonWho(service, { roles: ['trustee'] }),
      await aPersonWho(service, { roles: ['trustee'] }),
    ]
    await aDeclaration(service, { id }, coordinator)
    await aDeclaration(service, { id }, trustee)
    const emailedTo = async (name: string): Promise<(string | null)[]> =>
      (await service.database.writer('outbox').where({ name }).orderBy('person_id')).map(({ person_id }) => person_id)
    const coordinatorPage = await signedIn(service, coordinator, address)
    expect([
      coordinatorPage.text.includes('A trustee can confirm this renewal'),
      coordinatorPage.links.some(({ text }) => text === 'Ask for a panel'),
    ]).toEqual([true, true])
    await coordinatorPage.follow('Mark as checked')
    expect(coordinatorPage.text).toContain('A trustee can confirm this renewal')
    await coordinatorPage.press('Mark as checked')
    expect([
      coordinatorPage.text.includes('Pass to the panel'),
      coordinatorPage.text.includes('A trustee can confirm this renewal'),
      coordinatorPage.text.includes('Waiting for A trustee'),
    ]).toEqual([false, true, true])
    expect(await emailedTo('renewal waiting')).toEqual([trustee.id, elsewhere.id].toSorted())
    expect((await signedIn(service, elsewhere, `${address}/panel-wanted`)).status).toBe(403)
    expect((await signedIn(service, lead, `${address}/panel-wanted`)).status).toBe(403)
    const trusteePage = await signedIn(service, trustee, `${address}/panel-wanted`)
    await trusteePage.press('Ask for a panel', { reason: ' ' })
    expect([trusteePage.status, trusteePage.errors]).toEqual([422, ['Enter why a panel should read this renewal']])
    await trusteePage.press('Ask for a panel', { reason: 'Another operator runs it now.' })
    expect(await emailedTo('panel wanted')).toEqual([coordinator.id])
    expect(trusteePage.notices).toEqual(['You have asked for a panel. A coordinator can now offer seats.'])
    expect([
      trusteePage.text.includes(
        'A panel will read this renewal This is because a coordinator or trustee asked for a panel.',
      ),
      trusteePage.text.includes('“Another operator runs it now.”'),
      trusteePage.text.includes('Confirm the renewal'),
      trusteePage.text.includes('Waiting for A coordinator'),
    ]).toEqual([true, true, false, true])
    await coordinatorPage.open(address)
    expect(coordinatorPage.text).toContain('Pass to the panel')
    await library.open(address)
    expect(library.text).not.toContain('Another operator')
    await library.open(`${address}/history`)
    expect([library.text.includes(trustee.name), library.text.includes('Another operator')]).toEqual([false, false])
    await service.end()
  })

  test('the reason for asking for a panel is not replaced by a person who has not read it', async () => {
    const service = await aService(engine)
    const { lead, award } = await aHolder(service)
    const { library, address } = await writtenRenewal(service, lead, award)
    await library.open(`${address}/submission`)
    await library.press('Submit renewal')
    const id = address.split('/').at(-1)!
    const pages = []
    for (const role of ['coordinator', 'trustee'] as const) {
      const person = await aPersonWho(service, { roles: [role] })
      await aDeclaration(service, { id }, person)
      pages.push(await signedIn(service, person, `${address}/panel-wanted`))
    }
    const [first, second] = pages as [Visitor, Visitor]
    await first.press('Ask for a panel', { reason: 'Another operator runs it now.' })
    await second.press('Ask for a panel', { reason: 'Two branches have closed.' })
    const reason = async () => (await service.database.writer('applications').where({ id }).first())!.panel_reason
    expect([second.status, second.errors, await reason()]).toEqual([
      409,
      ['Someone else has changed this renewal since you opened the page. Check the page, then ask again'],
      'Another operator runs it now.',
    ])
    expect(second.text).toContain('Another operator runs it now.')
    await second.press('Ask for a panel')
    expect([second.status, await reason()]).toEqual([200, 'Two branches have closed.'])
    await service.end()
  })

  test.each([
    [
      'the library has rated itself “not yet” on a criterion',
      'own rating',
      'the library has rated itself “not yet” on a criterion',
    ],
    ['a required recommendation is open', 'recommendation', 'a required recommendation is still open'],
    ['its scope has grown by half', 'scope', 'the library has added branches'],
    ['there is a new required criterion', 'criterion', 'there is a new required criterion'],
  ])('a light renewal needs a panel when %s', async (_, what, said) => {
    const service = await aService(engine)
    const { lead, award, application } = await aHolder(service)
    const db = service.database.writer
    const recommendation = what === 'recommendation' ? await aRecommendation(service, application, award) : null
    if (what === 'criterion') await withoutCriterion(service, application.id)
    const { library, address } = await writtenRenewal(
      service,
      lead,
      award,
      recommendation ? { [`recommendation-${recommendation}`]: 'Done since May.' } : {},
    )
    if (what === 'own rating') {
      await library.open(`${address}/criteria/E3`)
      await library.press('Save', { narrative: 'The signs are gone.', ownRating: 'not yet' })
    }
    if (what === 'scope') {
      await library.send(`/organisations/${award.organisation.id}/branches`, { names: 'Harbour', kind: 'branch' })
      await library.open(`${address}/scope`)
      await library.press('Save branches', { scope: (await db('branches')).map(({ id }) => id) })
    }
    await library.open(address)
    expect(library.text).toContain('A panel will read your renewal because')
    await library.open(`${address}/submission`)
    await library.press('Submit renewal')
    expect(library.headings[0]).toBe('Renewal submitted')
    expect(library.text).toContain('A panel will read your renewal because')
    expect(library.text).not.toContain('A trustee will confirm your renewal')
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, { id: address.split('/').at(-1)! }, coordinator)
    const coordinatorPage = await signedIn(service, coordinator, address)
    expect(coordinatorPage.text).toContain(`A panel will read this renewal This is because ${said}.`)
    await aPersonWho(service, { roles: ['trustee'] })
    await coordinatorPage.follow('Mark as checked')
    await coordinatorPage.press('Mark as checked')
    expect(await db('outbox').where({ name: 'renewal waiting' })).toEqual([])
    await service.end()
  })
})

eachDatabase('the form to ask for a panel', engine => {
  behavesLikeEveryForm(
    async () => {
      const service = await aService(engine)
      const { lead, award } = await aHolder(service)
      const { library, address } = await writtenRenewal(service, lead, award)
      await library.open(`${address}/submission`)
      await library.press('Submit renewal')
      const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
      await aDeclaration(service, { id: address.split('/').at(-1)! }, coordinator)
      return {
        service,
        visitor: await signedIn(service, coordinator, `${address}/panel-wanted`),
        button: 'Ask for a panel',
        typed: { reason: 'Another operator runs it now.' },
        invalid: { reason: '' },
        timesSaved: async () =>
          (await service.database.writer('events').where({ name: 'application.panel_wanted' })).length,
      }
    },
    { text: 'reason', pressesToSave: 2 },
  )
})
