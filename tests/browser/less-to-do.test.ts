import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { Locator, Page } from 'playwright-core'
import { demoPassword } from '../../src/demo/cast.ts'
import { serveDemo } from '../../src/demo/serve-demo.ts'
import type { Service } from '../../src/web/server.ts'
import { axeFindings, openBrowser, type TestBrowser, widthOf } from '../support/browser.ts'
import { copyOfDemo, demoConfig, demoDay } from '../support/demo.ts'

// Counts the clicks, pages, fields and pixels of a library's usual tasks, with the people of the demo.
// Choosing a rating counts as a click, and typing does not.

const phone = { width: 360, height: 740 }
let dataFolder: string
let browser: TestBrowser
let service: Service

beforeAll(async () => {
  browser = await openBrowser()
  dataFolder = await copyOfDemo()
  const demo = await serveDemo(demoConfig(dataFolder), demoDay)
  service = demo.service
  await demo.filled
})
afterAll(async () => {
  await service.stop()
  rmSync(dataFolder, { recursive: true, force: true })
  await browser.close()
})

/** A person from the demo, who uses a phone. Counts their clicks and pages from the home page on. */
interface Counted {
  page: Page
  clicks: number
  pages: number
  click(what: Locator): Promise<void>
}

async function onHomePage(email: string): Promise<Counted> {
  const { port } = service.server.address() as AddressInfo
  const context = await browser.newPerson({ viewport: phone, baseURL: `http://localhost:${port}` })
  const page = await context.newPage()
  await page.goto('/sign-in?next=%2Fhome')
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/home')
  const counted: Counted = {
    page,
    clicks: 0,
    pages: 1,
    click: async what => {
      counted.clicks += 1
      await what.click()
    },
  }
  page.on('domcontentloaded', () => {
    counted.pages += 1
  })
  return counted
}

const button = ({ page }: Counted, name: string) => page.getByRole('button', { name, exact: true })
const heightOf = (page: Page) => page.locator('html').evaluate(html => html.scrollHeight)
const codeOf = ({ page }: Counted) => /\/criteria\/([A-Z]\d+)$/.exec(new URL(page.url()).pathname)?.[1]
/** The labels of the visible fields, without those in collapsed parts. */
const fieldsIn = (page: Page) =>
  page
    .locator('main form > .govuk-form-group:visible')
    .locator(':scope > label, :scope > .govuk-fieldset > legend')
    .evaluateAll(labels => labels.map(({ textContent }) => textContent.trim()))

/** Completes the criterion on the page, and continues. */
async function finish(lead: Counted): Promise<void> {
  const { page } = lead
  const answer = page.getByLabel('What you do')
  if ((await answer.inputValue()) === '') await answer.fill('We do this at every branch, and review it in spring.')
  if ((await page.locator('[name=ownRating]:checked').count()) === 0)
    await lead.click(page.getByLabel('Met', { exact: true }))
  const code = codeOf(lead)
  await lead.click(page.getByRole('button', { name: /^Attach and continue/ }).first())
  await page.waitForURL(url => !url.pathname.endsWith(`/${code}`))
}

test('the pages for working as a team fit a phone and pass axe', async () => {
  const { page } = await onHomePage('lead@demo.example')
  const application = await page.getByRole('link', { name: 'Finish your application' }).getAttribute('href')
  const pages = ['', '/assignments', '/criteria/L4', '/criteria/L4/assignment', '/comments', '/sign-off', '/submission']
  for (const below of pages) {
    await page.goto(`${application}${below}`)
    const width = await widthOf(page)
    expect([below, width, await axeFindings(page)]).toEqual([below, phone.width, []])
  }
})

test('a criterion’s page with an assignment and suggestions is at most 1,700 pixels high on a laptop', async () => {
  const { page } = await onHomePage('lead@demo.example')
  const application = await page.getByRole('link', { name: 'Finish your application' }).getAttribute('href')
  await page.setViewportSize({ width: 1280, height: 900 })
  for (const code of ['L1', 'E1', 'L4']) {
    await page.goto(`${application}/criteria/${code}`)
    expect([code, await axeFindings(page)]).toEqual([code, []])
    expect(await heightOf(page)).toBeLessThanOrEqual(1_700)
  }
})

test('a lead finishes 6 criteria and the summary, and submits the application, with at most 12 clicks', async () => {
  const lead = await onHomePage('lead@demo.example')
  const { page } = lead
  await lead.click(page.getByRole('link', { name: 'Continue application' }))
  await page.waitForURL('**/criteria/*')
  const finished: string[] = []
  for (let code; (code = codeOf(lead));) {
    finished.push(code)
    await finish(lead)
  }
  await page.getByLabel('Your summary').fill('Everybody is welcome in every branch.')
  await lead.click(button(lead, 'Save'))
  await page.getByRole('heading', { name: 'Check your answers' }).waitFor()
  await lead.click(button(lead, 'Submit application'))
  await page.getByRole('heading', { name: 'Application submitted' }).waitFor()
  expect(finished).toEqual(['L4', 'L6', 'E3', 'S2', 'S3', 'S5'])
  expect(lead.clicks).toBeLessThanOrEqual(12)
})

test('a light renewal takes at most 6 clicks and 4 pages, and its page is at most 2,000 pixels high', async () => {
  const lead = await onHomePage('agnes@kettlebourne.example')
  const { page } = lead
  await lead.click(page.getByRole('link', { name: 'Continue renewal' }))
  await page.getByRole('heading', { name: 'Renew your award' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  const height = await heightOf(page)
  for (const response of await page.getByLabel('What have you done so far?').all())
    await response.fill('We did it in spring.')
  await lead.click(page.getByLabel('No significant changes'))
  await page.getByLabel('highlights').fill('More people came to the conversation café.')
  await lead.click(page.getByLabel(/^My library’s answers? to/))
  await lead.click(page.getByLabel('My library’s unchanged answers are still true'))
  await lead.click(button(lead, 'Check and submit'))
  await page.getByRole('heading', { name: 'Check your answers' }).waitFor()
  await lead.click(button(lead, 'Submit renewal'))
  await page.getByRole('heading', { name: 'Renewal submitted' }).waitFor()
  expect([lead.clicks <= 6, lead.pages <= 4]).toEqual([true, true])
  expect(height).toBeLessThanOrEqual(2000)
})

test('the form for evidence has three fields, and the form for a number collected regularly has one', async () => {
  const { page } = await onHomePage('contributor@demo.example')
  await page.getByRole('link', { name: 'Evidence', exact: true }).click()
  const list = new URL(page.url()).pathname
  await page.goto(`${list}/new`)
  expect([await fieldsIn(page), await axeFindings(page)]).toEqual([
    ['What is it?', 'When was it?', 'Which criterion is the evidence for?'],
    [],
  ])
  await page.goto(`${list.replace(/evidence$/, 'regular-evidence')}`)
  await page.getByRole('link', { name: 'Attendance at conversation cafés' }).click()
  await page.getByRole('link', { name: 'Add evidence' }).first().click()
  const number = 'What is the number, and how did you count it?'
  await page.getByLabel(number).waitFor()
  await page.waitForLoadState()
  expect([await fieldsIn(page), await page.getByText('Can anyone be recognised?').count()]).toEqual([[number], 0])
  expect(await axeFindings(page)).toEqual([])
})
