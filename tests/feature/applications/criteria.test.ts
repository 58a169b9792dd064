import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addDays, dayOf } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  aSubmission,
  anApplication,
  anItemOfEvidence,
  anOrganisation,
  aPersonWho,
  aRound,
  everythingWritten,
  signedIn,
  aTeam,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the page of a criterion', engine => {
  let service: Service
  let round: string
  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    round = await aRound(service)
  })
  afterAll(() => service.end())

  test('the charity sees the submitted answer, even if the library has changed it since', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round, status: 'returned' })
    await aSubmission(service, application, lead, {
      answers: [{ item: 'staff-training', narrative: 'The submitted answer', ownRating: 'met' }],
    })
    const writer = await signedIn(service, lead, `/applications/${application.id}/criteria/L1`)
    await writer.press('Save', { narrative: 'A later answer' })
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, application, person)
    const coordinator = await signedIn(service, person, `/applications/${application.id}/criteria/L1`)
    expect([
      coordinator.text.includes('The submitted answer'),
      coordinator.text.includes('A later answer'),
      coordinator.buttons,
    ]).toEqual([true, false, []])
    await coordinator.open(`/applications/${application.id}/criteria/L2`)
    expect(coordinator.text).toContain('The library did not answer this in its submission.')
  })

  test('the page counts the application’s branches that unexpired evidence covers', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    const evidence = await everythingWritten(service, application, lead)
    const db = service.database.writer
    const [central, millbrook] = organisation.branches
    const closed = await anOrganisation(service)
    const branches = [central!, closed.branches[0]!].map(branch_id => ({ evidence_id: evidence, branch_id }))
    await db('branches')
      .where({ id: closed.branches[0]! })
      .update({ organisation_id: organisation.id, name: 'Fellside' })
    const shown = async () =>
      (await signedIn(service, lead, `/applications/${application.id}/criteria/L1`)).text.match(
        /Your evidence covers [^.]*/,
      )?.[0] ?? null
    expect(await shown()).toBe(null)
    await db('evidence_branches').insert(branches)
    expect(await shown()).toBe('Your evidence covers 1 of 2 branches')
    const both = { evidence_id: evidence, branch_id: millbrook! }
    await db('evidence_branches').insert(both)
    expect(await shown()).toBe('Your evidence covers 2 of 2 branches')
    const today = dayOf(service.clock.now())
    await db('evidence').where({ id: evidence }).update({ expires_on: today })
    expect(await shown()).toBe('Your evidence covers 2 of 2 branches')
    await db('evidence')
      .where({ id: evidence })
      .update({ expires_on: addDays(today, -1) })
    expect(await shown()).toBe('Your evidence covers 0 of 2 branches')
    const whole = await anItemOfEvidence(service, organisation, lead)
    const answer = await db('answers').where({ application_id: application.id, item_id: 'staff-training' }).first()
    await db('answer_evidence').insert({
      answer_id: answer!.id,
      evidence_id: whole,
      attached_at: service.clock.now(),
    })
    expect(await shown()).toBe(null)
  })

  test('expired evidence is marked, with a link to its expiry date for people who can change it', async () => {
    const { organisation, lead, contributor, observer } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    const evidence = await everythingWritten(service, application, lead)
    const expires_on = addDays(dayOf(service.clock.now()), -1)
    await service.database
      .writer('evidence')
      .where({ id: evidence })
      .update({ expires_on, sensitivity: 'restricted', owner_id: lead.id })
    const shown = async (person: typeof lead) => {
      const visitor = await signedIn(service, person, `/applications/${application.id}/criteria/L1`)
      const list = visitor.$('.los-evidence--brief')
      return [
        list.find('.los-status').text().trim(),
        list.find(`a[href="/evidence/${evidence}/ownership"]`).length,
        ...['ask a lead', 'Restricted'].map(words => list.text().includes(words)),
      ]
    }
    const expired = 'Expired on 28 February 2027'
    expect(await shown(lead)).toEqual([expired, 1, false, true])
    await service.database.writer('evidence').where({ id: evidence }).update({ sensitivity: 'ordinary' })
    expect(await shown(contributor)).toEqual([expired, 0, true, false])
    expect(await shown(observer)).toEqual([expired, 0, false, false])
  })

  test('when the panel asks for more evidence, answers to other criteria have no form', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, {
      startedBy: lead,
      round,
      status: 'more evidence asked',
      items_asked: JSON.stringify(['staff-training']),
      reasons: 'Please show the dates.',
      until: '2027-03-20',
    })
    const visitor = await signedIn(service, lead, `/applications/${application.id}/criteria/L1`)
    expect([visitor.buttons.includes('Save'), visitor.text.includes('Please show the dates.')]).toEqual([true, true])
    await visitor.open(`/applications/${application.id}/criteria/L2`)
    expect(visitor.buttons).toEqual(['Add comment'])
    expect(visitor.text).toContain(
      'No one can change this answer now, because the panel has not asked for more evidence about it.',
    )
    expect((await visitor.open(`/applications/${application.id}/criteria/L2/evidence`)).status).toBe(409)
  })
})
