import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Day } from '../../../src/domain/time.ts'
import { openBrowser, type TestBrowser } from '../../support/browser.ts'
import { aReview, type Showing } from '../review.ts'
import { runningService } from '../running-service.ts'
import type { MakeWalker } from '../walker.ts'
import { firstAwardOn } from './first-award.ts'
import { letAwardLapse, reappraiseLapsedAward } from './step-fifth-year.ts'
import { respondToRecommendation, renewEarly } from './step-first-year.ts'
import { renewLate } from './step-fourth-year.ts'
import { renewOnLastDay } from './step-second-year.ts'
import { renewWithPanel } from './step-third-year.ts'
import { someYears, type Years } from './years.ts'

// Five years of one award: reminders are sent in time, and the award lapses only when no one renews it. The only lead
// signs in only to renew. In the last 30 days before a date, the coordinator therefore gets the reminders too.

const steps: readonly (readonly [string, (years: Years) => Promise<void>])[] = [
  ['2026 the award is valid, and a recommendation is closed after the library’s response', respondToRecommendation],
  ['2027 a light renewal is submitted early, and the next award period follows without a gap', renewEarly],
  [
    '2028 a light renewal is submitted on the last day, and the award stays valid while the charity reads it',
    renewOnLastDay,
  ],
  ['2029 the third renewal is a full reappraisal, read by a panel', renewWithPanel],
  ['2030 a renewal is overdue, submitted late and granted', renewLate],
  ['2031 the award lapses', letAwardLapse],
  ['2031 a reappraisal makes the award valid again', reappraiseLapsedAward],
]

/** Adds the steps above as tests, in order, with one service and one browser. */
export function walkThroughYears(walker: MakeWalker, showings: readonly Showing[]): void {
  let browser: TestBrowser
  let years: Years
  let failed = false
  beforeAll(async () => {
    browser = await openBrowser()
    const service = await runningService('2026-06-01T09:30:00Z', parts => firstAwardOn(parts, '2026-06-01' as Day))
    const review = aReview(browser, showings)
    years = someYears(service, review, role => walker({ browser, review, service: service.address }, role))
  })
  afterAll(async () => {
    await years.service.stop()
    await browser.close()
  })

  test.each(steps)('%s', async (_name, step) => {
    if (failed) throw new Error('a step before this one failed')
    failed = true
    await step(years)
    expect(years.post.sinceLastVisit()).toEqual([])
    expect(await years.service.broken()).toEqual([])
    failed = false
  })

  test('no page in these years had a problem', () => {
    expect(years.review.findings).toEqual([])
    expect(browser.complaints).toEqual([])
  })
}
