import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { keyOfName } from '../../../src/domain/similar-names.ts'
import { readersById } from '../../../src/email/readers.store.ts'
import { startMerge } from '../../../src/modules/site/merges/merge.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  anApplication,
  anItemOfEvidence,
  anOrganisation,
  aPersonWho,
  aRecommendation,
  aRound,
  aSeat,
  signedIn,
  type AnOrganisation,
  type APerson,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the page of a merge that waits for agreement', engine => {
  let service: Service
  let coordinator: APerson
  beforeAll(async () => {
    service = await aService(engine)
    await aRound(service)
    coordinator = await aPersonWho(service, { name: 'Ffion Adeyemi', roles: ['coordinator'] })
  })
  afterAll(() => service.end())

  const pair = async (): Promise<[AnOrganisation, AnOrganisation]> => [
    await anOrganisation(service, { name: 'Old Town Library', place: 'Old Town' }),
    await anOrganisation(service, { name: 'County Libraries', place: 'County' }),
  ]
  const leadOf = (organisation: { id: string }) => aPersonWho(service, { member: [[organisation, 'lead']] })
  /** Proposes a merge, and gives the address of its page. */
  const propose = async (from: { id: string }, into: { id: string }): Promise<string> => {
    const [reader] = await readersById(service.parts.db, [coordinator.id])
    const id = await service.parts.write(reader!.actor, work =>
      startMerge(work, { fromId: from.id, intoId: into.id, reason: 'The county runs it now.' }),
    )
    return `/merges/${id}`
  }
  const textFor = async (person: APerson, address: string): Promise<string> =>
    (await signedIn(service, person, address)).text

  test('only the coordinators see that a member of one library judges an application of the other', async () => {
    const [from, into] = await pair()
    const [one, other] = [await leadOf(from), await leadOf(into)]
    for (const [of, lead] of [[from, one] as const, [into, other] as const]) await anItemOfEvidence(service, of, lead)
    const address = await propose(from, into)
    const application = await anApplication(service, from, { startedBy: one, status: 'in review' })
    const panellist = await aPersonWho(service, { member: [[into, 'contributor']] })
    await aSeat(service, application, panellist, { offeredBy: coordinator })
    const obstacle = 'Someone on one organisation’s team is reading or deciding on the other’s application'
    expect(await textFor(coordinator, address)).toContain(obstacle)
    for (const lead of [one, other]) {
      const text = await textFor(lead, address)
      expect(text).toContain('Do you agree to this merge?')
      expect(text).not.toMatch(/You cannot merge|reading or deciding/)
    }
  })
  test('leads are not told how many records of the charity team will move', async () => {
    const [from, into] = await pair()
    const leads = [await leadOf(from), await leadOf(into)]
    await anItemOfEvidence(service, from, leads[0]!)
    const application = await anApplication(service, from, { startedBy: leads[0]!, status: 'proposed' })
    const address = await propose(from, into)
    const texts = async () => [await textFor(leads[0]!, address), await textFor(leads[1]!, address)]
    const before = await texts()
    const db = service.database.writer
    const at = service.clock.now()
    const note = { id: newId(), organisation_id: from.id, person_id: coordinator.id, body: 'Ring first.', made_at: at }
    await db('organisation_notes').insert(note)
    const panellist = await aPersonWho(service, { roles: ['appraiser'] })
    const employer = { name: from.name, name_key: keyOfName(from.name), organisation_id: from.id }
    await db('past_employers').insert({ id: newId(), person_id: panellist.id, place: 0, ...employer })
    await aRecommendation(service, application, null, { status: 'proposed' })
    expect(await textFor(coordinator, address)).toMatch(
      /Recommendations Number 1 Charity team notes Number 1 Other records Number \d/,
    )
    expect(before[0]).toContain('Items of evidence Number 1')
    expect(await texts()).toEqual(before)
  })
})
