import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { itemsAskedBy, type Item } from '../../../src/domain/framework.ts'
import { addDays, dayOf, type Day } from '../../../src/domain/time.ts'
import { frameworkVersion } from '../../../src/modules/frameworks/frameworks/framework.store.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  everythingWritten,
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
  aTeam,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'

/** A draft whose answer to L1 has all the evidence but no text. All the evidence is about the first branch. */
async function aDraftWith(service: Service, round: string, many: { branches: number; evidence: number }) {
  const branches = Array.from({ length: many.branches }, (_, i) => `Branch ${i}`)
  const organisation = await anOrganisation(service, { name: `Service of ${many.branches}`, branches })
  const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
  const application = await anApplication(service, organisation, { startedBy: lead, round })
  const first = await everythingWritten(service, application, lead)
  const db = service.database.writer
  const row = await db('evidence').where({ id: first }).first()
  const copies = Array.from({ length: many.evidence - 1 }, () => ({ ...row!, id: newId() }))
  await db.batchInsert('evidence', copies, 40)
  const evidence = [first, ...copies.map(({ id }) => id)]
  const [answer] = await db('answers').where({ application_id: application.id, item_id: 'staff-training' })
  const attached_at = row!.received_at
  await db.batchInsert(
    'answer_evidence',
    copies.map(({ id }) => ({ answer_id: answer!.id, evidence_id: id, attached_at })),
    300,
  )
  await db.batchInsert(
    'evidence_branches',
    evidence.map(evidence_id => ({ evidence_id, branch_id: organisation.branches[0]! })),
    300,
  )
  await db('answers').where({ id: answer!.id }).update({ narrative: '' })
  await db('assignments').insert({
    id: newId(),
    application_id: application.id,
    item_id: 'staff-training',
    person_id: lead.id,
    due_on: null,
    status: 'to write',
    status_since: attached_at,
    assigned_by: lead.id,
    assigned_at: attached_at,
    version: 1,
  })
  return { lead, application, evidence, branches: organisation.branches }
}

async function codeOf(service: Service, { id }: { id: string }, fits: (item: Item) => boolean): Promise<string> {
  const row = await service.database.writer('applications').where({ id }).first('framework_version_id')
  const framework = await frameworkVersion(service.database.writer, row!.framework_version_id)
  return itemsAskedBy(framework, 'first').find(
    item => item.part === 'criterion' && item.requirement === 'required' && fits(item),
  )!.code
}

