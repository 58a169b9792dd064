import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { countReads, eachDatabase } from '../../support/database.ts'
import { aDeclaration, anItemOfEvidence, aRecommendation, type AnApplication } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import { aHolder, writtenRenewal } from '../../support/renewing.ts'
import type { Visitor } from '../../support/visitor.ts'

// Today is 1 March 2027.

eachDatabase('the changes between two submissions', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(() => world.submits())

  const named = 'Change requested and made'
  const unchanged = 'Change requested but not made'
  const unnamed = 'Also changed'

  /**
   * The coordinator returns the application for the answers with these codes. The lead changes L1, E1 and the summary,
   * and submits the application again.
   */
  async function submitsAgain(codes: readonly string[]): Promise<{ joan: Visitor; marian: Visitor }> {
    const { service, application, coordinator, lead, at, as } = world
    await aDeclaration(service, application, coordinator)
    const joan = await as(coordinator, at('/check'))
    expect(joan.text).not.toContain('Changes since submission')
    await joan.open(at('/return'))
    await joan.press('Return application', { items: codes.map(world.idOf), reasons: 'Please look again.' })
    const marian = await as(lead)
    service.clock.set('2027-03-01T09:05:00Z')
    for (const code of ['L1', 'E1'])
      await (await marian.open(at(`/criteria/${code}`))).press('Save', { narrative: `${code} in other words.` })
    await (await marian.open(at('/summary'))).press('Save', { summary: 'Another summary.' })
    service.clock.set('2027-03-01T09:10:00Z')
    await (await marian.open(at('/submission'))).press('Submit again')
    return { joan, marian }
  }

  const linksUnder = (visitor: Visitor, heading: string): string[] =>
    visitor
      .$('h2, h3')
      .filter((_, element) => visitor.$(element).text().trim() === heading)
      .next('ul')
      .find('a')
      .map((_, link) => visitor.$(link).text().trim().split(' ')[0]!)
      .get()

  const markOf = (visitor: Visitor, code: string): string =>
    visitor.$(`#item-${code} .los-status`).text().replace(/\s+/g, ' ').trim()

  test('the charity and the library see which requested changes were made, and what else changed', async () => {
    const { at } = world
    const { joan, marian } = await submitsAgain(['L1'])
    const counted = countReads(world.service.database)
    for (const page of ['', '/check', '/submissions/2']) {
      counted.reads = 0
      await joan.open(at(page))
      expect([page, counted.reads <= 5]).toEqual([page, true])
      expect(joan.text).toContain('Changes since submission 1')
      expect([page, linksUnder(joan, named), linksUnder(joan, unnamed)]).toEqual([page, ['L1'], ['Summary', 'E1']])
      expect(joan.links.map(({ href }) => href)).toContain(at('/submissions/1'))
    }
    for (const reader of [joan, marian]) {
      await reader.open(at('/submissions/2'))
      expect([markOf(reader, 'L1'), markOf(reader, 'E1'), markOf(reader, 'L2')]).toEqual([named, unnamed, ''])
      await reader.open(at('/submissions/1'))
      expect([markOf(reader, 'L1'), reader.text.includes('Changes since submission')]).toEqual(['', false])
    }
  })

  test('after a return that names no answers, changes are marked only as “Changed”', async () => {
    const { joan } = await submitsAgain([])
    await joan.open(world.at('/check'))
    expect([linksUnder(joan, named), linksUnder(joan, unnamed), linksUnder(joan, 'Changed')]).toEqual([
      [],
      [],
      ['Summary', 'L1', 'E1'],
    ])
  })

  test('an answer whose evidence was replaced still counts as changed after consents were withdrawn', async () => {
    const { service, application, coordinator, lead, evidence, at, as } = world
    await aDeclaration(service, application, coordinator)
    const joan = await as(coordinator, at('/return'))
    const l1 = world.idOf('L1')
    await joan.press('Return application', { items: [l1], reasons: 'Please look again.' })
    const db = world.db()
    const answer = (await db('answers').where({ application_id: application.id, item_id: l1 }).first('id'))!
    const other = await anItemOfEvidence(service, application.organisation, lead)
    service.clock.set('2027-03-01T09:10:00Z')
    const attached = { evidence_id: other, attached_at: service.clock.now() }
    await db('answer_evidence').where({ answer_id: answer.id }).update(attached)
    await (await as(lead, at('/submission'))).press('Submit again')
    await db('evidence').whereIn('id', [evidence, other]).update({ panel_until: null })
    await joan.open(at('/submissions/2'))
    expect(markOf(joan, 'L1')).toBe(named)
  })

  test('changed responses to recommendations in a light renewal are marked and linked as one item', async () => {
    const { service, coordinator, as } = world
    service.clock.set('2027-03-01T09:00:10Z')
    const { organisation, application, lead, award } = await aHolder(service)
    const recommendation = await aRecommendation(service, application, award, { body: 'Translate the leaflet.' })
    const { library, address } = await writtenRenewal(service, lead, award, {
      [`recommendation-${recommendation}`]: 'In two languages.',
    })
    await library.open(`${address}/submission`)
    await library.press('Submit renewal')
    await aDeclaration(service, { id: address.split('/').at(-1)!, organisation } as AnApplication, coordinator)
    const joan = await as(coordinator, `${address}/return`)
    await joan.press('Return application', { reasons: 'Which languages?' })
    service.clock.set('2027-03-01T09:10:00Z')
    await world.db()('recommendation_notes').where({ recommendation_id: recommendation }).update({ body: 'In Farsi.' })
    await library.open(`${address}/submission`)
    await library.press('Submit again')
    await joan.open(`${address}/submissions/2`)
    expect(linksUnder(joan, 'Changed')).toEqual(['F3'])
    expect(joan.$('#item-F3').text().trim()).toBe('Recommendations and the library’s responses')
    expect(joan.$('#item-F3').next().text().replace(/\s+/g, ' ').trim()).toBe('Changed')
  })

  test('a panel member does not learn that the library’s own rating changed before giving all findings', async () => {
    const { chair, peer, lead, idOf, at, as, service, seated, given } = world
    await seated()
    const nadia = await as(chair, world.at('/more-evidence'))
    await nadia.press('Ask for more evidence', {
      criteria: idOf('L1'),
      reasons: 'The smaller branch.',
      until: '2027-03-20',
    })
    const marian = await as(lead, at('/criteria/L1'))
    await marian.press('Save', { ownRating: 'partly met' })
    service.clock.set('2027-03-01T09:20:00Z')
    await (await marian.open(at('/submission'))).press('Submit again')
    await world.hasStatus('with the panel')
    const huw = await as(peer, at('/submissions/2'))
    expect(markOf(huw, 'L1')).toBe('')
    for (const words of ['after a request', 'Nothing in the application has changed', 'Changes since submission'])
      expect(huw.text).not.toContain(words)
    await given(peer)
    await huw.open(at('/submissions/2'))
    expect(huw.text).toContain('Changes since submission 1')
    expect(markOf(huw, 'L1')).toBe(named)
  })

  test('a coordinator sees which answers changed after the panel’s request, and which did not', async () => {
    const { service, chair, coordinator, lead, idOf, at, as } = world
    await world.seated()
    const nadia = await as(chair, at('/more-evidence'))
    await nadia.press('Ask for more evidence', {
      criteria: ['L1', 'E1'].map(idOf),
      reasons: 'The smaller branch.',
      until: '2027-03-20',
    })
    const marian = await as(lead, at('/criteria/L1'))
    service.clock.minutesPass(5)
    await marian.press('Save', { narrative: 'The smaller branch too.' })
    await marian.open(at('/criteria/E1'))
    const before = marian.valueOf('narrative')!
    await marian.press('Save', { narrative: 'In other words.' })
    await (await marian.open(at('/criteria/E1'))).press('Save', { narrative: before })
    service.clock.minutesPass(5)
    await (await marian.open(at('/submission'))).press('Submit again')
    const joan = await as(coordinator, at('/submissions/2'))
    expect([markOf(joan, 'L1'), markOf(joan, 'E1'), markOf(joan, 'L2')]).toEqual([named, unchanged, ''])
    expect([linksUnder(joan, named), linksUnder(joan, unchanged)]).toEqual([['L1'], ['E1']])
  })
})
