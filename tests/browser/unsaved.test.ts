import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { projectFolder } from '../../src/config.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'

let browser: TestBrowser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

test.each([
  ['with changed text is asked to confirm', 'data-unsaved', 'New words.', true],
  ['without changes is not asked', 'data-unsaved', '', false],
  ['that has never been saved is asked to confirm', 'data-unsaved data-not-saved', '', true],
  ['without data-unsaved is not asked', '', 'New words.', false],
])('a person who leaves a form %s', async (_, wants, typed, asked) => {
  const page = await aForm(wants)
  await page.locator('textarea').click()
  await page.keyboard.type(typed)
  expect(await isAskedOnLeaving(page)).toBe(asked)
})

test('a person who leaves a form with a chosen file is asked to confirm', async () => {
  const page = await aForm('data-unsaved')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') })
  await page.locator('textarea').click()
  expect(await isAskedOnLeaving(page)).toBe(true)
})

test.each([
  [
    'with its own error is asked to confirm',
    { above: '<p id="errors"></p>', inside: '<p class="govuk-error-message">Error</p>' },
    true,
  ],
  ['with a question is asked to confirm', { above: '', inside: '<p id="personal-data-question"></p>' }, true],
  ['below another form’s error is not asked', { above: '<p id="errors"></p>', inside: '' }, false],
])('a person who leaves a form that is shown again %s', async (_, shown, asked) => {
  const page = await aForm('data-unsaved', shown)
  await page.locator('textarea').click()
  expect(await isAskedOnLeaving(page)).toBe(asked)
})

test('a person who saves a form is not asked about unsaved changes', async () => {
  const page = await aForm('data-unsaved')
  await page.locator('textarea').click()
  await page.keyboard.type('New words.')
  const dialogs: string[] = []
  page.on('dialog', dialog => {
    dialogs.push(dialog.type())
    void dialog.accept()
  })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL('about:blank?text=*')
  expect(dialogs).toEqual([])
})

async function aForm(wants: string, { above, inside } = { above: '', inside: '' }): Promise<Page> {
  const page = await (await browser.newPerson()).newPage()
  await page.setContent(
    `<html lang="en">${above}<form action="about:blank" ${wants}>${inside}` +
      '<textarea name="text">Old words. </textarea><input type="file" name="files"><button>Save</button></form>',
  )
  await page.addScriptTag({ path: join(projectFolder, 'views', 'assets', 'main.js'), type: 'module' })
  return page
}

async function isAskedOnLeaving(page: Page): Promise<boolean> {
  let isAsked = false
  page.on('dialog', dialog => {
    isAsked = true
    void dialog.accept()
  })
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
  return isAsked
}
