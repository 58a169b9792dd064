import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { projectFolder } from '../../src/config.ts'
import { assetAddress } from '../../src/web/assets.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'

let browser: TestBrowser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

test.each([
  [{ width: 360, height: 780 }, 'is sticky, which keeps it in view on a phone', 'sticky'],
  [{ width: 320, height: 256 }, 'is static, so that it covers no text at 400 per cent zoom', 'static'],
])('in a window of %j the bar with the buttons of a form %s', async (viewport, _, position) => {
  const page = await styled(viewport, '', '<form><div class="los-savebar"><button>Save</button></div></form>')
  expect(await page.evaluate("getComputedStyle(document.querySelector('.los-savebar')).position")).toBe(position)
})

test.each([1000, 1100, 1240, 1600])('a wide page of %i pixels has a margin on both sides', async width => {
  const page = await styled({ width, height: 800 }, 'los-is-wide', '<div class="govuk-width-container">Text</div>')
  const { x, width: inside } = (await page.locator('.govuk-width-container').boundingBox())!
  expect([x >= 30, width - x - inside >= 30]).toEqual([true, true])
})

/** A page with the styles of the service. */
async function styled(viewport: { width: number; height: number }, className: string, body: string): Promise<Page> {
  const page = await (await browser.newPerson({ viewport })).newPage()
  await page.setContent(`<html lang="en"><body class="govuk-template__body ${className}">${body}</body></html>`)
  await page.addStyleTag({ path: join(projectFolder, 'dist', assetAddress('main.css')) })
  return page
}
