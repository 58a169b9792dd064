import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Instant } from '../../../src/domain/time.ts'
import { aPersonWho, signedIn } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

let service: Service
const moves: Instant[] = []
beforeAll(async () => {
  service = await aService('sqlite', {}, parts => ({
    ...parts,
    moveTo: async at => {
      moves.push(at)
      service.clock.set(at)
    },
  }))
})
afterAll(() => service.end())
const atTheClock = async (): Promise<Visitor> => signedIn(service, await aPersonWho(service), '/demo/clock')

test('the demo clock moves once when the form is sent twice', async () => {
  const visitor = await atTheClock()
  const from = visitor.valueOf('from') as string
  await visitor.press('Move the clock', { step: 'day' })
  const later = await atTheClock()
  await later.send('/demo/clock', { from, step: 'day' })
  expect([visitor.status, later.status, moves]).toEqual([200, 200, ['2027-03-02T09:00:00.000Z']])
  expect(later.notices).toEqual(['It is now 2 March 2027, 9am'])
})

test.each([
  ['a missing day', { step: 'chosen' }, 'Enter the date to move to'],
  [
    'a day in the past',
    { step: 'chosen', 'on-day': '1', 'on-month': '1', 'on-year': '2027' },
    'Enter a date after today, up to 400 days from now',
  ],
])('the demo clock refuses %s, and the form keeps what was entered', async (_what, fields, message) => {
  const visitor = await atTheClock()
  await visitor.press('Move the clock', fields)
  expect([visitor.status, visitor.errors, visitor.$('[name=step]:checked').val()]).toEqual([422, [message], 'chosen'])
  expect(moves).toHaveLength(1)
})

test('the page of the demo clock does not exist outside the demo', async () => {
  const real = await aService('sqlite')
  const person = await signedIn(real, await aPersonWho(real))
  await person.open('/demo/clock')
  expect(person.status).toBe(404)
  await real.end()
})
