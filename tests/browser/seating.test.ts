import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Knex } from 'knex'
import type { Page } from 'playwright-core'
import { theService } from '../../src/domain/actor.ts'
import type { Parts } from '../../src/parts.ts'
import { openBrowser, type TestBrowser, widthOf } from '../support/browser.ts'
import { aDeclaration, anApplication, anOrganisation, aPersonWho } from '../support/factories.ts'
import type { Service } from '../support/service.ts'
import { aReview } from './review.ts'
import { runningService, type RunningService } from './running-service.ts'

const password = 'open the library door'
const people: Record<string, string> = {}
let application = ''
let browser: TestBrowser
let service: RunningService
beforeAll(async () => {
  browser = await openBrowser()
  service = await runningService('2027-03-01T09:30:00Z', prepares)
})
afterAll(async () => {
  await service.stop()
  await browser.close()
})

/** Adds an application that needs a panel, and a pool in which one appraiser has a known conflict. */
async function prepares({ write, clock }: Parts): Promise<void> {
  await write(theService, async ({ trx }) => {
    const prepared = { database: { writer: trx as Knex } } as Service
    const organisation = await anOrganisation(prepared)
    const lead = await aPersonWho(prepared, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    const coordinator = await aPersonWho(prepared, { name: 'Joan Hartnell', roles: ['coordinator'] })
    const case_ = await anApplication(prepared, organisation, { status: 'checked', startedBy: lead })
    application = case_.id
    people.coordinator = coordinator.email
    await aDeclaration(prepared, case_, coordinator)
    for (const [name, kinds, area] of [
      ['Yonas Abraha', ['lived experience'], ''],
      ['Grace Okafor', ['sector peer'], ''],
      ['Hugh Lambourne', ['local group'], ''],
      ['Olena Marchuk', ['lived experience'], 'Ashcombe'],
    ] as const) {
      const person = await aPersonWho(prepared, { name, roles: ['appraiser'] })
      people[name] = person.email
      await trx('appraiser_profiles').insert({
        person_id: person.id,
        kinds: JSON.stringify(kinds),
        expertise: '["Rural branches","Volunteering"]',
        needs: name === 'Yonas Abraha' ? 'Interpreter (Tigrinya)' : '',
        weekdays: '[2,3]',
        away_from: null,
        away_until: null,
        seats_a_year: 4,
        council_area: area,
        saved_at: clock.now(),
        version: 1,
      })
    }
  })
}

test.each([
  ['1280', { width: 1280, height: 900 }],
  ['360', { width: 360, height: 780 }],
])('a coordinator offers a suggested person a seat, on a screen %s pixels wide', async (width, viewport) => {
  const page = await signedIn('coordinator', viewport)
  await page.goto(`/applications/${application}/panel`)
  await page.getByRole('heading', { name: /^Suggested: / }).waitFor()
  expect(await widthOf(page)).toBe(Number(width))
  expect(await page.getByRole('row', { name: /Olena Marchuk/ }).innerText()).toContain(
    'Lives in this library’s council area',
  )
  const name = width === '1280' ? 'Yonas Abraha' : 'Grace Okafor'
  await page.getByRole('link', { name: `Choose ${name}` }).click()
  expect(await page.locator('[name=person] option:checked').innerText()).toContain(name)
  await page.getByRole('button', { name: 'Offer this seat' }).click()
  await page.getByRole('heading', { name, level: 3, exact: true }).waitFor()
  expect(await page.locator('.los-seats').innerText()).toContain('Offered, no answer yet')
})

test('axe finds no problem on the pages about the pool and about seats', async () => {
  const review = aReview(browser)
  const coordinator = await signedIn('coordinator')
  await coordinator.goto('/pool')
  await review.ofPage(coordinator, 'coordinator')
  await coordinator.getByRole('link', { name: 'Yonas Abraha' }).click()
  await coordinator.waitForURL(/\/pool\/[a-z2-7]{20}$/)
  await review.ofPage(coordinator, 'coordinator')
  for (const address of [
    `/applications/${application}/panel`,
    `/applications/${application}/sample`,
    '/pool/invitations/new',
  ]) {
    await coordinator.goto(address)
    await review.ofPage(coordinator, 'coordinator')
  }
  await coordinator.locator('[name=people]').fill('Ada\nBo, bo@')
  await coordinator.getByRole('button', { name: 'Send invitations' }).click()
  await coordinator.getByRole('heading', { name: 'Lines to correct' }).waitFor()
  await review.ofPage(coordinator, 'coordinator')
  const appraiser = await signedIn('Yonas Abraha')
  await appraiser.goto('/account/appraising')
  await review.ofPage(appraiser, 'appraiser')
  expect([review.findings, review.seen.size]).toEqual([[], 7])
})

async function signedIn(who: string, viewport = { width: 1280, height: 900 }): Promise<Page> {
  const page = await (await browser.newPerson({ viewport, baseURL: service.address })).newPage()
  await page.goto('/sign-in')
  await page.locator('[name=email]').fill(people[who] ?? '')
  await page.locator('[name=password]').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(url => url.pathname !== '/sign-in')
  return page
}
