import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { axeFindings, openBrowser, type TestBrowser, widthOf } from '../support/browser.ts'
import {
  aLibrary,
  anApplicationIn,
  declares,
  publishedFramework,
  showInSubmission,
  aSignedInPerson,
  type Known,
  type Library,
} from '../support/library.ts'
import { aService, type Service } from '../support/service.ts'

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true }

let browser: TestBrowser
let service: Service
let library: Library
let coordinator: Known
let evidence: string
beforeAll(async () => {
  browser = await openBrowser()
  service = await aService()
  await publishedFramework(service)
  library = await aLibrary(service, 'Fellside Libraries')
  coordinator = await aSignedInPerson(service, 'A coordinator', ['coordinator'])
  const { lead } = library
  await lead.open(`/organisations/${library.id}/evidence/new`)
  const photo = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#c8b090' } })
    .png()
    .toBuffer()
  await lead.press('Add evidence', {
    title: 'The reading circle',
    kind: 'photo people',
    files: [{ name: 'circle.png', content: photo }],
  } as never)
  evidence = lead.address.split('/')[2]!
  await lead.open(`/evidence/${evidence}/consents/new`)
  await lead.press('Record consent', {
    person: 'R-3',
    uses: ['panel'],
    language: 'ti',
    wording: 'Version 2',
    heldBy: 'Branch manager',
    heldWhere: 'Cabinet',
    givenOn: '2027-01-10',
  } as never)
  const application = await anApplicationIn(service, library, 'submitted')
  await showInSubmission(service, application, lead, [evidence])
  await declares(service, application, coordinator, 'no conflict')
})
afterAll(async () => {
  await service.end()
  await browser.close()
})

test('areas are drawn, moved and resized with pointer and keyboard, and the number fields follow', async () => {
  const page = await lead({ viewport: { width: 1280, height: 900 } })
  await page.getByRole('link', { name: 'Make a redacted copy' }).click()
  await page.getByText('Draw areas with a finger or mouse').waitFor()
  const canvas = page.locator('.los-blackout svg')
  await canvas.scrollIntoViewIfNeeded()
  const { x, y, width, height } = (await canvas.boundingBox())!
  const drag = async (...points: [number, number][]) => {
    for (const [index, [left, top]] of points.entries()) {
      await page.mouse.move(x + width * left, y + height * top)
      if (index === 0) await page.mouse.down()
    }
    await page.mouse.up()
  }
  await drag([0.1, 0.2], [0.2, 0.3], [0.3, 0.5])
  expect(await numbersOf(page, 1)).toEqual([10, 20, 20, 30])
  await drag([0.2, 0.3], [0.25, 0.3], [0.3, 0.4])
  expect(await numbersOf(page, 1)).toEqual([20, 30, 20, 30])
  await drag([0.4, 0.6], [0.5, 0.7])
  expect(await numbersOf(page, 1)).toEqual([20, 30, 30, 40])
  await page.getByRole('button', { name: 'Add an area' }).press('Enter')
  expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe(
    'Area 2: 40% from the left, 40% from the top, 20% wide, 20% high',
  )
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Shift+ArrowDown'])
    await page.keyboard.press(key)
  expect(await numbersOf(page, 2)).toEqual([42, 39, 21, 22])
  await page.getByRole('button', { name: 'Add an area' }).press('Enter')
  await page.keyboard.press('Delete')
  expect([
    await page.locator('.los-area-row').count(),
    await page.evaluate("document.activeElement.getAttribute('aria-label').slice(0, 7)"),
  ]).toEqual([2, 'Area 2:'])
  await page.keyboard.press('Enter')
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('75,5')
  expect(await canvas.locator('rect').nth(2).getAttribute('x')).toBe('75.5%')
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Make a redacted copy' }).click()
  await page
    .getByText(
      'The redacted copy has been added. ' +
        'City of Sanctuary, the panel and your observers see it instead of the original.',
    )
    .waitFor()
  const { id } = (await service.parts
    .db('evidence_files')
    .where({ evidence_id: evidence, name: 'Redacted picture 1.png' })
    .first('id'))!
  await coordinator.open(`/evidence/${evidence}/files/${id}`)
  const { data } = await sharp(coordinator.content).raw().toBuffer({ resolveWithObject: true })
  const colourAt = (left: number, top: number) => [...data.subarray((top * 600 + left) * 3, (top * 600 + left) * 3 + 3)]
  expect([colourAt(125, 130), colourAt(460, 200), colourAt(20, 20)]).toEqual([
    [0, 0, 0],
    [0, 0, 0],
    [0xc8, 0xb0, 0x90],
  ])
})

