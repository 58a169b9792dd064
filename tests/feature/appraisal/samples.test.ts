import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { drawSample } from '../../../src/domain/branch-sample.ts'
import { eachDatabase } from '../../support/database.ts'
import type { Day } from '../../../src/domain/time.ts'
import { aDeclaration, anAward, signedIn } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'

eachDatabase('the sample of branches', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.submits()
    await aDeclaration(world.service, world.application, world.coordinator)
    await world.hasStatus('checked')
  })

  const grows = async (count: number): Promise<void> => {
    const { organisation, application, db } = world
    const ids = Array.from({ length: count - organisation.branches.length }, () => newId())
    await db().batchInsert(
      'branches',
      ids.map((id, at) => ({
        id,
        organisation_id: organisation.id,
        name: `Branch ${at + 1}`,
        kind: 'branch',
        place: null,
        opened_on: null,
        closed_on: null,
        version: 1,
      })),
      40,
    )
    await db().batchInsert(
      'application_branches',
      ids.map(branch_id => ({ application_id: application.id, branch_id })),
      40,
    )
  }
  const samples = () => world.db()('branch_samples').where({ application_id: world.application.id }).orderBy('number')
  const branchesIn = async (sampleId: string) =>
    (await world
      .db()('sampled_branches')
      .where({ sample_id: sampleId })
      .orderBy('place')
      .pluck('branch_id')) as string[]
  const scope = async () =>
    (await world
      .db()('application_branches')
      .where({ application_id: world.application.id })
      .pluck('branch_id')) as string[]

  test('the sample for a large service is drawn once, and can be reproduced from its seed', async () => {
    await grows(64)
    const { coordinator, at, as, eventNames } = world
    const casework = await as(coordinator, at('/sample'))
    expect(casework.text).toContain('No sample has been drawn yet. The sample will include 8 of 64 branches')
    await casework.press('Draw the sample')
    const [sample] = await samples()
    expect(sample).toMatchObject({ number: 1, branches: 64, reason: null })
    expect(await branchesIn(sample!.id)).toEqual(drawSample(await scope(), sample!.seed))
    expect(casework.text).toContain(sample!.seed)
    expect(casework.$('.govuk-list--number li').length).toBe(8)
    expect((await eventNames()).filter(name => name === 'panel.sample_drawn')).toHaveLength(1)
  })

  test('once a service is small enough to read in full, its sample is listed under “Earlier samples”', async () => {
    await grows(13)
    const { coordinator, at, as, db } = world
    const casework = await as(coordinator, at('/sample'))
    await casework.press('Draw the sample')
    const [sample] = await samples()
    expect(casework.buttons).toContain('Draw another sample')
    expect(casework.text).not.toContain('Earlier samples')
    expect(casework.$('.govuk-list--number li').length).toBe((await branchesIn(sample!.id)).length)
    await db()('branches')
      .where({ id: (await branchesIn(sample!.id))[0]! })
      .update({ closed_on: '2027-01-31' as Day })
    await casework.open(at('/sample'))
    expect(casework.text).toContain('small enough for the panel to read the evidence from every branch')
    expect(casework.text).toContain(`Earlier samples Sample 1, drawn on`)
    expect(casework.buttons).not.toContain('Draw another sample')
    expect(casework.$('.govuk-list--number li').length).toBe(0)
  })

  test('a branch added since the last appraisal is in every sample of the next, and the page says why', async () => {
    await grows(20)
    const { organisation, application, service, lead, coordinator, db, at, as } = world
    const award = await anAward(service, organisation, { startedBy: lead })
    const { granted_on } = (await db()('awards').where({ id: award.id }).first('granted_on'))!
    const all = await scope()
    const [added, closed] = all
    await db()('award_branches').where({ award_id: award.id }).delete()
    await db().batchInsert(
      'award_branches',
      all.map(branch_id => ({
        award_id: award.id,
        branch_id,
        joined_on: branch_id === added ? ('2026-12-01' as Day) : granted_on,
        left_on: null,
      })),
      40,
    )
    await db()('applications').where({ id: application.id }).update({ award_id: award.id, kind: 'reappraisal' })
    await db()('branches')
      .where({ id: closed! })
      .update({ closed_on: '2027-01-31' as Day })
    const casework = await as(coordinator, at('/sample'))
    expect(casework.text).toContain('The sample will include every branch added since the last appraisal.')
    await casework.press('Draw the sample')
    for (const reason of ['One', 'Two', 'Three']) await casework.press('Draw another sample', { reason })
    for (const { id } of await samples()) {
      const drawn = await branchesIn(id)
      expect([drawn[0], drawn.length, drawn.includes(closed!)]).toEqual([added, 6, false])
    }
    const { name } = (await db()('branches').where({ id: added! }).first('name'))!
    expect(casework.text).toContain('Branches added since the last appraisal are always included.')
    expect(casework.text).toContain(`${name} (added since the last appraisal)`)
  })

  test('the sample can be replaced only with a reason, and the first sample is kept', async () => {
    await grows(20)
    const { coordinator, at, as } = world
    const casework = await as(coordinator, at('/sample'))
    await casework.press('Draw the sample')
    await casework.press('Draw another sample')
    expect([casework.status, casework.errors]).toEqual([422, ['Enter why you are drawing another sample']])
    await casework.press('Draw another sample', { reason: 'Branch 3 has closed' })
    expect(casework.status).toBe(200)
    expect((await samples()).map(({ number, reason }) => [number, reason])).toEqual([
      [1, null],
      [2, 'Branch 3 has closed'],
    ])
    expect(casework.text).toMatch(/Branch 3 has closed.*Earlier samples/)
  })

  test('three requests to draw at the same time draw one sample', async () => {
    await grows(20)
    const { service, coordinator, at } = world
    const visitors = await Promise.all([1, 2, 3].map(() => signedIn(service, coordinator, at('/sample'))))
    await Promise.all(
      visitors.map(visitor => visitor.send(at('/sample'), { idempotencyKey: newId(), drawn: '0', reason: '' })),
    )
    expect(visitors.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
    expect(await samples()).toHaveLength(1)
  })

  test('the sample is drawn when the application passes to the panel, and the members see it', async () => {
    await grows(13)
    const { chair, peer, neighbour, lead, coordinator, seated, at, as, db, application, hasStatus } = world
    await db()('declarations').where({ application_id: application.id }).delete()
    await seated()
    await hasStatus('checked')
    const casework = await as(coordinator, at('/panel'))
    await casework.press('Pass to the panel')
    expect(await samples()).toHaveLength(1)
    for (const person of [chair, peer, neighbour]) {
      const reading = await as(person, at('/appraisal'))
      await reading.follow('Sample of branches')
      expect([reading.status, reading.text.includes('6 of 13 branches')]).toEqual([200, true])
      expect(reading.buttons).not.toContain('Draw another sample')
      expect((await reading.send(at('/sample'), { drawn: '1', reason: 'Another one' })).status).toBe(403)
    }
    expect((await as(lead, at('/sample'))).status).toBe(403)
  })

  test('closed branches do not count towards the size of a service', async () => {
    await grows(13)
    const { coordinator, at, as, db, service } = world
    await db()('branches').where({ name: 'Branch 2' }).update({ closed_on: service.clock.today() })
    const casework = await as(coordinator, at('/sample'))
    expect([casework.text.includes('small enough'), casework.buttons.includes('Draw the sample')]).toEqual([
      true,
      false,
    ])
    await casework.send(at('/sample'), { drawn: '0', reason: '' })
    expect([casework.status, await samples()]).toEqual([409, []])
  })

  test('no sample is drawn for a service that is small enough for the panel to read about every branch', async () => {
    const { coordinator, at, as } = world
    const casework = await as(coordinator, at('/sample'))
    expect(casework.text).toContain('This library service is small enough')
    await casework.send(at('/sample'), { drawn: '0', reason: '' })
    expect(casework.status).toBe(409)
    expect(await samples()).toEqual([])
  })
})
