import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { cleaningFolder } from '../support/cleaning.ts'
import { hasMark, markedRecordings } from '../support/marked-recordings.ts'

// Cleaned recordings play in a browser, with the same length, picture size and number of frames as before.

let browser: TestBrowser
let page: Page
let server: Server
const served = new Map<string, Buffer>()
const { clean, remove } = cleaningFolder()

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader('Content-Type', 'video/mp4')
    if (request.url === '/') response.setHeader('Content-Type', 'text/html')
    response.end(served.get(request.url!.slice(1)) ?? '<!doctype html><title>Player</title>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  browser = await openBrowser()
  page = await (await browser.newPerson()).newPage()
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
})
afterAll(async () => {
  await browser.close()
  server.close()
  await remove()
})

interface Played {
  end: string
  seconds: number
  size: string
  frames: number
}

const play = (address: string): string => `(async () => {
  const video = document.createElement('video')
  video.muted = true
  video.src = ${JSON.stringify(address)}
  document.body.append(video)
  const end = await new Promise(resolve => {
    video.onended = () => resolve('played')
    video.onerror = () => resolve(video.error.message)
    video.play().catch(error => resolve(String(error)))
  })
  const { totalVideoFrames } = video.getVideoPlaybackQuality()
  return { end, seconds: video.duration, size: video.videoWidth + ' x ' + video.videoHeight, frames: totalVideoFrames }
})()`

async function played(name: string, content: Buffer): Promise<Played> {
  served.set(name, content)
  return page.evaluate(play(name))
}

async function cleaned(content: Buffer, name: string): Promise<Buffer> {
  const result = await clean(content, name)
  if (typeof result === 'string') throw new Error(`refused: ${result}`)
  return result.bytes
}

test.each([
  ['tour.mp4', { end: 'played', seconds: 1, size: '64 x 48', frames: 12 }],
  ['talk.m4a', { end: 'played', seconds: 0.64, size: '0 x 0', frames: 0 }],
  ['talk.mp3', { end: 'played', seconds: expect.closeTo(1.07, 1), size: '0 x 0', frames: 0 }],
])('%s plays after cleaning', async (name, expected) => {
  const bytes = await cleaned(markedRecordings[name]!(), name)
  expect([hasMark(bytes), await played(name, bytes)]).toEqual([false, expected])
})

const record = (type: string): string => `(async () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 })
  const context = canvas.getContext('2d')
  const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: ${JSON.stringify(type)} })
  const parts = []
  recorder.ondataavailable = ({ data }) => parts.push(data)
  const stopped = new Promise(resolve => (recorder.onstop = resolve))
  recorder.start(200)
  for (let frame = 0; frame < 10; frame += 1) {
    context.fillStyle = 'hsl(' + frame * 36 + ' 80% 50%)'
    context.fillRect(0, 0, 64, 48)
    // The recorder gets only frames that the browser has painted, so wait for that.
    await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 60)))
  }
  recorder.stop()
  await stopped
  return [...new Uint8Array(await new Blob(parts).arrayBuffer())]
})()`

test.each(['video/mp4;codecs=avc1', 'video/mp4;codecs=vp9'])(
  'a film that the browser records as %s plays after cleaning',
  async type => {
    const film = Buffer.from(await page.evaluate<number[]>(record(type)))
    const before = await played('before.mp4', film)
    const after = await played('after.mp4', await cleaned(film, 'film.mp4'))
    expect([before.end, before.frames > 4]).toEqual(['played', true])
    expect(after).toEqual({ ...before, seconds: expect.closeTo(before.seconds, 2) })
  },
)
