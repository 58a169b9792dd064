import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { instantAt, type Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anAward,
  anOrganisation,
  aPersonWho,
  aRound,
  aSubmission,
  signedIn,
} from '../../support/factories.ts'
import { aService } from '../../support/service.ts'

// What a coordinator does with a case that stands still. Today is 1 March 2027.

eachDatabase('a coordinator', engine => {
  test('puts a case on hold with a reason and resumes it: open dates move by the length of the hold', async () => {
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
      ['The application of Ashcombe Libraries is on hold. Its leads will get an email.'],
      true,
    ])
    expect((await service.post()).map(({ to, subject }) => [to, subject])).toEqual([
      [lead.email, 'Your application is on hold'],
    ])
    expect((await signedIn(service, lead, `/applications/${application.id}`)).text).toContain(
      'Why it is on hold The library is flooded.',
    )
    await casework.open(`/applications/${application.id}/hold`)
    expect(casework.status).toBe(409)

    service.clock.set('2027-03-21T09:00:00Z')
    const later = await signedIn(service, coordinator, `/applications/${application.id}`)
    await later.follow('Take off hold')
    expect(later.text).toContain('The application returns to the status it had before: With the panel.')
    await later.press('Take off hold')
    expect(await db('applications').where({ id: application.id }).first('status', 'reasons')).toEqual({
      status: 'with the panel',
      reasons: null,
    })
    expect((await db('questions').first('reply_by'))!.reply_by).toBe('2027-03-25')
    await service.end()
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

async function aCoordinator(engine: Parameters<typeof aService>[0]) {
  const service = await aService(engine)
  const round = await aRound(service)
  const organisation = await anOrganisation(service)
  const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
  return { service, round, organisation, lead, coordinator: await aPersonWho(service, { roles: ['coordinator'] }) }
}
