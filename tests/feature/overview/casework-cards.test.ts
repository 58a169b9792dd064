import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import type { Instant } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anAward,
  anOrganisation,
  aPersonWho,
  aRound,
  aSeat,
  signedIn,
  type APerson,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

// Today is 1 March 2027.

const titlesOn = (home: Visitor): string[] =>
  home
    .$('.los-dues h3')
    .map((_, title) => home.$(title).text().trim())
    .get()

eachDatabase('the charity’s cards on the home page', engine => {
  test('panel members get no card to coordinate, or decide on, the application that they read', async () => {
    const { service, lead } = await aCharity(engine)
    const [coordinator, free] = [
      await aPersonWho(service, { roles: ['coordinator'] }),
      await aPersonWho(service, { roles: ['trustee'] }),
    ]
    const member = await aPersonWho(service, { roles: ['trustee', 'coordinator', 'appraiser'] })
    const left = await aPersonWho(service, { roles: ['trustee'] })
    const anotherCase = async (name: string, status: string) =>
      anApplication(service, await anOrganisation(service, { name }), { startedBy: lead, status })
    const proposed = await anotherCase('Proposed', 'with a trustee')
    const decided = await anotherCase('Reviewed', 'decided')
    await aRequest(service, decided, lead)
    for (const application of [proposed, decided]) {
      await aSeat(service, application, member, { offeredBy: coordinator, kind: 'trustee' })
      const seat = await aSeat(service, application, left, { offeredBy: coordinator, status: 'withdrawn' })
      await aGivenFinding(service, seat)
      for (const person of [member, left, free]) await aDeclaration(service, application, person)
    }
    const checked = await anotherCase('Checked', 'checked')
    await aSeat(service, checked, member, { offeredBy: coordinator, status: 'offered' })
    const shown = new Map<APerson, string[]>()
    for (const person of [free, member, left, coordinator])
      shown.set(person, titlesOn(await signedIn(service, person, '/home')))
    expect(shown.get(free)!.toSorted()).toEqual([
      'Decide on Proposed’s application',
      'Reviewed has asked us to review our decision',
    ])
    expect(shown.get(member)).toEqual(['You have been offered a seat on the panel for Checked'])
    expect(shown.get(left)).toEqual([])
    expect(shown.get(coordinator)).toContain('Set up a panel for Checked')
    await service.end()
  })

  test('a coordinator who is also a trustee does not get a card for their own request', async () => {
    const { service, lead } = await aCharity(engine)
    const both = await aPersonWho(service, { roles: ['coordinator', 'trustee'] })
    const application = await anApplication(service, await anOrganisation(service), {
      startedBy: lead,
      status: 'decided',
    })
    await aDeclaration(service, application, both)
    await aRequest(service, application, both, 'reversal')
    expect(titlesOn(await signedIn(service, both, '/home'))).toEqual([
      'Release the decision letter to Ashcombe Libraries',
    ])
    await service.end()
  })

  test('no card asks to release a letter that has a release time, unless a request stops that release', async () => {
    const { service, lead } = await aCharity(engine)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const decided = async (name: string) => {
      const organisation = await anOrganisation(service, { name })
      const application = await anApplication(service, organisation, { startedBy: lead, status: 'decided' })
      await aDeclaration(service, application, coordinator)
      await aRequest(service, application, lead, 'reversal')
      return application
    }
    const [held, scheduled, stopped] = [await decided('Held'), await decided('Scheduled'), await decided('Stopped')]
    const db = service.database.writer
    const answered = [held.id, scheduled.id]
    await db('decision_requests').whereIn('application_id', answered).update({ status: 'answered' })
    await db('decisions')
      .whereIn('application_id', [scheduled.id, stopped.id])
      .update({ release_at: '2027-03-12T10:00:00.000Z' as Instant })
    const home = await signedIn(service, coordinator, '/home')
    expect(titlesOn(home).toSorted()).toEqual([
      'Release the decision letter to Held',
      'Release the decision letter to Stopped',
      'The decision letter to Scheduled has a release time',
    ])
    expect(home.text).toContain('We will release it on 12 March 2027, 10am.')
    await service.end()
  })

  test('a card counts overdue renewals up to 100, and says “more than 100” above that', async () => {
    const { service, lead } = await aCharity(engine)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const is = { startedBy: lead, status: 'overdue', endsOn: '2027-02-19', from: '2026-02-20' } as const
    const award = await anAward(service, await anOrganisation(service), is)
    const db = service.database.writer
    const model = (await db('awards').where({ id: award.id }).first())!
    const home = await signedIn(service, coordinator)
    const shown: string[][] = []
    for (const count of [24, 76]) {
      const more = Array.from({ length: count }, () => ({ ...model, id: newId(), code: newId() }))
      await db.batchInsert('awards', more, 40)
      shown.push(titlesOn(await home.open('/home')))
    }
    expect(shown).toEqual([['25 renewals are overdue'], ['More than 100 renewals are overdue']])
    await home.follow('See overdue renewals')
    expect(home.text).toContain('Overdue, more than 100')
    await service.end()
  })

  test('the page gives the number of other tasks only when it knows all of them', async () => {
    const { service, lead } = await aCharity(engine)
    const home = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    const organisation = await anOrganisation(service)
    for (let count = 0; count < 8; count += 1)
      await anApplication(service, organisation, { startedBy: lead, status: 'submitted' })
    await home.open('/home')
    expect(home.text).toContain('1 more task is not shown here.')
    for (let count = 0; count < 12; count += 1)
      await anApplication(service, organisation, { startedBy: lead, status: 'submitted' })
    await home.open('/home')
    expect([home.text.includes('You have more tasks than we show here.'), home.text.includes('more task is')]).toEqual([
      true,
      false,
    ])
    await home.follow('Show all tasks')
    expect([titlesOn(home).length, home.text.includes('You have no other tasks.')]).toEqual([20, true])
    for (let count = 0; count < 81; count += 1)
      await anApplication(service, organisation, { startedBy: lead, status: 'submitted' })
    await home.open('/home?show=all')
    expect([titlesOn(home).length, home.text.includes('1 more task is not shown here.')]).toEqual([100, true])
    expect(home.links.map(({ text }) => text)).not.toContain('Show all tasks')
    await service.end()
  })

  test.each([
    [['coordinator', 'trustee'], null],
    [['coordinator'], 'We have questions.'],
  ] as const)(
    'checked applications and checked light renewals count separately towards the page’s limit, for the roles %j',
    async (roles, panel) => {
      const { service, lead } = await aCharity(engine)
      const organisation = await anOrganisation(service)
      const award = await anAward(service, organisation, { startedBy: lead, status: 'renewal with us', validTo: null })
      const renewal = { kind: 'renewal', award_id: award.id, panel_reason: panel } as const
      for (let count = 0; count < 5; count += 1)
        for (const is of [{}, renewal])
          await anApplication(service, organisation, { startedBy: lead, status: 'checked', ...is })
      const { text } = await signedIn(service, await aPersonWho(service, { roles: [...roles] }), '/home')
      expect([text.includes('3 more tasks are not shown here.'), text.includes('more tasks than we show')]).toEqual([
        true,
        false,
      ])
      await service.end()
    },
  )

  test('a trustee is told that there may be more tasks when the renewals exceed the page’s limit', async () => {
    const { service, lead } = await aCharity(engine)
    const organisation = await anOrganisation(service)
    const award = await anAward(service, organisation, { startedBy: lead, status: 'renewal with us', validTo: null })
    const is = { startedBy: lead, kind: 'renewal', status: 'checked', award_id: award.id }
    const home = await signedIn(service, await aPersonWho(service, { roles: ['trustee'] }))
    const shown: [number, boolean, boolean][] = []
    for (const count of [19, 6]) {
      for (let each = 0; each < count; each += 1) await anApplication(service, organisation, is)
      await home.open('/home?show=all')
      const { text } = home
      shown.push([
        titlesOn(home).length,
        text.includes('You have no other tasks.'),
        text.includes('There may be more tasks than we show here.'),
      ])
    }
    expect(shown).toEqual([
      [19, true, false],
      [20, false, true],
    ])
    await service.end()
  })
})

