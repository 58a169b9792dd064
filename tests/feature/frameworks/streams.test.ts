import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Row } from '../../../src/db/tables.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, signedIn } from '../../support/factories.ts'
import { aHolder, type AHolder } from '../../support/renewing.ts'
import { aService, type Service } from '../../support/service.ts'
import { aStreamOfSchools, setsUpRound } from '../../support/streams.ts'
import type { Visitor } from '../../support/visitor.ts'

eachDatabase('two streams', engine => {
  let service: Service
  let holder: AHolder
  let schools: string
  beforeEach(async () => {
    service = await aService(engine)
    holder = await aHolder(service)
    const { framework_version_id } = (await service.database.writer('applications').first('framework_version_id'))!
    schools = await aStreamOfSchools(service, framework_version_id)
  })
  afterEach(() => service.end())

  const startAddress = () => `/organisations/${holder.organisation.id}/applications/new`
  let attachedBefore: Row<'answer_evidence'>[] = []
  const detaches = async (application_id: string) => {
    const db = service.database.writer
    const used = () =>
      db('answer_evidence').whereIn(
        'answer_id',
        db('answers').where({ application_id, item_id: 'staff-training' }).select('id'),
      )
    attachedBefore = await used()
    expect(attachedBefore).toHaveLength(1)
    await used().delete()
  }
  /** The lead starts an application in the stream for schools. The branches already have an award for libraries. */
  const startsInSchools = async (): Promise<{ lead: Visitor; id: string }> => {
    await setsUpRound(service, 'schools')
    const lead = await signedIn(service, holder.lead, startAddress())
    await lead.follow('Schools of Sanctuary')
    await lead.press('Start application', { scope: holder.organisation.branches })
    return { lead, id: lead.address.split('/').at(-1)! }
  }

  test('a coordinator chooses the stream of a round, and the list shows it', async () => {
    const coordinator = await setsUpRound(service)
    expect([coordinator.status, coordinator.errors]).toEqual([422, ['Choose an award stream']])
    await coordinator.press('Save round', { streamId: 'schools' })
    expect(coordinator.address).toBe('/rounds')
    const row = await service.database.writer('rounds').where({ name: 'Round for schools' }).first()
    expect([row!.stream_id, row!.framework_version_id]).toEqual(['schools', schools])
    const names = () =>
      coordinator
        .$('tbody th')
        .map((_, cell) => coordinator.$(cell).text().trim())
        .get()
    expect(names().toSorted()).toEqual(['Round for schools', 'Spring round 2027'])
    expect(coordinator.$('tbody').text()).toContain('Schools of Sanctuary')
    await coordinator.follow('Schools of Sanctuary')
    expect(names()).toEqual(['Round for schools'])
  })

  test('an organisation is offered another stream only when that stream has a round', async () => {
    const lead = await signedIn(service, holder.lead, startAddress())
    expect(lead.links.some(({ text }) => text === 'Schools of Sanctuary')).toBe(false)
    await lead.open(`${startAddress()}?stream=schools`)
    expect(lead.status).toBe(404)
    await setsUpRound(service, 'schools')
    await lead.open(`${startAddress()}?stream=schools`)
    expect(lead.status).toBe(200)
  })

  test('a branch can be in one award of each stream', async () => {
    const lead = await signedIn(service, holder.lead, startAddress())
    expect(lead.text).toContain('All your branches are already covered by an award or another application.')
    const { id } = await startsInSchools()
    const application = await service.database.writer('applications').where({ id }).first()
    expect([application!.stream_id, application!.framework_version_id]).toEqual(['schools', schools])
    await lead.open(`${startAddress()}?stream=schools`)
    expect(lead.text).toContain('All your branches are already covered by an award or another application.')
  })

  test('the list of awards shows the stream, and can be filtered by it', async () => {
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/awards')
    expect(coordinator.$('tbody').text()).toContain('Library of Sanctuary')
    await coordinator.follow('Library of Sanctuary')
    expect(coordinator.$('tbody').text()).toContain('Ashcombe Libraries')
    await coordinator.open('/awards?stream=schools')
    expect(coordinator.$('tbody').text()).not.toContain('Ashcombe Libraries')
    await service.database.writer('awards').update({ stream_id: 'schools' })
    await coordinator.open('/awards?stream=schools')
    expect(coordinator.$('tbody').text()).toContain('Schools of Sanctuary')
  })

  test('an application shows only the criteria of its own stream', async () => {
    const { lead, id } = await startsInSchools()
    await lead.open(`/applications/${id}`)
    // the first criterion of each stream has the same id
    const seen = () =>
      ['Training for teachers', 'Welcome to new pupils', 'Staff and volunteers learn', 'Visible welcome'].filter(
        title => lead.text.includes(title),
      )
    expect(seen()).toEqual(['Training for teachers', 'Welcome to new pupils'])
    await lead.open(`/applications/${holder.application.id}`)
    expect(seen()).toEqual(['Staff and volunteers learn', 'Visible welcome'])
  })

  test('a renewal is in its award’s stream, and uses that stream’s framework version', async () => {
    const { id } = await startsInSchools()
    const db = service.database.writer
    const stream = await db('applications').where({ id }).first('stream_id')
    expect(stream!.stream_id).toBe('schools')
    await db('awards').where({ id: holder.award.id }).update({ stream_id: 'schools' })
    const lead = await signedIn(service, holder.lead, `/awards/${holder.award.id}/renewal`)
    await lead.press('Start renewal')
    const renewal = await db('applications')
      .where({ id: lead.address.split('/').at(-1)! })
      .first()
    expect([renewal!.stream_id, renewal!.framework_version_id]).toEqual(['schools', schools])
  })

  test('evidence used for a criterion in one stream is not marked as used in the other', async () => {
    const { lead, id } = await startsInSchools()
    await lead.open(`/applications/${id}/criteria/W1/evidence`)
    expect(lead.status).toBe(200)
    expect(lead.text).toContain('Joining without proof of address')
    expect(lead.text).not.toContain('Used for this criterion')
    const other = await signedIn(service, holder.lead, `/awards/${holder.award.id}/renewal`)
    await other.press('Start renewal')
    const renewal = other.address.split('/').at(-1)!
    await detaches(renewal)
    await other.open(`/applications/${renewal}/criteria/L1/evidence`)
    expect(other.text).toContain('Used for this criterion in 2026')
  })

  test('evidence for an answer in another stream does not count for the libraries’ criteria', async () => {
    const { lead, id } = await startsInSchools()
    const db = service.database.writer
    const page = async (name: string) => (await lead.open(`/organisations/${holder.organisation.id}/${name}`)).text
    const pages = async () => [await page('coverage?show=all'), await page('freshness')]
    const attached = await pages()
    await detaches(holder.application.id)
    const detached = await pages()
    expect(detached[1]).not.toBe(attached[1])
    const answer = { ...(await db('answers').where({ item_id: 'staff-training' }).first())!, id: 'b'.repeat(20) }
    await db('answers').insert({ ...answer, application_id: id })
    await db('answer_evidence').insert({ ...attachedBefore[0]!, answer_id: answer.id })
    expect(await pages()).toEqual(detached)
  })

  test('the lists of applications and renewals can be limited to one stream', async () => {
    const { id } = await startsInSchools()
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/applications')
    const linked = () =>
      coordinator
        .$('tbody th a')
        .map((_, link) => coordinator.$(link).attr('href'))
        .get()
    expect(linked()).toContain(`/applications/${id}`)
    await coordinator.follow('Library of Sanctuary')
    expect(linked()).not.toContain(`/applications/${id}`)
    await coordinator.open('/applications')
    await coordinator.follow('Schools of Sanctuary')
    expect(linked()).toEqual([`/applications/${id}`])
    await coordinator.follow('Withdrawn')
    expect(coordinator.address).toBe('/applications?show=withdrawn&stream=schools')

    await coordinator.open('/renewals?show=all')
    const award = `/awards/${holder.award.id}`
    expect(linked()).toEqual([award])
    await coordinator.press('Search', { stream: 'schools' })
    expect([coordinator.status, linked()]).toEqual([200, []])
    await coordinator.open('/renewals?show=all&stream=libraries')
    expect(linked()).toEqual([award])
    await coordinator.open('/saved-filters/renewals?show=all&stream=schools')
    expect(coordinator.text).toContain('Schools of Sanctuary')
  })

  test('a coordinator records a schools award for an organisation that has a libraries award', async () => {
    const { id } = holder.organisation
    const coordinator = await signedIn(
      service,
      await aPersonWho(service, { roles: ['coordinator'] }),
      `/awards/new?organisation=${id}`,
    )
    expect(coordinator.$('input[name=scope]:not([disabled])')).toHaveLength(0)
    await coordinator.follow('Schools of Sanctuary')
    await coordinator.press('Record the award', {
      scope: holder.organisation.branches,
      from: '2026-09-01',
      to: '2027-08-31',
      decidedBy: 'Schools of Sanctuary',
      source: 'Letter of 1 September 2026',
    })
    expect(coordinator.errors).toEqual([])
    const recorded = await service.database.writer('awards').where({ stream_id: 'schools' })
    expect(recorded).toMatchObject([{ organisation_id: id, is_recorded: 1 }])
    await coordinator.open(`/awards/new?organisation=${id}&stream=museums`)
    expect(coordinator.status).toBe(404)
  })
})
