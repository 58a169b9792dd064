import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { axeFindings, openBrowser, type TestBrowser, widthOf } from '../support/browser.ts'
import { aLibrary, publishedFramework, type Library } from '../support/library.ts'
import { heic } from '../support/sample-files.ts'
import { aService, type Service } from '../support/service.ts'

// With scripts, files are sent one by one with progress bars; without scripts, all together by the form.

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true }
const table = (name: string, lines = 1) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from('branch,people\nCentral,12\n'.repeat(lines)),
})

let browser: TestBrowser
let service: Service
let library: Library
beforeAll(async () => {
  browser = await openBrowser()
  service = await aService()
  await publishedFramework(service)
  library = await aLibrary(service, 'Fellside Libraries')
})
afterAll(async () => {
  await service.end()
  await browser.close()
})

test('quick upload sends ten dropped files one by one, and shows the reason beside a refused file', async () => {
  const page = await contributor(phone)
  expect([await widthOf(page), await axeFindings(page)]).toEqual([360, []])
  const dropped = await page.evaluateHandle(`(() => {
    const drop = new DataTransfer()
    for (let each = 1; each < 10; each += 1)
      drop.items.add(new File(['branch,people\\nCentral,' + each], 'numbers-' + each + '.csv'))
    drop.items.add(new File(['<svg xmlns="http://www.w3.org/2000/svg"/>'], 'drawing.svg'))
    return drop
  })()`)
  await page.dispatchEvent('form[data-uploads]', 'drop', { dataTransfer: dropped })
  expect(await page.locator('.los-uploads li').count()).toBe(10)
  await page.getByRole('button', { name: 'Add evidence' }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.locator('.govuk-error-summary li').allInnerTexts()).toEqual([
    'Enter a few words about the evidence',
  ])
  expect([
    new Set(await page.locator('.los-uploads__said').allInnerTexts()),
    await page.getByRole('button', { name: 'Try again' }).count(),
  ]).toEqual([new Set(['Waiting']), 0])
  await page.getByLabel('What is it?').fill('Open day')
  await page.getByRole('button', { name: 'Add evidence' }).click()
  await page.getByText('Some files have not been uploaded. Remove them').waitFor()
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
  expect(await page.locator('.los-uploads progress:visible').count()).toBe(9)
  expect(await page.locator('.los-uploads li').last().innerText()).toContain(
    'drawing.svg is an SVG file, which can contain scripts.',
  )
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Remove drawing.svg' }).click()
  await page.getByRole('link', { name: 'Add details' }).waitFor()
  expect(await page.locator('h1').innerText()).toContain('Open day')
  expect(await filesOf('Open day')).toEqual(Array.from({ length: 9 }, (_, index) => `numbers-${index + 1}.csv`))
})

test('quick upload shows an error for a missing value, and removes it when the form is sent again', async () => {
  const page = await contributor(phone)
  const title = page.getByLabel('What is it?')
  const said = async () => [
    await page.title(),
    (await page.locator('#title-error').allTextContents()).map(text => text.replace(/\s+/g, ' ').trim()),
    await title.getAttribute('aria-describedby'),
    await title.getAttribute('aria-invalid'),
    await page.locator('.govuk-form-group--error, .govuk-input--error').count(),
  ]
  const before = await said()
  await page.getByLabel('Photos or files').setInputFiles([table('one.csv')])
  for (const each of ['first', 'second']) {
    await page.getByRole('button', { name: 'Add evidence' }).click()
    await page.locator('.los-uploads li[data-state=held]').waitFor()
    expect([each, ...(await said())]).toEqual([
      each,
      'Error: Quick upload – Fellside Libraries – Library of Sanctuary',
      ['Error: Enter a few words about the evidence'],
      'title-hint title-error',
      'true',
      2,
    ])
  }
  expect(await axeFindings(page)).toEqual([])
  await title.fill('Winter')
  await page.route(/\/evidence\/[a-z2-7]{20}$/, route => route.fulfill({ status: 204 }))
  await page.getByRole('button', { name: 'Add evidence' }).click()
  await page.getByText('All files have been uploaded.').waitFor()
  expect([...(await said()), await page.getByRole('alert').count()]).toEqual([...before, 0])
})

