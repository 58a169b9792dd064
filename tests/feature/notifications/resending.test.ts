import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { theService } from '../../../src/domain/actor.ts'
import { knownAddress } from '../../../src/email/email-address.store.ts'
import { queueEmail } from '../../../src/email/outbox.ts'
import { mostAtOnce } from '../../../src/modules/notifications/resending/resending.store.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('emails that did not arrive', engine => {
  let service: Service
  let [marian, osric, joan]: APerson[] = []
  beforeAll(async () => {
    service = await aService(engine)
    marian = await aPersonWho(service, { name: 'Marian' })
    osric = await aPersonWho(service, { name: 'Osric' })
    joan = await aPersonWho(service, { name: 'Joan', roles: ['administrator'] })
  })
  afterAll(() => service.end())
  beforeEach(async () => {
    await service.database.writer('email_addresses').delete()
    await service.database.writer('outbox').delete()
  })
  const failed = async (person: APerson, status: string) => {
    const id = await service.parts.write(theService, work =>
      queueEmail(work, {
        name: 'password changed',
        to: { personId: person.id, name: 'Marian', address: person.email, language: 'en' },
        entity: { kind: 'person', id: person.id },
        facts: { at: work.at },
      }),
    )
    await service.database.writer('outbox').where({ id }).update({ status })
    return id
  }

  test('emails that did not arrive are sent again together, after a preview that counts the recipients', async () => {
    await failed(marian!, 'failed')
    await failed(osric!, 'bounced')
    await failed(osric!, 'sent')
    const visitor = await signedIn(service, joan!, '/mail/resending')
    expect(visitor.text).toContain('We will send 2 emails again, to 2 addresses.')
    await visitor.press('Send 2 emails again')
    expect(visitor.text).toContain('We will send 2 emails again')
    expect((await service.post()).map(({ to }) => to).toSorted()).toEqual([marian!.email, osric!.email].toSorted())
    await visitor.open('/mail/resending')
    expect(visitor.text).toContain('There is nothing to send again.')
  })

  test('an email that is sent again says once, at the top, when we first tried to send it', async () => {
    const first = await failed(marian!, 'failed')
    service.clock.minutesPass(3 * 24 * 60)
    await (await signedIn(service, joan!, `/mail/${first}`)).press('Send this email again')
    const { id } = (await service.parts.db('outbox').where({ status: 'waiting' }).first('id'))!
    await service.database.writer('outbox').where({ id }).update({ status: 'bounced' })
    service.clock.minutesPass(3 * 24 * 60)
    await (await signedIn(service, joan!, `/mail/${id}`)).press('Send this email again')
    const [email] = await service.post()
    const note = 'We first tried to send this email on 1 March 2027. Things may have changed since then.'
    expect(email!.text.startsWith(`Hello Marian,\n\n${note}\n\n`)).toBe(true)
    expect([email!.text, email!.html].map(text => text.split(note).length - 1)).toEqual([1, 1])
    service.clock.set('2027-03-01T09:00:10Z')
  })

  const stop = (person: APerson) =>
    service.parts.write(theService, async ({ trx, at }) => {
      const { id } = await knownAddress(trx, person.email)
      await trx('email_addresses').where({ id }).update({ suppressed_at: at, suppressed_because: 'She left' })
    })

  test('no email is sent again to an address whose emails are stopped', async () => {
    await failed(marian!, 'failed')
    await stop(marian!)
    const visitor = await signedIn(service, joan!, '/mail/resending')
    expect(visitor.text).toContain('There is nothing to send again.')
  })

  test('many emails to a stopped address do not prevent newer emails from being sent again', async () => {
    for (let count = 0; count < 2 * mostAtOnce; count += 1) await failed(marian!, 'failed')
    await stop(marian!)
    await failed(osric!, 'failed')
    const visitor = await signedIn(service, joan!, '/mail/resending')
    expect(visitor.text).toContain('We will send 1 email again')
    await visitor.press('Send 1 email again')
    expect((await service.post()).map(({ to }) => to)).toEqual([osric!.email])
  })

  test('an administrator can send a test email to themselves', async () => {
    const visitor = await signedIn(service, joan!, '/mail/test')
    await visitor.press('Send me a test email')
    expect(visitor.text).toContain('We have not sent the email yet.')
    expect((await service.post()).map(({ to, subject }) => [to, subject])).toEqual([
      [joan!.email, 'Test email from Library of Sanctuary'],
    ])
    const { id } = (await service.parts.db('outbox').where({ name: 'test email' }).first('id'))!
    await visitor.open(`/mail/${id}`)
    expect(visitor.text).toContain('The mail server accepted the email.')
  })

  test('the page of a test email shows the mail server’s response to an earlier email', async () => {
    const [reason, { mail }] = ['EAUTH: 535 joan: wrong password', service.parts]
    const { send } = mail
    mail.send = async () => ({ is: 'down', reason })
    const visitor = await signedIn(service, joan!, '/mail/test')
    await visitor.press('Send me a test email')
    await service.post()
    await visitor.open('/mail')
    expect(visitor.text).toContain('The mail server has not accepted any emails since 1 March 2027')
    expect(visitor.text).toContain(`Its last response: ${reason}`)
    await visitor.open('/mail/test')
    await visitor.press('Send me a test email')
    expect(visitor.text).toContain('The mail server cannot be reached, or refuses our emails.')
    expect(visitor.text).toContain(reason)
    expect(service.logged.join('')).toContain('"reason":"EAUTH 535"')
    mail.send = send
    service.clock.minutesPass(1)
    await service.post()
    await visitor.open('/mail')
    expect(visitor.text).not.toContain('The mail server has not accepted')
  })
})
