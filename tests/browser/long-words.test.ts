import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { indexAllEvidence } from '../../src/modules/evidence/evidence.public.ts'
import { openBrowser, openFolds, type TestBrowser, widthOf } from '../support/browser.ts'
import { aPersonWho, signedIn } from '../support/factories.ts'
import { someEvidence } from '../support/evidence.ts'
import { aLibrary, publishedFramework, type Library } from '../support/library.ts'
import { aService, type Service } from '../support/service.ts'

/** A name without spaces, which a browser cannot wrap. People paste such text, for example an address, into fields. */
const long = 'anameofmorethansixtyletterswithoutanyspacebecauseitwaspasted'

let browser: TestBrowser
let service: Service
let library: Library
let evidence: string
beforeAll(async () => {
  browser = await openBrowser()
  service = await aService()
  await publishedFramework(service)
  library = await aLibrary(service, `${long} Libraries`)
  await service.database.writer('people').update({ name: long })
  evidence = await someEvidence(service, library, { title: long })
  await indexAllEvidence(service.parts)
})
afterAll(async () => {
  await service.end()
  await browser.close()
})

test('a lead’s pages fit a narrow phone when a name is long and has no spaces', async () => {
  const own = `/organisations/${library.id}`
  const pages = ['/home', own, `${own}/team`, `${own}/evidence`, `${own}/applications`, `/search?q=${long}`]
  expect(await widths(library.lead.cookies, [...pages, `/evidence/${evidence}`, '/account'])).toEqual([])
})

test('a coordinator’s pages fit a narrow phone when a name is long and has no spaces', async () => {
  const coordinator = await aPersonWho(service, { name: long, roles: ['coordinator'] })
  const { cookies } = await signedIn(service, coordinator)
  const pages = ['/home', '/organisations', `/organisations/${library.id}`, '/awards', '/history', '/applications']
  expect(await widths(cookies, pages)).toEqual([])
})

/** Checks that each page shows the name. @returns the pages that are wider than 320 pixels, with their widths */
async function widths(cookies: ReadonlyMap<string, string>, pages: readonly string[]): Promise<[string, number][]> {
  const { port } = service.server.address() as { port: number }
  const context = await browser.newPerson({
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 320, height: 640 },
  })
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: `http://127.0.0.1:${port}` })))
  const page = await context.newPage()
  const wide: [string, number][] = []
  for (const address of pages) {
    await page.goto(address)
    expect(await page.locator('body').innerText()).toContain(long)
    await openFolds(page)
    const width = await widthOf(page)
    if (width > 320) wide.push([address, width])
  }
  return wide
}
