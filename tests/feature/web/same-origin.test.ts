import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sendRaw } from '../../support/raw-http.ts'
import { aService, type Service } from '../../support/service.ts'

const own = 'http://localhost:3000'
let service: Service
beforeAll(async () => {
  service = await aService()
})
afterAll(() => service.end())

/** Posts to a public form with exactly these headers. */
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
  ['same-origin, whatever the origin says', ['Sec-Fetch-Site: same-origin', 'Origin: https://elsewhere.example']],
  ['same-origin without an origin', ['Sec-Fetch-Site: same-origin']],
  ['no fetch metadata, our own origin', [`Origin: ${own}`]],
  ['started by the person, our own origin', ['Sec-Fetch-Site: none', `Origin: ${own}`]],
])('accepts %s', async (_what, lines) => {
  expect((await sent(lines)).status).toBe(303)
})

test.each(
  [
    ['same-site', ['Sec-Fetch-Site: same-site', `Origin: ${own}`]],
    ['cross-site', ['Sec-Fetch-Site: cross-site', `Origin: ${own}`]],
    ['a list', ['Sec-Fetch-Site: same-origin, cross-site', `Origin: ${own}`]],
    ['sent twice', ['Sec-Fetch-Site: same-origin', 'Sec-Fetch-Site: same-origin', `Origin: ${own}`]],
    ['other letters', ['Sec-Fetch-Site: Same-Origin', `Origin: ${own}`]],
    ['nothing', ['Sec-Fetch-Site: ', `Origin: ${own}`]],
    ['something new', ['Sec-Fetch-Site: same-planet', `Origin: ${own}`]],
    ['neither header', []],
    ['started by the person, no origin', ['Sec-Fetch-Site: none']],
    ['an origin of null', ['Origin: null']],
    ['another origin', ['Origin: https://elsewhere.example']],
    ['our origin twice', [`Origin: ${own}`, `Origin: ${own}`]],
    ['two origins in one', [`Origin: ${own} ${own}`]],
    ['an origin that begins like ours', [`Origin: ${own}.elsewhere.example`]],
    ['an origin that ends like ours', ['Origin: http://elsewhere.localhost:3000']],
    ['ours as a user name', [`Origin: ${own}@elsewhere.example`]],
    ['ours with a slash', [`Origin: ${own}/`]],
    ['ours in capitals', ['Origin: HTTP://LOCALHOST:3000']],
    ['ours with another port', ['Origin: http://localhost:3001']],
    ['ours with the other scheme', ['Origin: https://localhost:3000']],
    ['ours without its port', ['Origin: http://localhost']],
    ['this machine by number', ['Origin: http://127.0.0.1:3000']],
    ['a letter that looks like ours', ['Origin: http://l\u00f6calhost:3000']],
    [
      'only the host and what a proxy says',
      [
        'Origin: https://elsewhere.example',
        'Host: elsewhere.example',
        'X-Forwarded-Host: elsewhere.example',
        'X-Forwarded-Proto: https',
      ],
    ],
  ].filter(([what]) => what !== 'only the host and what a proxy says') as [string, string[]][],
)('refuses %s', async (_what, lines) => {
  service.logged.length = 0
  const answer = await sent(lines)
  expect([answer.status, /\r\nconnection: close/i.test(answer.text), answer.text.includes(own)]).toEqual([
    403,
    true,
    true,
  ])
  expect(service.logged.filter(line => line.includes('a foreign request'))).toHaveLength(1)
  expect(service.logged.join('')).not.toContain('elsewhere')
})

test('ignores what a proxy or the Host header claims', async () => {
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
  '%s needs proof, also for an address that does not exist and with a method override',
  async method => {
    for (const path of ['/password/forgotten', '/nothing', '/sign-in', '/sign-out'])
      expect((await sent(['X-HTTP-Method-Override: GET'], { method, path })).status).toBe(403)
  },
)

test('a refusal reads no session and no body, and stores nothing', async () => {
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
