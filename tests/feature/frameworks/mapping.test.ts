import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { addMinutes } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDraft, agreed, confirmsMapping, publishes, type ADraft } from '../../support/drafting.ts'
import { aDeclaration, anApplication, anItemOfEvidence, signedIn } from '../../support/factories.ts'
import { aHolder, type AHolder } from '../../support/renewing.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow, type Visitor } from '../../support/visitor.ts'

const locked =
  'A library has edited or confirmed an answer that was carried over, so you can no longer change the mapping.'

eachDatabase('a mapping of the criteria', engine => {
  let service: Service
  let draft: ADraft
  let holder: AHolder
  beforeEach(async () => {
    service = await aService(engine)
    draft = await aDraft(service)
    holder = await aHolder(service)
    await writeAnswer('staff-training', 'All staff took part')
    await writeAnswer('induction', 'New starters meet us')
    await draft.coordinator.open(`${draft.address}/items/induction`)
    await draft.coordinator.follow('Retire L2')
    await draft.coordinator.press('Retire L2')
  })
  afterEach(() => service.end())

  const writeAnswer = (item_id: string, narrative: string) =>
    service.database.writer('answers').where({ application_id: holder.application.id, item_id }).update({ narrative })
  const answersOf = (application_id: string) =>
    service.database.writer('answers').where({ application_id }).orderBy('item_id').select('item_id', 'narrative')
  const merges = async () => {
    await draft.coordinator.open(`${draft.address}/mapping/staff-training`)
    await draft.coordinator.press('Save', { from: ['staff-training', 'induction'], judged: 'equal' })
  }
  async function renews(): Promise<{ lead: Visitor; id: string }> {
    const lead = await signedIn(service, holder.lead, `/awards/${holder.award.id}/renewal`)
    await lead.press('Start renewal')
    return { lead, id: lead.address.split('/').at(-1)! }
  }
  const textOf = async (id: string, item: string) =>
    (await answersOf(id)).find(({ item_id }) => item_id === item)?.narrative

  test('a renewal starts with both texts of merged criteria, and says so', async () => {
    const before = await answersOf(holder.application.id)
    const submitted = await service.database.writer('submissions').select('sha256')
    expect(submitted).toEqual([{ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }])
    await merges()
    await confirmsMapping(draft)
    await publishes(draft)
    const { lead, id } = await renews()
    expect(await textOf(id, 'staff-training')).toBe('All staff took part\n\nNew starters meet us')
    expect(await textOf(id, 'induction')).toBeUndefined()
    expect((await lead.open(`/applications/${id}/criteria/L1`)).text).toContain(
      'This criterion combines L1 and L2 from last time.',
    )
    expect([
      await answersOf(holder.application.id),
      await service.database.writer('submissions').select('sha256'),
    ]).toEqual([before, submitted])
  })

  test('after its item changes, a row of the mapping must be confirmed again, and not from an older page', async () => {
    const { coordinator, address } = draft
    const rewords = async (description: string) => {
      await coordinator.open(`${address}/items/local-need`)
      await coordinator.press('Save', { description })
    }
    await rewords('Know who lives near you.')
    await confirmsMapping(draft)
    await rewords('Ask every household who lives there.')
    await coordinator.open(`${address}/mapping`)
    expect([
      coordinator.text.includes('1 row is not confirmed yet.'),
      coordinator.$('input[name=rows]').length,
    ]).toEqual([true, 1])
    await publishes(draft)
    expect([coordinator.status, coordinator.errors]).toEqual([422, ['Confirm 1 row of the mapping']])
    const early = await anotherWindow(service, coordinator).open(`${address}/mapping`)
    const rows = [early.$('input[name=rows]').attr('value')!]
    await rewords('Ask every street who lives there.')
    await early.press('Confirm ticked rows', { rows })
    expect([early.status, early.errors]).toEqual([422, ['Tick at least one row to confirm']])
    await confirmsMapping(draft)
    await publishes(draft)
    expect(coordinator.notices[0]).toContain('Version 1 has been published.')
  })

  test('once a version that merged two criteria is retired, both criteria start with the merged answer', async () => {
    const { coordinator, address } = draft
    await coordinator.open(`${address}/items/local-need`)
    await coordinator.follow('Retire L3')
    await coordinator.press('Retire L3')
    await coordinator.open(`${address}/mapping/staff-training`)
    await coordinator.press('Save', { from: ['staff-training', 'local-need'], judged: 'equal' })
    await confirmsMapping(draft)
    await publishes(draft)
    const { writer: db } = service.database
    const application_id = holder.application.id
    await db('applications').where({ id: application_id }).update({ framework_version_id: draft.id })
    const needs = db('answers').where({ application_id, item_id: 'local-need' })
    await db('answer_evidence').whereIn('answer_id', needs.clone().select('id')).delete()
    await needs.delete()
    await coordinator.open(`${address}/retirement`)
    await coordinator.press('Retire Library of Sanctuary, version 1')
    const { id } = await renews()
    expect([await textOf(id, 'staff-training'), await textOf(id, 'local-need')]).toEqual([
      'All staff took part',
      'All staff took part',
    ])
  })

  test('the page of the mapping links to publication once every row is confirmed', async () => {
    await draft.coordinator.open(`${draft.address}/mapping`)
    expect(draft.coordinator.links.map(({ text }) => text)).not.toContain('Check and publish')
    await confirmsMapping(draft)
    expect(draft.coordinator.links).toContainEqual({
      text: 'Check and publish',
      href: `${draft.address}/publication`,
    })
  })

  test('a published mapping can be changed, and updates renewals, until a library edits a carried answer', async () => {
    await confirmsMapping(draft)
    await publishes(draft)
    const { lead, id } = await renews()
    expect(await textOf(id, 'staff-training')).toBe('All staff took part')
    await merges()
    expect(draft.coordinator.notices).toEqual(['The mapping has been saved'])
    expect(await textOf(id, 'staff-training')).toBe('All staff took part\n\nNew starters meet us')
    await draft.coordinator.open(`${draft.address}/mapping/staff-training`)
    await draft.coordinator.press('Save', { from: ['staff-training'], judged: 'equal' })
    expect(await textOf(id, 'staff-training')).toBe('All staff took part')

    await lead.open(`/applications/${id}/criteria/L1`)
    await lead.press('Save', { narrative: 'This year more' })
    await draft.coordinator.open(`${draft.address}/mapping/staff-training`)
    await draft.coordinator.press('Save', { from: ['induction'], judged: 'equal' })
    expect([draft.coordinator.status, draft.coordinator.errors]).toEqual([422, [locked]])
    expect(await textOf(id, 'staff-training')).toBe('This year more')
  })

  test('changing a mapping that a renewal did not use keeps the evidence added in that renewal', async () => {
    await confirmsMapping(draft)
    await publishes(draft)
    await service.database.writer('applications').update({ framework_version_id: draft.id })
    const { lead, id } = await renews()
    const { title, id: use } = await anItem()
    await lead.open(`/applications/${id}/criteria/L3`)
    await lead.press('Save', { use })
    expect((await lead.open(`/applications/${id}/criteria/L3`)).text).toContain(title)
    await merges()
    expect(draft.coordinator.notices).toEqual(['The mapping has been saved'])
    expect((await lead.open(`/applications/${id}/criteria/L3`)).text).toContain(title)
    expect(
      await service.database
        .writer('answer_evidence')
        .join('answers', 'answers.id', 'answer_evidence.answer_id')
        .where({ application_id: id, evidence_id: use }),
    ).toHaveLength(1)
  })

  test.each([
    ['confirms the unchanged answers', (lead: Visitor, at: string) => confirms(lead, at)],
    ['edits an answer carried from a draft that was closed', (lead: Visitor, at: string) => edits(lead, at, true)],
    ['edits an answer under a later version', (lead: Visitor, at: string) => edits(lead, at, false)],
  ] as const)('a mapping can no longer be changed after a library %s', async (what, acts) => {
    await confirmsMapping(draft)
    await publishes(draft)
    if (what.endsWith('later version')) await publishesNext()
    const { lead, id } = await renews()
    await acts(lead, `/applications/${id}`)
    await merges()
    expect([draft.coordinator.status, draft.coordinator.errors]).toEqual([422, [locked]])
  })

  async function confirms(lead: Visitor, at: string) {
    await lead.open(at)
    await lead.press('Save', { unchanged: true })
  }
  async function edits(lead: Visitor, at: string, isFromClosed: boolean) {
    if (isFromClosed) await service.database.writer('applications').update({ previous_application_id: null })
    await lead.open(`${at}/criteria/L1`)
    await lead.press('Save', { narrative: 'This year more' })
  }
  async function publishesNext() {
    const { coordinator } = draft
    await coordinator.open(`${draft.address}/draft`)
    await coordinator.press('Start draft', { name: '2', label: 'Library of Sanctuary, version 2', from: 'last' })
    const { address } = coordinator
    service.clock.set(addMinutes(service.clock.now(), 1))
    await coordinator.open(`${address}/publication`)
    await coordinator.press('Publish version 2', agreed)
    expect(coordinator.notices[0]).toContain('Version 2 has been published.')
  }
  async function anItem() {
    const title = 'Map of local need'
    return {
      title,
      id: await anItemOfEvidence(service, holder.organisation, holder.lead, { title, items: ['local-need'] }),
    }
  }

  test('an answer that the library wrote itself stays when the mapping changes', async () => {
    await confirmsMapping(draft)
    await publishes(draft)
    const { lead, id } = await renews()
    await lead.open(`/applications/${id}/criteria/F4`)
    await service.database.writer('answers').insert({
      id: 'a'.repeat(20),
      application_id: id,
      item_id: 'significant-changes',
      narrative: 'A branch moved',
      own_rating: null,
      written_by: holder.lead.id,
      written_at: service.clock.now(),
      version: 1,
    })
    await merges()
    expect(await textOf(id, 'significant-changes')).toBe('A branch moved')
  })

  test('the second of two people who change the mapping is asked to check it', async () => {
    const { coordinator, address } = draft
    await coordinator.open(`${address}/mapping/staff-training`)
    const other = await anotherWindow(service, coordinator).open(`${address}/mapping/local-need`)
    await other.press('Save', { from: ['local-need'], judged: 'wider' })
    await coordinator.press('Save', { from: ['staff-training'], judged: 'narrower' })
    expect([coordinator.status, coordinator.errors]).toEqual([
      409,
      ['Someone else has changed the mapping. Check the changes, then save again'],
    ])
    await coordinator.press('Save')
    expect(coordinator.status).toBe(200)
    expect(coordinator.text).toContain('Narrower')
    expect(coordinator.text).toContain('Wider')
  })

  test('confirming a mapping requires a tick, and unknown rows are refused', async () => {
    await draft.coordinator.open(`${draft.address}/mapping`)
    await draft.coordinator.press('Confirm ticked rows')
    expect([draft.coordinator.status, draft.coordinator.errors]).toEqual([422, ['Tick at least one row to confirm']])
    await draft.coordinator.send(`${draft.address}/mapping`, { version: '1', rows: 'item:never' })
    expect(draft.coordinator.status).toBe(422)
  })

  test('a first version has no mapping', async () => {
    await draft.coordinator.open(`/frameworks/${draft.publishedId}/mapping`)
    expect(draft.coordinator.status).toBe(404)
  })

  test('a coordinator previews a mapping on an application that they can read, without its answers', async () => {
    await merges()
    const { coordinator, address, person } = draft
    await coordinator.open(`${address}/mapping-preview`)
    expect(coordinator.text).toContain('There are no organisations to choose from yet.')
    await aDeclaration(service, holder.application, person)
    await coordinator.open(`${address}/mapping-preview?award=${holder.award.id}`)
    expect(coordinator.text).toContain('Ashcombe Libraries’ next full reappraisal would ask for')
    expect(coordinator.text).toContain('L1 and L2')
    expect(coordinator.text).not.toContain('All staff took part')

    const later = await anApplication(service, holder.organisation, {
      status: 'decided',
      kind: 'renewal',
      startedBy: holder.lead,
      award_id: holder.award.id,
      submitted_at: '2026-06-01T09:00:00.000Z',
      decision_letter_released_at: '2026-07-01T09:00:00.000Z',
    })
    await coordinator.open(`${address}/mapping-preview?award=${holder.award.id}`)
    expect(coordinator.text).not.toContain('would start with')
    await aDeclaration(service, later, person)
    await coordinator.open(`${address}/mapping-preview?award=${holder.award.id}`)
    expect(coordinator.text).toContain('would start with')
  })
})
