import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anAwardsLife, type AwardsLife } from '../../support/award-life.ts'
import { signedIn } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor } from '../../support/visitor.ts'

// F21 (“F20 to F22” in docs/operating.md): leap days and month ends, tested through the actions and on the pages.
const lastDays = async (award: AwardsLife): Promise<string[]> => (await award.terms()).map(({ ends_on }) => ends_on)
const anchors = async (award: AwardsLife): Promise<string[]> => [
  ...new Set((await award.terms()).map(({ anchor }) => anchor)),
]

eachDatabase('award periods', engine => {
  const inService = async (
    grantedOn: string,
    months: number,
    story: (award: AwardsLife, service: Service) => Promise<void>,
  ): Promise<void> => {
    const service = await aService(engine)
    await story(await anAwardsLife(service, grantedOn, months), service)
    await service.end()
  }

  test.each([
    ['2026-06-01', 12, ['2027-05-31', '2028-05-31', '2029-05-31', '2030-05-31', '2031-05-31']],
    ['2028-02-29', 12, ['2029-02-28', '2030-02-28', '2031-02-28', '2032-02-28', '2033-02-28']],
    ['2028-02-29', 36, ['2031-02-28', '2034-02-28', '2037-02-28']],
    ['2026-08-31', 6, ['2027-02-28', '2027-08-30', '2028-02-29']],
  ])(
    'award periods that start on %s and last %i months end on %j when each is renewed on its last day',
    (grantedOn, months, ends) =>
      inService(grantedOn, months, async award => {
        for (const end of ends.slice(0, -1)) {
          award.goTo(end)
          await award.renew()
        }
        expect([await lastDays(award), await anchors(award)]).toEqual([ends, [grantedOn]])
        const starts = (await award.terms()).slice(1).map(({ starts_on }) => starts_on)
        expect(starts.every((start, index) => start > ends[index]!)).toBe(true)
      }),
  )

  test('award periods count from the day of a late decision letter, and an extension does not move them', () =>
    inService('2028-02-29', 12, async award => {
      award.goTo('2029-02-20')
      await award.move('coordinator', 'extend', { until: '2029-03-31' as never })
      await award.renew()
      expect([await lastDays(award), await anchors(award), (await award.row()).valid_to]).toEqual([
        ['2029-02-28', '2030-02-28'],
        ['2028-02-29'],
        '2030-02-28',
      ])
      award.goTo('2030-02-28')
      await award.start()
      await award.submitApplication()
      award.goTo('2030-03-15')
      await award.check()
      await award.decide()
      await award.release('awarded')
      expect([await lastDays(award), await anchors(award)]).toEqual([
        ['2029-02-28', '2030-02-28', '2031-03-14'],
        ['2028-02-29', '2030-03-15'],
      ])
    }))

  test.each([
    ['2032-02-28', true],
    ['2032-02-29', false],
    ['2032-03-01', false],
  ])('on %s, the public page and the library’s pages agree whether the award is valid: %j', (today, valid) =>
    inService('2028-02-29', 12, async (award, service) => {
      for (const end of ['2029-02-28', '2030-02-28', '2031-02-28']) {
        award.goTo(end)
        await award.renew()
      }
      award.goTo(today)
      await service.post()
      const visitor = aVisitor(service)
      await visitor.open(`/verify/${award.award.code}`)
      expect(visitor.headings[1]?.startsWith(valid ? 'Valid on' : 'Not valid on')).toBe(true)
      const library = await signedIn(service, award.people.lead, `/awards/${award.award.id}`)
      expect([
        library.headings[1]?.startsWith(valid ? 'Valid until 28 February 2032' : 'Not valid since 29 February 2032'),
        library.text.includes('28 February 2032'),
      ]).toEqual([true, true])
      await library.open(`/awards/${award.award.id}/certificate`)
      expect(library.text).toContain('1 March 2031 to 28 February 2032')
      if (valid) return
      award.goTo(today, '10:00')
      await award.nightly()
      expect((await service.post()).map(({ text }) => text.includes('valid until 28 February 2032'))).toEqual([true])
    }),
  )
})
