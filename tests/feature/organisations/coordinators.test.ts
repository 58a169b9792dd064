import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { runLookup } from '../../../src/db/lookups.ts'
import { coordinatorToAsk } from '../../../src/modules/applications/applications.public.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  aSeat,
  aTeam,
  signedIn,
  type APerson,
} from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

eachDatabase('the coordinator for an organisation', engine => {
  let service: Service
  let round: string
  let ffion: APerson
  let anwen: APerson
  beforeAll(async () => {
    service = await aService(engine)
    round = await aRound(service)
    ffion = await aPersonWho(service, { name: 'Ffion', roles: ['coordinator'] })
    anwen = await aPersonWho(service, { name: 'Anwen', roles: ['coordinator'] })
  })
  afterAll(() => service.end())
  beforeEach(() => service.post())

  const db = () => service.database.writer
  const choose = async (organisation: { id: string }, person: { id: string } | null) =>
    void (await db()('organisations')
      .where({ id: organisation.id })
      .update({ coordinator_id: person?.id ?? null }))
  const chosenFor = async ({ id }: { id: string }) =>
    (await db()('organisations').where({ id }).first('coordinator_id'))!.coordinator_id
  const formOf = ({ id }: { id: string }) => `/organisations/${id}/coordinator`
  const choices = (visitor: Visitor) =>
    visitor
      .$('.govuk-radios__label')
      .map((_, label) => visitor.$(label).text().trim())
      .get()
  /** The value that a summary list shows for this key. */
  const row = (visitor: Visitor, key: string) =>
    visitor
      .$('.govuk-summary-list__row')
      .filter((_, each) => visitor.$(each).find('dt').text().trim() === key)
      .find('.govuk-summary-list__value')
      .text()
      .trim()
  const contactOn = (visitor: Visitor) =>
    visitor
      .$('.los-aside a[href^="mailto:"]')
      .map((_, link) => `${visitor.$(link).text().replace(/\s+/g, ' ').trim()} ${visitor.$(link).attr('href')}`)
      .get()

  behavesLikeEveryForm('the form that chooses the coordinator', async () => {
    const organisation = await anOrganisation(service)
    return {
      person: await signedIn(service, ffion),
      address: formOf(organisation),
      fields: { version: '1', person: anwen.id },
      other: ['person', ffion.id],
      refused: { person: 'nobody' },
      saved: async () => (await db()('events').where({ name: 'organisation.coordinator_changed' })).length,
      canRepeat: false,
    }
  })

  test('a coordinator can choose the organisation’s coordinator, who gets an email, or choose no one', async () => {
    const { organisation, lead } = await aTeam(service)
    const visitor = await signedIn(service, ffion, `/organisations/${organisation.id}`)
    expect(row(visitor, 'Coordinator')).toBe('Not chosen yet')
    await visitor.follow('Change the coordinator')
    expect([visitor.valueOf('person'), choices(visitor)]).toEqual(['none', ['Anwen', 'Ffion (you)', 'No one']])
    await visitor.press('Save', { person: anwen.id })
    expect([visitor.address, visitor.notices, row(visitor, 'Coordinator')]).toEqual([
      `/organisations/${organisation.id}`,
      ['Anwen is now the coordinator for this organisation.'],
      'Anwen',
    ])
    expect((await service.post()).map(({ to, subject }) => ({ to, subject }))).toEqual([
      { to: anwen.email, subject: `You are now the coordinator for ${organisation.name}` },
    ])
    await visitor.open(`/history?organisation=${organisation.id}`)
    expect(visitor.text).toContain('The coordinator for the organisation was changed')
    await visitor.open(formOf(organisation))
    await visitor.press('Save')
    const changes = await db()('events').where({ name: 'organisation.coordinator_changed', entity_id: organisation.id })
    expect([visitor.notices.length, changes.length, await service.post()]).toEqual([1, 1, []])
    const library = await signedIn(service, lead, `/organisations/${organisation.id}`)
    expect(row(library, 'Coordinator')).toBe('Anwen')
    expect(library.$(`a[href="mailto:${anwen.email}"]`).text()).toContain('Email Anwen')

    await visitor.open(formOf(organisation))
    expect([
      visitor.text.includes('Anwen is the coordinator for this organisation.'),
      visitor.valueOf('person'),
    ]).toEqual([true, anwen.id])
    await visitor.press('Save', { person: 'none' })
    expect([visitor.notices, row(visitor, 'Coordinator'), await service.post()]).toEqual([
      ['This organisation now has no coordinator.'],
      'Not chosen yet',
      [],
    ])
  })

  test('an administrator can choose the coordinator, but a trustee or a member cannot', async () => {
    const { organisation, lead } = await aTeam(service)
    const statusFor = async (person: APerson) => (await signedIn(service, person, formOf(organisation))).status
    const administrator = await signedIn(
      service,
      await aPersonWho(service, { roles: ['administrator'] }),
      `/organisations/${organisation.id}`,
    )
    await administrator.follow('Change the coordinator')
    await administrator.press('Save', { person: ffion.id })
    expect([row(administrator, 'Coordinator'), await chosenFor(organisation)]).toEqual(['Ffion', ffion.id])
    const member = await aPersonWho(service, { roles: ['coordinator'], member: [[organisation, 'observer']] })
    expect([
      await statusFor(await aPersonWho(service, { roles: ['trustee'] })),
      await statusFor(member),
      await statusFor(lead),
      await statusFor(await aPersonWho(service)),
    ]).toEqual([403, 403, 403, 404])
  })

  test('a member or a former coordinator cannot be the coordinator, even if chosen before', async () => {
    const organisation = await anOrganisation(service)
    const [joining, leaving] = [
      await aPersonWho(service, { name: 'Joining', roles: ['coordinator'] }),
      await aPersonWho(service, { name: 'Leaving', roles: ['coordinator'] }),
    ]
    const member = await aPersonWho(service, {
      name: 'Member',
      roles: ['coordinator'],
      member: [[organisation, 'observer']],
    })
    const visitor = await signedIn(service, ffion, formOf(organisation))
    expect(choices(visitor).filter(name => ['Joining', 'Leaving', 'Member'].includes(name))).toEqual([
      'Joining',
      'Leaving',
    ])
    await visitor.send(formOf(organisation), { version: '1', person: member.id })
    expect([visitor.status, visitor.errors]).toEqual([422, ['Choose a coordinator from the list, or “No one”']])

    const shownWhen = async (person: APerson) => {
      await choose(organisation, person)
      await visitor.open(`/organisations/${organisation.id}`)
      return row(visitor, 'Coordinator')
    }
    expect([await shownWhen(joining), await shownWhen(leaving)]).toEqual(['Joining', 'Leaving'])
    await db()('charity_roles').where({ person_id: leaving.id }).update({ ended_at: service.clock.now() })
    await aMembership(joining, organisation)
    expect([await shownWhen(joining), await shownWhen(leaving)]).toEqual(['Not chosen yet', 'Not chosen yet'])
    await db()('charity_roles').whereIn('person_id', [joining.id, member.id]).update({ ended_at: service.clock.now() })
  })

  const aMembership = async (person: APerson, organisation: { id: string }) =>
    void (await db()('memberships').insert({
      id: person.id.split('').toReversed().join(''),
      person_id: person.id,
      organisation_id: organisation.id,
      role: 'observer',
      started_at: service.clock.now(),
      ended_at: null,
    }))

  test('a form opened earlier does not replace a coordinator who has been chosen since', async () => {
    const organisation = await anOrganisation(service)
    const form = formOf(organisation)
    const [first, second] = [await signedIn(service, ffion, form), await signedIn(service, ffion, form)]
    await first.press('Save', { person: anwen.id })
    await second.press('Save', { person: ffion.id })
    expect([second.status, await chosenFor(organisation)]).toEqual([409, anwen.id])
  })

  test('an application has the organisation’s coordinator until it has its own', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round, status: 'with the panel' })
    await aDeclaration(service, application, ffion)
    const nameNow = async () =>
      (await runLookup(service.parts.db, coordinatorToAsk(service.parts.db, application.id)))?.name
    await choose(organisation, anwen)
    const member = await aPersonWho(service, { roles: ['appraiser'] })
    await aSeat(service, application, member, { offeredBy: ffion })
    await aDeclaration(service, application, member)
    const panel = await signedIn(service, member, `/applications/${application.id}/appraisal`)
    expect(panel.$(`a[href="mailto:${anwen.email}"]`).text()).toContain('Email Anwen')
    const visitor = await signedIn(service, ffion, `/applications/${application.id}/coordinator`)
    expect(visitor.text).toContain(
      `Anwen is the coordinator for ${organisation.name}. ` +
        'They coordinate this application too, unless you choose someone else.',
    )
    await visitor.press('Save', { person: ffion.id })
    expect(await nameNow()).toBe('Ffion')
    // The organisation's coordinator takes over again when the application's own coordinator has a conflict.
    await db()('declarations')
      .where({ application_id: application.id, person_id: ffion.id })
      .update({ says: 'conflict', reason: 'I worked there.' })
    expect(await nameNow()).toBe('Anwen')
    await aSeat(service, application, anwen, { offeredBy: ffion })
    expect(await nameNow()).toBeUndefined()
  })

  test('the library’s home page has the coordinator’s email address, or else City of Sanctuary’s', async () => {
    const { organisation, lead } = await aTeam(service)
    const home = await signedIn(service, lead, '/home')
    expect(contactOn(home)).toEqual(['Email City of Sanctuary Ashcombe Libraries mailto:hello@localhost'])
    await choose(organisation, anwen)
    await home.open('/home')
    expect(contactOn(home)).toEqual([`Email Anwen, your coordinator Ashcombe Libraries mailto:${anwen.email}`])
    const application = await anApplication(service, organisation, {
      startedBy: lead,
      round,
      status: 'checked',
      coordinator_id: ffion.id,
    })
    await home.open('/home')
    expect(contactOn(home)).toEqual([`Email Ffion, your coordinator Ashcombe Libraries mailto:${ffion.email}`])
    await aDeclaration(service, application, ffion, 'conflict')
    await home.open('/home')
    expect(contactOn(home)).toEqual([`Email Anwen, your coordinator Ashcombe Libraries mailto:${anwen.email}`])
    await aDeclaration(service, application, anwen, 'conflict')
    await home.open('/home')
    expect(contactOn(home)).toEqual(['Email City of Sanctuary Ashcombe Libraries mailto:hello@localhost'])
  })

  test.each([
    ['keeps its own coordinator', true],
    ['gets the coordinator for the merged organisation', false],
  ])('after a merge, the survivor %s', async (_result, hasOwn) => {
    const [from, into] = [
      await anOrganisation(service, { name: 'Old Town Library', place: 'Old Town' }),
      await anOrganisation(service, { name: 'County Libraries', place: 'County' }),
    ]
    await choose(from, anwen)
    if (hasOwn) await choose(into, ffion)
    const visitor = await signedIn(service, ffion, `/organisations/${from.id}/merge/${into.id}`)
    await visitor.press('Merge the organisations now', { reason: 'The county runs it now.', sure: 'yes' })
    expect([visitor.address, row(visitor, 'Coordinator')]).toEqual([
      `/organisations/${into.id}`,
      hasOwn ? 'Ffion' : 'Anwen',
    ])
  })
})
