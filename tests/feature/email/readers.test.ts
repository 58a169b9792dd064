import { workIn } from '../../support/work.ts'
import { applicationById } from '../../../src/modules/access/applications/application.store.ts'
import { beforeEach, expect, test } from '@jest/globals'
import type { Tx } from '../../../src/db/connection.ts'
import { mayStillKnow } from '../../../src/modules/notifications/emails/email.actions.ts'
import { demoTransport } from '../../../src/email/demo-transport.ts'
import { queueApplicationEmails, emailReaders } from '../../../src/email/outbox.ts'
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
  ] as const)('an email to “%s” goes to %j and to no one else', async (audience, expected) => {
    const application = await applicationById(database.db, given.id)
    const readers = await readersFor(database.db, audience, application!)
    expect(readers.map(({ actor }) => actor.name).sort()).toEqual([...expected])
  })

  test('the person who makes a move does not get its emails, and the other recipients do', async () => {
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
})
