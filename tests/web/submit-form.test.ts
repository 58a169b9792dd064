import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../src/db/ids.ts'
import { theService } from '../../src/domain/actor.ts'
import { storeAll } from '../../src/web/store-all.ts'
import type { Received } from '../../src/web/uploads.ts'
import { eachDatabase } from '../support/database.ts'
import { aPersonWho, signedIn, type APerson } from '../support/factories.ts'
import { publishedFramework } from '../support/library.ts'
import { aService, type Service } from '../support/service.ts'
import { anotherWindow, type Visitor } from '../support/visitor.ts'

// All forms share this code. These tests use the form for a round.

const round = {
  name: 'Autumn round',
  'opensOn-day': '1',
  'opensOn-month': '9',
  'opensOn-year': '2027',
  'closesOn-day': '31',
  'closesOn-month': '10',
  'closesOn-year': '2027',
  graceMinutes: '15',
}

eachDatabase('a form', engine => {
  let service: Service
  let coordinator: APerson
  let page: Visitor
  let key: string
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
  })
  afterAll(() => service.end())
  beforeEach(async () => {
    await service.database.writer('rounds').delete()
    coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    page = await signedIn(service, coordinator, '/rounds/new')
    key = newId()
  })
  const names = () => service.database.writer('rounds').orderBy('name').pluck('name')
  const send = (visitor: Visitor, more: Record<string, string> = {}) =>
    visitor.send('/rounds/new', { ...round, idempotencyKey: key, ...more })

  test('a form has a new idempotency key each time it is shown', async () => {
    const first = page.valueOf('idempotencyKey')
    await page.open('/rounds/new')
    expect(first).toMatch(/^[a-z2-7]{40}$/)
    expect(page.valueOf('idempotencyKey')).toMatch(/^[a-z2-7]{40}$/)
    expect(page.valueOf('idempotencyKey')).not.toBe(first)
  })

  test('a form sent twice makes one change, and leads to the same page with the same notice', async () => {
    await send(page)
    const first = { address: page.address, notices: page.notices }
    await send(page)
    expect(first.notices).toHaveLength(1)
    expect({ address: page.address, notices: page.notices }).toEqual(first)
    expect(await names()).toEqual(['Autumn round'])
  })

  test('a form sent 20 times simultaneously makes one change', async () => {
    const windows = Array.from({ length: 20 }, () => anotherWindow(service, page))
    const sent = await Promise.all(windows.map(window => send(window)))
    expect(sent.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(await names()).toEqual(['Autumn round'])
  })

  test('a form sent again with other text shows an error, and saves that text on the next press', async () => {
    await send(page)
    await send(page, { name: 'Winter round' })
    expect([page.status, page.errors.length, page.valueOf('name'), await names()]).toEqual([
      422,
      1,
      'Winter round',
      ['Autumn round'],
    ])
    await page.press('Save round')
    expect([page.status, await names()]).toEqual([200, ['Autumn round', 'Winter round']])
  })

  test('a form without files is saved while the files of four other forms are being stored', async () => {
    let finish = (): void => {}
    const isStored = new Promise<void>(done => {
      finish = done
    })
    const file = {
      id: newId(),
      name: 'film.mp4',
      type: 'video/mp4',
      size: 1,
      sha256: '',
      keep: () => isStored,
    } as const
    const received = { files: [file] } as unknown as Received
    const uploads = Array.from({ length: 4 }, () => storeAll(service.parts, theService, received, async () => null))
    await send(page)
    expect(await names()).toEqual(['Autumn round'])
    finish()
    await Promise.all(uploads)
  }, 60_000)

  test('a refused form saves nothing, and can be sent again with the same idempotency key', async () => {
    await send(page, { name: '' })
    expect([page.status, await names()]).toEqual([422, []])
    await send(page)
    expect([page.status, await names()]).toEqual([200, ['Autumn round']])
  })

  test('a form sent again leads to its first result, even if the person has lost the role', async () => {
    await send(page)
    await service.database
      .writer('charity_roles')
      .where({ person_id: coordinator.id })
      .update({ ended_at: service.clock.now() })
    const again = anotherWindow(service, page)
    await send(again)
    expect(again.address).toBe('/rounds')
    await again.send('/rounds/new', { ...round, idempotencyKey: newId() })
    expect([again.status, await names()]).toEqual([404, ['Autumn round']])
  })

  test('forms of two people with the same idempotency key are both saved', async () => {
    await send(page)
    const other = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/rounds/new')
    await send(other, { name: 'Winter round' })
    expect([other.status, await names()]).toEqual([200, ['Autumn round', 'Winter round']])
  })

  test('a form is refused when the person loses the role while it is being sent', async () => {
    const role = service.database.writer('charity_roles').where({ person_id: coordinator.id })
    const write = service.parts.write
    const endsTheRoleFirst: Service['parts']['write'] = async (actor, act) => {
      await role.clone().update({ ended_at: service.clock.now() })
      return write(actor, act)
    }
    service.parts.write = endsTheRoleFirst
    try {
      await send(page)
      expect([page.status, await names()]).toEqual([404, []])
    } finally {
      service.parts.write = write
    }
  })

  test.each([
    ['a coordinator', 'coordinator'],
    ['an appraiser', 'appraiser'],
  ] as const)(
    '%s cannot send a form that someone else opened, and the person who opened it still can',
    async (_, role) => {
      const other = await signedIn(service, await aPersonWho(service, { roles: [role] }))
      const own = [...page.cookies]
      const signsIn = (cookies: Iterable<[string, string]>) => {
        page.cookies.clear()
        for (const [name, value] of cookies) page.cookies.set(name, value)
      }
      signsIn(other.cookies)
      await page.press('Save round', { ...round, name: 'A name worth keeping, of some length' })
      expect([page.status, page.$('h1').text(), page.$('textarea').length, await names()]).toEqual([
        401,
        'Someone else opened this form',
        0,
        [],
      ])
      await page.press('Send your form again')
      expect([page.status, await names()]).toEqual([401, []])
      signsIn(own)
      await page.press('Send your form again')
      expect([page.status, await names()]).toEqual([200, ['A name worth keeping, of some length']])
    },
  )

  test.each([
    [
      'after the sign-in has ended',
      401,
      () => service.database.writer('sign_ins').update({ ended_at: service.clock.now() }),
    ],
    [
      'after the role has ended',
      404,
      () => service.database.writer('charity_roles').update({ ended_at: service.clock.now() }),
    ],
  ])('a form sent %s shows the entered text again', async (_how, status, lose) => {
    await lose()
    await send(page, { name: 'A name worth keeping, of some length' })
    expect([page.status, page.text.includes('A name worth keeping, of some length')]).toEqual([status, true])
    expect(await names()).toEqual([])
  })
})
