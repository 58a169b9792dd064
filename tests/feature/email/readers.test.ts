import { workIn } from '../../support/work.ts'
import { applicationById } from '../../../src/modules/access/applications/application.store.ts'
import { beforeEach, expect, test } from '@jest/globals'
import type { Tx } from '../../../src/db/connection.ts'
import { newId } from '../../../src/db/ids.ts'
import type { CharityRole } from '../../../src/domain/actor.ts'
import { addMinutes, dayOf, type Instant } from '../../../src/domain/time.ts'
import { insertRequest } from '../../../src/modules/access/requests/request.store.ts'
import { mayStillKnow, sendAgain } from '../../../src/modules/notifications/emails/email.actions.ts'
import { demoTransport } from '../../../src/email/demo-transport.ts'
import { toEmail } from '../../../src/email/outbox.store.ts'
import { queueApplicationEmails, queueEmail, emailReaders } from '../../../src/email/outbox.ts'
import { readersById, readersFor } from '../../../src/email/readers.store.ts'
import { eachDatabase, freshDatabase, type FreshDatabase } from '../../support/database.ts'
import {
  anApplication,
  aPerson,
  aRunner,
  hasDeclared,
  hasRole,
  hasSeat,
  isMember,
  standingClock,
  start,
} from '../../support/email-jobs.ts'

/** Adds everyone who is allowed to know of one application, and some people who are not. */
async function everybody(trx: Tx) {
  const person = (name: string, status?: string) => aPerson(trx, name, undefined, status)
  const lead = await person('Lead')
  const { id, organisationId } = await anApplication(trx, lead.personId)
  await isMember(trx, lead, organisationId, 'lead')
  await isMember(trx, await person('LeftLead', 'suspended'), organisationId, 'lead')
  await isMember(trx, await person('Contributor'), organisationId, 'contributor')
  const both = await person('LeadAndCoordinator')
  await isMember(trx, both, organisationId, 'lead')
  await hasRole(trx, both, 'coordinator')
  for (const role of ['coordinator', 'trustee'] as const) {
    await hasRole(trx, await person(role), role)
    const barred = await person(`barred-${role}`)
    await hasRole(trx, barred, role)
    await hasDeclared(trx, barred, id, 'conflict')
  }
  const [chair, member, conflicted, offered] = [
    await person('Chair'),
    await person('Member'),
    await person('Conflicted'),
    await person('Offered'),
  ]
  await hasRole(trx, chair, 'trustee')
  for (const seated of [member, conflicted, offered]) await hasRole(trx, seated, 'appraiser')
  await hasSeat(trx, chair, id, { status: 'accepted', chairs: true })
  await hasSeat(trx, member, id)
  await hasSeat(trx, conflicted, id)
  await hasDeclared(trx, chair, id, 'no conflict')
  await hasDeclared(trx, conflicted, id, 'conflict')
  await hasSeat(trx, offered, id, { status: 'offered' })
  await hasRole(trx, await person('Administrator'), 'administrator')
  return { id, lead, member, conflicted }
}

