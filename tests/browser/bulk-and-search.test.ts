import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { indexAllEvidence } from '../../src/modules/evidence/evidence.public.ts'
import { axeFindings, openBrowser, type TestBrowser, widthOf } from '../support/browser.ts'
import { someEvidence } from '../support/evidence.ts'
import { aLibrary, publishedFramework, type Library } from '../support/library.ts'
import { aService, type Service } from '../support/service.ts'

let browser: TestBrowser
let service: Service
let library: Library
beforeAll(async () => {
  browser = await openBrowser()
  service = await aService()
  await publishedFramework(service)
  library = await aLibrary(service, 'Fellside Libraries')
  for (const title of ['Welcome poster', 'Joining policy', 'Story time'])
    await someEvidence(service, library, { title })
  await indexAllEvidence(service.parts)
})
afterAll(async () => {
  await service.end()
  await browser.close()
})

const sizes: [string, BrowserContextOptions][] = [
  ['on a screen, with scripts', { viewport: { width: 1280, height: 900 } }],
  ['on a phone, without scripts', { viewport: { width: 320, height: 700 }, javaScriptEnabled: false }],
]

test.each(sizes)('a lead removes two items of evidence and restores them %s', async (_name, options) => {
  const page = await lead(options)
  await page.goto(`${origin()}/organisations/${library.id}/evidence`)
  await checked(page, options)
  await page.getByLabel('Select “Welcome poster”').check()
  await page.getByLabel('Select “Joining policy”').check()
  if (options.viewport!.width < 640) await page.getByText('Actions for selected evidence').first().click()
  await page.getByRole('button', { name: 'Remove' }).click()
  expect(await page.locator('h1').innerText()).toContain('Remove 2 items of evidence?')
  await checked(page, options)
  await page.getByRole('button', { name: 'Remove 2 items' }).click()
  expect(await page.locator('h1').innerText()).toContain('2 items removed')
  await checked(page, options)
  await page.getByRole('button', { name: 'Undo' }).click()
  expect(await page.locator('h1').innerText()).toContain('2 items restored')
  await page.getByRole('link', { name: 'Back to evidence' }).click()
  await page.getByRole('link', { name: 'Welcome poster' }).waitFor()
})

test.each(sizes)('a lead searches from the home page %s', async (_name, options) => {
  const page = await lead(options)
  await page.goto(`${origin()}/home`)
  await checked(page, options)
  const link = page.getByRole('link', { name: 'Search', exact: true })
  if (options.viewport!.width < 640) await link.click()
  else expect([await page.getByRole('search').count(), await link.count()]).toEqual([1, 0])
  await page.getByRole('searchbox').fill('poster')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Evidence' }).waitFor()
  await checked(page, options)
  await page.getByRole('link', { name: 'Welcome poster' }).click()
  expect(await page.locator('h1').innerText()).toContain('Welcome poster')
})

test.each(['on a phone', 'on a phone without scripts'])('the actions stay in view below a long list %s', async how => {
  const long = await aLibrary(service, 'Mossgate Libraries')
  for (let place = 10; place < 45; place += 1) await someEvidence(service, long, { title: `Poster ${place}` })
  await indexAllEvidence(service.parts)
  const options = { viewport: { width: 360, height: 740 }, javaScriptEnabled: how === 'on a phone' }
  const page = await lead(options, long)
  await page.goto(`${origin()}/organisations/${long.id}/evidence`)
  const actions = page.locator('.los-bulk')
  expect(await inWindow(actions)).toBe(false)
  await page.getByLabel('Select “Poster 44”').check()
  await actions.locator('summary').waitFor()
  expect(await inWindow(actions)).toBe(true)
  await checked(page, options)
  await actions.locator('summary').click()
  await page.getByRole('button', { name: 'Choose owner' }).waitFor()
  expect(await inWindow(page.getByRole('button', { name: 'Remove' }))).toBe(true)
  await checked(page, options)
  await isNeverBehind(page, actions)
  await page.setViewportSize({ width: 360, height: 500 }) // too low to show all the actions
  await isNeverBehind(page, actions)
  await actions.locator('summary').click()
  await isNeverBehind(page, actions)
  await actions.locator('summary').click()
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('heading', { name: 'Remove 1 item of evidence?' }).waitFor()
})

const origin = (): string => `http://127.0.0.1:${(service.server.address() as { port: number }).port}`

/** Whether all of an element is inside the window. */
const inWindow = (what: Locator): Promise<boolean> =>
  what.evaluate(element => {
    const { top, bottom } = element.getBoundingClientRect()
    return top >= 0 && bottom <= element.ownerDocument.documentElement.clientHeight
  })

/** Tabs through rows of the list, and checks that the focused element is never behind the actions. */
async function isNeverBehind(page: Page, actions: Locator): Promise<void> {
  await page
    .getByRole('link', { name: /^Poster/ })
    .nth(10)
    .focus()
  for (let stop = 0; stop < 14; stop += 1) {
    await page.keyboard.press('Tab')
    let isShown = false
    for (let tries = 0; tries < 1_000 && !isShown; tries += 1) isShown = await isAbove(page.locator(':focus'), actions)
    const focused = isShown ? null : await page.locator(':focus').boundingBox()
    expect([stop, isShown, focused]).toEqual([stop, true, null])
  }
}

/**
 * Whether an element is below the window's top edge and wholly above `other`. It can be false while the page scrolls.
 */
async function isAbove(what: Locator, other: Locator): Promise<boolean> {
  const [upper, lower] = [(await what.boundingBox())!, (await other.boundingBox())!]
  return upper.y >= 0 && upper.y + upper.height <= lower.y + 1
}

/** A browser page in which a library’s lead is signed in. */
async function lead(options: BrowserContextOptions, of: Library = library): Promise<Page> {
  const context = await browser.newPerson(options)
  await context.addCookies([...of.lead.cookies].map(([name, value]) => ({ name, value, url: origin() })))
  return context.newPage()
}

/** Checks that the page fits its window and, where scripts run, that axe finds no problem. */
async function checked(page: Page, { viewport, javaScriptEnabled = true }: BrowserContextOptions): Promise<void> {
  expect(await widthOf(page)).toBe(viewport!.width)
  if (javaScriptEnabled) expect(await axeFindings(page)).toEqual([])
}
