import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { instant, type Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aPersonWho,
  aRound,
  aTeam,
  anApplication,
  anAward,
  everythingWritten,
  signedIn,
  type APerson,
} from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-life.ts'
import type { Typed } from '../../support/person.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

/** A draft with a team, and the addresses of its pages. */
async function aDraft(service: Service) {
  const team = await aTeam(service)
  const application = await anApplication(service, team.organisation, {
    startedBy: team.lead,
    round: await aRound(service),
  })
  const list = `/applications/${application.id}`
  return { ...team, application, list, l1: `${list}/criteria/L1`, assigning: `${list}/criteria/L1/assignment` }
}

const assigned = (service: Service) =>
  service.database.writer('assignments').orderBy('item_id').select('item_id', 'person_id', 'due_on', 'status')

const inMarch = { 'due-day': '12', 'due-month': '3', 'due-year': '2027' }

eachDatabase('assigned criteria', engine => {
  test('a lead assigns a criterion, and everyone on the team sees who will answer it and by when', async () => {
    const service = await aService(engine)
    const { lead, contributor, observer, list, l1 } = await aDraft(service)
    const byLead = await signedIn(service, lead, l1)
    expect(byLead.text).toContain('No one is assigned yet.')
    await byLead.follow('Assign this criterion')
    await byLead.press('Save', { person: contributor.id, ...inMarch })
    expect(byLead.notices).toEqual(['Assigned to The contributor.'])
    expect(byLead.text).toContain('Assigned to The contributor, due by Friday 12 March')
    const byObserver = await signedIn(service, observer, list)
    expect(byObserver.$('a[href$="/criteria/L1"]').closest('li').text()).toContain(
      'The contributor, due by Friday 12 March',
    )
    const filters = (actor: typeof byLead) =>
      actor
        .$('.los-filters a')
        .map((_, link) => actor.$(link).text())
        .get()
    expect(filters(byObserver)).toEqual(['All criteria', expect.stringContaining('Needs action, ')])
    const byContributor = await signedIn(service, contributor, list)
    await byContributor.follow('Assigned to you, 1')
    expect(byContributor.$('.govuk-task-list__item')).toHaveLength(1)
    expect(byContributor.text).toContain('You, due by Friday 12 March')
    await service.end()
  })

  test('the due date is no longer shown once the answer cannot be changed', async () => {
    const service = await aService(engine)
    const { lead, contributor, application, l1 } = await aDraft(service)
    const byLead = await signedIn(service, lead, `${l1}/assignment`)
    await byLead.press('Save', { person: contributor.id, ...inMarch })
    expect(byLead.text).toContain('Assigned to The contributor, due by Friday 12 March')
    const byContributor = await signedIn(service, contributor, l1)
    expect(byContributor.text).toContain('Assigned to you, due by Friday 12 March')
    await service.database.writer('applications').where({ id: application.id }).update({ status: 'submitted' })
    for (const reader of [byLead, byContributor]) {
      await reader.open(l1)
      expect([reader.text.includes('Assigned to'), reader.text.includes('due by')]).toEqual([true, false])
    }
    await service.end()
  })

  test('a contributor marks a criterion as ready, and a lead checks it or sends it back', async () => {
    const service = await aService(engine)
    const { lead, contributor, assigning, l1, list } = await aDraft(service)
    const byLead = await signedIn(service, lead, assigning)
    await byLead.press('Save', { person: contributor.id })
    const byContributor = await signedIn(service, contributor, l1)
    await byContributor.press('Save and mark as ready to check', { narrative: 'We train everyone.' })
    expect(byContributor.notices).toEqual(['Answer saved and marked as ready. Your leads can check it now.'])
    await byLead.open(list)
    expect(byLead.text).toContain('Ready to check')
    await byLead.open(l1)
    await byLead.press('Save and send back to The contributor')
    expect((await assigned(service))[0]).toMatchObject({ status: 'to write' })
    await byContributor.open(l1)
    await byContributor.press('Save and mark as ready to check')
    await byLead.open(l1)
    await byLead.press('Save and mark as checked')
    expect(byLead.text).toContain('A lead checked this answer on')
    expect((await assigned(service))[0]).toMatchObject({ status: 'checked' })
    await byContributor.open(list)
    expect(byContributor.text).not.toContain('Ready to check')
    await service.end()
  })

  test('a contributor takes an unassigned criterion and gives it back, but cannot assign one to others', async () => {
    const service = await aService(engine)
    const { lead, contributor, assigning, l1, list } = await aDraft(service)
    const byContributor = await signedIn(service, contributor, l1)
    await byContributor.follow('Assign to me')
    expect(byContributor.$('select[name=person] option')).toHaveLength(2)
    await byContributor.press('Save', { person: contributor.id })
    expect(byContributor.notices).toEqual(['Assigned to The contributor.'])
    await byContributor.send(assigning, { person: lead.id, version: '1' })
    expect([byContributor.status, byContributor.errors]).toEqual([422, ['Choose a member of your team from the list']])
    await byContributor.open(assigning)
    await byContributor.press('Save', { person: '' })
    expect(await assigned(service)).toEqual([])
    await byContributor.open(`${list}/assignments`)
    expect(byContributor.status).toBe(403)
    const byLead = await signedIn(service, lead, assigning)
    await byLead.press('Save', { person: lead.id })
    await byContributor.open(assigning)
    expect(byContributor.status).toBe(403)
    await service.end()
  })

  test('the home pages of the assigned contributor and the lead show what each has to do', async () => {
    const service = await aService(engine)
    const { lead, contributor, assigning, l1 } = await aDraft(service)
    const byLead = await signedIn(service, lead, assigning)
    await byLead.press('Save', { person: contributor.id, ...inMarch })
    const byContributor = await signedIn(service, contributor, '/home')
    expect(byContributor.text).toContain('You have 1 criterion to answer')
    expect(byContributor.text).toContain('By Friday 12 March')
    await byLead.open('/home')
    expect(byLead.text).not.toContain('criterion is ready to check')
    await byContributor.open(l1)
    await byContributor.press('Save and mark as ready to check', { narrative: 'We train everyone.' })
    await byContributor.open('/home')
    expect(byContributor.text).not.toContain('You have 1 criterion to answer')
    await byLead.open('/home')
    expect(byLead.text).toContain('1 criterion is ready to check')
    await service.end()
  })

  test('after a request for more evidence, a ready answer is a task only if the panel asked about it', async () => {
    const service = await aService(engine)
    const { lead, contributor, application, assigning, l1, list } = await aDraft(service)
    const byLead = await signedIn(service, lead, assigning)
    await byLead.press('Save', { person: contributor.id })
    const byContributor = await signedIn(service, contributor, l1)
    await byContributor.press('Save and mark as ready to check', { narrative: 'We train everyone.' })
    const ask = (items: string[]) =>
      service.database
        .writer('applications')
        .where({ id: application.id })
        .update({ status: 'more evidence asked', items_asked: JSON.stringify(items) })
    const tasks = async (): Promise<[home: boolean, list: boolean]> => {
      await byLead.open('/home')
      const home = byLead.text.includes('1 criterion is ready to check')
      await byLead.open(`${list}?show=action`)
      return [home, byLead.text.includes('Ready to check')]
    }
    await ask(['induction'])
    expect(await tasks()).toEqual([false, false])
    await ask(['induction', 'staff-training'])
    expect((await tasks())[0]).toBe(true)
    await service.end()
  })

  test('the home page counts answers to mark as ready, and the same unfinished criteria as the task list', async () => {
    const service = await aService(engine)
    const { lead, contributor, application, list, l1 } = await aDraft(service)
    const byLead = await signedIn(service, lead, `${list}/assignments`)
    const items = byLead
      .$('input[name=item]')
      .toArray()
      .map(each => byLead.$(each))
      .filter(each => /^L[1-3] /.test(each.parent().text().trim()))
      .map(each => each.attr('value')!)
    await byLead.press('Assign', { item: items, person: contributor.id })
    await everythingWritten(service, application, lead)
    await service.database.writer('answers').where({ item_id: items[2] }).update({ narrative: '' })
    const byContributor = await signedIn(service, contributor, '/home')
    expect(byContributor.text).toContain('You have 1 criterion to answer')
    expect(byContributor.text).toContain('You have answered 2 other criteria. Mark them as ready to check.')
    await byContributor.open(`${list}?show=yours`)
    expect(byContributor.$('.los-counts').text().replace(/\s+/g, ' ')).toContain('You 1 to finish')
    expect(byContributor.text.match(/Mark this answer as ready to check/g)).toHaveLength(2)
    await byContributor.open(l1)
    await byContributor.press('Save and mark as ready to check')
    await byContributor.open('/home')
    expect(byContributor.text).toContain('You have answered 1 other criterion. Mark it as ready to check.')
    await byContributor.open(list)
    expect(byContributor.$('.los-counts').text().replace(/\s+/g, ' ')).toContain('You 1 to finish')
    await service.database.writer('answers').where({ item_id: items[2] }).update({ narrative: 'We ask.' })
    await byContributor.open('/home')
    expect(byContributor.text).not.toContain('criterion to answer')
    expect(byContributor.text).toContain('Mark 2 answers as ready to check')
    await service.database.writer('memberships').where({ person_id: contributor.id }).update({ role: 'lead' })
    await byContributor.open('/home')
    expect(byContributor.text).not.toContain('answers as ready to check')
    await service.end()
  })

  test('the home page counts the scope as unfinished when all its branches have closed', async () => {
    const service = await aService(engine)
    const { lead, contributor, application, list } = await aDraft(service)
    await everythingWritten(service, application, lead)
    const byLead = await signedIn(service, lead, `${list}/criteria/P4/assignment`)
    await byLead.press('Save', { person: contributor.id })
    const byContributor = await signedIn(service, contributor, '/home')
    expect(byContributor.text).not.toContain('You have 1 criterion to answer')
    await service.database.writer('branches').update({ closed_on: '2027-01-31' as never })
    await byContributor.open('/home')
    expect(byContributor.text).toContain('You have 1 criterion to answer')
    await service.end()
  })

  test('a lead assigns several criteria with one form', async () => {
    const service = await aService(engine)
    const { lead, contributor, list } = await aDraft(service)
    const byLead = await signedIn(service, lead, list)
    await byLead.follow('Assign criteria')
    await byLead.press('Assign', {})
    expect(byLead.errors).toEqual(['Choose at least one criterion to assign', 'Choose who will write these answers'])
    const items = byLead
      .$('input[name=item]')
      .toArray()
      .slice(6, 9)
      .map(each => byLead.$(each).attr('value')!)
    await byLead.press('Assign', { item: items, person: contributor.id, ...inMarch })
    expect(byLead.notices).toEqual(['3 criteria assigned to The contributor.'])
    expect((await assigned(service)).map(({ item_id }) => item_id)).toEqual(items.toSorted())
    expect(byLead.$('.los-counts').text().replace(/\s+/g, ' ')).toContain('The contributor 3 to finish')
    await service.end()
  })

  test('criteria whose assignments a colleague has changed are not assigned, and the page names them', async () => {
    const service = await aService(engine)
    const { lead, contributor, list } = await aDraft(service)
    const byLead = await signedIn(service, lead, `${list}/assignments`)
    const [changed, ready, kept] = byLead
      .$('input[name=item]')
      .toArray()
      .slice(6, 9)
      .map(each => byLead.$(each).attr('value')!) as [string, string, string]
    await byLead.press('Assign', { item: [ready], person: contributor.id })
    await byLead.open(`${list}/assignments`)
    const other = await signedIn(service, lead, `${list}/assignments`)
    await other.press('Assign', { item: [changed], person: contributor.id })
    await service.database.writer('assignments').where({ item_id: ready }).update({ status: 'ready', version: 2 })
    const before = await assigned(service)
    await byLead.press('Assign', { item: [changed, ready, kept], person: lead.id, ...inMarch })
    expect([byLead.status, byLead.errors, await assigned(service)]).toEqual([
      409,
      ['Someone else has changed the assignments of L1 and L2. Check them before you choose them again'],
      before,
    ])
    expect(byLead.text).toContain('The contributor marked this answer as ready')
    expect(['item', 'person', 'due-day'].map(name => byLead.valueOf(name))).toEqual([[kept], lead.id, '12'])
    await byLead.press('Assign', { item: [changed, kept] })
    expect((await assigned(service)).filter(each => each.person_id === lead.id).map(each => each.item_id)).toEqual(
      [changed, kept].toSorted(),
    )
    await service.end()
  })

  test('a member who leaves is unassigned from their criteria', async () => {
    const service = await aService(engine)
    const { organisation, lead, contributor, assigning, list } = await aDraft(service)
    const byLead = await signedIn(service, lead, assigning)
    await byLead.press('Save', { person: contributor.id })
    expect(await assigned(service)).toHaveLength(1)
    await byLead.open(`/organisations/${organisation.id}/team`)
    const membership = await service.database.writer('memberships').where({ person_id: contributor.id }).first('id')
    await byLead.send(`/organisations/${organisation.id}/team/${membership!.id}/ending`, {})
    expect(await service.database.writer('memberships').where({ id: membership!.id }).first('ended_at')).not.toEqual({
      ended_at: null,
    })
    expect(await assigned(service)).toEqual([])
    await byLead.open(list)
    expect(byLead.text).not.toContain('The contributor')
    await service.end()
  })

  test('a suspended person is unassigned from their criteria', async () => {
    const service = await aService(engine)
    const { lead, contributor, assigning } = await aDraft(service)
    const byLead = await signedIn(service, lead, assigning)
    await byLead.press('Save', { person: contributor.id })
    const administrator = await aPersonWho(service, { roles: ['administrator'] })
    const byAdministrator = await signedIn(service, administrator, `/people/${contributor.id}/suspension`)
    await byAdministrator.press('Suspend account')
    expect(await assigned(service)).toEqual([])
    await service.end()
  })

  test('an assignment that was changed in another window is not overwritten', async () => {
    const service = await aService(engine)
    const { lead, contributor, assigning } = await aDraft(service)
    const [one, other] = [await signedIn(service, lead, assigning), await signedIn(service, lead, assigning)]
    await one.press('Save', { person: contributor.id })
    await other.press('Save', { person: lead.id })
    expect([other.status, (await assigned(service))[0]!.person_id]).toEqual([409, contributor.id])
    await service.end()
  })

  test('the charity cannot see who is assigned to which criterion', async () => {
    const service = await aService(engine)
    const { lead, contributor, observer, assigning, list } = await aDraft(service)
    const byLead = await signedIn(service, lead, assigning)
    await byLead.press('Save', { person: contributor.id })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const byCoordinator = await signedIn(service, coordinator, list)
    expect(byLead.text).toContain('Assigned to The contributor')
    expect(byCoordinator.text).not.toContain('Assigned')
    for (const address of [assigning, `${list}/assignments`]) {
      await byCoordinator.open(address)
      expect(byCoordinator.status).not.toBe(200)
    }
    const byObserver = await signedIn(service, observer, assigning)
    expect(byObserver.status).toBe(403)
    expect(await service.database.writer('events').where('name', 'like', 'application.%assign%')).toEqual([])
    await service.end()
  })

  test('an assignment with a past date, a date but no person, or someone outside the team is refused', async () => {
    const service = await aService(engine)
    const { lead, contributor, assigning } = await aDraft(service)
    const byLead = await signedIn(service, lead, assigning)
    await byLead.press('Save', { person: contributor.id, 'due-day': '1', 'due-month': '1', 'due-year': '2020' })
    expect([byLead.status, byLead.errors]).toEqual([422, ['Enter today’s date or a later one']])
    await byLead.press('Save', { person: '', ...inMarch })
    expect([byLead.status, byLead.errors]).toEqual([422, ['Choose who will write the answer, or remove the date']])
    await byLead.send(assigning, { person: 'nobody', version: '0' })
    expect([byLead.status, byLead.errors]).toEqual([422, ['Choose a member of your team from the list']])
    await service.end()
  })
})

