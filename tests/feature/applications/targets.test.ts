import { expect, test } from '@jest/globals'
import { addMinutes } from '../../../src/domain/time.ts'
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
import { behavesLikeEveryForm } from '../../support/form-life.ts'
import { aHolder } from '../../support/renewing.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow, type Visitor } from '../../support/visitor.ts'

const on = (day: string, month: string, year: string) => ({
  'dueOn-day': day,
  'dueOn-month': month,
  'dueOn-year': year,
})

/** Opens the form for a new target, fills it in and sends it. */
async function adds(visitor: Visitor, list: string, typed: Record<string, string>) {
  await visitor.open(`${list}/new`)
  return visitor.press('Add target', { ...on('31', '3', '2028'), ...typed })
}

const targetsIn = (service: Service) => service.parts.db('targets').orderBy('due_on').orderBy('id')

/** A library with a complete first application and one target. */
async function aLibraryWithATarget(service: Service) {
  const team = await aTeam(service)
  const round = await aRound(service)
  const application = await anApplication(service, team.organisation, { startedBy: team.lead, round })
  await everythingWritten(service, application, team.lead)
  await service.database.writer('evidence').update({ panel_until: '9999-12-31' as never })
  const list = `/organisations/${team.organisation.id}/targets`
  const visitor = await signedIn(service, team.lead)
  await adds(visitor, list, { body: 'Train all staff', owner: team.contributor.id })
  const [target] = await targetsIn(service)
  return { ...team, application, list, visitor, target: target!, one: `${list}/${target!.id}` }
}

