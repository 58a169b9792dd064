import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { instant } from '../../../src/domain/time.ts'
import { expireSeatOffers } from '../../../src/modules/appraisal/seats/expiry.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, signedIn } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import { aVisitor } from '../../support/visitor.ts'

const offerIn = (emails: readonly { text: string }[]): string =>
  emails.flatMap(({ text }) => /\/seats\/[\w-]{43}/.exec(text) ?? [])[0]!

eachDatabase('an offer without an answer', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.db()('applications').update({ status: 'withdrawn' })
    await world.submits()
    await world.hasStatus('checked')
    await aDeclaration(world.service, world.application, world.coordinator)
  })
  const expires = (on: string) => {
    world.service.clock.set(`${on}T00:15:00Z`)
    return expireSeatOffers(world.service.parts)
  }
  const seats = () =>
    world
      .db()('seats')
      .where({ application_id: world.application.id })
      .orderBy('offered_at')
      .select('status', 'kind', 'person_id')
  const offers = async (typed: Record<string, string>) => {
    const casework = await world.as(world.coordinator, world.at('/panel'))
    await casework.press('Offer this seat', { kind: 'local group', ...typed })
    return world.service.post()
  }

  test('an offer expires after 14 days, which frees the seat, ends the link and emails coordinators', async () => {
    const link = offerIn(await offers({ name: 'Somebody Far', email: `far${world.application.id}@panel.example` }))
    const casework = await signedIn(world.service, world.coordinator, world.at('/panel'))
    expect(casework.text).toContain('Answer due by 15 March 2027.')
    expect([await expires('2027-03-15'), (await seats())[0]!.status]).toEqual([0, 'offered'])
    expect([await expires('2027-03-16'), await expires('2027-03-16')]).toEqual([1, 0])
    expect((await seats())[0]!.status).toBe('expired')
    const emails = await world.service.post()
    expect(emails.map(({ to, subject }) => [to, subject])).toEqual([
      [world.coordinator.email, `A seat offer for ${world.organisation.name}’ panel has expired`],
    ])
    const far = aVisitor(world.service, { 'X-Forwarded-For': '198.51.100.9' })
    await far.open(link)
    expect([far.status, far.headings]).toEqual([410, ['This link has expired']])
    expect(await world.eventNames()).toContain('seat.expired')
  })

  test('the time to answer an offer starts on the day the offer is emailed', async () => {
    await offers({ person: world.neighbour.id })
    const [seat] = await world.db()('seats').where({ application_id: world.application.id }).pluck<string[]>('id')
    const email = () => world.db()('outbox').where({ name: 'seat offered', entity_id: seat! })
    await email().update({ status: 'waiting', sent_at: null })
    expect(await expires('2027-03-18')).toBe(0)
    await email().update({ status: 'sent', sent_at: instant('2027-03-04T10:00:00Z') })
    expect([await expires('2027-03-18'), await expires('2027-03-19')]).toEqual([0, 1])
  })

  test('the pages show no last day to reply until the offer is emailed, and then count it from that day', async () => {
    await offers({ person: world.neighbour.id })
    const [seat] = await world.db()('seats').where({ application_id: world.application.id }).pluck<string[]>('id')
    const email = () => world.db()('outbox').where({ name: 'seat offered', entity_id: seat! })
    const shown = async () => {
      const clare = await signedIn(world.service, world.neighbour, world.at('/seat'))
      const pages = [clare.text, (await clare.open('/home')).text]
      const coordinator = await signedIn(world.service, world.coordinator, world.at('/panel'))
      return [...pages, coordinator.text].map(text => /(?:reply by|By|due by) [\w ]*March(?: 2027)?/.exec(text)?.[0])
    }
    await email().update({ status: 'waiting', sent_at: null })
    expect(await shown()).toEqual([undefined, undefined, undefined])
    await email().update({ status: 'sent', sent_at: instant('2027-03-04T10:00:00Z') })
    expect(await shown()).toEqual(['reply by 18 March 2027', 'By Thursday 18 March', 'due by 18 March 2027'])
  })

  test('the emailed link works until the end of the last day to reply', async () => {
    const link = offerIn(await offers({ name: 'Somebody Far', email: `end${world.application.id}@panel.example` }))
    world.service.clock.set('2027-03-15T22:00:00Z')
    const far = aVisitor(world.service, { 'X-Forwarded-For': '198.51.100.10' })
    await far.open(link)
    expect([far.status, far.text.includes('Please reply by 15 March 2027.')]).toEqual([200, true])
  })

  const hold = async (from: string, to: string, during: () => Promise<unknown>) => {
    world.service.clock.set(`${from}T09:00:00Z`)
    const casework = await signedIn(world.service, world.coordinator, world.at('/hold'))
    await casework.press('Put on hold', { reason: 'The library is flooded.' })
    await during()
    world.service.clock.set(`${to}T09:00:00Z`)
    const later = await signedIn(world.service, world.coordinator, world.at('/hold/ending'))
    await later.press('Take off hold')
    expect([casework.errors, await world.status()]).toEqual([[], 'checked'])
  }

  test('a hold moves the last day to reply by its length, and the emailed link works until then', async () => {
    const link = offerIn(await offers({ name: 'Somebody Far', email: `held${world.application.id}@panel.example` }))
    await hold('2027-03-10', '2027-03-20', async () => {
      expect([await expires('2027-03-16'), (await seats())[0]!.status]).toEqual([0, 'offered'])
    })
    expect([await expires('2027-03-25'), (await seats())[0]!.status]).toEqual([0, 'offered'])
    world.service.clock.set('2027-03-25T22:00:00Z')
    const far = aVisitor(world.service, { 'X-Forwarded-For': '198.51.100.11' })
    await far.open(link)
    expect([far.status, far.text.includes('Please reply by 25 March 2027.')]).toEqual([200, true])
    expect([await expires('2027-03-26'), (await seats())[0]!.status]).toEqual([1, 'expired'])
    await far.open(link)
    expect(far.status).toBe(410)
  })

  test('for an offer emailed during a hold, the last day moves only by the rest of the hold', async () => {
    await offers({ person: world.neighbour.id })
    const [seat] = await world.db()('seats').where({ application_id: world.application.id }).pluck<string[]>('id')
    const email = () => world.db()('outbox').where({ name: 'seat offered', entity_id: seat! })
    await email().update({ status: 'waiting', sent_at: null })
    await hold('2027-03-10', '2027-03-20', () =>
      email().update({ status: 'sent', sent_at: instant('2027-03-18T10:00:00Z') }),
    )
    expect([await expires('2027-04-03'), await expires('2027-04-04')]).toEqual([0, 1])
  })

  test('an expired offer stays on the coordinator’s home page until the same seat is offered again', async () => {
    await offers({ person: world.neighbour.id })
    await expires('2027-03-16')
    await world.service.post()
    const casework = await signedIn(world.service, world.coordinator, '/home')
    const title = `A seat offer for ${world.organisation.name}’ panel has expired`
    expect(casework.text).toContain(title)
    await casework.open(world.at('/panel'))
    const main = casework.$('main .govuk-button:not(.govuk-button--secondary)').get()
    expect(main.map(button => casework.$(button).text().trim())).toEqual(['Offer this seat'])
    await casework.press('Send the offer to Clare Dunmore again')
    expect(casework.text).toContain('We will email the offer.')
    expect(await seats()).toEqual([
      { status: 'expired', kind: 'local group', person_id: world.neighbour.id },
      { status: 'offered', kind: 'local group', person_id: world.neighbour.id },
    ])
    expect((await world.service.post()).map(({ to }) => to)).toEqual([world.neighbour.email])
    expect(casework.buttons).not.toContain('Send the offer to Clare Dunmore again')
    expect((await casework.open('/home')).text).not.toContain(title)
  })

  test('only a coordinator can send an expired offer again, and only once', async () => {
    await offers({ person: world.neighbour.id })
    await expires('2027-03-16')
    const { id } = (await world.db()('seats').where({ application_id: world.application.id }).first('id'))!
    const stranger = await signedIn(world.service, world.trustee, world.at())
    await stranger.send(world.at(`/panel/seats/${id}/offer`))
    expect([stranger.status >= 400, (await seats()).length]).toEqual([true, 1])
    const casework = await signedIn(world.service, world.coordinator, world.at('/panel'))
    await casework.send(world.at(`/panel/seats/${id}/offer`))
    await casework.send(world.at(`/panel/seats/${id}/offer`))
    expect([casework.status, casework.errors]).toEqual([
      422,
      ['This person already has a seat on this panel, or has been offered one. Choose someone else'],
    ])
    expect(await seats()).toHaveLength(2)
  })

  test('the error for an offer that cannot be sent again links to the panel’s page', async () => {
    await offers({ person: world.neighbour.id })
    await expires('2027-03-16')
    const casework = await signedIn(world.service, world.coordinator, world.at('/panel'))
    await world.db()('seats').where({ person_id: world.neighbour.id }).update({ status: 'declined' })
    await casework.press('Send the offer to Clare Dunmore again')
    expect(casework.status).toBe(409)
    await casework.follow('Open the page again')
    expect([casework.status, casework.address]).toEqual([200, world.at('/panel')])
  })

  test('an offer does not expire after it is answered, or after the application is decided', async () => {
    await offers({ person: world.neighbour.id })
    await offers({ person: world.peer.id, kind: 'sector peer' })
    await world.db()('seats').where({ person_id: world.peer.id, status: 'offered' }).update({ status: 'accepted' })
    await world.hasStatus('decided')
    expect(await expires('2027-03-20')).toBe(0)
    await world.hasStatus('checked')
    expect(await expires('2027-03-20')).toBe(1)
    expect((await seats()).map(({ status }) => status).toSorted()).toEqual(['accepted', 'expired'])
  })

  test('a person is emailed when their offer is withdrawn, even if they have no account', async () => {
    const other = await aPersonWho(world.service, { roles: ['appraiser'] })
    await offers({ person: other.id })
    await offers({ name: 'Somebody Far', email: `out${world.application.id}@panel.example`, kind: 'sector peer' })
    const casework = await signedIn(world.service, world.coordinator, world.at('/panel'))
    for (const { id } of await world.db()('seats').where({ application_id: world.application.id }).select('id')) {
      await casework.open(world.at(`/panel/seats/${id}/withdrawal`))
      await casework.press('Withdraw offer')
    }
    const emails = await world.service.post()
    expect(emails.map(({ to, subject }) => [to, subject]).toSorted()).toEqual(
      [other.email, `out${world.application.id}@panel.example`]
        .toSorted()
        .map(to => [to, 'We have withdrawn our offer of a seat on a panel']),
    )
    expect(emails.every(({ text }) => text.includes(world.organisation.name))).toBe(true)
  })

  test('an expired offer cannot be accepted on the seat’s page', async () => {
    await offers({ person: world.neighbour.id })
    const member = await signedIn(world.service, world.neighbour, world.at('/seat'))
    expect([member.status, member.text.includes('Please reply by 15 March 2027.')]).toEqual([200, true])
    expect((await member.open('/home')).text).toContain('By Monday 15 March (14 days from today)')
    await expires('2027-03-16')
    const clare = await signedIn(world.service, world.neighbour)
    await clare.send(world.at('/seat'), { shownName: 'Clare' })
    expect([clare.status, (await seats())[0]!.status]).toEqual([404, 'expired'])
  })
})
