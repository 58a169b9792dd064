import { expect, test } from '@jest/globals'
import type { Day } from '../../../src/domain/time.ts'
import { anAwardsLife } from '../../support/award-life.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { merge } from '../../support/merging.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor } from '../../support/visitor.ts'

eachDatabase('an award whose organisation was merged into another', engine => {
  const merged = async (service: Service, fromId: string, name: string) => {
    const into = await anOrganisation(service, { name, place: 'Wexcombe', branches: [] })
    await merge(service, { id: fromId }, into)
    const carriedOut = await service.database.writer('organisations').where({ id: fromId }).first('merged_into')
    expect(carriedOut).toEqual({ merged_into: into.id })
    return into
  }

  test('a check of an award on a past day shows the holder’s name on that day, even after two merges', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    const { name } = life.organisation
    life.goTo('2027-03-01')
    const county = await merged(service, life.organisation.id, 'County Libraries')
    life.goTo('2027-04-01')
    await merged(service, county.id, 'Shire Libraries')
    const visitor = aVisitor(service)
    const namesOn = async (on: string): Promise<boolean[]> => {
      const [year, month, day] = on.split('-')
      await visitor.open(`/verify/${life.award.code}?on-day=${day}&on-month=${month}&on-year=${year}`)
      expect(visitor.status).toBe(200)
      return [name, 'County Libraries', 'Shire Libraries', 'Wexcombe'].map(each => visitor.html.includes(each))
    }
    expect(await namesOn('2027-02-28')).toEqual([true, false, false, false])
    expect(await namesOn('2027-03-01')).toEqual([false, true, false, true])
    expect(await namesOn('2027-03-31')).toEqual([false, true, false, true])
    expect(await namesOn('2027-04-01')).toEqual([false, false, true, true])
    await visitor.open(`/verify/${life.award.code}`)
    expect([visitor.text.includes('Shire Libraries'), visitor.text.includes(name)]).toEqual([true, false])
    await service.end()
  })

  test('an earlier certificate shows the library’s name and branches as they were on its last day', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    const { name } = life.organisation
    life.goTo('2027-03-01')
    await life.renew()
    const { writer } = service.database
    const [branch] = await writer('award_branches').where({ award_id: life.award.id })
    life.goTo('2027-07-01')
    await writer('award_branches')
      .where({ branch_id: branch!.branch_id })
      .update({ left_on: '2027-06-15' as Day })
    const into = await merged(service, life.organisation.id, 'County Libraries')
    const lead = await aPersonWho(service, { member: [[into, 'lead']] })
    const address = `/awards/${life.award.id}/certificate`
    const library = await signedIn(service, lead, `${address}?period=1`)
    expect(library.headings[0]).toBe(name)
    expect(library.text).toContain('and its 2 branches')
    await library.open(address)
    expect([library.headings[0], library.text.includes(name)]).toEqual(['County Libraries', false])
    expect(library.text).toContain('as a place of welcome')
    await service.end()
  })

  test.each(['ended', 'lapsed'])('the certificate of an award that %s before a merge keeps the old name', async how => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    const { name } = life.organisation
    life.goTo('2027-02-01')
    if (how === 'ended') await life.move('lead', 'end')
    life.goTo('2027-12-01')
    await life.nightly()
    await service.database
      .writer('award_branches')
      .where({ award_id: life.award.id })
      .update({ left_on: '2027-11-30' as Day })
    const into = await merged(service, life.organisation.id, 'County Libraries')
    const lead = await aPersonWho(service, { member: [[into, 'lead']] })
    const library = await signedIn(service, lead, `/awards/${life.award.id}/certificate`)
    expect([library.headings, library.text.includes('and its 2 branches')]).toEqual([[name], true])
    await service.end()
  })

  test('an earlier certificate counts a branch that left the award just before the next decision letter', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    life.goTo('2027-03-01')
    await life.renew()
    const { writer } = service.database
    const [branch] = await writer('award_branches').where({ award_id: life.award.id })
    await writer('award_branches')
      .where({ branch_id: branch!.branch_id })
      .update({ left_on: '2027-02-28' as Day })
    life.goTo('2027-07-01')
    const library = await signedIn(service, life.people.lead, `/awards/${life.award.id}/certificate?period=1`)
    expect(library.text).toContain('and its 2 branches')
    await service.end()
  })
})
