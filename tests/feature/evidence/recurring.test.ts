import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { sendReminders } from '../../../src/modules/notifications/mornings/morning.actions.ts'
import type { Day, Instant } from '../../../src/domain/time.ts'
import { dueDatesFollowFrequency } from '../../../src/invariants/recurring.ts'
import { eachDatabase } from '../../support/database.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aLibrary, type Known, type Library } from '../../support/library.ts'
import { signIn } from '../../support/signing-in.ts'
import type { Typed } from '../../support/person.ts'
import { recurringWorld } from '../../support/recurring.ts'
import { aService, type Service } from '../../support/service.ts'

// Today is 1 March 2027, unless a test moves the clock.

eachDatabase('regular evidence', engine => {
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

  const cards = async (actor: Known) => {
    await actor.open('/home?show=all')
    return actor
      .$('.los-dues > li')
      .toArray()
      .map(card => actor.$(card).text().replace(/\s+/g, ' ').trim())
      .filter(card => !card.startsWith('Start your first application'))
  }

  describe('setting up regular evidence', () => {
    test('a lead sets up regular evidence, and only the team can read its page', async () => {
      const id = await world.setUp()
      for (const words of [
        'Visits to the conversation group',
        'Count the sheets in the blue folder.',
        'Every quarter',
        '15 April 2027 (45 days from today)',
        "Fellside Libraries's contributor",
        'Next: evidence for January 2027 to March 2027',
        'Millbrook',
        'Statistic',
      ])
        expect(library.lead.text).toContain(words)
      expect(await world.events(id)).toEqual(['recurring.added'])
      const moveTo = (next_due: string) =>
        world
          .db()('recurring_evidence')
          .where({ id })
          .update({ next_due: next_due as Day })
      await moveTo('2027-02-27')
      await library.lead.open(`/regular-evidence/${id}`)
      expect(library.lead.text).toContain('Was due 27 February 2027 (2 days ago)')
      await moveTo('2027-04-15')
      await library.observer.open(`/organisations/${library.id}/regular-evidence`)
      await library.observer.follow('Visits to the conversation group')
      expect([
        library.observer.status,
        library.observer.links
          .map(({ text }) => text)
          .filter(text => /^(Add evidence|Skip this time|Change details|Stop collecting this evidence)/.test(text)),
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

    test('the form refuses missing and invalid values, and keeps the text', async () => {
      await world.setUp({ title: '', every: null, nextDue: '2027-02-31', asked: '' })
      expect([library.lead.status, library.lead.errors, library.lead.valueOf('what')]).toEqual([
        422,
        [
          'Enter what you collect',
          'Choose how often you collect this evidence',
          'Enter a real date, such as 28 February 2027',
          'Choose who is responsible',
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
      expect(await refused({ nextDue: '2027-02-28' })).toEqual([
        422,
        'The date the evidence is due must be today or in the future',
      ])
      expect(await refused({ nextDue: '2029-03-02' })).toEqual([422, 'Enter a date within the next 2 years'])
      expect(await refused({ asked: library.observer.id })).toEqual([422, 'Choose who is responsible'])
      expect(await refused({ asked: other.lead.id })).toEqual([422, 'Choose who is responsible'])
      expect((await refused({ branch: other.branches[0]!.id }))[0]).toBe(422)
      expect((await refused({ items: 'none-such' }))[0]).toBe(422)
      expect(await world.db()('recurring_evidence').where({ organisation_id: library.id }).select('id')).toHaveLength(1)
    })
  })

  describe('changing regular evidence', () => {
    test('due dates restart only for a new date or frequency, and an outdated form is refused', async () => {
      await world.goTo('2027-03-31')
      const id = await world.setUp({ nextDue: '2027-03-31', every: 'month', title: 'Counted' })
      await world.addEvidence(id)
      expect(await world.row(id)).toMatchObject({ next_due: '2027-04-30', anchor_on: '2027-03-31' })
      await library.lead.open(`/regular-evidence/${id}/edit`)
      await library.lead.press('Save', { title: 'Counted well' })
      expect(await world.row(id)).toMatchObject({ next_due: '2027-04-30', anchor_on: '2027-03-31' })
      await library.lead.open(`/regular-evidence/${id}/edit`)
      await world.addEvidence(id)
      await library.lead.press('Save', { title: 'Too late' })
      expect([library.lead.status, (await world.row(id)).next_due]).toEqual([409, '2027-05-31'])
      await library.lead.open(`/regular-evidence/${id}/edit`)
      await library.lead.press('Save', { every: 'quarter', nextDue: '2027-12-15' })
      expect(await world.row(id)).toMatchObject({ next_number: 3, next_due: '2027-12-15', anchor_on: '2027-12-15' })
      expect(library.lead.notices).toEqual(['Saved. Next due: 15 December 2027, for September 2027 to November 2027.'])
      expect(library.lead.text).toContain('Next: evidence for September 2027 to November 2027')
      await world.goTo('2027-03-01')
    })

    test('a lead can replace a responsible person who has left, and can stop regular evidence', async () => {
      const id = await world.setUp({ title: 'Handed over', nextDue: '2027-03-05' })
      expect((await cards(library.contributor)).filter(card => card.startsWith('Handed over'))).toHaveLength(1)
      await world
        .db()('memberships')
        .where({ person_id: library.contributor.id })
        .update({ ended_at: service.clock.now() })
      expect(await cards(library.lead)).toEqual([
        expect.stringMatching(
          /^Handed over .*5 March \(4 days from today\) No one is responsible for this evidence\. .* Add evidence$/,
        ),
      ])
      await library.lead.open(`/regular-evidence/${id}`)
      expect(library.lead.text).toContain('No one is responsible')
      await library.contributor.open(`/regular-evidence/${id}`)
      expect(library.contributor.status).toBe(404)
      await library.lead.open(`/regular-evidence/${id}/edit`)
      await library.lead.press('Save', {})
      expect([library.lead.status, library.lead.errors]).toEqual([422, ['Choose who is responsible']])
      await library.lead.press('Save', { asked: library.lead.id })
      expect(await world.events(id)).toEqual(['recurring.added', 'recurring.changed', 'recurring.assignee_changed'])
      await world.db()('memberships').where({ person_id: library.contributor.id }).update({ ended_at: null })
      expect([await cards(library.contributor), (await cards(library.lead)).map(card => card.slice(0, 11))]).toEqual([
        [],
        ['Handed over'],
      ])
      await library.lead.open(`/regular-evidence/${id}/ending`)
      expect(library.lead.title).toBe('Stop collecting this evidence? – Handed over – Library of Sanctuary')
      await library.lead.press('Stop collecting this evidence')
      expect([await cards(library.lead), library.lead.status]).toEqual([[], 200])
      await library.lead.open(`/organisations/${library.id}/regular-evidence?show=ended`)
      expect(library.lead.links.map(({ text }) => text)).toContain('Handed over')
      await library.lead.open(`/regular-evidence/${id}`)
      expect([
        library.lead.text.includes('We will not ask for it again.'),
        library.lead.links.some(({ text }) => text === 'Add evidence'),
      ]).toEqual([true, false])
    })
  })

  const eventsNamed = (name: string) => async () =>
    (await world.db()('events').where({ entity: 'recurring', name }).select('id')).length
  const asSent = ({ nextDue, ...details }: Typed): Typed => {
    const [year = '', month = '', day = ''] = String(nextDue).split('-')
    return { ...details, 'nextDue-day': day, 'nextDue-month': month, 'nextDue-year': year }
  }

  behavesLikeEveryForm('the form to set up regular evidence', async () => ({
    person: library.lead,
    address: `/organisations/${library.id}/regular-evidence/new`,
    fields: asSent(world.details({ nextDue: '2027-06-15' })),
    other: ['what', 'Count the sheets in the green folder by the door.'],
    refused: { title: '' },
    saved: eventsNamed('recurring.added'),
  }))

  behavesLikeEveryForm('the form to change regular evidence', async () => {
    const id = await world.setUp({ nextDue: '2027-06-15' })
    return {
      person: library.lead,
      address: `/regular-evidence/${id}/edit`,
      fields: asSent(world.details({ nextDue: '2027-06-15', version: '1' })),
      other: ['what', 'Count the sheets in the green folder by the door.'],
      refused: { title: '' },
      saved: eventsNamed('recurring.changed'),
      canRepeat: false,
    }
  })

  test('regular evidence ends once when the form is sent twice', async () => {
    const id = await world.setUp({ nextDue: '2027-06-15' })
    await library.lead.open(`/regular-evidence/${id}/ending`)
    const fields = { version: '1', idempotencyKey: library.lead.valueOf('idempotencyKey') as string }
    for (const _ of [1, 2]) {
      await library.lead.send(`/regular-evidence/${id}/ending`, fields)
      expect(library.lead.notices).toEqual([
        'Your library has stopped collecting this evidence. You will keep the evidence you have added.',
      ])
    }
    expect(await world.events(id)).toEqual(['recurring.added', 'recurring.ended'])
  })

  test('reminders are sent a week before, on the day and a week after, until the evidence is added', async () => {
    const late = await aLibrary(service, 'Harrow Green Libraries')
    await late.lead.open(`/organisations/${late.id}/regular-evidence/new`)
    await late.lead.press('Save', {
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
              (await world.db()('people').where({ id: person }).first('email'))!.email,
              name.slice(name.lastIndexOf(' ') + 1),
            ] as const,
        ),
      ),
    )
    const morning = async (day: string) => {
      service.clock.set(`${day}T06:30:00Z`)
      await world.db()('reminder_mornings').delete()
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
    await world.addEvidence(id, {}, late.contributor)
    expect(await morning('2027-04-20')).toEqual([])
    expect(await morning('2027-04-21')).toEqual(
      ['contributor', 'lead'].map(actor => `${actor}: Regular evidence is due on 28 April 2027`),
    )
    const home = async () => {
      service.clock.set('2027-04-28T12:00:00Z')
      await signIn(service, late.lead, late.lead.id)
      await late.lead.open('/home')
      return late.lead.html.includes(`/regular-evidence/${id}`)
    }
    const close = (at: Instant | null) => world.db()('organisations').where({ id: late.id }).update({ closed_at: at })
    expect(await home()).toBe(true)
    await close(service.clock.now())
    expect([await home(), await morning('2027-04-28')]).toEqual([false, []])
    await late.lead.open(`/organisations/${late.id}/regular-evidence/new`)
    expect(late.lead.status).toBe(409)
  })

  test('an invariant reports wrong due dates, wrongly closed occurrences and another library’s evidence', async () => {
    await world.goTo('2027-03-31')
    const id = await world.setUp({ nextDue: '2027-03-31', every: 'month' })
    await world.addEvidence(id)
    const broken = async () =>
      (await dueDatesFollowFrequency({ database: service.database } as never)).map(({ what }) => what)
    expect(await broken()).toEqual([])
    const one = (await world.db()('occurrences').where({ recurring_id: id, state: 'answered' }).first())!
    const evidence = (await world
      .db()('occurrence_evidence')
      .where({ recurring_id: one.recurring_id, occurrence: one.occurrence })
      .first())!
    await world
      .db()('recurring_evidence')
      .where({ id: one.recurring_id })
      .update({ next_due: '2031-01-01' } as never)
    await world.db()('evidence').where({ id: evidence.evidence_id }).update({ organisation_id: other.id })
    await world
      .db()('occurrences')
      .insert({ ...one, occurrence: 99, state: 'skipped', reason: null })
    expect((await broken()).toSorted()).toEqual(
      [
        expect.stringContaining('belongs to another library'),
        expect.stringContaining('is due on 2031-01-01'),
        'occurrence 99 was closed before it was due',
        'occurrence 99 was skipped without a reason',
      ].toSorted(),
    )
  })
})
