import { afterAll, beforeAll, expect, test } from '@jest/globals'
import request from 'supertest'
import { aService, type Service } from '../../support/service.ts'

let service: Service
beforeAll(async () => {
  service = await aService()
})
afterAll(() => service.end())

test.each([
  ['/sign-in', 200],
  ['/nothing', 404],
  ['/home', 303],
  ['/invitations/none', 404],
  ['/health/live', 200],
])('the response to %s has all security headers', async (path, status) => {
  const { headers, ...response } = await request(service.server)
    .get(path)
    .redirects(0)
    .ok(() => true)
  expect([response.status, headers]).toEqual([
    status,
    expect.objectContaining({
      'content-security-policy':
        "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';font-src " +
        "'self';manifest-src 'self';form-action 'self';frame-ancestors 'none';base-uri 'none';object-src 'none'",
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    }),
  ])
  expect([headers['strict-transport-security'], headers['x-powered-by']]).toEqual([undefined, undefined])
})

test.each([
  ['/sign-in', undefined],
  ['/help', undefined],
  ['/verify', undefined],
  ['/verify/none', 'noindex'],
  ['/upload/none', 'noindex'],
  ['/invitations/none', 'noindex'],
  ['/home', 'noindex'],
  ['/nothing', 'noindex'],
])('the response to %s has X-Robots-Tag %s', async (path, robots) => {
  const { headers } = await request(service.server)
    .get(path)
    .redirects(0)
    .ok(() => true)
  expect(headers['x-robots-tag']).toBe(robots)
})
