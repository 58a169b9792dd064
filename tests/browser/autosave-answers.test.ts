import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { BrowserContext, Page } from 'playwright-core'
import { withoutPastedMarks } from '../../src/domain/pasted-text.ts'
import { wordsIn } from '../../src/domain/words-in.ts'
import { NoRoom } from '../../src/domain/refusals.ts'
import { lengthOf } from '../../src/web/field-schemas.ts'
import { axeFindings, openBrowser, type TestBrowser } from '../support/browser.ts'
import { anApplication, aRound, aTeam, signedIn, type AnApplication, type APerson } from '../support/factories.ts'
import { aService, type Service } from '../support/service.ts'

// Members of a library write the answer to one criterion while the network, the session or their access is lost.

let browser: TestBrowser
let service: Service
let round: string
let application: AnApplication
let library: Awaited<ReturnType<typeof aTeam>>
let writer: OpenPage
let colleague: OpenPage

interface OpenPage {
  context: BrowserContext
  page: Page
}

beforeAll(async () => {
  browser = await openBrowser()
  service = await aService('sqlite')
  if (!service.server.listening) await new Promise<void>(ready => service.server.listen(0, '127.0.0.1', () => ready()))
  round = await aRound(service)
})
afterAll(async () => {
  await service.end()
  await browser.close()
})
beforeEach(async () => {
  await db()('working_copies').delete()
  library = await aTeam(service)
  application = await anApplication(service, library.organisation, { startedBy: library.lead, round })
  writer = await windowOf(library.contributor)
  colleague = await windowOf(library.lead)
})
afterEach(async () => {
  await writer.context.close()
  await colleague.context.close()
})

const origin = () => `http://127.0.0.1:${(service.server.address() as { port: number }).port}`
const address = () => `${origin()}/applications/${application.id}/criteria/L1`
const db = () => service.database.writer
const copies = () => db()('working_copies').pluck<string[]>('fields')
const saved = async () => (await db()('answers').where({ application_id: application.id }).first())?.narrative
const answer = (page: Page) => page.getByLabel('What you do')
const typed = (page: Page) => answer(page).inputValue()

async function windowOf(person: APerson): Promise<OpenPage> {
  const context = await browser.newPerson()
  await signsIn(context, person)
  const page = await opens(context)
  return { context, page }
}

async function signsIn(context: BrowserContext, person: APerson): Promise<void> {
  const { cookies } = await signedIn(service, person)
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: origin() })))
}

async function opens(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  page.on('dialog', dialog => void dialog.accept())
  const key = page.waitForResponse('**/account/browser-key')
  await page.goto(address())
  await (await key).finished()
  return page
}

async function reopens(window: OpenPage): Promise<void> {
  await window.page.close()
  window.page = await opens(window.context)
}

async function types(page: Page, text: string): Promise<void> {
  await answer(page).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(text)
}

const waitForStatus = (page: Page, text: string) => page.locator('[data-autosave]').filter({ hasText: text }).waitFor()

test('an answer that was typed and not saved reappears in a new window', async () => {
  await writer.page.getByLabel('Partly met').check()
  await types(writer.page, 'Staff learn every ye')
  await waitForStatus(writer.page, 'Draft saved at')
  expect(await axeFindings(writer.page)).toEqual([])
  await reopens(writer)
  expect([await typed(writer.page), await writer.page.getByLabel('Partly met').isChecked()]).toEqual([
    'Staff learn every ye',
    true,
  ])
  await writer.page.getByText('We have kept your text from').waitFor()
  expect(await axeFindings(writer.page)).toEqual([])
  await writer.page.getByRole('button', { name: 'Save', exact: true }).click()
  await writer.page.getByText('Answer saved.').waitFor()
  expect([await saved(), await copies()]).toEqual(['Staff learn every ye', []])
})

test('an answer survives a lost network and a closed window', async () => {
  await types(writer.page, 'Before. ')
  await waitForStatus(writer.page, 'Draft saved at')
  await writer.context.setOffline(true)
  await types(writer.page, 'In the tunnel')
  await waitForStatus(writer.page, 'We cannot save your text at the moment. It is kept in this browser')
  await writer.page.close()
  await writer.context.setOffline(false)
  writer.page = await opens(writer.context)
  // Both messages are possible, because the closed window may have sent its text once the network was back.
  await writer.page
    .getByText(/We have restored your text|We have kept your text/)
    .first()
    .waitFor()
  expect(await typed(writer.page)).toBe('Before. In the tunnel')
})

