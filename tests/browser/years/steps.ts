import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Day } from '../../../src/domain/time.ts'
import { openBrowser, type TestBrowser } from '../../support/browser.ts'
import { aReview, type Showing } from '../review.ts'
import { runningService } from '../running-service.ts'
import type { MakeWalker } from '../walker.ts'
import { firstAwardOn } from './first-award.ts'
import { theFifthYearLapses, theWayBack } from './step-fifth-year.ts'
import { theAwardIsThere, theFirstYearIsLight } from './step-first-year.ts'
import { theFourthYearIsLate } from './step-fourth-year.ts'
import { theSecondYearIsLightAndOnTheLastDay } from './step-second-year.ts'
import { theThirdYearHasItsPanel } from './step-third-year.ts'
import { someYears, type Years } from './years.ts'

// Five years of one award: everyone is reminded in time, and an award only lapses when no one renews it.

const steps: readonly (readonly [string, (years: Years) => Promise<void>])[] = [
  ['2026 the award is valid, and what was recommended is answered and closed', theAwardIsThere],
  ['2027 a light renewal is submitted early and continues from its award period', theFirstYearIsLight],
  [
    '2028 a light renewal is submitted on the last day, and the award stays valid while the charity reads',
    theSecondYearIsLightAndOnTheLastDay,
  ],
  ['2029 the third renewal is full, with a panel', theThirdYearHasItsPanel],
  ['2030 a renewal is overdue, submitted late and granted', theFourthYearIsLate],
  ['2031 the award lapses', theFifthYearLapses],
  ['2031 a reappraisal makes the award valid again', theWayBack],
]

/** The years as tests, in order. */
export function walkThroughYears(walker: MakeWalker, showings: readonly Showing[]): void {
  let browser: TestBrowser
  let years: Years
  let failed = false
  beforeAll(async () => {
    browser = await openBrowser()
    const service = await runningService('2026-06-01T09:30:00Z', parts => firstAwardOn(parts, '2026-06-01' as Day))
    const review = aReview(browser, showings)
    years = someYears(service, review, role => walker({ browser, review, service: service.address }, role))
  }, 120_000)
  afterAll(async () => {
    await years.service.stop()
    await browser.close()
  })

  test.each(steps)(
    '%s',
    async (_name, step) => {
      if (failed) throw new Error('a step before this one failed')
      failed = true
      await step(years)
      expect(years.post.sinceLastVisit()).toEqual([])
      expect(await years.service.broken()).toEqual([])
      failed = false
    },
    300_000,
  )

  test('no page had any problem', () => {
    expect(years.review.findings).toEqual([])
    expect(browser.complaints).toEqual([])
  })
}
