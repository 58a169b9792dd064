import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { withoutRights } from '../../../src/domain/actor.ts'
import type { Day } from '../../../src/domain/time.ts'
import type { Message } from '../../../src/email/transport.ts'
import { askForRole } from '../../../src/modules/access/requests/request.actions.ts'
import { remindOfMeetings } from '../../../src/modules/appraisal/appraisal.public.ts'
import { approves, requestOf } from '../../support/approvals.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { invitationIn, pathOf } from '../../support/invitations.ts'
import { anotherCase, meetingFields } from '../../support/meetings.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import { aVisitor } from '../../support/visitor.ts'

eachDatabase('a helper or interpreter', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.submits()
    await world.seated()
  })

  const seatOfHolder = async (person: APerson): Promise<string> =>
    (await world.db()('seats').where({ application_id: world.application.id, person_id: person.id }).first('id'))!.id
  const formFor = async (person: APerson) => world.at(`/panel/seats/${await seatOfHolder(person)}/helpers/new`)
  let addresses = 0
  const aHelper = async (): Promise<APerson> => aPersonWho(world.service, { name: 'Miriam Haile', roles: ['helper'] })
  const records = async (helper: { name: string; email: string }, holder = world.peer) => {
    const casework = await world.as(world.coordinator, await formFor(holder))
    return casework.press('Add and email this person', { kind: 'interpreter', name: helper.name, email: helper.email })
  }

  test('a new helper is invited, approved by a second person, declares no conflict, and can then read', async () => {
    const { service, peer, at, judged } = world
    await judged(peer)
    addresses += 1
    const email = `tirhas${addresses}@helps.example`
    const form = await world.as(world.coordinator, await formFor(peer))
    expect([form.$('main h2').first().text(), form.$('main h3').length]).toEqual(['They can read', 0])
    const casework = await records({ name: 'Tirhas Kidane', email })
    expect([casework.status, casework.notices]).toEqual([200, ['Tirhas Kidane has been added. We will email them.']])
    expect(casework.text).toContain('Remove interpreter Tirhas Kidane')
    const invitation = (await service.post()).filter(({ to }) => to === email)
    const visitor = aVisitor(service)
    await visitor.open(pathOf(invitationIn(invitation)))
    expect(visitor.text).toContain('Helper or interpreter')
    await visitor.press('Create account', { name: 'Tirhas Kidane', password: 'seven herons over Fenn' })
    expect((await visitor.open(at())).status).toBe(404) // no one has approved the helper yet
    const second = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    await approves(service, second, email)
    await service.post()
    await visitor.open('/appraisals')
    expect(visitor.text).toContain('You are helping a panel member')
    await visitor.open(at('/appraisal'))
    expect(visitor.status).toBe(403) // the helper has not made a declaration yet
    await visitor.open(at('/declaration'))
    await visitor.press('Declare', { says: 'no conflict' })
    await visitor.open(at('/appraisal/L1'))
    expect([visitor.status, visitor.text.includes('Huw Prosser on L1')]).toEqual([200, true])
    expect(visitor.text).not.toContain('Secret of')
    expect(visitor.text).toContain('You cannot see private notes.')
  })

  test('a helper approved after the seat was withdrawn is not emailed about the application', async () => {
    const { service, coordinator, chair, peer, application, at, as, db } = world
    const second = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    const waiting: string[] = []
    for (const holder of [peer, chair]) {
      addresses += 1
      const email = `tirhas${addresses}@helps.example`
      await records({ name: `Tirhas Kidane ${addresses}`, email }, holder)
      const visitor = aVisitor(service)
      await visitor.open(pathOf(invitationIn((await service.post()).filter(({ to }) => to === email))))
      await visitor.press('Create account', { name: 'Tirhas Kidane', password: 'seven herons over Fenn' })
      waiting.push(email)
    }
    const casework = await as(coordinator, at(`/panel/seats/${await seatOfHolder(peer)}/withdrawal`))
    await casework.press('Withdraw seat')
    await service.post()
    for (const email of waiting) await approves(service, second, email)
    const sent = await service.post()
    const isTold = (email: string) => sent.some(({ to, text }) => to === email && text.includes(application.id))
    const isClaimed = async (email: string) =>
      (await db()('seat_helpers').where({ email }).first('person_id as person'))!.person !== null
    const [withdrawn, accepted] = waiting as [string, string]
    expect([isTold(withdrawn), await isClaimed(withdrawn)]).toEqual([false, false])
    expect([isTold(accepted), await isClaimed(accepted)]).toEqual([true, true])
  })

  test('a helper whose access is refused is no longer listed, and can be recorded again', async () => {
    const { service, coordinator, peer, at, as } = world
    addresses += 1
    const helper = { name: 'Tirhas Kidane', email: `tirhas${addresses}@helps.example` }
    await records(helper)
    const visitor = aVisitor(service)
    await visitor.open(pathOf(invitationIn((await service.post()).filter(({ to }) => to === helper.email))))
    await visitor.press('Create account', { name: helper.name, password: 'seven herons over Fenn' })
    const casework = await as(coordinator, at('/panel'))
    expect(casework.text).toContain('Remove interpreter Tirhas Kidane')
    const second = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    await second.open(`/approvals/${await requestOf(service, helper.email)}`)
    await second.press('Save your answer', { answer: 'refuse', reason: 'Not known to us.' })
    await casework.open(at('/panel'))
    expect(casework.text).not.toContain('Tirhas Kidane')
    expect((await records(helper, peer)).notices).toEqual(['Tirhas Kidane has been added. We will email them.'])
  })

  test('a helper with an open or expired invitation is emailed a new link when they are added again', async () => {
    const { service, peer, chair, db } = world
    addresses += 1
    const helper = { name: 'Tirhas Kidane', email: `tirhas${addresses}@helps.example` }
    const remove = async () =>
      db()('seat_helpers').where({ email: helper.email }).update({ ended_at: service.clock.now() })
    const links = async () => {
      const sent = (await service.post()).filter(({ to }) => to === helper.email)
      return sent.map(email => pathOf(invitationIn([email])))
    }
    await records(helper)
    expect(await links()).toHaveLength(1)
    await remove()
    await records(helper, chair)
    expect(await links()).toHaveLength(1)
    await remove()
    await db()('invitations').where({ email: helper.email }).update({ expired_at: service.clock.now() })
    await records(helper, peer)
    const [link, ...others] = await links()
    expect([others, (await aVisitor(service).open(link!)).text]).toEqual([[], expect.stringContaining('Your role')])
    expect(await db()('invitations').where({ email: helper.email }).select('expired_at', 'accepted_at')).toEqual([
      { expired_at: null, accepted_at: null },
    ])
    await remove()
    await records(helper, chair)
    expect(await links()).toHaveLength(1)
    await remove()
    const casework = await records(helper, peer)
    expect([casework.status, casework.notices, await links()]).toEqual([
      200,
      [
        'Tirhas Kidane has been added. We did not email the invitation again, because we had emailed it several ' +
          'times in the last hour.',
      ],
      [],
    ])
    expect(await db()('seat_helpers').where({ email: helper.email, ended_at: null }).pluck('name')).toEqual([
      helper.name,
    ])
  })

  test('coordinators and administrators can resend and cancel a helper’s invitation', async () => {
    const { service, coordinator, as, db } = world
    addresses += 1
    const helper = { name: `Tirhas Kidane ${addresses}`, email: `tirhas${addresses}@helps.example` }
    await records(helper)
    await service.post()
    const { id } = (await db()('invitations').where({ email: helper.email }).first('id'))!
    const casework = await as(coordinator, '/people/invitations/new')
    expect([casework.text.includes(helper.email), casework.html.includes('value="helper"')]).toEqual([true, false])
    await casework.send(`/people/invitations/${id}/resending`)
    expect(casework.notices).toEqual([`We will email a new link to ${helper.name}`])
    expect((await service.post()).filter(({ to }) => to === helper.email)).toHaveLength(1)
    const administrator = await signedIn(service, await aPersonWho(service, { roles: ['administrator'] }))
    await administrator.send(`/people/invitations/${id}/revocation`)
    expect(administrator.notices).toEqual([`Invitation to ${helper.name} cancelled. The link no longer works.`])
    const trustee = await signedIn(service, await aPersonWho(service, { roles: ['trustee'] }))
    expect((await trustee.send(`/people/invitations/${id}/resending`)).status).toBe(404)
  })

  test('a helper reads the application and the findings of one seat, and no other page of the panel', async () => {
    const { service, chair, peer, application, at, given, judged } = world
    const helper = await aHelper()
    await records(helper)
    await aDeclaration(service, application, helper)
    await judged(chair)
    await given(peer)
    const visitor = await signedIn(service, helper)
    await visitor.open(at())
    expect(visitor.links.map(({ text }) => text).filter(text => /answers|ppraisal$/.test(text))).toEqual([
      'Read the answers',
      'Appraisal',
    ])
    const statuses: Record<string, number> = {}
    for (const below of ['', '/submission', '/questions', '/appraisal', '/appraisal/L1', '/declaration'])
      statuses[below] = (await visitor.open(at(below))).status
    expect(Object.values(statuses)).toEqual([200, 200, 200, 200, 200, 200])
    for (const below of ['/panel', '/meeting', '/meeting/L1', '/proposal', '/decision', '/history', '/pack', '/seat'])
      expect([below, (await visitor.open(at(below))).status]).toEqual([below, 403])
    expect((await visitor.open(at('/criteria/L1/questions/new'))).status).toBe(403)
    await visitor.open(at('/appraisal/L1'))
    expect([visitor.text.includes('Huw Prosser on L1'), visitor.text.includes('Nadia Rahmani on L1')]).toEqual([
      true,
      false,
    ])
    expect(visitor.html).not.toContain('Secret of Huw Prosser')
    expect(visitor.headings).toContain('The panel member’s finding')
    expect(visitor.text).toContain('The panel member you help has written their findings on')
    const shown = async (person: APerson) => {
      const { text } = await signedIn(service, person, at('/appraisal/L1'))
      return ['Your finding', 'The other members’ findings'].filter(each => text.includes(each))
    }
    expect([await shown(helper), await shown(peer), await shown(chair)]).toEqual([
      [],
      ['Your finding'],
      ['The other members’ findings'],
    ])
    for (const below of ['/appraisal', '/appraisal/L1'])
      expect((await visitor.send(at(below), { judgement: 'met', reason: 'Mine' })).status).toBe(403)
  })

  test('a helper cannot read restricted evidence, although the member can', async () => {
    const { service, peer, application, evidence, db, at } = world
    const helper = await aHelper()
    await records(helper)
    await aDeclaration(service, application, helper)
    const address = `/evidence/${evidence}?case=${application.id}&criterion=L1`
    const visitor = await signedIn(service, helper, address)
    expect(visitor.status).toBe(200)
    await db()('evidence').where({ id: evidence }).update({ sensitivity: 'restricted' })
    expect((await visitor.open(address)).status).toBe(404)
    expect((await signedIn(service, peer, address)).status).toBe(200)
    expect((await visitor.open(at())).status).toBe(200)
  })

  test('a helper’s name is only on the coordinators’ page about the panel, and in no history or pack', async () => {
    const { service, coordinator, chair, peer, trustee, lead, application, at, as, given, everyPage } = world
    const helper = await aHelper()
    await records(helper)
    const visitor = await signedIn(service, helper, at('/declaration'))
    await visitor.press('Declare', { says: 'no conflict' })
    await visitor.open(at('/appraisal/L1'))
    await visitor.open(`/evidence/${world.evidence}?case=${application.id}&criterion=L1`)
    await given(chair)
    await given(peer)
    await aDeclaration(service, application, trustee)
    expect((await as(coordinator, at('/panel'))).text).toContain('Remove interpreter Miriam Haile')
    const administrator = await aPersonWho(service, { roles: ['administrator'] })
    for (const person of [chair, peer, trustee, lead, administrator, coordinator])
      for (const page of [...everyPage(), '/history', `/evidence/${world.evidence}`, at('/pack')]) {
        if (person === coordinator && page === at('/panel')) continue
        const open = await as(person, page)
        expect([person.name, page, open.text.includes('Miriam')]).toEqual([person.name, page, false])
      }
    expect(await world.eventNames()).not.toContain('helper.recorded')
    expect(await world.db()('events').where({ application_id: application.id, person_id: helper.id })).toEqual([])
    expect(await world.db()('events').where({ name: 'helper.declared' }).whereNotNull('application_id')).toEqual([])
  })

  test('a helper loses access when the help ends, the seat is withdrawn, or they declare a conflict', async () => {
    const { service, coordinator, peer, application, db, at, as } = world
    const [one, other, third] = [await aHelper(), await aHelper(), await aHelper()]
    for (const helper of [one, other, third]) {
      await records(helper)
      await aDeclaration(service, application, helper)
    }
    const visitors = await Promise.all([one, other, third].map(helper => signedIn(service, helper, at('/appraisal'))))
    expect(visitors.map(({ status }) => status)).toEqual([200, 200, 200])
    const row = await db()('seat_helpers').where({ person_id: one.id }).first('id')
    const casework = await as(coordinator, at(`/panel/helpers/${row!.id}/ending`))
    await casework.press('Remove this person')
    expect((await visitors[0]!.open(at('/appraisal'))).status).toBe(404)
    await visitors[2]!.open(at('/declaration'))
    await visitors[2]!.press('Declare a conflict', { reason: 'A friend of mine works there' })
    expect((await visitors[2]!.open(at('/appraisal'))).status).toBe(404)
    expect((await visitors[1]!.open(at('/appraisal'))).status).toBe(200)
    expect((await as(peer, at('/appraisal'))).status).toBe(200)
    await as(coordinator, at(`/panel/seats/${await seatOfHolder(peer)}/withdrawal`))
    await casework.press('Withdraw seat')
    expect((await visitors[1]!.open(at('/appraisal'))).status).toBe(404)
  })

  test('a helper is told for 28 days that the seat was withdrawn, unless they declared a conflict', async () => {
    const { service, coordinator, peer, application, organisation, as, at } = world
    service.clock.set('2027-03-01T09:00:00Z')
    const [helper, other] = [await aHelper(), await aHelper()]
    for (const each of [helper, other]) await records(each)
    const casework = await as(coordinator, at(`/panel/seats/${await seatOfHolder(peer)}/withdrawal`))
    const list = async (person: APerson) => (await signedIn(service, person, '/appraisals')).text
    expect(await list(helper)).not.toContain('We withdrew')
    await casework.press('Withdraw seat')
    const line =
      `We withdrew the seat of the person you helped on the panel for ${organisation.name} on 1 March 2027. ` +
      'You can no longer open its application.'
    expect([await list(helper), await list(other)]).toEqual(Array(2).fill(expect.stringContaining(line)))
    await aDeclaration(service, application, other, 'conflict')
    expect(await list(other)).not.toContain('We withdrew')
    service.clock.set('2027-03-29T09:00:00Z')
    expect(await list(helper)).not.toContain('We withdrew')
  })

  test('a helper of a withdrawn seat can help another member of the panel', async () => {
    const { service, coordinator, peer, neighbour, application, as, at } = world
    const helper = await aHelper()
    await records(helper)
    const casework = await as(coordinator, at(`/panel/seats/${await seatOfHolder(peer)}/withdrawal`))
    await casework.press('Withdraw seat')
    expect((await records(helper, neighbour)).errors).toEqual([])
    expect((await signedIn(service, helper, '/appraisals')).text).not.toContain('We withdrew')
    await aDeclaration(service, application, helper)
    expect((await signedIn(service, helper, at('/appraisal'))).status).toBe(200)
  })

  test('a person with another role in the application or the charity cannot be a helper', async () => {
    const { service, coordinator, chair, trustee, lead, organisation } = world
    const contributor = await aPersonWho(service, { member: [[organisation, 'contributor']] })
    const helper = await aHelper()
    await records(helper)
    for (const [person, message] of [
      [chair, 'This person already has a seat on this panel, or has been offered one. Add someone else'],
      [helper, 'This person is already a helper or interpreter on this panel. Add someone else'],
      [trustee, 'This person already has a role at City of Sanctuary. Add someone else'],
      [coordinator, 'This person already has a role at City of Sanctuary. Add someone else'],
      [lead, 'This person is on the library’s team. Choose someone else'],
      [contributor, 'This person is on the library’s team. Choose someone else'],
    ] as const) {
      const casework = await records(person)
      expect([person.name, casework.status, casework.errors]).toEqual([person.name, 422, [message]])
    }
    const casework = await world.as(coordinator, await formFor(world.peer))
    await casework.press('Add and email this person', { name: '', email: 'not an address' })
    expect([casework.status, casework.errors.length]).toEqual([422, 3])
  })

  test('a helper who becomes a coordinator does not see the application’s emails in the list of emails', async () => {
    const { service, application, coordinator, db, at } = world
    const helper = await aHelper()
    service.clock.minutesPass(1) // so that the email is on the first page, above those of earlier tests
    await records(helper)
    await aDeclaration(service, application, helper)
    await db()('charity_roles').where({ person_id: helper.id }).update({ role: 'coordinator' })
    const { id } = (await db()('outbox')
      .where({ application_id: application.id })
      .orderBy('queued_at', 'desc')
      .first('id'))!
    const isListed = async (person: APerson) => {
      const visitor = await signedIn(service, person, '/mail')
      return [visitor.status, visitor.links.some(({ href }) => href === `/mail/${id}`)]
    }
    expect([await isListed(coordinator), await isListed(helper)]).toEqual([
      [200, true],
      [200, false],
    ])
    expect((await signedIn(service, helper, at('/submission'))).status).toBe(200)
  })

  test('a trustee who has helped a panel member cannot decide the application', async () => {
    const { service, coordinator, chair, peer, neighbour, trustee, organisation, at, as, given, db } = world
    await db()('organisations').where({ id: organisation.id }).update({ name: 'Wrenbury Libraries' })
    const [helper, former] = [await aHelper(), await aHelper()]
    for (const person of [helper, former]) {
      await records(person)
      await aDeclaration(service, world.application, person)
    }
    for (const member of [peer, neighbour, chair]) await given(member)
    const help = await db()('seat_helpers').where({ person_id: former.id }).first('id')
    await (await as(coordinator, at(`/panel/helpers/${help!.id}/ending`))).press('Remove this person')
    await db()('charity_roles').whereIn('person_id', [helper.id, former.id]).update({ role: 'trustee' })
    const nadia = await as(chair, at('/meeting'))
    await nadia.press('Record the 25 findings that you all agree on')
    await nadia.open(at('/proposal'))
    await service.post()
    await nadia.press('Send to a trustee', {
      outcome: 'awarded',
      outcomeReason: 'It is strong.',
      decisionLetter: 'Dear Wrenbury, well done.',
    })
    const sent = await service.post()
    const seen = async (person: APerson) => {
      const visitor = await signedIn(service, person, '/home')
      const isListed = visitor.text.includes('Wrenbury Libraries')
      const isEmailed = sent.some(({ to, text }) => to === person.email && text.includes(at('/decision')))
      return [isListed, isEmailed, (await visitor.open(at('/decision'))).status]
    }
    await aDeclaration(service, world.application, trustee)
    expect(await seen(trustee)).toEqual([true, true, 200])
    expect([await seen(helper), await seen(former)]).toEqual([
      [false, false, 403],
      [false, false, 403],
    ])
  })

  test('a former helper’s other roles show no outcome in the list of decisions, and no history', async () => {
    const { service, chair, trustee, organisation, application, as, db, hasStatus } = world
    const name = `Larkfield Libraries ${application.id}`
    await db()('organisations').where({ id: organisation.id }).update({ name })
    const [asTrustee, asCoordinator] = [await aHelper(), await aHelper()]
    for (const [helper, role] of [
      [asTrustee, 'trustee'],
      [asCoordinator, 'coordinator'],
    ] as const) {
      await records(helper)
      await aDeclaration(service, application, helper)
      await db()('charity_roles').where({ person_id: helper.id }).update({ role })
    }
    await aDeclaration(service, application, trustee)
    await db()('charity_roles').insert({
      id: newId(),
      person_id: chair.id,
      role: 'trustee',
      started_at: service.clock.now(),
      ended_at: null,
    })
    await hasStatus('decided')
    const decision = newId()
    await db()('decisions').insert({
      id: decision,
      application_id: application.id,
      proposal_id: null,
      outcome: 'awarded',
      decision_letter: 'x',
      decided_by: trustee.id,
      decided_at: service.clock.now(),
      release_at: null,
      released_at: null,
      released_by: null,
      reversed_at: null,
    })
    await db()('events').insert({
      id: newId(),
      at: service.clock.now(),
      actor: 'person',
      person_id: trustee.id,
      name: 'application.takeUp',
      entity: 'application',
      entity_id: application.id,
      organisation_id: organisation.id,
      application_id: application.id,
      facts: '{}',
    })
    const lineOfPanel = 'Application sent back to the panel'
    const seen = async (person: APerson) => {
      const visitor = await as(person, '/decisions')
      const row = visitor.$('tbody tr').filter((_, each) => visitor.$(each).text().includes(name))
      const isOutcomeShown = row.text().includes('Awarded')
      await visitor.open(`/history?organisation=${organisation.id}`)
      return [row.length, isOutcomeShown, visitor.status, visitor.text.includes(lineOfPanel)]
    }
    expect([await seen(trustee), await seen(asTrustee), await seen(asCoordinator)]).toEqual([
      [1, true, 200, true],
      [1, false, 200, false],
      [1, false, 200, false],
    ])
    expect((await seen(chair)).slice(0, 2)).toEqual([1, false]) // before the release
    await db()('decisions').where({ id: decision }).update({ released_at: service.clock.now() })
    await db()('applications')
      .where({ id: application.id })
      .update({ decision_letter_released_at: service.clock.now() })
    expect([(await seen(chair))[1], (await seen(asTrustee))[1]]).toEqual([true, false])
  })

  test('only coordinators can record a helper, and only for an accepted seat', async () => {
    const { service, coordinator, peer, chair, db, at, as } = world
    const address = await formFor(peer)
    expect((await as(chair, address)).status).toBe(403)
    await db()('seats')
      .where({ id: await seatOfHolder(peer) })
      .update({ status: 'offered' })
    const casework = await signedIn(service, coordinator, address)
    expect(casework.status).toBe(404)
    expect((await casework.open(at(`/panel/helpers/${newId()}/ending`))).status).toBe(404)
  })

  test('a helper, with or without an account, cannot be offered a seat on the same panel', async () => {
    const { service, coordinator, application, at, db } = world
    const helper = await aHelper()
    await records(helper)
    addresses += 1
    const invited = { name: 'Tirhas Kidane', email: `tirhas${addresses}@helps.example` }
    await records(invited)
    await db()('seats').where({ application_id: application.id, person_id: world.neighbour.id }).delete()
    const seats = async () => db()('seats').where({ application_id: application.id }).orderBy('id').pluck('id')
    const before = await seats()
    expect(before).toHaveLength(2)
    const joan = await signedIn(service, coordinator, at('/panel'))
    for (const { name, email } of [helper, invited]) {
      await joan.send(at('/panel'), { kind: 'sector peer', name, email: email.toUpperCase() })
      expect([joan.status, joan.errors]).toEqual([
        422,
        ['This person is a helper or interpreter on this panel. Choose someone else'],
      ])
    }
    expect(await seats()).toEqual(before)
  })

  describe('a helper at a panel meeting', () => {
    let address: string
    beforeEach(async () => {
      await world.db()('meetings').update({ status: 'cancelled' })
      await world.db()('organisations').where({ id: world.organisation.id }).update({ name: 'Fellwick Libraries' })
      const { peer, neighbour, chair, coordinator, application } = world
      const panel = [peer, neighbour]
      const other = await anotherCase(world, { name: 'Thornwick Library', panel, conflict: [chair] })
      const joan = await world.as(coordinator, '/meetings/new')
      await joan.send('/meetings/new', { ...meetingFields, applications: [application.id, other] })
      address = joan.address
      await world.service.post()
    })
    const sentTo = async ({ email }: APerson): Promise<Message[]> =>
      (await world.service.post()).filter(({ to }) => to === email)
    const aDeclaredHelper = async (holder: APerson): Promise<APerson> => {
      const helper = await aHelper()
      await records(helper, holder)
      await aDeclaration(world.service, world.application, helper)
      return helper
    }

    test('a helper is emailed the invitation, a change, a reminder and the cancellation of a meeting', async () => {
      const { service, coordinator, chair, application, as, db } = world
      const helper = await aHelper()
      await records(helper, chair)
      const first = (await sentTo(helper)).filter(({ subject }) => subject.startsWith('Panel meeting'))
      expect(first.map(({ subject }) => subject)).toEqual(['Panel meeting on 27 May 2027'])
      expect(first[0]!.calendar).toContain('METHOD:REQUEST')
      expect(first[0]!.text).not.toContain('Fellwick') // the helper has not made a declaration yet
      await aDeclaration(service, application, helper)

      const joan = await as(coordinator, `${address}/change`)
      await joan.press('Save', { 'day-day': '28' })
      const [changed] = await sentTo(helper)
      expect(changed!.subject).toBe('Your panel meeting on 28 May 2027 has changed')
      expect([changed!.text.includes('Fellwick'), changed!.text.includes('Thornwick')]).toEqual([true, false])
      expect(changed!.calendar).toContain('SEQUENCE:1')

      await remindOfMeetings(service.parts, '2027-05-27' as Day)
      await db()('outbox').where({ name: 'meeting soon' }).update({ next_try_at: service.clock.now() })
      expect((await sentTo(helper)).map(({ subject }) => subject)).toEqual(['Reminder: panel meeting on 28 May 2027'])

      await joan.open(`${address}/cancellation`)
      await joan.press('Cancel meeting')
      expect((await sentTo(helper)).map(({ calendar }) => calendar!.includes('METHOD:CANCEL'))).toEqual([true])
    })

    test('a helper is emailed when the help ends, and when the member declares a conflict of interest', async () => {
      const { chair, coordinator, as, at, db } = world
      const [one, other] = [await aDeclaredHelper(chair), await aDeclaredHelper(chair)]
      const [toOne, toOther] = [(await visits(one)).status, (await visits(other)).status]
      expect([toOne, toOther]).toEqual([200, 200])
      await world.service.post()
      const row = await db()('seat_helpers').where({ person_id: one.id }).first('id')
      const casework = await as(coordinator, at(`/panel/helpers/${row!.id}/ending`))
      await casework.press('Remove this person')
      expect((await sentTo(one)).map(({ subject }) => subject)).toEqual([gone])
      const nadia = await as(chair, at('/declaration'))
      await nadia.press('Declare a conflict', { reason: 'A friend of mine works there' })
      expect((await sentTo(other)).map(({ subject }) => subject)).toEqual([gone])
      expect([(await visits(one)).status, (await visits(other)).status]).toEqual([404, 404])
    })

    test('a helper who joins the library is emailed that they no longer need to attend the meeting', async () => {
      const { service, organisation, lead, chair } = world
      const [joins, stays] = [await aDeclaredHelper(chair), await aDeclaredHelper(chair)]
      await service.post()
      const asked = {
        personId: joins.id,
        organisationId: organisation.id,
        role: 'contributor',
        invitedBy: lead.id,
      } as const
      await service.parts.write(withoutRights(joins.id), work => askForRole(work, asked))
      const sent = await service.post()
      const subjectsTo = ({ email }: APerson) => sent.filter(({ to }) => to === email).map(({ subject }) => subject)
      expect([subjectsTo(joins), subjectsTo(stays), subjectsTo(chair)]).toEqual([[gone], [], []])
    })
    const gone = 'You no longer need to attend the panel meeting on 27 May 2027'
    const visits = (helper: APerson) => signedIn(world.service, helper, address)

    test('a helper sees the member’s items but not who is present, and is not recorded as present', async () => {
      const { service, coordinator, chair, peer, application, as, given } = world
      const helper = await aHelper()
      await records(helper, chair)
      const miriam = await visits(helper)
      expect([miriam.status, miriam.text.includes('Fellwick')]).toEqual([200, false])
      expect(miriam.text).toContain('Declare whether you have a conflict of interest')
      await aDeclaration(service, application, helper)
      await miriam.open('/meetings')
      expect([miriam.text.includes('Fellwick'), miriam.text.includes('Thornwick')]).toEqual([true, false])

      await world.db()('meetings').update({ starts_at: service.clock.now() })
      const nadia = await as(chair, address)
      await nadia.press('I am here')
      await miriam.open(address)
      expect(nadia.text).toContain('Present now')
      expect([miriam.text.includes('Present now'), miriam.buttons.includes('I am here')]).toEqual([false, false])
      expect((await miriam.send(`${address}/presence`, { person: helper.id, says: 'here' })).status).toBe(403)
      const joan = await as(coordinator, address)
      await joan.press('Start discussing Fellwick Libraries')
      await miriam.open(address)
      expect(miriam.text).toContain('Now discussing Fellwick Libraries')
      expect(miriam.links.some(({ href }) => href === `/applications/${application.id}`)).toBe(true)
      expect(miriam.html).not.toMatch(/Thornwick|Nadia|Huw|Minutes/)
      await joan.press('Start discussing Thornwick Library')
      await miriam.open(address)
      expect(miriam.text).toContain('An item that you cannot see is being discussed.')
      expect(miriam.text).toContain('You can see only the applications that you help with.')
      expect(miriam.html).not.toMatch(/Thornwick/)

      await given(chair)
      await given(peer)
      await joan.press('End the meeting')
      for (const page of [address, `${address}/minutes/${application.id}`])
        expect((await as(chair, page)).html).not.toContain('Miriam')
      expect((await miriam.open(`${address}/minutes/${application.id}`)).status).toBe(403)
      expect(await world.db()('meeting_movements').where({ person_id: helper.id })).toEqual([])
      expect(await world.db()('events').where({ entity: 'meeting', person_id: helper.id })).toEqual([])
    })
  })
})
