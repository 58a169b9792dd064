import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { signedIn } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'

const on = (day: string, year = '2027') => ({ 'visitedOn-day': day, 'visitedOn-month': '2', 'visitedOn-year': year })

eachDatabase('the visit notes', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.submits()
    await world.seated()
  })

  test('the panel adds visit notes; a coordinator sees them in date order, but the library does not', async () => {
    const { chair, coordinator, lead, as, at } = world
    const nadia = await as(chair, at('/visits'))
    await nadia.press('Save notes', { ...on('20'), body: 'We spoke with two volunteers.' })
    await nadia.press('Save notes', { ...on('10'), body: 'Staff showed us the sign.' })
    const joan = await as(coordinator, at('/visits'))
    expect(joan.headings.filter(heading => heading.startsWith('Visit on'))).toEqual([
      'Visit on 10 February 2027',
      'Visit on 20 February 2027',
    ])
    expect((await as(lead, at('/visits'))).status).toBe(403)
  })

  test('a visit note needs a day that is not in the future, and some text', async () => {
    const nadia = await world.as(world.chair, world.at('/visits'))
    await nadia.press('Save notes', { ...on('20', '2028'), body: 'We spoke.' })
    expect([nadia.status, nadia.errors, nadia.valueOf('body')]).toEqual([
      422,
      ['The date of the visit must be today or in the past'],
      'We spoke.',
    ])
    await nadia.press('Save notes', { ...on('20'), body: '' })
    expect(nadia.errors).toEqual(['Enter what you saw and heard'])
  })

  test('the second of two people who change the notes sees both texts', async () => {
    const { service, chair, coordinator, at } = world
    const nadia = await signedIn(service, chair, at('/visits'))
    await nadia.press('Save notes', { ...on('20'), body: 'First words' })
    const joan = await signedIn(service, coordinator, at('/visits'))
    await joan.follow('Change visit notes')
    await nadia.follow('Change visit notes')
    await nadia.press('Save notes', { body: 'Nadia’s words' })
    await joan.press('Save notes', { body: 'Joan’s words' })
    expect([joan.status, joan.valueOf('body'), joan.text.includes('Nadia’s words')]).toEqual([
      409,
      'Joan’s words',
      true,
    ])
    await joan.press('Save notes')
    expect(joan.text).toContain('Joan’s words')
  })

  test('notes on another application are not found', async () => {
    const { chair, as, at, db } = world
    const nadia = await as(chair, at('/visits'))
    await nadia.press('Save notes', { ...on('20'), body: 'We spoke with two volunteers.' })
    const note = (await db()('visit_notes').where({ application_id: world.application.id }).first('id'))!.id
    expect((await nadia.open(at(`/visits/${note}`))).status).toBe(200)
    await world.submits()
    await world.seated()
    expect((await nadia.open(at(`/visits/${note}`))).status).toBe(404)
  })
})