test('the page removes the server’s errors when its script sends the form', async () => {
  const page = await contributor(phone)
  const title = await page.title()
  await page.getByRole('button', { name: 'Add evidence' }).click()
  await page.getByRole('alert').waitFor()
  await page.waitForLoadState()
  expect(await page.locator('.govuk-form-group--error').count()).toBe(2)
  await page.getByLabel('What is it?').fill('Spring')
  await page.getByLabel('Photos or files').setInputFiles([table('one.csv')])
  await page.route(/\/evidence\/[a-z2-7]{20}$/, route => route.fulfill({ status: 204 }))
  await page.getByRole('button', { name: 'Add evidence' }).click()
  await page.getByText('All files have been uploaded.').waitFor()
  expect([
    await page.title(),
    await page.getByRole('alert').count(),
    await page
      .locator('.govuk-error-message, .govuk-form-group--error, [aria-invalid], [aria-describedby*=error]')
      .count(),
  ]).toEqual([title, 0, 0])
})

test('a file whose upload is cancelled on a weak connection and sent again is stored once', async () => {
  const page = await contributor(phone)
  const network = await page.context().newCDPSession(page)
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 10,
    downloadThroughput: 1_000_000,
    uploadThroughput: 200_000,
  })
  await page.getByLabel('What is it?').fill('Slow')
  await page.getByLabel('Photos or files').setInputFiles([table('large.csv', 80_000), table('small.csv')])
  await page.getByLabel('Separately, one item of evidence for each file').check()
  await page.getByRole('button', { name: 'Add evidence' }).click()
  await page.getByRole('button', { name: 'Cancel large.csv' }).press('Enter')
  await page.getByText('Some files have not been uploaded.').waitFor()
  expect(await page.locator(':focus').innerText()).toMatch(/^Try again/)
  expect([await filesOf('Slow: large'), await filesOf('Slow: small')]).toEqual([[], ['small.csv']])
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  })
  await page.getByRole('button', { name: 'Try again large.csv' }).click()
  await page.getByRole('heading', { level: 1, name: 'Evidence' }).waitFor()
  expect([await filesOf('Slow: large'), await filesOf('Slow: small')]).toEqual([['large.csv'], ['small.csv']])
})

test('a signed-out person can sign in from the link beside a file, and send the file again', async () => {
  const page = await contributor(phone)
  await page.getByLabel('What is it?').fill('After lunch')
  await page.getByLabel('Photos or files').setInputFiles([table('lunch.csv')])
  const cookies = await page.context().cookies()
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Add evidence' }).click()
  await page.getByText('You were signed out before you sent the form. Nothing has changed.').waitFor()
  expect(await page.getByText('You are signed out').count()).toBe(0)
  expect(await page.getByRole('link', { name: 'Sign in (opens in a new tab)' }).getAttribute('href')).toBe('/sign-in')
  expect(await axeFindings(page)).toEqual([])
  await page.context().addCookies(cookies)
  await page.getByRole('button', { name: 'Try again lunch.csv' }).click()
  await page.getByRole('link', { name: 'Add details' }).waitFor()
  expect(await filesOf('After lunch')).toEqual(['lunch.csv'])
})

test('a person who leaves files that have not been uploaded is asked to confirm', async () => {
  const page = await contributor(phone)
  await page.getByLabel('What is it?').fill('Too early')
  await page.getByLabel('Photos or files').setInputFiles([table('one.csv')])
  const asked = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  expect((await asked).type()).toBe('beforeunload')
  await (await asked).accept()
})

test('quick upload asks about personal details on the page, and keeps the chosen files', async () => {
  const page = await contributor(phone)
  await page.getByLabel('What is it?').fill('Call 07700 900123')
  await page.getByLabel('Photos or files').setInputFiles([table('one.csv'), table('two.csv')])
  await page.getByRole('button', { name: 'Add evidence' }).click()
  await page.locator('#personal-data-question').waitFor()
  await page.locator('[name=personalData][value=restrict]').check()
  await page.getByRole('button', { name: 'Add evidence' }).click()
  await page.waitForURL('**/evidence/*')
  expect(await filesOf('Call 07700 900123')).toEqual(['one.csv', 'two.csv'])
})

