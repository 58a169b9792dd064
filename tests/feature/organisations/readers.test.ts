import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
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
    await service.database.writer('organisations').where({ id: organisation.id }).update({ readers_confirmed_at: null })
    const member = (name: string, role: 'lead' | 'contributor' | 'observer') =>
      aPersonWho(service, { name, member: [[organisation, role]] })
    return {
      organisation,
      at: (below: string) => `/organisations/${organisation.id}${below}`,
      lead: await member('Marian Tull', 'lead'),
      contributor: await member('Hana Sedlar', 'contributor'),
      observer: await member('Gwilym Bramhope', 'observer'),
    }
  }
  const evidenceOf = ({ id }: { id: string }) => service.database.writer('evidence').where({ organisation_id: id })
  const note = {
    title: 'Joining without papers',
    note: 'How people join',
    kind: 'policy',
    language: 'en',
    sensitivity: 'ordinary',
  }

  test('is confirmed once by a lead before the first evidence, and leads back to the page', async () => {
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
    expect([other.status, other.address]).toEqual([200, at('/evidence/quick')])
    const [event] = await service.database
      .writer('events')
      .where({ name: 'organisation.readers_confirmed', entity_id: organisation.id })
    expect((JSON.parse(event!.facts) as { readers: string[] }).readers).toHaveLength(3)
    await visitor.send(at('/readers'))
    expect(await service.database.writer('events').where({ name: 'organisation.readers_confirmed' })).toHaveLength(1)
  })

  test('keeps evidence out until then, on every way in, and gives the text back', async () => {
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

  test('asks a contributor to ask a lead', async () => {
    const { at, contributor, observer } = await aNewLibrary()
    const visitor = await signedIn(service, contributor, at('/evidence/new'))
    expect(visitor.text).toContain('Ask a lead (Marian Tull) to confirm this list.')
    expect(visitor.buttons).not.toContain('Confirm this list')
    expect((await visitor.send(at('/readers'))).status).toBe(403)
    expect((await (await signedIn(service, observer)).open(at('/readers'))).status).toBe(403)
  })

  test('never leads to another site', async () => {
    const { at, lead } = await aNewLibrary()
    const visitor = await signedIn(service, lead)
    await visitor.send(at('/readers'), { next: 'https://evil.example/' })
    expect(visitor.address).toBe(at('/evidence'))
  })
})
