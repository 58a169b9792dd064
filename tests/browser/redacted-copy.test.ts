import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { timetable } from '../../src/jobs/timetable.ts'
import { axeFindings, openBrowser, openFolds, type TestBrowser, widthOf } from '../support/browser.ts'
import { aLibrary, publishedFramework, type Library } from '../support/library.ts'
import { blackIn, pdfOfText, seenPages } from '../support/pdf-pages.ts'
import { aService, type Service } from '../support/service.ts'

// A redacted copy of a PDF, made with a mouse, with the keyboard alone and without scripts.

const phone = { viewport: { width: 360, height: 740 } }
const desktop = { viewport: { width: 1280, height: 900 } }

let browser: TestBrowser
let service: Service
let library: Library
let evidence: string
beforeAll(async () => {
  browser = await openBrowser()
  service = await aService()
  await publishedFramework(service)
  library = await aLibrary(service, 'Fellside Libraries')
  await library.lead.open(`/organisations/${library.id}/evidence/new`)
  const register = pdfOfText([
    { written: [{ x: 60, y: 700, text: 'Yara Haddad came on Monday' }] },
    { written: [{ x: 60, y: 700, text: 'Nobody is named here' }] },
  ])
  const files = [
    { name: 'register.pdf', content: register },
    { name: 'printed.pdf', content: await printed() },
  ]
  await library.lead.press('Add evidence', { title: 'Register', files })
  await library.lead.press('Add evidence', { personalData: 'redact' })
  evidence = library.lead.address.split('/')[2]!
  await timetable
    .find(({ name }) => name === 'make-previews')!
    .run(service.parts, '2027-03-01' as never, new AbortController().signal)
})
afterAll(async () => {
  await service.end()
  await browser.close()
})

/** A document as a browser prints it, with ligatures, a name over two lines and text from right to left. */
async function printed(): Promise<Buffer> {
  const page = await (await browser.newPerson()).newPage()
  await page.setContent(`<meta charset="utf-8"><style>body { font: 16px serif } p { width: 230px } </style>
    <p>Our staff met Soffia Griffiths and Yara Haddad.</p>
    <p>Then they wrote a letter for Yara Haddad, who reads it.</p>
    <p dir="rtl" lang="ar">جاءت السيدة سلام حداد إلى المكتبة</p>`)
  const content = await page.pdf({ format: 'A4' })
  await page.context().close()
  return content
}

const fileNamed = async (name: string) =>
  (await service.parts.db('evidence_files').where({ evidence_id: evidence, name }).first('id'))!.id

/** Opens the page that makes a redacted copy of this file, signed in as the library's lead. */
async function lead(options: BrowserContextOptions, name = 'register.pdf'): Promise<Page> {
  service.clock.minutesPass(1)
  const { port } = service.server.address() as { port: number }
  const url = `http://127.0.0.1:${port}`
  const context = await browser.newPerson({ ...options, baseURL: url })
  await context.addCookies([...library.lead.cookies].map(([cookie, value]) => ({ name: cookie, value, url })))
  const page = await context.newPage()
  await page.goto(`/evidence/${evidence}/files/${await fileNamed(name)}/redacted-copy`)
  return page
}

async function newestCopy() {
  const row = await service.parts
    .db('evidence_files')
    .whereNotNull('redacts_file_id')
    .orderBy('uploaded_at', 'desc')
    .first()
  const content = await service.parts.files.open(row!.id).then(stream => stream.toArray())
  return seenPages(Buffer.concat(content))
}
/** The width and height of an A4 page, in points. */
const a4 = [595, 842]
const nameOnFirst = { left: 61, top: 133, width: 64, height: 9 }

