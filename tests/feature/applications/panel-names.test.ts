import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import type { Visitor } from '../../support/visitor.ts'

const asked = (...names: string[]): string =>
  names.length === 1
    ? `This text may name someone who is or was on the panel: ${names[0]}. ` +
      'The library will read it. Remove the name, or tick the box to keep it'
    : `This text may name people who are or were on the panel: ${names.join(' and ')}. ` +
      'The library will read it. Remove the names, or tick the box to keep them'

/** The values of the checkboxes that keep names. */
const keepBoxes = ({ $ }: Visitor): string[] =>
  $('input[name=keepNames]')
    .map((_, box) => $(box).attr('value')!)
    .get()

eachDatabase('names of panel members in what the library reads', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.submits()
    await world.seated()
    await shows(world.peer, 'Robin')
  })

  const shows = (person: APerson, shown: string) =>
    world
      .db()('seats')
      .where({ application_id: world.application.id, person_id: person.id })
      .update({ shown_name: shown })
  const questions = () => world.db()('questions').where({ application_id: world.application.id }).pluck('body')
  const asks = async (person: APerson, body: string): Promise<Visitor> => {
    const visitor = await world.as(person, world.at('/criteria/L1/questions/new'))
    await visitor.press('Send question', { body })
    return visitor
  }

  test('a question that names a panel member is sent only after the writer confirms the name', async () => {
    const visitor = await asks(world.chair, 'Robin and I wondered: which branches?')
    expect([visitor.status, visitor.errors, visitor.valueOf('body')]).toEqual([
      422,
      [asked('Robin')],
      'Robin and I wondered: which branches?',
    ])
    expect(await questions()).toEqual([])
    await visitor.press('Send question', { body: 'Nadia and Robin wondered: which branches?' })
    expect(visitor.errors).toEqual([asked('Nadia', 'Robin')])
    await visitor.press('Send question', { keepNames: keepBoxes(visitor) })
    expect(visitor.notices).toEqual([`Your question has been sent to ${world.organisation.name}.`])
    expect(await questions()).toEqual(['Nadia and Robin wondered: which branches?'])
  })

  test('a kept name is asked about again when another name is added', async () => {
    const visitor = await asks(world.chair, 'Robin asks')
    await visitor.press('Send question', { keepNames: keepBoxes(visitor), body: 'Robin and Clare ask' })
    expect([visitor.status, visitor.errors]).toEqual([422, [asked('Robin', 'Clare')]])
    await visitor.press('Send question', { body: 'We ask' })
    expect(await questions()).toEqual(['We ask'])
  })

  test('a kept name stays ticked when another field has an error', async () => {
    const visitor = await asks(world.chair, 'Robin asks')
    await visitor.press('Send question', { keepNames: keepBoxes(visitor), 'replyBy-day': '99' })
    expect([visitor.status, visitor.errors.length, visitor.errors.includes(asked('Robin'))]).toEqual([422, 1, false])
    expect(visitor.$('input[name=keepNames]').is('[checked]')).toBe(true)
    await visitor.press('Send question', { 'replyBy-day': '28' })
    expect(await questions()).toEqual(['Robin asks'])
  })

  test('names are asked about together with the errors in other fields', async () => {
    const visitor = await world.as(world.chair, world.at('/criteria/L1/questions/new'))
    await visitor.press('Send question', { body: 'Robin asks', 'replyBy-day': '99' })
    expect([visitor.errors.length, visitor.errors.includes(asked('Robin'))]).toEqual([2, true])
    expect(visitor.$('input[name=keepNames]').is('[checked]')).toBe(false)
  })

  test('a member cannot find out the real name of another member by guessing it in a question', async () => {
    for (const name of ['Huw', 'Prosser', 'Huw Prosser']) {
      const visitor = await asks(world.chair, `Is ${name} on the panel?`)
      expect([visitor.status, visitor.errors]).toEqual([200, []])
    }
    expect((await questions()).length).toBe(3)
  })

  test('a trustee who is not on the panel is asked only about the names that the pages show', async () => {
    await aDeclaration(world.service, world.application, world.trustee)
    await world.hasStatus('with a trustee')
    const visitor = await asks(world.trustee, 'Does Robin or Huw know?')
    expect(visitor.errors).toEqual([asked('Robin')])
  })

  test('a member is asked about their own real name', async () => {
    expect((await asks(world.peer, 'Huw asks')).errors).toEqual([asked('Huw')])
    await shows(world.peer, 'Will')
    expect((await asks(world.peer, 'We and Will ask')).errors).toEqual([asked('Will')])
  })

  test('a coordinator is asked about real names, even of people who have left the panel', async () => {
    expect((await asks(world.coordinator, 'Huw Prosser asks')).errors).toEqual([asked('Huw Prosser')])
    await world
      .db()('seats')
      .where({ application_id: world.application.id, person_id: world.peer.id })
      .update({ status: 'withdrawn' })
    expect((await asks(world.coordinator, 'Prosser asked, and so did Robin')).errors).toEqual([
      asked('Prosser', 'Robin'),
    ])
    expect((await asks(world.chair, 'Robin asks')).errors).toEqual([])
  })

  test('only coordinators and the member being helped are asked about a helper’s name', async () => {
    const seat = await world
      .db()('seats')
      .where({ application_id: world.application.id, person_id: world.peer.id })
      .first('id')
    await world.db()('seat_helpers').insert({
      id: newId(),
      seat_id: seat!.id,
      person_id: null,
      kind: 'interpreter',
      name: 'Ewa Lindqvist',
      email: 'ewa@helper.example',
      recorded_by: world.coordinator.id,
      recorded_at: world.service.clock.now(),
      ended_at: world.service.clock.now(),
    })
    const named = [
      'This text may name someone who helps or helped the panel: Ewa. ' +
        'The library will read it. Remove the name, or tick the box to keep it',
    ]
    expect((await asks(world.coordinator, 'Ewa asks')).errors).toEqual(named)
    expect((await asks(world.peer, 'Ewa asks')).errors).toEqual(named)
    expect((await asks(world.chair, 'Ewa asks')).errors).toEqual([])
  })

  test('the page does not ask about a name that a member of the library also has', async () => {
    await aPersonWho(world.service, { name: 'Robin Ashe', member: [[world.organisation, 'contributor']] })
    expect((await asks(world.chair, 'Did Robin say so?')).errors).toEqual([])
  })

  test('agreed findings, decision letters, requests for more evidence and holds are checked for names', async () => {
    for (const person of [world.peer, world.neighbour, world.chair]) await world.given(person)
    const chair = await world.as(world.chair, world.at('/meeting/L1'))
    await chair.press('Record agreed finding', { judgement: 'met', reason: 'Robin was impressed' })
    expect([chair.status, chair.errors]).toEqual([422, [asked('Robin')]])
    await chair.press('Record agreed finding', { keepNames: keepBoxes(chair) })
    expect([chair.status, chair.errors]).toEqual([200, []])
    await chair.open(world.at('/proposal'))
    await chair.press('Save', { decisionLetter: 'Robin liked it' })
    expect([chair.status, chair.errors]).toEqual([422, [asked('Robin')]])
    await chair.open(world.at('/more-evidence'))
    await chair.press('Ask for more evidence', { criteria: [world.criteria[0]!.id], reasons: 'Robin needs a plan' })
    expect([chair.status, chair.errors]).toEqual([422, [asked('Robin')]])

    const coordinator = await world.as(world.coordinator, world.at('/hold'))
    await coordinator.press('Put on hold', { reason: 'Huw is away' })
    expect([coordinator.status, coordinator.errors]).toEqual([422, [asked('Huw')]])
  })

  test('a kept name is not asked about again when only the other words change', async () => {
    for (const person of [world.peer, world.neighbour, world.chair]) await world.given(person)
    const chair = await world.as(world.chair)
    const results = async (page: string, button: string, typed: Record<string, string>[]) => {
      await chair.open(world.at(page))
      await chair.press(button, typed[0])
      const first = [chair.status, chair.errors]
      await chair.press(button, { keepNames: keepBoxes(chair) })
      const kept = [chair.status, chair.errors]
      await chair.open(world.at(page))
      await chair.press(button, typed[1])
      return [first, kept, [chair.status, chair.errors]]
    }
    const once = [
      [422, [asked('Robin')]],
      [200, []],
      [200, []],
    ]
    const reasons = ['Robin was impressed', 'Robin was much impressed']
    const findings = reasons.map(reason => ({ judgement: 'met', reason }))
    expect(await results('/meeting/L1', 'Record agreed finding', findings)).toEqual(once)
    const letters = ['Robin liked it', 'Robin liked it a lot'].map(decisionLetter => ({ decisionLetter }))
    expect(await results('/proposal', 'Save', letters)).toEqual(once)
  })

  test('findings that share only an ordinary word with a shown name are recorded as agreed', async () => {
    await shows(world.peer, 'The Librarian')
    for (const person of [world.peer, world.neighbour, world.chair]) await world.given(person)
    await world.db()('findings').update({ reason: 'The branches are open. May they open longer?' })
    const chair = await signedIn(world.service, world.chair, world.at('/meeting'))
    const all = world.criteria.length
    await chair.press(`Record the ${all} findings that you all agree on`, { words: 'yes' })
    expect(chair.notices).toEqual([`${all} agreed findings have been recorded.`])
  })

  test('findings that name a member are not recorded as agreed', async () => {
    for (const person of [world.peer, world.neighbour, world.chair]) await world.given(person)
    await world.db()('findings').where('item_id', '!=', world.criteria[0]!.id).update({ reason: 'Read closely' })
    const chair = await signedIn(world.service, world.chair, world.at('/meeting'))
    const all = world.criteria.length
    await chair.press(`Record the ${all} findings that you all agree on`, { words: 'yes' })
    expect(chair.notices).toEqual([
      `${all - 1} agreed findings have been recorded. We did not record a finding on L1. The members’ words ` +
        'may name someone on the panel or a helper. Open the criterion to change the text.',
    ])
  })
})
