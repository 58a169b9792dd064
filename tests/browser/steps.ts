import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { aReview, type Showing } from './review.ts'
import { runningService } from './running-service.ts'
import { theApplicationIsSubmitted } from './step-application.ts'
import { theAwardBegins, theTrusteeDecides } from './step-award.ts'
import { evidenceIsAdded } from './step-evidence.ts'
import { theHistoryShowsIt } from './step-history.ts'
import { theLibraryArrives } from './step-library.ts'
import { thePanelIsSeated, thePanelReads } from './step-panel.ts'
import { theCharityArrives } from './step-people.ts'
import { aWalk, type Walk } from './walk.ts'
import type { MakeWalker } from './walker.ts'

// The whole product once, as people use it: from an empty machine to a valid award, with emails read from the mail
// server.

const steps: readonly (readonly [string, (walk: Walk) => Promise<void>])[] = [
  ['1 the first administrator opens the operator’s link and invites the charity’s people', theCharityArrives],
  ['2 a coordinator opens a round and registers a library, and its lead arrives', theLibraryArrives],
  ['3 lead and contributor add evidence', evidenceIsAdded],
  ['4 the application is submitted once, with a receipt', theApplicationIsSubmitted],
  ['5a a coordinator checks it and offers seats on the panel', thePanelIsSeated],
  ['5b each appraiser judges alone, and the library answers a question', thePanelReads],
  ['6a the chair records the proposal, and a trustee decides', theTrusteeDecides],
  ['6b the decision letter is released, the award starts, and anyone can check it', theAwardBegins],
  ['7 the history shows every change', theHistoryShowsIt],
]

/** The steps as tests, in order. Each way of walking has its own file, so that two run together. */
export function walkThrough(walker: MakeWalker, showings: readonly Showing[] = []): void {
  let browser: TestBrowser
  let walk: Walk
  let failed = false
  beforeAll(async () => {
    browser = await openBrowser()
    const [service, review] = [await runningService('2027-03-01T09:30:00Z'), aReview(browser, showings)]
    walk = aWalk(service, review, role => walker({ browser, review, service: service.address }, role))
  }, 60_000)
  afterAll(async () => {
    await walk.service.stop()
    await browser.close()
  })

  test.each(steps)(
    '%s',
    async (_name, step) => {
      if (failed) throw new Error('a step before this one failed')
      failed = true
      await step(walk)
      failed = false
    },
    300_000,
  )

  test('no page had any problem', () => {
    expect(walk.review.seen.size).toBeGreaterThan(100)
    expect(walk.review.findings).toEqual([])
    expect(browser.complaints).toEqual([])
  })
}
