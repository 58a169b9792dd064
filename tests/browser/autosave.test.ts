import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { BrowserContext, Page } from 'playwright-core'
import { axeFindings, openBrowser, type TestBrowser } from '../support/browser.ts'
import { signedIn, type APerson } from '../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../support/panel.ts'
import { until } from '../support/until.ts'

// An appraiser types a finding while the network, the session or the window is lost.

let browser: TestBrowser
let world: PanelWorld
let context: BrowserContext
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
  world = await aPanelWorld('sqlite')
})
afterAll(async () => {
  await world.service.end()
  await browser.close()
})
beforeEach(async () => {
  await world.db()('working_copies').delete()
  await world.submits()
  await world.seated()
  context = await browser.newPerson()
  await signsIn(world.peer)
  page = await opens()
})
afterEach(() => context.close())

const origin = () => `http://127.0.0.1:${(world.service.server.address() as { port: number }).port}`
const reason = (of = page) => of.getByLabel('Why? (required)')
const typed = (of = page) => reason(of).inputValue()
const copies = () => world.db()('working_copies').pluck<string[]>('fields')
const inBrowser = () =>
  page.evaluate<[string, string][]>(`Object.entries(localStorage).filter(([name]) => name.startsWith('kept '))`)

async function signsIn(person: APerson): Promise<void> {
  const { cookies } = await signedIn(world.service, person)
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: origin() })))
}

async function opens(): Promise<Page> {
  const opened = await context.newPage()
  opened.on('dialog', dialog => void dialog.accept())
  const key = opened.waitForResponse('**/account/browser-key')
  await opened.goto(`${origin()}${world.at('/appraisal/L1')}`)
  await (await key).finished()
  return opened
}

async function types(text: string, of = page): Promise<void> {
  await reason(of).focus()
  await of.keyboard.press('Control+End')
  await of.keyboard.type(text)
}

const waitForStatus = (text: string, of = page) => of.locator('[data-autosave]').filter({ hasText: text }).waitFor()

/** Waits until the finding is saved and the next page has loaded. Its scripts delete the text kept in the browser. */
async function findingSaved(): Promise<void> {
  await page.getByText('Your finding on L1 has been saved.').waitFor()
  await page.waitForLoadState('load')
}

/** Waits until the service has exactly one working copy, which contains this text. */
const untilSaved = (text: string) =>
  until(async () => {
    const all = await copies()
    return all.length === 1 && all[0]!.includes(text)
  })

test('the service saves text while a person types, and shows it in a new window', async () => {
  await page.getByLabel('Partly met').check()
  await types('People lead the evenings')
  await waitForStatus('Draft saved at')
  expect(await axeFindings(page)).toEqual([])
  await page.close({ runBeforeUnload: true })
  page = await opens()
  expect([await typed(), await page.getByLabel('Partly met').isChecked()]).toEqual(['People lead the evenings', true])
  await page.getByText('We have kept your text from').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await findingSaved()
  expect([await world.reasonOf(world.peer, 0), await copies(), await inBrowser()]).toEqual([
    'People lead the evenings',
    [],
    [],
  ])
})

test('text typed without a network reappears in a new window, and is saved when the network is up again', async () => {
  await types('Before. ')
  await waitForStatus('Draft saved at')
  await context.setOffline(true)
  await types('In the tunnel')
  await waitForStatus('We cannot save your text at the moment. It is kept in this browser')
  const kept = (await inBrowser())[0]![1]
  expect(kept).not.toContain('tunnel')
  expect(await copies()).toMatchObject([expect.not.stringContaining('tunnel')])
  await page.close()
  await context.setOffline(false)
  page = await opens()
  // The text comes from this browser or, if the closed window could still send it, from the service.
  await until(async () => (await typed()) === 'Before. In the tunnel')
  await untilSaved('In the tunnel')
  await until(async () => (await inBrowser()).length === 0)
})

test('text is restored after a person pressed Save while the network was down', async () => {
  await context.route('**/appraisal/L1**', route =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  )
  await page.getByLabel('Partly met').check()
  await types('Typed in the tunnel')
  await page
    .getByRole('button', { name: 'Save', exact: true })
    .click()
    .catch(() => {})
  await page.waitForURL('chrome-error://**')
  await context.unroute('**/appraisal/L1**')
  await page.goto(`${origin()}/sign-in`) // redirects a signed-in person to the home page
  await page.goto(`${origin()}${world.at('/appraisal/L1')}`)
  await waitForStatus('We have restored your text')
  expect([await typed(), await page.getByLabel('Partly met').isChecked()]).toEqual(['Typed in the tunnel', true])
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await findingSaved()
  expect([await world.reasonOf(world.peer, 0), await inBrowser()]).toEqual(['Typed in the tunnel', []])
})

test('the browser forgets text when its form is sent again from an error page', async () => {
  await page.getByLabel('Partly met').check()
  await types('Typed before lunch')
  await waitForStatus('Draft saved at')
  await context.clearCookies()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
  expect(await inBrowser()).toHaveLength(1)
  await signsIn(world.peer)
  await page.getByRole('button', { name: 'Send your form again' }).click()
  await findingSaved()
  expect([await world.reasonOf(world.peer, 0), await inBrowser()]).toEqual(['Typed before lunch', []])
})