eachDatabase('the task list', engine => {
  let service: Service
  let round: string
  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    round = await aRound(service)
  })
  afterAll(() => service.end())

  test('the number of queries does not grow with the number of branches or items of evidence', async () => {
    const one = await aDraftWith(service, round, { branches: 1, evidence: 10 })
    const hundred = await aDraftWith(service, round, { branches: 100, evidence: 5_000 })
    const counts = []
    for (const { lead, application } of [one, hundred]) {
      const visitor = await signedIn(service, lead)
      await visitor.open(`/applications/${application.id}`) // not counted, because it also loads the framework
      let queries = 0
      const count = () => {
        queries += 1
      }
      service.database.db.on('query', count)
      await visitor.open(`/applications/${application.id}`)
      service.database.db.removeListener('query', count)
      expect([visitor.status, visitor.$('.los-who').length > 0]).toEqual([200, true])
      counts.push(queries)
    }
    expect(counts[0]).toBe(counts[1])
  })

  test('the list points out expired and old evidence, missing consents, and branches without evidence', async () => {
    const { lead, application, evidence, branches } = await aDraftWith(service, round, { branches: 4, evidence: 1 })
    const db = service.database.writer
    const about = async (code: string): Promise<string> => {
      const visitor = await signedIn(service, lead, `/applications/${application.id}`)
      return visitor.$(`a[href$="/criteria/${code}"]`).closest('li').find('.govuk-task-list__hint').text()
    }
    const perBranch = await codeOf(service, application, ({ perBranch: is }) => is)
    expect(await about(perBranch)).toBe('No evidence from 3 branches yet')
    await db('evidence_branches').insert(
      branches.slice(1, 3).map(branch_id => ({ evidence_id: evidence[0]!, branch_id })),
    )
    expect(await about(perBranch)).toBe('No evidence from Branch 3 yet')
    await db('branches')
      .where({ id: branches[3]! })
      .update({ closed_on: '2026-12-31' as Day })
    expect(await about(perBranch)).toBe('')
    const today = dayOf(service.clock.now())
    await db('evidence').where({ id: evidence[0]! }).update({ expires_on: today })
    expect(await about(perBranch)).toBe('')
    await db('evidence')
      .where({ id: evidence[0]! })
      .update({ expires_on: addDays(today, -1) })
    expect(await about(perBranch)).toBe('No evidence from 3 branches yet')
    await db('evidence_branches').where({ evidence_id: evidence[0]! }).delete()
    expect(await about(perBranch)).toBe('No evidence from 3 branches yet')
    const anyBranch = await codeOf(service, application, ({ perBranch: is }) => !is)
    expect(await about(anyBranch)).toBe('1 item of evidence has expired')
    await db('evidence').where({ id: evidence[0]! }).update({ expires_on: null })
    expect(await about(perBranch)).toBe('')
    await db('evidence').update({ period_from: '2024-01-01' as Day, period_to: '2024-12-31' as Day })
    const yearly = await codeOf(service, application, ({ freshMonths }) => freshMonths === 12)
    expect(await about(yearly)).toBe('No evidence from the last 12 months')
    await db('evidence').where({ id: evidence[0]! }).update({ panel_until: null })
    expect(await about(yearly)).toBe('1 item of evidence cannot be used without consent')
  })

  test('the prerequisites come first until the required ones are done, then last and collapsed', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    const visitor = await signedIn(service, lead, `/applications/${application.id}`)
    expect(visitor.headings[1]).toBe('Prerequisites')
    await everythingWritten(service, application, lead)
    await visitor.open(`/applications/${application.id}`)
    expect([visitor.headings[1], visitor.headings.includes('Prerequisites')]).toEqual(['Learn', false])
    expect(visitor.$('main details').text()).toContain('Prerequisites: 4 of 6 done')
    expect(visitor.$('main details a[href$="/criteria/P1"]')).toHaveLength(1)
  })

  test('each filter shows as many tasks as its count says, including collapsed prerequisites', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    await everythingWritten(service, application, lead)
    const address = `/applications/${application.id}`
    const byLead = await signedIn(service, lead, `${address}/criteria/P5/assignment`)
    await byLead.press('Save', { person: lead.id })
    await byLead.open(`${address}?show=yours`)
    expect(byLead.links.map(({ text }) => text)).toContain('Assigned to you, 1')
    expect(byLead.$('.govuk-task-list__item a').text()).toBe('Senior support')
    await byLead.open(`${address}?show=action`)
    const count = byLead.$('.govuk-task-list__item').length
    expect(byLead.links.map(({ text }) => text)).toContain(`Needs action, ${count}`)
  })

  test('required criteria that lack only evidence count as not finished', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    const evidence = await everythingWritten(service, application, lead)
    await service.database.writer('answer_evidence').where({ evidence_id: evidence }).delete()
    const byLead = await signedIn(service, lead, `/applications/${application.id}`)
    expect(byLead.text).toMatch(/\d+ need evidence\. .*\d+ required criteria are not finished\./)
  })

  test('a lead gets a link to check all answers, and a contributor reads that a lead must submit', async () => {
    const { organisation, lead, contributor, observer } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    const byLead = await signedIn(service, lead, `/applications/${application.id}`)
    const byContributor = await signedIn(service, contributor, `/applications/${application.id}`)
    expect(byLead.text).toContain('You can leave recommended criteria empty.')
    expect(byContributor.text).toContain('A library lead will submit the application. You can keep writing until then.')
    const byObserver = await signedIn(service, observer, `/applications/${application.id}`)
    expect(byObserver.text).toContain('A library lead will submit the application.')
    expect(byObserver.text).not.toContain('You can keep writing until then')
    await byLead.follow('Check your answers')
    expect(byLead.address).toBe(`/applications/${application.id}/submission`)
    const more = { status: 'more evidence asked' } as const
    await service.database.writer('applications').where({ id: application.id }).update(more)
    await byObserver.open(`/applications/${application.id}`)
    expect(byObserver.text).toContain('A library lead will submit the evidence when it is ready.')
  })
})
