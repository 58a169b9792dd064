import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { anAwardsLife, type AwardsLife } from '../../support/award-life.ts'
import { eachDatabase } from '../../support/database.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor } from '../../support/visitor.ts'

eachDatabase('checking an award', engine => {
  let service: Service
  let life: AwardsLife
  beforeAll(async () => {
    service = await aService(engine)
    life = await anAwardsLife(service, '2026-06-01')
    life.goTo('2026-10-01')
  })
  afterAll(() => service.end())

  test('a missing or wrong code is refused with an error', async () => {
    const visitor = aVisitor(service)
    await visitor.open('/verify')
    await visitor.press('Check this award', { code: '' })
    expect([visitor.status, visitor.errors]).toEqual([422, ['Enter the code on the certificate']])
    await visitor.press('Check this award', { code: 'AAAA-AAAA-AA' })
    expect([visitor.status, visitor.errors]).toEqual([
      422,
      ['No certificate has this code. Check the code and try again'],
    ])
  })

  test('anyone with the code sees whether an award is valid, and search engines are asked not to list it', async () => {
    const visitor = aVisitor(service)
    await visitor.open(`/verify/${life.award.code.toLowerCase()}`)
    expect([visitor.status, visitor.headings[1], visitor.headers['x-robots-tag']]).toEqual([
      200,
      'Valid on 1 October 2026',
      'noindex',
    ])
  })

  test('the page does not confirm an award for a future date, and asks for a date if none is entered', async () => {
    const visitor = aVisitor(service)
    const address = `/verify/${life.award.code}`
    await visitor.open(`${address}?on-day=1&on-month=10&on-year=2030`)
    expect(visitor.headings[1]).toBe('We cannot confirm this award for 1 October 2030 yet')
    await visitor.open(`${address}?on-day=&on-month=&on-year=`)
    expect([visitor.status, visitor.errors]).toEqual([422, ['Enter the day that you want to check']])
  })

  test('for a future date, the page gives no answer on an overdue award, and “not valid” on an ended one', async () => {
    const visitor = aVisitor(service)
    const future = `/verify/${life.award.code}?on-day=1&on-month=10&on-year=2030`
    life.goTo('2027-06-10') // the award is overdue
    await visitor.open(future)
    expect(visitor.headings[1]).toBe('We cannot confirm this award for 1 October 2030 yet')
    expect(visitor.text).toContain(
      'The award held by Ashcombe Libraries is not valid today. ' +
        'We cannot say whether it will be valid on a later date.',
    )
    await life.move('trustee', 'end')
    await visitor.open(future)
    expect(visitor.headings[1]).toBe('Not valid on 1 October 2030')
  })

  test('an address with an unknown code shows the form with an error', async () => {
    const visitor = aVisitor(service)
    for (const code of ['AAAA-AAAA-AA', 'not a code']) {
      await visitor.open(`/verify/${encodeURIComponent(code)}`)
      expect([
        visitor.status,
        visitor.errors,
        visitor.headings.includes('Check an award'),
        visitor.valueOf('code'),
      ]).toEqual([404, ['No certificate has this code. Check the code and try again'], true, code])
    }
    await visitor.press('Check this award', { code: life.award.code })
    expect(visitor.status).toBe(200)
  })
})
