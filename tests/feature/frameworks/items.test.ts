import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aDraft, documentOf, type ADraft } from '../../support/drafting.ts'
import { interruptedWrite } from '../../support/interrupted-write.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow } from '../../support/visitor.ts'

eachDatabase('an item of a draft', engine => {
  let service: Service
  let draft: ADraft
  beforeAll(async () => {
    service = await aService(engine)
    draft = await aDraft(service)
  })
  afterAll(() => service.end())
  const itemIn = async (id: string, versionId = draft.id) => {
    const document = await documentOf(service, versionId)
    return [...document.prerequisites, ...document.criteria, ...document.lookingAhead].find(item => item.id === id)
  }

  test('the page of a saved item shows its changes since the last version', async () => {
    const { coordinator, address } = draft
    await coordinator.open(`${address}/items/staff-training`)
    await coordinator.press('Save', {
      description: 'Your staff at all levels learn what seeking sanctuary means and how they can help.',
      evidence: 'Training log\n\n  Slides  ',
      requirement: 'recommended',
      freshMonths: '24',
      perBranch: [],
    })
    expect([coordinator.address, coordinator.notices]).toEqual([address, ['L1 has been saved']])
    expect(await itemIn('staff-training')).toMatchObject({
      evidence: ['Training log', 'Slides'],
      requirement: 'recommended',
      freshMonths: 24,
      perBranch: false,
      askedIn: ['first', 'renewal', 'reappraisal'],
    })
    await coordinator.open(`${address}/items/staff-training`)
    expect(coordinator.$('del').text()).toContain('and volunteers,')
    expect(coordinator.headings).toContain('Changes since version 0.1')
  })

  test('two people can change different items at the same time', async () => {
    const { coordinator, address } = draft
    await coordinator.open(`${address}/items/induction`)
    const other = await anotherWindow(service, coordinator).open(`${address}/items/local-need`)
    await other.press('Save', { title: 'Local need' })
    await coordinator.press('Save', { title: 'Induction' })
    expect([coordinator.status, other.status]).toEqual([200, 200])
    expect([(await itemIn('induction'))?.title, (await itemIn('local-need'))?.title]).toEqual([
      'Induction',
      'Local need',
    ])
  })

  test('the second of two people who change an item sees both texts', async () => {
    const { coordinator, address } = draft
    await coordinator.open(`${address}/items/public-awareness`)
    const other = await anotherWindow(service, coordinator).open(`${address}/items/public-awareness`)
    await other.press('Save', { title: 'Awareness for everyone' })
    await coordinator.press('Save', { title: 'Raising awareness' })
    expect([coordinator.status, coordinator.valueOf('title')]).toEqual([409, 'Raising awareness'])
    expect(coordinator.text).toContain('L5 Awareness for everyone')
    expect((await itemIn('public-awareness'))?.title).toBe('Awareness for everyone')
    await coordinator.press('Save')
    expect((await itemIn('public-awareness'))?.title).toBe('Raising awareness')
  })

  test('saving a retired item shows the typed text and who retired it, and offers to bring it back', async () => {
    const { coordinator, address } = draft
    const other = await anotherWindow(service, coordinator).open(`${address}/items/senior-backing`)
    await coordinator.open(`${address}/items/senior-backing`)
    await other.follow('Retire P5')
    await other.press('Retire P5')
    await coordinator.press('Save', { title: 'The board agrees', evidence: 'Minutes\nA letter' })
    expect([coordinator.status, coordinator.text.includes('Ffion Adeyemi retired this item')]).toEqual([409, true])
    expect(
      coordinator
        .$('textarea')
        .toArray()
        .map(each => coordinator.$(each).text().trim().replace(/\r/g, '')),
    ).toEqual(['The board agrees', 'Minutes\nA letter'])
    expect(coordinator.html).toContain('Bring this item back')
  })

  test('a retired item is listed as retired, and can be brought back unchanged', async () => {
    const { coordinator, address } = draft
    const before = await itemIn('local-endorsement')
    await coordinator.open(`${address}/items/local-endorsement`)
    await coordinator.follow('Retire P6')
    await coordinator.press('Retire P6')
    expect([await itemIn('local-endorsement'), coordinator.headings.includes('Retired items')]).toEqual([
      undefined,
      true,
    ])
    await coordinator.open(`${address}/items/local-endorsement`)
    await coordinator.press('Bring this item back')
    expect(await itemIn('local-endorsement')).toEqual(before)
  })

  test('the page to retire an item says whether it can be brought back, and how', async () => {
    const { coordinator, address } = draft
    const textFor = async (item: string) => {
      await coordinator.open(`${address}/items/${item}`)
      const code = coordinator.valueOf('code')
      await coordinator.follow(`Retire ${code}`)
      const text = coordinator.$('main p').text()
      await coordinator.follow('Cancel')
      expect(await itemIn(item)).toBeDefined()
      return text
    }
    const removed = 'We will remove the item from the draft. Earlier versions and answers will not change.'
    expect(await textFor('local-movement')).toBe(
      `${removed}You can bring the item back. It will then come last in its list.`,
    )
    await coordinator.press('Save', { title: 'The local movement' })
    expect(await textFor('local-movement')).toBe(
      `${removed}You can bring the item back as it is in version 0.1, without your changes. ` +
        'It will then come last in its list.',
    )
    await coordinator.open(`${address}/items/new?part=criterion`)
    await coordinator.press('Add', { title: 'Volunteering', description: 'You show it', evidence: 'A note' })
    expect(await textFor('volunteering')).toBe('We will remove the item from the draft. You cannot bring it back.')
    await coordinator.open(`${address}/items/volunteering/retirement`)
    await coordinator.press('Retire L7')
    expect(await itemIn('volunteering')).toBeUndefined()
  })

  test('an item can be reset to how it is in the last version', async () => {
    const { coordinator, address, publishedId } = draft
    const published = await itemIn('staff-training', publishedId)
    await coordinator.open(`${address}/items/staff-training`)
    await coordinator.press('Save', {
      title: 'Training',
      description: 'You train your staff.',
      evidence: 'Slides',
      requirement: 'recommended',
      freshMonths: '36',
      perBranch: [],
    })
    expect(await itemIn('staff-training')).not.toMatchObject({ title: published?.title })
    await coordinator.open(`${address}/items/staff-training`)
    await coordinator.press('Undo all changes')
    expect(await itemIn('staff-training')).toEqual(published)
  })

  test('a new item is the last in its area, with the next code and a new id', async () => {
    const { coordinator, address, id } = draft
    await coordinator.open(address)
    await coordinator.follow('Add a criterion')
    expect(coordinator.valueOf('code')).toBe('L7')
    await coordinator.press('Add', {
      title: 'Staff training!',
      description: 'You show it',
      evidence: 'A note',
      renewal: 'skip',
    })
    expect(coordinator.notices).toEqual(['L7 has been added'])
    const { criteria } = await documentOf(service, id)
    const added = criteria.find(({ code }) => code === 'L7')
    expect(added).toMatchObject({ id: 'staff-training-2', area: 'learn', askedIn: ['first', 'reappraisal'] })
    expect(criteria.map(({ code }) => code).slice(5, 8)).toEqual(['L6', 'L7', 'E1'])
  })

  test.each([
    [{ code: 'E1' }, '“Joining without barriers” already has the code E1. Enter another code'],
    [{ code: 'one' }, 'Enter a letter and a number up to 99, such as E16'],
    [{ title: '' }, 'Enter a title'],
    [{ freshMonths: '-1' }, 'Enter a whole number of months from 1 to 999, or leave the field empty'],
    [{ full: [], renewal: 'skip' }, 'Choose at least one kind of application that asks for this item'],
    [{ area: 'elsewhere' }, 'Choose an area'],
    [{ description: 'a'.repeat(1001) }, 'Use 1,000 characters or fewer'],
  ])('the page of an item shows an error for %j', async (typed, error) => {
    const { coordinator, address } = draft
    await coordinator.open(`${address}/items/staff-training`)
    const values = Object.fromEntries(
      [
        'read-part',
        'code',
        'title',
        'description',
        'evidence',
        'requirement',
        'full',
        'renewal',
        'freshMonths',
        'area',
      ].map(name => [name, coordinator.valueOf(name) ?? '']),
    )
    await coordinator.send(`${address}/items/staff-training`, { ...values, ...typed })
    expect([coordinator.status, coordinator.errors]).toEqual([422, [error]])
  })

  test('moving an item also saves it, and moves it within its area but not past the first place', async () => {
    const { coordinator, address, id } = draft
    const codes = async () => (await documentOf(service, id)).criteria.map(({ code }) => code).slice(0, 3)
    await coordinator.open(`${address}/items/induction`)
    await coordinator.press('Save and move up')
    expect([await codes(), coordinator.notices]).toEqual([
      ['L2', 'L1', 'L3'],
      ['L2 has been saved and is now the first in its list'],
    ])
    await coordinator.press('Save and move up')
    expect(await codes()).toEqual(['L2', 'L1', 'L3'])
    await coordinator.press('Save and move down', { title: 'Induction for all' })
    expect([await codes(), coordinator.notices]).toEqual([
      ['L1', 'L2', 'L3'],
      ['L2 has been saved and is now after L1'],
    ])
    expect((await itemIn('induction'))?.title).toBe('Induction for all')
  })

  test('an item of a published version and an unknown item cannot be found', async () => {
    await draft.coordinator.open(`/frameworks/${draft.publishedId}/items/induction`)
    expect(draft.coordinator.status).toBe(404)
    await draft.coordinator.open(`${draft.address}/items/never-made`)
    expect(draft.coordinator.status).toBe(404)
  })

  test.each([
    ['a changed', '/items/induction', 'Save', { title: 'Induction and care' }],
    [
      'a new',
      '/items/new?part=criterion',
      'Add',
      {
        code: 'L90',
        title: 'Grown here',
        description: 'You grow',
        requirement: 'recommended',
        full: ['first'],
        renewal: 'skip',
      },
    ],
  ])('%s criterion is not saved in an area that is removed at that moment', async (_which, below, button, given) => {
    const { coordinator, address } = draft
    await coordinator.open(`${address}/areas/new`)
    await coordinator.press('Save area', { title: 'Grow', description: 'You grow' })
    const area = (await documentOf(service, draft.id)).areas.at(-1)!.id
    const other = await anotherWindow(service, coordinator).open(`${address}/areas/${area}`)
    await coordinator.open(`${address}${below}`)
    const { write } = service.parts
    service.parts.write = interruptedWrite(write, 1, async () => {
      service.parts.write = write
      await other.press('Remove area')
    })
    await coordinator.press(button, { ...given, area })
    expect([coordinator.status, coordinator.errors, coordinator.valueOf('title')]).toEqual([
      422,
      ['The area you chose has been removed. Choose another area'],
      given.title,
    ])
    const { criteria } = await documentOf(service, draft.id)
    expect(criteria.filter(each => each.area === area || each.title === given.title)).toEqual([])
    await coordinator.press(button, { area: 'learn' })
    expect([coordinator.status, coordinator.errors]).toEqual([200, []])
  })
})