eachDatabase('recipients of an email', engine => {
  let database: FreshDatabase
  let given: Awaited<ReturnType<typeof everybody>>
  beforeEach(async () => {
    database = await freshDatabase(engine)
    given = await database.transaction(everybody)
  })

  test.each([
    ['leads', ['Lead', 'LeadAndCoordinator']],
    ['coordinators', ['coordinator']],
    ['trustees', ['trustee']],
    ['panel', ['Chair', 'Member']],
    ['chair', ['Chair']],
    ['administrators', ['Administrator']],
    ['the person', []],
    ['the member', []],
  ] as const)('an email to “%s” goes to %j and to no one else', async (audience, expected) => {
    const application = await applicationById(database.db, given.id)
    const readers = await readersFor(database.db, audience, application!)
    expect(readers.map(({ actor }) => actor.name).sort()).toEqual([...expected])
  })

  test('an email about a move goes neither to the person who made it nor to a person with a conflict', async () => {
    const facts = { applicationId: given.id, organisation: 'Testport Libraries' }
    await database.transaction(async trx => {
      const work = workIn(trx, start)
      const application = (await applicationById(work.trx, given.id))!
      await emailReaders(work, application, { name: 'question answered', facts, except: { id: given.member.personId } })
      const barred = await readersById(work.trx, [given.conflicted.personId, given.lead.personId])
      await queueApplicationEmails(work, barred, application, { name: 'application on hold', facts })
    })
    const queued = await database.db('outbox').orderBy('address').select('name', 'address', 'application_id')
    expect(queued).toEqual([
      { name: 'question answered', address: 'chair@library.example', application_id: given.id },
      { name: 'application on hold', address: 'lead@library.example', application_id: given.id },
    ])
  })

  test('recipients get no email if they declared a conflict of interest after it was queued', async () => {
    await database.transaction(async trx => {
      const work = workIn(trx, start)
      const application = (await applicationById(work.trx, given.id))!
      await emailReaders(work, application, {
        name: 'panel may begin',
        facts: {
          applicationId: given.id,
          organisation: 'Testport Libraries',
        },
      })
    })
    await database.transaction(trx => hasDeclared(trx, given.member, given.id, 'conflict'))
    await aRunner(database, demoTransport).run(mayStillKnow)
    expect(await database.db('outbox').orderBy('address').select('address', 'status', 'not_sent_reason')).toEqual([
      { address: 'chair@library.example', status: 'sent', not_sent_reason: null },
      { address: 'member@library.example', status: 'not sent', not_sent_reason: 'may not know' },
    ])
  })

  test('people at the charity get no email for their role once they have joined the library', async () => {
    const { organisation_id: organisationId } = (await database.db('applications').first('organisation_id'))!
    const facts = { applicationId: given.id, organisation: 'Testport Libraries' }
    await database.transaction(async trx => {
      const work = workIn(trx, start)
      const application = (await applicationById(work.trx, given.id))!
      for (const name of ['trustee wanted', 'coordinator wanted', 'panel may begin', 'application on hold'] as const)
        await emailReaders(work, application, { name, facts })
      for (const name of ['coordinator', 'trustee', 'Chair']) {
        const { id: personId } = (await trx('people').where({ name }).first('id'))!
        await isMember(trx, { personId }, organisationId, 'observer')
      }
    })
    await aRunner(database, demoTransport).run(mayStillKnow)
    expect(await database.db('outbox').orderBy(['name', 'address']).select('name', 'address', 'status')).toEqual([
      { name: 'application on hold', address: 'lead@library.example', status: 'sent' },
      { name: 'application on hold', address: 'leadandcoordinator@library.example', status: 'sent' },
      { name: 'coordinator wanted', address: 'trustee@library.example', status: 'not sent' },
      { name: 'panel may begin', address: 'chair@library.example', status: 'not sent' },
      { name: 'panel may begin', address: 'member@library.example', status: 'sent' },
      { name: 'trustee wanted', address: 'coordinator@library.example', status: 'not sent' },
    ])
  })

  const outcomes = () => database.db('outbox').orderBy(['name', 'address']).select('name', 'status', 'not_sent_reason')
  const away = { status: 'not sent', not_sent_reason: 'may not know' }
  const sent = { status: 'sent', not_sent_reason: null }
  const emailLead = async (ended: Instant | null) => {
    const { organisation_id: organisationId } = (await database.db('applications').first('organisation_id'))!
    const entity = { kind: 'organisation', id: organisationId } as const
    const [organisation, to] = ['Testport Libraries', given.lead]
    const role = { change: 'ended', person: 'Wren', role: 'contributor', by: null } as const
    const merge = { mergeId: newId(), from: organisation, into: 'Fellside Libraries', organisationId }
    await database.transaction(async trx => {
      const work = workIn(trx, start)
      await queueEmail(work, { name: 'team changed', to, entity, facts: { ...role, organisation, organisationId } })
      await queueEmail(work, { name: 'inbox waiting', to, entity, facts: { organisation, organisationId, count: 1 } })
      const facts = { organisation, evidenceId: newId() }
      await queueEmail(work, { name: 'consent withdrawn here', to, entity, facts })
      await queueEmail(work, { name: 'merge proposed', to, entity, facts: merge })
      await queueEmail(work, { name: 'organisations merged', to, entity, facts: merge })
      await trx('memberships').where({ person_id: to.personId }).update({ ended_at: ended })
    })
    await aRunner(database, demoTransport).run(mayStillKnow)
  }
  const aboutLibrary = [
    'consent withdrawn here',
    'inbox waiting',
    'merge proposed',
    'organisations merged',
    'team changed',
  ]

  test.each([
    ['get no email that was still waiting when their role ended', addMinutes(start, 1), away],
    ['get the emails that were queued by the change that ended their role', start, sent],
    ['get its emails while they lead it', null, sent],
  ])('leads of an organisation %s', async (_, ended, outcome) => {
    await emailLead(ended)
    expect(await outcomes()).toEqual(aboutLibrary.map(name => ({ name, ...outcome })))
  })

  test('an email that tells a person that their role has ended can be sent again twice', async () => {
    const { organisation_id: organisationId } = (await database.db('applications').first('organisation_id'))!
    const [organisation, to, clock] = ['Testport Libraries', given.lead, standingClock()]
    const role = { person: 'Lead', role: 'lead', by: null, change: 'ended' } as const
    const entities = [
      { kind: 'organisation', id: organisationId },
      { kind: 'person', id: to.personId },
    ] as const
    await database.transaction(async trx => {
      const work = workIn(trx, start)
      await hasRole(trx, to, 'administrator')
      const facts = { ...role, organisation, organisationId }
      await queueEmail(work, { name: 'team changed', to, entity: entities[0], facts })
      await queueEmail(work, { name: 'charity team changed', to, entity: entities[1], facts: role })
      for (const table of ['memberships', 'charity_roles'] as const)
        await trx(table).where({ person_id: to.personId }).update({ ended_at: start })
    })
    const [sender] = await readersById(database.db, [given.member.personId])
    for (let time = 0; time < 2; time += 1) {
      clock.forward(7)
      await database.transaction(async trx => {
        await trx('outbox').where({ status: 'waiting' }).update({ status: 'failed' })
        for (const email of await trx('outbox').where({ status: 'failed' }))
          await sendAgain(workIn(trx, clock.now(), sender!.actor), toEmail(email))
      })
    }
    await aRunner(database, demoTransport, clock).run(mayStillKnow)
    expect(await database.db('outbox').whereNot('not_sent_reason', 'sent again')).toEqual([])
    expect(await database.db('outbox').where({ status: 'sent' }).orderBy('name').pluck('name')).toEqual([
      'charity team changed',
      'team changed',
    ])
  })

  test.each([
    ['sent while the person who added the file belongs to the library', null, sent],
    ['not sent once the person who added the file has left the library', addMinutes(start, 1), away],
  ])('an email about a virus is %s', async (_, ended, outcome) => {
    const { organisation_id: organisationId } = (await database.db('applications').first('organisation_id'))!
    await database.transaction(async trx => {
      const entity = { kind: 'organisation', id: organisationId } as const
      const facts = { organisation: 'Testport Libraries', evidenceId: newId(), isToLeads: false }
      await queueEmail(workIn(trx, start), { name: 'virus found', to: given.lead, entity, facts })
      await trx('memberships').where({ person_id: given.lead.personId }).update({ ended_at: ended })
    })
    await aRunner(database, demoTransport).run(mayStillKnow)
    expect(await outcomes()).toEqual([{ name: 'virus found', ...outcome }])
  })

  test('a lead gets no email about an access request to a library that they no longer lead', async () => {
    const asked = await database.transaction(async trx => {
      const other = await anApplication(trx, given.lead.personId)
      await isMember(trx, given.lead, other.organisationId, 'lead')
      const { organisationId } = (await applicationById(trx, given.id))!
      const asker = await aPerson(trx, 'Asker')
      const requests = [organisationId, other.organisationId].map(organisation_id => {
        const request = { id: newId(), person_id: asker.personId, organisation_id, role: 'contributor' }
        return { ...request, invited_by: null, through_seat: 0, asked_at: start } as const
      })
      for (const { id, ...request } of requests) {
        await insertRequest(trx, { id, ...request })
        await queueEmail(workIn(trx, start), {
          name: 'approval wanted',
          to: given.lead,
          entity: { kind: 'access request', id },
          facts: { requestId: id, person: 'Asker', role: 'contributor', place: 'Testport Libraries' },
        })
      }
      await trx('memberships').where({ organisation_id: other.organisationId }).update({ ended_at: start })
      return requests.map(({ id }) => id)
    })
    await aRunner(database, demoTransport).run(mayStillKnow)
    const emails = await database.db('outbox').select('entity_id', 'status')
    const statusOf = (id: string) => emails.find(({ entity_id }) => entity_id === id)!.status
    expect(asked.map(statusOf)).toEqual(['sent', 'not sent'])
  })

  test.each([
    ['sent while the person has the role', null, sent],
    ['not sent if the role has ended since', addMinutes(start, 1), away],
    ['sent if the role ended with the change that the email reports', start, sent],
  ])('an email to a role in the charity is %s', async (_, ended, outcome) => {
    await database.transaction(async trx => {
      const work = workIn(trx, start)
      const holder = async (role: CharityRole) => {
        const to = await aPerson(trx, `only-${role}`)
        await hasRole(trx, to, role)
        await trx('charity_roles').where({ person_id: to.personId }).update({ ended_at: ended })
        return to
      }
      const entity = { kind: 'person', id: given.member.personId } as const
      const role = { change: 'invited', person: 'Wren', role: 'coordinator', by: null } as const
      const [administrator, coordinator] = [await holder('administrator'), await holder('coordinator')]
      await queueEmail(work, { name: 'charity team changed', to: administrator, entity, facts: role })
      await queueEmail(work, {
        name: 'enquiry received',
        to: coordinator,
        entity: { kind: 'enquiry', id: newId() },
        facts: { enquiryId: newId() },
      })
      const held = { reason: 'many', day: dayOf(start), people: 300 } as const
      await queueEmail(work, { name: 'reminders held', to: coordinator, entity, facts: held })
      const moves = { run: newId(), count: 1 }
      await queueEmail(work, { name: 'clock moves to undo', to: await holder('trustee'), entity, facts: moves })
    })
    await aRunner(database, demoTransport).run(mayStillKnow)
    const names = ['charity team changed', 'clock moves to undo', 'enquiry received', 'reminders held']
    expect(await outcomes()).toEqual(names.map(name => ({ name, ...outcome })))
  })
})
