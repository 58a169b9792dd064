import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { axeFindings, openBrowser, type TestBrowser, widthOf } from '../support/browser.ts'
import { aLibrary, publishedFramework, type Library } from '../support/library.ts'
import { aService, type Service } from '../support/service.ts'
import { entriesOf } from '../support/zip-entries.ts'

const password = 'open the library door'

let browser: TestBrowser
let service: Service
let library: Library
beforeAll(async () => {
  browser = await openBrowser()
  service = await aService()
  await publishedFramework(service)
  library = await aLibrary(service, 'Fellside Libraries')
  await library.lead.open(`/organisations/${library.id}/evidence/new`)
  await library.lead.press('Add evidence', {
    title: 'What she told us',
    kind: 'recording',
    sensitivity: 'restricted',
    showsPeople: 'no',
    note: 'In her words.',
  })
})
afterAll(async () => {
  await service.end()
  await browser.close()
})

test('with scripts, the correct password after a wrong one downloads the ZIP and removes the error', async () => {
  const page = await lead()
  const title = await page.title()
  await downloaded(page)
  expect([
    await page.title(),
    await page.getByRole('alert').count(),
    await page
      .locator('.govuk-error-message, .govuk-form-group--error, [aria-invalid], [aria-describedby*=error]')
      .count(),
  ]).toEqual([title, 0, 0])
  expect(await axeFindings(page)).toEqual([])
})

test('without scripts, the page says that it will not change when the download starts', async () => {
  const page = await lead({ javaScriptEnabled: false })
  await downloaded(page)
  expect(await page.locator('.govuk-error-summary li').allInnerTexts()).toEqual([
    'That is not your password. Try again',
  ])
  expect(await page.locator('main').innerText()).toContain(
    'This page will not change when the download starts. Look for the file in your downloads folder.',
  )
})

test.each([375, 320])('the page in the ZIP and its table caption fit a phone screen %i pixels wide', async width => {
  const page = await pageInTheZip(width)
  const [caption, table] = [
    (await page.locator('caption').boundingBox())!,
    (await page.locator('table').boundingBox())!,
  ]
  expect([caption.width, caption.height < 60]).toEqual([table.width, true])
  expect([await widthOf(page), await axeFindings(page)]).toEqual([width, []])
})

test('on a wide screen, the page in the ZIP does not split words in its table headings', async () => {
  const page = await pageInTheZip(1000)
  const broken = await page.locator('th').evaluateAll(headings =>
    headings
      .filter(heading => {
        const lines = heading.ownerDocument.createRange()
        lines.selectNodeContents(heading.firstChild!)
        return lines.getClientRects().length > heading.textContent!.split(' ').length
      })
      .map(({ textContent }) => textContent),
  )
  expect(broken).toEqual([])
})

async function downloaded(page: Page): Promise<void> {
  await page.getByLabel('Your password').fill('not my password at all')
  await page.getByRole('button', { name: 'Download evidence' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Your password').fill(password)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download evidence' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('evidence-2027-03-01.zip')
}

/** A page with the download form open, signed in as the library’s lead. */
async function lead(options: BrowserContextOptions = {}): Promise<Page> {
  const { port } = service.server.address() as { port: number }
  const url = `http://127.0.0.1:${port}`
  const context = await browser.newPerson(options)
  await context.addCookies([...library.lead.cookies].map(([name, value]) => ({ name, value, url })))
  const page = await context.newPage()
  await page.goto(`${url}/organisations/${library.id}/export`)
  return page
}

/** Opens the index from the downloaded ZIP. */
async function pageInTheZip(width: number): Promise<Page> {
  const page = await (await browser.newPerson({ viewport: { width, height: 740 } })).newPage()
  await library.lead.open(`/organisations/${library.id}/export`)
  await library.lead.press('Download evidence', { password })
  const entries = entriesOf(library.lead.content)
  await page.setContent(entries.get('index.html')!.toString())
  await page.addStyleTag({ content: entries.get('index.css')!.toString() })
  return page
}
