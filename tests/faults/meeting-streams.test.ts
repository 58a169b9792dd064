import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { onStatement } from '../support/database.ts'
import { signedIn } from '../support/factories.ts'
import { anotherCase, meetingToday } from '../support/meetings.ts'
import { aPanelWorld, type PanelWorld } from '../support/panel.ts'
import { startSite } from '../support/site.ts'
import { until } from '../support/until.ts'

// Many pages follow one meeting, and the service stops during it.

let world: PanelWorld
let address: string
beforeAll(async () => {
  world = await aPanelWorld('sqlite')
  await world.seated()
  const other = await anotherCase(world, { name: 'Thornwick Library', panel: [world.peer, world.neighbour] })
  const joan = await world.as(world.coordinator, '/meetings/new')
  await joan.send('/meetings/new', { ...meetingToday, applications: [world.application.id, other] })
  address = joan.address
  await world.db()('organisations').where({ id: world.organisation.id }).update({ name: 'Fellwick Libraries' })
})
afterAll(() => world.service.end())

/**
 * Signs the coordinator in this many times.
 * @returns the Cookie header of each session
 */
async function cookies(count: number): Promise<string[]> {
  const all: string[] = []
  for (let index = 0; index < count; index += 1) {
    const visitor = await signedIn(world.service, world.coordinator)
    all.push([...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
  }
  return all
}

interface Followed {
  status: number
  /** everything that the page received */
  text(): string
  /** waits for the end of the response, and returns whether all of it arrived */
  isComplete(): Promise<boolean>
  close(): void
}

async function follow(site: string, cookie: string): Promise<Followed> {
  const headers = { Accept: 'text/event-stream', Cookie: cookie }
  const request = get(`${site}${address}/live`, { agent: false, headers })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  let text = ''
  response.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  response.on('error', () => {})
  const closed = new Promise(resolve => response.on('close', resolve))
  return {
    status: response.statusCode!,
    text: () => text,
    isComplete: () => closed.then(() => response.complete),
    close: () => request.destroy(),
  }
}

/** The coordinator starts an item through the service that runs in the same process as this test. */
const starts = async (name: string): Promise<void> =>
  void (await (await world.as(world.coordinator, address)).press(`Start discussing ${name}`))

const siteHere = () => `http://127.0.0.1:${(world.service.server.address() as { port: number }).port}`

test('500 pages that follow a meeting read about as often as one, and other pages still respond', async () => {
  const people = await cookies(85)
  const statements: string[] = []
  onStatement(world.service.database, ({ sql }) => statements.push(sql))
  /** Counts the statements of two reads of the meeting. Each read first selects the meeting's version, `live`. */
  const reads = async (): Promise<number> => {
    statements.length = 0
    const begun = () => [...statements.keys()].filter(at => /\(select .live. from .meetings. /.test(statements[at]!))
    await until(() => begun().length > 2)
    return begun()[2]! - begun()[0]!
  }
  const first = await follow(siteHere(), people[0]!)
  await until(() => first.text().includes('event: meeting'))
  const ofOne = await reads()
  const others = await Promise.all(
    Array.from({ length: 499 }, (_, index) => follow(siteHere(), people[1 + Math.floor(index / 6)]!)),
  )
  const pages = [first, ...others]
  await until(() => pages.every(page => page.text().includes('event: meeting')))
  const of500 = await reads()
  const whole = 15 // every fifth read needs this many more statements, because it reads the whole meeting
  expect(ofOne).toBeGreaterThan(0)
  expect(of500).toBeLessThanOrEqual(ofOne + whole)

  expect((await follow(siteHere(), people[84]!)).status).toBe(429)
  const updates = () => pages.map(page => page.text().split('event: meeting').length - 2)
  const statuses: number[] = []
  await starts('Thornwick Library')
  await until(async () => {
    statuses.push((await fetch(`${siteHere()}/account`, { headers: { Cookie: people[84]! } })).status)
    return !updates().includes(0)
  })
  expect([...new Set(statuses)]).toEqual([200])
  expect(updates()).toEqual(pages.map(() => 1))
  for (const page of pages) page.close()
})

test('SIGTERM ends the streams of a meeting, and the next process shows what happened in between', async () => {
  const [cookie] = await cookies(1)
  const folder = world.service.database.dataFolder
  const child = await startSite(folder)
  const page = await follow(child.url, cookie!)
  await until(() => page.text().includes('event: meeting'))
  expect(page.text()).toContain('retry: 2000')
  const began = performance.now()
  const exited = once(child.process, 'exit')
  child.process.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  expect(performance.now() - began).toBeLessThan(15_000)
  expect(await page.isComplete()).toBe(true)

  await starts('Fellwick Libraries')
  const next = await startSite(folder)
  try {
    const again = await follow(next.url, cookie!)
    await until(() => again.text().includes('event: meeting'))
    expect(again.text()).toMatch(/Now discussing[^]*Fellwick/)
    again.close()
  } finally {
    await next.kill()
  }
})
