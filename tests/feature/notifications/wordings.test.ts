import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, anAward, anOrganisation, aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { anAwardsLife } from '../../support/award-life.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import type { Day } from '../../../src/domain/time.ts'
import { aService } from '../../support/service.ts'

eachDatabase('letters and emails that coordinators edit', engine => {
  let world: PanelWorld
  let deputy: APerson
  beforeAll(async () => {
    world = await aPanelWorld(engine)
    deputy = await aPersonWho(world.service, { name: 'Gwen Ellis', roles: ['coordinator'] })
  })
  afterAll(() => world.service.end())
  beforeEach(() => world.submits())

  test('a text with an unknown merge field, a stray bracket or no {organisation} is refused', async () => {
    const { coordinator, as } = world
    const joan = await as(coordinator, '/letters/letter-awarded')
    const errorOf = async (opening: string, closing = '') => {
      await joan.press('Save as a new version', { opening, closing })
      return [joan.status, joan.errors]
    }
    expect(await errorOf('Dear {organization},')).toEqual([
      422,
      ['You cannot use {organization} in this text. Use a merge field from the list'],
    ])
    expect(await errorOf('Dear {organisation}, {')).toEqual([
      422,
      ['Put curly brackets around each merge field, like this: {organisation}'],
    ])
    expect(await errorOf('Dear library,')).toEqual([422, ['Include {organisation} in the opening or the closing']])
    expect(await errorOf('')).toEqual([422, ['Enter the opening']])
    expect(await errorOf('', 'With thanks to {organisation}')).toEqual([422, ['Enter the opening']])
    expect(await errorOf('Dear {organisation}', 'x'.repeat(2_001))).toEqual([422, ['Use 2,000 characters or fewer']])
    expect((await joan.open('/letters/no-such-letter')).status).toBe(404)
  })

  test('a text is saved as a version with its author and day, previewed with real data, and restored', async () => {
    const { service, coordinator, application, as } = world
    await aDeclaration(service, application, coordinator)
    const joan = await as(coordinator, '/letters/letter-not-yet')
    await joan.press('Save as a new version', { opening: 'Dear friends at {organisation} in {place},' })
    expect(joan.notices).toEqual([
      'The new text has been saved. We will use it in decision letters and emails that are written from now on.',
    ])
    expect(joan.text).toContain('1 March 2027, by Joan Hartnell')
    await joan.press('Show preview', { case: application.id })
    expect(joan.text).toContain('Dear friends at Ashcombe Libraries in')
    expect(joan.text).toContain('Outcome: Ashcombe Libraries has not been given the award yet.')
    const gwen = await as(deputy, '/letters')
    expect(gwen.text).toContain('Version 1')
    const hidden = await gwen.send('/letters/letter-not-yet', {
      opening: 'Dear {organisation},',
      case: application.id,
      then: 'preview',
    })
    expect([hidden.status, hidden.html.includes('Ashcombe')]).toEqual([404, false])
    await joan.open('/letters/letter-not-yet')
    await joan.press('Use the standard text again')
    expect(joan.notices).toEqual(['The standard text is in use again. The earlier versions are below.'])
    expect([joan.valueOf('opening'), joan.text.includes('Version 2: back to the standard text')]).toEqual([
      'Dear {organisation} team,\n\nThank you for your application and for all the work that went into it.',
      true,
    ])
    expect((await (await as(world.lead)).open('/letters')).status).toBe(404)
    expect((await (await as(world.trustee)).open('/letters')).status).toBe(404)
  })

  test('a coordinator cannot preview a text with their own library’s application or award', async () => {
    const { service, db } = world
    const library = await anOrganisation(service, { name: 'Kelling Libraries' })
    const lead = await aPersonWho(service, { member: [[library, 'lead']], roles: ['coordinator'] })
    const award = await anAward(service, library, { startedBy: lead })
    const { id } = award.application
    await db()('applications').where({ id }).update({ decision_letter_released_at: null })
    await db()('decisions').where({ application_id: id }).update({ released_at: null, decision_letter: 'Held words.' })
    const free = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, { id }, free)
    const previewed = async (person: APerson, name: string, record: string) => {
      const visitor = await signedIn(service, person, `/letters/${name}`)
      await visitor.send(`/letters/${name}`, { opening: 'Dear {organisation},', case: record, then: 'preview' })
      return [visitor.status, visitor.text.includes('Dear Kelling Libraries,'), visitor.html.includes('Held words.')]
    }
    expect(await previewed(free, 'letter-awarded', id)).toEqual([422, true, true])
    expect(await previewed(lead, 'letter-awarded', id)).toEqual([404, false, false])
    expect((await previewed(free, 'manual-reminder', award.id)).slice(0, 2)).toEqual([422, true])
    expect((await previewed(lead, 'manual-reminder', award.id)).slice(0, 2)).toEqual([404, false])
  })

  test('a preview shows the typed text, keeps it in the form and saves nothing', async () => {
    const { service, coordinator, application, as } = world
    await aDeclaration(service, application, coordinator)
    const joan = await as(coordinator, '/letters/letter-awarded-with-recommendations')
    const [opening, closing] = ['Good news for {organisation}!', 'See you soon in {place}.']
    await joan.press('Show preview', { case: application.id, opening, closing })
    expect(joan.text).toContain('Good news for Ashcombe Libraries!')
    expect(joan.text).toContain('Your text has not been saved yet.')
    expect([joan.valueOf('opening'), joan.valueOf('closing'), joan.valueOf('case')]).toEqual([
      opening,
      closing,
      application.id,
    ])
    expect([joan.errors, joan.html.includes('data-not-saved')]).toEqual([[], true])
    await joan.press('Show preview', { opening: 'Dear {organization},' })
    expect([joan.errors, joan.valueOf('opening'), joan.valueOf('case')]).toEqual([
      ['You cannot use {organization} in this text. Use a merge field from the list'],
      'Dear {organization},',
      application.id,
    ])
    expect((await as(coordinator, '/letters/letter-awarded-with-recommendations')).text).toContain(
      'No one has changed the standard text.',
    )
    await joan.press('Save as a new version', { opening })
    expect(joan.notices).toHaveLength(1)
    expect(joan.valueOf('opening')).toBe(opening)
    await joan.press('Show preview', { case: application.id })
    expect([joan.text.includes('has not been saved yet'), joan.html.includes('data-not-saved')]).toEqual([false, false])
  })

  test('a text can be saved, but not previewed, when the chosen organisation is no longer offered', async () => {
    const { coordinator, application, as, service } = world
    await aDeclaration(service, application, coordinator)
    const joan = await as(coordinator, '/letters/letter-awarded')
    const version = joan.valueOf('version')
    const given = { version, opening: 'Dear all at {organisation},', case: newId() }
    await joan.send('/letters/letter-awarded', { ...given, then: 'preview' })
    expect([joan.status, joan.errors]).toEqual([422, ['Choose an organisation for the preview']])
    await joan.send('/letters/letter-awarded', given)
    expect([joan.status, joan.valueOf('opening')]).toEqual([200, given.opening])
  })

  test('both texts are kept when two coordinators save at the same time', async () => {
    const { coordinator, as } = world
    const joan = await as(coordinator, '/letters/letter-renewed')
    const gwen = await as(deputy, '/letters/letter-renewed')
    await joan.press('Save as a new version', { opening: 'First, {organisation}.' })
    await gwen.press('Save as a new version', { opening: 'Second, {organisation}.' })
    expect([gwen.status, gwen.text.includes('First, {organisation}.'), gwen.valueOf('opening')]).toEqual([
      409,
      true,
      'Second, {organisation}.',
    ])
    await gwen.press('Save as a new version')
    expect(gwen.text).toContain('Version 2')
  })

  test('a preview offers the 50 applications submitted last, or the 50 awards that end last, by name', async () => {
    const { service, coordinator, application, as, db } = world
    const {
      award_id: _,
      round_id: __,
      ...submitted
    } = (await db()('applications').where({ id: application.id }).first())!
    const near = await anOrganisation(service, { name: 'Abbot Libraries' })
    const far = await anOrganisation(service, { name: 'Zennor Libraries' })
    const applications: string[] = []
    const awards: string[] = []
    for (let number = 1; number <= 51; number += 1) {
      const organisation = number % 2 === 0 ? near : far
      const id = newId()
      const minute = String(number).padStart(2, '0')
      const row = {
        id,
        organisation_id: organisation.id,
        number: `LAST-${number}`,
        submitted_at: `2027-03-02T09:${minute}:00.000Z`,
      }
      await db()('applications').insert({ ...submitted, ...row } as never)
      await aDeclaration(service, { id }, coordinator)
      applications.push(id)
      const award = await anAward(service, organisation, { startedBy: world.lead, validTo: `21${minute}-03-31` })
      awards.push(award.id)
    }
    const byName = (ids: string[]) => [
      ...ids.filter((_id, index) => index % 2 === 1).toSorted(),
      ...ids.filter((_id, index) => index % 2 === 0 && index > 0).toSorted(),
    ]
    const joan = await as(coordinator, '/letters/letter-awarded')
    const offered = () =>
      joan
        .$('[name=case] option')
        .toArray()
        .map(each => joan.$(each).attr('value'))
        .filter(Boolean)
    expect(offered()).toEqual(byName(applications))
    await joan.open('/letters/award-extended')
    expect(offered()).toEqual(byName(awards))
  })
})

eachDatabase('an edited email', engine => {
  test('a queued email keeps its text when the wording changes, and entered text is escaped', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    await service.post()
    const joan = await signedIn(service, life.people.coordinator, '/letters/award-extended')
    await joan.press('Save as a new version', { opening: 'Good news for {organisation}: <i>more time</i>.' })
    life.goTo('2027-01-10')
    await life.move('coordinator', 'extend', { until: '2027-08-31' as Day, reason: 'We need more time.' })
    const again = await signedIn(service, life.people.coordinator, '/letters/award-extended')
    await again.press('Save as a new version', { opening: 'Later text for {organisation}.' })
    const [email] = (await service.post()).filter(({ subject }) => subject.includes('extended'))
    expect(email!.text).toContain('Good news for Ashcombe Libraries: <i>more time</i>.')
    expect(email!.text).toContain('Your award is now valid until 31 August 2027.')
    expect(email!.text).not.toContain('Later text')
    expect([email!.html.includes('<i>more'), email!.html.includes('&lt;i&gt;more')]).toEqual([false, true])
    await service.end()
  })
})
