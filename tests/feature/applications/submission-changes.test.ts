import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase, onStatement } from '../../support/database.ts'
import { aDeclaration } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import type { Visitor } from '../../support/visitor.ts'

// Today is 1 March 2027.

eachDatabase('the changes between two submissions', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())

  const named = 'Changed as asked'
  const unnamed = 'Changed, but not one of the answers we named'

  /** Returns the application, changes L1, E1 and the summary of the library, and submits it again. */
  async function submitsAgain(titles: readonly string[]): Promise<{ joan: Visitor; marian: Visitor }> {
    const { service, application, coordinator, lead, at, as } = world
    await aDeclaration(service, application, coordinator)
    const joan = await as(coordinator, at('/check'))
    expect(joan.text).not.toContain('Changes since submission')
    await joan.open(at('/return'))
    const items = titles.map(title => joan.$(`label:contains("${title}")`).prev().attr('value')!)
    await joan.press('Return application', { items, reasons: 'Please look again.' })
    const marian = await as(lead)
    service.clock.set('2027-03-01T09:05:00Z')
    for (const code of ['L1', 'E1'])
      await (await marian.open(at(`/criteria/${code}`))).press('Save', { narrative: `${code} in other words.` })
    await (await marian.open(at('/summary'))).press('Save', { summary: 'Another summary.' })
    service.clock.set('2027-03-01T09:10:00Z')
    await (await marian.open(at('/submission'))).press('Submit application')
    return { joan, marian }
  }

  const linksUnder = (visitor: Visitor, heading: string): string[] =>
    visitor
      .$('h3')
      .filter((_, element) => visitor.$(element).text().trim() === heading)
      .next('ul')
      .find('a')
      .map((_, link) => visitor.$(link).text().trim().split(' ')[0]!)
      .get()

  const markOf = (visitor: Visitor, code: string): string =>
    visitor.$(`#item-${code} .los-status`).text().replace(/\s+/g, ' ').trim()

  test('the charity sees which answers changed as asked, and which others changed', async () => {
    const { at } = world
    const { joan, marian } = await submitsAgain(['L1 Staff and volunteers learn'])
    let isInTransaction = false
    let reads = 0
    onStatement(world.service.database, ({ sql }) => {
      if (sql.startsWith('BEGIN')) isInTransaction = true
      if (!isInTransaction) reads += 1
      if (/^(COMMIT|ROLLBACK)\b/.test(sql)) isInTransaction = false
    })
    for (const page of ['', '/check', '/submissions/2']) {
      reads = 0
      await joan.open(at(page))
      expect([page, reads <= 5]).toEqual([page, true])
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

  test('after a return that names no answers, changes are not called asked or unasked', async () => {
    await world.submits()
    const { joan } = await submitsAgain([])
    await joan.open(world.at('/check'))
    expect([linksUnder(joan, named), linksUnder(joan, unnamed), linksUnder(joan, 'Changed')]).toEqual([
      [],
      [],
      ['Summary', 'L1', 'E1'],
    ])
  })

  test('a panel member does not learn that the library’s own rating changed before giving all findings', async () => {
    await world.submits()
    const { chair, peer, lead, criteria, at, as, service, seated, given } = world
    await seated()
    const nadia = await as(chair, world.at('/more-evidence'))
    await nadia.press('Ask for more evidence', {
      criteria: criteria[0]!.id,
      reasons: 'The smaller branch.',
      until: '2027-03-20',
    })
    const marian = await as(lead, at('/criteria/L1'))
    await marian.press('Save', { ownRating: 'partly met' })
    service.clock.set('2027-03-01T09:20:00Z')
    await (await marian.open(at('/submission'))).press('Submit application')
    await world.hasStatus('with the panel')
    const huw = await as(peer, at('/submissions/2'))
    expect(markOf(huw, 'L1')).toBe('Asked to change, but the same as before')
    await given(peer)
    await huw.open(at('/submissions/2'))
    expect(markOf(huw, 'L1')).toBe(named)
  })
})
