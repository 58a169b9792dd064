import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import { approves } from '../../support/approvals.ts'
import { aVisitor } from '../../support/visitor.ts'
import { sendAgain } from '../../support/sent-again.ts'
import { signedIn } from '../../support/factories.ts'

eachDatabase('the panel meeting', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(() => world.submits())

  test('the chair copies the members’ words into agreed findings, but not their private notes', async () => {
    const { chair, peer, neighbour, db, at, as, seated, given, criteria } = world
    await seated()
    for (const person of [peer, neighbour, chair]) await given(person)
    await db()('findings')
      .where({ item_id: criteria[0]!.id })
      .whereIn('seat_id', db()('seats').where({ person_id: peer.id }).select('id'))
      .update({ commendation: 'A warm welcome at the desk.' })
    // The reasons in the test data contain members’ names, so the page would not record them.
    const kindAndItem = db().raw("(select kind from seats where seats.id = findings.seat_id) || ' ' || item_id")
    await db()('findings').update({ reason: kindAndItem })
    const nadia = await as(chair, at('/meeting/L1'))
    const chosen = [`lived experience ${criteria[0]!.id}`, 'A warm welcome at the desk.']
    const words = chosen.map(text => nadia.$(`label:contains("${text}")`).prev().attr('value')!)
    await nadia.press('Copy to “Why?”', { words })
    const reason = nadia.valueOf('reason')
    expect(reason).toBe(chosen.join('\n\n'))
    expect(nadia.html).not.toContain('Secret of')
    await nadia.press('Record agreed finding', { judgement: 'met' })
    await nadia.open(at('/meeting'))
    await nadia.press('Record the 24 findings that you all agree on', { words: 'yes' })
    const rows = await db()('agreed_findings').where({ application_id: world.application.id })
    expect(rows.find(({ item_id }) => item_id === criteria[0]!.id)!.reason).toBe(reason)
    const second = rows.find(({ item_id }) => item_id === criteria[1]!.id)!.reason
    const kinds = ['lived experience', 'local group', 'sector peer']
    expect(second.split('\n\n').toSorted()).toEqual(kinds.map(kind => `${kind} ${criteria[1]!.id}`))
  })

  test('copying members’ words keeps the typed reason and the chosen finding, and saves nothing', async () => {
    const { chair, peer, neighbour, db, at, as, seated, given } = world
    await seated()
    for (const person of [peer, neighbour, chair]) await given(person)
    const nadia = await as(chair, at('/meeting/L1'))
    const words = nadia.$('label:contains("Huw Prosser on L1")').prev().attr('value')!
    const typed = { judgement: 'partly met', reason: 'We saw both branches.' }
    await nadia.press('Copy to “Why?”', typed)
    expect([nadia.errors, nadia.valueOf('reason'), nadia.valueOf('judgement')]).toEqual([
      ['Choose at least one reason or commendation to copy'],
      typed.reason,
      typed.judgement,
    ])
    await nadia.press('Copy to “Why?”', { words })
    const both = `${typed.reason}\n\nHuw Prosser on L1`
    expect([nadia.errors, nadia.valueOf('reason'), nadia.valueOf('judgement')]).toEqual([[], both, typed.judgement])
    expect(nadia.$('[name="words"][checked]')).toHaveLength(0)
    await nadia.press('Copy to “Why?”', { words })
    expect(nadia.valueOf('reason')).toBe(both)
    expect(await db()('agreed_findings').where({ application_id: world.application.id })).toEqual([])
  })

  test('an application goes from the check through the panel’s findings and meeting to the proposal', async () => {
    const { service, criteria, coordinator, chair, peer, db, at, status, eventNames, as, judged, given } = world
    const casework = await as(coordinator, at('/declaration'))
    expect(casework.text).toContain('Marian Tull')
    expect(casework.text).not.toContain('What we do about L1')
    await casework.press('Declare', { says: 'no conflict' })
    await casework.open(at('/check'))
    await casework.press('Mark as checked')
    await casework.open(at('/panel'))
    expect(casework.text).toContain('3 more seats are needed')
    await casework.press('Offer this seat', { person: chair.id, kind: 'lived experience', chairs: 'yes' })
    await casework.press('Offer this seat', { person: peer.id, kind: 'sector peer', independent: 'yes' })
    expect([casework.status, casework.text.includes('1 more seat is needed')]).toEqual([200, true])
    await casework.press('Offer this seat', {
      name: 'Leyla Demir',
      email: 'leyla.demir@group.example',
      kind: 'local group',
    })
    expect(casework.text).toContain('3 offers have not been answered yet')

    const emails = await service.post()
    const toLeyla = emails.find(({ to }) => to === 'leyla.demir@group.example')!
    const link = toLeyla.text.match(/\/seats\/[\w-]{43}/)![0]
    const leyla = aVisitor(service, { 'X-Forwarded-For': '198.51.100.7' })
    await leyla.open(link)
    expect([leyla.address, leyla.headings[0]]).toEqual(['/seats/offer', 'You have been offered a seat on a panel'])
    expect(leyla.text).toContain('Central Millbrook')
    expect(leyla.text).not.toMatch(/Nadia|local group|What we do/)
    await leyla.press('Create account', { password: 'short' })
    expect([leyla.status, leyla.errors]).toEqual([422, ['Use 15 characters or more']])
    await leyla.press('Create account', { name: 'Leyla Demir', password: 'quiet heron under the bridge' })
    expect([leyla.address, leyla.text.includes('City of Sanctuary must approve it')]).toEqual(['/home', true])
    expect((await leyla.open(at('/seat'))).status).toBe(404)
    await approves(service, await as(world.trustee, '/approvals'), 'leyla.demir@group.example')
    await leyla.open(at('/seat'))
    await leyla.press('Accept seat', { shownName: '' })
    expect([leyla.status, leyla.errors]).toEqual([422, ['Enter the name you want the other members to see']])
    await leyla.press('Accept seat', { shownName: 'L.' })
    expect(leyla.address).toBe(at('/declaration'))
    await leyla.press('Declare', { says: 'no conflict' })
    expect(leyla.text).toContain('Two branches where everybody is welcome.')

    await casework.open(at('/panel'))
    await casework.press('Pass to the panel')
    expect([casework.status, await status()]).toEqual([200, 'with the panel'])

    const nadia = await as(chair, at('/seat'))
    await nadia.press('Accept seat', { shownName: 'Nadia' })
    await nadia.press('Declare', { says: 'no conflict' })
    const huw = await as(peer, at('/seat'))
    await huw.press('Accept seat', { shownName: 'Huw' })
    await huw.press('Declare', { says: 'no conflict' })
    expect([huw.status, huw.errors]).toEqual([422, ['Choose whether you are independent of this library']])
    await huw.press('Declare', { independent: 'yes' })

    await huw.open(at('/appraisal'))
    expect(huw.text).toContain('You have not written any of your 25 findings yet.')
    await huw.follow('Staff and volunteers learn')
    expect(huw.text).toContain('What we do about L1.')
    expect(huw.text).toContain('A page from our joining policy.')
    await huw.press(`Save and go to ${criteria[1]!.code}`, {
      judgement: 'partly met',
      reason: 'The smaller branch is missing.',
      privateNote: 'ask',
    })
    expect(huw.address).toBe(at(`/appraisal/${criteria[1]!.code}`))
    await huw.open(at('/appraisal'))
    expect(huw.text).toContain('You have written your findings on 1 of 25 criteria.')
    await db()('findings').delete()

    await given(peer, 'met', { L2: 'not yet' })
    await judged({
      id: (await db()('people').where({ email: 'leyla.demir@group.example' }).first('id'))!.id,
      name: 'Leyla',
      email: '',
    })
    await leyla.open(at('/appraisal'))
    await leyla.press('Give all my findings')
    await judged(chair, 'met', { L1: 'partly met' })
    await nadia.open(at('/appraisal'))
    await nadia.press('Give all my findings')
    expect(nadia.text).toContain('Panel members disagree on 2 criteria')
    expect(nadia.text.indexOf('Not yet')).toBeLessThan(nadia.text.indexOf('Partly met'))
    await nadia.follow('Compare all findings')
    expect(nadia.text).toContain('All 25 criteria still need an agreed finding.')
    await nadia.press('Record the 23 findings that you all agree on')
    expect(nadia.text).toContain('2 of 25 criteria still need an agreed finding.')
    for (const code of ['L1', 'L2']) {
      await nadia.open(at(`/meeting/${code}`))
      expect(nadia.text).toContain(`Huw Prosser on ${code}`)
      expect(nadia.text).not.toContain('Secret of')
      await nadia.press('Record agreed finding', { judgement: 'partly met', reason: 'Half of it is shown.' })
    }
    expect(nadia.text).toContain('Every criterion has an agreed finding.')
    await nadia.follow('Continue to the proposal')
    expect([nadia.status, nadia.address]).toEqual([200, at('/proposal')])
    expect((await eventNames()).join(' ')).not.toMatch(/lived|peer|local/)
    await casework.open(at('/panel'))
    expect(casework.text).toContain('The panel is complete')
  })

  test('an agreed finding is recorded once when sent twice, and different text stays on the page', async () => {
    const { service, chair, at, as, seated, given, eventNames } = world
    await seated()
    await given(chair)
    const typed = { version: '0', judgement: 'met', reason: 'Shown.' }
    const form = { address: at('/meeting/L1'), typed, other: { reason: 'Another reason, in other words' } }
    expect(await sendAgain(service, await as(chair), form)).toEqual({
      led: [`200 ${at('/meeting')}`, `200 ${at('/meeting')}`],
      changed: [422, true],
      signedOut: [401, true],
    })
    expect((await eventNames()).filter(name => name === 'agreed_finding.recorded')).toHaveLength(1)
  })

  test('a member who has not given all findings is told to give them first', async () => {
    const { chair, lead, at, as, seated } = world
    await seated()
    const nadia = await as(chair, at('/meeting'))
    expect([nadia.status, nadia.headings]).toEqual([403, ['Give all your findings first']])
    await nadia.follow('Go to your findings')
    expect([nadia.status, nadia.address]).toEqual([200, at('/appraisal')])
    const marian = await as(lead, at('/meeting'))
    expect([marian.status, marian.headings]).toEqual([403, ['You do not have permission to do this']])
    expect(marian.text).toContain('Your role, or the stage of this work, does not allow it.')
  })

  test('the chair must record findings again on criteria judged by a member who declares a conflict', async () => {
    const { service, chair, peer, neighbour, db, at, as, seated, given, criteria } = world
    await seated()
    for (const person of [peer, neighbour, chair]) await given(person)
    const nadia = await as(chair, at('/meeting'))
    await nadia.press('Record the 25 findings that you all agree on')
    const seat = db()('seats').where({ application_id: world.application.id, person_id: neighbour.id }).select('id')
    const judged = criteria.slice(0, 2).map(({ id }) => id)
    await db()('findings').whereIn('seat_id', seat).whereNotIn('item_id', judged).delete()
    service.clock.set('2027-03-01T09:10:00Z')
    await (await as(neighbour, at('/declaration'))).press('Declare a conflict', { reason: 'My sister works there.' })
    service.clock.set('2027-03-01T09:15:00Z')
    await nadia.open(at('/meeting'))
    const toRecord = () =>
      nadia
        .$('.los-notice a, h3:contains("Findings to record again") + ul a')
        .map((_, link) => nadia.$(link).attr('href'))
        .get()
    expect([nadia.headings.length, toRecord()]).toEqual([1, [at('/meeting/L1'), at('/meeting/L2')]])
    expect(nadia.text).toContain('Record 2 agreed findings again')
    expect(nadia.links.map(({ text }) => text)).not.toContain('Continue to the proposal')
    await nadia.open(at('/meeting/L1'))
    expect(nadia.text).toContain('Remove anything that came from that member, then record it again.')
    await nadia.press('Record agreed finding')
    expect([nadia.text.includes('Record 1 agreed finding again'), toRecord()]).toEqual([true, [at('/meeting/L2')]])
    await nadia.open(at('/proposal'))
    const why = 'Some criteria have no agreed finding, or need it recorded again after a member left the panel.'
    expect([nadia.text.includes(why), toRecord()]).toEqual([true, [at('/meeting/L2')]])
    await nadia.send(at('/proposal'), { then: 'send', version: '0', outcome: 'awarded', decisionLetter: 'A letter.' })
    expect([nadia.status, nadia.text.includes(why)]).toEqual([409, true])
    await nadia.open(at('/meeting/L2'))
    await nadia.press('Record agreed finding', { reason: 'Both branches showed it.' })
    expect(nadia.links.map(({ text }) => text)).toContain('Continue to the proposal')
  })

  test('the page shows both versions when another window recorded the agreed finding first', async () => {
    const { service, chair, at, seated, given } = world
    await seated()
    await given(chair)
    const one = await signedIn(service, chair, at('/meeting/L1'))
    const other = await signedIn(service, chair, at('/meeting/L1'))
    await one.press('Record agreed finding', { judgement: 'met', reason: 'First window' })
    await other.press('Record agreed finding', { judgement: 'not yet', reason: 'Second window' })
    expect([other.title.startsWith('Error: '), other.errors.length]).toEqual([true, 1])
    expect([other.status, other.valueOf('reason'), other.text.includes('First window')]).toEqual([
      409,
      'Second window',
      true,
    ])
    await other.press('Record agreed finding')
    await other.open(at('/meeting/L1'))
    expect(other.valueOf('reason')).toBe('Second window')
  })
})
