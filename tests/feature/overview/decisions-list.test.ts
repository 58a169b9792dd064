import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { addDays, dayOf, instantAt } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anOrganisation,
  aPersonWho,
  aRecommendation,
  signedIn,
} from '../../support/factories.ts'
import { aCheckedRenewal } from '../../support/renewal.ts'
import { aService } from '../../support/service.ts'

eachDatabase('the list of decisions', engine => {
  test('the list is newest first, says which decision letters are released, and can be filtered by date', async () => {
    const service = await aService(engine)
    const { trustee, renewal, award } = await aCheckedRenewal(service)
    await aDeclaration(service, award.application, trustee)
    const visitor = await signedIn(service, trustee, `/applications/${renewal.id}/decision`)
    await visitor.press('Confirm the renewal', { outcome: 'awarded' })
    await visitor.open('/decisions')
    const rows = visitor
      .$('tbody tr')
      .map((_, row) => visitor.$(row).text().replace(/\s+/g, ' '))
      .get()
    expect(rows.length).toBe(2)
    expect([
      rows[0]!.includes('Renewal'),
      rows[0]!.includes('Confirmed by a trustee, without a panel'),
      rows[0]!.includes('Not released yet'),
      rows[1]!.includes('Released on 1 May 2026'),
    ]).toEqual([true, true, true, true])
    const { writer } = service.database
    const decided = (await writer('decisions').where({ application_id: renewal.id }).first())!
    const earlier = newId()
    const before = { id: earlier, decided_at: instantAt(addDays(dayOf(decided.decided_at), -1), '09:00') }
    await writer('decisions').insert({ ...decided, ...before, released_at: before.decided_at })
    for (const decision_id of [decided.id, earlier, earlier]) {
      const id = await aRecommendation(service, renewal, null)
      await writer('recommendations').where({ id }).update({ decision_id })
    }
    await visitor.open('/decisions')
    expect(visitor.text.match(/\d recommendations?/g)).toEqual(['1 recommendation', '2 recommendations'])
    await writer('recommendations').delete()
    await writer('decisions').where({ id: earlier }).delete()
    await visitor.press('Show decisions', { 'from-day': '1', 'from-month': '6', 'from-year': '2026' })
    expect(visitor.$('tbody tr').length).toBe(1)
    await visitor.follow('Ashcombe Libraries')
    expect(visitor.address).toBe(`/applications/${renewal.id}/decision`)
    await visitor.open('/decisions?from-day=31&from-month=2&from-year=2026')
    expect(visitor.status).toBe(422)
    await service.end()
  })

  test('a trustee sees no outcome before a declaration, after declaring a conflict, or for their library', async () => {
    const service = await aService(engine)
    const { organisation, lead, coordinator, trustee, renewal } = await aCheckedRenewal(service)
    const visitor = await signedIn(service, trustee, `/applications/${renewal.id}/decision`)
    await visitor.press('Confirm the renewal', { outcome: 'awarded' })
    await visitor.open('/decisions')
    expect(visitor.text).toContain('Awarded')
    const [undeclared, conflicted, own] = [
      await aPersonWho(service, { roles: ['trustee'] }),
      await aPersonWho(service, { roles: ['trustee'] }),
      await aPersonWho(service, { roles: ['trustee'], member: [[organisation, 'observer']] }),
    ]
    await aDeclaration(service, renewal, conflicted, 'conflict')
    const seen = []
    for (const person of [undeclared, conflicted, own]) {
      const { $, text } = await signedIn(service, person, '/decisions')
      expect(text).toContain('We leave out decisions about your own library, and applications where you declared a')
      seen.push([$('tbody tr').length, text.includes('Awarded')])
    }
    expect(seen).toEqual([
      [2, false],
      [1, false],
      [0, false],
    ])
    expect((await signedIn(service, lead, '/decisions')).status).toBe(404)
    expect((await signedIn(service, coordinator, '/decisions')).text).toContain('Awarded')
    await service.end()
  })

  test('the list has pages of 50 without gaps or repeats, and a longer list needs no more queries', async () => {
    const service = await aService(engine)
    const { writer } = service.database
    const { lead, trustee } = await aCheckedRenewal(service)
    const day = dayOf(service.clock.now())
    const more = async (count: number) => {
      for (let place = 0; place < count; place += 1) {
        const organisation = await anOrganisation(service, { name: `Library ${newId()}`, branches: ['Central'] })
        const application = await anApplication(service, organisation, { status: 'decided', startedBy: lead })
        await aDeclaration(service, application, trustee)
        await aRecommendation(service, application, null, { status: 'proposed' })
        const at = instantAt(addDays(day, -(place % 7)), '10:00')
        await writer('decisions').insert({
          id: newId(),
          application_id: application.id,
          proposal_id: null,
          outcome: 'awarded with recommendations',
          decision_letter: 'x',
          decided_by: trustee.id,
          decided_at: at,
          release_at: null,
          released_at: null,
          released_by: null,
          reversed_at: null,
        })
      }
    }
    await more(2)
    const visitor = await signedIn(service, trustee, '/decisions')
    let asked = 0
    service.database.db.on('query', () => {
      asked += 1
    })
    await visitor.open('/decisions')
    const [few, first] = [asked, visitor.$('tbody tr').length]
    await more(58)
    asked = 0
    await visitor.open('/decisions')
    expect([few > 0, asked, first, visitor.$('tbody tr').length]).toEqual([true, few, 3, 50])
    const seen = visitor.links.map(({ href }) => href).filter(href => href.startsWith('/applications/'))
    await visitor.follow('Earlier decisions')
    seen.push(...visitor.links.map(({ href }) => href).filter(href => href.startsWith('/applications/')))
    expect([seen.length, new Set(seen).size]).toEqual([61, 61])
    await service.end()
  })
})
