import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { RequestListener } from 'node:http'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { axeFindings, openBrowser, type TestBrowser, widthOf, windowOf } from '../support/browser.ts'
import type { APerson } from '../support/factories.ts'
import { anotherCase, meetingToday } from '../support/meetings.ts'
import { aPanelWorld, type PanelWorld } from '../support/panel.ts'

// A meeting about two libraries. Nadia has a conflict with Thornwick. Huw and Clare can follow both items.

const phone = { viewport: { width: 360, height: 740 }, javaScriptEnabled: false }

let browser: TestBrowser
let world: PanelWorld
let address: string
beforeAll(async () => {
  browser = await openBrowser()
  world = await aPanelWorld('sqlite')
  const { peer, neighbour, chair, coordinator, organisation } = world
  await world.seated()
  await world.db()('organisations').where({ id: organisation.id }).update({ name: 'Fellwick Libraries' })
  const other = await anotherCase(world, { name: 'Thornwick Library', panel: [peer, neighbour], conflict: [chair] })
  const joan = await world.as(coordinator, '/meetings/new')
  await joan.send('/meetings/new', { ...meetingToday, applications: [world.application.id, other] })
  address = joan.address
})
afterAll(async () => {
  await world.service.end()
  await browser.close()
})

test('people follow the meeting, and a person with a conflict does not see which item is discussed', async () => {
  const huw = await pageOf(world.peer)
  const nadia = await pageOf(world.chair)
  const clare = await pageOf(world.neighbour, phone)
  await nadia.getByRole('button', { name: 'I am here' }).click()
  await nadia.getByText('You are recorded as present.').waitFor()
  await huw.getByText('Present now: 1').waitFor()
  expect(await nadia.content()).not.toContain('Thornwick')

  await huw.getByRole('button', { name: 'Start discussing Thornwick Library' }).click()
  await huw.getByText('Now discussing Thornwick Library').waitFor()
  await nadia.getByText('An item that you cannot see is being discussed.', { exact: true }).first().waitFor()
  await nadia.getByText('You are not in the meeting for this item.').waitFor()
  expect(await nadia.content()).not.toContain('Thornwick')
  await huw
    .getByText('is not in the meeting for this item and cannot see it.')
    .or(huw.getByText(/^Nadia left at/))
    .waitFor()
  await clare.reload()
  expect(await clare.locator('.los-now').innerText()).toContain('Now discussing Thornwick Library')
  expect(await widthOf(clare)).toBe(360)
  expect([await axeFindings(huw), await axeFindings(nadia)]).toEqual([[], []])

  const joan = await pageOf(world.coordinator)
  await joan.getByRole('button', { name: 'Start discussing Fellwick Libraries' }).click()
  await nadia.locator('#meeting').getByText('Now discussing Fellwick Libraries').waitFor()
  await nadia.getByText('You are recorded as present.').waitFor()
  await nadia.setViewportSize({ width: 360, height: 740 })
  expect([await widthOf(nadia), await axeFindings(nadia)]).toEqual([360, []])
})

test('a page hides the meeting while the service is down, and shows the meeting again after a restart', async () => {
  const joan = await pageOf(world.coordinator)
  await joan.getByText('Agenda', { exact: true }).waitFor()
  const restart = stopped()
  await joan.getByText('The connection was lost').waitFor()
  expect(await joan.content()).not.toContain('Thornwick')
  await world.db()('meeting_items').update({ ended_at: world.service.clock.now() })
  await world.db()('meetings').increment('live', 1)
  restart()
  await joan.locator('#meeting').getByText('No item is being discussed at the moment.').waitFor()
})

test('a suspended person’s page hides the meeting and says that it has stopped updating', async () => {
  const huw = await pageOf(world.peer)
  await huw.getByText('Agenda', { exact: true }).waitFor()
  await world.db()('people').where({ id: world.peer.id }).update({ status: 'suspended' })
  await huw.getByText('This page has stopped updating.').waitFor()
  expect(await huw.content()).not.toMatch(/Thornwick|Fellwick/)
  await world.db()('people').where({ id: world.peer.id }).update({ status: 'active' })
})

test('a page that reconnects for a person who has lost access says that it has stopped updating', async () => {
  const huw = await pageOf(world.peer)
  await huw.clock.install()
  await huw.getByText('Agenda', { exact: true }).waitFor()
  const restart = stopped()
  await huw.getByText('The connection was lost').waitFor()
  await world.db()('people').where({ id: world.peer.id }).update({ status: 'suspended' })
  restart()
  await huw.getByText('This page has stopped updating. Reload it or sign in again.').waitFor()
  expect(await huw.content()).not.toMatch(/Thornwick|Fellwick/)
  expect(await huw.locator('main').innerText()).not.toContain('The connection was lost')
  const again = huw.waitForRequest(/live$/, { timeout: 2_000 }).catch(() => 'none')
  await huw.clock.fastForward(20_000)
  expect(await again).toBe('none')
  await world.db()('people').where({ id: world.peer.id }).update({ status: 'active' })
})

test('a page keeps trying to reconnect while a proxy returns errors, and then shows the meeting', async () => {
  const joan = await pageOf(world.coordinator)
  await joan.getByText('Agenda', { exact: true }).waitFor()
  const restart = stopped()
  const said = await joan.getByText('The connection was lost').elementHandle()
  restart()
  const endProxy = stopped('a proxy returns 502')
  await joan.waitForResponse(answer => answer.status() === 502 && answer.request().method() === 'HEAD')
  expect(await joan.locator('#meeting').innerText()).toBe('The connection was lost. We are trying to reconnect.')
  // If the page replaced the line, a screen reader could read it out again.
  expect(await said!.evaluate(line => line.isConnected)).toBe(true)
  endProxy()
  await joan.getByText('Agenda', { exact: true }).waitFor()
})

/**
 * Acts as if the service were down: every connection breaks, or a proxy returns 502. The server keeps its port, so that
 * no other test can get it.
 * @returns a function that makes the service respond again
 */
function stopped(how: 'connections break' | 'a proxy returns 502' = 'connections break'): () => void {
  const { server, app } = world.service
  server.removeListener('request', app)
  server.on('request', how === 'connections break' ? breakOff : respondAsProxy)
  server.closeAllConnections()
  return () => {
    server.removeAllListeners('request')
    server.on('request', app)
    server.closeAllConnections()
  }
}
const breakOff: RequestListener = req => void req.socket.destroy()
const respondAsProxy: RequestListener = (_req, res) => void res.writeHead(502).end()

async function pageOf(person: APerson, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await windowOf(browser, world.service, person, options)
  await page.goto(address)
  return page
}
