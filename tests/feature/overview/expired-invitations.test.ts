import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { expireInvitations } from '../../../src/modules/access/access.public.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn, type AnOrganisation, type APerson } from '../../support/factories.ts'
import { invitationIn } from '../../support/invitations.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor } from '../../support/visitor.ts'

eachDatabase('tasks about invitations that have expired', engine => {
  let service: Service
  let library: AnOrganisation
  let lead: APerson
  let coordinator: APerson
  let invited = 0
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  beforeEach(async () => {
    service.clock.set('2027-03-01T09:00:10Z')
    await service.database.writer('invitations').update({ revoked_at: service.clock.now() })
    library = await anOrganisation(service)
    lead = await aPersonWho(service, { member: [[library, 'lead']] })
    coordinator = await aPersonWho(service, { roles: ['coordinator'] })
  })

  /** Sends an invitation, which expires on 15 March 2027. */
  async function invites(by: APerson, address: string, fields: { name: string; role?: string }) {
    invited += 1
    const email = `person${invited}@expired.example`
    const sender = await signedIn(service, by)
    await sender.open(address)
    await sender.press('Send invitation', { ...fields, email })
    const link = invitationIn(await service.post())
    return { email, link }
  }
  const team = ({ id }: { id: string } = library) => `/organisations/${id}/team`
  async function expires() {
    service.clock.set('2027-03-16T00:20:00Z')
    await expireInvitations(service.parts)
    service.clock.set('2027-03-18T09:00:00Z')
  }
  /** The text of each card about invitations on this person's home page. */
  async function tasksOf(person: APerson) {
    const { $ } = await signedIn(service, person, '/home?show=all')
    return $('.los-dues > *')
      .get()
      .map(card => $(card).text().replace(/\s+/g, ' ').trim())
      .filter(text => text.includes('invitation'))
  }

  test('a lead has a task after an invitation to their team expires, until it is sent again', async () => {
    await invites(lead, team(), { name: 'Noor Hale', role: 'contributor' })
    expect(await tasksOf(lead)).toEqual([])
    await expires()
    const colleague = await aPersonWho(service, { member: [[library, 'contributor']] })
    expect([await tasksOf(colleague), await tasksOf(coordinator)]).toEqual([[], []])
    expect(await tasksOf(lead)).toEqual([
      expect.stringContaining('Noor Hale’s invitation to Ashcombe Libraries has expired It expired on 15 March 2027.'),
    ])
    const visitor = await signedIn(service, lead, '/home')
    await visitor.follow('Send again or cancel')
    expect(visitor.text).toContain('The invitation expired on 15 March 2027.')
    await visitor.press('Send again')
    expect([await tasksOf(lead), (await service.post()).length]).toEqual([[], 1])
  })

  test('the task ends when the invitation is cancelled', async () => {
    await invites(lead, team(), { name: 'Noor Hale', role: 'contributor' })
    await expires()
    const visitor = await signedIn(service, lead, team())
    await visitor.press('Cancel invitation')
    expect(await tasksOf(lead)).toEqual([])
  })

  test('several expired invitations to a team are one task, which says how many emails did not arrive', async () => {
    await invites(lead, team(), { name: 'Noor Hale', role: 'contributor' })
    const { email } = await invites(lead, team(), { name: 'Kit Lowe', role: 'observer' })
    await service.database.writer('outbox').where({ address: email }).update({ status: 'bounced' })
    await expires()
    expect(await tasksOf(lead)).toEqual([
      expect.stringContaining(
        '2 invitations to Ashcombe Libraries have expired The first expired on 15 March 2027. ' +
          'We could not deliver 1 of the emails, so check its address.',
      ),
    ])
  })

  test('coordinators have the task when we cannot reach a lead of the library', async () => {
    const other = await anOrganisation(service, { name: 'Thornwick Library' })
    const { email } = await invites(coordinator, team(other), { name: 'Ada Grange', role: 'lead' })
    await service.database.writer('outbox').where({ address: email }).update({ status: 'failed' })
    await expires()
    expect(await tasksOf(lead)).toEqual([])
    expect(await tasksOf(coordinator)).toEqual([
      expect.stringContaining(
        'Ada Grange’s invitation to Thornwick Library has expired It expired on 15 March 2027. ' +
          'We could not deliver the email, so check the address. We cannot reach a lead there.',
      ),
    ])
    const own = await aPersonWho(service, { roles: ['coordinator'], member: [[other, 'observer']] })
    expect(await tasksOf(own)).toEqual([])
    await service.database.writer('organisations').where({ id: other.id }).update({ closed_at: service.clock.now() })
    expect(await tasksOf(coordinator)).toEqual([])
  })

  test('administrators have the task for all roles in the charity, coordinators for pool and helpers', async () => {
    const administrator = await aPersonWho(service, { roles: ['administrator'] })
    await invites(administrator, '/people/invitations/new', { name: 'Bo Hart', role: 'trustee' })
    await expires()
    const title = 'Bo Hart’s invitation to City of Sanctuary has expired'
    expect([await tasksOf(administrator), await tasksOf(coordinator)]).toEqual([[expect.stringContaining(title)], []])
    service.clock.set('2027-03-01T09:00:10Z')
    await invites(coordinator, '/people/invitations/new', { name: 'Uma Quill' })
    await expires()
    expect([await tasksOf(administrator), await tasksOf(coordinator)]).toEqual([
      [expect.stringContaining('2 invitations to City of Sanctuary have expired')],
      [expect.stringContaining('Uma Quill’s invitation to City of Sanctuary has expired')],
    ])
    const visitor = await signedIn(service, coordinator, '/people/invitations/new')
    expect(visitor.text).toContain('Invitation expired on 15 March 2027')
    await visitor.press('Cancel invitation')
    expect(await tasksOf(coordinator)).toEqual([])
    await service.database.writer('invitations').where({ name: 'Bo Hart' }).update({ role: 'helper' })
    expect(await tasksOf(coordinator)).toEqual([expect.stringContaining(title)])
  })

  test('the link of an expired invitation says the same, whether or not the person has an account', async () => {
    const { link } = await invites(lead, team(), { name: 'Noor Hale', role: 'contributor' })
    const known = await invites(lead, team(), { name: 'Kit Lowe', role: 'observer' })
    await expires()
    const opens = async (path: string) => {
      const visitor = aVisitor(service, { 'X-Forwarded-For': '198.51.100.9' })
      await visitor.open(path)
      return [visitor.status, visitor.text]
    }
    const before = await opens(known.link)
    await aPersonWho(service, { email: known.email })
    expect([await opens(known.link), await opens(link)]).toEqual([before, before])
  })
})
