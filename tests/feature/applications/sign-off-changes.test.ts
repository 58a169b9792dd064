import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anItemOfEvidence,
  anOrganisation,
  aPersonWho,
  aRound,
  aTeam,
  everythingWritten,
  signedIn,
} from '../../support/factories.ts'
import { aHolder } from '../../support/renewing.ts'
import { merge } from '../../support/merging.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

/**
 * A complete draft that an observer has signed off, in an organisation that requires a sign-off. One answer uses
 * `evidence`, and the contributor owns a target.
 */
async function aSignedDraft(service: Service) {
  const team = await aTeam(service)
  const round = await aRound(service)
  const application = await anApplication(service, team.organisation, { startedBy: team.lead, round })
  await everythingWritten(service, application, team.lead)
  const db = service.database.writer
  await db('organisations').where({ id: team.organisation.id }).update({ sign_off_wanted: 1 })
  const evidence = await anItemOfEvidence(service, team.organisation, team.lead, { title: 'Training log' })
  await db('evidence').update({ panel_until: '9999-12-31' as never })
  const answer = await db('answers').where({ application_id: application.id, item_id: 'staff-training' }).first()
  await db('answer_evidence').insert({ answer_id: answer!.id, evidence_id: evidence, attached_at: service.clock.now() })
  const list = `/applications/${application.id}`
  const byLead = await signedIn(service, team.lead)
  await addTarget(byLead, team.organisation, team.contributor)
  await byLead.open(`${list}/sign-off`)
  await byLead.press('Ask for sign-off')
  const byObserver = await signedIn(service, team.observer, `${list}/sign-off`)
  await byObserver.press('Sign off', { read: 'yes' })
  return { ...team, application, evidence, list, page: `${list}/sign-off`, byLead, byObserver }
}

async function addTarget(visitor: Visitor, organisation: { id: string }, owner: { id: string }): Promise<void> {
  await visitor.open(`/organisations/${organisation.id}/targets/new`)
  const due = { 'dueOn-day': '1', 'dueOn-month': '6', 'dueOn-year': '2028' }
  await visitor.press('Add target', { body: 'A welcome sign at every branch.', owner: owner.id, ...due })
}

const askedAgain = async (service: Service) =>
  (await service.database.writer('outbox').where({ name: 'sign-off wanted again' })).length