test('areas drawn on a page are also shown on the small picture of the page', async () => {
  const page = await lead(desktop)
  expect(await axeFindings(page)).toEqual([])
  await openFolds(page)
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Next page to draw on' }).click()
  await page.getByText('Draw areas with a finger or mouse').waitFor()
  const canvas = page.locator('form .los-blackout svg')
  await canvas.scrollIntoViewIfNeeded()
  const { x, y, width, height } = (await canvas.boundingBox())!
  await page.mouse.move(x + width * 0.1, y + height * 0.15)
  await page.mouse.down()
  await page.mouse.move(x + width * 0.3, y + height * 0.16)
  await page.mouse.move(x + width * 0.5, y + height * 0.2)
  await page.mouse.up()
  expect(await page.locator('[name=page-1]').inputValue()).toBe('2')
  expect(Math.round(Number(await page.locator('[name=left-1]').inputValue()))).toBe(10)
  expect(await page.locator('.los-blackout--still rect').count()).toBe(1)
  await page.getByRole('button', { name: 'Previous page to draw on' }).click()
  await page.waitForLoadState()
  expect(await page.locator('.los-blackout--still rect').count()).toBe(1) // the area over the name
  expect(await page.locator('[name=page-1]').inputValue()).toBe('2')
  await page.getByRole('button', { name: 'Make a redacted copy' }).click()
  await page.getByRole('heading', { name: 'Redacted copy made' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  const [first, second] = await newestCopy()
  expect([
    blackIn(first!, nameOnFirst),
    blackIn(second!, { left: 62, top: 130, width: 230, height: 35 }),
    blackIn(second!, { left: 62, top: 300, width: 230, height: 35 }),
  ]).toEqual([1, 1, 0])
})

test('an error is in view, even after the person has moved to another page of the document', async () => {
  const page = await lead({ viewport: { width: 360, height: 740 } })
  await page.getByRole('button', { name: 'Next page', exact: true }).click()
  await page.waitForURL('**#panel')
  await page.getByText('Choose words or areas to black out').click()
  await page.getByLabel('Words or phrases').fill('Nowhere to be found')
  await page.getByRole('button', { name: 'Make a redacted copy' }).click()
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
  await page.locator('#errors:focus').waitFor()
  expect(page.url()).not.toContain('#')
  expect(await page.evaluate("document.getElementById('errors').getBoundingClientRect().top >= 0")).toBe(true)
})

test('a redacted copy is made with the keyboard alone', async () => {
  const page = await lead(desktop)
  const focused = () => page.evaluate("document.activeElement.getAttribute('name') ?? document.activeElement.tagName")
  const tabTo = async (name: string) => {
    for (let presses = 0; (await focused()) !== name; presses += 1) {
      if (presses > 40) throw new Error(`${name} was not reached`)
      await page.keyboard.press('Tab')
    }
  }
  await tabTo('details')
  await page.keyboard.press('Space')
  await tabTo('SUMMARY')
  await page.keyboard.press('Enter')
  await tabTo('phrases')
  await page.keyboard.type('monday')
  await tabTo('SUMMARY')
  const button = page.getByRole('button', { name: 'Make a redacted copy' })
  for (let presses = 0; presses < 40 && !(await button.evaluate(each => each.matches(':focus'))); presses += 1)
    await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Redacted copy made' }).waitFor()
  const [first] = await newestCopy()
  expect([blackIn(first!, nameOnFirst) < 0.6, blackIn(first!, { left: 182, top: 134, width: 36, height: 7 })]).toEqual([
    true,
    1,
  ])
})

test('a redacted copy can be made on a phone without scripts, and the page with scripts fits the phone', async () => {
  const page = await lead({ ...phone, javaScriptEnabled: false })
  // The box is not ticked, because the copy from the previous test left this line readable.
  await page.locator('[name=details]').first().check()
  await page.getByRole('button', { name: 'Page 1, line 1' }).click()
  expect(page.url()).not.toContain('?')
  await page.getByText('Choose words or areas to black out').click()
  await page.getByRole('button', { name: 'Add an area' }).click()
  await page.locator('[name=left-1]').fill('10')
  await page.getByRole('button', { name: 'Make a redacted copy' }).click()
  await page.getByText('Check that the black areas cover everything').first().waitFor()
  await page.waitForLoadState()
  expect(await page.locator('.los-blackout--still rect').count()).toBe(3)
  await page.getByRole('button', { name: 'Make a redacted copy' }).click()
  await page.getByRole('heading', { name: 'Redacted copy made' }).waitFor()
  const [first] = await newestCopy()
  expect([blackIn(first!, nameOnFirst), blackIn(first!, { left: 62, top: 340, width: 115, height: 160 })]).toEqual([
    1, 1,
  ])
  const scripted = await lead(phone)
  await openFolds(scripted)
  expect([await widthOf(scripted), await axeFindings(scripted)]).toEqual([360, []])
})

test('names are found as browsers print them: with ligatures, over two lines and from right to left', async () => {
  const page = await lead(desktop, 'printed.pdf')
  await page.getByText('Choose words or areas to black out').click()
  await page.locator('[name=phrases]').fill('Soffia Griffiths\nسلام حداد\nYara Haddad')
  await page
    .getByRole('button', { name: /^Page 1, line/ })
    .first()
    .click()
  await page.waitForLoadState()
  const areas = await page
    .locator('.los-blackout--still rect')
    .evaluateAll(shown => shown.map(each => ['x', 'y', 'width', 'height'].map(side => each.getAttribute(side))))
    .then(shown => shown.map(sides => sides.map((side, at) => (Number(side!.replace('%', '')) * a4[at % 2]!) / 100)))
  await page.getByRole('button', { name: 'Make a redacted copy' }).click()
  await page.getByRole('heading', { name: 'Redacted copy made' }).waitFor()
  const [before] = await seenPages(await printed())
  const [after] = await newestCopy()
  expect(before!.text).toMatch(/Yara\s+Haddad/)
  expect(areas.length).toBeGreaterThanOrEqual(5)
  for (const [left, top, width, height] of areas as [number, number, number, number][]) {
    const area = { left: left + 1, top: top + 1, width: width - 2, height: height - 2 }
    expect([blackIn(after!, area), blackIn(before!, area) < 0.5]).toEqual([1, true])
  }
  expect(after!.text).toBe('')
})
