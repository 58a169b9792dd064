import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  aSeat,
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
  type AnOrganisation,
  type APerson,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the page of an application for the charity', engine => {
  let service: Service
  let round: string
  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    round = await aRound(service)
  })
  afterAll(() => service.end())

  /** A library with two branches and a person in each role. */
  async function aLibrary(): Promise<{
    organisation: AnOrganisation
    lead: APerson
    contributor: APerson
    observer: APerson
  }> {
    const organisation = await anOrganisation(service)
    const member = async (role: 'lead' | 'contributor' | 'observer') =>
      aPersonWho(service, { name: `The ${role}`, member: [[organisation, role]] })
    return {
      organisation,
      lead: await member('lead'),
      contributor: await member('contributor'),
      observer: await member('observer'),
    }
  }

  test('shows only who applies before the declaration, and the next steps after it', async () => {
    const { organisation, lead } = await aLibrary()
    const application = await anApplication(service, organisation, { startedBy: lead, round, status: 'submitted' })
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    const coordinator = await signedIn(service, person, `/applications/${application.id}`)
    expect([
      coordinator.headings,
      coordinator.text.includes('Before you read this application'),
      coordinator.text.includes('The lead'),
    ]).toEqual([[organisation.name, 'About this application'], true, true])
    expect((await coordinator.open(`/applications/${application.id}/check`)).status).toBe(403)
    await aDeclaration(service, application, person)
    await coordinator.open(`/applications/${application.id}`)
    expect(coordinator.text).toContain('Waiting for a coordinator')
    const steps = coordinator
      .$('.los-moves li')
      .toArray()
      .map(each => coordinator.$(each).text().trim())
    expect(steps).toEqual(['Mark as checked', 'Return to the library', 'Put on hold'])
  })

  test('gives a return that is over a later date; the renewal that was handed back is received again', async () => {
    const { service, coordinator, lead, organisation } = await aCoordinator(engine)
    const db = service.database.writer
    const award = await anAward(service, organisation, {
      startedBy: lead,
      status: 'renewal with us',
      endsOn: '2027-04-30',
    })
    await db('awards')
      .where({ id: award.id })
      .update({ base_valid_to: '2027-04-30' as Day, is_kept_by_renewal: 1 })
    const application = await anApplication(service, organisation, {
      startedBy: lead,
      kind: 'renewal',
      status: 'returned',
      award_id: award.id,
      until: '2027-02-25',
      reasons: 'The plan is missing.',
      submitted_at: instantAt('2027-02-01' as Day, '12:00'),
    })
    await aSubmission(service, application, lead, { answers: [] })
    await aDeclaration(service, application, coordinator)
    const casework = await signedIn(service, coordinator, `/applications/${application.id}`)
    await casework.follow('Change the date')
    expect(casework.text).toContain('The library had until 25 February 2027 to submit again. That date has passed.')
    await casework.press('Change the date', { reason: 'The lead was ill.', until: '2027-03-01' })
    expect([casework.status, casework.errors]).toEqual([422, ['Enter a date after today']])
    await casework.press('Change the date', { reason: 'The lead was ill.', until: '2027-03-20' })
    expect(casework.notices).toEqual([
      'The application of Ashcombe Libraries has a new date. Its leads will get an email.',
    ])
    expect(await db('applications').where({ id: application.id }).first('status', 'until', 'reasons')).toEqual({
      status: 'returned',
      until: '2027-03-20',
      reasons: 'The plan is missing.\n\nThe lead was ill.',
    })
    expect(await db('awards').first('status', 'valid_to')).toEqual({
      status: 'renewal with us',
      valid_to: '2027-04-30',
    })
    const moves = await db('events').where({ entity: 'award' }).orderBy('sequence').pluck('name')
    expect(moves.filter(name => name.startsWith('award.')).slice(-2)).toEqual(['award.return', 'award.receive'])
    const email = (await service.post()).find(({ to }) => to === lead.email)!
    expect([email.subject, email.text.includes('20 March 2027')]).toEqual([
      'Your application has a new deadline: 20 March 2027',
      true,
    ])
    await service.end()
  })

  test('closes a return that is past its date and a draft whose round is over, and neither before', async () => {
    const { service, coordinator, lead, organisation, round } = await aCoordinator(engine)
    const db = service.database.writer
    const returned = await anApplication(service, organisation, {
      startedBy: lead,
      status: 'returned',
      until: '2027-03-10',
    })
    const draft = await anApplication(service, organisation, { startedBy: lead, status: 'draft', round })
    await aDeclaration(service, returned, coordinator)
    const casework = await signedIn(service, coordinator, `/applications/${returned.id}`)
    expect(casework.links.some(({ text }) => text === 'Close the application')).toBe(false)
    await casework.send(`/applications/${returned.id}/closing`, { reason: 'Too early' })
    expect(casework.status).toBe(409)
    await casework.open(`/applications/${draft.id}/closing`)
    expect(casework.status).toBe(403)

    service.clock.set('2027-05-02T09:00:00Z')
    const later = await signedIn(service, coordinator, `/applications/${returned.id}`)
    await later.follow('Close the application')
    await later.press('Close application', { reason: 'Nothing came, and the lead has left.' })
    expect(later.notices).toEqual(['The application of Ashcombe Libraries is closed. Its leads will get an email.'])
    await later.open(`/applications/${draft.id}`)
    await later.follow('Make your declaration')
    await later.press('Declare', { says: 'no conflict' })
    await later.follow('Close the application')
    await later.press('Close application', { reason: 'The round is over.' })
    expect(await db('applications').orderBy('id').pluck('status')).toEqual(['withdrawn', 'withdrawn'])
    expect(
      (await service.post()).map(({ subject, text }) => [subject, text.includes('The application page says why.')]),
    ).toEqual([
      ['Your application is closed', true],
      ['Your application is closed', true],
    ])
    expect((await signedIn(service, lead, `/applications/${returned.id}`)).text).toContain(
      'Why it is closed Nothing came, and the lead has left.',
    )
    await service.end()
  })
})
