import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import type { Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
  type AnOrganisation,
  type APerson,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'

type Writing = (service: Service, organisation: AnOrganisation, lead: APerson) => Promise<unknown>

const aTarget: Writing = ({ database, clock }, organisation, lead) =>
  database.writer('targets').insert({
    id: newId(),
    organisation_id: organisation.id,
    body: 'A class on every weekday',
    owner_id: lead.id,
    due_on: '2027-09-01' as Day,
    status: 'planned',
    progress: '',
    progress_at: null,
    progress_by: null,
    made_by: lead.id,
    made_at: clock.now(),
    version: 1,
  })

eachDatabase('agreement to a merge', engine => {
  test.each<[string, Writing]>([
    [
      'a withdrawn or closed application',
      (...[service, of, startedBy]) => anApplication(service, of, { startedBy, status: 'withdrawn' }),
    ],
    [
      'an application with a released decision letter',
      (service, of, startedBy) =>
        anApplication(service, of, { startedBy, status: 'decided', decision_letter_released_at: service.clock.now() }),
    ],
    ['a target', aTarget],
  ])('a lead must agree before another team can read %s of their library', async (_what, write) => {
    const service = await aService(engine)
    await aRound(service)
    const from = await anOrganisation(service, { name: 'Old Town Library' })
    const into = await anOrganisation(service, { name: 'County Libraries' })
    const marian = await aPersonWho(service, { member: [[from, 'lead']] })
    await aPersonWho(service, { member: [[into, 'lead']] })
    await write(service, from, marian)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const casework = await signedIn(service, coordinator, `/organisations/${from.id}/merge/${into.id}`)
    expect(casework.text).toContain('This merge needs the agreement of a lead at Old Town Library.')
    await casework.press('Ask the leads to agree to the merge', { reason: 'One service now.', sure: 'yes' })
    expect(casework.address).toMatch(/^\/merges\//)
    const { address } = casework
    const lead = await signedIn(service, marian, '/home')
    expect(lead.links.map(({ href }) => href)).toContain(address)
    await casework.open('/home')
    expect(casework.text).not.toContain('Finish merging')
    await service.end()
  })
})
