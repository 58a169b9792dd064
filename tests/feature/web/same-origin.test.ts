import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sendRaw } from '../../support/raw-http.ts'
import { aService, type Service } from '../../support/service.ts'

const own = 'http://localhost:3000'
let service: Service
beforeAll(async () => {
  service = await aService()
})
afterAll(() => service.end())

/** Sends a public form with these headers and those that every form needs. */
const sent = async (
  lines: readonly string[],
  { path = '/password/forgotten', method = 'POST', body = 'email=a%40library.example' } = {},
) => {
  const { port } = service.server.address() as { port: number }
  const head = [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost:3000',
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
    ...lines,
    '',
    '',
  ]
  return sendRaw(port, [head.join('\r\n') + body])
}

test.each([
  [
    'Sec-Fetch-Site “same-origin” and a different Origin',
    ['Sec-Fetch-Site: same-origin', 'Origin: https://elsewhere.example'],
  ],
  ['Sec-Fetch-Site “same-origin” and no Origin', ['Sec-Fetch-Site: same-origin']],
  ['our Origin and no Sec-Fetch-Site', [`Origin: ${own}`]],
  ['Sec-Fetch-Site “none” and our Origin', ['Sec-Fetch-Site: none', `Origin: ${own}`]],
])('a form is accepted with %s', async (_what, lines) => {
  expect((await sent(lines)).status).toBe(303)
})

test.each([
  ['Sec-Fetch-Site “same-site”', ['Sec-Fetch-Site: same-site', `Origin: ${own}`]],
  ['Sec-Fetch-Site “cross-site”', ['Sec-Fetch-Site: cross-site', `Origin: ${own}`]],
  ['a list in Sec-Fetch-Site', ['Sec-Fetch-Site: same-origin, cross-site', `Origin: ${own}`]],
  ['Sec-Fetch-Site sent twice', ['Sec-Fetch-Site: same-origin', 'Sec-Fetch-Site: same-origin', `Origin: ${own}`]],
  ['Sec-Fetch-Site in capitals', ['Sec-Fetch-Site: Same-Origin', `Origin: ${own}`]],
  ['an empty Sec-Fetch-Site', ['Sec-Fetch-Site: ', `Origin: ${own}`]],
  ['an unknown Sec-Fetch-Site', ['Sec-Fetch-Site: same-planet', `Origin: ${own}`]],
  ['neither Sec-Fetch-Site nor Origin', []],
  ['Sec-Fetch-Site “none” and no Origin', ['Sec-Fetch-Site: none']],
  ['the Origin “null”', ['Origin: null']],
  ['another origin', ['Origin: https://elsewhere.example']],
  ['our origin twice', [`Origin: ${own}`, `Origin: ${own}`]],
  ['two origins in one header', [`Origin: ${own} ${own}`]],
  ['an origin that begins like ours', [`Origin: ${own}.elsewhere.example`]],
  ['an origin that ends like ours', ['Origin: http://elsewhere.localhost:3000']],
  ['our origin as a user name', [`Origin: ${own}@elsewhere.example`]],
  ['our origin with a slash', [`Origin: ${own}/`]],
  ['our origin in capitals', ['Origin: HTTP://LOCALHOST:3000']],
  ['our origin with another port', ['Origin: http://localhost:3001']],
  ['our origin with https', ['Origin: https://localhost:3000']],
  ['our origin without its port', ['Origin: http://localhost']],
  ['our origin with the address 127.0.0.1', ['Origin: http://127.0.0.1:3000']],
  ['our origin with a similar letter', ['Origin: http://l\u00f6calhost:3000']],
  [
    'a different origin, which a second Host header and the proxy’s headers repeat',
    [
      'Origin: https://elsewhere.example',
      'Host: elsewhere.example',
      'X-Forwarded-Host: elsewhere.example',
      'X-Forwarded-Proto: https',
    ],
  ],
])('a form is refused with %s', async (_what, lines) => {
  service.logged.length = 0
  const response = await sent(lines)
  expect([response.status, /\r\nconnection: close/i.test(response.text), response.text.includes(own)]).toEqual([
    403,
    true,
    true,
  ])
  expect(service.logged.filter(line => line.includes('a foreign request'))).toHaveLength(1)
  expect(service.logged.join('')).not.toContain('elsewhere')
})

test('a form from another origin is refused, whatever the Host and X-Forwarded-Host headers say', async () => {
  const { port } = service.server.address() as { port: number }
  const { status } = await sendRaw(port, [
    [
      'POST /password/forgotten HTTP/1.1',
      'Host: elsewhere.example',
      'X-Forwarded-Host: elsewhere.example',
      'X-Forwarded-Proto: https',
      'Origin: https://elsewhere.example',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  ])
  expect(status).toBe(403)
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])(
  'a %s request from an unknown origin is refused, even with a method override',
  async method => {
    for (const path of ['/password/forgotten', '/nothing', '/sign-in', '/sign-out'])
      expect((await sent(['X-HTTP-Method-Override: GET'], { method, path })).status).toBe(403)
  },
)

test.each(['/home', '/webhooks/bounces', '/applications/aaaaaaaaaaaaaaaaaaaa', '/nothing'])(
  'an OPTIONS request does not reveal whether %s exists',
  async path => {
    const { status, text } = await sent(['Sec-Fetch-Site: same-origin'], { method: 'OPTIONS', path })
    expect([status, text]).toEqual([404, expect.not.stringMatching(/^allow:/im)])
  },
)

test('a form of unknown origin is refused without a database query, and before its body has arrived', async () => {
  const { port } = service.server.address() as { port: number }
  let queries = 0
  const count = () => {
    queries += 1
  }
  service.database.db.on('query', count)
  const head = [
    'POST /sign-out HTTP/1.1',
    'Host: localhost:3000',
    'Cookie: sanctuary=s%3Aabc.def',
    'Content-Type: multipart/form-data; boundary=b',
    'Content-Length: 50000000',
    '',
    '',
  ].join('\r\n')
  const { status } = await sendRaw(port, [head, 'the beginning of a body that never ends'])
  service.database.db.removeListener('query', count)
  expect([status, queries]).toEqual([403, 0])
})
