import { expect, test } from '@jest/globals'
import { parseDay } from '../../../src/domain/time.ts'
import { sendReminders } from '../../../src/modules/notifications/mornings/morning.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  aTeam,
  everythingWritten,
  signedIn,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow } from '../../support/visitor.ts'

const target = { body: 'Train all staff', 'dueOn-day': '31', 'dueOn-month': '3', 'dueOn-year': '2028' }

/** A library with a complete first application and a target in it. */
async function aLibraryWithATarget(service: Service) {
  const team = await aTeam(service)
  const round = await aRound(service)
  const application = await anApplication(service, team.organisation, { startedBy: team.lead, round })
  await everythingWritten(service, application, team.lead)
  await service.database.writer('evidence').update({ panel_until: '9999-12-31' as never })
  const list = `/organisations/${team.organisation.id}/targets`
  const visitor = await signedIn(service, team.contributor, `${list}/new`)
  await visitor.press('Add target', { ...target, owner: team.contributor.id })
  const made = await service.parts.db('targets').first('id')
  const page = `/applications/${application.id}`
  return { ...team, application, list, page, visitor, one: `${list}/${made!.id}` }
}

const targetsIn = (service: Service) => service.parts.db('targets').pluck('body')

eachDatabase('deleting a target', engine => {
  test('a contributor reads the consequences, deletes a target, and returns to the application', async () => {
    const service = await aService(engine)
    const { organisation, page, visitor, one } = await aLibraryWithATarget(service)
    await visitor.open(`${page}/criteria/F1`)
    await visitor.follow('Change Train all staff')
    await visitor.follow('Delete this target')
    expect(visitor.address).toBe(`${one}/deletion?application=${page.split('/').at(-1)}`)
    expect(visitor.text).toContain('Train all staff')
    expect(visitor.text).toContain('Submitted applications will keep it. You cannot undo this.')
    await visitor.press('Delete target')
    expect([visitor.address, visitor.notices]).toEqual([`${page}/criteria/F1`, ['Target deleted.']])
    expect([visitor.text.includes('Train all staff'), await targetsIn(service)]).toEqual([false, []])
    const events = await service.parts.db('events').where({ name: 'organisation.target_deleted' })
    expect(events.map(({ entity_id }) => entity_id)).toEqual([organisation.id])
    expect(JSON.stringify(events)).not.toMatch(/\bstaff\b/)
    expect((await visitor.open(`${one}/deletion`)).status).toBe(404)
    await service.end()
  })

  test('a submission keeps a target that is deleted later, and its hash does not change', async () => {
    const service = await aService(engine)
    const { lead, list, page, visitor, one } = await aLibraryWithATarget(service)
    const byLead = await signedIn(service, lead, `${page}/submission`)
    await byLead.press('Submit application')
    expect(byLead.headings[0]).toBe('Application submitted')
    const receipt = await service.parts.db('submissions').first('sha256', 'manifest')
    await visitor.open(`${one}/deletion`)
    await visitor.press('Delete target')
    expect(visitor.address).toBe(list)
    for (const address of [`${page}/submissions/1`, `${page}/criteria/F1`]) {
      await byLead.open(address)
      expect([address, byLead.text.includes('Train all staff')]).toEqual([address, true])
    }
    expect(await service.parts.db('submissions').first('sha256', 'manifest')).toEqual(receipt)
    await service.end()
  })

  test('deleting a target clears the sign-off, and the sign-off page shows the target as deleted', async () => {
    const service = await aService(engine)
    const { lead, observer, page, visitor, one } = await aLibraryWithATarget(service)
    await service.database.writer('organisations').update({ sign_off_wanted: 1 })
    const byLead = await signedIn(service, lead, `${page}/sign-off`)
    await byLead.press('Ask for sign-off')
    const byObserver = await signedIn(service, observer, `${page}/sign-off`)
    await byObserver.press('Sign off', { read: 'yes' })
    await visitor.open(`${one}/deletion`)
    await visitor.press('Delete target')
    await byObserver.open(`${page}/sign-off`)
    expect(byObserver.text).toContain('Changed since sign-off')
    expect(byObserver.$('.los-diff del').text()).toContain('Train all staff')
    await service.end()
  })

  test('a target that someone else has changed is not deleted, and people who cannot write are refused', async () => {
    const service = await aService(engine)
    const { observer, list, visitor, one } = await aLibraryWithATarget(service)
    await visitor.open(`${one}/deletion`)
    const other = await anotherWindow(service, visitor).open(one)
    await other.press('Save target', { body: 'Train all staff and volunteers' })
    await visitor.press('Delete target')
    expect([visitor.status, await targetsIn(service)]).toEqual([409, ['Train all staff and volunteers']])
    const byObserver = await signedIn(service, observer, `${one}/deletion`)
    expect([byObserver.status, (await byObserver.send(`${one}/deletion`, { version: '2' })).status]).toEqual([403, 403])
    const library = await anOrganisation(service, { name: 'Fellwick Libraries' })
    const stranger = await signedIn(service, await aPersonWho(service, { member: [[library, 'lead']] }))
    for (const address of [`${one}/deletion`, `${one.replace(list, `/organisations/${library.id}/targets`)}/deletion`])
      expect([(await stranger.open(address)).status, (await stranger.send(address, { version: '2' })).status]).toEqual([
        404, 404,
      ])
    expect(await targetsIn(service)).toEqual(['Train all staff and volunteers'])
    await service.end()
  })

  test('an owner is reminded only of targets that have not been deleted', async () => {
    const service = await aService(engine)
    const { contributor, visitor, list, one } = await aLibraryWithATarget(service)
    await visitor.open(`${list}/new`)
    await visitor.press('Add target', { ...target, owner: contributor.id, body: 'A welcome sign' })
    const db = service.database.writer
    await db('targets')
      .where({ body: 'Train all staff' })
      .update({ due_on: '2027-03-09' as never })
    await db('targets')
      .where({ body: 'A welcome sign' })
      .update({ due_on: '2027-03-10' as never })
    await sendReminders(service.parts, parseDay('2027-03-01')!)
    await visitor.open(`${one}/deletion`)
    await visitor.press('Delete target')
    const reminded = async (day: string): Promise<unknown[]> => {
      service.clock.set(`${day}T07:00:00Z`)
      await sendReminders(service.parts, parseDay(day)!)
      return (await service.post()).map(({ to }) => to)
    }
    expect(await reminded('2027-03-02')).toEqual([])
    expect((await reminded('2027-03-03')).length).toBe(1)
    await service.end()
  })
})