async function aCharity(engine: Parameters<typeof aService>[0]): Promise<{ service: Service; lead: APerson }> {
  const service = await aService(engine)
  await aRound(service)
  return { service, lead: await aPersonWho(service) }
}

async function aGivenFinding({ clock, database }: Service, seat: string): Promise<void> {
  await database.writer('findings').insert({
    id: newId(),
    seat_id: seat,
    item_id: 'visible-welcome',
    judgement: 'met',
    reason: 'Signs.',
    commendation: '',
    private_note: '',
    written_at: clock.now(),
    given_at: clock.now(),
    version: 1,
  })
}

/** Adds a decision on an application, and a request to review or reverse it, which a trustee must answer. */
async function aRequest(
  { clock, database }: Service,
  application: { id: string },
  by: APerson,
  kind: 'review' | 'reversal' = 'review',
): Promise<void> {
  const decision = newId()
  const released = kind === 'review' ? clock.now() : null
  await database.writer('decisions').insert({
    id: decision,
    application_id: application.id,
    proposal_id: null,
    outcome: 'not yet',
    decision_letter: 'Not yet.',
    decided_by: by.id,
    decided_at: clock.now(),
    release_at: null,
    released_at: released,
    released_by: released && by.id,
    reversed_at: null,
  })
  await database.writer('applications').where({ id: application.id }).update({ decision_letter_released_at: released })
  await database.writer('decision_requests').insert({
    id: newId(),
    application_id: application.id,
    decision_id: decision,
    kind,
    status: 'asked',
    reason: 'Please look again.',
    asked_by: by.id,
    asked_at: clock.now(),
    answer: null,
    answer_reason: null,
    answered_by: null,
    answered_at: null,
    version: 1,
  })
}
