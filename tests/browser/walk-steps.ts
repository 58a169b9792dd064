import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { aReview, type Showing } from './review.ts'
import { runningService } from './running-service.ts'
import { aWalk, type Walk } from './walk.ts'
import type { MakeWalker } from './walker.ts'

export type Step = readonly [string, (walk: Walk) => Promise<void>]

interface Walking {
  /** the service's time at start */
  start: string
  /** the kinds of window that show each page fetched by HTTP */
  showings: readonly Showing[]
  /** the run must open more pages than this; a page counts once for each role and state */
  fewestPages: number
}

/** Adds a test for each step, starting with an empty database. A last test fails if any page had a problem. */
export function walkSteps(steps: readonly Step[], walker: MakeWalker, { start, showings, fewestPages }: Walking): void {
  let browser: TestBrowser
  let walk: Walk
  let failed = false
  beforeAll(async () => {
    browser = await openBrowser()
    const [service, review] = [await runningService(start), aReview(browser, showings)]
    walk = aWalk(service, review, role => walker({ browser, review, service: service.address }, role))
  })
  afterAll(async () => {
    await walk.service.stop()
    await browser.close()
  })

  test.each(steps)('%s', async (_name, step) => {
    if (failed) throw new Error('a step before this one failed')
    failed = true
    await step(walk)
    failed = false
  })

  test('no page in these steps had a problem', () => {
    expect(walk.review.seen.size).toBeGreaterThan(fewestPages)
    expect(walk.review.findings).toEqual([])
    expect(browser.complaints).toEqual([])
  })
}
