import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { axeFindings, openBrowser, openFolds, type TestBrowser, widthOf } from '../support/browser.ts'
import { pdfOfPages, pictureObject, scanned } from '../support/document-texts.ts'
import { aLibrary, publishedFramework, type Library } from '../support/library.ts'
import { aService, type Service } from '../support/service.ts'

// The question about personal details in documents, on a phone with and without scripts, and on a wide screen.
// All personal details are fictional.

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true }
const register = pdfOfPages([
  { lines: ['Register, spring term', 'Yara Haddad, born on 4 March 1991'] },
  { lines: Array.from({ length: 20 }, (_, at) => `07700 9001${10 + at}`) },
])
const scan = pdfOfPages([{ content: scanned }], '', [pictureObject])

let browser: TestBrowser
let service: Service
let library: Library
beforeAll(async () => {
  browser = await openBrowser()
  service = await aService()
  await publishedFramework(service)
  library = await aLibrary(service, 'Fellside Libraries')
})
afterAll(async () => {
  await service.end()
  await browser.close()
})

test.each<[string, BrowserContextOptions & { viewport: { width: number; height: number } }]>([
  ['a phone', phone],
  ['a phone without scripts', { ...phone, javaScriptEnabled: false }],
  ['a wide screen', { viewport: { width: 1280, height: 900 } }],
])('the question about documents fits on %s, and can be answered there', async (what, options) => {
  const page = await newEvidence(options)
  const title = `The register, on ${what}`
  await page.getByLabel('What is it?').fill(title)
  await page.setInputFiles('[name=files]', [
    { name: 'Drop-in register for the spring term.pdf', mimeType: 'application/pdf', buffer: register },
    { name: 'scan.pdf', mimeType: 'application/pdf', buffer: scan },
  ])
  await page.getByRole('button', { name: 'Add evidence' }).click()
  const question = page.getByRole('region', { name: 'Could this identify someone?' })
  await question.getByText('We found 22 details that could identify someone.').waitFor()
  expect(await question.getByRole('listitem').first().innerText()).toMatch(/Yara Haddad\s+Name · page 1, line 2/)
  await question.getByText('We could not read this document because it contains only pictures.').waitFor()
  expect(await question.getByText('07700 900129').isVisible()).toBe(false)
  await question.getByText('Show 12 more').click()
  expect(await question.getByText('07700 900129').isVisible()).toBe(true)
  if (options.javaScriptEnabled !== false) {
    expect(await page.evaluate('document.activeElement.closest("#personal-data-question") !== null')).toBe(true)
    await openFolds(page)
    expect(await axeFindings(page)).toEqual([])
  }
  const { width } = options.viewport
  expect(await widthOf(page)).toBe(width)
  await page.getByLabel('Keep the details', { exact: true }).check()
  await page.getByLabel('Why is it safe to share the details?').fill('They agreed')
  await page.getByRole('button', { name: 'Add evidence' }).click()
  await page.getByRole('heading', { name: title }).waitFor()
  await page.getByRole('link', { name: 'scan.pdf' }).first().waitFor()
})

/** Opens the form for new evidence in a new browser context, signed in as the lead. */
async function newEvidence(options: BrowserContextOptions): Promise<Page> {
  const { port } = service.server.address() as { port: number }
  const url = `http://127.0.0.1:${port}`
  const context = await browser.newPerson({ ...options, baseURL: url })
  await context.addCookies([...library.lead.cookies].map(([name, value]) => ({ name, value, url })))
  const page = await context.newPage()
  await page.goto(`/organisations/${library.id}/evidence/new`)
  return page
}
