import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { readersById } from '../../../src/email/readers.store.ts'
import { applicationById } from '../../../src/modules/access/access.public.ts'
import { moveApplication } from '../../../src/modules/applications/applications.public.ts'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { approves } from '../../support/approvals.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import { sendAgain } from '../../support/sent-again.ts'
import { aVisitor, anotherWindow } from '../../support/visitor.ts'
import { aSeat } from '../../support/factories.ts'

/** The path of the link in the email that offers a seat. */
const offerIn = (emails: readonly { text: string }[]): string =>
  emails.flatMap(({ text }) => /\/seats\/[\w-]{43}/.exec(text) ?? [])[0]!

eachDatabase('the offer of a seat', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(() => world.submits())
  const decides = async () => {
    const { service, trustee, application } = world
    await aDeclaration(service, application, trustee)
    await world.hasStatus('with a trustee')
    const facts = { panelIsComplete: true, openQuestions: 0, proposalIsUnchanged: true }
    const [decider] = await readersById(world.db(), [trustee.id])
    await service.parts.write(decider!.actor, async work =>
      moveApplication(work, (await applicationById(work.trx, application.id))!, 'decide', { facts }),
    )
  }

  test('a person declines the offer through the emailed link, which then stops working', async () => {
    const { service, coordinator, application, at, as } = world
    await aDeclaration(service, application, coordinator)
    const casework = await as(coordinator, at('/panel'))
    await casework.press('Offer this seat', {
      name: 'Somebody Far',
      email: `far${application.id}@panel.example`,
      kind: 'sector peer',
    })
    const link = offerIn(await service.post())
    const far = aVisitor(service, { 'X-Forwarded-For': '198.51.100.9' })
    await far.open(link)
    await far.press('Decline seat', { reason: 'No time before the summer.' })
    expect([far.status, far.headings[0]]).toEqual([200, 'You have declined the seat'])
    await far.open(link)
    expect(far.status).toBe(410)
    expect((await casework.open(at('/panel'))).text).toContain('Somebody Far declined: “No time before the summer.”')
    expect((await far.open('/seats/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).status).toBe(404)
  })

  test('the link of a withdrawn offer says that the offer was withdrawn, not that someone used it', async () => {
    const { service, coordinator, application, at, as, db } = world
    await aDeclaration(service, application, coordinator)
    const casework = await as(coordinator, at('/panel'))
    const email = `gone${application.id}@panel.example`
    await casework.press('Offer this seat', { name: 'Somebody Gone', email, kind: 'sector peer' })
    const link = offerIn(await service.post())
    const opened = await aVisitor(service, { 'X-Forwarded-For': '198.51.100.44' }).open(link)
    await casework.open(at('/panel'))
    await casework.follow('Withdraw offer')
    await casework.press('Withdraw offer')
    expect(await db()('seats').where({ application_id: application.id }).pluck('status')).toEqual(['withdrawn'])
    const later = await aVisitor(service, { 'X-Forwarded-For': '198.51.100.45' }).open(link)
    await opened.press('Decline seat', { reason: 'No time.' })
    for (const { status, headings } of [opened, later])
      expect([status, headings]).toEqual([410, ['This invitation has been cancelled']])
  })

  test.each(['withdrawn', 'decided'])('open offers end when the application is %s', async status => {
    const { service, coordinator, peer, neighbour, lead, application, organisation, at, as, db } = world
    await aDeclaration(service, application, coordinator)
    const email = `late${application.id}@panel.example`
    const casework = await as(coordinator, at('/panel'))
    await casework.press('Offer this seat', { name: 'Somebody Late', email, kind: 'sector peer' })
    const link = offerIn(await service.post())
    const offers = db()('outbox').where({ name: 'seat offered', address: email })
    await offers.clone().update({ language: 'cy' })
    const earlier = {
      id: `zz${application.id.slice(2)}`,
      language: 'en',
      queued_at: '2026-03-01T09:00:00.000Z' as never,
    }
    await db()('outbox').insert({ ...(await offers.clone().first())!, ...earlier, status: 'sent' })
    await aSeat(service, application, peer, { offeredBy: coordinator, status: 'offered' })
    await aSeat(service, application, neighbour, { offeredBy: coordinator })
    if (status === 'withdrawn') await (await as(lead, at('/withdrawal'))).press('Withdraw application', { sure: 'yes' })
    else await decides()
    expect(await world.status()).toBe(status)
    const emails = await service.post()
    const subject = 'We have withdrawn our offer of a seat on a panel'
    const told = emails.filter(each => each.subject === subject)
    expect(told.map(({ to }) => to).toSorted()).toEqual([email, peer.email].toSorted())
    expect(told.every(({ text }) => text.includes(organisation.name))).toBe(true)
    const queued = db()('outbox').where({ name: 'seat withdrawn', application_id: application.id })
    expect(await queued.clone().where({ address: email }).pluck('language')).toEqual(['cy'])
    expect(await queued.clone().where({ address: peer.email }).pluck('language')).toEqual(['en'])
    const seats = await db()('seats').where({ application_id: application.id }).orderBy('status').pluck('status')
    expect(seats).toEqual(['accepted', 'withdrawn', 'withdrawn'])
    const late = await aVisitor(service, { 'X-Forwarded-For': '198.51.100.46' }).open(link)
    expect([late.status, late.headings]).toEqual([410, ['This invitation has been cancelled']])
    expect((await (await as(peer)).open(at('/seat'))).status).toBe(404)
  })

  test.each([
    ['before the clocks go back', '2027-10-17T23:30:00.000Z', '2027-11-02T00:00:00.000Z'],
    ['before the clocks go forward', '2027-03-20T23:30:00.000Z', '2027-04-03T23:00:00.000Z'],
  ])('a link emailed late at night %s lasts until the end of the last day to reply', async (_when, sent, ends) => {
    const { service, coordinator, application, at, db } = world
    await aDeclaration(service, application, coordinator)
    service.clock.set(sent)
    const casework = await signedIn(service, coordinator, at('/panel'))
    const email = `night${application.id}@panel.example`
    await casework.press('Offer this seat', { name: 'Noor Haddad', email, kind: 'sector peer' })
    await service.post()
    const seat = db()('seats').where({ application_id: application.id }).select('id')
    expect(await db()('email_tokens').whereIn('about_id', seat).pluck('expires_at')).toEqual([ends])
  })

  test('the offer says when findings are due and whom to ask for support', async () => {
    const { service, coordinator, peer, application, at, as, db } = world
    await aDeclaration(service, application, coordinator)
    await aSeat(service, application, peer, { offeredBy: coordinator, status: 'offered' })
    const huw = await as(peer, at('/seat'))
    expect(huw.text).toContain('Ask City of Sanctuary for an interpreter')
    expect(huw.text).not.toContain('Findings due by')
    await db()('panels').insert({ application_id: application.id, read_by: '2027-05-12' as never, version: 1 })
    await db()('applications').where({ id: application.id }).update({ coordinator_id: coordinator.id })
    await huw.open(at('/seat'))
    expect(huw.text).toContain('Findings due by 12 May 2027')
    expect(huw.text).toContain('Ask Joan Hartnell for an interpreter')
    expect(huw.$(`a[href="mailto:${coordinator.email}"]`).text().trim()).toBe('Email Joan Hartnell')
    const casework = await as(coordinator, at('/panel'))
    await casework.press('Offer this seat', { name: 'Dilys', email: 'dilys@panel.example', kind: 'sector peer' })
    const dilys = aVisitor(service, { 'X-Forwarded-For': '198.51.100.21' })
    await dilys.open(offerIn(await service.post()))
    expect(dilys.text).toContain('Findings due by 12 May 2027')
    expect(dilys.text).toContain('Email Joan Hartnell')
  })

  test('the coordinator and the person are warned if findings are due before the time to reply ends', async () => {
    const { service, coordinator, peer, application, at, as, db, hasStatus } = world
    await hasStatus('checked')
    await aDeclaration(service, application, coordinator)
    await db()('panels').insert({ application_id: application.id, read_by: '2027-03-15' as never, version: 1 })
    const casework = await as(coordinator, at('/panel'))
    expect(casework.text).not.toContain('to reply to an offer')
    await casework.press('Set the date', { readBy: '2027-03-08' })
    expect(casework.text).toContain(
      'People have until 15 March 2027 to reply to an offer, but findings are due by 8 March 2027.',
    )
    await casework.press('Offer this seat', { person: peer.id, kind: 'sector peer' })
    await service.post()
    const huw = await as(peer, at('/seat'))
    expect(huw.text).toContain('Findings due by 8 March 2027 This is before your time to reply ends')
  })

  test('sending the form twice answers the offer once; text changed in between is shown but not saved', async () => {
    const { service, coordinator, peer, neighbour, application, at, as, db } = world
    for (const person of [peer, neighbour])
      await aSeat(service, application, person, { offeredBy: coordinator, status: 'offered' })
    const accept = {
      address: at('/seat'),
      typed: { shownName: 'Huw' },
      other: { shownName: 'Another name of this person' },
    }
    const decline = {
      address: at('/seat/decline'),
      typed: { reason: 'No time.' },
      other: { reason: 'Another reason, in other words' },
    }
    expect(await sendAgain(service, await as(peer), accept)).toEqual({
      led: [`200 ${at('/declaration')}`, `200 ${at('/declaration')}`],
      changed: [403, true], // the seat is accepted, so the page asks for the declaration
      signedOut: [401, true],
    })
    const accepted = await as(peer)
    await accepted.send(at('/seat'), { ...accept.other, idempotencyKey: newId() })
    expect(accepted.headings[0]).toBe('Make your declaration first')
    expect(accepted.links).toContainEqual(
      expect.objectContaining({ text: 'Make your declaration', href: at('/declaration') }),
    )
    expect(await sendAgain(service, await as(neighbour), decline)).toEqual({
      led: ['200 /appraisals', '200 /appraisals'],
      changed: [404, true],
      signedOut: [401, true],
    })
    const seats = await db()('seats').where({ application_id: application.id })
    expect(
      seats.map(({ status, shown_name, declined_reason }) => [status, shown_name, declined_reason]).toSorted(),
    ).toEqual([
      ['accepted', 'Huw', null],
      ['declined', null, 'No time.'],
    ])
  })

  test('two windows can send the same answer to an emailed offer without an error', async () => {
    const { service, coordinator, application, at, as, db } = world
    await aDeclaration(service, application, coordinator)
    const casework = await as(coordinator, at('/panel'))
    const opened = async (name: string) => {
      const email = `${name}.${application.id}@panel.example`
      await casework.open(at('/panel'))
      await casework.press('Offer this seat', { name, email, kind: 'sector peer' })
      const link = offerIn(await service.post())
      const visitor = aVisitor(service, { 'X-Forwarded-For': '198.51.100.12' })
      return [await visitor.open(link), anotherWindow(service, visitor)] as const
    }
    const [one, other] = await opened('leyla')
    const account = { name: 'Leyla Demir', password: 'quiet heron under the bridge' }
    await one.send('/seats/offer', account)
    await other.send('/seats/offer', account)
    expect([one.address, other.address]).toEqual(['/home', '/sign-in?next=%2Fhome'])
    const [declining, again] = await opened('mehmet')
    await declining.send('/seats/offer/decline', { reason: '' })
    await again.send('/seats/offer/decline', { reason: '' })
    expect([declining.address, again.address]).toEqual(['/seats/declined', '/seats/declined'])
    const together = await opened('rosa')
    await Promise.all(together.map(each => each.send('/seats/offer', { ...account, name: 'Rosa Lindqvist' })))
    expect(together.map(({ address }) => address).toSorted()).toEqual(['/home', '/sign-in?next=%2Fhome'])
    const both = await opened('idris')
    await Promise.all(both.map(each => each.send('/seats/offer/decline', { reason: '' })))
    expect(both.map(({ address }) => address)).toEqual(['/seats/declined', '/seats/declined'])
    expect(await db()('seats').where({ application_id: application.id }).orderBy('status').pluck('status')).toEqual([
      'declined',
      'declined',
      'offered',
      'offered',
    ])
  })

  test('a person with offers open in two windows declines the offer that the page shows', async () => {
    const { service, coordinator, as, db } = world
    const email = `two${world.application.id}@panel.example`
    const seats: string[] = []
    const links: string[] = []
    for (const name of ['First', 'Second']) {
      if (name === 'Second') await world.submits()
      await aDeclaration(service, world.application, coordinator)
      const casework = await as(coordinator, world.at('/panel'))
      await casework.press('Offer this seat', { name, email, kind: 'sector peer' })
      links.push(offerIn(await service.post()))
      seats.push((await db()('seats').where({ application_id: world.application.id }).first('id'))!.id)
    }
    const first = await aVisitor(service, { 'X-Forwarded-For': '198.51.100.33' }).open(links[0]!)
    const second = await anotherWindow(service, first).open(links[1]!)
    for (const [name, value] of second.cookies) first.cookies.set(name, value)
    await first.press('Decline seat', { reason: 'I know the library.' })
    expect(first.address).toBe('/seats/declined')
    const statusOf = async (id: string) => (await db()('seats').where({ id }).first('status'))!.status
    expect([await statusOf(seats[0]!), await statusOf(seats[1]!)]).toEqual(['declined', 'offered'])
    await second.press('Decline seat', { reason: 'No time.' })
    expect([second.address, await statusOf(seats[1]!)]).toEqual(['/seats/declined', 'declined'])
  })

  test('a new person who accepts has no access before someone else approves them', async () => {
    const { service, coordinator, trustee, application, at, as } = world
    await aDeclaration(service, application, coordinator)
    const casework = await as(coordinator, at('/panel'))
    const email = `noor.${application.id}@panel.example`
    await casework.open('/people/invitations/new')
    await casework.press('Send invitation', { name: 'Noor', email })
    await service.post()
    await casework.open(at('/panel'))
    await casework.press('Offer this seat', { name: 'Noor', email, kind: 'sector peer' })
    const noor = aVisitor(service, { 'X-Forwarded-For': '198.51.100.14' })
    await noor.open(offerIn(await service.post()))
    await noor.press('Create account', { name: 'Noor Amiri', password: 'quiet heron under the bridge' })
    for (const below of ['', '/seat', '/declaration', '/appraisal'])
      expect([below, (await noor.open(at(below))).status]).toEqual([below, 404])
    // The coordinator who offered the seat counts as the first of two approvers.
    expect((await service.post()).map(({ to, subject }) => [to, subject])).toEqual([
      [trustee.email, 'Someone at City of Sanctuary needs approval for a new role'],
    ])
    await approves(service, await as(trustee, '/approvals'), email)
    await noor.open(at('/seat'))
    await noor.press('Accept seat', { shownName: 'N.' })
    expect([noor.status, noor.address]).toEqual([200, at('/declaration')])
    // The seat gave the same role, so the invitation to the pool is no longer open.
    expect((await casework.open('/people/invitations/new')).text).not.toContain(email)
  })

  test('after a person accepts, the link in the offer email leads them to the application', async () => {
    const { service, coordinator, peer, neighbour, application, at, as } = world
    await aDeclaration(service, application, coordinator)
    const casework = await as(coordinator, at('/panel'))
    await casework.press('Offer this seat', { name: 'X', email: peer.email, kind: 'sector peer' })
    const link = offerIn(await service.post())
    const holder = await as(peer, link)
    expect([holder.status, holder.address]).toEqual([200, at('/seat')])
    await holder.press('Accept seat', { shownName: 'X' })
    for (const address of [link, '/seats/offer', at('/seat')])
      expect([address, (await holder.open(address)).status, holder.address]).toEqual([address, 200, at()])
    const other = await as(neighbour, link)
    expect([other.status, (await other.open(at('/seat'))).status]).toEqual([410, 404])
    expect((await aVisitor(service, { 'X-Forwarded-For': '198.51.100.15' }).open(link)).status).toBe(410)
  })

  test('a member of a library’s team who has no role at the charity needs approval too', async () => {
    const { service, coordinator, trustee, application, at, as, db } = world
    await aDeclaration(service, application, coordinator)
    const elsewhere = await aPersonWho(service, { member: [[await anOrganisation(service), 'lead']] })
    const casework = await as(coordinator, at('/panel'))
    await casework.press('Offer this seat', { name: 'X', email: elsewhere.email, kind: 'sector peer' })
    const visitor = await as(elsewhere, offerIn(await service.post()))
    for (const _ of [1, 2]) {
      await visitor.open('/seats/offer')
      await visitor.press('Continue')
      expect([visitor.address, (await visitor.open(at('/seat'))).status]).toEqual(['/home', 404])
    }
    expect(await db()('access_requests').where({ person_id: elsewhere.id })).toHaveLength(1)
    await approves(service, await as(trustee, '/approvals'), elsewhere.email)
    expect((await visitor.open(at('/seat'))).status).toBe(200)
  })
})
