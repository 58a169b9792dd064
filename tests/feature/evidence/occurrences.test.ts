import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import type { Library } from '../../support/library.ts'
import { recurringWorld } from '../../support/recurring.ts'
import { aService, type Service } from '../../support/service.ts'

// Today is 1 March 2027, unless a test moves the clock.

eachDatabase('an occurrence of regular evidence', engine => {
  let service: Service
  let world: Awaited<ReturnType<typeof recurringWorld>>
  let library: Library
  let other: Library
  beforeAll(async () => {
    service = await aService(engine)
    world = await recurringWorld(service)
    library = world.library
    other = world.other
  })
  afterAll(() => service.end())

  test('the form for regular evidence has everything but the note, and the due date moves by one period', async () => {
    await world.goTo('2027-03-31')
    const id = await world.setUp({ nextDue: '2027-03-31', every: 'month', title: 'Loans in other languages' })
    await library.contributor.open(`/regular-evidence/${id}`)
    await library.contributor.follow('Add evidence')
    const form = library.contributor
    expect([
      form.valueOf('title'),
      form.valueOf('kind'),
      form.valueOf('periodFrom'),
      form.valueOf('periodTo'),
      form.$('input[name=branches]:checked').val(),
    ]).toEqual([
      'Loans in other languages, March 2027',
      'statistic',
      '2027-03-01',
      '2027-03-31',
      library.branches[1]!.id,
    ])
    await form.press('Add evidence', { note: '' })
    expect([form.status, await world.row(id)]).toMatchObject([422, { next_number: 1 }])
    await form.press('Add evidence', { note: '312 loans' })
    expect(form.address).toBe(`/regular-evidence/${id}`)
    expect(form.text).toContain('Loans in other languages, March 2027')
    expect(await world.row(id)).toMatchObject({ next_number: 2, next_due: '2027-04-30' })
    await world.addEvidence(id, { title: 'Loans, April' })
    expect(await world.row(id)).toMatchObject({ next_number: 3, next_due: '2027-05-31' })
    expect(await world.occurrences(id)).toEqual([
      {
        occurrence: 1,
        due_on: '2027-03-31',
        period_from: '2027-03-01',
        period_to: '2027-03-31',
        state: 'answered',
        reason: null,
      },
      {
        occurrence: 2,
        due_on: '2027-04-30',
        period_from: '2027-04-01',
        period_to: '2027-04-30',
        state: 'answered',
        reason: null,
      },
    ])
    expect(await world.events(id)).toEqual(['recurring.added', 'recurring.answered', 'recurring.answered'])
    await form.follow('Loans, April')
    expect(form.links.map(({ text }) => text)).toContain('Loans in other languages')
    await world.goTo('2027-03-01')
  })

  test('the form says what it has filled in, and does not offer to upload several files', async () => {
    await world.goTo('2027-03-31')
    const filledIn = async (items: string[]) => {
      const id = await world.setUp({ nextDue: '2027-03-31', every: 'month', title: 'Loans of novels', items })
      await library.contributor.open(`/regular-evidence/${id}`)
      await library.contributor.follow('Add evidence')
      expect(library.contributor.text).not.toContain('Upload several files')
      return /We have filled in [^.]*\./.exec(library.contributor.text)?.[0]
    }
    expect([await filledIn([]), await filledIn(['visible-welcome'])]).toEqual([
      'We have filled in the title and months.',
      'We have filled in the title, months and criteria.',
    ])
    await library.contributor.open(`/organisations/${library.id}/evidence/new`)
    expect(library.contributor.text).toContain('Upload several files')
    await world.goTo('2027-03-01')
  })

  test('a due date with evidence keeps its months when the frequency and the next due date change', async () => {
    await world.goTo('2027-03-31')
    const id = await world.setUp({ nextDue: '2027-03-31', every: 'month', title: 'Visits to the desk' })
    await world.addEvidence(id)
    await library.lead.open(`/regular-evidence/${id}/edit`)
    await library.lead.press('Save', { every: 'quarter', nextDue: '2027-08-31' })
    const form = library.contributor
    await form.open(`/regular-evidence/${id}`)
    await form.follow('Add more evidence March 2027')
    expect([form.valueOf('title'), form.valueOf('periodFrom'), form.valueOf('periodTo')]).toEqual([
      'Visits to the desk, March 2027',
      '2027-03-01',
      '2027-03-31',
    ])
    expect(form.text).toContain('This evidence is for “Visits to the desk”, March 2027.')
    await form.open(`/regular-evidence/${id}/occurrences/1/evidence`)
    expect(form.text).toContain('Visits to the desk, March 2027')
    await world.goTo('2027-03-01')
  })

  test('two people can add evidence at the same time, and the due date moves once', async () => {
    const id = await world.setUp({ title: 'Both at once' })
    const address = `/organisations/${library.id}/evidence/new?recurring=${id}&occurrence=1`
    await library.lead.open(address)
    const order = library.lead
      .$('main form [name=note], main form [name=title]')
      .map((_, field) => library.lead.$(field).attr('name'))
      .get()
    expect(order).toEqual(['note', 'title']) // The title is already filled in, so the note is the first field.
    await library.contributor.open(address)
    await library.lead.press('Add evidence', { note: 'first' })
    await library.contributor.press('Add evidence', { note: 'second', title: 'The second' })
    expect(await world.row(id)).toMatchObject({ next_number: 2, next_due: '2027-07-15' })
    expect(await world.db()('occurrence_evidence').where({ recurring_id: id }).select('occurrence')).toEqual([
      { occurrence: 1 },
      { occurrence: 1 },
    ])
    for (const occurrence of ['3', '0', '-1', 'x', '']) {
      await library.lead.open(`/organisations/${library.id}/evidence/new?recurring=${id}&occurrence=${occurrence}`)
      expect([occurrence, library.lead.status]).toEqual([occurrence, 404])
    }
    await other.lead.open(`/organisations/${other.id}/evidence/new?recurring=${id}&occurrence=1`)
    expect(other.lead.status).toBe(404)
  })

  test('evidence is saved but does not count when the due date moves while the form is open', async () => {
    const id = await world.setUp({ title: 'Moved meanwhile' })
    await library.contributor.open(`/organisations/${library.id}/evidence/new?recurring=${id}&occurrence=1`)
    await world
      .db()('recurring_evidence')
      .where({ id })
      .update({ anchor_on: '2028-04-15' as Day, next_due: '2028-04-15' as Day })
    await library.contributor.press('Add evidence', { title: 'Loans in time', note: 'typed at length' })
    expect([library.contributor.headings[0], library.contributor.notices]).toEqual([
      'Loans in time',
      [
        '“Loans in time” is in your evidence, but does not count as regular evidence. ' +
          'Someone changed the due date while you were adding it.',
      ],
    ])
    expect([await world.row(id), await world.occurrences(id)]).toMatchObject([
      { next_number: 1, next_due: '2028-04-15' },
      [],
    ])
  })

  test('a due date cannot get evidence or be skipped once collecting stops, and no text is lost', async () => {
    const id = await world.setUp({ title: 'Stopped early' })
    const { contributor } = library
    const evidence = await world.someEvidence()
    const occurrence = `/regular-evidence/${id}/occurrences/1`
    const toAdd = `/organisations/${library.id}/evidence/new?recurring=${id}&occurrence=1`
    await contributor.open(toAdd)
    await library.lead.open(`/regular-evidence/${id}/ending`)
    await library.lead.press('Stop collecting this evidence')
    await contributor.press('Add evidence', { title: 'Loans too late', note: '312 loans' })
    expect([contributor.headings[0], contributor.notices]).toEqual([
      'Loans too late',
      [
        '“Loans too late” is in your evidence, but does not count as regular evidence. ' +
          'Your library stopped collecting this evidence while you were adding it.',
      ],
    ])
    const stopped = [409, 'Your library has stopped collecting this evidence', true]
    const shown = () => [
      contributor.status,
      contributor.headings[0],
      contributor.links.some(({ href }) => href === `/regular-evidence/${id}`),
    ]
    await contributor.send(`${occurrence}/skipping`, { reason: 'The group paused' })
    expect([...shown(), contributor.$('textarea').text().trim()]).toEqual([...stopped, 'The group paused'])
    await contributor.send(`${occurrence}/evidence`, { evidence })
    expect(shown()).toEqual(stopped)
    for (const address of [toAdd, `${occurrence}/skipping`, `${occurrence}/evidence`]) {
      await contributor.open(address)
      expect([address, ...shown()]).toEqual([address, ...stopped])
    }
    expect([await world.row(id), await world.occurrences(id), await world.events(id)]).toMatchObject([
      { next_number: 1, next_due: '2027-04-15' },
      [],
      ['recurring.added', 'recurring.ended'],
    ])
  })

  test('the library’s existing evidence can be used, but not another library’s', async () => {
    const id = await world.setUp({ title: 'Chosen' })
    const own = await world.someEvidence()
    const foreign = await world.someEvidence(other)
    const here = `/regular-evidence/${id}/occurrences/1/evidence`
    await library.contributor.open(here)
    await library.contributor.press('Use this evidence', {})
    expect([library.contributor.status, library.contributor.errors]).toEqual([
      422,
      ['Choose at least one item of evidence'],
    ])
    await library.contributor.send(here, { evidence: foreign })
    expect([library.contributor.status, library.contributor.errors]).toEqual([422, ['Choose evidence from the list']])
    await library.contributor.send(here, { evidence: own })
    expect(library.contributor.notices).toEqual(['Evidence added. Next due: 15 July 2027.'])
    expect(await world.row(id)).toMatchObject({ next_number: 2 })
  })

  test('a due date can be skipped once, with a reason, and can still get evidence afterwards', async () => {
    const id = await world.setUp({ title: 'Paused' })
    await library.contributor.open(`/regular-evidence/${id}/occurrences/1/skipping`)
    await library.contributor.press('Skip', { reason: ' ' })
    expect([library.contributor.status, library.contributor.errors]).toEqual([
      422,
      ['Enter why you are skipping this evidence'],
    ])
    await library.contributor.press('Skip', { reason: 'The group paused over the winter.' })
    expect(library.contributor.text).toContain('The group paused over the winter.')
    expect([await world.row(id), await world.occurrences(id)]).toMatchObject([
      { next_number: 2, next_due: '2027-07-15' },
      [{ occurrence: 1, state: 'skipped', reason: 'The group paused over the winter.' }],
    ])
    await library.lead.send(`/regular-evidence/${id}/occurrences/1/skipping`, { reason: 'Again' })
    expect([library.lead.status, (await world.row(id)).next_number]).toEqual([409, 2])
    await library.contributor.follow('Add evidence after all January 2027 to March 2027')
    await library.contributor.press('Add evidence', { note: 'Found the sheets' })
    expect([await world.row(id), await world.occurrences(id)]).toMatchObject([
      { next_number: 2 },
      [{ state: 'answered', reason: null }],
    ])
    expect(await world.events(id)).toEqual(['recurring.added', 'recurring.skipped', 'recurring.answered'])
  })

  test('a due date more than one period ahead has no pages yet, and a refused form keeps its text', async () => {
    const id = await world.setUp({ title: 'Far ahead' })
    const { contributor } = library
    const evidence = await world.someEvidence()
    await contributor.send(`/regular-evidence/${id}/occurrences/1/skipping`, { reason: 'The group paused' })
    expect(await world.row(id)).toMatchObject({ next_number: 2, next_due: '2027-07-15' })
    for (const occurrence of [2, 3]) {
      const statuses = []
      for (const address of [
        `/regular-evidence/${id}/occurrences/${occurrence}/skipping`,
        `/regular-evidence/${id}/occurrences/${occurrence}/evidence`,
        `/organisations/${library.id}/evidence/new?recurring=${id}&occurrence=${occurrence}`,
      ])
        statuses.push((await contributor.open(address), contributor.status))
      await contributor.send(`/regular-evidence/${id}/occurrences/${occurrence}/skipping`, {
        reason: 'The group pauses for the whole summer',
      })
      statuses.push(contributor.status, contributor.$('textarea').text().trim())
      await contributor.send(`/regular-evidence/${id}/occurrences/${occurrence}/evidence`, { evidence: evidence })
      expect([occurrence, ...statuses, contributor.status]).toEqual(
        occurrence === 2
          ? [occurrence, 404, 404, 404, 409, 'The group pauses for the whole summer', 409]
          : [occurrence, 404, 404, 404, 404, 'The group pauses for the whole summer', 404],
      )
    }
    expect(await world.row(id)).toMatchObject({ next_number: 2, next_due: '2027-07-15' })
    await contributor.open(`/regular-evidence/${id}`)
    expect([
      contributor.text.includes('Next: evidence for April 2027 to June 2027'),
      contributor.links
        .map(({ text }) => text)
        .filter(text => /^(Add evidence|Choose existing|Skip this time)/.test(text)),
    ]).toEqual([true, ['Add evidence after all January 2027 to March 2027']])
    await contributor.send(`/regular-evidence/${id}/occurrences/1/evidence`, { evidence: evidence })
    expect([await world.row(id), await world.occurrences(id)]).toMatchObject([
      { next_number: 2 },
      [{ state: 'answered' }],
    ])
  })

  test('a person who cannot read restricted evidence sees the same page as if it had been removed', async () => {
    const id = await world.setUp({ title: 'Kept close' })
    await world.addEvidence(id, { title: 'A number for few', sensitivity: 'restricted' }, library.lead)
    await library.lead.open(`/regular-evidence/${id}`)
    expect(library.lead.text).toContain('A number for few')
    const seen = async () => {
      await library.observer.open(`/regular-evidence/${id}`)
      return library.observer.text
    }
    const hidden = await seen()
    expect([hidden.includes('A number for few'), hidden.includes('No evidence that you can see')]).toEqual([
      false,
      true,
    ])
    await world.db()('evidence').where({ title: 'A number for few' }).update({ removed_at: service.clock.now() })
    expect(await seen()).toBe(hidden)
    expect(library.observer.links.some(({ text }) => text === 'A number for few')).toBe(false)
  })

  behavesLikeEveryForm('the form to choose existing evidence', async () => {
    const id = await world.setUp({ title: 'Chosen twice' })
    const first = await world.someEvidence()
    const second = await world.someEvidence()
    return {
      person: library.contributor,
      address: `/regular-evidence/${id}/occurrences/1/evidence`,
      fields: { evidence: first },
      other: ['evidence', second],
      refused: { evidence: 'none-such' },
      saved: async () => (await world.events(id)).filter(name => name === 'recurring.answered').length,
    }
  })

  behavesLikeEveryForm('the form to skip an occurrence', async () => {
    const id = await world.setUp({ title: 'Skipped twice' })
    return {
      person: library.contributor,
      address: `/regular-evidence/${id}/occurrences/1/skipping`,
      fields: { reason: 'The group paused over the winter' },
      other: ['reason', 'The group paused over the whole summer'],
      refused: { reason: '' },
      saved: async () => (await world.occurrences(id)).length,
      canRepeat: false,
    }
  })
})