test('quick upload asks whether to keep files together only when there are several', async () => {
  const page = await contributor(phone)
  const question = page.getByRole('group', { name: 'If you add several files, how should we save them?' })
  const files = page.getByLabel('Photos or files')
  await files.setInputFiles([table('one.csv')])
  await page.getByText('one.csv', { exact: true }).first().waitFor()
  expect(await question.isVisible()).toBe(false)
  await files.setInputFiles([table('two.csv')])
  await question.waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Remove one.csv' }).click()
  await question.waitFor({ state: 'hidden' })
})

test('quick upload works without scripts, and asks about several files below the file field', async () => {
  const page = await contributor({ ...phone, javaScriptEnabled: false })
  const topOf = async (what: Locator) => (await what.boundingBox())!.y
  expect(await topOf(page.getByText('If you add several files, how should we save them?'))).toBeGreaterThan(
    await topOf(page.getByLabel('Photos or files')),
  )
  await page.getByLabel('What is it?').fill('By hand')
  await page.getByLabel('Photos or files').setInputFiles([table('one.csv'), table('two.csv')])
  await page.getByRole('button', { name: 'Add evidence' }).click()
  await page.getByText('“By hand” has been added').waitFor()
  expect(await filesOf('By hand')).toEqual(['one.csv', 'two.csv'])
})

test('several files sent through an upload link become one upload, after a missing value is corrected', async () => {
  const page = await colleague(phone)
  expect([await widthOf(page), await axeFindings(page)]).toEqual([360, []])
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.title()).toMatch(/^Error: /)
  await page.getByLabel('What is it?').fill('The reading corner')
  await page.getByLabel('No', { exact: true }).check()
  await page.getByLabel('Photos or files').setInputFiles([table('one.csv'), table('two.csv', 2)])
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('heading', { name: 'Your evidence has been sent' }).waitFor()
  await page.waitForLoadState()
  expect([
    await page.title(),
    await page.locator('.govuk-error-message, .govuk-error-summary').count(),
    await axeFindings(page),
  ]).toEqual(['Your evidence has been sent – Library of Sanctuary', 0, []])
  await page.getByRole('link', { name: 'Send something else' }).click()
  expect(await page.getByLabel('What is it?').inputValue()).toBe('')
  expect(
    await service.parts
      .db('inbox_items')
      .join('inbox_files', 'inbox_files.inbox_item_id', 'inbox_items.id')
      .orderBy('name')
      .select('words', 'name'),
  ).toEqual([
    { words: 'The reading corner', name: 'one.csv' },
    { words: 'The reading corner', name: 'two.csv' },
  ])
})

test('an upload link works without scripts, and a lead adds the uploads to the evidence on a phone', async () => {
  const page = await colleague({ ...phone, javaScriptEnabled: false })
  await page.getByLabel('What is it?').fill('The notice board')
  await page.getByLabel('No', { exact: true }).check()
  await page.getByLabel('Photos or files').setInputFiles([table('board.csv', 3)])
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('heading', { name: 'Your evidence has been sent' }).waitFor()
  const lead = await openAs(library.lead, phone, `/organisations/${library.id}/inbox`)
  expect([await widthOf(lead), await axeFindings(lead)]).toEqual([360, []])
  await lead.getByRole('link', { name: 'The notice board' }).click()
  await lead.getByRole('heading', { name: 'Add as new evidence' }).waitFor()
  expect([await widthOf(lead), await axeFindings(lead)]).toEqual([360, []])
  await lead.goto(`/organisations/${library.id}/inbox`)
  for (const box of await lead.getByRole('checkbox').all()) await box.check()
  await lead.getByRole('button', { name: 'Add selected items' }).click()
  expect([await widthOf(lead), await axeFindings(lead)]).toEqual([360, []])
  await lead.getByLabel('Policy').check()
  await lead.getByRole('button', { name: 'Add to evidence' }).click()
  await lead.getByText('2 items added to your evidence.').waitFor()
  expect([await filesOf('The reading corner'), await filesOf('The notice board')]).toEqual([
    ['one.csv', 'two.csv'],
    ['board.csv'],
  ])
})

