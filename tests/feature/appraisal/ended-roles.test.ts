import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { withoutRights } from '../../../src/domain/actor.ts'
import { answerRequest } from '../../../src/modules/access/requests/request.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, aSeat, type APerson } from '../../support/factories.ts'
import { joins } from '../../support/joining.ts'
import { requestOf } from '../../support/approvals.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import { aVisitor } from '../../support/visitor.ts'

eachDatabase('the seats of a person whose role ends', engine => {
  let world: PanelWorld
  let administrator: APerson
  beforeAll(async () => {
    world = await aPanelWorld(engine)
    administrator = await aPersonWho(world.service, { name: 'Iris Webb', roles: ['administrator'] })
    await aPersonWho(world.service, { name: 'Owen Marsh', roles: ['administrator'] })
  })
  afterAll(() => world.service.end())
  beforeEach(() => world.submits())

  const anAppraiser = async (roles: readonly ('appraiser' | 'trustee')[] = ['appraiser']) =>
    aPersonWho(world.service, { name: 'Robin Vale', roles: [...roles] })
  const removesRole = async (person: APerson) => {
    const role = await world.db()('charity_roles').where({ person_id: person.id, ended_at: null }).first('id')
    return (await world.as(administrator)).send(`/people/${person.id}/roles/${role!.id}/ending`)
  }
  const seatOf = async (person: APerson) =>
    (await world.db()('seats').where({ application_id: world.application.id, person_id: person.id }).first('status'))!
      .status
  const emailed = async () =>
    (await world.service.post()).filter(({ subject }) => subject.endsWith('is vacant')).map(({ to }) => to)

  test('when a role ends, its holder loses the seat and access, and the coordinator gets an email', async () => {
    const { service, coordinator, application, at, as } = world
    await aDeclaration(service, application, coordinator)
    const person = await anAppraiser()
    const id = await aSeat(service, application, person, { offeredBy: coordinator })
    await world.db()('seats').where({ id }).update({ shown_name: 'Rowan' })
    await aDeclaration(service, application, person)
    const theirs = await as(person, at('/submission'))
    expect([theirs.status, (await theirs.open('/appraisals')).html.includes(application.id)]).toEqual([200, true])
    const casework = await as(coordinator, at('/panel'))
    expect(casework.text).toContain('2 more seats are needed')
    await removesRole(person)
    for (const below of ['', '/submission', '/panel', '/appraisal', '/declaration'])
      expect([below, (await theirs.open(at(below))).status]).toEqual([below, 404])
    expect(await seatOf(person)).toBe('withdrawn')
    expect(await world.eventNames()).toContain('seat.withdrawn')
    expect(await emailed()).toEqual([coordinator.email])
    expect((await casework.open(at('/panel'))).text).toContain('3 more seats are needed')
    expect(casework.text).toContain('seat was withdrawn')
  })

  test('an unanswered offer is withdrawn when the role ends', async () => {
    const { service, coordinator, application, at, as } = world
    const person = await anAppraiser()
    await aSeat(service, application, person, { offeredBy: coordinator, status: 'offered' })
    const theirs = await as(person, at('/seat'))
    expect(theirs.status).toBe(200)
    await removesRole(person)
    await theirs.press('Accept seat', { shownName: 'R.' })
    expect([theirs.status, await seatOf(person)]).toEqual([404, 'withdrawn'])
  })

  test('a person keeps their seats while they have another role at the charity', async () => {
    const { service, coordinator, application, at, as } = world
    const person = await anAppraiser(['trustee', 'appraiser'])
    await aSeat(service, application, person, { offeredBy: coordinator, status: 'offered' })
    await removesRole(person)
    expect([(await (await as(person)).open(at('/seat'))).status, await seatOf(person)]).toEqual([200, 'offered'])
    await removesRole(person)
    expect([(await (await as(person)).open(at('/seat'))).status, await seatOf(person)]).toEqual([404, 'withdrawn'])
  })

  test('the seats of a suspended account are withdrawn', async () => {
    const { service, coordinator, application, as } = world
    const person = await anAppraiser()
    await aSeat(service, application, person, { offeredBy: coordinator })
    await (await as(administrator, `/people/${person.id}/suspension`)).press('Suspend account')
    expect(await seatOf(person)).toBe('withdrawn')
  })

  test('all findings are kept when a role ends, and so is the seat of a member who has given all of them', async () => {
    const { coordinator, at, as, db, service, application } = world
    const person = await anAppraiser()
    await world.seated()
    for (const [who, given] of [
      [person, true],
      [await anAppraiser(), false],
    ] as const) {
      await aSeat(service, application, who, { offeredBy: coordinator })
      await aDeclaration(service, application, who)
      await world.judged(who)
      if (given) await (await as(who, at('/appraisal'))).press('Give all my findings')
      await removesRole(who)
      expect(await seatOf(who)).toBe(given ? 'accepted' : 'withdrawn')
    }
    expect(await db()('findings').where('reason', 'like', 'Robin Vale%')).toHaveLength(2 * world.criteria.length)
    expect((await (await as(person)).open(at('/appraisal'))).status).toBe(404)
  })

  test('a member whose role ended after giving all findings loses the seat when findings are reopened', async () => {
    const { service, coordinator, chair, application, at, as, db, criteria } = world
    await world.seated()
    const person = await anAppraiser()
    await aSeat(service, application, person, { offeredBy: coordinator })
    await aDeclaration(service, application, person)
    for (const who of [person, chair]) {
      await world.judged(who)
      await (await as(who, at('/appraisal'))).press('Give all my findings')
    }
    await removesRole(person)
    expect([await seatOf(person), await emailed()]).toEqual(['accepted', []])
    const items = JSON.stringify([criteria[0]!.id])
    await db()('applications').where({ id: application.id }).update({ status: 'resubmitted', items_asked: items })
    await (await as(coordinator, at('/take-up'))).press('Send new evidence to the panel')
    expect([await world.status(), await seatOf(person)]).toEqual(['with the panel', 'withdrawn'])
    expect([await seatOf(chair), await emailed()]).toEqual(['accepted', [coordinator.email]])
  })

  test('a chair loses the seat even after giving all findings, because the panel needs a chair', async () => {
    const { service, coordinator, application, at, as } = world
    const person = await anAppraiser()
    await world.hasStatus('with the panel')
    await aSeat(service, application, person, { offeredBy: coordinator, chairs: true })
    await aDeclaration(service, application, person)
    await world.judged(person)
    await (await as(person, at('/appraisal'))).press('Give all my findings')
    await removesRole(person)
    expect(await seatOf(person)).toBe('withdrawn')
  })

  test('an emailed offer is withdrawn when the role of the new appraiser is refused', async () => {
    const { service, coordinator, application, at, as, db } = world
    await aDeclaration(service, application, coordinator)
    const casework = await as(coordinator, at('/panel'))
    const email = `mina.${application.id}@panel.example`
    await casework.press('Offer this seat', { name: 'Mina', email, kind: 'sector peer' })
    const link = (await service.post()).flatMap(({ text }) => /\/seats\/[\w-]{43}/.exec(text) ?? [])[0]!
    const mina = aVisitor(service, { 'X-Forwarded-For': '198.51.100.33' })
    await mina.open(link)
    await mina.press('Create account', { name: 'Mina Sayed', password: 'quiet heron under the bridge' })
    const approval = await as(administrator, `/approvals/${await requestOf(service, email)}`)
    await approval.press('Save your answer', { answer: 'refuse', reason: 'Nobody knows her' })
    expect(await db()('seats').where({ application_id: application.id }).pluck('status')).toEqual(['withdrawn'])
    await mina.open('/seats/offer')
    expect([404, 410]).toContain(mina.status)
  })

  test('the seats of a person are withdrawn when their role is refused after it took effect', async () => {
    const { service, coordinator, application, db } = world
    const { person } = await joins(service, { by: administrator, role: 'appraiser' })
    await db()('access_requests').where({ person_id: person.id }).update({ status: 'to confirm' })
    await db()('charity_roles').insert({
      id: newId(),
      person_id: person.id,
      role: 'appraiser',
      started_at: service.clock.now(),
      ended_at: null,
    })
    await aSeat(service, application, person, { offeredBy: coordinator, status: 'offered' })
    const second = await aPersonWho(service, { roles: ['administrator'] })
    const id = await requestOf(service, person.email)
    await service.parts.write({ ...withoutRights(second.id), charityRoles: ['administrator'] }, work =>
      answerRequest(work, id, { answer: 'refuse', note: 'Unknown' }),
    )
    expect(await seatOf(person)).toBe('withdrawn')
  })

  test('a person without a role has no access, even if they still have a seat', async () => {
    const { service, coordinator, application, at, as, db } = world
    const person = await anAppraiser()
    await aSeat(service, application, person, { offeredBy: coordinator })
    await aDeclaration(service, application, person)
    const theirs = await as(person, at('/submission'))
    expect(theirs.status).toBe(200)
    await db()('charity_roles').where({ person_id: person.id }).update({ ended_at: service.clock.now() })
    for (const below of ['', '/submission', '/panel', '/appraisal', '/declaration', '/questions', '/seat'])
      expect([below, (await theirs.open(at(below))).status]).toEqual([below, 404])
    for (const page of ['/appraisals', '/home'])
      expect([page, (await theirs.open(page)).html.includes(application.id)]).toEqual([page, false])
  })
})
