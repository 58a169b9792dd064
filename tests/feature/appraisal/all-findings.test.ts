import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aSeat, aPersonWho } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'

eachDatabase('the email to the chair when all findings have been given', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.submits()
    await world.seated()
  })
  const emails = async () => {
    await world.service.post()
    const rows = await world
      .db()('outbox')
      .where({ name: 'all findings are in', application_id: world.application.id })
      .select('person_id', 'status')
    return rows.map(({ person_id, status }) => [person_id, status])
  }
  const toChair = () => [[world.chair.id, 'sent']]

  test('the chair gets one email when the last member gives their findings', async () => {
    await world.given(world.chair)
    await world.given(world.peer)
    expect(await emails()).toEqual([])
    const last = await world.given(world.neighbour)
    expect([last.text.includes('You have given all your findings'), await emails()]).toEqual([true, toChair()])
    await last.send(world.at('/appraisal'))
    expect(await emails()).toEqual(toChair())
  })

  test('the chair is emailed when the last member without findings loses their seat', async () => {
    await world.given(world.chair)
    await world.given(world.peer)
    const id = await seatOf(world.neighbour.id)
    const casework = await world.as(world.coordinator, world.at(`/panel/seats/${id}/withdrawal`))
    await casework.press('Withdraw seat')
    expect(await emails()).toEqual(toChair())

    await world.submits()
    await world.seated()
    await world.given(world.chair)
    await world.given(world.peer)
    const clare = await world.as(world.neighbour, world.at('/declaration'))
    await clare.send(world.at('/declaration/conflict'), { reason: 'My sister works there' })
    expect(await emails()).toEqual(toChair())
  })

  test('the chair is not emailed while an offer is unanswered, and is emailed when the person declines', async () => {
    const invited = await aPersonWho(world.service, { roles: ['appraiser'] })
    await aSeat(world.service, world.application, invited, { offeredBy: world.coordinator, status: 'offered' })
    for (const person of [world.chair, world.peer, world.neighbour]) await world.given(person)
    expect(await emails()).toEqual([])
    const visitor = await world.as(invited, world.at('/seat'))
    await visitor.send(world.at('/seat/decline'), { reason: '' })
    expect([await statusOf(invited.id), await emails()]).toEqual(['declined', toChair()])
  })

  const seatOf = async (personId: string) =>
    (await world.db()('seats').where({ person_id: personId, application_id: world.application.id }).first('id'))!.id
  const statusOf = async (personId: string) =>
    (await world.db()('seats').where({ person_id: personId }).first('status'))!.status
})
