import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { addDays } from '../../src/domain/time.ts'
import { axeFindings, openBrowser, type TestBrowser, widthOf } from '../support/browser.ts'
import { entriesIn, everyDate, type EveryDate } from '../support/every-date.ts'
import { anAward, anOrganisation, aPersonWho, type APerson } from '../support/factories.ts'
import { signIn } from '../support/signing-in.ts'
import { aService, type Service } from '../support/service.ts'
import { aVisitor } from '../support/visitor.ts'

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true }
const screen = { viewport: { width: 1280, height: 900 } }

let browser: TestBrowser
let service: Service
let it: EveryDate
beforeAll(async () => {
  browser = await openBrowser()
  service = await aService()
  it = await everyDate(service)
  for (let number = 1; number <= 5; number += 1) {
    const organisation = await anOrganisation(service, { name: `Library ${number}` })
    const startedBy = await aPersonWho(service, { member: [[organisation, 'lead']] })
    await anAward(service, organisation, { startedBy, endsOn: addDays(service.clock.today(), 20 + number) })
  }
})
afterAll(async () => {
  await service.end()
  await browser.close()
})

const siteOf = () => `http://127.0.0.1:${(service.server.address() as { port: number }).port}`

/** Opens a new browser page, signed in as this person. */
async function pageOf(person: APerson, options: BrowserContextOptions): Promise<Page> {
  const visitor = aVisitor(service)
  await signIn(service, visitor, person.id)
  const context = await browser.newPerson({ ...options, baseURL: siteOf() })
  await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: siteOf() })))
  return context.newPage()
}

test('on a phone the first library of the renewals page is in view without scrolling', async () => {
  const page = await pageOf(it.people.coordinator, phone)
  await page.goto('/renewals')
  const first = page.getByRole('link', { name: 'Library 1', exact: true })
  const top = (await first.boundingBox())!.y
  expect([top < 640, await widthOf(page), await axeFindings(page)]).toEqual([true, 360, []])
  const filter = page.getByRole('link', { name: /^At risk, / })
  expect(await filter.isVisible()).toBe(false)
  await page.getByText('Filter: Needs action').click()
  await filter.click()
  await page.waitForURL('**/renewals?show=at-risk')
})

test('on a wide screen the filters of the renewals page are open', async () => {
  const page = await pageOf(it.people.coordinator, screen)
  await page.goto('/renewals')
  expect([
    await page.getByRole('link', { name: /^At risk, / }).isVisible(),
    await page.getByText('Filter: Needs action').isVisible(),
    await axeFindings(page),
  ]).toEqual([true, false, []])
})

test('a lead creates a calendar address, from which a calendar program can read the dates', async () => {
  const page = await pageOf(it.people.lead, phone)
  await page.goto('/account')
  await page.getByRole('link', { name: 'Add all your dates to your calendar' }).click()
  expect([await widthOf(page), await axeFindings(page)]).toEqual([360, []])
  await page.getByRole('button', { name: 'Create a calendar address' }).click()
  await page.getByRole('heading', { name: 'Your calendar address' }).waitFor()
  expect([await widthOf(page), await axeFindings(page)]).toEqual([360, []])
  const address = new URL((await page.locator('.los-address').innerText()).trim())
  const answer = await fetch(siteOf() + address.pathname)
  expect([answer.status, entriesIn(await answer.text()).length]).toEqual([200, 8])
})

test.each([
  ['a phone', phone],
  ['a wide screen', screen],
])(
  'on %s an award’s page shows its years, and offers the last day to renew as a calendar file',
  async (_where, options) => {
    const page = await pageOf(it.people.lead, options)
    await page.goto(`/awards/${it.ids.award}`)
    expect([await widthOf(page), await axeFindings(page)]).toEqual([options.viewport.width, []])
    expect(await page.getByRole('img', { name: 'This award, year by year' }).isVisible()).toBe(true)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Add to calendar the last day to renew the award' }).click()
    expect((await download).suggestedFilename()).toBe('award-2027-06-30.ics')
  },
)
