import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aDraft, documentOf, publishes, confirmsMapping, type ADraft } from '../../support/drafting.ts'
import { aPersonWho, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { anotherWindow } from '../../support/visitor.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('a draft of the criteria', engine => {
  let service: Service
  let draft: ADraft
  beforeAll(async () => {
    service = await aService(engine)
    draft = await aDraft(service)
  })
  afterAll(() => service.end())

  test('a draft starts as a copy of the last version, and leaves that version unchanged', async () => {
    const [before, after] = [await documentOf(service, draft.publishedId), await documentOf(service, draft.id)]
    expect(after).toEqual({
      ...before,
      version: '1',
      label: 'Library of Sanctuary, version 1',
      issued: true,
      notice: '',
    })
    expect(before).toMatchObject({ version: '0.1', issued: false })
  })

  test('starting a draft a second time opens the existing one', async () => {
    const { coordinator, publishedId, address } = draft
    await coordinator.open(`/frameworks/${publishedId}/draft`)
    await coordinator.press('Start draft', { name: '2', label: 'Another', from: 'empty' })
    expect([coordinator.address, coordinator.status]).toEqual([address, 200])
    expect(coordinator.notices).toEqual(['There is already a draft, so we did not start another'])
    expect(await service.database.writer('framework_versions').whereNull('published_at')).toHaveLength(1)
  })

  test('a coordinator who tries to start a second draft sees who started the first', async () => {
    const { id, publishedId } = draft
    const { name } = (await service.database
      .writer('framework_versions')
      .join('people', 'people.id', 'framework_versions.changed_by')
      .where('framework_versions.id', id)
      .first<{ name: string }>('people.name'))!
    const second = await aPersonWho(service, { name: 'Peter Quill', roles: ['coordinator'] })
    const page = await signedIn(service, second, `/frameworks/${publishedId}/draft`)
    await page.press('Start draft', { name: '3', label: 'Version 3', from: 'last' })
    expect(page.notices).toEqual([`${name} has just started this draft, so we did not start another`])
  })

  test('a draft cannot have the name of another version', async () => {
    await draft.coordinator.open(`${draft.address}/settings`)
    await draft.coordinator.press('Save', { name: '0.1' })
    expect([draft.coordinator.status, draft.coordinator.errors]).toEqual([
      422,
      ['There is already a version called 0.1. Enter another name'],
    ])
  })

  test('a coordinator saves the award period, the reminders and the rules for panels', async () => {
    const { coordinator, address, id } = draft
    await coordinator.open(`${address}/settings`)
    await coordinator.press('Save', { months: '36', every: '1', before: '60 0, 7', after: '14', minSeats: '4' })
    expect([coordinator.status, coordinator.notices]).toEqual([200, ['The settings have been saved']])
    const document = await documentOf(service, id)
    expect(document.terms).toMatchObject({ months: 36, fullReappraisalEvery: 1 })
    expect([document.reminders, document.panel.minSeats]).toEqual([[60, 7, 0, -14], 4])
    await coordinator.open(address)
    expect(coordinator.text).toContain('An award period lasts 36 months. Every renewal is a full reappraisal.')
    expect(coordinator.text).toContain(
      'Reminders 60 and 7 days before the award’s last day On the award’s last day 14 days after the award’s last day',
    )
    await coordinator.open(`${address}/settings`)
    await coordinator.press('Save', { months: '1', every: '3' })
    await coordinator.open(address)
    expect(coordinator.text).toContain('An award period lasts 1 month. 1 in every 3 renewals is a full reappraisal.')
  })

  test.each([
    [{ months: '0' }, 'Enter a whole number from 1 to 120'],
    [{ months: '1e3' }, 'Enter a whole number from 1 to 120'],
    [{ before: 'soon' }, 'Enter up to 20 whole numbers from 0 to 400, separated by commas'],
    [
      { minSeats: '2', lived: '2' },
      'Enter at least the total of the lived experience seats and the other independent seats',
    ],
    [{ kinds: ['trustee'] }, 'Tick “Lived experience”. Every panel needs a lived experience seat'],
    [{ name: '<b>' }, 'Use letters, numbers, spaces, full stops and hyphens only'],
  ])('the settings page shows an error for %j', async (typed, error) => {
    await draft.coordinator.open(`${draft.address}/settings`)
    await draft.coordinator.press('Save', typed)
    expect([draft.coordinator.status, draft.coordinator.errors]).toEqual([422, [error]])
  })

  test('the second person who saves the settings keeps their text, and sees the newer values', async () => {
    const { coordinator, address } = draft
    await coordinator.open(`${address}/settings`)
    const other = await anotherWindow(service, coordinator).open(`${address}/settings`)
    await other.press('Save', { label: 'Library of Sanctuary, the first' })
    await coordinator.press('Save', { label: 'Library of Sanctuary, version one' })
    expect([coordinator.status, coordinator.valueOf('label')]).toEqual([409, 'Library of Sanctuary, version one'])
    expect(coordinator.text).toContain('Ffion Adeyemi saved changes while you were writing')
    expect(coordinator.text).toContain('Library of Sanctuary, the first')
    await coordinator.press('Save')
    expect([coordinator.status, coordinator.headings[0]]).toEqual([200, 'Library of Sanctuary, version one'])
  })

  behavesLikeEveryForm('the settings form', async () => {
    await draft.coordinator.open(`${draft.address}/settings`)
    const fields = Object.fromEntries(
      ['read-part', 'label', 'name', 'months', 'every', 'opensDays', 'lapseDays', 'before', 'after', 'summaryMost']
        .concat(['minSeats', 'lived', 'independent', 'kinds', 'asksWhen', 'grew'])
        .map(name => [name, draft.coordinator.valueOf(name)!]),
    )
    const saved = await service.database.writer('events').where({ name: 'framework.settings_changed' })
    return {
      person: draft.coordinator,
      address: `${draft.address}/settings`,
      fields: { ...fields, label: `Name ${saved.length}` },
      other: ['label', 'Another name'],
      refused: { months: 'many' },
      saved: async () => (await service.database.writer('events').where({ name: 'framework.settings_changed' })).length,
      canRepeat: false,
    }
  })

  test('a draft is deleted only after the box is ticked', async () => {
    const other = await aService(engine)
    const { coordinator, address, id } = await aDraft(other)
    await coordinator.open(`${address}/discarding`)
    await coordinator.press('Delete draft')
    expect([coordinator.status, coordinator.errors]).toEqual([422, ['Tick the box to delete the draft']])
    await coordinator.press('Delete draft', { sure: 'yes' })
    expect([coordinator.address, coordinator.notices]).toEqual([
      '/frameworks',
      ['The draft of version 1 has been deleted'],
    ])
    expect(await other.database.writer('framework_versions').where({ id })).toEqual([])
    await other.end()
  })

  describe('who can see a draft', () => {
    test.each(['administrator', 'trustee'] as const)('the role %s can read a draft but not change it', async role => {
      const person = await signedIn(service, await aPersonWho(service, { roles: [role] }), draft.address)
      expect([person.status, person.links.some(({ href }) => href.endsWith('/settings'))]).toEqual([200, false])
      expect((await person.open(`${draft.address}/settings`)).status).toBe(404)
      expect((await person.send(`${draft.address}/settings`, {})).status).toBe(404)
    })

    test('an appraiser gets the same page as for a version that does not exist', async () => {
      const person = await signedIn(service, await aPersonWho(service, { roles: ['appraiser'] }))
      await person.open(draft.address)
      const [status, html] = [person.status, person.html]
      await person.open(`/frameworks/${'q'.repeat(20)}`)
      expect([status, html]).toEqual([404, person.html])
    })
  })

  test('the settings say when a changed schedule applies, and warn if no reminder follows the last day', async () => {
    const { coordinator, address } = draft
    await coordinator.open(`${address}/settings`)
    expect(coordinator.text).toContain('Current award periods keep theirs.')
    expect(coordinator.text).not.toContain('Without a reminder after the last day')
    await coordinator.press('Save', { after: '' })
    await coordinator.open(`${address}/settings`)
    expect(coordinator.text).toContain('Without a reminder after the last day')
  })

  test('a form that was open during publication is refused, and keeps its text', async () => {
    const { coordinator, address } = draft
    await coordinator.open(`${address}/settings`)
    const other = anotherWindow(service, coordinator)
    await confirmsMapping({ ...draft, coordinator: other })
    await publishes({ ...draft, coordinator: other })
    expect(other.notices).toEqual(['Version 1 has been published.'])
    await coordinator.press('Save', { label: 'Too late' })
    expect([coordinator.status, coordinator.valueOf('label'), coordinator.errors]).toEqual([
      422,
      'Too late',
      ['Version 1 has been published, so you can no longer change it. Copy your text into the next draft.'],
    ])
  })
})
