import type { AddressInfo } from 'node:net'
import type { Config } from '../../../src/config.ts'
import { theService, type CharityRole } from '../../../src/domain/actor.ts'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { hashPassword } from '../../../src/web/passwords.ts'
import { newId } from '../../../src/db/ids.ts'
import { addDays, instantAt, type Day } from '../../../src/domain/time.ts'
import { shortDay } from '../../../src/words/format.ts'
import { translator } from '../../../src/words/words.ts'
import { queueEmail } from '../../../src/email/outbox.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPerson as atABrowser, type Person } from '../../support/person.ts'
import { aService, type Service } from '../../support/service.ts'
import { anApplication as aDraft, aPersonWho, aRound, aTeam, signedIn } from '../../support/factories.ts'
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

eachDatabase('the email that asks for a draft’s endorsement', engine => {
  /** Whether a person with these roles finds the email in the list, and the status of its page. */
  async function seenBy(service: Service, roles: CharityRole[]) {
    const visitor = await signedIn(service, await aPersonWho(service, { roles }), '/mail')
    const isListed = visitor.links.some(({ text }) => text === 'Endorsement request')
    const email = await service.parts.db('outbox').where({ name: 'endorsement asked' }).first('id')
    await visitor.open(`/mail/${email!.id}`)
    return { visitor, isListed, status: visitor.status }
  }

  async function aServiceWithRequest(settings: Partial<Config>) {
    const service = await aService(engine, settings)
    const { organisation, lead } = await aTeam(service)
    const draft = await aDraft(service, organisation, { startedBy: lead, round: await aRound(service) })
    const visitor = await signedIn(service, lead, `/applications/${draft.id}/endorsements`)
    await visitor.press('Send request', { group: 'Ashcombe City of Sanctuary', email: 'group@ashcombe.example' })
    await service.post()
    return service
  }

  test('the charity cannot read an email sent to someone without an account, if it is about a draft', async () => {
    const service = await aServiceWithRequest({})
    for (const role of ['coordinator', 'administrator'] as const)
      expect(await seenBy(service, [role])).toMatchObject({ isListed: false, status: 404 })
    await service.end()
  })

  test('in the demo, a coordinator can open an email to someone without an account and follow its link', async () => {
    const service = await aServiceWithRequest({ demo: true })
    const { visitor, ...seen } = await seenBy(service, ['coordinator'])
    expect(seen).toEqual({ isListed: true, status: 200 })
    await visitor.follow('Read and answer')
    expect(visitor.headings[0]).toBe('Endorse a library’s application')
    expect((await seenBy(service, ['trustee'])).status).toBe(404)
    await service.end()
  })

  test('the demo hides an email about a draft if its recipient has an account', async () => {
    const service = await aServiceWithRequest({ demo: true })
    await service.database.writer('outbox').update({ person_id: (await aPersonWho(service)).id })
    expect(await seenBy(service, ['coordinator'])).toMatchObject({ isListed: false, status: 404 })
    await service.end()
  })
})

