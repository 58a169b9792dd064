import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { axeFindings, openBrowser, type TestBrowser } from '../support/browser.ts'

// Tests support/browser.ts, which opens the browser for the other tests in this folder.

let browser: TestBrowser
let server: Server
let home: string
const bodies: Record<string, string> = {
  '/wrong': '<img src="/x.png"><h1>Croeso</h1>',
  '/away': '<h1>Croeso</h1><img alt="" src="http://sanctuary.example.org/x.png">',
}
beforeAll(async () => {
  server = createServer((request, response) => {
    response
      .setHeader('content-security-policy', "default-src 'self'; script-src 'self'")
      .setHeader('content-type', 'text/html; charset=utf-8')
    const body = bodies[request.url ?? ''] ?? '<h1>Croeso</h1>'
    response.end(
      `<!DOCTYPE html><html lang="cy"><head><title>Croeso</title></head><body><main>${body}</main></body></html>`,
    )
  }).listen(0, '127.0.0.1')
  home = await new Promise(resolve =>
    server.once('listening', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  )
  browser = await openBrowser()
})
afterAll(async () => {
  browser.complaints.length = 0
  await browser.close()
  server.close()
})

test('axe runs on a page whose content security policy allows no inline script', async () => {
  const page = await (await browser.newPerson()).newPage()
  await page.goto(`${home}/`)
  expect(await axeFindings(page)).toEqual([])
  await page.goto(`${home}/wrong`)
  expect(await axeFindings(page)).toEqual(['/wrong · image-alt: Images must have alternative text · img'])
  expect(browser.complaints).toEqual([])
})

test('a request to another machine is reported', async () => {
  const page = await (
    await browser.newPerson({ viewport: { width: 320, height: 640 }, javaScriptEnabled: false })
  ).newPage()
  await page.goto(`${home}/away`)
  expect(browser.complaints).toContain('a request left this machine: http://sanctuary.example.org/x.png')
})
