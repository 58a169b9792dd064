import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { indexAllEvidence } from '../../src/modules/evidence/evidence.public.ts'
import { axeFindings, openBrowser, type TestBrowser } from '../support/browser.ts'
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
}, 60_000)
afterAll(async () => {
  await service.end()
  await browser.close()
})

const sizes: [string, BrowserContextOptions][] = [
  ['on a screen, with scripts', { viewport: { width: 1280, height: 900 } }],
  ['on a phone, without scripts', { viewport: { width: 320, height: 700 }, javaScriptEnabled: false }],
]

test.each(sizes)('a lead removes two items of evidence, and undoes it, %s', async (_name, options) => {
  const page = await lead(options)
  await page.goto(`${origin()}/organisations/${library.id}/evidence`)
  await checked(page, options)
  await page.getByLabel('Select “Welcome poster”').check()
  await page.getByLabel('Select “Joining policy”').check()
  await page.getByRole('button', { name: 'Remove' }).click()
  expect(await page.locator('h1').innerText()).toContain('Remove 2 items of evidence?')
  await checked(page, options)
  await page.getByRole('button', { name: 'Remove 2 items' }).click()
  expect(await page.locator('h1').innerText()).toContain('2 items removed')
  await checked(page, options)
  await page.getByRole('button', { name: 'Undo' }).click()
  expect(await page.locator('h1').innerText()).toContain('2 items restored')
  await page.getByRole('link', { name: 'Back to evidence' }).click()
  expect(await page.getByRole('link', { name: 'Welcome poster' }).count()).toBe(1)
})

test.each(sizes)('a lead searches from the home page %s', async (_name, options) => {
  const page = await lead(options)
  await page.goto(`${origin()}/home`)
  await checked(page, options)
  if (options.viewport!.width < 640) await page.getByRole('link', { name: 'Search', exact: true }).click()
  else expect(await page.getByRole('search').count()).toBe(1)
  await page.getByRole('searchbox').fill('poster')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Evidence' }).waitFor()
  await checked(page, options)
  await page.getByRole('link', { name: 'Welcome poster' }).click()
  expect(await page.locator('h1').innerText()).toContain('Welcome poster')
})

const origin = (): string => `http://127.0.0.1:${(service.server.address() as { port: number }).port}`

/** A page of the library’s lead. */
async function lead(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newPerson(options)
  await context.addCookies([...library.lead.cookies].map(([name, value]) => ({ name, value, url: origin() })))
  return context.newPage()
}

/** Checks that the page fits its window and, where scripts run, that axe finds no problem. */
async function checked(page: Page, { viewport, javaScriptEnabled = true }: BrowserContextOptions): Promise<void> {
  expect(await page.locator('html').evaluate(html => html.scrollWidth)).toBe(viewport!.width)
  if (javaScriptEnabled) expect(await axeFindings(page)).toEqual([])
}