test.each([
  ['the decryption key', '**/account/browser-key'],
  ['the script', '**/autosave*.js'],
])('text that is typed before %s has loaded is not replaced by text kept in the browser', async (...each) => {
  const [, late] = each
  await writer.context.route('**/working-copy', route => route.abort())
  await types(writer.page, 'In the tunnel')
  await waitForStatus(writer.page, 'We cannot save your text at the moment. It is kept in this browser')
  await writer.page.close()
  await writer.context.unroute('**/working-copy')
  const page = (writer.page = await writer.context.newPage())
  let isTyped: () => void = () => {}
  const afterTyping = new Promise<void>(done => (isTyped = done))
  await page.route(late, async route => {
    await afterTyping
    await route.continue()
  })
  await page.goto(address(), { waitUntil: 'commit' })
  await types(page, 'Out of it')
  isTyped()
  await page.getByRole('heading', { name: 'Unsaved text in this browser' }).waitFor()
  expect([await typed(page), await page.getByText('In the tunnel').count()]).toEqual(['Out of it', 1])
})

test('an answer kept in the browser is offered when a colleague has since saved another answer', async () => {
  await writer.context.route('**/working-copy', route => route.abort())
  await types(writer.page, 'In the tunnel')
  await waitForStatus(writer.page, 'We cannot save your text at the moment. It is kept in this browser')
  await writer.page.close()
  await types(colleague.page, 'From the office')
  await colleague.page.getByRole('button', { name: 'Save', exact: true }).click()
  await colleague.page.getByText('Answer saved.').waitFor()
  await writer.context.unroute('**/working-copy')
  writer.page = await opens(writer.context)
  await writer.page.getByRole('heading', { name: 'Unsaved text in this browser' }).waitFor()
  await writer.page.waitForLoadState()
  expect([await typed(writer.page), await writer.page.locator('.los-sheet dd').allInnerTexts()]).toEqual([
    'From the office',
    ['In the tunnel'],
  ])
  expect(await axeFindings(writer.page)).toEqual([])
  await writer.page.getByRole('button', { name: 'Use this text' }).click()
  expect(await typed(writer.page)).toBe('In the tunnel')
})

test('an answer survives a session that ended mid-sentence', async () => {
  await writer.context.clearCookies()
  await types(writer.page, 'Mid-sentence')
  await waitForStatus(writer.page, 'You are signed out. Your text is kept in this browser')
  await writer.page.close()
  await signsIn(writer.context, library.contributor)
  writer.page = await opens(writer.context)
  await waitForStatus(writer.page, 'We have restored your text')
  expect(await typed(writer.page)).toBe('Mid-sentence')
})

test('two people see each other editing an answer, and their versions are merged word by word', async () => {
  await types(colleague.page, 'Staff learn each year. 34 people came.')
  await colleague.page.getByRole('button', { name: 'Save', exact: true }).click()
  await colleague.page.getByText('Answer saved.').waitFor()
  await reopens(writer)
  await types(writer.page, ' Nine were new.')
  await waitForStatus(writer.page, 'Draft saved at')
  await reopens(colleague)
  await colleague.page.getByText('The contributor is editing this answer.').waitFor()
  await answer(colleague.page).fill('Staff and volunteers learn each year. 34 people came.')
  await waitForStatus(colleague.page, 'Draft saved at')
  await types(writer.page, ' All stayed.')
  await writer.page.getByText('The lead is editing this answer.').waitFor()
  expect(await axeFindings(writer.page)).toEqual([])
  await colleague.page.getByRole('button', { name: 'Save', exact: true }).click()
  await colleague.page.getByText('Answer saved.').waitFor()
  await types(writer.page, ' Thank you.')
  await waitForStatus(writer.page, 'A newer version was saved after you opened this page.')
  await writer.page.getByRole('button', { name: 'Save', exact: true }).click()
  await writer.page.getByRole('heading', { name: 'This answer has changed since you opened it' }).waitFor()
  expect(await axeFindings(writer.page)).toEqual([])
  expect(await writer.page.getByLabel('Combined text').inputValue()).toBe(
    'Staff and volunteers learn each year. 34 people came. Nine were new. All stayed. Thank you.',
  )
  await writer.page.getByRole('button', { name: 'Save combined text' }).click()
  await writer.page.getByText('Answer saved.').waitFor()
  expect([await saved(), await copies()]).toEqual([
    'Staff and volunteers learn each year. 34 people came. Nine were new. All stayed. Thank you.',
    [],
  ])
})

test('a person who is removed from the team mid-sentence can copy the text', async () => {
  await db()('memberships').where({ person_id: library.contributor.id }).update({ ended_at: service.clock.now() })
  await types(writer.page, 'A sentence that nobody else has')
  await waitForStatus(writer.page, 'You can no longer save this text. Copy it if you still need it.')
  expect([await typed(writer.page), await copies()]).toEqual(['A sentence that nobody else has', []])
  await writer.page.getByRole('button', { name: 'Save', exact: true }).click()
  await writer.page.getByText('A sentence that nobody else has').waitFor()
})

