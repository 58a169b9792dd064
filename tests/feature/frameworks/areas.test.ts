import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aDraft, documentOf, type ADraft } from '../../support/drafting.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow } from '../../support/visitor.ts'

eachDatabase('an area of a draft', engine => {
  let service: Service
  let draft: ADraft
  beforeAll(async () => {
    service = await aService(engine)
    draft = await aDraft(service)
  })
  afterAll(() => service.end())
  const areas = async () => (await documentOf(service, draft.id)).areas.map(({ title }) => title)

  test('an area without a criterion cannot be published, and can be removed', async () => {
    const { coordinator, address } = draft
    await coordinator.open(`${address}/areas/new`)
    await coordinator.press('Save area', { title: 'Grow', description: 'You grow' })
    expect([coordinator.notices, await areas()]).toEqual([
      ['“Grow” has been saved'],
      ['Learn', 'Embed', 'Share', 'Grow'],
    ])
    expect(coordinator.text).toContain('Add a criterion to each of these areas, or remove the area: Grow')
    await coordinator.open(`${address}/areas/grow`)
    await coordinator.press('Remove area')
    expect(await areas()).toEqual(['Learn', 'Embed', 'Share'])
  })

  test('an area that has criteria cannot be removed', async () => {
    await draft.coordinator.open(`${draft.address}/areas/learn`)
    await draft.coordinator.press('Remove area')
    expect([draft.coordinator.status, draft.coordinator.errors]).toEqual([
      422,
      ['Move or retire the criteria in this area first'],
    ])
    expect(await areas()).toContain('Learn')
  })

  test('bringing back a criterion also brings back its area', async () => {
    const { coordinator, address } = draft
    const { criteria, areas: before } = await documentOf(service, draft.id)
    for (const { id, code } of criteria.filter(({ area }) => area === 'share')) {
      await coordinator.open(`${address}/items/${id}/retirement`)
      await coordinator.press(`Retire ${code}`)
    }
    await coordinator.open(`${address}/areas/share`)
    await coordinator.press('Remove area')
    expect(await areas()).toEqual(['Learn', 'Embed'])
    await coordinator.open(`${address}/items/celebration`)
    await coordinator.press('Bring this item back')
    expect([await areas(), coordinator.text.includes('Put these criteria in an area')]).toEqual([
      ['Learn', 'Embed', 'Share'],
      false,
    ])
    await coordinator.follow('Celebration')
    expect(coordinator.valueOf('area')).toBe('share')
    await coordinator.open(`${address}/areas/share`)
    const { title, description } = before.find(({ id }) => id === 'share')!
    expect([coordinator.valueOf('title'), coordinator.valueOf('description')]).toEqual([title, description])
  })

  test('the second of two people who change an area sees both texts', async () => {
    const { coordinator, address } = draft
    await coordinator.open(`${address}/areas/share`)
    const other = await anotherWindow(service, coordinator).open(`${address}/areas/share`)
    await other.press('Save area', { title: 'Share it' })
    await coordinator.press('Save area', { title: 'Tell others' })
    expect([coordinator.status, coordinator.valueOf('title'), coordinator.text.includes('Share it')]).toEqual([
      409,
      'Tell others',
      true,
    ])
  })
})
