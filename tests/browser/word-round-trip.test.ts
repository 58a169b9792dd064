import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { axeFindings, openBrowser, type TestBrowser } from '../support/browser.ts'
import { anApplication, aRound, aTeam, everythingWritten, signedIn } from '../support/factories.ts'
import { aService, type Service } from '../support/service.ts'
import { answered, paragraph, run, withBody, withComments } from '../support/word-drafts.ts'

// A contributor downloads the draft, a colleague changes it in Word, and the contributor imports it on a phone.

let browser: TestBrowser
let service: Service

beforeAll(async () => {
  browser = await openBrowser()
  service = await aService('sqlite')
})
afterAll(async () => {
  await service.end()
  await browser.close()
})

const isWithinWidth = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>('document.documentElement.scrollWidth <= document.documentElement.clientWidth')

test('a draft is downloaded, changed in Word, and imported', async () => {
  const { organisation, lead, contributor } = await aTeam(service)
  const application = await anApplication(service, organisation, { startedBy: lead, round: await aRound(service) })
  await everythingWritten(service, application, lead)
  const visitor = await signedIn(service, contributor)
  const origin = `http://127.0.0.1:${(service.server.address() as { port: number }).port}`
  const context = await browser.newPerson({ viewport: { width: 320, height: 640 }, acceptDownloads: true })
  await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: origin })))
  const page = await context.newPage()
  const isFine = async () => expect([await axeFindings(page), await isWithinWidth(page)]).toEqual([[], true])

  await page.goto(`${origin}/applications/${application.id}`)
  await page.getByRole('link', { name: 'Write in Word' }).click()
  await page.waitForURL('**/word')
  await isFine()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the draft (Word)' }).click(),
  ])
  const changed = withBody(readFileSync(await download.path()), xml =>
    answered(answered(xml, 'L1', paragraph(run('What we really do.'))), 'L2', paragraph(run('Together.'))),
  )
  const content = withComments(changed, [{ on: 'L1', author: 'Head of service', text: 'Much better' }])
  const mimeType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  await service.database
    .writer('answers')
    .where({ application_id: application.id, item_id: 'induction' })
    .update({ narrative: 'What we do about L2, each month.', version: 2 })
  await page.getByLabel('Word document').setInputFiles({ name: 'draft.docx', mimeType, buffer: content })
  await page.getByRole('button', { name: 'Import document' }).click()
  await page.getByRole('heading', { name: 'Changes in the document' }).waitFor()
  await isFine()
  await page.getByRole('button', { name: 'Use this text' }).first().click()
  await page.getByRole('button', { name: 'Add 1 comment' }).click()
  await page.getByRole('link', { name: /Compare and combine|Change this text before saving/ }).click()
  await page.waitForURL('**/word/changes/*')
  await isFine()
  await page.getByRole('button', { name: 'Save answer' }).click()
  await page.getByRole('link', { name: 'Write in Word' }).waitFor()
  const answers = await service.database.writer('answers').where({ application_id: application.id })
  const textOf = (itemId: string) => answers.find(({ item_id }) => item_id === itemId)?.narrative
  expect(textOf('staff-training')).toBe('What we really do.')
  expect(textOf('induction')).toMatch(/each month[\s\S]*Together|Together[\s\S]*each month/)
  await page.goto(`${origin}/criteria?kind=renewal`)
  await isFine()
  await context.close()
})