test('the page saves unsent text automatically when the connection returns', async () => {
  await context.setOffline(true)
  await types('Still here')
  await waitForStatus('We cannot save your text at the moment')
  await context.setOffline(false)
  await waitForStatus('Draft saved at')
  expect([await copies(), await inBrowser()]).toEqual([[expect.stringContaining('Still here')], []])
})

test('text typed after the session timed out comes back only when the same person signs in again', async () => {
  await context.clearCookies()
  await types('Mid-sentence')
  await waitForStatus('You are signed out. Your text is kept in this browser')
  expect(await page.getByRole('link', { name: 'Sign in again' }).isVisible()).toBe(true)
  expect(await axeFindings(page)).toEqual([])
  await page.close()
  await signsIn(world.chair)
  page = await opens()
  expect([await typed(), (await inBrowser()).length]).toEqual(['', 1])
  await page.close()
  await signsIn(world.peer)
  page = await opens()
  await waitForStatus('We have restored your text')
  expect(await typed()).toBe('Mid-sentence')
})

test('when someone else has signed in, the page does not save the text, and has a link to sign out', async () => {
  await signsIn(world.chair)
  await types('Mine')
  await waitForStatus('Someone else has signed in, so we cannot save your text.')
  const link = page.getByRole('link', { name: 'Sign out (opens in a new tab)' })
  expect([await link.getAttribute('href'), await copies()]).toEqual(['/sign-out', []])
  await signsIn(world.peer)
  await types(' again')
  await waitForStatus('Draft saved at')
  expect([await link.isVisible(), await copies()]).toEqual([false, [expect.stringContaining('Mine again')]])
})

test('text in an open window is saved after the person has signed in again in another window', async () => {
  await context.clearCookies()
  await types('Mid-sentence')
  await waitForStatus('You are signed out')
  await signsIn(world.peer)
  await types(' and the rest')
  await waitForStatus('Draft saved at')
  expect(await copies()).toEqual([expect.stringContaining('Mid-sentence and the rest')])
})

test('text typed just before leaving the page is saved', async () => {
  await types('Typed and left')
  await page.goto(`${origin()}/account`)
  await untilSaved('Typed and left')
})

test('a second window does not replace the text of the first; its own text is offered on the next visit', async () => {
  const other = await opens()
  await types('First window')
  await waitForStatus('Draft saved at')
  await types('Second window', other)
  await waitForStatus('You changed this text in another window', other)
  expect(await copies()).toEqual([expect.stringContaining('First window')])
  await other.close()
  await page.close()
  page = await opens()
  expect(await typed()).toBe('First window')
  await page.getByRole('heading', { name: 'Unsaved text in this browser' }).waitFor()
  await waitForStatus('Unsaved text in this browser')
  expect(await page.getByText('Second window').isVisible()).toBe(true)
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Use this text' }).click()
  expect(await typed()).toBe('Second window')
  await waitForStatus('Draft saved at')
  expect(await copies()).toEqual([expect.stringContaining('Second window')])
})

test('saving in the first window does not delete the text of a second window', async () => {
  const other = await opens()
  await page.getByLabel('Partly met').check()
  await types('First window')
  await waitForStatus('Draft saved at')
  await types('Second window', other)
  await waitForStatus('You changed this text in another window', other)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await findingSaved()
  expect(await inBrowser()).toHaveLength(1)
  await other.close()
  page = await opens()
  await page.getByRole('heading', { name: 'Unsaved text in this browser' }).waitFor()
  expect(await page.getByText('Second window').isVisible()).toBe(true)
  await page.getByRole('button', { name: 'Use this text' }).click()
  await waitForStatus('Draft saved at')
  expect([await typed(), await inBrowser()]).toEqual(['Second window', []])
})

test('text in the browser is deleted after 24 hours and on signing out', async () => {
  const keepsSome = async () => {
    await context.setOffline(true)
    await types('Kept')
    await waitForStatus('We cannot save your text at the moment')
    await context.route('**/working-copy', route => route.abort())
    await context.setOffline(false)
    expect(await inBrowser()).toHaveLength(1)
  }
  await keepsSome()
  await page.goto(`${origin()}/account`)
  expect(await inBrowser()).toHaveLength(1)
  await page.evaluate(`{
    const name = Object.keys(localStorage).find(each => each.startsWith('kept '))
    const kept = JSON.parse(localStorage.getItem(name))
    localStorage.setItem(name, JSON.stringify({ ...kept, at: kept.at - 24 * 60 * 60 * 1000 }))
  }`)
  await page.goto(`${origin()}/account`)
  expect(await inBrowser()).toEqual([])
  await context.unroute('**/working-copy')
  page = await opens()
  await keepsSome()
  await page.goto(`${origin()}/account`)
  expect(await inBrowser()).toHaveLength(1)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-out')
  expect(await inBrowser()).toEqual([])
})
