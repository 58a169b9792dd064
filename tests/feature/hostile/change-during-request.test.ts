import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import {
  aDeclaration,
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
  type AnApplication,
  type APerson,
} from '../../support/factories.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPanelWithFindings, decides } from '../../support/panel.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

// In each test, something changes between the reads and the writes of a request.
eachDatabase('a change during a request', engine => {
  let service: Service
  let application: AnApplication
  let [chair, trustee]: APerson[] = []
  let changeFirst: (() => Promise<unknown>) | null = null
  const db = () => service.database.writer
  const at = (below = '') => `/applications/${application.id}${below}`
  const proposals = () =>
    db()('proposals').where({ application_id: application.id }).orderBy('started_at').pluck('status')

  beforeEach(async () => {
    service = await aService(engine, {}, parts => ({
      ...parts,
      write: async (actor, act) => {
        const first = changeFirst
        changeFirst = null
        await first?.()
        return parts.write(actor, act)
      },
    }))
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    chair = await aPersonWho(service, { name: 'Nadia Rahmani', roles: ['appraiser'] })
    trustee = await aPersonWho(service, { name: 'Samuel Finch', roles: ['trustee'] })
    application = await anApplication(service, organisation, {
      startedBy: lead,
      status: 'with the panel',
      submitted_at: service.clock.now(),
    })
    await aPanelWithFindings(service, application, { chair, offeredBy: trustee })
    await aDeclaration(service, application, trustee)
  })
  afterEach(() => service.end())

  async function putToATrustee(): Promise<void> {
    await db()('proposals').insert({
      id: newId(),
      application_id: application.id,
      status: 'with a trustee',
      outcome: 'awarded',
      outcome_reason: '',
      decision_letter: 'We are glad.',
      made_by: chair!.id,
      made_at: service.clock.now(),
      sent_back_by: null,
      sent_back_at: null,
      sent_back_reason: null,
      started_at: service.clock.now(),
      version: 1,
    })
    await db()('applications').where({ id: application.id }).update({ status: 'with a trustee', version: 2 })
  }
  const visit = async (person: APerson, below: string): Promise<Visitor> => signedIn(service, person, at(below))

  test('after a proposal is sent to a trustee, it cannot change and a second one cannot start', async () => {
    const recommendation = {
      kind: 'improvement',
      body: 'Write it down',
      owner: 'Head',
      'dueOn-day': '1',
      'dueOn-month': '6',
      'dueOn-year': '2027',
    }
    const window = await visit(chair!, '/proposal')
    changeFirst = putToATrustee
    await window.send(at('/proposal'), { version: '0', decisionLetter: '', ...recommendation, then: 'add' })
    expect([window.status, await proposals()]).toEqual([409, ['with a trustee']])
    await db()('applications').where({ id: application.id }).update({ status: 'with the panel' })
    await db()('proposals').delete()
    changeFirst = putToATrustee
    await window.send(at('/proposal'), {
      version: '0',
      outcome: 'awarded',
      decisionLetter: 'We are very glad.',
      then: 'save',
    })
    expect([window.status, await proposals()]).toEqual([409, ['with a trustee']])
  })

  test('a trustee who declares a conflict during the request cannot decide', async () => {
    await putToATrustee()
    const window = await visit(trustee!, '/decision')
    changeFirst = () => db()('declarations').where({ person_id: trustee!.id }).update({ says: 'conflict' })
    await decides(window)
    expect([window.status, await db()('decisions').where({ application_id: application.id }).pluck('id')]).toEqual([
      404,
      [],
    ])
  })
})