eachDatabase('a change after a sign-off', engine => {
  test('a sign-off counts again when the change is undone', async () => {
    const service = await aService(engine)
    const { list, page, byLead, byObserver } = await aSignedDraft(service)
    await byLead.open(`${list}/criteria/L1`)
    const before = byLead.valueOf('narrative')
    await byLead.press('Save', { narrative: 'Something else.' })
    await byLead.open(page)
    await byLead.press('Ask for sign-off again')
    await byLead.open(`${list}/criteria/L1`)
    await byLead.press('Save', { narrative: before })
    await byLead.open(page)
    expect(byLead.text).toContain('The observer signed off the application on')
    await byLead.open(list)
    expect(byLead.text).not.toContain('Changed since sign-off')
    expect(await service.database.writer('sign_offs').first('changed_at')).toEqual({ changed_at: null })
    await byObserver.open('/home')
    expect(byObserver.text).not.toContain('Read and sign off')
    await service.end()
  })

  test('renaming evidence in the application clears the sign-off', async () => {
    const service = await aService(engine)
    const { evidence, list, byLead } = await aSignedDraft(service)
    await byLead.open(`/evidence/${evidence}/edit`)
    await byLead.press('Save', { title: 'Attendance list' })
    expect(await askedAgain(service)).toBe(1)
    await byLead.open(list)
    expect(byLead.text).toContain('Changed since sign-off')
    await service.end()
  })

  test('removing evidence in the application clears the sign-off', async () => {
    const service = await aService(engine)
    const { evidence, list, byLead } = await aSignedDraft(service)
    await byLead.open(`/evidence/${evidence}/removal`)
    await byLead.press('Remove evidence')
    expect(await askedAgain(service)).toBe(1)
    await byLead.open(list)
    expect(byLead.text).toContain('Changed since sign-off')
    await service.end()
  })

  test('renaming the owner of a target clears the sign-off', async () => {
    const service = await aService(engine)
    const { contributor, list, page, byLead, byObserver } = await aSignedDraft(service)
    const byOwner = await signedIn(service, contributor, '/account')
    await byOwner.press('Save', { name: 'The contributor' })
    expect(await askedAgain(service)).toBe(0)
    await byOwner.press('Save', { name: 'Una Dale' })
    expect(await askedAgain(service)).toBe(1)
    await byLead.open(list)
    expect(byLead.text).toContain('Changed since sign-off')
    await byObserver.open('/home')
    expect(byObserver.text).toContain('Read and sign off')
    await byObserver.open(page)
    expect(byObserver.$('.los-diff ins').text()).toContain('Una Dale')
    await service.end()
  })

  test('targets from an organisation that was merged into the library clear the sign-off', async () => {
    const service = await aService(engine)
    const { organisation, list, page, byLead, byObserver } = await aSignedDraft(service)
    const merged = await anOrganisation(service, { name: 'Old Town Library' })
    const former = await aPersonWho(service, { member: [[merged, 'lead']] })
    const visitor = await signedIn(service, former)
    await addTarget(visitor, merged, former)
    await merge(service, merged, organisation)
    expect(await askedAgain(service)).toBe(1)
    await byLead.open(list)
    expect(byLead.text).toContain('Changed since sign-off')
    await byObserver.open(page)
    expect(byObserver.$('.los-diff ins').text()).toContain('A welcome sign at every branch.')
    await service.end()
  })

  test.each([0, 1] as const)(
    'after a merge, only an observer of the library that remains can sign off (it required that before: %s)',
    async sign_off_wanted => {
      const service = await aService(engine)
      const { organisation, application, list, page } = await aSignedDraft(service)
      const { writer } = service.database
      const into = await anOrganisation(service, { name: 'County Libraries' })
      await writer('organisations').where({ id: into.id }).update({ sign_off_wanted })
      const lead = await aPersonWho(service, { member: [[into, 'lead']] })
      const observer = await aPersonWho(service, { member: [[into, 'observer']] })
      const submitted = await anApplication(service, organisation, { startedBy: lead, status: 'submitted' })
      const [signed] = await writer('sign_offs').where({ application_id: application.id })
      await writer('sign_offs').insert({ ...signed!, id: newId(), application_id: submitted.id })
      await merge(service, organisation, into)
      expect((await writer('sign_offs').where({ application_id: submitted.id }).first())!.seen).toBe(signed!.seen)
      const asked = await writer('outbox').where({ name: 'sign-off wanted', person_id: observer.id })
      expect(asked).toHaveLength(1)
      const byLead = await signedIn(service, lead, `${list}/submission`)
      expect(byLead.text).toContain('Get sign-off from an observer')
      expect(byLead.text).not.toContain('Submit application')
      const removed = await writer('events').where({ name: 'application.sign_off_removed' }).pluck('application_id')
      expect(removed).toEqual([application.id])
      const byObserver = await signedIn(service, observer, page)
      await byObserver.press('Sign off', { read: 'yes' })
      await byLead.open(`${list}/submission`)
      expect(byLead.buttons).toContain('Submit application')
      await service.end()
    },
  )

  test.each([
    ['more', 'Save'],
    ['files/FILE/version', 'Add version'],
    ['files/FILE/redaction', 'Add redacted copy'],
  ])('restricting evidence on the page /evidence/:id/%s clears the sign-off', async (place, button) => {
    const service = await aService(engine)
    const { evidence, page, byLead, byObserver } = await aSignedDraft(service)
    const file = (name: string) => ({ files: [{ name, content: Buffer.from(`Our training, ${name}`) }] }) as never
    await byLead.open(`/evidence/${evidence}/more`)
    await byLead.press('Save', file('training.txt'))
    expect([byLead.status, await askedAgain(service)]).toEqual([200, 0])
    const { id } = (await service.database.writer('evidence_files').where({ evidence_id: evidence }).first('id'))!
    await byLead.open(`/evidence/${evidence}/${place.replace('FILE', id)}`)
    await byLead.press(button, file('Selamawit_letter.txt'))
    await byLead.press(button, { personalData: 'restrict' })
    expect([byLead.status, await askedAgain(service)]).toEqual([200, 1])
    await byObserver.open(page)
    expect(byObserver.text).toContain('Changed since sign-off')
    await service.end()
  })

  test('observers are asked for a sign-off only while the library requires it', async () => {
    const service = await aService(engine)
    const { organisation, list, page, byLead, byObserver } = await aSignedDraft(service)
    const require = async (wanted: 'yes' | []) => {
      await byLead.open(`/organisations/${organisation.id}/sign-off`)
      await byLead.press('Save', { wanted })
    }
    const seen = async () => {
      await byLead.open(list)
      await byObserver.open('/home')
      return [byLead.text.includes('Changed since sign-off'), byObserver.text.includes('Read and sign off')]
    }
    await require([])
    await byLead.open(`${list}/criteria/L1`)
    await byLead.press('Save', { narrative: 'Something else.' })
    expect([await askedAgain(service), await seen()]).toEqual([0, [false, false]])
    await byLead.open(page)
    expect(byLead.buttons).not.toContain('Ask for sign-off again')
    await require('yes')
    expect([await askedAgain(service), await seen()]).toEqual([1, [true, true]])
    await byLead.open(page)
    await byLead.press('Ask for sign-off again')
    await require([])
    expect(await seen()).toEqual([false, false])
    await service.end()
  })

  test('an unanswered request is emailed again when the library requires sign-offs again', async () => {
    const service = await aService(engine)
    const { organisation, lead, observer } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round: await aRound(service) })
    const byLead = await signedIn(service, lead)
    const require = async (wanted: 'yes' | []) => {
      await byLead.open(`/organisations/${organisation.id}/sign-off`)
      await byLead.press('Save', { wanted })
    }
    await require('yes')
    await byLead.open(`/applications/${application.id}/sign-off`)
    await byLead.press('Ask for sign-off')
    await require([])
    await require('yes')
    const emails = (await service.post()).filter(({ to }) => to === observer.email)
    expect(emails.map(({ subject }) => subject)).toEqual(
      Array(2).fill('Please read and sign off your library’s application'),
    )
    await service.end()
  })

  test('when the charity returns an application, a change made since its submission clears the sign-off', async () => {
    const service = await aService(engine)
    const { application, evidence, list, byLead } = await aSignedDraft(service)
    await byLead.open(`${list}/submission`)
    await byLead.press('Submit application')
    await byLead.open(`/evidence/${evidence}/edit`)
    await byLead.press('Save', { title: 'Attendance list' })
    expect(await askedAgain(service)).toBe(0)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, application, coordinator)
    const charity = await signedIn(service, coordinator, `${list}/return`)
    const until = { 'until-day': '20', 'until-month': '3', 'until-year': '2027' }
    await charity.press('Return application', { reasons: 'Please add the pledge.', ...until })
    expect(await askedAgain(service)).toBe(1)
    await byLead.open(list)
    expect(byLead.text).toContain('Changed since sign-off')
    await service.end()
  })

  test('the sign-off page lists the answers that the library was asked to change, until they are changed', async () => {
    const service = await aService(engine)
    const { application, list, page, byLead, byObserver } = await aSignedDraft(service)
    await byLead.open(`${list}/summary`)
    await byLead.press('Save', { summary: 'Everyone is welcome here.' })
    await byObserver.open(page)
    await byObserver.press('Sign off', { read: 'yes' })
    await byLead.open(`${list}/submission`)
    await byLead.press('Submit application')
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, application, coordinator)
    const charity = await signedIn(service, coordinator, `${list}/return`)
    const until = { 'until-day': '20', 'until-month': '3', 'until-year': '2027' }
    service.clock.minutesPass(1)
    await charity.press('Return application', { items: 'staff-training', reasons: 'Who is trained?', ...until })
    service.clock.minutesPass(1)
    await byLead.open(`${list}/summary`)
    await byLead.press('Save', { summary: 'Everyone is very welcome here.' })
    await byObserver.open(page)
    expect(byObserver.text).toContain('1 answer still needs changing L1 Staff and volunteers learn')
    await byLead.open(page)
    expect(byLead.text).toContain(
      'Make them before you ask for sign-off, because if the application changes later, ' +
        'it needs to be signed off again.',
    )
    expect(byObserver.text).toContain('Wait until they are made, because every change after a sign-off needs a new')
    const choose = (wanted: 0 | 1) => service.database.writer('organisations').update({ sign_off_wanted: wanted })
    await choose(0)
    await byObserver.open(page)
    expect(byObserver.text).toContain('Your library does not require sign-off for this application. Not required')
    for (const text of ['still needs changing', 'signed off again', 'reads this page'])
      expect([text, byObserver.text.includes(text)]).toEqual([text, false])
    expect(byObserver.buttons).not.toContain('Sign off')
    await choose(1)
    await byLead.open(`${list}/criteria/L1`)
    await byLead.press('Save', { narrative: 'All 12 members of staff are trained.' })
    await byObserver.open(page)
    expect([byObserver.status, byObserver.text.includes('still needs changing')]).toEqual([200, false])
    expect(byObserver.buttons).toContain('Sign off')
    await choose(0)
    await byObserver.press('Sign off')
    expect([byObserver.status, byObserver.errors, byObserver.text.includes('Not required')]).toEqual([422, [], true])
    await service.end()
  })

  test('more evidence for the panel needs no sign-off', async () => {
    const service = await aService(engine)
    const { application, list, byLead } = await aSignedDraft(service)
    await byLead.open(`${list}/submission`)
    await byLead.press('Submit application')
    await service.database
      .writer('applications')
      .where({ id: application.id })
      .update({ status: 'more evidence asked', items_asked: JSON.stringify(['staff-training']) })
    await byLead.open(`${list}/criteria/L1`)
    await byLead.press('Save', { narrative: 'We added a date.' })
    expect([byLead.status, await askedAgain(service)]).toEqual([200, 0])
    await byLead.open(list)
    expect(byLead.text).not.toContain('An observer reads the application')
    await service.end()
  })

  test('changing the summary of a light renewal clears the sign-off, but adding a target does not', async () => {
    const service = await aService(engine)
    const { organisation, lead, observer, award } = await aHolder(service)
    await service.database.writer('organisations').update({ sign_off_wanted: 1 })
    const byLead = await signedIn(service, lead, `/awards/${award.id}/renewal`)
    await byLead.press('Start renewal')
    const { address } = byLead
    await byLead.open(`${address}/sign-off`)
    await byLead.press('Ask for sign-off')
    const byObserver = await signedIn(service, observer, `${address}/sign-off`)
    await byObserver.press('Sign off', { read: 'yes' })
    await addTarget(byLead, organisation, lead)
    expect([byLead.errors, await askedAgain(service)]).toEqual([[], 0])
    await byLead.open(address)
    await byLead.press('Save', { summary: 'Everybody is welcome in both branches.' })
    expect(await askedAgain(service)).toBe(1)
    await service.end()
  })
})
