import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Day } from '../../../../src/domain/time.ts'
import { anAwardsLife, type AwardsLife } from '../../../support/award-life.ts'
import { eachDatabase } from '../../../support/database.ts'
import { aService, type Service } from '../../../support/service.ts'

eachDatabase('the unsent emails about an overdue award', engine => {
  let service: Service
  let award: AwardsLife
  beforeEach(async () => {
    service = await aService(engine)
    award = await anAwardsLife(service, '2026-06-01')
    award.goTo('2027-05-30')
    await award.start()
    await service.post()
    award.goTo('2027-06-01', '00:05')
    await award.nightly()
    award.goTo('2027-06-01', '00:30')
  })
  afterEach(() => service.end())

  const inTheMorning = async () => {
    await service.post()
    award.goTo('2027-06-01', '07:01')
    return (await service.post()).map(({ subject }) => subject).filter(subject => subject.includes('not valid'))
  }

  test('an unsent email about an overdue award is sent in the morning if nothing has changed', async () => {
    expect(await inTheMorning()).toHaveLength(1)
  })

  test('an unsent email about an overdue award is cancelled when the renewal arrives in the night', async () => {
    await award.submitApplication()
    expect(await inTheMorning()).toEqual([])
  })

  test.each([
    ['extend', { until: '2027-07-31' as Day }],
    ['suspend', {}],
  ] as const)('an unsent email about an overdue award is cancelled by the move “%s”', async (move, given) => {
    await award.move('coordinator', move, given)
    expect(await inTheMorning()).toEqual([])
  })
})
