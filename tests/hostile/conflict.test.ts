import { expect, test } from '@jest/globals'
import { newId } from '../../src/db/ids.ts'
import { addDays, dayOf } from '../../src/domain/time.ts'
import { eachDatabase } from '../support/database.ts'
import { aDeclaration, anApplication, anOrganisation, aPersonWho, aRound, signedIn } from '../support/factories.ts'
import { aService } from '../support/service.ts'

eachDatabase('an award, to whoever does not read the case it came from', engine => {
  test('says that it is valid, and nothing of what the library promised', async () => {
    const service = await aService(engine)
    const db = service.database.writer
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    const charity = { declared: 'no conflict', conflicted: 'conflict', undeclared: null } as const
    const released = service.clock.now()
    const [today, last] = [dayOf(released), addDays(dayOf(released), 364)]
    const application = await anApplication(service, organisation, { startedBy: lead, status: 'decided', letter_released_at: released })
    const version = (await db('applications').where({ id: application.id }).first('framework_version_id'))!.framework_version_id
    const framework = (await db('framework_versions').where({ id: version }).first('framework_id'))!.framework_id
    const [award, proposal] = [newId(), newId()]
    await db('awards').insert({ id: award, organisation_id: organisation.id, framework_id: framework, code: 'LOS-TEST', status: 'valid', valid_to: last, granted_on: today, recorded_from_paper: 0, version: 1 })
    await db('award_changes').insert({ id: newId(), award_id: award, number: 1, move: 'grant', to_status: 'valid', from_day: today, valid_to: last, at: released })
    await db('terms').insert({
      id: newId(), award_id: award, number: 1, framework_version_id: version, application_id: application.id, anchor: today, starts_on: today, ends_on: last, months: 12, settings: '{}',
    })
    await db('applications').where({ id: application.id }).update({ award_id: award })
    await db('proposals').insert({
      id: proposal, application_id: application.id, status: 'decided', outcome: 'awarded with recommendations', outcome_reason: '', letter: 'We are glad.', made_by: lead.id, made_at: released,
      sent_back_by: null, sent_back_at: null, sent_back_because: null, begun_at: released, version: 1,
    })
    await db('recommendations').insert({
      id: newId(), organisation_id: organisation.id, application_id: application.id, proposal_id: proposal, award_id: award, item_id: null, kind: 'required', body: 'Train the night shift.', owner: 'Head',
      due_on: last, status: 'open', made_at: released, version: 1,
    })

    expect((await signedIn(service, lead, `/awards/${award}`)).text).toContain('Train the night shift.')
    for (const [name, says] of Object.entries(charity)) {
      const trustee = await aPersonWho(service, { name, roles: ['trustee'] })
      if (says) await aDeclaration(service, application, trustee, says)
      const page = await signedIn(service, trustee, `/awards/${award}`)
      expect([name, page.status, page.text.includes('Train the night shift.')]).toEqual([name, 200, says === 'no conflict'])
    }
    await service.end()
  })
})
