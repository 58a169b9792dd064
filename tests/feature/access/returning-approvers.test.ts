import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { join } from 'node:path'
import { withoutRights } from '../../../src/domain/actor.ts'
import { checkInvariants } from '../../../src/invariants/check.ts'
import { giveRole } from '../../../src/modules/access/requests/request.actions.ts'
import { approves, requestOf } from '../../support/approvals.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { joins } from '../../support/joining.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

eachDatabase('approvals by a person who was suspended or lost a role', engine => {
  let service: Service
  let iris: Visitor
  let owen: Visitor
  beforeAll(async () => {
    service = await aService(engine)
    iris = await signedIn(service, await aPersonWho(service, { name: 'Iris Webb', roles: ['administrator'] }))
    owen = await signedIn(service, await aPersonWho(service, { name: 'Owen Marsh', roles: ['administrator'] }))
  })
  afterAll(() => service.end())
  beforeEach(() => service.post())

  const suspends = async ({ id }: APerson) => (await iris.open(`/people/${id}/suspension`)).press('Suspend account')
  const reactivates = async ({ id }: APerson) => (await iris.open(`/people/${id}`)).press('Reactivate account')
  const statusOf = async (id: string) =>
    (await service.database.writer('access_requests').where({ id }).first('status'))!.status

  test('a person invited by a suspended lead joins when the lead’s account is reactivated', async () => {
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    await suspends(lead)
    const { person, asked } = await joins(service, { by: lead, role: 'contributor', organisation })
    expect(asked).toBe('waiting')
    const request = await requestOf(service, person.email)
    await service.post()
    await reactivates(lead)
    expect(await statusOf(request)).toBe('approved')
    const roles = await service.database.writer('memberships').where({ person_id: person.id }).pluck('role')
    expect(roles).toEqual(['contributor'])
    const emails = await service.post()
    expect(emails.map(({ to }) => to)).toEqual(expect.arrayContaining([person.email, lead.email]))
    const { database, clock } = service
    const uploads = join(database.dataFolder, 'uploads')
    const broken = await checkInvariants({ database, uploads, now: clock.now(), confirmed: [] })
    expect(broken.filter(({ rule }) => rule === 'I11')).toEqual([])
  })

  test('reactivating a suspended approver’s account approves a request that then has two approvals', async () => {
    const inviter = await aPersonWho(service, { name: 'Joan Hartnell', roles: ['coordinator'] })
    await suspends(inviter)
    const { person } = await joins(service, { by: inviter, role: 'appraiser' })
    const request = await requestOf(service, person.email)
    await approves(service, owen, person.email)
    expect(await statusOf(request)).toBe('waiting')
    await reactivates(inviter)
    expect(await statusOf(request)).toBe('approved')
  })

  test('an approval counts again when the approver gets their role back', async () => {
    const inviter = await aPersonWho(service, { name: 'Joan Hartnell' })
    const { person } = await joins(service, { by: inviter, role: 'appraiser' })
    const request = await requestOf(service, person.email)
    await approves(service, owen, person.email)
    expect(await statusOf(request)).toBe('waiting')
    const role = { personId: inviter.id, organisationId: null, role: 'coordinator' } as const
    await service.parts.write(withoutRights(inviter.id), work => giveRole(work, role))
    expect(await statusOf(request)).toBe('approved')
  })

  test('a request stays open when one approval counts again but two are needed', async () => {
    const inviter = await aPersonWho(service, { name: 'Joan Hartnell', roles: ['coordinator'] })
    await suspends(inviter)
    const { person } = await joins(service, { by: inviter, role: 'appraiser' })
    const request = await requestOf(service, person.email)
    await reactivates(inviter)
    expect(await statusOf(request)).toBe('waiting')
  })
})
