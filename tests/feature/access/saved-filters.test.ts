import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anAward, anOrganisation, aPersonWho, aRound, signedIn, type APerson } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('saved filters', engine => {
  let service: Service
  const people = {} as Record<'lead' | 'coordinator' | 'other' | 'trustee' | 'administrator', APerson>
  const address = '/renewals?show=overdue&name=Ash'

  beforeAll(async () => {
    service = await aService(engine)
    await aRound(service)
    const library = await anOrganisation(service, { name: 'Ashcombe Libraries' })
    people.lead = await aPersonWho(service, { member: [[library, 'lead']] })
    people.coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    people.other = await aPersonWho(service, { roles: ['coordinator'] })
    people.trustee = await aPersonWho(service, { roles: ['trustee'] })
    people.administrator = await aPersonWho(service, { roles: ['administrator'] })
    await anAward(service, library, { startedBy: people.lead })
  })
  afterAll(() => service.end())

  test('a filter can be saved under a name, opened from the list of saved filters, and removed', async () => {
    const visitor = await signedIn(service, people.coordinator, address)
    await visitor.follow('Saved filters')
    expect(visitor.text).toContain('Overdue. Names that start with “Ash”')
    await visitor.press('Save filter', { name: '' })
    expect([visitor.status, visitor.errors]).toEqual([422, ['Enter a name']])
    await visitor.press('Save filter', { name: 'Overdue in Ash' })
    expect([visitor.status, visitor.notices]).toEqual([200, ['“Overdue in Ash” has been saved']])
    await visitor.follow('Overdue in Ash')
    expect(visitor.address).toBe(address)
    await visitor.follow('Saved filters')
    await visitor.press('Save filter', { name: 'Overdue in Ash' })
    expect(visitor.errors).toEqual(['You already have a filter called “Overdue in Ash”. Enter another name'])
    await visitor.open('/saved-filters/renewals')
    await visitor.press('Remove')
    expect(visitor.notices).toEqual(['“Overdue in Ash” has been removed'])
    expect(visitor.text).not.toContain('Saved by')
    const events = await service.parts
      .db('events')
      .where('name', 'like', 'setting.filter%')
      .orderBy('sequence')
      .pluck('name')
    expect(events).toEqual(['setting.filter_saved', 'setting.filter_removed'])
  })

  test('others who can see the list can use a shared filter, but cannot remove it', async () => {
    const owner = await signedIn(service, people.coordinator, address)
    await owner.follow('Saved filters')
    await owner.press('Save filter', { name: 'For us all', shared: 'yes' })
    await owner.open(address)
    await owner.follow('Saved filters')
    await owner.press('Save filter', { name: 'Only mine' })
    for (const person of [people.other, people.trustee]) {
      const visitor = await signedIn(service, person, '/saved-filters/renewals')
      expect([visitor.text.includes('For us all'), visitor.text.includes('Only mine')]).toEqual([true, false])
      expect(visitor.buttons).not.toContain('Remove For us all')
      const { id } = (await service.parts.db('saved_filters').where({ name: 'For us all' }).first('id'))!
      expect((await visitor.send(`/saved-filters/${id}/removal`)).status).toBe(404)
    }
    for (const person of [people.lead, people.administrator])
      expect((await signedIn(service, person, '/saved-filters/renewals')).status).toBe(404)
    expect(await service.parts.db('saved_filters').pluck('name')).toEqual(
      expect.arrayContaining(['For us all', 'Only mine']),
    )
  })

  test.each([
    ['/organisations?name=Ash', 'coordinator'],
    ['/people?search=a', 'administrator'],
    ['/renewals?show=at-risk', 'trustee'],
    ['/applications?show=decided', 'trustee'],
    ['/decisions?from=2026-04-01', 'coordinator'],
    ['/mail/reminders?status=not+sent&reason=overtaken', 'administrator'],
  ] as const)('the filters in %s are saved, and open the same list again', async (list, as) => {
    const visitor = await signedIn(service, people[as], list)
    expect(visitor.status).toBe(200)
    await visitor.follow('Saved filters')
    await visitor.press('Save filter', { name: 'The same again' })
    await visitor.follow('The same again')
    expect([visitor.status, visitor.address]).toEqual([200, list])
  })

  test('filters in the address that the list does not have are not saved', async () => {
    const visitor = await signedIn(service, people.coordinator, '/renewals')
    await visitor.open('/saved-filters/renewals?show=overdue&next=https://bad.example&show[a]=1&name=%00x')
    await visitor.press('Save filter', { name: 'Odd' })
    const saved = await service.parts.db('saved_filters').where({ name: 'Odd' }).first('query')
    expect(saved!.query).toMatch(/^show=(overdue|needs-action)(&name=x)?$/)
  })

  test.each([
    [
      'is only an appraiser now',
      (id: string) => ({ table: 'charity_roles', where: { person_id: id }, change: { role: 'appraiser' } }),
    ],
    ['has a suspended account', (id: string) => ({ table: 'people', where: { id }, change: { status: 'suspended' } })],
  ] as const)('a colleague can remove a filter shared by someone who %s', async (why, left) => {
    const owner = await aPersonWho(service, { roles: ['coordinator'] })
    const sharing = await signedIn(service, owner, address)
    await sharing.follow('Saved filters')
    await sharing.press('Save filter', { name: `Whose owner ${why}`, shared: 'yes' })
    const colleague = await signedIn(service, people.other, '/saved-filters/renewals')
    expect(colleague.buttons).not.toContain(`Remove Whose owner ${why}`)
    const { table, where, change } = left(owner.id)
    await service.database.writer(table).where(where).update(change)
    await colleague.open('/saved-filters/renewals')
    await colleague.press(`Remove Whose owner ${why}`)
    expect(colleague.notices).toEqual([`“Whose owner ${why}” has been removed`])
  })

  test('a colleague can remove a filter shared by someone who has left, and an outsider cannot', async () => {
    const leaver = await aPersonWho(service, { roles: ['coordinator'] })
    const owner = await signedIn(service, leaver, address)
    await owner.follow('Saved filters')
    await owner.press('Save filter', { name: 'Left behind', shared: 'yes' })
    await service.database
      .writer('charity_roles')
      .where({ person_id: leaver.id })
      .update({ ended_at: service.clock.now() })
    const { id } = (await service.parts.db('saved_filters').where({ name: 'Left behind' }).first('id'))!
    const lead = await signedIn(service, people.lead)
    expect((await lead.send(`/saved-filters/${id}/removal`)).status).toBe(404)
    const colleague = await signedIn(service, people.other, '/saved-filters/renewals')
    await colleague.press('Remove Left behind')
    expect([colleague.notices, colleague.buttons.includes('Remove For us all')]).toEqual([
      ['“Left behind” has been removed'],
      false,
    ])
    expect(await service.parts.db('saved_filters').where({ id })).toEqual([])
  })
})
