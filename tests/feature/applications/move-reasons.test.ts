import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, signedIn } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import { readPdf } from '../../support/pdf-text.ts'
import type { Visitor } from '../../support/visitor.ts'

// Today is 1 March 2027.

eachDatabase('the texts of returns, requests and holds', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(() => world.submits())

  const foldIn = (visitor: Visitor): string =>
    visitor
      .$('details')
      .filter((_, fold) => visitor.$(fold).find('summary').text().includes('Earlier messages'))
      .text()
      .replace(/\s+/g, ' ')
      .trim()

  test('the text of a return can be read after the library submits again, and after a second return', async () => {
    const { coordinator, lead, at, as, service, application, idOf } = world
    await aDeclaration(service, application, coordinator)
    const joan = await as(coordinator, at('/return'))
    await joan.press('Return application', { items: [idOf('L1')], reasons: 'The plan is missing.\nAdd the budget.' })
    expect(foldIn(joan)).toBe('')
    service.clock.minutesPass(5)
    await (
      await joan.open(at('/date'))
    ).press('Change the deadline', { reason: 'Take your time.', until: '2027-04-20' })
    const marian = await as(lead, at())
    expect(marian.text).toContain('The plan is missing.')
    expect(foldIn(marian)).toBe('')
    await marian.open(at('/criteria/L1'))
    await marian.press('Save', { narrative: 'Changed as asked.' })
    service.clock.minutesPass(5)
    await (await marian.open(at('/submission'))).press('Submit again')
    for (const reader of [await joan.open(at()), await marian.open(at())]) {
      expect(foldIn(reader)).toMatch(/^Earlier messages about this application \(2\)/)
      expect(foldIn(reader)).toContain('Deadline changed by City of Sanctuary on 1 March 2027 Deadline: 20 April 2027')
      expect(foldIn(reader)).toContain('Take your time.')
      expect(foldIn(reader)).toMatch(
        /Returned by City of Sanctuary on 1 March 2027 L1 Staff and volunteers learn.* The plan is missing\. Add the budget\./,
      )
      expect(foldIn(reader)).not.toContain(coordinator.name)
    }
    for (const reader of [joan, marian]) {
      await reader.open(at('/history'))
      expect(reader.text).toContain('The plan is missing.')
    }
    service.clock.minutesPass(5)
    await (await joan.open(at('/return'))).press('Return application', { reasons: 'The budget is missing.' })
    await marian.open(at())
    expect(foldIn(marian)).toContain('The plan is missing.')
    expect(foldIn(marian)).not.toContain('The budget is missing.')
  })

  test('the reason for a hold can be read after the hold ends', async () => {
    const { coordinator, lead, at, as, service, application } = world
    await aDeclaration(service, application, coordinator)
    const joan = await as(coordinator, at('/hold'))
    await joan.press('Put on hold', { reason: 'The library is moving.' })
    expect([joan.text.includes('The library is moving.'), foldIn(joan)]).toEqual([true, ''])
    service.clock.minutesPass(5)
    await (await joan.open(at('/hold/ending'))).press('Take off hold')
    for (const reader of [await joan.open(at()), await as(lead, at())])
      expect(foldIn(reader)).toContain('Put on hold by City of Sanctuary on 1 March 2027 The library is moving.')
  })

  test('only City of Sanctuary and the panel can read why an application went back to the panel', async () => {
    const { service, application, coordinator, chair, trustee, lead, at, as, seated, given, db, idOf } = world
    await seated()
    await given(chair)
    const asked = { status: 'more evidence asked', until: '2027-02-20' as Day }
    const items_asked = JSON.stringify([idOf('L1')])
    await db()('applications')
      .where({ id: application.id })
      .update({ ...asked, items_asked })
    const joan = await as(coordinator, at('/take-up'))
    service.clock.minutesPass(5)
    const why = 'They have closed for repairs.'
    await joan.press('Send back to the panel without new evidence', { reason: why })
    await joan.open(at())
    expect([joan.text.includes(why), foldIn(joan)]).toEqual([true, ''])
    const nadia = await as(chair, at())
    expect([nadia.text.includes(why), foldIn(nadia)]).toEqual([true, ''])
    service.clock.minutesPass(5)
    await (await joan.open(at('/hold'))).press('Put on hold', { reason: 'The library is moving.' })
    await joan.open(at())
    expect(foldIn(joan)).toContain(`Application sent back to the panel on 1 March 2027, without new evidence ${why}`)
    await aDeclaration(service, application, trustee)
    const samuel = await as(trustee, at())
    expect(foldIn(samuel)).toContain(why)
    for (const page of ['', '/history']) {
      const read = [await joan.open(at(page)), await as(lead, at(page))]
      expect([page, ...read.map(({ status, text }) => [status, text.includes(why)])]).toEqual([
        page,
        [200, true],
        [200, false],
      ])
    }
    await joan.open(at('/pack.pdf'))
    expect((await readPdf(joan.content)).pages.join(' ').replace(/\s+/g, ' ')).toContain(why)
    const { content, status } = await as(lead, at('/pack.pdf'))
    expect(status).toBe(200)
    expect((await readPdf(content)).pages.join(' ').replace(/\s+/g, ' ')).not.toContain(why)
  })

  test('a coordinator without a declaration, or with a conflict of interest, cannot read the reasons', async () => {
    const { service, application, coordinator, at, as } = world
    await aDeclaration(service, application, coordinator)
    const joan = await as(coordinator, at('/hold'))
    await joan.press('Put on hold', { reason: 'The library is moving.' })
    for (const page of ['', '/history']) {
      await joan.open(at(page))
      expect([page, joan.text.includes('The library is moving.')]).toEqual([page, true])
    }
    const undeclared = await aPersonWho(service, { roles: ['coordinator'] })
    const conflicted = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, application, conflicted, 'conflict')
    for (const person of [undeclared, conflicted]) {
      const reader = await signedIn(service, person, at())
      expect(reader.text).not.toContain('The library is moving.')
      await reader.open(at('/history'))
      expect([reader.status === 200, reader.text.includes('The library is moving.')]).toEqual([false, false])
    }
  })
})
