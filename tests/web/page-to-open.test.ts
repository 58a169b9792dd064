import { expect, test } from '@jest/globals'
import type { Request, Response } from 'express'
import { leadToPage, pageToOpen } from '../../src/web/page-to-open.ts'
import { get, post } from '../../src/web/routes.ts'

const answer = () => undefined
const rows = [
  get('/home', 'signed in', answer),
  get('/applications/:id/panel', 'signed in', answer),
  post('/applications/:id/panel', 'signed in', answer),
  post('/applications/:id/panel/seats/:seatId/offer', 'signed in', answer),
  post('/alone', 'signed in', answer),
  get('/evidence/:id', 'signed in', answer),
  get('/evidence/:id/files/:fileId', 'signed in', answer),
  post('/evidence/:id/files/:fileId/restoration', 'signed in', answer),
]
const find = pageToOpen(rows, 'http://library.example')
const offer = '/applications/abc/panel/seats/def/offer'

const opened = (originalUrl: string, referer?: string): string =>
  find({ originalUrl, path: originalUrl.replace(/\?.*/, ''), get: () => referer } as unknown as Request)

test('a refused form whose address is a page leads back to that page, with its query', () => {
  expect(opened('/applications/abc/panel?part=2', 'http://library.example/home')).toBe('/applications/abc/panel?part=2')
})

test('a refused form whose address is not a page leads back to the page that has the form', () => {
  expect(opened(offer, 'http://library.example/home?show=all')).toBe('/home?show=all')
})

test.each([
  [undefined],
  ['not an address'],
  ['http://elsewhere.example/home'],
  ['http://library.example/nowhere'],
  ['http://library.example//elsewhere.example'],
  [`http://library.example${offer}`],
])('a refused form with the referrer %j leads to the nearest page above its address', referer => {
  expect(opened(offer, referer)).toBe('/applications/abc/panel')
})

test('a refused form with no page above its address leads to the start page', () => {
  expect(opened('/alone')).toBe('/')
})

test.each([
  ['GET', offer, '/applications/abc/panel'],
  ['POST', offer, 'not found'],
  ['GET', '/alone', 'not found'],
  ['GET', '/nowhere', 'not found'],
  ['GET', '/evidence/abc/files/def/restoration', '/evidence/abc'],
])('%s %s, which has no page, leads to: %s', (method, path, expected) => {
  let led = ''
  const res = { redirect: (_status: number, address: string) => (led = address) } as unknown as Response
  leadToPage(rows)({ method, path } as unknown as Request, res, () => (led = 'not found'))
  expect(led).toBe(expected)
})
