import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { theService } from '../../src/domain/actor.ts'
import { newId } from '../../src/db/ids.ts'
import { addressKey } from '../../src/email/addresses.ts'
import { countBounce } from '../../src/email/email-address.store.ts'
import { openBrowser, type TestBrowser, windowOf } from '../support/browser.ts'
import { calibrating } from '../support/calibration.ts'
import { aDeclaration, aPersonWho, type APerson } from '../support/factories.ts'
import { anotherCase, meetingToday } from '../support/meetings.ts'
import { aPanelWorld, type PanelWorld } from '../support/panel.ts'
import { aReview, type Review } from './review.ts'

// Appraisers, panel members and their coordinator use the pages. axe checks each page at 1280 and 360 pixels.
// No page may scroll sideways in a window 320 pixels wide.

const phone = { viewport: { width: 360, height: 740 } }

let browser: TestBrowser
let world: PanelWorld
let review: Review
let site: string
beforeAll(async () => {
  browser = await openBrowser()
  review = aReview(browser)
  world = await aPanelWorld('sqlite')
  site = `http://127.0.0.1:${(world.service.server.address() as { port: number }).port}`
})
afterAll(async () => {
  await world.service.end()
  await browser.close()
})

test('an appraiser judges a case and compares the judgement with the panel’s, on a phone', async () => {
  await calibrating(() => world).published()
  const ines = await aPersonWho(world.service, { name: 'Ines Calder', roles: ['appraiser'] })
  const page = await pageOf(ines, '/account/calibration', phone)
  await review.ofPage(page, 'appraiser')
  await page.getByRole('link', { name: world.criteria[0]!.title }).click()
  await page.getByRole('button', { name: 'Save and compare' }).click()
  await page.getByRole('alert').waitFor()
  await review.ofPage(page, 'appraiser')
  await page.getByRole('radio', { name: 'Met', exact: true }).check()
  await page.locator('[name=reason]').fill('Joining needs no papers.')
  await page.getByRole('button', { name: 'Save and compare' }).click()
  await page.getByRole('heading', { name: 'The panel’s judgement' }).waitFor()
  await page.waitForLoadState()
  expect(await page.locator('main').innerText()).toContain('The panel saw this at every branch.')
  await review.ofPage(page, 'appraiser')
  expect(review.findings).toEqual([])
})

test('a panel member signs in with an emailed link, on a phone', async () => {
  const page = await (await browser.newPerson({ ...phone, baseURL: site })).newPage()
  await page.goto('/sign-in')
  await page.getByRole('link', { name: /Get a sign-in link by email/ }).click()
  await review.ofPage(page, 'nobody')
  await page.locator('[name=email]').fill(world.peer.email)
  await page.getByRole('button', { name: 'Email me a link' }).click()
  await page.waitForURL('**/sign-in/email/sent')
  await review.ofPage(page, 'nobody')
  const email = (await world.service.post()).find(({ to }) => to === world.peer.email)
  await page.goto(/\/sign-in\/link\/[\w-]+/.exec(email!.text)![0])
  await page.waitForURL('**/sign-in/link')
  await review.ofPage(page, 'nobody')
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/home')
  expect(review.findings).toEqual([])
})

test('a helper can follow only the items of a meeting that their panel member can follow', async () => {
  await world.submits()
  await world.seated()
  const { service, coordinator, organisation, application, neighbour, peer, chair } = world
  await world.db()('organisations').where({ id: organisation.id }).update({ name: 'Fellwick Libraries' })
  const other = await anotherCase(world, { name: 'Thornwick Library', panel: [peer, neighbour] })
  const joan = await world.as(coordinator, '/meetings/new')
  await joan.send('/meetings/new', { ...meetingToday, applications: [application.id, other] })
  const meeting = joan.address
  const miriam = await aPersonWho(service, { name: 'Miriam Haile', roles: ['helper'] })
  await aDeclaration(service, application, miriam)
  const held = { application_id: application.id, person_id: chair.id }
  const seat = (await world.db()('seats').where(held).first('id'))!.id
  await world.db()('seat_helpers').insert({
    id: newId(),
    seat_id: seat,
    person_id: miriam.id,
    kind: 'interpreter',
    name: miriam.name,
    email: miriam.email,
    recorded_by: coordinator.id,
    recorded_at: service.clock.now(),
    ended_at: null,
  })
  const page = await pageOf(miriam, meeting, phone)
  const huw = await pageOf(peer, meeting)
  await huw.getByRole('button', { name: 'Start discussing Thornwick Library' }).click()
  await page.getByText('An item that you cannot see is being discussed.', { exact: true }).first().waitFor()
  expect(await page.content()).not.toContain('Thornwick')
  await review.ofPage(page, 'helper')
  await (
    await pageOf(coordinator, meeting)
  )
    .getByRole('button', { name: 'Start discussing Fellwick Libraries' })
    .click()
  await page.locator('#meeting').getByText('Now discussing Fellwick Libraries').waitFor()
  expect(await page.getByRole('button', { name: 'I am here' }).count()).toBe(0)
  await review.ofPage(page, 'helper')
  expect(review.findings).toEqual([])
})

test('a coordinator’s home page shows today’s figures, and this week’s dates beside or below the tasks', async () => {
  const page = await pageOf(world.coordinator, '/home')
  const week = page.locator('.los-week')
  expect(await week.getByRole('heading', { level: 3 }).first().innerText()).toMatch(/^Monday 1 March\s+Today$/)
  const tasks = page.locator('main .govuk-grid-column-two-thirds')
  expect((await week.boundingBox())!.x).toBeGreaterThan((await tasks.boundingBox())!.x)
  expect(await page.locator('.los-numbers dt').allInnerTexts()).toEqual([
    'Current awards',
    'Ending within 60 days',
    'Overdue',
    'Suspended',
    'First applications',
    'Panels under way',
  ])
  await review.ofPage(page, 'coordinator')
  await page.setViewportSize(phone.viewport)
  expect((await week.boundingBox())!.y).toBeGreaterThan((await tasks.boundingBox())!.y)
  expect(review.findings).toEqual([])
})

test('a long email address that bounces fits on a phone, and axe finds no problem', async () => {
  const email = `${'averylongname'.repeat(3)}@${'libraryservice'.repeat(3)}.example`
  const person = await aPersonWho(world.service, { name: 'Wynne Mostyn', roles: ['appraiser'] })
  await world
    .db()('people')
    .where({ id: person.id })
    .update({ email, email_key: addressKey(email) })
  await world.service.parts.write(theService, ({ trx, at }) =>
    countBounce(trx, email, { kind: 'hard', answer: '550 no such person', at }),
  )
  const page = await pageOf({ ...person, email }, '/account', phone)
  expect(await page.getByRole('region', { name: 'Your email address' }).innerText()).toContain(email)
  await review.ofPage(page, 'appraiser with bounces')
  const nobody = await (await browser.newPerson({ ...phone, baseURL: site })).newPage()
  await nobody.goto('/sign-in/email')
  await nobody.locator('[name=email]').fill(email)
  await nobody.getByRole('button', { name: 'Email me a link' }).click()
  await nobody.getByRole('alert').getByText(email).waitFor()
  await review.ofPage(nobody, 'nobody with a long address')
  expect(review.findings).toEqual([])
})

async function pageOf(person: APerson, address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await windowOf(browser, world.service, person, options)
  await page.goto(address)
  return page
}