const day = (text: string) => text as Day
const on = (due: Day): Typed => ({
  'due-day': due.slice(8),
  'due-month': due.slice(5, 7),
  'due-year': due.slice(0, 4),
})

eachDatabase('the date of an assignment', engine => {
  const late = (last: string) => [422, [`Enter a date no later than ${last}, when the application is due`]]
  /** Assigns the item on the page, due on `after`, then on `last`. @returns the status and errors for `after` */
  async function dueOn(visitor: Visitor, person: APerson, [last, after]: readonly [Day, Day]) {
    await visitor.press('Save', { person: person.id, ...on(after) })
    const refused = [visitor.status, visitor.errors]
    await visitor.press('Save', { person: person.id, ...on(last) })
    return refused
  }

  test('an assignment is due no later than the day on which the round closes for the library', async () => {
    const service = await aService(engine)
    const { lead, contributor, application, organisation, assigning, list } = await aDraft(service)
    const byLead = await signedIn(service, lead, assigning)
    expect(byLead.text).toContain('Enter a date no later than 30 April 2027, or leave this empty.')
    expect(await dueOn(byLead, contributor, [day('2027-04-30'), day('2027-05-01')])).toEqual(late('30 April 2027'))
    expect((await assigned(service))[0]).toMatchObject({ due_on: '2027-04-30' })
    await byLead.open(`${list}/assignments`)
    const item = byLead.$('input[name=item]').first().attr('value')!
    await byLead.press('Assign', { item: [item], person: contributor.id, ...on(day('2027-05-01')) })
    expect([byLead.status, byLead.errors]).toEqual(late('30 April 2027'))
    const { round_id } = (await service.database.writer('applications').where({ id: application.id }).first())!
    await service.database.writer('round_extensions').insert({
      id: newId(),
      round_id: round_id!,
      organisation_id: organisation.id,
      closes_at: instant('2027-05-14T16:00:00Z'),
      accepts_until: instant('2027-05-14T16:30:00Z'),
      reason: 'A flood',
      extended_by: lead.id,
      extended_at: instant('2027-03-01T09:00:00Z'),
    })
    await byLead.open(assigning)
    expect(await dueOn(byLead, contributor, [day('2027-05-14'), day('2027-05-15')])).toEqual(late('14 May 2027'))
    expect((await assigned(service))[0]).toMatchObject({ due_on: '2027-05-14' })
    await service.end()
  })

  test('an assignment is due no later than the deadline of a return or the last day to renew', async () => {
    const service = await aService(engine)
    const { lead, contributor, application, assigning, organisation } = await aDraft(service)
    const its = () => service.database.writer('applications').where({ id: application.id })
    await its().update({ status: 'returned', until: day('2027-03-20') })
    const byLead = await signedIn(service, lead, assigning)
    expect(await dueOn(byLead, contributor, [day('2027-03-20'), day('2027-03-21')])).toEqual(late('20 March 2027'))
    const award = await anAward(service, organisation, { startedBy: lead, endsOn: '2027-04-10' })
    await its().update({ kind: 'reappraisal', status: 'draft', until: null, round_id: null, award_id: award.id })
    await byLead.open(assigning)
    expect(await dueOn(byLead, contributor, [day('2027-04-10'), day('2027-04-11')])).toEqual(late('10 April 2027'))
    expect((await assigned(service))[0]).toMatchObject({ due_on: '2027-04-10' })
    await service.end()
  })

  test('after the deadline, an assignment can have any date, and an extended deadline does not change it', async () => {
    const service = await aService(engine)
    const { lead, contributor, application, assigning } = await aDraft(service)
    const its = () => service.database.writer('applications').where({ id: application.id })
    await its().update({ status: 'returned', until: day('2027-02-20') })
    const byLead = await signedIn(service, lead, assigning)
    expect(byLead.text).toContain('You can leave this empty.')
    await byLead.press('Save', { person: contributor.id, ...on(day('2027-12-01')) })
    expect((await assigned(service))[0]).toMatchObject({ due_on: '2027-12-01' })
    await its().update({ until: day('2027-03-20') })
    await byLead.open(assigning)
    await byLead.press('Save', { person: lead.id })
    expect((await assigned(service))[0]).toMatchObject({ person_id: lead.id, due_on: '2027-12-01' })
    await service.end()
  })

  test('unassigning a criterion removes its date, and a new date without a person is refused', async () => {
    const service = await aService(engine)
    const { lead, contributor, assigning } = await aDraft(service)
    const byLead = await signedIn(service, lead, assigning)
    await byLead.press('Save', { person: contributor.id, ...inMarch })
    await byLead.open(assigning)
    await byLead.press('Save', { person: '', ...on(day('2027-03-13')) })
    expect([byLead.status, byLead.errors]).toEqual([422, ['Choose who will write the answer, or remove the date']])
    await byLead.open(assigning)
    await byLead.press('Save', { person: '' })
    expect(byLead.notices).toEqual(['This criterion is no longer assigned to anyone.'])
    expect(await assigned(service)).toEqual([])
    await service.end()
  })
})

eachDatabase('the form to assign criteria', engine => {
  behavesLikeEveryForm(async () => {
    const service = await aService(engine)
    const { lead, contributor, list } = await aDraft(service)
    const visitor = await signedIn(service, lead, `${list}/assignments`)
    return {
      service,
      visitor,
      button: 'Assign',
      typed: { item: [visitor.$('input[name=item]').first().attr('value')!], person: contributor.id },
      invalid: { person: '' },
      timesSaved: async () => (await assigned(service)).length,
    }
  })
})
