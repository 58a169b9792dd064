import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { runLookup } from '../../../src/db/lookups.ts'
import { coordinatorToAsk } from '../../../src/modules/applications/applications.public.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  aPersonWho,
  aRound,
  aSeat,
  aTeam,
  signedIn,
  type APerson,
} from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the coordinator for an application', engine => {
  let service: Service
  let round: string
  let [ffion, anwen]: APerson[] = []
  beforeAll(async () => {
    service = await aService(engine)
    round = await aRound(service)
    ffion = await aPersonWho(service, { name: 'Ffion', roles: ['coordinator'] })
    anwen = await aPersonWho(service, { name: 'Anwen', roles: ['coordinator'] })
  })
  afterAll(() => service.end())
  beforeEach(() => service.post())

  /** An application that the coordinator Ffion can read, because she has declared no conflict. */
  async function aCase(status = 'submitted') {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round, status })
    await aDeclaration(service, application, ffion!)
    const address = `/applications/${application.id}`
    return { application, organisation, lead, address, form: `${address}/coordinator` }
  }
  const nameOf = async (application: { id: string }) =>
    (await runLookup(service.parts.db, coordinatorToAsk(service.parts.db, application.id)))?.name
  const versionOf = async ({ id }: { id: string }) =>
    String((await service.parts.db('applications').where({ id }).first('version'))!.version)
  const choices = (visitor: { $: Awaited<ReturnType<typeof signedIn>>['$'] }) =>
    visitor
      .$('.govuk-radios__label')
      .map((_, label) => visitor.$(label).text().trim())
      .get()

  behavesLikeEveryForm('the form that changes the coordinator', async () => {
    const { application, form } = await aCase()
    return {
      person: await signedIn(service, ffion!),
      address: form,
      fields: { version: await versionOf(application), person: anwen!.id },
      other: ['person', ffion!.id],
      refused: { person: 'nobody' },
      saved: async () =>
        (await service.database.writer('events').where({ name: 'application.coordinator_changed' })).length,
      canRepeat: false,
    }
  })

  test('the person who marks the application as checked is its coordinator, until another is chosen', async () => {
    const { application, organisation, address } = await aCase()
    expect(await nameOf(application)).toBeUndefined()
    const visitor = await signedIn(service, ffion!, address)
    expect(visitor.text).toContain('Coordinator Not chosen yet')
    await visitor.follow('Mark as checked')
    await visitor.press('Mark as checked')
    await visitor.open(address)
    expect([await nameOf(application), visitor.text.includes('Coordinator Ffion Change')]).toEqual(['Ffion', true])
    await service.post()

    await visitor.follow('Change the coordinator')
    expect([
      visitor.text.includes('Ffion is the coordinator for this application.'),
      visitor.valueOf('person'),
    ]).toEqual([true, ffion!.id])
    expect(choices(visitor)).toEqual(['Anwen', 'Ffion (you)'])
    await visitor.press('Save', { person: anwen!.id })
    expect([visitor.address, visitor.notices]).toEqual([
      address,
      ['Anwen is now the coordinator for this application.'],
    ])
    expect((await service.post()).map(({ to, subject }) => ({ to, subject }))).toEqual([
      { to: anwen!.email, subject: `You are now the coordinator for ${organisation.name}’ application` },
    ])
    expect(await nameOf(application)).toBe('Anwen')
    await visitor.open(`${address}/history`)
    expect(visitor.text).toContain('Ffion The coordinator for the application was changed')
    await visitor.open('/home?show=all')
    expect(visitor.text).toContain('Task for Anwen')
  })

  test('choosing the same coordinator again changes nothing and emails nobody', async () => {
    const { application, form } = await aCase()
    const visitor = await signedIn(service, ffion!, form)
    await visitor.press('Save', { person: anwen!.id })
    await service.post()
    await visitor.open(form)
    await visitor.press('Save', { person: anwen!.id })
    const changes = await service.database
      .writer('events')
      .where({ name: 'application.coordinator_changed', application_id: application.id })
    expect([visitor.notices.length, changes.length, await service.post()]).toEqual([1, 1, []])
  })

  test('a coordinator who chooses themselves gets no email', async () => {
    const { application, form } = await aCase()
    const visitor = await signedIn(service, ffion!, form)
    await visitor.press('Save', { person: ffion!.id })
    expect([await nameOf(application), await service.post()]).toEqual(['Ffion', []])
  })

  test('the panel sees the coordinator’s name and email address, and cannot change the coordinator', async () => {
    const { application, form, address } = await aCase('with the panel')
    const member = await aPersonWho(service, { roles: ['appraiser'] })
    await aSeat(service, application, member, { offeredBy: ffion! })
    await aDeclaration(service, application, member)
    const panel = await signedIn(service, member, `${address}/appraisal`)
    expect(panel.text).not.toContain('Anwen')
    await (await signedIn(service, ffion!, form)).press('Save', { person: anwen!.id })
    await panel.open(`${address}/appraisal`)
    expect(panel.$(`a[href="mailto:${anwen!.email}"]`).text()).toContain('Anwen')
    await panel.open(address)
    expect([
      panel.text.includes('Coordinator Anwen'),
      panel.links.some(({ text }) => text.startsWith('Change')),
    ]).toEqual([true, false])
    expect((await panel.open(form)).status).toBe(403)
  })

  test('a person with a conflict of interest, a panel seat or a role in the library cannot be chosen', async () => {
    const { application, organisation, form } = await aCase()
    const conflicted = await aPersonWho(service, { name: 'Conflicted', roles: ['coordinator'] })
    await aDeclaration(service, application, conflicted, 'conflict')
    const seated = await aPersonWho(service, { name: 'Seated', roles: ['coordinator', 'appraiser'] })
    await aSeat(service, application, seated, { offeredBy: ffion! })
    await aPersonWho(service, { name: 'Member', roles: ['coordinator'], member: [[organisation, 'observer']] })
    await aPersonWho(service, { name: 'Trustee', roles: ['trustee'] })
    const visitor = await signedIn(service, ffion!, form)
    const offered = choices(visitor)
    expect(
      ['Anwen', 'Ffion (you)', 'Conflicted', 'Seated', 'Member', 'Trustee'].filter(each => offered.includes(each)),
    ).toEqual(['Anwen', 'Ffion (you)'])
    await visitor.send(form, { version: await versionOf(application), person: conflicted.id })
    expect([visitor.status, visitor.errors]).toEqual([422, ['Choose a coordinator from the list']])
    expect((await signedIn(service, conflicted, form)).status).toBe(404)
  })

  test('a coordinator who declares a conflict of interest is no longer shown as the coordinator', async () => {
    const { application, form, address } = await aCase()
    const visitor = await signedIn(service, ffion!, form)
    await visitor.press('Save', { person: anwen!.id })
    await aDeclaration(service, application, anwen!, 'conflict')
    await visitor.open(address)
    expect([await nameOf(application), visitor.text.includes('Coordinator Not chosen yet')]).toEqual([undefined, true])
  })

  test('a form opened earlier does not replace a coordinator who has been chosen since', async () => {
    const { application, form } = await aCase()
    const [first, second] = [await signedIn(service, ffion!, form), await signedIn(service, ffion!, form)]
    await first.press('Save', { person: anwen!.id })
    await second.press('Save', { person: ffion!.id })
    expect([second.status, await nameOf(application)]).toEqual([409, 'Anwen'])
  })

  test.each([
    ['draft', 403],
    ['withdrawn', 403],
  ])('the coordinator for an application that is %s cannot be changed', async (status, expected) => {
    const { form } = await aCase(status)
    expect((await signedIn(service, ffion!, form)).status).toBe(expected)
  })
})