eachDatabase('the email pages', engine => {
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
      const person = (people[name] = atABrowser(`http://127.0.0.1:${(service.server.address() as AddressInfo).port}`))
      await person.open('/sign-in')
      await person.press('Sign in', { email: `${name.toLowerCase()}@library.example`, password })
    }
  })
  afterAll(() => service.end())

  test('only coordinators and administrators see the outbox', async () => {
    for (const name of ['Coordinator', 'Administrator']) {
      await people[name]!.open('/mail')
      expect([people[name]!.status, people[name]!.headings[0]]).toEqual([200, 'Emails'])
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

  test('only coordinators who declared no conflict of interest see an email about an application', async () => {
    await people.Coordinator!.open('/mail')
    await people.Coordinator!.follow('Application on hold')
    expect(people.Coordinator!.text).toContain('We have put Testport Libraries’ application on hold.')
    for (const name of ['Undeclared', 'Conflicted', 'Member', 'Administrator']) {
      await people[name]!.open('/mail')
      const inList = people[name]!.text.match(/Application on hold/g)!.length > 1 // one match is in the filter
      await people[name]!.open(`/mail/${aboutIt}`)
      expect([name, inList, people[name]!.status]).toEqual([name, false, 404])
    }
  })

  test('secret links are never shown, and a failed email is sent again once with a new link', async () => {
    const { parts, post } = service
    const coordinator = people.Coordinator!
    await coordinator.open(`/mail/${invitationEmail}`)
    expect(coordinator.text).toContain('The text is not ready yet. The service creates it when it sends the email')
    const first = (await post()).find(({ to }) => to === 'new@library.example')!.text.match(/\/invitations\/(\S+)/)![1]!
    await coordinator.open(`/mail/${invitationEmail}`)
    expect(coordinator.text).toContain('The link in this email is only for the recipient')
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
    const idempotencyKey =
      /action="\/mail\/\w+\/resending">\s*<input type="hidden" name="idempotencyKey" value="(\w+)"/.exec(
        coordinator.html,
      )![1]!
    await coordinator.press('Send this email again')
    expect([coordinator.status, coordinator.notices]).toEqual([200, ['We will send the email again within a minute']])
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
    expect(coordinator.text).toContain('We could not deliver this email, so we sent a new copy')
    expect(await parts.db('events').where({ name: 'email.sent_again' }).select('entity')).toEqual([{ entity: 'email' }])
  })

  test('the outbox is split into pages, whose addresses all contain the filter', async () => {
    const { write, clock } = service.parts
    await write(theService, async ({ trx }) => {
      const to = await aPerson(trx, 'Many')
      for (let number = 0; number < 60; number += 1) await anEmail(trx, to, clock.now())
    })
    const coordinator = people.Coordinator!
    const seen: string[] = []
    await coordinator.open('/mail?status=waiting')
    const [{ count } = { count: 0 }] = await service.parts
      .db('outbox')
      .where({ status: 'waiting' })
      .count({ count: '*' })
    for (;;) {
      seen.push(
        ...coordinator.links.map(({ href }) => href).filter(href => /^\/mail\/(?!reminders)[a-z2-7]{20}$/.test(href)),
      )
      if (!coordinator.links.some(({ text }) => text === 'Later emails')) break
      await coordinator.follow('Later emails')
    }
    expect([Number(count) >= 60, seen.length, new Set(seen).size]).toEqual([true, Number(count), Number(count)])
    await coordinator.open('/mail?status=nonsense&queuedAt=x&id=%00')
    expect(coordinator.status).toBe(200)
  })

  test('emails and reminders that have not been sent are listed by date, earliest first', async () => {
    const { write, db } = service.parts
    const days = Array.from({ length: 110 }, (_, place) => addDays('2027-06-01' as Day, (place * 7) % 110))
    await write(theService, async ({ trx }) => {
      await trx('outbox')
        .where({ status: 'waiting' })
        .update({ next_try_at: instantAt('2027-05-01' as Day, '09:00') })
      const to = await aPerson(trx, 'Ahead')
      for (const day of days) {
        const id = await anEmail(trx, to)
        await trx('outbox')
          .where({ id })
          .update({ next_try_at: instantAt(day, '09:00') })
      }
      const organisation = (await trx('organisations').first('id'))!
      const reminders = days.map((due_on, place) => ({
        id: newId(),
        kind: 'award',
        entity_id: organisation.id,
        about: '2028-01-01' as Day,
        step: place,
        recipient_id: to.personId,
        recipient: 'lead',
        organisation_id: organisation.id,
        application_id: null,
        due_on,
        status: 'planned',
        not_sent_reason: null,
        email_id: null,
        planned_at: service.clock.now(),
        closed_at: null,
      }))
      await trx.batchInsert('reminders', reminders, 20)
    })
    const coordinator = people.Coordinator!
    const idsIn = (): string[] =>
      coordinator.links.map(({ href }) => href.split('/')[2]!).filter(id => /^[a-z2-7]{20}$/.test(id))
    const emails: string[] = []
    await coordinator.open('/mail?status=waiting')
    for (;;) {
      emails.push(...idsIn())
      if (!coordinator.links.some(({ text }) => text === 'Later emails')) break
      await coordinator.follow('Later emails')
    }
    const times = await db('outbox').whereIn('id', emails).select('id', 'next_try_at')
    const inOrder = emails.map(id => times.find(row => row.id === id)!.next_try_at)
    expect([inOrder.length > 110, inOrder]).toEqual([true, inOrder.toSorted()])
    expect(new Set(emails).size).toBe(emails.length)

    const shown: string[] = []
    await coordinator.open('/mail/reminders?status=planned')
    for (;;) {
      shown.push(...(coordinator.html.match(/\d{1,2} [A-Z][a-z]+ 2027/g) ?? []))
      if (!coordinator.links.some(({ text }) => text === 'Later reminders')) break
      await coordinator.follow('Later reminders')
    }
    const t = translator('en')
    expect(shown).toEqual(days.toSorted().map(day => shortDay(t, day)))
  })

  test('emails can be searched by recipient, subject, organisation, kind, status and date', async () => {
    const coordinator = people.Coordinator!
    await service.post()
    const found = async (query: string) => {
      await coordinator.open(`/mail?${query}`)
      return ['new@library.example', 'lead@library.example'].filter(address =>
        coordinator.text.replace(/Recipient or subject.*Created on or before/s, '').includes(address),
      )
    }
    const one = ['new@library.example']
    expect(await found('words=NEW%40lib')).toEqual(['new@library.example'])
    expect(await found('words=LEAD+hold')).toEqual(['lead@library.example'])
    expect(await found('words=ne')).toEqual(['new@library.example'])
    expect(await found('words=%25%27%22')).toEqual([])
    expect(await found('organisation=testport')).toEqual(['lead@library.example'])
    expect(await found('organisation=nowhere')).toEqual([])
    expect(await found('email=invitation')).toEqual(['new@library.example'])
    expect(await found('words=new%40library&status=sent')).toEqual(one)
    expect(await found('status=bounced')).toEqual([])
    expect(await found('from=2000-01-01&to=2000-02-01')).toEqual([])
    expect(await found('words=new%40library&from=2000-01-01')).toEqual(one)
    expect(await found('words=new%40library&status=nonsense&email=nonsense&from=nonsense&to-day=45')).toEqual(one)
  })

  test('a search for emails ignores capital letters, also outside ASCII', async () => {
    await service.parts.write(theService, async ({ trx }) => {
      const email = await anEmail(trx, await aPerson(trx, 'Gwen'))
      await trx('outbox').where({ id: email }).update({ subject: 'LLYFRGELL TŶ-WENNOL: Ŵyl Élan 100% yn Abergele' })
    })
    const coordinator = people.Coordinator!
    const isFound = async (words: string): Promise<boolean> => {
      await coordinator.open(`/mail?${new URLSearchParams({ words }).toString()}`)
      return coordinator.html.includes('gwen@library.example')
    }
    for (const words of ['Ŵyl', 'ŵyl', 'ŴYL élan', 'tŷ-wennol', 'TŶ-WENNOL', 'llyfrgell', 'abergele 100%'])
      expect([words, await isFound(words)]).toEqual([words, true])
    expect(await isFound('wyl élan 200%')).toBe(false)
  })

  test('people who cannot see the subject of a reminder can find it only by its recipient', async () => {
    await service.parts.write(theService, async ({ trx }) => {
      const to = await aPerson(trx, 'Panellist')
      const application = (await trx('applications').first('id', 'organisation_id'))!
      const email = await anEmail(trx, to)
      const subject = 'Findings on Testport Libraries’ application were due on 3 May'
      await trx('outbox').where({ id: email }).update({ name: 'reminders', status: 'sent', subject })
      await trx('reminders').insert({
        id: newId(),
        kind: 'findings',
        entity_id: application.id,
        about: '2026-05-03' as Day,
        step: -3,
        recipient_id: to.personId,
        recipient: 'chair',
        organisation_id: application.organisation_id,
        application_id: application.id,
        due_on: '2026-05-04' as Day,
        status: 'in an email',
        not_sent_reason: null,
        email_id: email,
        planned_at: service.clock.now(),
        closed_at: null,
      })
    })
    const foundBy: Record<string, boolean[]> = {}
    for (const name of ['Coordinator', 'Undeclared', 'Conflicted', 'Member', 'Administrator']) {
      foundBy[name] = []
      for (const query of ['organisation=testport', 'words=testport', 'words=panellist']) {
        await people[name]!.open(`/mail?${query}`)
        foundBy[name].push(people[name]!.html.includes('panellist@library.example'))
      }
    }
    const others = [false, false, true]
    expect(foundBy).toEqual({
      Coordinator: [true, true, true],
      Undeclared: others,
      Conflicted: others,
      Member: others,
      Administrator: others,
    })
  })
})