test('the reason for refusing HEIC pictures is shown once, and the pictures can only be removed', async () => {
  const page = await contributor(phone)
  await page.getByLabel('What is it?').fill('From a phone')
  const picture = (name: string) => ({ name, mimeType: 'image/heic', buffer: heic })
  await page.getByLabel('Photos or files').setInputFiles([picture('one.heic'), picture('two.heic'), table('three.csv')])
  await page.getByRole('button', { name: 'Add evidence' }).click()
  await page.getByText('Some files have not been uploaded. Remove them').waitFor()
  expect(await page.locator('.los-uploads__said').allInnerTexts()).toEqual([
    expect.stringContaining('one.heic is a HEIC picture'),
    'Not uploaded, for the same reason as the file above',
    'Added',
  ])
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
  expect(await axeFindings(page)).toEqual([])
})

test('the poster of an upload link can be printed, and its address copied', async () => {
  const lead = await openAs(library.lead, {}, `/organisations/${library.id}/upload-links`)
  await lead.getByLabel('Which branch is the link for?').selectOption({ label: 'Millbrook' })
  await lead.getByRole('button', { name: 'Create link' }).click()
  await lead.waitForLoadState() // the button needs the page's script
  await lead.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await lead.getByRole('button', { name: 'Copy the address' }).click()
  await lead.getByText('Address copied').waitFor()
  const shown = (await lead.locator('.los-poster__address').innerText()).replace(/\s/g, '')
  expect(await lead.evaluate('navigator.clipboard.readText()')).toBe(shown)
  await lead.evaluate('window.print = () => { document.title = "printed" }')
  await lead.getByRole('button', { name: 'Print this page' }).click()
  expect([await lead.title(), await axeFindings(lead)]).toEqual(['printed', []])
})

test('without scripts, the poster and both upload forms show no button that needs a script', async () => {
  const withoutScripts = { ...phone, javaScriptEnabled: false }
  const poster = await openAs(library.lead, withoutScripts, `/organisations/${library.id}/upload-links`)
  await poster.getByLabel('Which branch is the link for?').selectOption({ label: 'Millbrook' })
  await poster.getByRole('button', { name: 'Create link' }).click()
  await poster.locator('.los-poster').waitFor()
  for (const page of [poster, await contributor(withoutScripts), await colleague(withoutScripts)])
    expect(await page.locator('[hidden]:visible, button[type=button]:visible').allInnerTexts()).toEqual([])
})

/** A page with quick upload open, signed in as the library’s contributor. */
const contributor = (options: BrowserContextOptions): Promise<Page> =>
  openAs(library.contributor, options, `/organisations/${library.id}/evidence/quick`)

/** A page with a new upload link open, without an account. */
async function colleague(options: BrowserContextOptions): Promise<Page> {
  const lead = await openAs(library.lead, phone, `/organisations/${library.id}/upload-links`)
  await lead.getByLabel('Which branch is the link for?').selectOption({ label: 'Millbrook' })
  await lead.getByRole('button', { name: 'Create link' }).click()
  await lead.locator('.los-poster').waitFor()
  expect([await widthOf(lead), await axeFindings(lead)]).toEqual([360, []])
  const address = (await lead.locator('.los-poster__address').innerText()).replace(/\s/g, '')
  return openAs(null, options, new URL(address).pathname)
}

async function openAs(person: Library['lead'] | null, options: BrowserContextOptions, address: string): Promise<Page> {
  const { port } = service.server.address() as { port: number }
  const url = `http://127.0.0.1:${port}`
  const context = await browser.newPerson({ ...options, baseURL: url })
  await context.addCookies([...(person?.cookies ?? [])].map(([name, value]) => ({ name, value, url })))
  const page = await context.newPage()
  await page.goto(address)
  return page
}

async function filesOf(title: string): Promise<string[]> {
  const names = await service.parts
    .db('evidence_files')
    .join('evidence', 'evidence.id', 'evidence_files.evidence_id')
    .where('evidence.title', title)
    .pluck<string[]>('evidence_files.name')
  return names.toSorted()
}
