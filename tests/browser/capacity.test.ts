import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { Day } from '../../src/domain/time.ts'
import { countYear, runDateMoves } from '../../src/modules/overview/overview.public.ts'
import { axeFindings, openBrowser, openFolds, type TestBrowser, widthOf, windowOf } from '../support/browser.ts'
import { anAward, anOrganisation, aPersonWho, aRound, type APerson } from '../support/factories.ts'
import { aService, type Service } from '../support/service.ts'

let browser: TestBrowser
let service: Service
let coordinator: APerson
beforeAll(async () => {
  browser = await openBrowser()
  service = await aService()
  await aRound(service)
  const lead = await aPersonWho(service, {})
  for (let index = 0; index < 58; index += 1)
    await anAward(service, await anOrganisation(service, { name: `Library ${index}` }), {
      startedBy: lead,
      status: 'valid',
      validTo: index < 55 ? '2027-06-14' : '2027-09-14',
    })
  await service.database.writer('awards').update({ full_reappraisal_reason: 'Another operator' })
  await countYear(service.parts, '2027-03-01' as Day)
  coordinator = await aPersonWho(service, { roles: ['coordinator'] })
})
afterAll(async () => {
  await service.end()
  await browser.close()
})

const screens = [
  { width: 1280, script: true },
  { width: 360, script: true },
  { width: 360, script: false },
]

test.each(screens)(
  'a forecast is updated, and awards are not extended without a reason, at $width pixels (script: $script)',
  async screen => {
    const page = await open('/capacity', screen)
    await page.getByLabel('Panel evenings a month').fill('4')
    await page.getByText('1 month without meetings').click()
    await page.getByRole('checkbox', { name: 'December' }).check()
    await page.getByLabel('Which awards do you want to extend?').selectOption('2027-09')
    await page.getByRole('radio', { name: 'Extend every award by the number of months above' }).check()
    await page.getByRole('button', { name: 'Update the forecast' }).click()
    await page.waitForURL('**/capacity?*')
    expect(await page.getByLabel('Panel evenings a month').inputValue()).toBe('4')
    expect(await page.getByText('2 months without meetings').count()).toBe(1)
    const topOf = async (selector: string) => (await page.locator(selector).first().boundingBox())!.y
    if (screen.width === 360) expect(await topOf('.los-numbers')).toBeLessThan(await topOf('.los-try'))
    await page.getByText('Show the table').first().click()
    await page.getByRole('rowheader', { name: 'March 2027' }).first().waitFor()
    await fits(page, screen)
    await page
      .getByRole('button', { name: 'Check the new dates' })
      .or(page.getByRole('link', { name: 'Check the new dates' }))
      .click()
    await page.getByRole('heading', { name: 'Extend 3 awards?' }).waitFor()
    await page.waitForLoadState()
    expect(await page.getByText('31 December 2027').count()).toBe(3)
    await fits(page, screen)
    await page.getByRole('button', { name: 'Extend 3 awards' }).click()
    await page.getByRole('alert').getByText('Enter a reason').waitFor()
    await fits(page, screen)
  },
)

test.each(screens)('a wrong number is explained beside its field at $width pixels (script: $script)', async screen => {
  const page = await open('/capacity?evenings=-3&off=13', screen)
  expect(await page.locator('.govuk-error-summary li').allInnerTexts()).toEqual([
    'Enter a whole number of evenings from 0 to 31',
    'Choose months from the list',
  ])
  expect(await page.locator('#evenings-error').innerText()).toContain('Enter a whole number of evenings from 0 to 31')
  await fits(page, screen)
})

test('many awards are extended by a job while the page shows the progress', async () => {
  const [wide] = screens
  const page = await open('/capacity/dates?evenings=1&off=8&month=2027-06&by=4&how=together', wide!)
  await page.getByLabel('Reason').fill('We have too few panels this summer.')
  await page.getByRole('button', { name: 'Extend 55 awards' }).click()
  await page.getByRole('heading', { name: 'Extending awards' }).waitFor()
  await page.waitForLoadState()
  expect(await page.getByRole('heading', { name: 'We have dealt with 0 of 55 awards' }).count()).toBe(1)
  await fits(page, wide!)
  await runDateMoves(service.parts)
  await page.goto(page.url())
  await page.getByRole('heading', { name: '55 awards extended' }).waitFor()
  await fits(page, wide!)
})

test('the printed page has the table of the second chart, but not the link to saved plans', async () => {
  const page = await open('/capacity', screens[0]!)
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('table').nth(1).isVisible()).toBe(true)
  expect(await page.getByRole('link', { name: 'Saved plans' }).isVisible()).toBe(false)
})

/** Checks that the page fits its screen and, where scripts run, that axe finds no problem. */
async function fits(page: Page, { width, script }: (typeof screens)[number]): Promise<void> {
  expect(await widthOf(page)).toBeLessThanOrEqual(width)
  if (!script) return
  await openFolds(page)
  expect(await axeFindings(page)).toEqual([])
}

async function open(path: string, { width, script }: (typeof screens)[number]): Promise<Page> {
  const options = { viewport: { width, height: 800 }, javaScriptEnabled: script }
  const page = await windowOf(browser, service, coordinator, options)
  await page.goto(path)
  return page
}
