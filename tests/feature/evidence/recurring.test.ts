import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import type { Day } from '../../../src/domain/time.ts'
import { sendReminders } from '../../../src/modules/notifications/mornings/morning.actions.ts'
import { recurringEvidenceHolds } from '../../../src/invariants/recurring.ts'
import { eachDatabase } from '../../support/database.ts'
import { aRound } from '../../support/factories.ts'
import { aLibrary, publishedFramework, type Known, type Library } from '../../support/library.ts'
import { aService, type Service } from '../../support/service.ts'

// What is collected again and again. Today is 1 March 2027.

eachDatabase('recurring evidence', engine => {
  let service: Service
  let library: Library
  let other: Library
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    await aRound(service)
    library = await aLibrary(service, 'Fellside Libraries')
    other = await aLibrary(service, 'Thornwick Library')
  })
  afterAll(() => service.end())

  const db = () => service.database.writer
  const said = (more: Record<string, unknown> = {}) => ({
    title: 'Visits to the conversation group',
    what: 'Count the sheets in the blue folder.',
    every: 'quarter',
    nextDue: '2027-04-15',
    asked: library.contributor.id,
    kind: 'statistic',
    branch: library.branches[1]!.id,
    ...more,
  })
  const setUp = async (more: Record<string, unknown> = {}, actor = library.lead): Promise<string> => {
    await actor.open(`/organisations/${library.id}/regular-evidence/new`)
    await actor.press('Set it up', said(more) as never)
    return actor.address.split('/')[2]!
  }
  const adds = async (id: string, typed: Record<string, unknown> = {}, actor = library.contributor) => {
    await actor.open(`/regular-evidence/${id}`)
    await actor.follow('Add it')
    await actor.press('Add to the shelf', { note: '312 visits', ...typed } as never)
  }
  const row = async (id: string) =>
    (await db()('recurring_evidence').where({ id }).first('next_number', 'next_due', 'anchor_on', 'ended_at'))!
  const on = async (day: string) => {
    service.clock.set(`${day}T12:00:00Z`)
    for (const actor of [library.lead, library.contributor, library.observer, other.lead]) {
      await actor.open('/sign-in')
      if (actor.$('input[name=password]').length > 0)
        await actor.press('Sign in', {
          email: (await db()('people').where({ id: actor.id }).first('email'))!.email,
          password: 'open the library door',
        })
    }
  }
  const occurrences = (id: string) =>
    db()('occurrences')
      .where({ recurring_id: id })
      .orderBy('occurrence')
      .select('occurrence', 'due_on', 'period_from', 'period_to', 'state', 'reason')
  const events = async (id: string) =>
    (await service.parts.db('events').where({ entity: 'recurring', entity_id: id }).orderBy('sequence')).map(
      ({ name }) => name,
    )
  const cards = async (actor: Known) => {
    await actor.open('/home?show=all')
    return actor
      .$('.los-dues > li')
      .toArray()
      .map(card => actor.$(card).text().replace(/\s+/g, ' ').trim())
      .filter(card => !card.startsWith('Begin your first application'))
  }

  describe('setting it up', () => {
    test('a lead says what, how often, who and from when; the team reads it, and nobody else', async () => {
      const id = await setUp()
      for (const words of [
        'Visits to the conversation group',
        'Count the sheets in the blue folder.',
        'Every quarter',
        '15 April 2027, 45 days from today',
        "Fellside Libraries's contributor",
        'Asked for next: January 2027 to March 2027',
        'Millbrook',
        'Statistic',
      ])
        expect(library.lead.text).toContain(words)
      expect(await events(id)).toEqual(['recurring.added'])
      await library.observer.open(`/organisations/${library.id}/regular-evidence`)
      await library.observer.follow('Visits to the conversation group')
      expect([
        library.observer.status,
        library.observer.links
          .map(({ text }) => text)
          .filter(text => /^(Add it|Not this time|Change what is asked|End it)/.test(text)),
      ]).toEqual([200, []])
      for (const address of [
        `/regular-evidence/${id}`,
        `/regular-evidence/${id}/edit`,
        `/regular-evidence/${id}/occurrences/1/evidence`,
        `/organisations/${library.id}/regular-evidence`,
      ]) {
        await other.lead.open(address)
        expect([address, other.lead.status]).toEqual([address, 404])
      }
      await library.contributor.open(`/regular-evidence/${id}/edit`)
      expect(library.contributor.status).toBe(403)
    })

    test('what is missing or impossible is said beside its field, and what was typed stays', async () => {
      await setUp({ title: '', every: null, nextDue: '2027-02-31', asked: '' })
      expect([library.lead.status, library.lead.errors, library.lead.valueOf('what')]).toEqual([
        422,
        [
          'Enter what is collected',
          'Choose how often it is collected',
          expect.stringContaining('day'),
          'Choose the colleague who is asked for it',
        ],
        'Count the sheets in the blue folder.',
      ])
      const refused = async ({
        nextDue = '2027-04-15',
        ...more
      }: {
        nextDue?: string
        asked?: string
        branch?: string
        items?: string
      }) => {
        const [year, month, day] = nextDue.split('-') as [string, string, string]
        await library.lead.send(`/organisations/${library.id}/regular-evidence/new`, {
          title: 'Refused',
          every: 'quarter',
          asked: library.contributor.id,
          'nextDue-day': day,
          'nextDue-month': month,
          'nextDue-year': year,
          ...more,
        })
        return [library.lead.status, ...library.lead.errors]
      }
      expect(await refused({ nextDue: '2027-02-28' })).toEqual([422, 'Enter today, or a later day'])
      expect(await refused({ nextDue: '2029-03-02' })).toEqual([422, 'Enter a day within the next two years'])
      expect(await refused({ asked: library.observer.id })).toEqual([422, 'Choose the colleague who is asked for it'])
      expect(await refused({ asked: other.lead.id })).toEqual([422, 'Choose the colleague who is asked for it'])
      expect((await refused({ branch: other.branches[0]!.id }))[0]).toBe(422)
      expect((await refused({ items: 'none-such' }))[0]).toBe(422)
      expect(await db()('recurring_evidence').where({ organisation_id: library.id }).select('id')).toHaveLength(1)
    })
  })

  describe('answering', () => {
    test('one press opens the form, filled in but for the number; saved, it is due one period later', async () => {
      await on('2027-03-31')
      const id = await setUp({ nextDue: '2027-03-31', every: 'month', title: 'Loans in other languages' })
      await library.contributor.open(`/regular-evidence/${id}`)
      await library.contributor.follow('Add it')
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
      await form.press('Add to the shelf', { note: '' })
      expect([form.status, await row(id)]).toMatchObject([422, { next_number: 1 }])
      await form.press('Add to the shelf', { note: '312 loans' })
      expect(form.address).toBe(`/regular-evidence/${id}`)
      expect(form.text).toContain('Loans in other languages, March 2027')
      expect(await row(id)).toMatchObject({ next_number: 2, next_due: '2027-04-30' })
      await adds(id, { title: 'Loans, April' })
      expect(await row(id)).toMatchObject({ next_number: 3, next_due: '2027-05-31' })
      expect(await occurrences(id)).toEqual([
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
      expect(await events(id)).toEqual(['recurring.added', 'recurring.answered', 'recurring.answered'])
      await form.follow('Loans, April')
      expect(form.links.map(({ text }) => text)).toContain('Loans in other languages')
      await on('2027-03-01')
    })

    test('two people who answer the same turn both add evidence, and the date moves on once', async () => {
      const id = await setUp({ title: 'Both at once' })
      const address = `/organisations/${library.id}/evidence/new?recurring=${id}&occurrence=1`
      await library.lead.open(address)
      const order = library.lead
        .$('main form [name=files], main form [name=title]')
        .map((_, field) => library.lead.$(field).attr('name'))
        .get()
      expect(order).toEqual(['files', 'title']) // the rest is filled in, and only what shows it is missing
      await library.contributor.open(address)
      await library.lead.press('Add to the shelf', { note: 'first' })
      await library.contributor.press('Add to the shelf', { note: 'second', title: 'The second' })
      expect(await row(id)).toMatchObject({ next_number: 2, next_due: '2027-07-15' })
      expect(await db()('occurrence_evidence').where({ recurring_id: id }).select('occurrence')).toEqual([
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

    test('adds the evidence and says so when its turn was moved while the form was open', async () => {
      const id = await setUp({ title: 'Moved meanwhile' })
      await library.contributor.open(`/organisations/${library.id}/evidence/new?recurring=${id}&occurrence=1`)
      await db()('recurring_evidence')
        .where({ id })
        .update({ anchor_on: '2028-04-15' as Day, next_due: '2028-04-15' as Day })
      await library.contributor.press('Add to the shelf', { title: 'Loans in time', note: 'typed at length' })
      expect([library.contributor.headings[0], library.contributor.notices]).toEqual([
        'Loans in time',
        [
          '“Loans in time” is on the shelf, but for nothing that is asked again and again: somebody moved the ' +
            'next day meanwhile.',
        ],
      ])
      expect([await row(id), await occurrences(id)]).toMatchObject([{ next_number: 1, next_due: '2028-04-15' }, []])
    })

    test('a piece that is there already is chosen for it; another library’s is not', async () => {
      const id = await setUp({ title: 'Chosen' })
      const [own, foreign] = [newId(), newId()]
      for (const [evidence, organisation, owner] of [
        [own, library.id, library.lead.id],
        [foreign, other.id, other.lead.id],
      ] as const)
        await db()('evidence').insert({
          id: evidence,
          organisation_id: organisation,
          title: `On the shelf ${evidence}`,
          kind: 'statistic',
          summary: '',
          period_from: null,
          period_to: null,
          language: 'en',
          sensitivity: 'ordinary',
          owner_id: owner,
          received_at: service.clock.now(),
          removed_at: null,
          version: 1,
        })
      const here = `/regular-evidence/${id}/occurrences/1/evidence`
      await library.contributor.open(here)
      await library.contributor.press('Put it with what came in', {})
      expect([library.contributor.status, library.contributor.errors]).toEqual([422, ['Choose at least one piece']])
      await library.contributor.send(here, { evidence: foreign })
      expect([library.contributor.status, library.contributor.errors]).toEqual([422, ['Choose pieces from the list']])
      await library.contributor.send(here, { evidence: own })
      expect(library.contributor.notices).toEqual(['It stands with what came in. Next due: 15 July 2027.'])
      expect(await row(id)).toMatchObject({ next_number: 2 })
    })

    test('not this time: with a reason, once; who was slower is told, and it can be added after all', async () => {
      const id = await setUp({ title: 'Paused' })
      await library.contributor.open(`/regular-evidence/${id}/occurrences/1/skipping`)
      await library.contributor.press('Leave it out', { reason: ' ' })
      expect([library.contributor.status, library.contributor.errors]).toEqual([
        422,
        ['Enter why there is nothing this time'],
      ])
      await library.contributor.press('Leave it out', { reason: 'The group paused over the winter.' })
      expect(library.contributor.text).toContain('The group paused over the winter.')
      expect([await row(id), await occurrences(id)]).toMatchObject([
        { next_number: 2, next_due: '2027-07-15' },
        [{ occurrence: 1, state: 'skipped', reason: 'The group paused over the winter.' }],
      ])
      await library.lead.send(`/regular-evidence/${id}/occurrences/1/skipping`, { reason: 'Again' })
      expect([library.lead.status, (await row(id)).next_number]).toEqual([409, 2])
      await library.contributor.follow('Add it after all January 2027 to March 2027')
      await library.contributor.press('Add to the shelf', { note: 'Found the sheets' })
      expect([await row(id), await occurrences(id)]).toMatchObject([
        { next_number: 2 },
        [{ state: 'answered', reason: null }],
      ])
      expect(await events(id)).toEqual(['recurring.added', 'recurring.skipped', 'recurring.answered'])
    })

    test('hides a turn more than one period away, and keeps what was typed while the date moved', async () => {
      const id = await setUp({ title: 'Far ahead' })
      const [contributor, evidence] = [library.contributor, newId()]
      await db()('evidence').insert({
        id: evidence,
        organisation_id: library.id,
        title: 'For every turn',
        kind: 'statistic',
        summary: '',
        period_from: null,
        period_to: null,
        language: 'en',
        sensitivity: 'ordinary',
        owner_id: library.lead.id,
        received_at: service.clock.now(),
        removed_at: null,
        version: 1,
      })
      await contributor.send(`/regular-evidence/${id}/occurrences/1/skipping`, { reason: 'The group paused' })
      expect(await row(id)).toMatchObject({ next_number: 2, next_due: '2027-07-15' })
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
      expect(await row(id)).toMatchObject({ next_number: 2, next_due: '2027-07-15' })
      await contributor.open(`/regular-evidence/${id}`)
      expect([
        contributor.text.includes('Asked for next: April 2027 to June 2027'),
        contributor.links.map(({ text }) => text).filter(text => /^(Add it|Choose from|Not this time)/.test(text)),
      ]).toEqual([true, ['Add it after all January 2027 to March 2027']])
      await contributor.send(`/regular-evidence/${id}/occurrences/1/evidence`, { evidence: evidence })
      expect([await row(id), await occurrences(id)]).toMatchObject([{ next_number: 2 }, [{ state: 'answered' }]])
    })

    test('what is restricted, and what is off the shelf, is said alike to whoever may not open it', async () => {
      const id = await setUp({ title: 'Kept close' })
      await adds(id, { title: 'A number for few', sensitivity: 'restricted' }, library.lead)
      await library.lead.open(`/regular-evidence/${id}`)
      expect(library.lead.text).toContain('A number for few')
      const seen = async () => {
        await library.observer.open(`/regular-evidence/${id}`)
        return library.observer.text
      }
      const hidden = await seen()
      expect([hidden.includes('A number for few'), hidden.includes('None that is open to you on the shelf')]).toEqual([
        false,
        true,
      ])
      await db()('evidence').where({ title: 'A number for few' }).update({ removed_at: service.clock.now() })
      expect(await seen()).toBe(hidden)
      expect(library.observer.links.some(({ text }) => text === 'A number for few')).toBe(false)
    })
  })

  describe('changing it', () => {
    test('counts the days again only for a new day or period; a form from before an answer is stale', async () => {
      await on('2027-03-31')
      const id = await setUp({ nextDue: '2027-03-31', every: 'month', title: 'Counted' })
      await adds(id)
      expect(await row(id)).toMatchObject({ next_due: '2027-04-30', anchor_on: '2027-03-31' })
      await library.lead.open(`/regular-evidence/${id}/edit`)
      await library.lead.press('Save', { title: 'Counted well' })
      expect(await row(id)).toMatchObject({ next_due: '2027-04-30', anchor_on: '2027-03-31' })
      await library.lead.open(`/regular-evidence/${id}/edit`)
      await adds(id)
      await library.lead.press('Save', { title: 'Too late' })
      expect([library.lead.status, (await row(id)).next_due]).toEqual([409, '2027-05-31'])
      await library.lead.open(`/regular-evidence/${id}/edit`)
      await library.lead.press('Save', { every: 'quarter', nextDue: '2027-12-15' })
      expect(await row(id)).toMatchObject({ next_number: 3, next_due: '2027-12-15', anchor_on: '2027-12-15' })
      expect(library.lead.notices).toEqual([
        'Saved. Next is asked for September 2027 to November 2027, by 15 December 2027.',
      ])
      expect(library.lead.text).toContain('Asked for next: September 2027 to November 2027')
      await on('2027-03-01')
    })

    test('tells the lead to ask someone else after a colleague leaves; ended, it asks nobody', async () => {
      const id = await setUp({ title: 'Handed over', nextDue: '2027-03-05' })
      expect((await cards(library.contributor)).filter(card => card.startsWith('Handed over'))).toHaveLength(1)
      await db()('memberships').where({ person_id: library.contributor.id }).update({ ended_at: service.clock.now() })
      expect(await cards(library.lead)).toEqual([
        expect.stringMatching(
          /^Handed over .*By Friday 5 March: 4 days from today It waits for somebody: choose who is asked for it\. Add it$/,
        ),
      ])
      await library.lead.open(`/regular-evidence/${id}`)
      expect(library.lead.text).toContain('Waits for somebody')
      await library.contributor.open(`/regular-evidence/${id}`)
      expect(library.contributor.status).toBe(404)
      await library.lead.open(`/regular-evidence/${id}/edit`)
      await library.lead.press('Save', {})
      expect([library.lead.status, library.lead.errors]).toEqual([422, ['Choose the colleague who is asked for it']])
      await library.lead.press('Save', { asked: library.lead.id })
      expect(await events(id)).toEqual(['recurring.added', 'recurring.changed', 'recurring.assignee_changed'])
      await db()('memberships').where({ person_id: library.contributor.id }).update({ ended_at: null })
      expect([await cards(library.contributor), (await cards(library.lead)).map(card => card.slice(0, 11))]).toEqual([
        [],
        ['Handed over'],
      ])
      await library.lead.open(`/regular-evidence/${id}/ending`)
      await library.lead.press('End it')
      expect([await cards(library.lead), library.lead.status]).toEqual([[], 200])
      await library.lead.open(`/organisations/${library.id}/regular-evidence?show=ended`)
      expect(library.lead.links.map(({ text }) => text)).toContain('Handed over')
      await library.lead.open(`/regular-evidence/${id}`)
      expect([
        library.lead.text.includes('Nobody is asked for it any more.'),
        library.lead.links.some(({ text }) => text === 'Add it'),
      ]).toEqual([true, false])
    })
  })

  test('reminds a week before, on the day and a week after, without the title, until evidence comes', async () => {
    const late = await aLibrary(service, 'Harrow Green Libraries')
    await late.lead.open(`/organisations/${late.id}/regular-evidence/new`)
    await late.lead.press('Set it up', {
      title: 'Mentions nobody',
      every: 'month',
      nextDue: '2027-03-28',
      asked: late.contributor.id,
    })
    const id = late.lead.address.split('/')[2]!
    const emails = new Map(
      await Promise.all(
        [late.lead, late.contributor, late.observer].map(
          async ({ id: person, name }) =>
            [
              (await db()('people').where({ id: person }).first('email'))!.email,
              name.slice(name.lastIndexOf(' ') + 1),
            ] as const,
        ),
      ),
    )
    const morning = async (day: string) => {
      service.clock.set(`${day}T06:30:00Z`)
      await db()('reminder_mornings').delete()
      await sendReminders(service.parts, day as never)
      return (await service.post())
        .flatMap(({ to, subject, text }) => {
          const actor = emails.get(to)
          return actor ? [`${actor}: ${subject}${text.includes('Mentions') ? ' MENTIONED' : ''}`] : []
        })
        .toSorted()
    }
    expect(await morning('2027-03-20')).toEqual([])
    const before = 'Regular evidence is due on 28 March 2027'
    expect(await morning('2027-03-21')).toEqual([`contributor: ${before}`, `lead: ${before}`])
    expect(await morning('2027-03-28')).toEqual([`contributor: ${before}`, `lead: ${before}`])
    const past = 'Regular evidence was due on 28 March 2027'
    expect(await morning('2027-04-04')).toEqual([`contributor: ${past}`, `lead: ${past}`])
    service.clock.set('2027-04-04T12:00:00Z')
    await late.contributor.open('/sign-in')
    await late.contributor.press('Sign in', {
      email: [...emails].find(([, role]) => role === 'contributor')![0],
      password: 'open the library door',
    })
    await adds(id, {}, late.contributor)
    expect(await morning('2027-04-20')).toEqual([])
    expect(await morning('2027-04-21')).toEqual(
      ['contributor', 'lead'].map(actor => `${actor}: Regular evidence is due on 28 April 2027`),
    )
  })

  test('the invariants find a wrong next day, a missing turn and another library’s evidence', async () => {
    const broken = async () =>
      (await recurringEvidenceHolds({ database: service.database } as never)).map(({ what }) => what)
    expect(await broken()).toEqual([])
    const one = (await db()('occurrences')
      .where({ state: 'answered' })
      .orderBy(['recurring_id', 'occurrence'])
      .first())!
    const evidence = (await db()('occurrence_evidence')
      .where({ recurring_id: one.recurring_id, occurrence: one.occurrence })
      .first())!
    await db()('recurring_evidence')
      .where({ id: one.recurring_id })
      .update({ next_due: '2031-01-01' } as never)
    await db()('evidence').where({ id: evidence.evidence_id }).update({ organisation_id: other.id })
    await db()('occurrences').insert({ ...one, occurrence: 99, state: 'skipped', reason: null })
    expect((await broken()).toSorted()).toEqual(
      [
        expect.stringContaining('is another library’s'),
        expect.stringContaining('is due on 2031-01-01'),
        'turn 99 was closed before it was due',
        'turn 99 was skipped without a reason',
      ].toSorted(),
    )
  })
})
