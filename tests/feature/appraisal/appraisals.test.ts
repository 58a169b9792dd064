import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aSeat, signedIn, type APerson } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import { type Visitor } from '../../support/visitor.ts'

eachDatabase('an appraisal', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(() => world.submits())

  test('a member sees the others’ findings only after giving all their own', async () => {
    const { peer, neighbour, db, at, as, seated, judged, given, everyPage } = world
    await seated()
    await given(peer, 'not yet')
    const clare = await as(neighbour)
    for (const page of [...everyPage(), '/appraisals', '/home', '/history']) {
      await clare.open(page)
      expect([page, clare.html.includes('Huw Prosser on')]).toEqual([page, false])
    }
    expect((await clare.open(at('/meeting'))).status).toBe(403)
    await judged(neighbour)
    await clare.open(at('/appraisal'))
    await clare.press('Give all my findings')
    await clare.open(at('/meeting/L1'))
    expect(clare.text).toContain('Huw Prosser on L1')
    expect(clare.html).not.toContain('Secret of Huw')
    await clare.send(at('/appraisal/L1'), { version: 2, judgement: 'not yet', reason: 'Changed my mind' })
    expect(clare.status).toBe(403)
    expect(await db()('findings').where({ reason: 'Changed my mind' })).toEqual([])
  })

  test('the page does not say that the panel agrees until all members have given their findings', async () => {
    const { chair, peer, neighbour, at, as, seated, given } = world
    await seated()
    const nadia = await as(chair, at('/appraisal'))
    expect(nadia.text).toContain('The other members’ findings')
    await given(chair)
    await nadia.open(at('/appraisal'))
    expect(nadia.text).not.toMatch(/The other members’ findings|no disagreements/)
    expect(nadia.text).toContain('No disagreements so far 2 members have not given all their findings yet.')
    await given(peer, 'met', { [world.criteria[0]!.code]: 'not yet' })
    await nadia.open(at('/appraisal'))
    expect(nadia.text).toContain('Panel members disagree on 1 criterion 1 member has not given all their findings yet.')
    await given(neighbour)
    expect((await nadia.open(at('/appraisal'))).text).not.toContain('given all their findings yet')
  })

  test('the page says that members agree on every criterion once all have given the same findings', async () => {
    const { chair, peer, neighbour, at, as, seated, given } = world
    await seated()
    for (const person of [chair, peer, neighbour]) await given(person)
    const nadia = await as(chair, at('/appraisal'))
    expect(nadia.text).toContain('Panel members agree on every criterion Compare all findings')
  })

  test('a member is not told that they can give findings while the panel cannot give any', async () => {
    const { peer, at, as, seated, judged, hasStatus } = world
    await seated()
    await judged(peer)
    const given = 'You can now give them to the panel'
    const huw = await as(peer)
    const pages = async () => {
      const said = []
      for (const below of ['/appraisal', '/appraisal/L1'])
        said.push((await huw.open(at(below))).text.includes(given) || huw.html.includes(given))
      return said
    }
    expect(await pages()).toEqual([true, true])
    for (const status of ['more evidence asked', 'on hold', 'with a trustee']) {
      await hasStatus(status)
      expect([status, await pages(), huw.text.includes('25 of 25 criteria')]).toEqual([status, [false, false], true])
    }
  })

  test('a member can go from their own findings to all findings, and back', async () => {
    const { chair, coordinator, at, as, seated, given } = world
    await seated()
    await given(chair)
    const nadia = await as(chair, at('/appraisal'))
    await nadia.follow('Compare all findings')
    expect([nadia.status, nadia.address]).toEqual([200, at('/meeting')])
    await nadia.follow('Your appraisal')
    expect([nadia.status, nadia.address]).toEqual([200, at('/appraisal')])
    const joan = await as(coordinator, at('/meeting'))
    expect(joan.links.map(({ text }) => text)).not.toContain('Your appraisal')
  })

  test('before giving their findings, a member is told how many of their questions have no reply yet', async () => {
    const { chair, peer, at, as, seated, judged } = world
    await seated()
    for (const [person, codes] of [
      [peer, ['L1', 'L2']],
      [chair, ['L1']],
    ] as const)
      for (const code of codes)
        await (await as(person, at(`/criteria/${code}/questions/new`))).press('Send question', { body: 'Where?' })
    const huw = await as(peer, at('/appraisal'))
    expect(huw.text).not.toContain('have no reply yet')
    await judged(peer)
    await huw.open(at('/appraisal'))
    expect(huw.text).toContain('2 of your questions have no reply yet.')
    await huw.open(at('/questions'))
    await huw.follow('Withdraw this question L2 Part of induction')
    await huw.press('Withdraw question')
    await huw.open(at('/appraisal'))
    expect(huw.text).toContain('1 of your questions has no reply yet.')
  })

  test('a member cannot give their findings while one of them has no reason', async () => {
    const { criteria, peer, application, db, at, as, seated, judged } = world
    await seated()
    await judged(peer)
    const seat = await db()('seats').where({ application_id: application.id, person_id: peer.id }).first('id')
    await db()('findings').where({ seat_id: seat!.id, item_id: criteria[4]!.id }).update({ reason: '' })
    const huw = await as(peer, at('/appraisal'))
    expect(huw.text).toContain('You still need to complete your finding on 1 criterion.')
    await huw.follow(`Continue with ${criteria[4]!.code}`)
    expect(huw.address).toBe(at(`/appraisal/${criteria[4]!.code}`))
    await huw.send(at('/appraisal'), { idempotencyKey: newId() })
    expect([huw.status, huw.errors]).toEqual([422, [`Enter a finding and a reason for ${criteria[4]!.code}`]])
    expect(await db()('findings').where({ seat_id: seat!.id }).whereNotNull('given_at')).toEqual([])
  })

  test('a seat is accepted once, and findings are given once, when each form is sent 20 times', async () => {
    const { service, coordinator, peer, application, at, eventNames, judged, hasStatus } = world
    await aDeclaration(service, application, coordinator)
    await aSeat(service, application, peer, { offeredBy: coordinator, status: 'offered' })
    const windows = await Promise.all(Array.from({ length: 4 }, () => signedIn(service, peer)))
    const sendFromAllWindows = async (send: (window: Visitor) => Promise<Visitor>) => {
      const statuses: number[] = []
      await Promise.all(
        windows.map(async window => {
          for (let time = 0; time < 5; time += 1) statuses.push((await send(window)).status)
        }),
      )
      return statuses
    }
    const taken = await sendFromAllWindows(window =>
      window.send(at('/seat'), { idempotencyKey: newId(), shownName: 'Huw' }),
    )
    expect(taken.every(code => [200, 403, 409].includes(code))).toBe(true)
    await aDeclaration(service, application, peer)
    await hasStatus('with the panel')
    await judged(peer)
    const given = await sendFromAllWindows(window => window.send(at('/appraisal'), { idempotencyKey: newId() }))
    expect(given.every(code => [200, 409].includes(code))).toBe(true)
    expect((await eventNames()).filter(name => ['seat.taken', 'finding.all_given'].includes(name))).toEqual([
      'seat.taken',
      'finding.all_given',
    ])
  })

  describe('after a seat or offer is withdrawn', () => {
    const withdraws = async (holder: APerson) => {
      const { coordinator, application, db, at, as } = world
      const seat = await db()('seats')
        .where({ application_id: application.id, person_id: holder.id })
        .whereIn('status', ['offered', 'accepted'])
        .first('id', 'status')
      const fields = { idempotencyKey: newId(), status: seat!.status }
      return (await as(coordinator)).send(at(`/panel/seats/${seat!.id}/withdrawal`), fields)
    }
    const seatLine = () =>
      `We withdrew your seat on the panel for ${world.organisation.name} on 1 March 2027. ` +
      'You can no longer open its application.'
    const list = async (holder: APerson) => (await world.as(holder, '/appraisals')).text

    beforeEach(() => world.service.clock.set('2027-03-01T09:00:00Z'))

    test('the list shows a withdrawn seat for 28 days, and text sent too late can still be copied', async () => {
      const { service, peer, at, as, seated } = world
      await seated()
      const huw = await as(peer, at('/appraisal/L1'))
      const reason = 'Three branches hold a conversation café every week.'
      const withdrawn = await withdraws(peer)
      expect([withdrawn.status, await list(peer)]).toEqual([200, expect.stringContaining(seatLine())])
      await huw.open(at('/appraisal'))
      expect(huw.status).toBe(404)
      await huw.send(at('/appraisal/L1'), { version: 0, judgement: 'met', reason })
      expect([huw.status, huw.html.includes(reason)]).toEqual([404, true])
      service.clock.set('2027-03-29T08:59:00Z')
      const later = await signedIn(service, peer, '/appraisals')
      expect(later.text).toContain(seatLine())
      service.clock.set('2027-03-29T09:00:00Z')
      expect((await later.open('/appraisals')).text).not.toContain('We withdrew')
    })

    test('the list shows a withdrawn offer until the person is offered a seat again', async () => {
      const { service, coordinator, application, organisation, peer } = world
      await aDeclaration(service, application, coordinator)
      await aSeat(service, application, peer, { offeredBy: coordinator, status: 'offered' })
      await withdraws(peer)
      const line = `We withdrew our offer of a seat on the panel for ${organisation.name} on 1 March 2027.`
      expect(await list(peer)).toContain(line)
      await aSeat(service, application, peer, { offeredBy: coordinator, status: 'offered' })
      expect(await list(peer)).not.toContain(line)
    })

    test('the list leaves out the seat of a person who declared a conflict', async () => {
      const { service, coordinator, application, neighbour } = world
      await aDeclaration(service, application, coordinator)
      await aSeat(service, application, neighbour, { offeredBy: coordinator })
      await withdraws(neighbour)
      expect(await list(neighbour)).toContain(seatLine())
      await aDeclaration(service, application, neighbour, 'conflict')
      expect(await list(neighbour)).not.toContain('We withdrew')
    })
  })
})
