import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { addMinutes, type Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  anItemOfEvidence,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
  type APerson,
} from '../../support/factories.ts'
import { aService } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

eachDatabase('merge cards on the home page', engine => {
  test('leads see a card until they answer, coordinators after all have agreed, and observers never', async () => {
    const service = await aService(engine)
    await aRound(service)
    const from = await anOrganisation(service, { name: 'Old Town Library' })
    const into = await anOrganisation(service, { name: 'County Libraries' })
    const [marian, idris] = [
      await aPersonWho(service, { member: [[from, 'lead']] }),
      await aPersonWho(service, { member: [[into, 'lead']] }),
    ]
    const observer = await aPersonWho(service, { member: [[from, 'observer']] })
    await anItemOfEvidence(service, from, marian)
    await anItemOfEvidence(service, into, idris)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const casework = await signedIn(service, coordinator, `/organisations/${from.id}/merge/${into.id}`)
    await casework.press('Ask the leads to agree to the merge', { reason: 'One service now.', sure: 'yes' })
    const { address } = casework
    const cardsOf = async (visitor: Visitor): Promise<string[]> =>
      (await visitor.open('/home')).links.filter(({ href }) => href === address).map(({ text }) => text)
    const question = ['Decide whether to merge Old Town Library into County Libraries', 'Read and answer']
    const leads = [await signedIn(service, marian), await signedIn(service, idris)]
    for (const lead of leads) expect(await cardsOf(lead)).toEqual(question)
    expect(await cardsOf(await signedIn(service, observer))).toEqual([])
    for (const lead of leads) {
      expect(await cardsOf(casework)).toEqual([])
      await lead.open(address)
      await lead.press('Save your answer', { answer: 'agree' })
      expect(await cardsOf(lead)).toEqual([])
    }
    expect(await cardsOf(casework)).toEqual([
      'Finish merging Old Town Library into County Libraries',
      'Check and finish',
    ])
    await service.end()
  })

  test('a coordinator sees a card when a lead has not answered for 14 days, and can withdraw the merge', async () => {
    const service = await aService(engine)
    await aRound(service)
    const from = await anOrganisation(service, { name: 'Old Town Library' })
    const into = await anOrganisation(service, { name: 'County Libraries' })
    const lead = await aPersonWho(service, { member: [[from, 'lead']] })
    await anItemOfEvidence(service, from, lead)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const member = await aPersonWho(service, { roles: ['coordinator'], member: [[into, 'observer']] })
    const casework = await signedIn(service, coordinator, `/organisations/${from.id}/merge/${into.id}`)
    await casework.press('Ask the leads to agree to the merge', { reason: 'One service now.', sure: 'yes' })
    const { address } = casework
    const asked = service.clock.now()
    const cards = async (person: APerson): Promise<string[]> =>
      (await signedIn(service, person, '/home')).links.filter(({ href }) => href === address).map(({ text }) => text)
    service.clock.set(addMinutes(asked, 13 * 24 * 60))
    expect(await cards(coordinator)).toEqual([])
    service.clock.set(addMinutes(asked, 14 * 24 * 60))
    expect(await cards(coordinator)).toEqual([
      'No answer yet about merging Old Town Library into County Libraries',
      'Contact the lead or withdraw the merge',
    ])
    expect(await cards(member)).toEqual([])
    const later = await signedIn(service, coordinator, address)
    await later.press('Withdraw this merge')
    expect(await cards(coordinator)).toEqual([])
    await service.end()
  })

  test('a lead sees a card for a merge that moves only a partner', async () => {
    const service = await aService(engine)
    await aRound(service)
    const from = await anOrganisation(service, { name: 'Old Town Library' })
    const into = await anOrganisation(service, { name: 'County Libraries' })
    const lead = await aPersonWho(service, { member: [[from, 'lead']] })
    await aPersonWho(service, { member: [[into, 'contributor']] })
    await service.database.writer('partners').insert({
      id: newId(),
      organisation_id: from.id,
      name: 'Harbour Welcome',
      name_key: 'harbour welcome',
      language: 'en',
      kind: 'other',
      since: '2026-01-01' as Day,
      added_at: service.clock.now(),
      version: 1,
    })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const casework = await signedIn(service, coordinator, `/organisations/${from.id}/merge/${into.id}`)
    await casework.press('Ask the leads to agree to the merge', { reason: 'One service now.', sure: 'yes' })
    const { address } = casework
    const hasCard = async (visitor: Visitor): Promise<boolean> =>
      (await visitor.open('/home')).links.some(({ href }) => href === address)
    expect([await hasCard(await signedIn(service, lead)), await hasCard(casework)]).toEqual([true, false])
    await service.end()
  })
})
