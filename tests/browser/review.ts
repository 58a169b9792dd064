import type { CheerioAPI } from 'cheerio'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { axeFindings, axeSource, openFolds, type TestBrowser } from '../support/browser.ts'
import { htmlOf } from '../support/html.ts'
import { folded } from '../support/page-forms.ts'

/** Checks each page once for each role and state. Problems are collected, so that one run shows all of them. */
export interface Review {
  readonly findings: string[]
  /** How often each page was opened, by role, address and state. */
  readonly seen: Map<string, number>
  /** Checks a page in a real browser with scripts. */
  ofPage(page: Page, role: string): Promise<void>
  /** Checks a page that was fetched by HTTP, by showing it in a browser. */
  ofFetched(fetched: FetchedPage, role: string): Promise<void>
}

/** A page that was fetched by HTTP. */
export interface FetchedPage {
  url: string
  status: number
  headers: Readonly<Record<string, string>>
  html: string
}

/** Whether scripts run in a window that shows pages fetched by HTTP. axe can check only windows with scripts. */
export type Showing = 'with scripts' | 'without scripts'

export const wideScreen = { width: 1280, height: 900 }
const phone = { width: 360, height: 780 }
const narrowest = { width: 320, height: 640 }

/** @param showings the kinds of window that show each page fetched by HTTP */
export function aReview(browser: TestBrowser, showings: readonly Showing[] = []): Review {
  const findings: string[] = []
  const seen = new Map<string, number>()
  const shown = new Map<Showing, Promise<Shown>>()

  /** @returns the role, address and headings of a page that this role had not opened in this state; otherwise null */
  function isNew($: CheerioAPI, url: string, role: string): string | null {
    const { title, headings, state } = outlineOf($)
    const which = `${role} at ${patternOf(url)}: ${headings.join(' | ')}`
    const key = `${role} ${patternOf(url)} ${state}`
    if (headings.length !== 1) findings.push(`${which}: it has ${headings.length} h1`)
    if (title === '') findings.push(`${which}: it has no title`)
    seen.set(key, (seen.get(key) ?? 0) + 1)
    return seen.get(key) === 1 ? which : null
  }

  async function judge(page: Page, which: string, role: string, showing: Showing): Promise<void> {
    await openFolds(page)
    if (showing === 'with scripts') {
      for (const size of [wideScreen, phone]) {
        await page.setViewportSize(size)
        findings.push(...(await axeFindings(page)).map(finding => `${which}, ${size.width} wide: ${finding}`))
        await saveScreenshot(page, `${String(seen.size).padStart(3, '0')} ${role} ${size.width}`)
      }
    }
    await page.setViewportSize(narrowest)
    const width = await page.evaluate(() => (globalThis as unknown as InThePage).document.documentElement.scrollWidth)
    if (width > narrowest.width) findings.push(`${which}: at ${narrowest.width} it is ${width} wide`)
    await page.setViewportSize(wideScreen)
  }

  return {
    findings,
    seen,
    async ofPage(page, role) {
      await page.waitForLoadState()
      const which = isNew(htmlOf(await page.content()), page.url(), role)
      if (which) await judge(page, which, role, 'with scripts')
    },
    async ofFetched(fetched, role) {
      const which = isNew(htmlOf(fetched.html), fetched.url, role)
      if (!which) return
      for (const showing of showings) {
        if (!shown.has(showing)) shown.set(showing, aShown(browser, showing))
        const { page, show } = await shown.get(showing)!
        await show(fetched)
        await judge(page, which, role, showing)
      }
    },
  }
}

interface Shown {
  page: Page
  show(fetched: FetchedPage): Promise<void>
}

/** Opens a browser window for pages fetched by HTTP. Their assets come from the service. */
async function aShown(browser: TestBrowser, showing: Showing): Promise<Shown> {
  const context = await browser.newPerson({ viewport: wideScreen, javaScriptEnabled: showing === 'with scripts' })
  if (showing === 'with scripts') await context.addInitScript(axeSource) // adds axe to every page of this window
  const page = await context.newPage()
  let fetched: FetchedPage | null = null
  await page.route(
    url => url.href === fetched?.url,
    route => route.fulfill({ status: fetched!.status, headers: fetched!.headers, body: fetched!.html }),
  )
  return {
    page,
    async show(given) {
      fetched = given
      await page.goto(given.url, { waitUntil: 'load' })
    },
  }
}

/** The parts of the browser’s `document` that are used here, because the project does not include the DOM types. */
interface InThePage {
  document: { documentElement: { scrollWidth: number } }
}

/**
 * The title and `h1` headings of a page, and its state: its form addresses, `h2` headings and whether it shows errors.
 * Dates and numbers in `h2` headings are ignored.
 */
function outlineOf($: CheerioAPI): { title: string; headings: string[]; state: string } {
  const forms = $('main form')
    .get()
    .map(form => ($(form).attr('action') ?? '').replace(/[a-z2-7]{20}/g, ':id'))
  const parts = $('main h2, main .govuk-error-summary')
    .get()
    .map(part => ($(part).is('h2') ? folded($(part).text()).replace(/\d+( [A-Z][a-z]+ \d{4})?/g, 'n') : 'errors'))
  return {
    title: folded($('title').text()),
    headings: $('h1')
      .get()
      .map(heading => folded($(heading).text())),
    state: [...new Set([...forms, ...parts])].sort().join('|'),
  }
}

/** The path of an address, with `:id`, `:code` and `:token` for the real values. */
export const patternOf = (url: string): string =>
  new URL(url).pathname
    .replace(/\/[a-z2-7]{20}(?=\/|$)/g, '/:id')
    .replace(/\/(criteria|appraisal|meeting|verify)\/[^/]+/, '/$1/:code')
    .replace(/\/(invitations|seats)\/[^/]{30,}/, '/$1/:token')

/** Saves a screenshot in the folder WALK_SHOTS, if that is set. */
async function saveScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.WALK_SHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  const path = `${name} ${patternOf(page.url()).slice(1).replaceAll('/', '_')}.png`
  await page.screenshot({ path: join(folder, path), fullPage: true })
}
