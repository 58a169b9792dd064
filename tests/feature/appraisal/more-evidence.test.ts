import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Day } from '../../../src/domain/time.ts'
import { autosaves } from '../../support/autosaving.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, aSeat, signedIn } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import { readPdf } from '../../support/pdf-text.ts'
import { sendAgain } from '../../support/sent-again.ts'

eachDatabase('more evidence', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(() => world.submits())
  // Emails left in the outbox would be sent, and counted, during the next test.
  afterEach(() => world.service.post())

  test('after more evidence, the same panel judges again only the criteria asked about', async () => {
    const { service, criteria, coordinator, chair, peer, neighbour, lead, at, status, as, seated, given } = world
    await seated()
    for (const person of [peer, neighbour, chair]) await given(person)
    const nadia = await as(chair, at('/meeting'))
    await nadia.press('Record the 25 findings that you all agree on')
    await nadia.open(at('/more-evidence'))
    expect(nadia.text).toContain('Panel members cannot give findings until the application is back with the panel.')
    await nadia.press('Ask for more evidence', { reasons: '', until: '2027-02-30' })
    expect(nadia.errors).toEqual([
      'Choose at least one criterion',
      'Enter what is missing',
      'Enter a real date, such as 28 February 2027',
    ])
    await nadia.press('Ask for more evidence', {
      criteria: criteria[0]!.id,
      reasons: 'The smaller branch.',
      until: '2027-03-20',
    })
    expect(await status()).toBe('more evidence asked')
    const marian = await as(lead, at('/criteria/L1'))
    await marian.press('Save', { narrative: 'The smaller branch too.' })
    await marian.open(at('/submission'))
    await marian.press('Submit again')
    expect(await status()).toBe('resubmitted')
    const casework = await as(coordinator, at('/take-up'))
    expect(casework.links.map(({ href }) => href)).toContain(at('/criteria/L1'))
    expect(casework.text).toContain('More evidence requested by the panel on 1 March 2027')
    expect(casework.text).toContain('The smaller branch.')
    await service.post()
    service.clock.set('2027-03-01T09:10:00Z')
    await casework.press('Send new evidence to the panel')
    expect(await status()).toBe('with the panel')
    const emails = (await service.post()).filter(({ to }) => [chair, peer, neighbour].some(({ email }) => email === to))
    expect(emails.map(({ subject }) => subject)).toEqual(
      Array(3).fill('Please check your findings on Ashcombe Libraries’ application'),
    )
    expect(emails[0]!.text).toContain('has submitted more evidence')
    expect(emails[0]!.text).toContain('Check your finding on each of them.')
    expect(emails[0]!.text).not.toContain('The smaller branch.')
    await nadia.open('/appraisals')
    expect(nadia.text).toContain('Some criteria have been reopened. Check your findings on them')
    expect(nadia.text).not.toContain('findings on 25 criteria so far')
    await nadia.open(at('/appraisal'))
    expect(nadia.text).toContain('Check your finding on 1 criterion')
    expect(nadia.text).toContain('the library has submitted again')
    expect(nadia.text).toContain('The smaller branch.')
    const marked = nadia.$('.govuk-task-list__item:contains("More evidence requested")')
    expect([marked.length, marked.find('.los-crit').text()]).toEqual([1, 'L1'])
    expect(nadia.$(`.los-notice a[href="${at('/appraisal/L1')}"]`).length).toBe(1)
    expect(nadia.$('main a.govuk-button').first().attr('href')).toBe(at('/appraisal/L1'))
    expect(nadia.text).toContain('Check your findings on L1 first')
    expect((await nadia.open(at('/appraisal/L2'))).text).not.toContain('The smaller branch.')
    expect((await nadia.open(at('/meeting'))).status).toBe(403)
    await nadia.open(at('/appraisal/L1'))
    expect(nadia.text).toContain('What the panel asked for on 1 March 2027: The smaller branch.')
    expect(nadia.text).toContain('The smaller branch too.')
    expect(nadia.$('.los-typed[dir="auto"]:contains("The smaller branch.")').length).toBe(1)
    service.clock.set('2027-03-01T09:15:00Z')
    await nadia.press('Save')
    await nadia.send(at('/appraisal/L2'), { version: 2, judgement: 'not yet', reason: 'Too late' })
    expect(nadia.status).toBe(403)
    await nadia.open(at('/appraisal'))
    expect(nadia.$('main a.govuk-button').first().attr('href')).toBe('#give')
    expect(nadia.text).not.toContain('Check your findings on L1 first')
    await nadia.press('Give all my findings')
    await nadia.open(at('/appraisal'))
    expect(nadia.text).not.toContain('Check your finding on 1 criterion')
    await nadia.open(at('/pack.pdf'))
    const pack = (await readPdf(nadia.content)).pages.join(' ').replace(/\s+/g, ' ')
    expect(pack).toContain('More evidence requested by the panel on 1 March 2027')
    expect(pack).toContain('The smaller branch. ')
    for (const { name } of [peer, neighbour]) expect(pack).not.toContain(name)
    await nadia.open(at('/meeting'))
    expect(nadia.text).toContain('1 of 25 criteria still needs an agreed finding.')
    expect(nadia.text).toContain('2 members have not given all their findings yet.')
  })

  /** The chair asks about these criteria, and the coordinator sends the application back to the panel. */
  async function asksAndTakesUp(codes: readonly string[], reasons: string): Promise<void> {
    const { service, criteria, coordinator, chair, at, as, hasStatus } = world
    service.clock.minutesPass(10)
    const asked = criteria.filter(({ code }) => codes.includes(code)).map(({ id }) => id)
    const nadia = await as(chair, at('/more-evidence'))
    await nadia.press('Ask for more evidence', { criteria: asked, reasons, until: '2027-03-20' })
    await hasStatus('resubmitted')
    service.clock.minutesPass(1)
    await (await as(coordinator, at('/take-up'))).press('Send new evidence to the panel')
  }

  test('the page to send evidence to the panel warns that the panel is not complete', async () => {
    const { criteria, coordinator, peer, application, db, at, as, seated, hasStatus } = world
    await seated()
    await hasStatus('resubmitted')
    await db()('applications')
      .where({ id: application.id })
      .update({ items_asked: JSON.stringify([criteria[0]!.id]) })
    const casework = await as(coordinator, at('/take-up'))
    expect(casework.text).not.toContain('The panel is not complete')
    await db()('seats').where({ application_id: application.id, person_id: peer.id }).update({ status: 'withdrawn' })
    await casework.open(at('/take-up'))
    expect(casework.text).toContain(
      'The panel is not complete, so it cannot propose an outcome. Offer the missing seats.',
    )
    await casework.follow('Open the panel')
    expect(casework.address).toBe(at('/panel'))
    // Without this, the next tests would see this application in the members’ lists.
    await hasStatus('withdrawn')
  })

  test('members who have given no findings are not asked to check them', async () => {
    const { service, application, coordinator, chair, peer, neighbour, at, as, seated, given } = world
    await seated()
    for (const person of [peer, neighbour]) await given(person)
    const late = await aPersonWho(service, { roles: ['appraiser'] })
    await aSeat(service, application, late, { offeredBy: coordinator, kind: 'sector peer' })
    await service.post()
    await asksAndTakesUp(['L1'], 'The smaller branch.')
    const emails = await service.post()
    const subjectsTo = ({ email }: { email: string }) =>
      emails.filter(({ to }) => to === email).map(({ subject }) => subject)
    const again = 'Please check your findings on Ashcombe Libraries’ application'
    const first = 'You can now read Ashcombe Libraries’ application'
    expect([chair, late, peer, neighbour].map(subjectsTo)).toEqual([[first], [first], [again], [again]])
    expect(emails.find(({ to }) => to === late.email)!.text).not.toContain('more evidence')
    const nadia = await as(chair, at('/appraisal'))
    expect(nadia.text).toContain('The panel asked for more evidence')
    expect(nadia.text).toContain('The smaller branch.')
    for (const words of ['Check your finding', 'again. Then give', 'even if you change nothing'])
      expect(nadia.text).not.toContain(words)
    expect(nadia.$('main a.govuk-button').first().text().trim()).toBe('Start with L1')
    expect((await as(peer, at('/appraisal'))).text).toContain('Check your finding on 1 criterion')
  })

  test('criteria stay marked after a second request until the member gives findings on them', async () => {
    const { peer, at, as, seated, given } = world
    await seated()
    await given(peer)
    await asksAndTakesUp(['L1'], 'The smaller branch.')
    await asksAndTakesUp(['E1'], 'The larger branch.')
    const huw = await as(peer, at('/appraisal'))
    expect(huw.text).toContain('Check your findings on 2 criteria')
    for (const words of ['The smaller branch.', 'The larger branch.', 'Check your findings on L1 and E1 first'])
      expect(huw.text).toContain(words)
    expect((await huw.open(at('/appraisal/L1'))).text).toContain('The smaller branch.')
    expect(huw.text).not.toContain('The larger branch.')
    for (const code of ['L1', 'E1']) {
      await huw.open(at(`/appraisal/${code}`))
      await huw.press('Save')
    }
    await huw.open(at('/appraisal'))
    await huw.press('Give all my findings')
    await huw.open(at('/appraisal'))
    expect(huw.text).not.toContain('Check your findings on')
  })

  test('a member whose findings were all reopened is asked to check them', async () => {
    const { criteria, peer, service, at, as, seated, given } = world
    await seated()
    await given(peer)
    await service.post()
    await asksAndTakesUp(
      criteria.map(({ code }) => code),
      'Everything.',
    )
    const subjects = (await service.post()).filter(({ to }) => to === peer.email).map(({ subject }) => subject)
    expect(subjects).toEqual(['Please check your findings on Ashcombe Libraries’ application'])
    const huw = await as(peer, at('/appraisal'))
    expect(huw.text).toContain('Check your findings on 25 criteria')
    expect(huw.text).not.toContain('You can now give them to the panel')
    expect((await huw.open(at('/appraisal/L1'))).text).not.toContain('You can now give them to the panel')
    for (const address of ['/home', '/appraisals']) {
      await huw.open(address)
      expect(huw.text).toContain('Some criteria have been reopened. Check your findings on them')
      expect(huw.text).not.toContain('findings on 25 criteria so far')
    }
  })

  test('a form opened before an agreed finding was deleted cannot overwrite the new one', async () => {
    const { criteria, chair, peer, neighbour, at, as, db, seated, given } = world
    await seated()
    for (const person of [peer, neighbour, chair]) await given(person)
    const nadia = await as(chair, at('/meeting'))
    await nadia.press('Record the 25 findings that you all agree on')
    const before = await signedIn(world.service, chair, at('/meeting/L1'))
    await db()('agreed_findings').where({ item_id: criteria[0]!.id }).delete()
    await nadia.open(at('/meeting/L1'))
    const reason = 'The new evidence shows it.'
    await nadia.press('Record agreed finding', { judgement: 'met', reason })
    await before.press('Record agreed finding', { judgement: 'not yet', reason: 'From before the new evidence.' })
    const saved = await db()('agreed_findings').where({ item_id: criteria[0]!.id }).pluck('reason')
    expect([before.status, saved]).toEqual([409, [reason]])
  })

  test('an appraiser’s list says what each application is waiting for', async () => {
    const { neighbour, as, seated, given, hasStatus } = world
    await seated()
    await given(neighbour)
    const statuses = [
      ['more evidence asked', 'More evidence requested'],
      ['resubmitted', 'New evidence submitted, but not with the panel yet'],
      ['with a trustee', 'With a trustee'],
      ['on hold', 'On hold'],
    ] as const
    for (const [status, note] of statuses) {
      await hasStatus(status)
      const list = await (await as(neighbour)).open('/appraisals')
      expect([status, list.text.includes(note)]).toEqual([status, true])
      expect(statuses.filter(([, other]) => list.text.includes(other))).toEqual([[status, note]])
    }
  })

  test('the chair’s request is kept while it is typed, until it is sent', async () => {
    const { service, chair, criteria, peer, neighbour, at, as, seated, given, db } = world
    await seated()
    for (const person of [peer, neighbour, chair]) await given(person)
    const nadia = await as(chair, at('/meeting'))
    await nadia.press('Record the 25 findings that you all agree on')
    const form = { as: chair, at: at('/more-evidence') }
    await nadia.open(form.at)
    const typed = { criteria: [criteria[1]!.id], reasons: 'The smaller bra', 'until-day': '20' }
    expect((await autosaves(service, nadia, typed, form)).status).toBe(200)
    await nadia.open(form.at)
    expect([nadia.valueOf('criteria'), nadia.valueOf('reasons'), nadia.valueOf('until-day')]).toEqual([
      [criteria[1]!.id],
      'The smaller bra',
      '20',
    ])
    expect(nadia.text).toContain('We have kept your text from')
    await nadia.press('Ask for more evidence', { reasons: 'The smaller branch.', until: '2027-03-20' })
    expect([nadia.status, await db()('working_copies')]).toEqual([200, []])
    expect((await autosaves(service, nadia, { version: '0', ...typed }, form)).status).toBe(409)
  })

  test('a coordinator can send an application back to the panel when no evidence came by the deadline', async () => {
    const { service, coordinator, peer, application, at, as, criteria, db, seated, given, status } = world
    await seated()
    await given(peer)
    const asked = {
      status: 'more evidence asked',
      until: '2027-02-20' as Day,
      items_asked: JSON.stringify([criteria[0]!.id]),
    }
    await db()('applications').where({ id: application.id }).update(asked)
    const casework = await as(coordinator, at())
    await casework.follow('Send back to the panel without new evidence')
    expect(casework.headings[0]).toBe('Send back to the panel without new evidence')
    await service.post()
    await casework.press('Send back to the panel without new evidence', { reason: 'They have closed for repairs.' })
    expect(await status()).toBe('with the panel')
    const email = (await service.post()).find(({ to }) => to === peer.email)
    expect(email!.text).toContain('did not submit more evidence by the deadline')
    await casework.open(at('/history'))
    expect(casework.text).toContain('Application sent back to the panel')
  })

  test('more evidence is requested once, and sent to the panel once, when each form is sent twice', async () => {
    const { service, coordinator, chair, criteria, application, at, as, seated, hasStatus, db } = world
    await seated()
    const ask = {
      address: at('/more-evidence'),
      typed: {
        criteria: criteria[0]!.id,
        reasons: 'The smaller branch.',
        'until-day': '20',
        'until-month': '3',
        'until-year': '2027',
      },
      other: { reasons: 'Another reason, in other words' },
    }
    const takeUp = {
      address: at('/take-up'),
      typed: { reason: '' },
      other: { reason: 'Another reason, in other words' },
    }
    const asked = await sendAgain(service, await as(chair), ask)
    await hasStatus('resubmitted')
    const takenUp = await sendAgain(service, await as(coordinator), takeUp)
    const led = [`200 ${at()}`, `200 ${at()}`]
    expect([asked, takenUp]).toEqual([
      { led, changed: [409, true], signedOut: [401, true] },
      { led, changed: [409, true], signedOut: [401, true] },
    ])
    const moves = await db()('events')
      .where({ application_id: application.id })
      .whereIn('name', ['application.askMore', 'application.takeUp'])
    expect(moves).toHaveLength(2)
  })
})
