import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { openBrowser, type TestBrowser, widthOf } from '../support/browser.ts'
import { runningService, type RunningService } from './running-service.ts'
import { people, password } from './walk.ts'

// A screen of 1280 by 1024 pixels at 400 per cent zoom shows 320 by 256 CSS pixels, so the tests use that size.

const { name, email } = people.administrator
const enlarged = { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }

let browser: TestBrowser
let service: RunningService
beforeAll(async () => {
  browser = await openBrowser()
  service = await runningService('2027-03-01T09:30:00Z')
  const page = await newPage()
  await page.goto(await service.firstLink())
  for (const [field, value] of Object.entries({ name, email, password }))
    await page.locator(`[name="${field}"]`).fill(value)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL('**/home')
})
afterAll(async () => {
  await service.stop()
  await browser.close()
})

test('a person signs in with the keyboard alone, using the skip link', async () => {
  const page = await newPage()
  await page.goto('/')
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('Skip to main content')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Sign in')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/sign-in')
  await tabTo(page, 'Email address')
  await page.keyboard.type(email)
  await tabTo(page, 'Password')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/home')
  await tabTo(page, 'Sign out')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/sign-out')
})

test('after an error the error summary has the focus, and each line links to its field', async () => {
  const page = await newPage()
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').waitFor()
  await page.waitForLoadState() // the page's script moves the focus
  expect(await page.title()).toMatch(/^Error: /)
  expect(await focused(page)).toMatch(/^There is a problem/)
  await tabTo(page, 'Enter your email address')
  await page.keyboard.press('Enter')
  expect(await page.locator('[name=email]').evaluate(field => field === field.ownerDocument.activeElement)).toBe(true)
})

test('at 400 per cent zoom six pages do not scroll sideways, and the focus is always visible', async () => {
  const page = await newPage(enlarged)
  await page.goto('/sign-in')
  await page.locator('[name=email]').fill(email)
  await page.locator('[name=password]').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/home')
  for (const address of ['/home', '/people', '/people/invitations/new', '/account', '/history', '/mail']) {
    await page.goto(address)
    expect([address, await widthOf(page)]).toEqual([address, 320])
    for (let stop = 0; stop < 12; stop += 1) {
      await page.keyboard.press('Tab')
      expect([address, await focused(page), await page.locator(':focus').evaluate(isInView)]).toEqual([
        address,
        expect.anything(),
        true,
      ])
    }
  }
})

async function newPage(options = {}): Promise<Page> {
  return (await browser.newPerson({ baseURL: service.address, ...options })).newPage()
}

/**
 * Presses Tab until the element has the focus.
 * @throws after thirty presses
 */
async function tabTo(page: Page, called: string): Promise<void> {
  const passed: string[] = []
  while (passed.length < 30) {
    await page.keyboard.press('Tab')
    const now = await focused(page)
    if (now === called) return
    passed.push(now)
  }
  throw new Error(`"${called}" cannot be reached by keyboard; on the way were ${passed.join(' · ')}`)
}

/** The focused element as a screen reader names it: its label or text. */
const focused = (page: Page): Promise<string> =>
  page
    .locator(':focus')
    .evaluate(element =>
      (
        (element as unknown as { labels?: ArrayLike<{ textContent: string }> }).labels?.[0]?.textContent ??
        element.textContent ??
        ''
      )
        .replace(/\s+/g, ' ')
        .trim(),
    )

/** Whether part of the element is in the window and not covered. */
function isInView(element: {
  getBoundingClientRect(): { x: number; y: number; width: number; height: number }
  ownerDocument: unknown
  contains(other: unknown): boolean
}): boolean {
  const { x, y, width, height } = element.getBoundingClientRect()
  const top = (
    element.ownerDocument as { elementFromPoint(x: number, y: number): { contains(other: unknown): boolean } | null }
  ).elementFromPoint(x + Math.min(width, 300) / 2, y + Math.min(height, 40) / 2)
  return top !== null && (element.contains(top) || top.contains(element))
}
