import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openBrowser, openFolds, type TestBrowser, widthOf, windowOf } from '../support/browser.ts'
import { anAward, anOrganisation, aPersonWho, aRound } from '../support/factories.ts'
import { aService, type Service } from '../support/service.ts'

// Doubles the size of the text (WCAG 1.4.4) and widens its spacing (WCAG 1.4.12).
const enlarged = { fontSize: '200%', lineHeight: '1.5', letterSpacing: '0.12em', wordSpacing: '0.16em' }

let browser: TestBrowser
let service: Service
beforeAll(async () => {
  browser = await openBrowser()
  service = await aService('sqlite')
  await aRound(service) // publishes the criteria
})
afterAll(async () => {
  await service.end()
  await browser.close()
})

test('with large text on a phone, five pages about awards do not scroll sideways', async () => {
  const organisation = await anOrganisation(service)
  const startedBy = await aPersonWho(service, { member: [[organisation, 'lead']] })
  const code = '63XQ-WRAM-3K'
  const { id } = await anAward(service, organisation, { startedBy, status: 'valid', endsOn: '2027-12-31', code })
  const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
  const page = await windowOf(browser, service, coordinator, { viewport: { width: 320, height: 640 } })
  for (const address of [`/awards/${id}`, `/awards/${id}/certificate`, `/verify/${code}`, '/awards', '/renewals']) {
    await page.goto(address)
    await openFolds(page)
    await page.evaluate(`Object.assign(document.documentElement.style, ${JSON.stringify(enlarged)})`)
    expect([address, await widthOf(page)]).toEqual([address, 320])
  }
})
