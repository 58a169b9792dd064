import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, aRecommendation, aSeat, signedIn, type APerson } from '../../support/factories.ts'
import { aPanelWorld, decides, sendsBack, type PanelWorld } from '../../support/panel.ts'
import { sendAgain } from '../../support/sent-again.ts'
import { anotherWindow, type Visitor } from '../../support/visitor.ts'

eachDatabase('the decision', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.submits()
    await proposed()
  })

  /** The chair records all 25 agreed findings, changes the one on L1, and sends the proposal to a trustee. */
  async function proposed(): Promise<void> {
    const { service, chair, peer, neighbour, trustee, application, at, as, seated, given } = world
    await seated()
    for (const person of [peer, neighbour, chair]) await given(person)
    const nadia = await as(chair, at('/meeting'))
    await nadia.press('Record the 25 findings that you all agree on')
    await nadia.open(at('/meeting/L1'))
    await nadia.press('Record agreed finding', { judgement: 'partly met', reason: 'Only at Central.' })
    await nadia.open(at('/proposal'))
    await nadia.press('Send to a trustee', {
      outcome: 'awarded',
      outcomeReason: 'The rest is strong.',
      decisionLetter: 'Dear Ashcombe, well done.',
    })
    expect(nadia.notices).toEqual(['The proposal is with a trustee.'])
    await aDeclaration(service, application, trustee)
  }

  /**
   * Adds a recommendation to the proposal.
   * @returns a function that makes it due today
   */
  const recommends = async (): Promise<() => Promise<void>> => {
    const { service, application, db } = world
    const proposal = (await db()('proposals').where({ application_id: application.id }).first('id'))!
    const id = await aRecommendation(service, application, null, { dueOn: '2027-03-02', status: 'proposed' })
    const own = db()('recommendations').where({ id })
    await own.clone().update({ proposal_id: proposal.id })
    return async () => void (await own.clone().update({ due_on: '2027-03-01' as Day }))
  }

  const release = async (): Promise<Visitor> => {
    const { coordinator, at, as } = world
    return (await as(coordinator, at('/decision'))).press('Release decision letter')
  }

  test('the decision is what the panel proposed, and the library sees it when the letter is released', async () => {
    const { chair, trustee, lead, at, as } = world
    const nadia = await as(chair, at('/meeting'))
    expect(nadia.links).toContainEqual(expect.objectContaining({ text: 'See the proposal' }))
    const samuel = await as(trustee, at('/decision'))
    expect(samuel.$('title').text()).toBe('Ashcombe Libraries: decision – Library of Sanctuary')
    expect(samuel.text).toContain(
      'The panel and the library disagree on 1 criterion. It comes first in the findings below.',
    )
    const unrated = samuel.$('table:contains("Where the library gave no rating")')
    expect([unrated.find('tbody tr').length, unrated.closest('details').length]).toEqual([6, 0])
    expect(samuel.text).toContain('18 criteria where the panel and the library agree')
    await decides(samuel)
    expect(samuel.notices).toEqual([
      'Your decision has been recorded. We will hold the decision letter until a coordinator releases it.',
    ])
    const marian = await as(lead, at('/decision'))
    expect([marian.status, marian.html.includes('well done')]).toEqual([403, false])
    expect((await release()).notices).toEqual(['The decision letter has been released.'])
    await marian.open(at('/decision'))
    expect([marian.headings[0], marian.text.includes('Dear Ashcombe, well done.')]).toEqual([
      'You are a Library of Sanctuary',
      true,
    ])
    expect(marian.text).toContain('The panel disagrees with your own rating on 1 criterion.')
  })

  /** Ends the role of all trustees except one. */
  const onlyTrustee = async () => {
    const { service, trustee, db } = world
    const others = db()('charity_roles').where({ role: 'trustee' }).whereNot({ person_id: trustee.id })
    await others.update({ ended_at: service.clock.now() })
  }
  /** The ids of the people to whom we have written that no trustee can decide. */
  const toldOfNoTrustee = (): Promise<(string | null)[]> =>
    world.db()('outbox').where({ application_id: world.application.id, name: 'trustee wanted' }).pluck('person_id')

  test('coordinators are emailed when the last trustee who could decide declares a conflict', async () => {
    const { coordinator, trustee, at, as } = world
    await onlyTrustee()
    const samuel = await as(trustee, at('/declaration'))
    expect(await toldOfNoTrustee()).toEqual([])
    await samuel.press('Declare a conflict', { reason: 'My brother leads this library.' })
    expect(await toldOfNoTrustee()).toEqual([coordinator.id])
  })

  test('coordinators are emailed when a proposal is sent and the only trustee is on the panel', async () => {
    const { service, coordinator, chair, trustee, application, at, as } = world
    await onlyTrustee()
    await sendsBack(await as(trustee, at('/decision')), 'Please name the branch.')
    await aSeat(service, application, trustee, { offeredBy: coordinator, kind: 'trustee' })
    await (await as(chair, at('/proposal'))).press('Send to a trustee')
    expect(await world.status()).toBe('with a trustee')
    expect(await toldOfNoTrustee()).toEqual([coordinator.id])
  })

  test('a trustee can send the proposal back to the panel with a reason', async () => {
    const { trustee, chair, at, as, status } = world
    const samuel = await as(trustee, at('/decision'))
    await sendsBack(samuel, '')
    expect([samuel.status, samuel.errors]).toEqual([422, ['Enter the reason for sending the proposal back']])
    await sendsBack(samuel, 'Please name the branch.')
    expect([samuel.notices, await status()]).toEqual([['The proposal is back with the panel.'], 'with the panel'])
    const nadia = await as(chair, at('/proposal'))
    expect([nadia.text.includes('Please name the branch.'), nadia.valueOf('decisionLetter')]).toEqual([
      true,
      'Dear Ashcombe, well done.',
    ])
  })

  test('after a proposal is sent back, the chair’s home page and meeting page link to the reason', async () => {
    const { trustee, chair, peer, at, as } = world
    await sendsBack(await as(trustee, at('/decision')), 'Please name the branch.')
    const nadia = await as(chair, '/home')
    expect(nadia.text).toContain('A trustee sent back the proposal for Ashcombe Libraries')
    expect(nadia.links).toContainEqual(expect.objectContaining({ text: 'Read why', href: at('/proposal') }))
    await nadia.open(at('/proposal'))
    expect(nadia.text).toContain('Please name the branch.')
    await nadia.press('Save')
    expect(nadia.text).toContain('Please name the branch.')
    await nadia.open(at('/meeting'))
    expect(nadia.text).toContain('A trustee sent the proposal back')
    await nadia.follow('Read the trustee’s reason')
    expect(nadia.address).toBe(at('/proposal'))
    const huw = await as(peer, '/home')
    expect(huw.text).toContain('A trustee sent back the panel’s proposal. The panel will look at it again.')
    expect(huw.links.map(({ text }) => text)).not.toContain('Read why')
    await nadia.press('Send to a trustee')
    await nadia.open(at('/meeting'))
    expect(nadia.text).not.toContain('A trustee sent the proposal back')
  })

  test('after a proposal is sent back and evidence added, the chair’s home page asks for findings', async () => {
    const { service, criteria, trustee, chair, lead, coordinator, at, as, status } = world
    await sendsBack(await as(trustee, at('/decision')), 'Please name the branch.')
    const nadia = await as(chair, '/home')
    // Her home page also has cards about the applications of other tests.
    const linksTo = (page: string) => nadia.links.some(({ href }) => href === at(page))
    expect([linksTo('/proposal'), linksTo('/meeting')]).toEqual([true, false])
    service.clock.minutesPass(1)
    await nadia.open(at('/more-evidence'))
    const asked = { criteria: criteria[0]!.id, reasons: 'The smaller branch.', until: '2027-03-20' }
    await nadia.press('Ask for more evidence', asked)
    const marian = await as(lead, at('/criteria/L1'))
    await marian.press('Save', { narrative: 'The smaller branch too.' })
    await marian.open(at('/submission'))
    await marian.press('Submit again')
    await (await as(coordinator, at('/take-up'))).press('Send new evidence to the panel')
    expect(await status()).toBe('with the panel')
    await nadia.open('/home')
    expect([linksTo('/proposal'), linksTo('/appraisal')]).toEqual([false, true])
    expect(nadia.text).toContain('Some criteria have been reopened. Check your findings on them')
    await nadia.open(at('/appraisal/L1'))
    await nadia.press('Save')
    await nadia.open(at('/appraisal'))
    await nadia.press('Give all my findings')
    await nadia.open('/home')
    expect(nadia.text).toContain('Record the panel’s findings on Ashcombe Libraries’ application')
    expect([linksTo('/appraisal'), linksTo('/meeting')]).toEqual([false, true])
  })

  test('the library cannot read in the history why a proposal was sent back', async () => {
    const { trustee, coordinator, chair, lead, at, as } = world
    await sendsBack(await as(trustee, at('/decision')), 'Please name the branch.')
    const read = []
    for (const person of [coordinator, trustee, chair, lead]) {
      const { status, text } = await as(person, at('/history'))
      read.push([status, text.includes('Please name the branch.')])
    }
    expect(read).toEqual([
      [200, true],
      [200, true],
      [200, true],
      [200, false],
    ])
  })

  test('a trustee who is the second to send a proposal back is refused, and their text is kept', async () => {
    const { service, trustee, at, as, application } = world
    const other = await aPersonWho(service, { roles: ['trustee'] })
    await aDeclaration(service, application, other)
    const late = await as(other, at('/decision'))
    await late.press('Continue', { decision: 'back' })
    await sendsBack(await as(trustee, at('/decision')), 'Please name the branch.')
    await late.press('Send back', { reason: 'L1 is too short.' })
    expect([
      late.status,
      late.text.includes('You do not have permission'),
      late.html.includes('L1 is too short.'),
    ]).toEqual([409, false, true])
  })

  test('a trustee who decides after the library has withdrawn is told that something has changed', async () => {
    const { trustee, chair, lead, at, as } = world
    const late = await as(trustee, at('/decision'))
    await late.press('Continue', { decision: 'accept' })
    expect((await as(chair, at('/proposal'))).text).toContain('This proposal is with a trustee')
    await (await as(lead, at('/withdrawal'))).press('Withdraw application', { sure: 'yes' })
    await late.press('Record this decision', { read: 'yes' })
    expect([late.status, late.text.includes('You do not have permission')]).toEqual([409, false])
    expect((await as(chair, at('/proposal'))).text).not.toContain('This proposal is with a trustee')
  })

  test('a new member cannot read why a proposal was sent back until they have given all their findings', async () => {
    const { service, trustee, chair, db, at, as, application, coordinator } = world
    await sendsBack(await as(trustee, at('/decision')), 'The panel misread L1.')
    const added = await aPersonWho(service, { roles: ['appraiser', 'trustee'] })
    await aSeat(service, application, added, { offeredBy: coordinator })
    await aDeclaration(service, application, added)
    const reads = async (person: APerson) => {
      const pages = []
      for (const below of ['', '/history']) pages.push((await as(person, at(below))).text)
      return pages.map(text => text.includes('misread L1'))
    }
    expect([await reads(chair), await reads(added)]).toEqual([
      [true, true],
      [false, false],
    ])
    await world.judged(added)
    await db()('findings').whereNull('given_at').update({ given_at: service.clock.now() })
    expect(await reads(added)).toEqual([true, true])
  })

  test('a decision is recorded only once the trustee chooses it and ticks that they read the proposal', async () => {
    const { trustee, db, at, as, status } = world
    const samuel = await as(trustee, at('/decision'))
    await samuel.press('Continue')
    expect([samuel.status, samuel.errors]).toEqual([422, ['Choose your decision']])
    await samuel.press('Continue', { decision: 'accept' })
    expect([samuel.status, samuel.headings]).toEqual([200, ['Check your decision']])
    await samuel.press('Record this decision')
    expect([samuel.status, samuel.errors]).toEqual([
      422,
      ['Tick the box to confirm that you have read the proposal and the decision letter'],
    ])
    expect([await status(), await db()('decisions').where({ application_id: world.application.id })]).toEqual([
      'with a trustee',
      [],
    ])
    await samuel.press('Record this decision', { read: 'yes' })
    expect([samuel.status, await status()]).toEqual([200, 'decided'])
  })

  test('once a decision is recorded, the pages to check it or send the proposal back redirect to it', async () => {
    const { trustee, at, as } = world
    const samuel = await as(trustee, at('/decision'))
    await samuel.press('Continue', { decision: 'accept' })
    const check = samuel.address
    await samuel.press('Record this decision', { read: 'yes' })
    for (const address of [check, at('/decision/check'), at('/decision/send-back')]) {
      await samuel.open(address)
      expect([samuel.status, samuel.address]).toEqual([200, at('/decision')])
    }
  })

  test('a decision is refused when the proposal has changed since the trustee read it', async () => {
    const { trustee, db, at, as, status } = world
    const samuel = await as(trustee, at('/decision'))
    await db()('proposals').where({ application_id: world.application.id }).increment('version', 1)
    await samuel.press('Continue', { decision: 'accept' })
    expect([samuel.status, await status()]).toEqual([409, 'with a trustee'])
    await samuel.open(at('/decision'))
    await samuel.press('Continue', { decision: 'accept' })
    await db()('proposals').where({ application_id: world.application.id }).increment('version', 1)
    await samuel.press('Record this decision', { read: 'yes' })
    expect([samuel.status, await status()]).toEqual([409, 'with a trustee'])
  })

  test('a decision is refused when the panel has replaced the proposal that the trustee read', async () => {
    const { trustee, chair, at, as, status, db } = world
    const samuel = await as(trustee, at('/decision'))
    await samuel.press('Continue', { decision: 'accept' })
    expect(samuel.headings).toEqual(['Check your decision'])
    await sendsBack(await anotherWindow(world.service, samuel).open(at('/decision')), 'Please name the branch.')
    const nadia = await as(chair, at('/proposal'))
    await nadia.press('Send to a trustee', { outcome: 'not yet', decisionLetter: 'Dear Ashcombe, not yet.' })
    expect(nadia.notices).toEqual(['The proposal is with a trustee.'])
    await samuel.press('Record this decision', { read: 'yes' })
    expect([samuel.status, await status()]).toEqual([409, 'with a trustee'])
    expect(await db()('decisions').where({ application_id: world.application.id })).toEqual([])
  })

  test('the trustee sees the checks, the number of each judgement, the next steps and the submission', async () => {
    const { trustee, at, as } = world
    const samuel = await as(trustee, at('/decision'))
    for (const text of [
      'Panel complete',
      'No open questions',
      'You have declared that you have no conflict of interest',
      'What happens next',
    ])
      expect(samuel.text).toContain(text)
    expect(samuel.$('.los-tally').text().replace(/\s+/g, ' ').trim()).toMatch(
      /^\d+ met \d+ partly met \d+ not yet \d+ not applicable$/,
    )
    await samuel.follow('Submission 1, 1 March 2027')
    expect([samuel.status, samuel.address]).toEqual([200, at('/submissions/1')])
  })

  test('a proposal can only be sent back once its panel is no longer complete', async () => {
    const { trustee, chair, at, as, status } = world
    const samuel = await as(trustee, at('/decision'))
    await samuel.press('Continue', { decision: 'accept' })
    const nadia = await as(chair, at('/declaration'))
    await nadia.press('Declare a conflict', { reason: 'My sister works there.' })
    await samuel.press('Record this decision', { read: 'yes' })
    expect([samuel.status, await status()]).toEqual([409, 'with a trustee'])
    expect(samuel.text).toContain('The panel is not complete.')
    await samuel.open(at('/decision'))
    expect(samuel.text).toContain('You cannot accept this proposal, because the panel is no longer complete.')
    expect(samuel.buttons).not.toContain('Continue')
    await samuel.follow('Send the proposal back to the panel')
    await sendsBack(samuel, 'The panel needs another member.')
    expect([samuel.notices, await status()]).toEqual([['The proposal is back with the panel.'], 'with the panel'])
  })

  test('a trustee cannot open the page to confirm a decision when the panel is no longer complete', async () => {
    const { trustee, chair, at, as } = world
    const samuel = await as(trustee, at('/decision'))
    const nadia = await as(chair, at('/declaration'))
    await nadia.press('Declare a conflict', { reason: 'My sister works there.' })
    await samuel.press('Continue', { decision: 'accept' })
    expect([samuel.status, samuel.text.includes('The panel is not complete.')]).toEqual([409, true])
  })

  test('a proposal with a recommendation that became due can only be sent back', async () => {
    const { trustee, at, as, status } = world
    const becomesDue = await recommends()
    const samuel = await as(trustee, at('/decision'))
    await samuel.press('Continue', { decision: 'accept' })
    const version = samuel.valueOf('version')
    await becomesDue()
    await samuel.press('Record this decision', { read: 'yes' })
    expect([samuel.status, samuel.errors, await status()]).toEqual([
      422,
      [
        'You cannot accept this proposal, because a recommendation is already due. Go back and send it to the panel, ' +
          'which can set a later date',
      ],
      'with a trustee',
    ])
    await samuel.open(at('/decision'))
    expect(samuel.text).toContain('You cannot accept this proposal, because a recommendation is already due.')
    expect(samuel.buttons).not.toContain('Continue')
    await samuel.open(at(`/decision/check?version=${version}&decision=accept`))
    expect([samuel.status, samuel.buttons.includes('Record this decision')]).toEqual([422, false])
    await samuel.open(at('/decision'))
    await samuel.follow('Send the proposal back to the panel')
    await sendsBack(samuel, 'Please set a later date.')
    expect(await status()).toBe('with the panel')
  })

  test('a letter with a recommendation that is already due can be released, after a warning', async () => {
    const { coordinator, trustee, at, as } = world
    const becomesDue = await recommends()
    await decides(await as(trustee, at('/decision')))
    const warning = 'A recommendation in this decision is already due.'
    const joan = await as(coordinator, at('/decision'))
    expect(joan.text).not.toContain(warning)
    await becomesDue()
    await joan.open(at('/decision'))
    expect(joan.text).toContain(warning)
    await joan.follow('Ask to correct the decision')
    expect(joan.buttons).toContain('Ask a trustee')
    expect((await release()).notices).toEqual(['The decision letter has been released.'])
  })

  test('the second of two trustees to decide sees who decided and when', async () => {
    const { service, application, trustee, at, as } = world
    const other = await aPersonWho(service, { name: 'Olwen Beck', roles: ['trustee'] })
    await aDeclaration(service, application, other)
    const [samuel, olwen] = [await as(trustee, at('/decision')), await signedIn(service, other, at('/decision'))]
    await decides(samuel)
    await decides(olwen)
    expect([olwen.status, olwen.headings]).toEqual([409, ['The decision has already been made']])
    expect(olwen.text).toContain(`${trustee.name} made the decision on`)
  })

  test('a decision is refused when the proposal was sent back while the trustee was reading it', async () => {
    const { service, trustee, at, status } = world
    const one = await signedIn(service, trustee, at('/decision'))
    const other = await signedIn(service, trustee, at('/decision'))
    await sendsBack(one, 'Please name the branch.')
    await decides(other)
    expect([other.status, await status()]).toEqual([409, 'with the panel'])
  })

  test('the proposal is sent back once when the form is sent twice, and different text stays on the page', async () => {
    const { service, trustee, at, as, eventNames } = world
    const samuel = await as(trustee, at('/decision'))
    const typed = { version: samuel.valueOf('version') as string, reason: 'Please name the branch.' }
    const form = { address: at('/decision/send-back'), typed, other: { reason: 'Another reason, in other words' } }
    expect(await sendAgain(service, samuel, form)).toEqual({
      led: [`200 ${at()}`, `200 ${at()}`],
      changed: [409, true],
      signedOut: [401, true],
    })
    expect((await eventNames()).filter(name => name === 'application.sendBack')).toHaveLength(1)
  })

  test('a decision is made once and released once when each form is sent twice', async () => {
    const { service, trustee, coordinator, at, as, eventNames } = world
    const samuel = await as(trustee, at('/decision'))
    const typed = { version: samuel.valueOf('version') as string, read: 'yes' }
    const led = [`200 ${at('/decision')}`, `200 ${at('/decision')}`]
    const decide = { address: at('/decision'), typed, other: { version: '0' } }
    expect((await sendAgain(service, samuel, decide)).led).toEqual(led)
    const casework = await as(coordinator, at('/decision'))
    const read = { version: casework.valueOf('version') as string }
    const released = { address: at('/decision/release'), typed: read, other: { version: '0' } }
    expect((await sendAgain(service, casework, released)).led).toEqual(led)
    const moves = ['application.decide', 'application.releaseLetter']
    expect((await eventNames()).filter(name => moves.includes(name))).toEqual(moves)
  })
})
