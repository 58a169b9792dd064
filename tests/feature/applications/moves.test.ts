import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { anAwardsLife } from '../../support/award-life.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anAward,
  aSubmission,
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  everythingWritten,
  signedIn,
} from '../../support/factories.ts'
import { expectOneChange } from '../../support/sent-forms.ts'
import { aService, type Service } from '../../support/service.ts'
import { instantAt, type Day } from '../../../src/domain/time.ts'

// Today is 1 March 2027.

eachDatabase('moves of an application', engine => {
  describe('moves by a lead or a coordinator', () => {
    let service: Service
    let round: string
    beforeAll(async () => {
      service = await aService(engine, { trustedProxies: 1 })
      round = await aRound(service)
    })
    afterAll(() => service.end())

    /** Submits a complete application as its lead, and adds a coordinator who has made a declaration. */
    async function submitsApplication() {
      const organisation = await anOrganisation(service)
      const person = await aPersonWho(service, { member: [[organisation, 'lead']] })
      const application = await anApplication(service, organisation, { startedBy: person, round })
      await everythingWritten(service, application, person)
      const at = (below = '') => `/applications/${application.id}${below}`
      const lead = await signedIn(service, person, at('/submission'))
      await lead.press('Submit application')
      const charity = await aPersonWho(service, { roles: ['coordinator'] })
      await aDeclaration(service, application, charity)
      return { application, at, lead, charity }
    }

    test('a lead can withdraw an application after ticking the box, and start another', async () => {
      const organisation = await anOrganisation(service)
      const member = await aPersonWho(service, { member: [[organisation, 'lead']] })
      const application = await anApplication(service, organisation, { startedBy: member, round })
      const at = (below: string) => `/applications/${application.id}${below}`
      const other = await signedIn(service, member, at('/criteria/L1'))
      const lead = await signedIn(service, member, at('/withdrawal'))
      await lead.press('Withdraw application')
      expect([lead.status, lead.errors]).toEqual([422, ['Tick the box to withdraw the application']])
      expect(lead.text).toContain('You can still read what you wrote, but it will not be copied')
      expect(lead.text).not.toContain('We will keep a copy of what you submitted.')
      await lead.press('Withdraw application', { sure: 'yes' })
      expect([lead.status, lead.text.includes('Withdrawn')]).toEqual([200, true])
      expect((await lead.open(`/organisations/${organisation.id}/applications/new`)).buttons).toContain(
        'Start application',
      )
      expect((await other.press('Save', { narrative: 'too late' })).status).toBe(409)
    })

    test('an application returned for two answers can be submitted again only when both have changed', async () => {
      const { application, at, lead, charity } = await submitsApplication()
      const coordinator = await signedIn(service, charity, at('/return'))
      const idOf = (title: string) => coordinator.$(`label:contains("${title}")`).prev().attr('value')!
      const items = [idOf('L1 Staff and volunteers learn'), idOf('E1 ')]
      await coordinator.press('Return application', { items, reasons: 'Two things.' })
      expect(coordinator.status).toBe(200)

      await lead.open(at())
      const marked = () =>
        lead
          .$('main a')
          .filter((_, link) => lead.$(link).closest('li, tr').text().includes('We asked you to change this'))
          .map((_, link) => lead.$(link).attr('href')!)
          .get()
      expect(marked()).toEqual([at('/criteria/L1'), at('/criteria/E1')])
      expect(lead.text).toContain(
        'You can submit again when you have changed these answers: L1 Staff and volunteers learn E1',
      )
      await lead.open(at('/criteria/L1'))
      expect(lead.text).toContain('We asked you to change this answer')
      await lead.press('Save and continue', { narrative: 'Changed since.' })
      expect(lead.address).toBe(at('/criteria/E1'))
      await lead.open(at())
      expect(marked()).toEqual([at('/criteria/E1')])
      await lead.open(at('/submission'))
      expect([lead.headings[1], lead.buttons]).toEqual(['1 thing left to do', []])
      await lead.send(at('/submission'))
      expect(lead.status).toBe(422)
      await lead.open(at('/criteria/E1'))
      await lead.press('Save and continue', { narrative: 'Changed as well.' })
      expect([lead.address, lead.buttons]).toEqual([at('/submission'), ['Submit again']])
      await lead.press('Submit again')
      expect(lead.status).toBe(200)
      expect(await service.parts.db('applications').where({ id: application.id }).pluck('status')).toEqual([
        'submitted',
      ])
    })

    test('“Save and continue” leads back to an earlier recommended answer that was returned', async () => {
      const { at, lead, charity } = await submitsApplication()
      const coordinator = await signedIn(service, charity, at('/return'))
      const idOf = (title: string) => coordinator.$(`label:contains("${title}")`).prev().attr('value')!
      await coordinator.press('Return application', { items: [idOf('L6 '), idOf('E1 ')], reasons: 'Two things.' })
      await lead.open(at('/criteria/E1'))
      await lead.press('Save and continue', { narrative: 'Changed since.' })
      expect(lead.address).toBe(at('/criteria/L6'))
      await lead.press('Save and continue', { narrative: 'Changed as well.' })
      expect(lead.address).toBe(at('/submission'))
    })

    test('a coordinator cannot check or return an application that the library has submitted again since', async () => {
      const { application, at, lead, charity } = await submitsApplication()
      const [checking, returning, coordinator] = await Promise.all(
        ['/check', '/return', '/return'].map(page => signedIn(service, charity, at(page))),
      )
      await coordinator!.press('Return application', { reasons: 'The plan is missing.' })
      await (await lead.open(at('/submission'))).press('Submit again')

      await checking!.press('Mark as checked')
      await returning!.press('Return application', { reasons: 'The budget is missing.' })
      expect([checking!.status, returning!.status]).toEqual([409, 409])
      expect(returning!.text).toContain('The budget is missing.')
      const copy = 'Copy your text'
      expect([checking!.text.includes(copy), returning!.text.includes(copy)]).toEqual([false, true])
      expect(checking!.text).toContain('Open the page again to see what changed.')
      const status = () => service.parts.db('applications').where({ id: application.id }).pluck('status')
      expect(await status()).toEqual(['submitted'])
      await (await checking!.open(at('/check'))).press('Mark as checked')
      expect(await status()).toEqual(['checked'])
    })

    test('a coordinator who has made a declaration can return an application, with reasons and a date', async () => {
      const organisation = await anOrganisation(service)
      const lead = await aPersonWho(service, { name: 'The lead', member: [[organisation, 'lead']] })
      const application = await anApplication(service, organisation, { startedBy: lead, round, status: 'submitted' })
      const person = await aPersonWho(service, { name: 'The coordinator', roles: ['coordinator'] })
      const coordinator = await signedIn(service, person, '/applications?show=with-us')
      expect(coordinator.links.some(({ href }) => href === `/applications/${application.id}`)).toBe(true)
      await coordinator.open(`/applications/${application.id}`)
      expect([
        coordinator.headings.includes('Next steps'),
        coordinator.text.includes('Before you read this application'),
        coordinator.text.includes('The lead'),
      ]).toEqual([false, true, true])
      expect((await coordinator.open(`/applications/${application.id}/check`)).status).toBe(403)
      await aDeclaration(service, application, person)
      await coordinator.open(`/applications/${application.id}`)
      await coordinator.follow('Return application')
      expect([
        coordinator.valueOf('until-day'),
        coordinator.valueOf('until-month'),
        coordinator.valueOf('until-year'),
      ]).toEqual(['30', '3', '2027']) // 28 days later is Easter Monday, so the next day is suggested
      await coordinator.press('Return application', { 'until-day': '31', 'until-month': '2' })
      expect(coordinator.errors).toEqual(['Enter what is missing', 'Enter a real date, such as 28 February 2027'])
      await coordinator.press('Return application', {
        reasons: 'The pledge is not signed.',
        'until-day': '20',
        'until-month': '3',
        'until-year': '2027',
      })
      expect([coordinator.status, coordinator.notices]).toEqual([
        200,
        ['Ashcombe Libraries’ application has been returned. We will email the library’s leads.'],
      ])
      expect((await service.post()).filter(({ to }) => to === lead.email).map(({ subject }) => subject)).toEqual([
        'Please submit your application again by 20 March 2027',
      ])
      const reader = await signedIn(service, lead, `/applications/${application.id}`)
      expect([
        reader.text.includes('The pledge is not signed.'),
        reader.text.includes('Submit again by Saturday 20 March'),
      ]).toEqual([true, true])
      await reader.open(`/applications/${application.id}/history`)
      expect([
        reader.text.includes('Application returned to the library'),
        reader.text.includes('The coordinator'),
      ]).toEqual([true, false])
    })

    test.each([
      ['check', { status: 'submitted', fields: { version: '1' }, event: 'application.check', text: null }],
      [
        'return',
        {
          status: 'submitted',
          fields: { version: '1', reasons: 'The pledge is not signed.', until: '2027-03-20' },
          event: 'application.return',
          text: 'The pledge is not signed.',
        },
      ],
      [
        'hold',
        {
          status: 'checked',
          fields: { reason: 'The library is flooded.' },
          event: 'application.hold',
          text: 'The library is flooded.',
        },
      ],
      ['hold/ending', { status: 'on hold', fields: {}, event: 'application.release', text: null }],
      [
        'date',
        {
          status: 'returned',
          fields: { reason: 'The lead was ill.', until: '2027-03-20' },
          event: 'application.date_moved',
          text: 'The lead was ill.',
        },
      ],
      [
        'closing',
        {
          status: 'returned',
          fields: { reason: 'The lead has left.' },
          event: 'application.close',
          text: 'The lead has left.',
        },
      ],
      ['withdrawal', { status: 'submitted', fields: { sure: 'yes' }, event: 'application.withdraw', text: null }],
    ])('a move is made once when its form at /%s is sent twice', async (below, { status, fields, event, text }) => {
      const organisation = await anOrganisation(service)
      const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
      const application = await anApplication(service, organisation, {
        startedBy: lead,
        round,
        status,
        ...(status === 'on hold' ? { status_before: 'submitted' } : {}),
        ...(status === 'returned' ? { until: '2027-02-20' } : {}),
      })
      const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
      await aDeclaration(service, application, coordinator)
      const visitor = await signedIn(service, below === 'withdrawal' ? lead : coordinator)
      const address = `/applications/${application.id}/${below}`
      await expectOneChange(service, { visitor, address, fields, event }, text)
    })

    test.each([
      ['return', 'submitted', 'reasons', 'a'.repeat(5_001)],
      ['hold', 'checked', 'reason', 'a'.repeat(2_001)],
      ['date', 'returned', 'reason', 'a'.repeat(2_001)],
      ['closing', 'returned', 'reason', 'a'.repeat(2_001)],
    ])('the form at /%s keeps the text when it is refused', async (below, status, field, text) => {
      const organisation = await anOrganisation(service)
      const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
      const application = await anApplication(service, organisation, { startedBy: lead, round, status })
      const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
      await aDeclaration(service, application, coordinator)
      const visitor = await signedIn(service, coordinator)
      await visitor.send(`/applications/${application.id}/${below}`, { [field]: text, until: '2027-03-20' })
      expect([visitor.status, visitor.valueOf(field)]).toEqual([422, text])
    })
  })

  test('a hold postpones the reply date of an open question by the length of the hold', async () => {
    const { service, coordinator, lead, organisation } = await aCoordinator(engine)
    const db = service.database.writer
    const application = await anApplication(service, organisation, { startedBy: lead, status: 'with the panel' })
    await aDeclaration(service, application, coordinator)
    await db('questions').insert({
      id: newId(),
      application_id: application.id,
      item_id: 'any',
      asked_by: coordinator.id,
      body: 'Which branches?',
      reply_by: '2027-03-05' as Day,
      status: 'open',
      asked_at: service.clock.now(),
      closed_at: null,
      reply: null,
      replied_by: null,
      replied_at: null,
      version: 1,
    })
    const casework = await signedIn(service, coordinator, `/applications/${application.id}`)
    await casework.follow('Put on hold')
    await casework.press('Put on hold', { reason: '' })
    expect([casework.status, casework.errors]).toEqual([422, ['Enter a reason']])
    await casework.press('Put on hold', { reason: 'The library is flooded.' })
    expect([casework.notices, casework.text.includes('On hold')]).toEqual([
      ['Ashcombe Libraries’ application is on hold. We will email the library’s leads.'],
      true,
    ])
    expect((await service.post()).map(({ to, subject }) => [to, subject])).toEqual([
      [lead.email, 'Your application is on hold'],
    ])
    expect((await signedIn(service, lead, `/applications/${application.id}`)).text).toContain(
      'Why this application is on hold The library is flooded.',
    )
    await casework.open(`/applications/${application.id}/hold`)
    expect(casework.status).toBe(409)

    service.clock.set('2027-03-21T09:00:00Z')
    const later = await signedIn(service, coordinator, `/applications/${application.id}`)
    await later.follow('Take off hold')
    expect(later.text).toContain('The application will go back to its previous status: With the panel.')
    await later.press('Take off hold')
    expect(await db('applications').where({ id: application.id }).first('status', 'reasons')).toEqual({
      status: 'with the panel',
      reasons: null,
    })
    expect((await db('questions').first('reply_by'))!.reply_by).toBe('2027-03-25')
    expect((await service.post())[0]!.text).toContain(
      'We have extended your deadlines by the time your application was on hold.',
    )
    await service.end()
  })

  test('the email about the end of a hold does not mention deadlines when none moved', async () => {
    const { service, coordinator, lead, organisation } = await aCoordinator(engine)
    const application = await anApplication(service, organisation, { startedBy: lead, status: 'submitted' })
    await aDeclaration(service, application, coordinator)
    const casework = await signedIn(service, coordinator, `/applications/${application.id}/hold`)
    await casework.press('Put on hold', { reason: 'The library is flooded.' })
    await service.post()
    service.clock.set('2027-03-21T09:00:00Z')
    const later = await signedIn(service, coordinator, `/applications/${application.id}`)
    await later.follow('Take off hold')
    await later.press('Take off hold')
    const [email] = await service.post()
    expect([email!.to, email!.subject]).toEqual([lead.email, 'Your application is no longer on hold'])
    expect(email!.text).not.toContain('deadline')
    await service.end()
  })

  test('a new deadline for an overdue returned renewal makes its award `renewal with us` again', async () => {
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
    await casework.follow('Change the deadline')
    expect(casework.text).toContain('The library had until 25 February 2027 to submit again. That date has passed.')
    await casework.press('Change the deadline', { reason: 'The lead was ill.', until: '2027-03-01' })
    expect([casework.status, casework.errors]).toEqual([422, ['Enter a date after today']])
    await casework.press('Change the deadline', { reason: 'The lead was ill.', until: '2027-03-20' })
    expect(casework.notices).toEqual([
      'Ashcombe Libraries’ application has a new deadline. We will email the library’s leads.',
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
    expect(moves.filter(name => name.startsWith('award.')).slice(-2)).toEqual(['award.handBack', 'award.receive'])
    const email = (await service.post()).find(({ to }) => to === lead.email)!
    expect([email.subject, email.text.includes('20 March 2027')]).toEqual([
      'Your application has a new deadline: 20 March 2027',
      true,
    ])
    await service.end()
  })

  test('after the award period, the page for withdrawing a renewal says that the award stops being valid', async () => {
    const service = await aService(engine)
    const award = await anAwardsLife(service, '2026-06-01')
    award.goTo('2027-05-20')
    await award.start()
    await award.submitApplication()
    const says = async () => {
      const id = await award.lastApplication()
      const { text } = await signedIn(service, award.people.lead, `/applications/${id}/withdrawal`)
      return /Your award will stop being valid immediately.*until [^.]*/.exec(text)?.[0] ?? null
    }
    expect(await says()).toBe(null) // the award period has not ended
    award.goTo('2027-06-20')
    expect(await says()).toBe(
      'Your award will stop being valid immediately, because only this application keeps it valid. ' +
        'You can still renew it until 19 July 2027',
    )
    await award.withdraw()
    const page = await signedIn(service, award.people.lead, `/awards/${award.award.id}`)
    expect(page.text).toContain('until 19 July 2027')
    await service.end()
  })

  test('a coordinator can close a returned application after its deadline, and a draft after its round', async () => {
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
    expect(later.notices).toEqual(['Ashcombe Libraries’ application is closed. We will email the library’s leads.'])
    await later.open(`/applications/${draft.id}`)
    await later.follow('Make your declaration')
    await later.press('Declare', { says: 'no conflict' })
    await later.follow('Close the application')
    await later.press('Close application', { reason: 'The round is over.' })
    expect(await db('applications').orderBy('id').pluck('status')).toEqual(['withdrawn', 'withdrawn'])
    expect(
      (await service.post()).map(({ subject, text }) => [subject, text.includes('The application page says why.')]),
    ).toEqual([
      ['We have closed your application', true],
      ['We have closed your application', true],
    ])
    expect((await signedIn(service, lead, `/applications/${returned.id}`)).text).toContain(
      'Why this application is closed Nothing came, and the lead has left.',
    )
    await service.end()
  })
})

async function aCoordinator(engine: Parameters<typeof aService>[0]) {
  const service = await aService(engine)
  const round = await aRound(service)
  const organisation = await anOrganisation(service)
  const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
  return { service, round, organisation, lead, coordinator: await aPersonWho(service, { roles: ['coordinator'] }) }
}
