import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../src/db/ids.ts'
import { indexAllEvidence } from '../../src/modules/evidence/evidence.public.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { someEvidence } from '../support/evidence.ts'
import { aLibrary, publishedFramework, type Library } from '../support/library.ts'
import { aService, type Service } from '../support/service.ts'

const titles = [
  'Tea',
  'Photos of the welcome table at Central Library on the first morning of Refugee Week',
  'Internationalisierungsbeauftragte',
  'مرحبا بكم في المكتبة',
]
const mixed = 'مرحبا بكم\nWelcome to the library\nأهلا'

let browser: TestBrowser
let service: Service
let library: Library
let evidence: string[]
beforeAll(async () => {
  browser = await openBrowser()
  service = await aService()
  await publishedFramework(service)
  library = await aLibrary(service, 'Ashcombe Libraries')
  evidence = []
  for (const title of titles) evidence.push(await someEvidence(service, library, { title, summary: mixed }))
  await service.database.writer('evidence_notes').insert({
    id: newId(),
    evidence_id: evidence[0]!,
    body: mixed,
    written_by: library.lead.id,
    written_at: service.clock.now(),
  })
  await indexAllEvidence(service.parts)
})
afterAll(async () => {
  await service.end()
  await browser.close()
})

async function aPage(width: number) {
  const { port } = service.server.address() as { port: number }
  const url = `http://127.0.0.1:${port}`
  const context = await browser.newPerson({ baseURL: url, viewport: { width, height: 640 } })
  await context.addCookies([...library.lead.cookies].map(([name, value]) => ({ name, value, url })))
  return context.newPage()
}

test.each([320, 360, 1280])('no checkbox covers the title of its evidence in a window %i pixels wide', async width => {
  const page = await aPage(width)
  await page.goto(`/organisations/${library.id}/evidence`)
  const gaps = await page.locator('.los-evidence__pick').evaluateAll(cards =>
    cards.map(card => {
      const parts = [...card.querySelectorAll('.govuk-checkboxes, .govuk-checkboxes *')]
      const right = Math.max(...parts.map(part => part.getBoundingClientRect().right))
      return card.querySelector('h3, h4')!.getBoundingClientRect().left - right
    }),
  )
  expect(gaps).toHaveLength(titles.length)
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(0)
})

test('each line of a text has the direction of its own script', async () => {
  const page = await aPage(1280)
  await page.goto(`/evidence/${evidence[0]}`)
  const lines = await page.locator('.los-sheet .los-typed p').evaluateAll(paragraphs =>
    paragraphs.flatMap(paragraph => {
      const { left, right } = paragraph.getBoundingClientRect()
      const range = paragraph.ownerDocument.createRange()
      range.selectNodeContents(paragraph)
      const drawn = [...range.getClientRects()].filter(({ width }) => width > 1)
      return drawn.map(line => (line.left - left < right - line.right ? 'left' : 'right'))
    }),
  )
  expect(lines).toEqual(['right', 'left', 'right'])
  const value = page.locator('.govuk-summary-list__value', { hasText: 'Welcome to the library' })
  expect(await value.evaluate(each => each.ownerDocument.defaultView!.getComputedStyle(each).unicodeBidi)).toBe(
    'plaintext',
  )
})
