import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sendRaw } from '../support/raw-http.ts'
import { aService } from '../support/service.ts'
import type { Service } from '../support/service.ts'

let service: Service
beforeAll(async () => { service = await aService() })
afterAll(() => service.end())

const asked = async (method: string, target: string): Promise<number> => {
  const head = [`${method} ${target} HTTP/1.1`, 'Host: localhost', 'Sec-Fetch-Site: same-origin', 'Content-Length: 0', 'Connection: close', '', '']
  return (await sendRaw((service.server.address() as AddressInfo).port, [head.join('\r\n')])).status
}

test('what is no address of ours is not found, however a request names it', async () => {
  for (const target of ['*', '/%', '/%E0%A4%A', '//', '/..', '//evil.example/home', 'http://[', 'http://evil.example/nowhere', '/assets/..%2fpackage.json', '/assets/%00', '/home%2f']) {
    for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS', 'PROPFIND']) {
      const status = await asked(method, target)
      expect([method, target, status]).toEqual([method, target, target === '//' && ['GET', 'HEAD'].includes(method) ? 200 : 404])
    }
  }
  expect(service.logged.filter(line => line.includes('a bug'))).toEqual([])
})

test('a parameter whose escapes are broken is a broken request', async () => {
  expect([await asked('GET', '/verify/%E0%A4%A'), await asked('GET', '/invitations/%'), await asked('GET', '/verify?code=%E0%A4%A')]).toEqual([400, 400, 422])
})
