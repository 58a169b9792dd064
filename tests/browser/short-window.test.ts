import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { projectFolder } from '../../src/config.ts'
import { assetAddress } from '../../src/web/assets.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'

const fields = 20
const longForm = `<form>${'<div class="govuk-form-group"><input class="govuk-input"></div>'.repeat(fields)}
  <div class="los-savebar"><button class="govuk-button">Save</button></div></form>`

let browser: TestBrowser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

const phone = { width: 360, height: 780 }
const enlarged = { width: 320, height: 256 } // 400 per cent zoom on a screen of 1280 by 1024 pixels

test.each([
  [phone, 'stays in view', true],
  [enlarged, 'is only below the last field, so that it covers no text', false],
])('in a window of %j the bar with the buttons of a long form %s', async (viewport, _, isInView) => {
  const page = await styled(viewport, longForm)
  const bar = await placeOf(page, '.los-savebar')
  expect(bar.top >= 0 && bar.bottom <= viewport.height).toBe(isInView)
})

test.each([phone, enlarged])('in a window of %j the bar never covers the field in focus', async viewport => {
  const page = await styled(viewport, longForm)
  const keys = Array.from({ length: 2 * fields - 1 }, (_, index) => (index < fields ? 'Tab' : 'Shift+Tab'))
  for (const [index, key] of keys.entries()) {
    await page.keyboard.press(key)
    const [field, bar] = [await placeOf(page, ':focus'), await placeOf(page, '.los-savebar')]
    const isInView = field.top >= 0 && field.bottom <= viewport.height
    const isCovered = field.top < bar.bottom && field.bottom > bar.top
    expect([index, key, isInView, isCovered]).toEqual([index, key, true, false])
  }
})

test.each([1000, 1100, 1240, 1600])('a wide page of %i pixels has a margin on both sides', async width => {
  const page = await styled({ width, height: 800 }, '<div class="govuk-width-container">Text</div>', 'los-is-wide')
  const { x, width: inside } = (await page.locator('.govuk-width-container').boundingBox())!
  expect([x >= 30, width - x - inside >= 30]).toEqual([true, true])
})

/** A page with the service's styles. `los-has-savebar` keeps the bar with the buttons from covering the focus. */
async function styled(viewport: { width: number; height: number }, body: string, className = ''): Promise<Page> {
  const page = await (await browser.newPerson({ viewport })).newPage()
  await page.setContent(
    `<html lang="en" class="los-has-savebar"><body class="govuk-template__body ${className}">${body}</body></html>`,
  )
  await page.addStyleTag({ path: join(projectFolder, 'dist', assetAddress('main.css')) })
  return page
}

/** The top and bottom edges of an element, in pixels from the top of the window. */
async function placeOf(page: Page, selector: string): Promise<{ top: number; bottom: number }> {
  const { y, height } = (await page.locator(selector).boundingBox())!
  return { top: y, bottom: y + height }
}