test('a person who leaves unsaved areas is asked to confirm', async () => {
  const page = await lead({ viewport: { width: 1280, height: 900 } })
  const asked: string[] = []
  page.on('dialog', dialog => {
    asked.push(dialog.type())
    void dialog.accept()
  })
  const opens = async () => {
    await page.getByRole('link', { name: 'Make a redacted copy circle.png' }).click()
    await page.getByText('Draw areas with a finger or mouse').waitFor()
  }
  await opens()
  await page.getByRole('link', { name: 'Help' }).first().click()
  await page.waitForURL('**/help')
  expect(asked).toEqual([])
  await page.goto(`/evidence/${evidence}`)
  await opens()
  await page.getByRole('button', { name: 'Add an area' }).click()
  await page.getByRole('link', { name: 'Help' }).first().click()
  await page.waitForURL('**/help')
  expect(asked).toEqual(['beforeunload'])
})

test('the redaction page fits a phone, and a finger can draw an area', async () => {
  const page = await lead(phone)
  await page.getByRole('link', { name: 'Make a redacted copy circle.png' }).click()
  await page.getByText('Draw areas with a finger or mouse').waitFor()
  const network = await page.context().newCDPSession(page)
  const canvas = page.locator('.los-blackout svg')
  await canvas.scrollIntoViewIfNeeded()
  const { x, y, width, height } = (await canvas.boundingBox())!
  const touch = (type: string, ...points: [number, number][]) =>
    network.send('Input.dispatchTouchEvent', {
      type: type as never,
      touchPoints: points.map(([left, top]) => ({ x: x + width * left, y: y + height * top })),
    })
  await touch('touchStart', [0.25, 0.25])
  await touch('touchMove', [0.4, 0.4])
  await touch('touchMove', [0.5, 0.75])
  await touch('touchEnd')
  // the third area, because the first two come from the previous copy
  expect((await numbersOf(page, 3)).map(each => Math.round(each))).toEqual([25, 25, 25, 50])
  expect([await widthOf(page), await axeFindings(page)]).toEqual([360, []])
  // A finger that scrolls the page draws nothing, and the focus stays where it was.
  await page.evaluate('document.activeElement.blur()')
  const top = await page.evaluate<number>('scrollY')
  await touch('touchStart', [0.7, 0.25])
  for (const each of [0.35, 0.5, 0.7, 0.9]) await touch('touchMove', [0.7 + each / 10, each])
  await touch('touchEnd')
  await page.waitForFunction(`scrollY !== ${top}`)
  expect([await page.evaluate('document.activeElement.tagName'), await page.locator('.los-area-row').count()]).toEqual([
    'BODY',
    3,
  ])
})

test('a consent recorded by mistake can be removed on a screen 320 pixels wide', async () => {
  await library.lead.open(`/evidence/${evidence}/consents/new`)
  await library.lead.press('Record consent', {
    person: 'Quillfeather-Marchbanks',
    uses: ['charity'],
    language: 'en',
    wording: 'Version 2',
    heldBy: 'Branch manager',
    heldWhere: 'Cabinet',
    givenOn: '2027-01-11',
  } as never)
  const page = await lead({ viewport: { width: 320, height: 640 } })
  const seen = async () => [await widthOf(page), await axeFindings(page)]
  await page.getByRole('link', { name: 'Consents', exact: false }).first().click()
  expect(await seen()).toEqual([320, []])
  await page.getByRole('link', { name: 'Withdraw consent Quillfeather-Marchbanks' }).click()
  expect(await seen()).toEqual([320, []])
  await page.getByRole('link', { name: 'Remove a consent recorded by mistake' }).click()
  expect(await seen()).toEqual([320, []])
  await page.getByRole('button', { name: 'Remove consent' }).click()
  await page.getByText('Consent removed').waitFor()
  await page.waitForLoadState()
  expect(await page.getByText('Quillfeather').count()).toBe(0)
})

test('a consent is withdrawn without scripts, and the charity can no longer open the evidence', async () => {
  await coordinator.open(`/evidence/${evidence}`)
  expect(coordinator.status).toBe(200)
  const page = await lead({ ...phone, javaScriptEnabled: false })
  await page.getByRole('link', { name: 'Consents', exact: false }).first().click()
  await page.getByRole('link', { name: 'Withdraw consent' }).click()
  await page.getByRole('button', { name: 'Withdraw consent' }).click()
  await page.getByText('Consent withdrawn').first().waitFor()
  await coordinator.open(`/evidence/${evidence}`)
  expect(coordinator.status).toBe(404)
})

/** Left, top, width and height of an area in the form, in percent. */
const numbersOf = async (page: Page, number: number): Promise<number[]> =>
  Promise.all(
    ['left', 'top', 'width', 'height'].map(async side =>
      Number(await page.locator(`[name=${side}-${number}]`).inputValue()),
    ),
  )

/** A page with the evidence open, signed in as the library’s lead. */
async function lead(options: BrowserContextOptions): Promise<Page> {
  const { port } = service.server.address() as { port: number }
  const url = `http://127.0.0.1:${port}`
  const context = await browser.newPerson({ ...options, baseURL: url })
  await context.addCookies([...library.lead.cookies].map(([name, value]) => ({ name, value, url })))
  const page = await context.newPage()
  await page.goto(`/evidence/${evidence}`)
  return page
}
