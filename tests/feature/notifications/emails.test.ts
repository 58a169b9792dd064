import { theService } from '../../../src/domain/actor.ts'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { hashPassword } from '../../../src/web/passwords.ts'
import { queueEmail } from '../../../src/email/outbox.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPerson as atABrowser, type Person } from '../../support/person.ts'
import { aService, type Service } from '../../support/service.ts'
import {
  anEmail,
  anApplication,
  anInvitationEmail,
  aPerson,
  hasDeclared,
  hasRole,
  isMember,
} from '../../support/email-jobs.ts'

const password = 'open the library door'

eachDatabase('the desk’s mail', engine => {
  let service: Service
  const people: Record<string, Person> = {}
  let [aboutIt, invitationEmail] = ['', '']
  beforeAll(async () => {
    service = await aService(engine)
    const { write } = service.parts
    const hash = await hashPassword(password)
    const names = ['Coordinator', 'Undeclared', 'Conflicted', 'Member', 'Administrator', 'Trustee', 'Lead']
    await write(theService, async work => {
      const made: Record<string, Awaited<ReturnType<typeof aPerson>>> = {}
      for (const name of names) made[name] = await aPerson(work.trx, name)
      for (const name of ['Coordinator', 'Undeclared', 'Conflicted', 'Member'])
        await hasRole(work.trx, made[name]!, 'coordinator')
      await hasRole(work.trx, made.Administrator!, 'administrator')
      await hasRole(work.trx, made.Trustee!, 'trustee')
      const { id, organisationId } = await anApplication(work.trx, made.Lead!.personId)
      for (const name of ['Lead', 'Member'])
        await isMember(work.trx, made[name]!, organisationId, name === 'Lead' ? 'lead' : 'observer')
      await hasDeclared(work.trx, made.Coordinator!, id, 'no conflict')
      await hasDeclared(work.trx, made.Conflicted!, id, 'conflict')
      aboutIt = await queueEmail(work, {
        name: 'application on hold',
        to: made.Lead!,
        entity: { kind: 'application', id },
        applicationId: id,
        facts: { applicationId: id, organisation: 'Testport Libraries' },
      })
      invitationEmail = (await anInvitationEmail(work.trx)).id
      await work.trx('people').update({ password_hash: hash })
    })
    for (const name of names) {
      const person = (people[name] = atABrowser(service.server as never))
      await person.open('/sign-in')
      await person.press('Sign in', { email: `${name.toLowerCase()}@library.example`, password })
    }
  })
  afterAll(() => service.end())

  test('coordinators and administrators read the outbox, and nobody else learns that it is there', async () => {
    for (const name of ['Coordinator', 'Administrator']) {
      await people[name]!.open('/mail')
      expect([people[name]!.status, people[name]!.headings[0]]).toEqual([200, 'Mail'])
      expect(people[name]!.text).toContain('new@library.example')
    }
    for (const name of ['Trustee', 'Lead']) {
      const statuses = []
      for (const address of ['/mail', `/mail/${invitationEmail}`, `/mail/${'z'.repeat(20)}`]) {
        await people[name]!.open(address)
        statuses.push(people[name]!.status)
      }
      expect(statuses).toEqual([404, 404, 404])
    }
  })

  test('a letter about an application is for the coordinators who declared on it', async () => {
    await people.Coordinator!.open('/mail')
    await people.Coordinator!.follow('Application on hold')
    expect(people.Coordinator!.text).toContain('We have put the application of Testport Libraries on hold.')
    for (const name of ['Undeclared', 'Conflicted', 'Member', 'Administrator']) {
      await people[name]!.open('/mail')
      const inList = people[name]!.text.includes('Application on hold')
      await people[name]!.open(`/mail/${aboutIt}`)
      expect([name, inList, people[name]!.status]).toEqual([name, false, 404])
    }
  })

  test('a link that is a secret is never shown; what failed is sent again once, with a new one', async () => {
    const { parts, post } = service
    const coordinator = people.Coordinator!
    await coordinator.open(`/mail/${invitationEmail}`)
    expect(coordinator.text).toContain('It is written at the moment of sending.')
    const first = (await post()).find(({ to }) => to === 'new@library.example')!.text.match(/\/invitations\/(\S+)/)![1]!
    await coordinator.open(`/mail/${invitationEmail}`)
    expect(coordinator.text).toContain('The link in this letter is for its reader alone')
    expect([coordinator.html.includes(first), coordinator.buttons]).toEqual([false, []])

    await service.database.transaction(
      async trx =>
        void (await trx('outbox')
          .where({ id: invitationEmail })
          .update({ status: 'failed', failure: 'EENVELOPE: 550 not here' })),
    )
    await coordinator.open('/mail?status=failed')
    await coordinator.follow('Invitation')
    expect(coordinator.text).toContain('550 not here')
    const idempotencyKey = coordinator.valueOf('idempotencyKey') as string
    await coordinator.press('Send it again')
    expect([coordinator.status, coordinator.notices]).toEqual([200, ['The letter is on its way again']])
    const written = coordinator.address
    await coordinator.send(`/mail/${invitationEmail}/resending`, { idempotencyKey })
    expect(coordinator.address).toBe(written)
    await people.Administrator!.send(`/mail/${invitationEmail}/resending`)
    expect(people.Administrator!.status).toBe(409)
    const again = (await post())
      .filter(({ to }) => to === 'new@library.example')
      .map(({ text }) => text.match(/\/invitations\/(\S+)/)![1])
    expect([again.length, again[0] === first]).toEqual([1, false])
    await coordinator.open(`/mail/${invitationEmail}`)
    expect(coordinator.text).toContain('was written again')
    expect(await parts.db('events').where({ name: 'email.sent_again' }).select('entity')).toEqual([{ entity: 'email' }])
  })

  test('the list goes on by its last line, and filters are addresses', async () => {
    const { write, clock } = service.parts
    await write(theService, async ({ trx }) => {
      const to = await aPerson(trx, 'Many')
      for (let number = 0; number < 60; number += 1) await anEmail(trx, to, clock.now())
    })
    const coordinator = people.Coordinator!
    const seen: string[] = []
    await coordinator.open('/mail?status=waiting')
    for (;;) {
      seen.push(...coordinator.links.map(({ href }) => href).filter(href => /^\/mail\/[a-z2-7]{20}$/.test(href)))
      if (!coordinator.links.some(({ text }) => text === 'Older letters')) break
      await coordinator.follow('Older letters')
    }
    expect([seen.length, new Set(seen).size]).toEqual([60, 60])
    await coordinator.open('/mail?status=nonsense&queuedAt=x&id=%00')
    expect(coordinator.status).toBe(200)
  })
})
