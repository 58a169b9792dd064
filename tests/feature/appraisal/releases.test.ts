import type { Knex } from 'knex'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { withoutRights } from '../../../src/domain/actor.ts'
import { parseDay } from '../../../src/domain/time.ts'
import { giveRole } from '../../../src/modules/access/requests/request.actions.ts'
import { releaseLetters } from '../../../src/modules/appraisal/releases/release.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, anOrganisation, aPersonWho, aRecommendation, signedIn } from '../../support/factories.ts'
import { aPanelWorld, decides, type PanelWorld } from '../../support/panel.ts'
import { anotherWindow, type Visitor } from '../../support/visitor.ts'

eachDatabase('the scheduled release of a decision letter', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(() => world.submits())

  async function decided(decisionLetter = 'Well done.'): Promise<void> {
    const { service, chair, peer, neighbour, trustee, application, at, as, seated, given } = world
    await seated()
    for (const person of [peer, neighbour, chair]) await given(person)
    const nadia = await as(chair, at('/meeting'))
    await nadia.press('Record the 25 findings that you all agree on')
    await nadia.open(at('/proposal'))
    await nadia.press('Send to a trustee', { outcome: 'awarded', decisionLetter })
    await aDeclaration(service, application, trustee)
    await decides(await as(trustee, at('/decision')))
    await service.post()
  }
  const emailsSent = async (): Promise<string[]> =>
    (await world.service.post()).map(({ subject }) => subject).filter(subject => subject.startsWith('The decision on'))

  test('the job releases a decision letter only once, at its release time, however often it runs', async () => {
    const { service, coordinator, lead, at, as, eventNames } = world
    await decided()
    const joan = await as(coordinator, at('/decision/release-time'))
    await joan.press('Set release time', { 'day-day': '1', 'day-month': '3', 'day-year': '2027', hour: '08:00' })
    expect([joan.status, joan.errors]).toEqual([422, ['Enter a date and time in the future']])
    await joan.press('Set release time', { 'day-day': '2', 'day-month': '3', 'day-year': '2027', hour: '10:00' })
    expect(joan.notices).toEqual(['The decision letter will be released on 2 March 2027, 10am.'])
    expect(joan.text).toContain('The decision letter will be released on 2 March 2027, 10am.')
    await joan.open(at('/decision'))
    expect([
      joan.text.includes('If you release the decision letter now instead, the library will get it immediately.'),
      joan.text.includes('The award will start today'),
      joan.text.includes(
        'The decision letter will be released on 2 March 2027, 10am. Until then, the library will see',
      ),
      joan.text.includes('until a coordinator releases it'),
      joan.links.some(({ text }) => text === 'Change or stop the release'),
    ]).toEqual([true, false, true, false, true])
    service.clock.set('2027-03-02T09:59:59Z')
    expect([await releaseLetters(service.parts), await emailsSent()]).toEqual([0, []])
    service.clock.set('2027-03-02T10:00:00Z')
    const both = await Promise.all([releaseLetters(service.parts), releaseLetters(service.parts)])
    expect(both.reduce((sum, each) => sum + each, 0)).toBe(1)
    expect(await releaseLetters(service.parts)).toBe(0)
    expect(await emailsSent()).toHaveLength(1)
    expect((await eventNames()).filter(name => name === 'application.releaseLetter')).toHaveLength(1)
    const marian = await signedIn(service, lead, at('/decision'))
    expect(marian.text).toContain('Award period: 2 March 2027 to 1 March 2028.')
  })

  test('an award counts from the day set for the letter’s release, even if the job runs after midnight', async () => {
    const { service, coordinator, lead, at, as, db, organisation } = world
    await decided()
    const joan = await as(coordinator, at('/decision/release-time'))
    await joan.press('Set release time', { 'day-day': '2', 'day-month': '3', 'day-year': '2027', hour: '10:00' })
    service.clock.set('2027-03-03T00:30:00Z')
    expect(await releaseLetters(service.parts)).toBe(1)
    const marian = await signedIn(service, lead, at('/decision'))
    expect(marian.text).toContain('Award period: 2 March 2027 to 1 March 2028.')
    expect(marian.text).toContain('you have until 31 March 2027 to ask for a review')
    expect(await db()('awards').where({ organisation_id: organisation.id }).select('granted_on', 'valid_to')).toEqual([
      { granted_on: '2027-03-02', valid_to: '2028-03-01' },
    ])
  })

  test('an award starts on the day when a trustee refuses to reverse the decision, if that is later', async () => {
    const { service, coordinator, lead, application, at, as } = world
    await decided()
    const joan = await as(coordinator, at('/decision/release-time'))
    await joan.press('Set release time', { 'day-day': '2', 'day-month': '3', 'day-year': '2027', hour: '10:00' })
    await joan.open(at('/decision/correction'))
    await joan.press('Ask a trustee', { reason: 'Wrong outcome?' })
    const other = await aPersonWho(service, { roles: ['trustee'] })
    await aDeclaration(service, application, other)
    service.clock.set('2027-03-04T10:00:00Z')
    expect(await releaseLetters(service.parts)).toBe(0)
    const ines = await signedIn(service, other, at('/decision/answer'))
    await ines.press('Send answer', { answer: 'as decided', reason: 'It is right.' })
    service.clock.set('2027-03-05T00:30:00Z')
    expect(await releaseLetters(service.parts)).toBe(1)
    const marian = await signedIn(service, lead, at('/decision'))
    expect(marian.text).toContain('Award period: 4 March 2027 to 3 March 2028.')
  })

  test.each([
    ['the trustee who decided', 'trustee'],
    ['the chair who made the proposal', 'chair'],
    ['a member of the panel', 'peer'],
  ] as const)('a conflict of %s stops the scheduled release, and coordinators get an email', async (_, who) => {
    const { service, coordinator, at, as, db, application, eventNames } = world
    await decided()
    const joan = await as(coordinator, at('/decision/release-time'))
    await joan.press('Set release time', { 'day-day': '2', 'day-month': '3', 'day-year': '2027', hour: '10:00' })
    await (await as(world[who], at('/declaration'))).press('Declare a conflict', { reason: 'My sister works there.' })
    expect((await service.post()).map(({ to, subject }) => [to, subject])).toEqual([
      [coordinator.email, 'A conflict of interest affects the decision on Ashcombe Libraries’ application'],
    ])
    expect((await eventNames()).slice(-2)).toContain('letter.release_stopped')
    service.clock.set('2027-03-02T10:00:00Z')
    expect([await releaseLetters(service.parts), await emailsSent()]).toEqual([0, []])
    const released = await signedIn(service, coordinator, at('/decision'))
    await released.press('Release decision letter')
    expect([released.notices, await emailsSent()]).toEqual([
      ['The decision letter has been released.'],
      ['The decision on Ashcombe Libraries’ application'],
    ])
    const clare = await signedIn(service, world.neighbour, at('/declaration'))
    await clare.press('Declare a conflict', { reason: 'My sister works there.' })
    const name = 'conflict after decision'
    expect(await db()('outbox').where({ application_id: application.id, name })).toHaveLength(1)
  })

  test.each([
    ['the trustee who decided joins', 'trustee'],
    ['a member of the panel joins', 'peer'],
  ] as const)('a scheduled release is stopped when %s the library’s team', async (_, who) => {
    const { service, coordinator, lead, neighbour, organisation, at, as, db, application, eventNames } = world
    await decided()
    const joan = await as(coordinator, at('/decision/release-time'))
    await joan.press('Set release time', { 'day-day': '2', 'day-month': '3', 'day-year': '2027', hour: '10:00' })
    const joins = (person: { id: string }, organisationId: string) =>
      service.parts.write(withoutRights(lead.id), work =>
        giveRole(work, { personId: person.id, organisationId, role: 'observer' }),
      )
    const [name, stopped] = ['conflict after decision', 'letter.release_stopped']
    const emails = () => db()('outbox').where({ application_id: application.id, name })
    await joins(world[who], (await anOrganisation(service, { name: 'Another Library' })).id)
    await joins(await aPersonWho(service, { name: 'Wren Ashby', roles: ['trustee'] }), organisation.id)
    expect([await emails(), (await eventNames()).includes(stopped)]).toEqual([[], false])
    await joins(world[who], organisation.id)
    expect([(await emails()).map(({ person_id }) => person_id), (await eventNames()).includes(stopped)]).toEqual([
      [coordinator.id],
      true,
    ])
    service.clock.set('2027-03-02T10:00:00Z')
    expect(await releaseLetters(service.parts)).toBe(0)
    const released = await signedIn(service, coordinator, at('/decision'))
    await released.press('Release decision letter')
    await joins(neighbour, organisation.id)
    expect([released.notices, await emails()]).toEqual([
      ['The decision letter has been released.'],
      [expect.objectContaining({ person_id: coordinator.id })],
    ])
  })

  test('before a letter is released, the pages warn of panel members’ names that the library would read', async () => {
    const { coordinator, trustee, at, as } = world
    const warning = (names: string): string =>
      `may name people who are or were on the panel, or who help them: ${names}.`
    await decided()
    const letter = world.db()('decisions').where({ application_id: world.application.id })
    await letter.update({ letter_opening: 'Huw Prosser was impressed.' })
    for (const address of [at('/decision'), at('/decision/release-time'), '/decisions/letters'])
      expect((await as(coordinator, address)).text).toContain(warning('Huw Prosser'))
    for (const [address, button] of [
      [at('/decision/release-time'), 'Set release time'],
      ['/decisions/letters', 'Release the selected decision letters'],
    ] as const) {
      const joan = await as(coordinator, address)
      await joan.press(button, { 'day-month': '13' })
      expect([joan.status, joan.text]).toEqual([422, expect.stringContaining(warning('Huw Prosser'))])
    }
    await world
      .db()('agreed_findings')
      .where({ application_id: world.application.id, item_id: world.criteria[0]!.id })
      .update({ reason: 'Nadia read it' })
    expect((await as(coordinator, at('/decision'))).text).toContain(warning('Huw Prosser and Nadia'))
    expect((await as(trustee, at('/decision'))).text).not.toContain('The library will read these names')
  })

  test('the warning covers names in the findings on a light renewal that a panel read', async () => {
    const { application, coordinator, criteria, db, at, as } = world
    await decided()
    await db()('applications').where({ id: application.id }).update({ kind: 'renewal', panel_reason: 'Closures' })
    const finding = db()('agreed_findings').where({ application_id: application.id, item_id: criteria[0]!.id })
    await finding.update({ reason: 'Nadia read it' })
    expect((await as(coordinator, at('/decision'))).text).toContain('or who help them: Nadia.')
  })

  test('a letter without names of panel members has no warning', async () => {
    const { coordinator, at, as } = world
    await decided()
    for (const address of [at('/decision'), at('/decision/release-time')])
      expect((await as(coordinator, address)).text).not.toContain('The library will read these names')
  })

  test('a release can be stopped, and none happens while a request to reverse the decision is open', async () => {
    const { service, coordinator, at, as } = world
    await decided()
    const joan = await as(coordinator, at('/decision/release-time'))
    const then = { 'day-day': '2', 'day-month': '3', 'day-year': '2027', hour: '10:00' }
    await joan.press('Set release time', then)
    await joan.open(at('/decision/release-time'))
    await joan.press('Stop the release')
    expect(joan.notices).toEqual(['The release has been stopped. We are holding the decision letter.'])
    await joan.open(at('/decision/release-time'))
    await joan.press('Set release time', then)
    await joan.open(at('/decision/correction'))
    await joan.press('Ask a trustee', { reason: 'Wrong outcome.' })
    await joan.open(at('/decision'))
    expect(joan.text).not.toContain('will be released on')
    service.clock.set('2027-03-02T10:00:00Z')
    expect(await releaseLetters(service.parts)).toBe(0)
  })

  test('the chosen day and time are kept when the letter has changed since the page was opened', async () => {
    const { coordinator, at, as, db } = world
    await decided()
    const joan = await as(coordinator, at('/decision/release-time'))
    const then = { 'day-day': '5', 'day-month': '3', 'day-year': '2027', hour: '15:00' }
    await db()('decisions').increment('letter_version', 1)
    await joan.press('Set release time', then)
    expect([joan.status, joan.errors, joan.valueOf('day-day'), joan.valueOf('hour')]).toEqual([
      409,
      ['The decision letter or its release time has changed since you opened the page. Check both, then set the time'],
      '5',
      '15:00',
    ])
    await joan.press('Set release time')
    expect(joan.notices).toEqual(['The decision letter will be released on 5 March 2027, 3pm.'])
  })

  test('a release time is refused when a colleague has just set one, and the page shows theirs', async () => {
    const { service, coordinator, at, as } = world
    await decided()
    const colleague = await aPersonWho(service, { name: 'Mair Example', roles: ['coordinator'] })
    const joan = await as(coordinator, at('/decision/release-time'))
    await aDeclaration(service, world.application, colleague)
    const mair = await signedIn(service, colleague, at('/decision/release-time'))
    const then = { 'day-day': '5', 'day-month': '3', 'day-year': '2027', hour: '15:00' }
    await mair.press('Set release time', then)
    await joan.press('Set release time', { ...then, hour: '10:00' })
    expect([joan.status, joan.errors, joan.text.includes('will be released on 5 March 2027, 3pm.')]).toEqual([
      409,
      ['The decision letter or its release time has changed since you opened the page. Check both, then set the time'],
      true,
    ])
  })

  test('a release is not stopped when a colleague has changed its time since the page was opened', async () => {
    const { service, coordinator, at, as, db } = world
    await decided()
    const joan = await as(coordinator, at('/decision/release-time'))
    await joan.press('Set release time', { 'day-day': '2', 'day-month': '3', 'day-year': '2027', hour: '10:00' })
    await joan.open(at('/decision/release-time'))
    const colleague = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, world.application, colleague)
    const rowan = await signedIn(service, colleague, at('/decision/release-time'))
    await rowan.press('Set release time', { 'day-day': '4', 'day-month': '3', 'day-year': '2027', hour: '10:00' })
    await joan.press('Stop the release')
    expect(joan.status).toBe(409)
    expect(await db()('decisions').pluck('release_at')).toContain('2027-03-04T10:00:00.000Z')
    await joan.open(at('/decision/release-time'))
    await joan.press('Stop the release')
    expect(joan.notices).toEqual(['The release has been stopped. We are holding the decision letter.'])
  })

  test('several letters are released together after those with only the standard text are confirmed', async () => {
    const { service, coordinator, as, db } = world
    await decided()
    const one = world.application.id
    await world.submits()
    await decided('The panel thanks Ashcombe Libraries for the work that went into the application.')
    const other = world.application.id
    const suspended = await aPersonWho(service, { member: [[world.organisation, 'lead']] })
    await db()('people').where({ id: suspended.id }).update({ status: 'suspended' })
    const joan = await signedIn(service, coordinator, '/decisions')
    await joan.open('/decisions/letters')
    expect(joan.text).toContain('Ashcombe Libraries: Awarded')
    expect(joan.text).not.toContain('2 leads')
    expect(joan.text).toContain(
      'We will email the decision letter to 1 lead. The decision letter contains only our standard text.',
    )
    await joan.press('Release the selected decision letters', { when: 'now' })
    expect([joan.status, joan.errors]).toEqual([422, ['Choose at least one decision letter']])
    await joan.press('Release the selected decision letters', { letters: [one, other], when: 'now' })
    expect([joan.status, joan.errors]).toEqual([
      422,
      ['Tick the box to release decision letters with only our standard text, or edit the letters first'],
    ])
    await joan.press('Release the selected decision letters', { letters: [one, other], when: 'now', sure: 'yes' })
    expect(joan.notices).toEqual(['We are releasing 2 decision letters.'])
    expect(joan.text).toContain('0 of 2 decision letters set for')
    expect(await releaseLetters(service.parts)).toBe(2)
    const left = await db()('applications').whereIn('id', [one, other]).whereNull('decision_letter_released_at')
    expect(left).toEqual([])
    expect((await joan.send('/decisions/letters', { letters: [one], when: 'now', sure: 'yes' })).status).toBe(422)
    expect((await (await as(world.trustee)).open('/decisions/letters')).status).toBe(404)
  })

  test('only a decision letter that changed while the page was open must be selected again', async () => {
    const { service, coordinator, as, at, db } = world
    await decided()
    const one = world.application.id
    await world.submits()
    await decided('The panel thanks Ashcombe Libraries for the work that went into the application.')
    const other = world.application.id
    const joan = await as(coordinator, '/decisions/letters')
    const window = await anotherWindow(service, joan).open(at('/decision/letter'))
    await window.press('Save decision letter', { opening: 'Dear Ashcombe' })
    const given = { when: 'later', 'day-day': '1', 'day-month': '4', 'day-year': '2027', hour: '15:00', sure: 'yes' }
    await joan.press('Release the selected decision letters', { ...given, letters: [one, other] })
    expect([
      joan.status,
      joan.errors,
      joan.valueOf('letters'),
      joan.valueOf('day-month'),
      joan.valueOf('hour'),
    ]).toEqual([
      409,
      [
        'The decision letter for Ashcombe Libraries, or its release time, has changed since you opened the page. ' +
          'Check both before you choose it again',
      ],
      [one],
      '4',
      '15:00',
    ])
    await joan.press('Release the selected decision letters', { letters: [one, other] })
    expect(joan.notices).toEqual(['We are releasing 2 decision letters.'])
    expect(await db()('decisions').whereIn('application_id', [one, other]).pluck('release_at')).toEqual([
      '2027-04-01T14:00:00.000Z',
      '2027-04-01T14:00:00.000Z',
    ])
  })

  test('the pages that set a release time say when the first recommendation is due', async () => {
    const { service, coordinator, application, at, as, db } = world
    await decided()
    const [id, later] = [
      await aRecommendation(service, application, null, { dueOn: '2027-03-09', status: 'proposed' }),
      await aRecommendation(service, application, null, { dueOn: '2027-03-20', status: 'proposed' }),
    ]
    const proposal = (await db()('proposals').where({ application_id: application.id }).first('id'))!
    await db()('recommendations').whereIn('id', [id, later]).update({ proposal_id: proposal.id })
    const warning =
      'Release the decision letter before 9 March 2027, ' +
      'because the library’s response to a recommendation is due that day.'
    const joan = await as(coordinator, at('/decision/release-time'))
    expect(joan.text).toContain(warning)
    await joan.press('Set release time', { 'day-day': '8', 'day-month': '3', 'day-year': '2027', hour: '10:00' })
    expect(joan.text).not.toContain(warning)
    await joan.open(at('/decision/release-time'))
    await joan.press('Set release time', { 'day-day': '9', 'day-month': '3', 'day-year': '2027', hour: '10:00' })
    expect(joan.text).toContain(warning)
    await joan.open('/decisions/letters')
    expect(joan.text).toContain(warning)
    await db()('recommendations')
      .where({ id })
      .update({ due_on: parseDay('2027-03-01')! })
    for (const page of [at('/decision/release-time'), '/decisions/letters']) {
      await joan.open(page)
      expect(joan.text).toContain('A recommendation in this decision is already due.')
      expect(joan.text).not.toContain('Release the decision letter before')
    }
  })

  test('the number of letters set for a later day leaves out one that a coordinator released earlier', async () => {
    const { service, coordinator, at, as } = world
    await decided()
    const one = world.application.id
    await world.submits()
    await decided()
    const joan = await as(coordinator, '/decisions/letters')
    const then = { 'day-day': '5', 'day-month': '3', 'day-year': '2027', hour: '10:00' }
    await joan.press('Release the selected decision letters', {
      letters: [one, world.application.id],
      when: 'later',
      ...then,
    })
    expect(joan.text).toContain('2 decision letters are set to be released on 5 March 2027, 10am.')
    await joan.open(at('/decision'))
    await joan.press('Release decision letter')
    expect(joan.notices).toEqual(['The decision letter has been released.'])
    await service.post()
    await joan.open('/decisions/letters')
    expect(joan.text).toContain('1 decision letter is set to be released on 5 March 2027, 10am.')
  })

  test('the number of letters set for release leaves out letters that cannot be released', async () => {
    const { service, coordinator, at, as } = world
    await decided()
    const [withdrawn, lead] = [at('/withdrawal'), world.lead]
    const joan = await as(coordinator, at('/decision/release-time'))
    const then = { 'day-day': '4', 'day-month': '3', 'day-year': '2027' }
    await joan.press('Set release time', { ...then, hour: '10:00' })
    await world.submits()
    await decided()
    await joan.open(at('/decision/release-time'))
    await joan.press('Set release time', { ...then, hour: '11:00' })
    await joan.open(at('/decision/correction'))
    await joan.press('Ask a trustee', { reason: 'Wrong outcome.' })
    await world.submits()
    await decided()
    await joan.open(at('/decision/release-time'))
    await joan.press('Set release time', { ...then, hour: '12:00' })
    await joan.open('/decisions/letters')
    expect(joan.text).toContain('1 decision letter is set to be released on 4 March 2027, 10am.')
    await (await signedIn(service, lead, withdrawn)).press('Withdraw application', { sure: 'yes' })
    await joan.open('/decisions/letters')
    expect(joan.text).toContain('1 decision letter is set to be released on 4 March 2027, 12pm.')
  })

  test('letters are shown 12 at a time, and releasing some of them leads back to the same page', async () => {
    const { service, coordinator, as, db } = world
    const release = (applications: Knex.QueryBuilder) =>
      applications.update({ decision_letter_released_at: service.clock.now() })
    await release(db()('applications').where({ status: 'decided' }))
    await decided()
    const ids = [world.application.id]
    const application = await db()('applications').where({ id: ids[0]! }).first()
    const decision = await db()('decisions').where({ application_id: ids[0]! }).first()
    for (let number = 1; number <= 13; number += 1) {
      const id = newId()
      const since = `2027-02-${String(number).padStart(2, '0')}T09:00:00.000Z`
      const row = { ...application, id, number: `PAGE-${number}`, status_since: since, award_id: null, round_id: null }
      await db()('applications').insert(row as never)
      await db()('decisions').insert({ ...decision, id: newId(), application_id: id, decided_at: since } as never)
      await aDeclaration(service, { id }, coordinator)
      ids.splice(number - 1, 0, id)
    }
    const lettersOn = (visitor: Visitor): string[] =>
      visitor
        .$('input[name=letters]')
        .map((_, box) => visitor.$(box).attr('value'))
        .get()
    const joan = await as(coordinator, '/decisions/letters')
    expect([lettersOn(joan), joan.links.some(({ text }) => text === 'First page')]).toEqual([ids.slice(0, 12), false])
    const second = joan.links.find(({ text }) => text === 'Next page')!.href
    await joan.open(second)
    expect([lettersOn(joan), joan.links.some(({ text }) => text === 'Next page')]).toEqual([ids.slice(12), false])
    await joan.press('Release the selected decision letters', { when: 'now' })
    expect([joan.status, joan.errors.length, lettersOn(joan)]).toEqual([422, 1, ids.slice(12)])
    await joan.press('Release the selected decision letters', { letters: [ids[13]!], when: 'now' })
    expect([joan.notices, lettersOn(joan)]).toEqual([['We are releasing 1 decision letter.'], ids.slice(12)])
    await db()('applications').whereIn('id', ids.slice(12)).update({ decision_letter_released_at: service.clock.now() })
    await joan.open(second)
    expect([lettersOn(joan), joan.text.includes('There are no more decision letters to release.')]).toEqual([[], true])
    await joan.follow('First page')
    expect(lettersOn(joan)).toEqual(ids.slice(0, 12))
  })

  test('the address of the next page never reveals a decision about the coordinator’s own library', async () => {
    const { service, coordinator, as, db } = world
    await decided()
    const released = { decision_letter_released_at: service.clock.now() }
    await db()('applications').whereNot({ id: world.application.id }).where({ status: 'decided' }).update(released)
    const application = await db()('applications').where({ id: world.application.id }).first()
    const decision = await db()('decisions').where({ application_id: world.application.id }).first()
    const library = await anOrganisation(service)
    const ids: string[] = []
    for (let number = 1; number <= 14; number += 1) {
      const id = newId()
      const isOwn = number === 12
      const since = `2027-02-${String(number).padStart(2, '0')}T09:00:00.000Z`
      const organisation_id = isOwn ? library.id : application!.organisation_id
      const row = { ...application, id, number: `OWN-${number}`, status_since: since, organisation_id }
      await db()('applications').insert({ ...row, award_id: null, round_id: null } as never)
      await db()('decisions').insert({ ...decision, id: newId(), application_id: id, decided_at: since } as never)
      await aDeclaration(service, { id }, coordinator)
      ids.push(id)
    }
    const next = async () => {
      const links = (await as(coordinator, '/decisions/letters')).links
      return links.find(({ text }) => text === 'Next page')!.href
    }
    expect(await next()).toContain(ids[11]!)
    await db()('memberships').insert({
      id: newId(),
      person_id: coordinator.id,
      organisation_id: library.id,
      role: 'observer',
      started_at: service.clock.now(),
      ended_at: null,
      readers_confirmed_at: null,
    } as never)
    expect(await next()).toContain(ids[12]!)
  })
})
