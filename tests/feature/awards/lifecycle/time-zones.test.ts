import { expect, test } from '@jest/globals'
import { runChild } from '../../../support/child.ts'

const datesIn = async (zone: string): Promise<unknown> => {
  const { stdout } = await runChild('tests/support/processes/dates.ts', [], { TZ: zone })
  return JSON.parse(stdout) as unknown
}

// F22 in docs/operating.md: servers in other time zones.
test('an award moves on the same days whatever the time zone of the server', async () => {
  const seen = []
  for (const zone of ['Europe/London', 'UTC', 'Pacific/Kiritimati', 'America/St_Johns']) seen.push(await datesIn(zone))
  expect(seen[0]).toEqual([
    ['2028-02-29T23:59:59Z', '2028-02-29', 'renewal open', '2028-02-29'],
    ['2028-03-01T00:00:01Z', '2028-03-01', 'overdue', '2028-02-29'],
    ['2028-03-25T23:30:00Z', '2028-03-25', 'overdue', '2028-02-29'],
    ['2028-03-26T23:30:00Z', '2028-03-27', 'overdue', '2028-02-29'],
    ['2028-03-31T22:59:59Z', '2028-03-31', 'lapsed', '2028-02-29'],
    ['2028-03-31T23:00:01Z', '2028-04-01', 'lapsed', '2028-02-29'],
    [
      ['record', '2027-03-28'],
      ['openRenewal', '2027-09-02'],
      ['fallOverdue', '2028-03-01'],
      ['lapse', '2028-03-31'],
    ],
    '29 February 2028',
    '2028-03-26T06:00:00.000Z',
  ])
  expect(seen.slice(1)).toEqual([seen[0], seen[0], seen[0]])
})
