import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
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
  test('nobody gets a card to coordinate or decide an application with their own panel', async () => {
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

/** A request to change the decision on an application, which a trustee must answer. */
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
