import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { joins } from '../../support/joining.ts'
import { publishedFramework } from '../../support/library.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the list of people who can read the evidence', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
  })
  afterAll(() => service.end())
  const aNewLibrary = async () => {
    const organisation = await anOrganisation(service)
    const member = async (name: string, role: 'lead' | 'contributor' | 'observer') => {
      const person = await aPersonWho(service, { name, member: [[organisation, role]] })
      await service.database
        .writer('memberships')
        .where({ organisation_id: organisation.id })
        .update({ readers_confirmed_at: null })
      return person
    }
    return {
      organisation,
      at: (below: string) => `/organisations/${organisation.id}${below}`,
      lead: await member('Marian Tull', 'lead'),
      contributor: await member('Hana Sedlar', 'contributor'),
      observer: await member('Gwilym Bramhope', 'observer'),
    }
  }
  const evidenceOf = ({ id }: { id: string }) => service.database.writer('evidence').where({ organisation_id: id })
  const lastJoined = async ({ id }: { id: string }): Promise<string> =>
    (await service.database.writer('memberships').where({ organisation_id: id }).orderBy('started_at', 'desc').first())!
      .started_at
  const note = {
    title: 'Joining without papers',
    note: 'How people join',
    kind: 'policy',
    language: 'en',
    sensitivity: 'ordinary',
  }

  test('a lead, and then each contributor, must confirm the list of readers before adding evidence', async () => {
    const { organisation, at, lead, contributor } = await aNewLibrary()
    const visitor = await signedIn(service, lead)
    await visitor.open(at('/evidence/new?item=L1'))
    expect(visitor.address).toBe(at(`/readers?next=${encodeURIComponent(at('/evidence/new?item=L1'))}`))
    for (const words of [
      'Marian Tull',
      'Hana Sedlar',
      'Gwilym Bramhope',
      'All evidence, including restricted evidence',
    ])
      expect(visitor.text).toContain(words)
    await visitor.press('Confirm this list')
    expect([visitor.address, visitor.notices]).toEqual([
      at('/evidence/new?item=L1'),
      ['Thank you. You can now add evidence.'],
    ])
    await visitor.press('Add evidence', { title: 'Joining without papers', note: 'How people join' })
    expect([visitor.status, (await evidenceOf(organisation)).length]).toEqual([200, 1])
    const other = await signedIn(service, contributor, at('/evidence/quick'))
    await other.press('Confirm this list')
    expect([other.status, other.address]).toEqual([200, at('/evidence/quick')])
    const [event] = await service.database
      .writer('events')
      .where({ name: 'organisation.readers_confirmed', entity_id: organisation.id })
    expect((JSON.parse(event!.facts) as { readers: string[] }).readers).toHaveLength(3)
    expect((await visitor.open(at('/readers'))).buttons).not.toContain('Confirm this list')
  })

  test('the forms that add evidence require the confirmation first, and keep what was entered', async () => {
    const { organisation, at, lead } = await aNewLibrary()
    const visitor = await signedIn(service, lead)
    for (const way of ['/evidence/new', '/evidence/quick']) {
      await visitor.send(at(way), { ...note, note: 'A long enough text about how people join' })
      expect([way, visitor.status, visitor.text.includes('A long enough text')]).toEqual([way, 409, true])
      await visitor.follow('Open the page again')
      expect(visitor.address).toContain('/readers?next=')
    }
    await visitor.open(at('/inbox/evidence'))
    expect(visitor.address).toContain('/readers?next=')
    expect(await evidenceOf(organisation)).toEqual([])
  })

  test('a contributor is told to ask a lead to confirm the list', async () => {
    const { organisation, at, contributor, observer } = await aNewLibrary()
    const visitor = await signedIn(service, contributor, at('/evidence/new'))
    expect(visitor.text).toContain('Ask a lead (Marian Tull) to confirm this list.')
    expect(visitor.buttons).not.toContain('Confirm this list')
    expect((await visitor.send(at('/readers'), { seen: await lastJoined(organisation) })).status).toBe(409)
    expect((await (await signedIn(service, observer)).open(at('/readers'))).status).toBe(403)
  })

  test('the confirmation never redirects to another website', async () => {
    const { organisation, at, lead } = await aNewLibrary()
    const visitor = await signedIn(service, lead)
    await visitor.send(at('/readers'), { seen: await lastJoined(organisation), next: 'https://evil.example/' })
    expect(visitor.address).toBe(at('/evidence'))
  })

  test('a new lead must confirm the list even if an earlier lead has already confirmed it', async () => {
    const organisation = await anOrganisation(service)
    const at = (below: string) => `/organisations/${organisation.id}${below}`
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const { person: puppet, asked } = await joins(service, {
      by: coordinator,
      role: 'lead',
      organisation,
      name: 'Robin Puppet',
    })
    expect(asked).toBe('joined') // no one else needs to approve a lead while the library has no evidence
    const theirs = await signedIn(service, puppet, at('/readers'))
    await theirs.press('Confirm this list')
    service.clock.minutesPass(1)
    const { person: lead } = await joins(service, { by: puppet, role: 'lead', organisation, name: 'Marian Tull' })
    await theirs.open(at('/readers'))
    if (theirs.buttons.includes('Confirm this list')) await theirs.press('Confirm this list')
    const visitor = await signedIn(service, lead, at('/evidence/new'))
    expect([visitor.address.split('?')[0], visitor.text.includes('Robin Puppet')]).toEqual([at('/readers'), true])
    await visitor.send(at('/evidence/new'), { ...note, sensitivity: 'restricted' })
    expect([visitor.status, await evidenceOf(organisation)]).toEqual([409, []])
    const { person: contributor } = await joins(service, { by: lead, role: 'contributor', organisation })
    const other = await signedIn(service, contributor, at('/evidence/quick'))
    expect([other.address.split('?')[0], other.text.includes('Robin Puppet')]).toEqual([at('/readers'), true])
  })

  test('the list must be confirmed again after someone joins, and shows who is new', async () => {
    const { organisation, at, lead, contributor } = await aNewLibrary()
    const [one, two] = [await signedIn(service, lead, at('/readers')), await signedIn(service, contributor)]
    await one.press('Confirm this list')
    await two.open(at('/readers'))
    await two.press('Confirm this list')
    expect((await two.open(at('/evidence/new'))).address).toBe(at('/evidence/new'))
    service.clock.minutesPass(1)
    await one.open(at('/evidence/new'))
    const { asked } = await joins(service, { by: lead, role: 'observer', organisation, name: 'Nia Frost' })
    expect(asked).toBe('joined')
    await one.press('Add evidence', { title: 'Joining without papers', note: 'How people join' })
    expect([one.status, await evidenceOf(organisation)]).toEqual([409, []])
    for (const person of [two, one]) {
      await person.open(at('/evidence/new'))
      expect(person.text).toContain('New since you last confirmed this list')
      await person.press('Confirm this list')
      expect(person.address).toBe(at('/evidence/new'))
    }
  })

  test('a confirmation does not count when someone has joined since the list was shown', async () => {
    const { organisation, at, lead } = await aNewLibrary()
    const visitor = await signedIn(service, lead, at('/readers'))
    service.clock.minutesPass(1)
    await joins(service, { by: lead, role: 'observer', organisation, name: 'Nia Frost' })
    await visitor.press('Confirm this list')
    expect(visitor.status).toBe(409)
    expect((await visitor.open(at('/evidence/new'))).text).toContain('Nia Frost')
  })
})