eachDatabase('targets', engine => {
  test('a library sets targets, changes them and records progress, each with an event in the history', async () => {
    const service = await aService(engine)
    const { organisation, lead, contributor, list, visitor, one } = await aLibraryWithATarget(service)
    expect([visitor.address, visitor.notices]).toEqual([list, ['Target added.']])
    expect(visitor.text).toContain('Train all staff')
    expect(visitor.text).toContain('Owner: The contributor')
    expect(visitor.text).toContain('Due by 31 March 2028')
    expect(visitor.text).not.toContain('days from today')
    const byContributor = await signedIn(service, contributor, one)
    await byContributor.press('Save target', { body: 'Train all staff twice a year', owner: lead.id })
    expect([byContributor.address, byContributor.notices]).toEqual([list, ['Target saved.']])
    await byContributor.open(`${one}/progress`)
    await byContributor.press('Save progress', { status: 'under way', progress: 'Half of them so far.' })
    expect(byContributor.text).toContain('Half of them so far.')
    await byContributor.open(`${one}/progress`)
    await byContributor.press('Save progress', { status: 'reached', progress: '41 of 41 staff.' })
    expect(byContributor.text).not.toContain('41 of 41 staff.')
    await byContributor.follow('Targets you have reached or dropped')
    expect(byContributor.text).toContain('41 of 41 staff.')
    const events = await service.parts.db('events').where({ entity_id: organisation.id }).orderBy('at').orderBy('id')
    expect(events.map(({ name }) => name).toSorted()).toEqual([
      'organisation.target_added',
      'organisation.target_changed',
      'organisation.target_progress',
      'organisation.target_progress',
    ])
    expect(JSON.stringify(events)).not.toMatch(/\bstaff\b/)
    await service.end()
  })

  test('missing or impossible values are refused with errors, and the typed text is kept', async () => {
    const service = await aService(engine)
    const { observer, visitor, list, one } = await aLibraryWithATarget(service)
    await adds(visitor, list, { body: '', owner: '', ...on('31', '2', '2028') })
    expect([visitor.status, visitor.errors]).toEqual([
      422,
      ['Enter what you want to achieve', 'Choose the owner', 'Enter a real date, such as 28 February 2027'],
    ])
    await visitor.press('Add target', { body: '\u200b\u2060', owner: observer.id, ...on('1', '1', '2027') })
    expect([visitor.status, visitor.errors]).toEqual([
      422,
      ['Enter what you want to achieve', 'Enter today’s date or a later one'],
    ])
    await visitor.press('Add target', { body: 'x'.repeat(501), owner: '', ...on('1', '4', '2027') })
    expect([visitor.status, visitor.errors, String(visitor.valueOf('body')).length]).toEqual([
      422,
      ['Use 500 characters or fewer', 'Choose the owner'],
      501,
    ])
    await visitor.send(`${list}/new`, { body: ['a', 'b'] as never, owner: ['c', 'd'] as never })
    expect(visitor.status).toBe(422)
    await visitor.open(`${one}/progress`)
    await visitor.press('Save progress', { status: 'dropped', progress: ' . ' })
    expect([visitor.status, visitor.errors]).toEqual([422, ['Enter why this is no longer a target']])
    await visitor.press('Save progress', { status: 'dropped', progress: 'The branch has closed.' })
    expect([visitor.status, visitor.notices]).toEqual([200, ['Progress saved.']])
    expect((await targetsIn(service)).map(({ status }) => status)).toEqual(['dropped'])
    await service.end()
  })

  test('a person from another library cannot own a target, and a library has at most 50 current targets', async () => {
    const service = await aService(engine)
    const { organisation, lead, visitor, list, target } = await aLibraryWithATarget(service)
    const other = await anOrganisation(service, { name: 'Fellwick Libraries' })
    const stranger = await aPersonWho(service, { member: [[other, 'lead']] })
    await visitor.send(`${list}/new`, { body: 'Something else', owner: stranger.id, ...on('1', '4', '2027') })
    expect([visitor.status, visitor.errors]).toEqual([422, ['Choose the owner']])
    const many = Array.from({ length: 49 }, (_, place) => ({
      ...target,
      id: `${'a'.repeat(18)}${String.fromCharCode(97 + (place % 25))}${place < 25 ? 'a' : 'b'}`,
      body: `Target ${place}`,
      organisation_id: organisation.id,
    }))
    await service.database.writer.batchInsert('targets', many, 25)
    await adds(visitor, list, { body: 'One too many', owner: lead.id })
    expect([visitor.status, visitor.errors, visitor.valueOf('body')]).toEqual([
      422,
      [
        'You already have 50 current targets, which is the limit. ' +
          'Mark one as “Reached” or “No longer a target”, then add this one again',
      ],
      'One too many',
    ])
    await service.end()
  })

  test('the form shows a change that someone else saved first, and loses nothing that was typed', async () => {
    const service = await aService(engine)
    const { visitor, one } = await aLibraryWithATarget(service)
    await visitor.open(one)
    expect(visitor.$('article').length).toBe(0)
    const other = await anotherWindow(service, visitor).open(one)
    await other.press('Save target', { body: 'Train all staff and volunteers' })
    await visitor.press('Save target', { body: 'Train everyone' })
    expect([visitor.status, visitor.valueOf('body'), visitor.$('article').length]).toEqual([409, 'Train everyone', 1])
    expect(visitor.errors).toEqual([
      'Someone else changed this target after you opened this page. Check the latest version above, then save again',
    ])
    expect(visitor.text).toContain('Train all staff and volunteers')
    await visitor.press('Save target')
    expect((await targetsIn(service)).map(({ body }) => body)).toEqual(['Train everyone'])
    await visitor.open(`${one}/progress`)
    await other.open(`${one}/progress`)
    await other.press('Save progress', { status: 'under way', progress: 'Begun.' })
    await visitor.press('Save progress', { status: 'reached', progress: 'Done.' })
    expect([visitor.status, visitor.valueOf('progress')]).toEqual([409, 'Done.'])
    await visitor.press('Save progress')
    expect((await targetsIn(service)).map(({ status }) => status)).toEqual(['reached'])
    await service.end()
  })

  test('only members can see targets, and observers cannot change them', async () => {
    const service = await aService(engine)
    const { observer, list, one } = await aLibraryWithATarget(service)
    const byObserver = await signedIn(service, observer, list)
    expect([byObserver.status, byObserver.text.includes('Train all staff')]).toEqual([200, true])
    expect(byObserver.links.filter(({ href }) => href.startsWith(one))).toEqual([])
    for (const address of [`${list}/new`, one, `${one}/progress`]) {
      expect((await byObserver.open(address)).status).toBe(403)
      expect((await byObserver.send(address, { body: 'Mine', status: 'reached' })).status).toBe(403)
    }
    const other = await anOrganisation(service, { name: 'Fellwick Libraries' })
    const stranger = await signedIn(service, await aPersonWho(service, { member: [[other, 'lead']] }))
    await stranger.open(`/organisations/${'a'.repeat(20)}/targets`)
    const unknown = stranger.html
    for (const address of [list, `${list}/new`, one, `${one}/progress`]) {
      await stranger.open(address)
      expect([address, stranger.status, stranger.html]).toEqual([address, 404, unknown])
      expect((await stranger.send(address, { body: 'Mine' })).status).toBe(404)
    }
    await stranger.open(one.replace(list, `/organisations/${other.id}/targets`))
    expect([stranger.status, stranger.html]).toEqual([404, unknown])
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), list)
    expect([coordinator.status, coordinator.text.includes('Train all staff')]).toEqual([403, false])
    expect((await targetsIn(service)).map(({ body, status }) => [body, status])).toEqual([
      ['Train all staff', 'not started'],
    ])
    await service.end()
  })

  test('the page asks for a new owner when the owner has left the team', async () => {
    const service = await aService(engine)
    const { contributor, lead, visitor, list, one } = await aLibraryWithATarget(service)
    await service.database
      .writer('memberships')
      .where({ person_id: contributor.id })
      .update({ ended_at: service.clock.now() })
    await visitor.open(list)
    expect(visitor.text).toContain('The contributor has left your team. Choose a new owner for this target.')
    await visitor.open('/home')
    expect(visitor.text).toContain('Choose a new owner for a target')
    await visitor.open(one)
    await visitor.press('Save target')
    expect([visitor.status, visitor.errors]).toEqual([422, ['Choose the owner']])
    await visitor.press('Save target', { owner: lead.id })
    await visitor.open('/home')
    expect(visitor.text).not.toContain('Choose a new owner for a target')
    await service.end()
  })

  test('a target is on its owner’s home page, but not on the lead’s, 14 days before it is due', async () => {
    const service = await aService(engine)
    const { contributor, lead, list } = await aLibraryWithATarget(service)
    const byOwner = await signedIn(service, contributor, '/home')
    expect(byOwner.text).not.toContain('Record progress on your target')
    const isDueOn = (due_on: string) => service.database.writer('targets').update({ due_on: due_on as never })
    await isDueOn('2027-03-16')
    await byOwner.open('/home')
    expect(byOwner.text).not.toContain('Record progress on your target')
    await isDueOn('2027-03-15')
    await byOwner.open('/home')
    await byOwner.follow('Record progress on your target')
    expect(byOwner.address).toBe(list)
    const byLead = await signedIn(service, lead, '/home')
    expect(byLead.text).not.toContain('Record progress on your target')
    await service.end()
  })

  test('a closed organisation shows its targets, but cannot add any', async () => {
    const service = await aService(engine)
    const { organisation, visitor, list } = await aLibraryWithATarget(service)
    await service.database
      .writer('organisations')
      .where({ id: organisation.id })
      .update({ closed_at: service.clock.now(), closed_reason: 'Merged' })
    await visitor.open(list)
    expect([visitor.status, visitor.links.some(({ href }) => href === `${list}/new`)]).toEqual([200, false])
    expect((await visitor.open(`${list}/new`)).status).toBe(409)
    await service.end()
  })

  test('an application with targets needs no text about them, and its submission keeps a copy of them', async () => {
    const service = await aService(engine)
    const { application, visitor, list, one } = await aLibraryWithATarget(service)
    await service.database
      .writer('answers')
      .where({ application_id: application.id, item_id: 'targets' })
      .update({ narrative: '' })
    const page = `/applications/${application.id}`
    await visitor.open(`${page}/criteria/F1`)
    expect(visitor.text).toContain('Train all staff')
    await visitor.follow('Add a target')
    await visitor.press('Add target', {
      body: 'A welcome sign',
      owner: String(visitor.$('#owner option').last().attr('value')),
      ...on('1', '6', '2027'),
    })
    expect(visitor.address).toBe(`${page}/criteria/F1`)
    await visitor.open(`${page}/submission`)
    expect(visitor.text).toContain('A welcome sign')
    await visitor.press('Submit application')
    expect(visitor.headings[0]).toBe('Application submitted')
    const receipt = await service.parts.db('submissions').first('sha256', 'manifest')
    const parts = () => service.parts.db('submission_parts').whereLike('name', 'targets/%').orderBy('name')
    const before = await parts()
    expect(before.map(({ content }) => (JSON.parse(content!) as { body: string }).body).toSorted()).toEqual([
      'A welcome sign',
      'Train all staff',
    ])
    await visitor.open(one)
    await visitor.press('Save target', { body: 'Something quite different' })
    await visitor.open(`${page}/submissions/1`)
    expect([visitor.text.includes('Train all staff'), visitor.text.includes('quite different')]).toEqual([true, false])
    await visitor.open(`${page}/criteria/F1`)
    expect([visitor.text.includes('Train all staff'), visitor.text.includes('quite different')]).toEqual([true, false])
    expect([await service.parts.db('submissions').first('sha256', 'manifest'), await parts()]).toEqual([
      receipt,
      before,
    ])
    expect(visitor.status).toBe(200)
    await visitor.open(list)
    expect(visitor.text).toContain('Something quite different')
    await service.end()
  })

  test('the task list counts only the targets in the last submission', async () => {
    const service = await aService(engine)
    const { application, contributor, visitor, list } = await aLibraryWithATarget(service)
    const page = `/applications/${application.id}`
    await visitor.open(`${page}/submission`)
    await visitor.press('Submit application')
    await visitor.open(page)
    expect(visitor.text).toContain('1 target')
    await service.database.writer('applications').update({ status: 'returned', until: '2027-03-20' as never })
    await adds(visitor, list, { body: 'A welcome sign', owner: contributor.id })
    await visitor.open(`${page}/submission`)
    await visitor.press('Submit again')
    await visitor.open(page)
    expect(visitor.text.match(/\d+ targets?/g)).toEqual(['2 targets'])
    await service.end()
  })

  test('a renewal shows only targets set before its start, and saving progress leads back to it', async () => {
    const service = await aService(engine)
    const { organisation, lead, award } = await aHolder(service)
    const list = `/organisations/${organisation.id}/targets`
    const library = await signedIn(service, lead)
    await adds(library, list, { body: 'Train all staff', owner: lead.id })
    service.clock.set(addMinutes(service.clock.now(), 5))
    await library.open(`/awards/${award.id}/renewal`)
    await library.press('Start renewal')
    const { address } = library
    expect(library.text).toContain('1 target to update')
    await library.follow('Record progress')
    await library.press('Save progress', { status: 'reached', progress: 'All 41 of them.' })
    expect([library.address, library.notices]).toEqual([address, ['Progress saved.']])
    expect(library.text).toContain('Your earlier target')
    await adds(library, list, { body: 'Set after the renewal began', owner: lead.id })
    await library.open(`${address}/submission`)
    expect(library.text).toContain('All 41 of them.')
    expect(library.text).not.toContain('Set after the renewal began')
    await service.end()
  })

  test('saving progress leads to the list of targets if the address names no application of the library', async () => {
    const service = await aService(engine)
    const { list, visitor, one } = await aLibraryWithATarget(service)
    const other = await anOrganisation(service, { name: 'Fellwick Libraries' })
    const theirs = await anApplication(service, other, { startedBy: await aPersonWho(service) })
    for (const application of [theirs.id, 'a'.repeat(20), '//evil.example', '%00']) {
      await visitor.open(`${one}/progress?application=${application}`)
      await visitor.press('Save progress', { status: 'under way' })
      expect([application, visitor.address]).toEqual([application, list])
    }
    await service.end()
  })

  behavesLikeEveryForm(
    async () => {
      const service = await aService(engine)
      const { visitor, contributor, list } = await aLibraryWithATarget(service)
      await visitor.open(`${list}/new`)
      const timesSaved = async () => (await targetsIn(service)).length - 1
      return {
        service,
        visitor,
        button: 'Add target',
        typed: { body: 'A welcome sign', owner: contributor.id, ...on('1', '6', '2027') },
        invalid: { owner: '' },
        timesSaved,
      }
    },
    { text: 'body' },
  )
})
