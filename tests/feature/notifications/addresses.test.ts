import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { theService } from '../../../src/domain/actor.ts'
import { addressKey } from '../../../src/email/addresses.ts'
import { countBounce } from '../../../src/email/email-address.store.ts'
import { queueEmail } from '../../../src/email/outbox.ts'
import { wasNotReached } from '../../../src/email/readers.store.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { folded } from '../../support/page-forms.ts'
import type { Visitor } from '../../support/visitor.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('addresses with bounced or stopped emails', engine => {
  let service: Service
  let [marian, osric, joan]: APerson[] = []
  let organisation: Awaited<ReturnType<typeof anOrganisation>>
  beforeAll(async () => {
    service = await aService(engine)
    organisation = await anOrganisation(service, { name: 'Ashcombe Libraries' })
    marian = await aPersonWho(service, { name: 'Marian', member: [[organisation, 'lead']] })
    osric = await aPersonWho(service, { name: 'Osric', member: [[organisation, 'lead']] })
    joan = await aPersonWho(service, { name: 'Joan', roles: ['coordinator'] })
  })
  afterAll(() => service.end())
  beforeEach(async () => {
    await service.database.writer('email_addresses').delete()
    await service.post()
  })
  const bounces = (person = marian!) =>
    service.parts.write(theService, ({ trx, at }) =>
      countBounce(trx, person.email, { kind: 'hard', answer: '550 no such person', at }),
    )
  const queue = (person = marian!) =>
    service.parts.write(theService, work =>
      queueEmail(work, {
        name: 'password changed',
        to: { personId: person.id, name: 'Marian', address: person.email, language: 'en' },
        entity: { kind: 'person', id: person.id },
        facts: { at: work.at },
      }),
    )
  const state = (id: string) => service.parts.db('outbox').where({ id }).first('status', 'not_sent_reason')

  test('an address whose emails bounced is listed, and its page shows the bounce and the other leads', async () => {
    await bounces()
    const visitor = await signedIn(service, joan!, '/mail/addresses')
    expect(visitor.text).toContain('Emails are not arriving')
    await visitor.follow(marian!.email)
    expect(visitor.text).toContain('550 no such person')
    expect(visitor.text).toContain('Ashcombe Libraries: Osric.')
  })

  test('an address gets no emails after someone stops them, until someone allows them again', async () => {
    await bounces()
    const visitor = await signedIn(service, joan!, '/mail/addresses')
    await visitor.follow(marian!.email)
    await visitor.press('Stop emails', { reason: 'She left the library' })
    expect(visitor.text).toContain('She left the library')
    const id = await queue()
    const other = await queue(osric!)
    expect((await service.post()).map(({ to }) => to)).toEqual([osric!.email])
    expect([await state(id), await state(other)]).toEqual([
      { status: 'not sent', not_sent_reason: 'address suppressed' },
      { status: 'sent', not_sent_reason: null },
    ])
    await visitor.press('Mark as working')
    await queue()
    expect((await service.post()).map(({ to }) => to)).toEqual([marian!.email])
    expect(
      await service.parts.db('events').where('name', 'like', 'email.address_%').orderBy('sequence').pluck('name'),
    ).toEqual(['email.address_stopped', 'email.address_allowed'])
  })

  test('a coordinator can stop emails to an address only once, whether or not it is typed in capitals', async () => {
    const visitor = await signedIn(service, joan!, '/mail/addresses/new')
    const reason = 'The person asked for it'
    await visitor.press('Stop emails', { address: 'nobody', reason: '' })
    expect([visitor.status, visitor.text.includes('Enter one email address')]).toEqual([422, true])
    await visitor.press('Stop emails', { address: marian!.email.toUpperCase(), reason })
    expect([visitor.status, visitor.text.includes(reason)]).toEqual([200, true])
    await queue()
    expect(await service.post()).toEqual([])
    await visitor.open('/mail/addresses/new')
    await visitor.press('Stop emails', { address: marian!.email, reason })
    expect([visitor.status, visitor.text.includes('already been stopped')]).toEqual([422, true])
  })

  test('a lead whose emails bounce counts as someone we cannot reach', async () => {
    const unreachedPeople = () =>
      service.parts.db('people').where({ id: marian!.id }).whereRaw(wasNotReached).pluck('id')
    expect(await unreachedPeople()).toEqual([])
    await bounces()
    expect(await unreachedPeople()).toEqual([marian!.id])
  })

  test('leads cannot find the pages about addresses', async () => {
    await bounces()
    const { id } = (await service.parts.db('email_addresses').first('id'))!
    const visitor = await signedIn(service, osric!)
    for (const path of ['/mail/addresses', '/mail/addresses/new', `/mail/addresses/${id}`]) {
      await visitor.open(path)
      expect(visitor.status).toBe(404)
    }
  })

  const banner = (visitor: Visitor) => folded(visitor.$('.los-unreached').text())

  test('a banner says who stopped emails to a person, and how to get them again', async () => {
    const agnes = await aPersonWho(service, { name: 'Agnes', roles: ['administrator'] })
    const coordinator = await signedIn(service, joan!)
    for (const { email } of [marian!, agnes]) {
      await coordinator.open('/mail/addresses/new')
      await coordinator.press('Stop emails', { address: email, reason: 'A private reason' })
    }
    const lines = (visitor: Visitor) =>
      visitor
        .$('.los-unreached p')
        .toArray()
        .map(each => folded(visitor.$(each).text()))
    const says = ({ email }: APerson, ...how: string[]) => [`We have stopped emails to ${email}`, ...how]
    const visitor = await signedIn(service, marian!, '/home')
    const again = 'Joan stopped them. To get reminders and other emails again,'
    const ask = [`${again} ask us.`, 'Email City of Sanctuary about your address']
    for (const address of ['/home', '/account', `/organisations/${organisation.id}`])
      expect([address, lines(await visitor.open(address))]).toEqual([address, says(marian!, ...ask)])
    expect(visitor.$('.los-unreached a').attr('href')).toMatch(/^mailto:[^<>]+@[^<>]+$/)
    expect(visitor.html).not.toContain('A private reason')

    const administrator = await signedIn(service, agnes, '/home')
    const start = [`${again} mark your address as working.`, 'Addresses with bounced or stopped emails']
    expect(lines(administrator)).toEqual(says(agnes, ...start))
    await administrator.open('/mail/addresses')
    await administrator.follow(agnes.email)
    await administrator.press('Mark as working')
    expect(banner(administrator)).toBe('')
  })

  test('a banner says that emails to a person are not arriving, until their address is marked as working', async () => {
    const visitor = await signedIn(service, marian!, '/home')
    expect(banner(visitor)).toBe('')
    await bounces()
    for (const address of ['/home', '/account', `/organisations/${organisation.id}`, '/help', '/nothing-here']) {
      await visitor.open(address)
      expect([address, banner(visitor)]).toEqual([
        address,
        `Our emails to ${marian!.email} are not arriving You are missing our reminders. If your address has changed, ` +
          'tell us. We will send an invitation to your new address. Email City of Sanctuary about your address',
      ])
    }
    expect(visitor.$('.los-unreached a').attr('href')).toMatch(/^mailto:[^<>]+@[^<>]+$/)
    expect(banner(await signedIn(service, osric!, '/home'))).toBe('')
    const coordinator = await signedIn(service, joan!, '/mail/addresses')
    await coordinator.follow(marian!.email)
    await coordinator.press('Mark as working')
    await visitor.open('/home')
    expect(banner(visitor)).toBe('')
  })

  test('the notice about an address disappears after the person gets another address', async () => {
    await bounces()
    const visitor = await signedIn(service, marian!, '/home')
    expect(visitor.$('.los-unreached')).toHaveLength(1)
    const changed = { email: 'marian@new.example', email_key: 'marian@new.example' }
    await service.database.writer('people').where({ id: marian!.id }).update(changed)
    await visitor.open('/home')
    expect(visitor.$('.los-unreached')).toHaveLength(0)
    const before = { email: marian!.email, email_key: addressKey(marian!.email) }
    await service.database.writer('people').where({ id: marian!.id }).update(before)
  })
})
