import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { projectFolder } from '../../src/config.ts'
import { assetAddress } from '../../src/web/assets.ts'
import { openBrowser, type TestBrowser, windowOf } from '../support/browser.ts'
import {
  aDeclaration,
  anApplication,
  anAward,
  anOrganisation,
  aPersonWho,
  type APerson,
  aRound,
  aSubmission,
  signedIn,
} from '../support/factories.ts'
import { aService, type Service } from '../support/service.ts'

/** A4 in CSS pixels, and the width between margins of 16 mm. */
const paper = { width: 794, height: 1123 }
const withinMargins = 672

let browser: TestBrowser
let service: Service
let coordinator: APerson
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
  coordinator = await aPersonWho(service, { roles: ['coordinator'] })
  page = await windowOf(browser, service, coordinator, { viewport: paper })
  await page.emulateMedia({ media: 'print' })
})
afterAll(async () => {
  await service.end()
  await browser.close()
})

test('the last of 30 branches of a submission is printed', async () => {
  const branches = Array.from({ length: 30 }, (_, index) => `Branch ${index + 1}`)
  const organisation = await anOrganisation(service, { branches })
  const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
  const application = await anApplication(service, organisation, { startedBy: lead, status: 'submitted' })
  await aSubmission(service, application, lead, { answers: [] })
  await aDeclaration(service, application, coordinator)
  await page.goto(`/applications/${application.id}/submission`)
  expect(await page.getByText('Branch 30', { exact: false }).first().isVisible()).toBe(true)
})

test('each amount on the page for councillors is on one line, on the screen and on paper', async () => {
  const organisation = await anOrganisation(service)
  const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
  const { id } = await anApplication(service, organisation, { startedBy: lead })
  const change = await signedIn(service, lead, `/applications/${id}/councillors/change`)
  const cost1 = 'Interpreters, and leaflets for every branch in 11 languages'
  await change.press('Save', { cost1, apply1: '12500', renew1: '10800' })
  const printed = await browser.newPerson({ viewport: paper })
  const view = await printed.newPage()
  await view.setContent(change.html.replace(/<script[^]*?<\/script>/g, ''))
  await view.addStyleTag({ path: join(projectFolder, 'dist', assetAddress('main.css')) })
  const lines = `[...document.querySelectorAll('.los-costs td')].map(cell => {
    const range = document.createRange()
    range.selectNodeContents(cell)
    return new Set([...range.getClientRects()].map(({ top }) => top)).size
  })`
  for (const media of ['screen', 'print'] as const) {
    await view.emulateMedia({ media })
    expect([media, await view.evaluate<number[]>(lines)]).toEqual([media, [0, 1, 1, 1, 1]])
  }
})

test.each(['/renewals?show=all', '/applications?show=decided', '/awards', '/decisions'])(
  'every column of %s fits on the paper, and links are printed without addresses',
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
)
