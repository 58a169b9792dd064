import type { CheerioAPI } from 'cheerio'
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { openFolds, type TestBrowser } from '../support/browser.ts'
import { htmlOf } from '../support/html.ts'
import { wideScreen, patternOf, type Review } from './review.ts'

export interface Upload {
  name: string
  mimeType: string
  buffer: Buffer
}
/** The values for a form's fields, by name. A day fills its three inputs, and a list ticks several boxes. */
export type Typed = Readonly<Record<string, string | true | readonly string[] | readonly Upload[]>>

/** A person who uses the pages, in a real browser or by HTTP. Every page is checked (`review.ts`). */
export interface Walker {
  readonly role: string
  open(address: string, expecting?: number): Promise<void>
  /** Follows a link by its text or the start of it, to a page or a download. */
  follow(text: string, to?: 'a page' | 'a download'): Promise<void>
  /** Fills in a form and presses a button by its text. `expecting` is the status, if it is not 200. */
  press(text: string, typed?: Typed, expecting?: number): Promise<void>
  /** Downloads a file from a link or, when `typed` is given, by pressing a button. */
  download(text: string, typed?: Typed): Promise<Buffer>
  /** The text of the page’s `<main>`. */
  text(): Promise<string>
  /** The current page, parsed. */
  html(): Promise<CheerioAPI>
  /** The address of the page, without the host. */
  address(): string
}

/** The browser, the reviewer of pages, and the address of the service. */
export interface Place {
  browser: TestBrowser
  review: Review
  service: string
}
export type MakeWalker = (place: Place, role: string) => Promise<Walker>

/** A person in a real browser with scripts, on a wide screen. */
export async function browserWalker({ browser, review, service }: Place, role: string): Promise<Walker> {
  const context = await browser.newPerson({ viewport: wideScreen, baseURL: service })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  let status = 0
  page.on('response', response => {
    if (response.request().isNavigationRequest()) status = response.status()
    if (response.status() >= 500) browser.complaints.push(`${response.status()} from ${response.url()}`)
  })
  page.on('console', message => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      browser.complaints.push(`${page.url()}: ${message.text()}`)
  })

  async function arrive(going: () => Promise<unknown>, expecting = 200): Promise<void> {
    const loaded = page.waitForEvent('load')
    loaded.catch(() => {})
    await going()
    await loaded
    if (status !== expecting) throw new Error(`${role} came to ${page.url()} and got ${status}: ${await text()}`)
    await review.ofPage(page, role)
  }

  async function fillIn(button: Locator, typed: Typed): Promise<void> {
    const id = await button.getAttribute('form')
    const form = id ? page.locator(`form[id="${id}"]`) : button.locator('xpath=ancestor::form')
    for (const [name, value] of Object.entries(typed)) await type(form, name, value)
  }

  const text = async (): Promise<string> => (await page.locator('main').innerText()).replace(/\s+/g, ' ').trim()
  return {
    role,
    text,
    html: async () => htmlOf(await page.content()),
    address: () => new URL(page.url()).pathname,
    open: (to, expecting) => arrive(() => page.goto(to), expecting),
    follow: async (called, to = 'a page') => {
      const link = await theOnly(page, 'link', called)
      if (to === 'a page') return arrive(() => link.click())
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
      await download.delete()
    },
    press: async (called, typed = {}, expecting) => {
      const button = await theOnly(page, 'button', called)
      await fillIn(button, typed)
      await arrive(() => button.click(), expecting)
    },
    download: async (called, typed) => {
      const place = await theOnly(page, typed ? 'button' : 'link', called)
      if (typed) await fillIn(place, typed)
      const [download] = await Promise.all([page.waitForEvent('download'), place.click()])
      const content = await readFile(await download.path())
      await download.delete()
      return content
    },
  }
}

/**
 * Opens all collapsed parts, then finds a link or button by its whole text, else by its start. Looks first in `<main>`.
 * @throws when there is none, when there are several buttons, or when there are links to different addresses
 */
async function theOnly(page: Page, kind: 'link' | 'button', called: string): Promise<Locator> {
  await openFolds(page)
  const beginning = new RegExp(`^${called.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)
  for (const place of [page.locator('main'), page.locator('body')]) {
    for (const name of [called, beginning]) {
      const found = place.getByRole(kind, typeof name === 'string' ? { name, exact: true } : { name })
      const count = await found.count()
      if (count === 1 || (count > 1 && kind === 'link' && new Set(await hrefs(found)).size === 1)) return found.first()
      if (count > 1) throw new Error(`${count} ${kind}s are called "${called}" on ${patternOf(page.url())}`)
    }
  }
  throw new Error(
    `no ${kind} is called "${called}" on ${page.url()}: ` +
      `${(await page.locator('body').innerText()).replace(/\s+/g, ' ')}`,
  )
}

const hrefs = async (found: Locator): Promise<(string | null)[]> =>
  Promise.all((await found.all()).map(link => link.getAttribute('href')))

async function type(form: Locator, name: string, value: Typed[string]): Promise<void> {
  const field = form.locator(`[name="${name}"]`)
  if (typeof value === 'string' && (await form.locator(`[name="${name}-day"]`).count()) > 0)
    return typeDay(form, name, value)
  if ((await field.count()) === 0) throw new Error(`the form has no field ${name}: ${await form.innerHTML()}`)
  const kind = await field.first().getAttribute('type')
  if (kind === 'file') return field.setInputFiles([...(value as readonly Upload[])])
  if (kind === null && (await field.and(form.locator('select')).count()) > 0)
    return void (await field.selectOption(value as string))
  if (kind !== 'radio' && kind !== 'checkbox') return field.fill(value as string)
  const chosen = value === true ? [await field.first().getAttribute('value')] : [value].flat()
  for (const each of chosen) {
    const box = form.locator(`[name="${name}"][value="${String(each)}"]`)
    await form
      .page()
      .locator(`label[for="${await box.getAttribute('id')}"]`)
      .click()
  }
}

async function typeDay(form: Locator, name: string, day: string): Promise<void> {
  const [year, month, date] = day.split('-')
  for (const [part, value] of [
    ['day', date],
    ['month', month],
    ['year', year],
  ] as const)
    await form.locator(`[name="${name}-${part}"]`).fill(String(Number(value)))
}

/**
 * The value of a checkbox, radio button or option, by its label or part of it.
 * @throws when there is none, or several
 */
export async function valueOf(walker: Walker, name: string, label: string): Promise<string> {
  const $ = await walker.html()
  const found = [
    ...$(`[name="${name}"][value]`)
      .get()
      .filter(field =>
        $(`label[for="${$(field).attr('id')}"]`)
          .text()
          .includes(label),
      ),
    ...$(`[name="${name}"] option`)
      .get()
      .filter(option => $(option).text().includes(label)),
  ]
  if (found.length !== 1) throw new Error(`${found.length} choices of ${name} are called "${label}"`)
  return $(found[0]!).attr('value')!
}
