import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { anAward, anOrganisation, aPersonWho, aRound, signedIn } from '../support/factories.ts'
import { aService, type Service } from '../support/service.ts'

/** A4 paper in CSS pixels, which style sheets see, and what its margins of 16 mm leave for the page. */
const paper = { width: 794, height: 1123 }
const withinMargins = 672

let browser: TestBrowser
let service: Service
let page: Page
beforeAll(async () => {
  browser = await openBrowser()
  service = await aService('sqlite')
  await aRound(service) // publishes the criteria
  const trustee = await aPersonWho(service, { roles: ['trustee'] })
  for (const status of ['valid', 'overdue', 'suspended']) {
    const organisation = await anOrganisation(service, { name: `Loughmarra and Hollinbeck Libraries, ${status}` })
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    await anAward(service, organisation, { startedBy: lead, decidedBy: trustee, status, endsOn: '2027-12-31' })
  }
  const { cookies } = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
  const site = `http://127.0.0.1:${(service.server.address() as { port: number }).port}`
  const context = await browser.newPerson({ viewport: paper, baseURL: site })
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: site })))
  page = await context.newPage()
  await page.emulateMedia({ media: 'print' })
}, 60_000)
afterAll(async () => {
  await service.end()
  await browser.close()
})

test.each(['/renewals?show=all', '/applications?show=decided', '/awards', '/decisions'])(
  'every column of %s is on the paper, and links are printed without addresses',
  async address => {
    await page.goto(address)
    await page.evaluate(`document.documentElement.style.width = '${withinMargins}px'`)
    const table = page.locator('table').first()
    expect(await table.locator('tbody tr').count()).toBeGreaterThan(0)
    expect((await table.boundingBox())!.width).toBeLessThanOrEqual(withinMargins)
    const afterLinks = `[...document.querySelectorAll('main a')].map(link => getComputedStyle(link, '::after').content)`
    expect(new Set(await page.evaluate<string[]>(afterLinks))).toEqual(new Set(['none']))
    expect(await page.locator('main .govuk-button:visible').count()).toBe(0)
  },
  30_000,
)
