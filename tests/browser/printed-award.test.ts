import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openBrowser, type TestBrowser, widthOf, windowOf } from '../support/browser.ts'
import { anAward, anOrganisation, aPersonWho, aRound } from '../support/factories.ts'
import { aService, type Service } from '../support/service.ts'

/** The size of A4 paper within margins of 16 mm, in CSS pixels. */
const paper = { width: 672, height: 1000 }

let browser: TestBrowser
let service: Service
beforeAll(async () => {
  browser = await openBrowser()
  service = await aService('sqlite')
  await aRound(service) // publishes the criteria
})
afterAll(async () => {
  await service.end()
  await browser.close()
})

test('an award prints with its picture and every table, without navigation, and nothing is cut off', async () => {
  const organisation = await anOrganisation(service)
  const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
  const award = await anAward(service, organisation, { startedBy: lead, status: 'valid', endsOn: '2027-12-31' })
  const page = await windowOf(browser, service, lead, { viewport: paper })
  await page.goto(`/awards/${award.id}`)
  await page.emulateMedia({ media: 'print' })
  const isVisible = (selector: string) => page.locator(selector).first().isVisible()
  expect({
    menu: await isVisible('.govuk-service-navigation__list'),
    footer: await isVisible('.govuk-footer'),
    aside: await isVisible('.los-aside'),
    picture: await isVisible('.los-terms svg'),
    periods: await isVisible('.los-printed >> nth=0 >> table td'),
    history: await isVisible('.los-printed >> nth=1 >> table td'),
    width: await widthOf(page),
    colours: await page
      .locator('.los-terms')
      .evaluate(element => (globalThis as unknown as InThePage).getComputedStyle(element).printColorAdjust),
  }).toEqual({
    menu: false,
    footer: false,
    aside: false,
    picture: true,
    periods: true,
    history: true,
    width: paper.width,
    colours: 'exact',
  })
  const { width } = (await page.locator('.los-terms').boundingBox())!
  expect(width).toBeLessThanOrEqual(paper.width)
})

/** The part of the browser’s `window` that is used here, because the project does not include the DOM types. */
interface InThePage {
  getComputedStyle(element: unknown): { printColorAdjust: string }
}
