import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { once } from 'node:events'
import { Agent, createServer, request, type IncomingMessage, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { respondToUnreadableRequests } from '../../src/web/unreadable-requests.ts'
import { sendRaw } from '../support/raw-http.ts'

let server: Server
let port: number
beforeAll(async () => {
  server = createServer({ maxHeaderSize: 16_384 }, (req, res) => {
    if (req.url === '/begun') res.write('the first half')
    else res.end('a page')
  })
  respondToUnreadableRequests(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const get = (path: string, ...headers: string[]) => [`GET ${path} HTTP/1.1`, 'Host: x', ...headers, '', ''].join('\r\n')
const headOf = (text: string) => text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n').toSorted()
const bodyOf = (text: string) => text.slice(text.indexOf('\r\n\r\n') + 4)

test.each([
  ['an address', get(`/organisations?name=${'<b>'.repeat(7_000)}`)],
  ['an address of a megabyte', get(`/organisations?name=${'a'.repeat(1_000_000)}`)],
  ['cookies', get('/', `Cookie: sanctuary=${'a'.repeat(20_000)}`)],
])('a request with %s over the limit gets a page that repeats nothing that was sent', async (_what, sent) => {
  const { status, text } = await sendRaw(port, [sent])
  const body = bodyOf(text)
  expect([status, headOf(text)]).toEqual([
    431,
    [
      'Cache-Control: no-store',
      'Connection: close',
      `Content-Length: ${Buffer.byteLength(body, 'latin1')}`,
      "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
      'Content-Type: text/html; charset=utf-8',
      'HTTP/1.1 431 Request Header Fields Too Large',
      'X-Content-Type-Options: nosniff',
    ],
  ])
  expect(body).toContain('<h1>This address is too long</h1>')
  expect([body.includes('<b>'), body.includes('aaa'), body.trimEnd().endsWith('</html>')]).toEqual([false, false, true])
})

test('on a reused connection, an address that is too long gets an error page, and the next request works', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const answerTo = async (path: string) => {
    const sending = request({ port, host: '127.0.0.1', path, agent }).end()
    const [response] = (await once(sending, 'response')) as [IncomingMessage]
    let text = ''
    for await (const chunk of response) text += String(chunk)
    return { status: response.statusCode, text }
  }
  expect(await answerTo('/')).toEqual({ status: 200, text: 'a page' })
  expect(await answerTo(`/?name=${'a'.repeat(20_000)}`)).toEqual({
    status: 431,
    text: expect.stringContaining('This address is too long'),
  })
  expect(await answerTo('/')).toEqual({ status: 200, text: 'a page' })
  agent.destroy()
})

test.each([
  ['no HTTP at all', 'HELO library\r\n\r\n'],
  ['two lengths', get('/', 'Content-Length: 1', 'Content-Length: 2')],
])('%s gets an empty response with status 400', async (_what, sent) => {
  const { status, text } = await sendRaw(port, [sent])
  expect([status, bodyOf(text)]).toEqual([400, ''])
})

test('an unreadable request cuts off the response that is being sent, and gets no response itself', async () => {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.on('error', () => {})
  socket.on('data', chunk => {
    text += String(chunk)
  })
  socket.write(get('/begun'))
  while (!text.includes('the first half')) await once(socket, 'data')
  socket.write('HELO library\r\n\r\n')
  await once(socket, 'close')
  expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1)
})