test('an answer stays in the browser while the disk is full, and is saved when there is room again', async () => {
  const { write } = service.parts
  service.parts.write = async () => {
    throw new NoRoom()
  }
  try {
    await types(writer.page, 'No room for this')
    await waitForStatus(writer.page, 'We have run out of storage space. Your text is kept in this browser')
  } finally {
    service.parts.write = write
  }
  await types(writer.page, ' yet')
  await waitForStatus(writer.page, 'Draft saved at')
  expect(await copies()).toEqual([expect.stringContaining('No room for this yet')])
})

test('without JavaScript, an answer can be saved and two versions can be merged', async () => {
  const context = await browser.newPerson({ javaScriptEnabled: false })
  try {
    await signsIn(context, library.contributor)
    const page = await context.newPage()
    await page.goto(address())
    await types(colleague.page, 'We train staff.')
    await colleague.page.getByRole('button', { name: 'Save', exact: true }).click()
    await colleague.page.getByText('Answer saved.').waitFor()
    await answer(page).fill('Everyone learns here.')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    expect(await page.getByLabel('Combined text').inputValue()).toBe('We train staff.\n\nEveryone learns here.')
    await page.getByRole('button', { name: 'Save combined text' }).click()
    await page.getByText('Answer saved.').waitFor()
    expect(await saved()).toBe('We train staff.\n\nEveryone learns here.')
  } finally {
    await context.close()
  }
})

test('without JavaScript, text sent after the session ended can be saved after signing in again', async () => {
  const context = await browser.newPerson({ javaScriptEnabled: false })
  try {
    await signsIn(context, library.contributor)
    const page = await context.newPage()
    await page.goto(address())
    await answer(page).fill('Typed before the session ended.')
    await context.clearCookies()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Typed before the session ended.').waitFor()
    await signsIn(context, library.contributor)
    await page.getByRole('button', { name: 'Send your form again' }).click()
    await page.getByText('Answer saved.').waitFor()
    expect(await saved()).toBe('Typed before the session ended.')
  } finally {
    await context.close()
  }
})

test('without JavaScript, text sent while the network was down is saved when the page is reloaded', async () => {
  const context = await browser.newPerson({ javaScriptEnabled: false })
  try {
    await signsIn(context, library.contributor)
    const page = await context.newPage()
    await page.goto(address())
    await answer(page).fill('Typed in a tunnel.')
    await context.setOffline(true)
    await page
      .getByRole('button', { name: 'Save', exact: true })
      .click()
      .catch(() => {})
    await context.setOffline(false)
    await page.reload()
    await page.getByText('Answer saved.').waitFor()
    expect(await saved()).toBe('Typed in a tunnel.')
  } finally {
    await context.close()
  }
})

const texts = [
  'Plain words.\r\nA second line',
  'One\u000bTwo\u2028Three\u00a0four\u00adfive\u200bsix\ufeff',
  '\u0093It\u0092s\u0094 \uf0b7 \u001e\u001f',
  '👩🏽\u200d🏫 ❤️\u200d🔥 🏳️\u200d🌈 🇬🇧 🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}',
  'e\u0301 a\u0308\u0301 ŷ n\u0303',
  'می\u200cخواهم क्ष क्\u200dष நி ក្រុម\u200bថ្មី ሰላም 한국어',
  'क्षत्रिय ज्ञान শিক্ষা ক্ষ్ష ខ្ញុំ မြန်မာ \u1100\u1161\u11a8',
  ' \u200c\u200d loose joiners \u200c ',
]

test('the page counts words and characters as the service does, up to the limit of 20,000 characters', async () => {
  const left = (text: string) =>
    writer.page.evaluate<string>(`{
      const box = document.getElementById('narrative')
      box.value = ${JSON.stringify(text)}
      box.dispatchEvent(new Event('input'))
      document.querySelector('[data-left]').textContent
    }`)
  const counted = (text: string) => lengthOf(withoutPastedMarks(text).trim())
  for (const text of texts)
    expect([text, await left(text)]).toEqual([
      text,
      expect.stringContaining((20_000 - counted(text)).toLocaleString('en')),
    ])
  const words = () => writer.page.locator('[data-word-count]').innerText()
  for (const text of texts) {
    await left(text)
    expect([text, Number((await words()).replace(/\D/g, ''))]).toEqual([text, wordsIn(text)])
  }
  // mostly plain letters, because the browser takes seconds to lay out thousands of emoji and accents
  const most = '👩🏽\u200d🏫e\u0301\n'.repeat(66) + 'e\u0301 '.repeat(100) + 'a '.repeat(9_800) + 'ab'
  expect([counted(most), await left(most)]).toEqual([20_000, expect.stringMatching(/^You have 0 /)])
  expect(await left(`${most}c`)).toContain('1 character too many')
  await writer.page.getByRole('button', { name: 'Save', exact: true }).click()
  await writer.page.getByText('Use 20,000 characters or fewer').first().waitFor()
  await writer.page.waitForLoadState()
  await left(most)
  await writer.page.getByRole('button', { name: 'Save', exact: true }).click()
  await writer.page.getByText('Answer saved.').waitFor()
  expect(await saved()).toBe(most)
})
