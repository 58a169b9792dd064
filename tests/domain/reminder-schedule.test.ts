import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  isReminded,
  keyOf,
  scheduleOf,
  latestOf,
  planOf,
  type Dated,
  type PlannedReminder,
  type Recipient,
  type Reminder,
} from '../../src/domain/reminder-schedule.ts'
import {
  sendingLimitOn,
  reasonNotToSend,
  type Contact,
  type Contacts,
  type Subject,
} from '../../src/domain/reminder-recipients.ts'
import { addDays, daysBetween, parseDay, type Day } from '../../src/domain/time.ts'

const day = (text: string): Day => parseDay(text)!
const steps = [180, 90, 60, 30, 14, 7, 1, 0, -7, -14, -30]
const lead: Recipient = { id: 'lead', as: 'lead', since: null }
const award = (given: Partial<Dated> = {}): Dated => ({
  kind: 'award',
  id: 'award',
  about: day('2027-05-08'),
  steps,
  from: day('2026-05-09'),
  recipients: [lead],
  standInFrom: null,
  emailsSwitchedOn: null,
  ...given,
})
const daysOf = (reminders: readonly Reminder[]): string[] => reminders.map(({ dueOn }) => dueOn)

describe('a reminder schedule', () => {
  test('a schedule has dates before and after the last valid day, even across clock changes', () => {
    expect(daysOf(scheduleOf(award()))).toEqual([
      '2026-11-09',
      '2027-02-07',
      '2027-03-09',
      '2027-04-08',
      '2027-04-24',
      '2027-05-01',
      '2027-05-07',
      '2027-05-08',
      '2027-05-15',
      '2027-05-22',
      '2027-06-07',
    ])
  })

  test('an award gets one late reminder if emails were switched on after the day of its first reminders', () => {
    const daysFor = (given: Partial<Dated>) => daysOf(scheduleOf(award(given))).slice(0, 2)
    const recorded = { from: day('2027-03-10') }
    expect(daysFor(recorded)).toEqual(['2027-04-08', '2027-04-24'])
    expect(daysFor({ ...recorded, emailsSwitchedOn: day('2027-03-10') })).toEqual(['2027-03-09', '2027-04-08'])
    expect(daysFor({ ...recorded, emailsSwitchedOn: day('2027-04-08') })).toEqual(['2027-04-08', '2027-04-24'])
    expect(daysFor({ ...recorded, emailsSwitchedOn: day('2027-03-09') })).toEqual(['2027-04-08', '2027-04-24'])
    const joined = (since: string) => ({ recipients: [{ ...lead, since: day(since) }] })
    const on = { emailsSwitchedOn: day('2027-03-12') }
    expect(daysFor({ ...on, ...joined('2027-03-12') })).toEqual(['2027-03-09', '2027-04-08'])
    expect(daysFor({ ...on, ...joined('2027-03-13') })).toEqual(['2027-04-08', '2027-04-24'])
  })

  test('the end of a consent gets no late reminder when emails are switched on', () => {
    const consent = { kind: 'consent', from: day('2027-03-10'), emailsSwitchedOn: day('2027-03-10') } as const
    expect(daysOf(scheduleOf(award(consent)))[0]).toBe('2027-04-08')
  })

  test.each([
    ['lead', steps],
    ['mailbox', steps],
    ['observer', [14, 7, 1, 0, -7, -14, -30]],
    ['coordinator', [-7, -14, -30]],
  ] as const)('the %s is reminded at the steps %j', (as, expected) => {
    expect(scheduleOf(award({ recipients: [{ id: 'person', as, since: null }] })).map(({ step }) => step)).toEqual(
      expected,
    )
  })

  test('a coordinator is reminded at every step when no lead can be reached', () => {
    expect(
      scheduleOf(award({ recipients: [{ id: 'person', as: 'coordinator', since: null }], standInFrom: Infinity })),
    ).toHaveLength(steps.length)
  })

  test('a schedule has no reminders before the due date was set or the recipient joined', () => {
    expect(daysOf(scheduleOf(award({ from: day('2027-05-01') })))[0]).toBe('2027-05-01')
    expect(daysOf(scheduleOf(award({ recipients: [{ ...lead, since: day('2027-05-02') }] })))[0]).toBe('2027-05-07')
  })

  test('a person with two roles is reminded once at each step, in the role that is first in recipientRoles', () => {
    const twice = award({ recipients: [{ id: 'lead', as: 'observer', since: null }, lead] })
    expect(scheduleOf(twice).map(({ as }) => as)).toEqual(steps.map(() => 'lead'))
  })

  test('a schedule counts calendar days from 29 February', () => {
    expect(daysOf(scheduleOf(award({ about: day('2028-02-29'), steps: [1, 0, -1], from: day('2027-01-01') })))).toEqual(
      ['2028-02-28', '2028-02-29', '2028-03-01'],
    )
  })

  test('a schedule without a due date is empty', () => {
    expect(scheduleOf(award({ about: null }))).toEqual([])
  })
})

const keep = (
  reminder: Reminder,
  status: PlannedReminder['status'] = 'planned',
  reason: PlannedReminder['reason'] = null,
): PlannedReminder => ({
  ...reminder,
  id: keyOf(reminder),
  status,
  reason,
})

describe('planning', () => {
  test('planning adds all missing reminders, and none when it runs again', () => {
    const first = planOf(award(), [])
    expect([first.add.length, first.close, first.reopen]).toEqual([11, [], []])
    expect(
      planOf(
        award(),
        first.add.map(reminder => keep(reminder)),
      ),
    ).toEqual({ add: [], close: [], reopen: [] })
  })

  test('planning closes the old schedule when the date moves, and reopens it when the date moves back', () => {
    const kept = scheduleOf(award()).map((reminder, place) => keep(reminder, place === 0 ? 'in an email' : 'planned'))
    const moved = planOf(award({ about: day('2027-07-31') }), kept)
    expect([moved.add.length, moved.close.length]).toEqual([11, 10])
    const closed = kept.map(reminder =>
      reminder.status === 'planned' ? keep(reminder, 'not sent', 'date moved') : reminder,
    )
    const back = planOf(award(), [...closed, ...moved.add.map(reminder => keep(reminder))])
    expect([back.add.length, back.close.length, back.reopen.length]).toEqual([0, 11, 10])
  })

  test('planning reopens the reminders that a coordinator did not need to get while a lead could be reached', () => {
    const recipients = [{ id: 'person', as: 'coordinator', since: null }] as const
    const [first, ...others] = scheduleOf(award({ recipients, standInFrom: Infinity }))
    const stored = [
      keep(first!, 'not sent', 'a lead can be reached'),
      ...others.map(reminder => keep(reminder, 'not sent', 'overtaken')),
    ]
    expect(planOf(award({ recipients, standInFrom: Infinity }), stored).reopen).toEqual([stored[0]])
    expect(planOf(award({ recipients }), stored).reopen).toEqual([])
  })

  test('planning changes nothing while the charity has the renewal', () => {
    expect(
      planOf(
        award({ about: null }),
        scheduleOf(award()).map(reminder => keep(reminder)),
      ),
    ).toEqual({ add: [], close: [], reopen: [] })
  })
})

test('of several missed reminders about one subject, only the latest is sent', () => {
  const due = [...scheduleOf(award()), ...scheduleOf(award({ id: 'other', kind: 'question', steps: [7, 0] }))].filter(
    ({ dueOn }) => dueOn <= '2027-05-08',
  )
  const { send, overtaken } = latestOf(due)
  expect([send.map(({ kind, step }) => [kind, step]), overtaken.length]).toEqual([
    [
      ['award', 0],
      ['question', 0],
    ],
    8,
  ])
})

const contact = (id: string, given: Partial<Contact> = {}): Contact => ({
  id,
  since: day('2026-01-01'),
  isActive: true,
  isReached: true,
  isSilent: false,
  unwanted: [],
  ...given,
})
const contacts = (given: Partial<Contacts> = {}): Contacts => ({
  leads: [contact('lead')],
  contributors: [],
  observers: [],
  areEmailsStarted: true,
  emailsSwitchedOn: null,
  hasMailbox: false,
  coordinators: [contact('coordinator')],
  trustees: [],
  seatHolders: [],
  invited: [],
  ...given,
})
const subject = (given: Partial<Subject> = {}): Subject => ({
  ...award(),
  organisationId: 'organisation',
  organisation: 'Ashcombe',
  applicationId: null,
  nothingDueReason: null,
  barred: [],
  lapsesAfter: null,
  isSuspended: false,
  ownerId: null,
  neededFrom: [],
  chairId: null,
  ...given,
})
const reminderAt = (step: number, recipientId = 'lead', as: Reminder['as'] = 'lead'): Reminder => ({
  kind: 'award',
  entityId: 'award',
  about: day('2027-05-08'),
  step,
  recipientId,
  as,
  dueOn: day('2027-05-08'),
})

describe('the reason for not sending a reminder', () => {
  const off = { unwanted: ['award' as const] }
  test.each<[string, { it: Reminder; about: Subject | null; people: Contacts }, string | null]>([
    ['nothing has changed', { it: reminderAt(30), about: subject(), people: contacts() }, null],
    ['the subject no longer exists', { it: reminderAt(30), about: null, people: contacts() }, 'over'],
    [
      'a renewal is with us',
      { it: reminderAt(30), about: subject({ nothingDueReason: 'renewal with us' }), people: contacts() },
      'renewal with us',
    ],
    [
      'the date moved',
      { it: reminderAt(30), about: subject({ about: day('2027-07-31') }), people: contacts() },
      'date moved',
    ],
    [
      'the recipient left',
      { it: reminderAt(30), about: subject(), people: contacts({ leads: [contact('another')] }) },
      'no longer in this role',
    ],
    [
      'the recipient is suspended',
      {
        it: reminderAt(30),
        about: subject(),
        people: contacts({ leads: [contact('lead', { isActive: false }), contact('another')] }),
      },
      'not active',
    ],
    [
      'an observer has become a lead',
      { it: reminderAt(14, 'lead', 'observer'), about: subject(), people: contacts() },
      null,
    ],
    [
      'a lead has become an observer',
      {
        it: reminderAt(60),
        about: subject(),
        people: contacts({ leads: [contact('another')], observers: [contact('lead')] }),
      },
      'no longer in this role',
    ],
    [
      'an early reminder is not wanted',
      { it: reminderAt(60), about: subject(), people: contacts({ leads: [contact('lead', off)] }) },
      'not wanted',
    ],
    [
      'a reminder 30 days before is not wanted by the only lead',
      { it: reminderAt(30), about: subject(), people: contacts({ leads: [contact('lead', off)] }) },
      null,
    ],
    [
      'the lead does not want the reminder, and another lead gets it',
      { it: reminderAt(30), about: subject(), people: contacts({ leads: [contact('lead', off), contact('another')] }) },
      'not wanted',
    ],
    [
      'no lead wants the reminder',
      {
        it: reminderAt(30),
        about: subject(),
        people: contacts({ leads: [contact('lead', off), contact('another', off)] }),
      },
      null,
    ],
    [
      'the other lead cannot be reached',
      {
        it: reminderAt(7),
        about: subject(),
        people: contacts({ leads: [contact('lead', off), contact('another', { isReached: false })] }),
      },
      null,
    ],
    [
      'the recipient is a coordinator and the date has not passed',
      { it: reminderAt(7, 'coordinator', 'coordinator'), about: subject(), people: contacts() },
      'a lead can be reached',
    ],
    [
      'the recipient is a coordinator and no lead can be reached',
      {
        it: reminderAt(7, 'coordinator', 'coordinator'),
        about: subject(),
        people: contacts({
          leads: [contact('lead', { isReached: false })],
          coordinators: [contact('coordinator', off)],
        }),
      },
      null,
    ],
    [
      'the recipient is a coordinator 60 days before, and the lead has not signed in for a long time',
      {
        it: reminderAt(60, 'coordinator', 'coordinator'),
        about: subject(),
        people: contacts({ leads: [contact('lead', { isSilent: true })] }),
      },
      'a lead can be reached',
    ],
    [
      'the recipient is a coordinator 30 days before, and the lead has not signed in for a long time',
      {
        it: reminderAt(30, 'coordinator', 'coordinator'),
        about: subject(),
        people: contacts({ leads: [contact('lead', { isSilent: true })] }),
      },
      null,
    ],
    [
      'the recipient is a coordinator with a conflict',
      {
        it: reminderAt(-7, 'coordinator', 'coordinator'),
        about: subject({ barred: ['coordinator'] }),
        people: contacts(),
      },
      'no longer in this role',
    ],
    [
      'the recipient is a trustee, because every coordinator has a conflict',
      {
        it: reminderAt(-7, 'trustee', 'coordinator'),
        about: subject({ barred: ['coordinator'] }),
        people: contacts({ trustees: [contact('trustee')] }),
      },
      null,
    ],
    [
      'the recipient is a trustee, and a coordinator has no conflict',
      {
        it: reminderAt(-7, 'trustee', 'coordinator'),
        about: subject(),
        people: contacts({ trustees: [contact('trustee')] }),
      },
      'no longer in this role',
    ],
    [
      'the recipient is a mailbox',
      { it: reminderAt(7, 'organisation', 'mailbox'), about: subject(), people: contacts({ hasMailbox: true }) },
      null,
    ],
    [
      'the recipient is a mailbox that was removed',
      { it: reminderAt(7, 'organisation', 'mailbox'), about: subject(), people: contacts() },
      'no longer in this role',
    ],
  ])('the reason for not sending a reminder is worked out when %s', (_what, { it, about, people }, reason) => {
    expect(reasonNotToSend(it, about, people)).toBe(reason)
  })
})

test.each([
  [{ daysSince: null, people: 200, largest: 0 }, null],
  [{ daysSince: null, people: 201, largest: 0 }, 'many'],
  [{ daysSince: 1, people: 301, largest: 100 }, 'many'],
  [{ daysSince: 1, people: 300, largest: 100 }, null],
  [{ daysSince: 7, people: 1, largest: 1 }, null],
  [{ daysSince: 8, people: 1, largest: 1 }, 'gap'],
] as const)('the reason for holding a run of reminders with %j is %j', (morning, reason) => {
  expect(sendingLimitOn(morning)).toBe(reason)
})

describe('a random sequence of changes', () => {
  const someDay = fc.integer({ min: 0, max: 400 }).map(days => addDays(day('2027-01-01'), days))
  const act = fc.oneof(
    fc.record({ what: fc.constant('plan' as const) }),
    fc.record({ what: fc.constant('move' as const), to: fc.option(someDay, { nil: null, freq: 4 }) }),
    fc.record({ what: fc.constant('clock' as const), days: fc.integer({ min: -3, max: 9 }) }),
    fc.record({ what: fc.constant('jump' as const), days: fc.constantFrom(365, -365) }),
    fc.record({ what: fc.constant('people' as const), people: fc.subarray(['a', 'b', 'c']) }),
    fc.record({ what: fc.constant('morning' as const) }),
  )

  test('no reminder is sent twice or outside its schedule, and no person gets two emails in a morning', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), acts => {
        let about: Day | null = day('2027-06-30')
        let today = day('2027-01-01')
        let last: Day | null = null
        let people = ['a']
        const kept = new Map<string, PlannedReminder>()
        const sent: { reminder: PlannedReminder; on: Day; about: Day | null }[] = []
        const dated = (): Dated =>
          award({
            about,
            from: day('2026-01-01'),
            recipients: people.map(id => ({
              id,
              as: id === 'c' ? ('observer' as const) : ('lead' as const),
              since: null,
            })),
          })
        const plan = () => {
          const { add, close, reopen } = planOf(dated(), [...kept.values()])
          for (const reminder of add) {
            expect(kept.has(keyOf(reminder))).toBe(false)
            kept.set(keyOf(reminder), keep(reminder))
          }
          for (const reminder of close)
            kept.set(keyOf(reminder), { ...reminder, status: 'not sent', reason: 'date moved' })
          for (const reminder of reopen) kept.set(keyOf(reminder), { ...reminder, status: 'planned', reason: null })
        }
        for (const each of acts) {
          if (each.what === 'plan') plan()
          if (each.what === 'move') about = each.to
          if (each.what === 'people') people = each.people
          if (each.what === 'clock' || each.what === 'jump') today = addDays(today, each.days)
          if (each.what !== 'morning' || (last !== null && today <= last)) continue
          plan()
          const due = [...kept.values()].filter(reminder => reminder.status === 'planned' && reminder.dueOn <= today)
          if (sendingLimitOn({ daysSince: last && daysBetween(last, today), people: 1, largest: 1 })) continue
          const { send, overtaken } = latestOf(
            due.filter(reminder => reminder.about === about && people.includes(reminder.recipientId)),
          )
          for (const reminder of overtaken)
            kept.set(keyOf(reminder), { ...reminder, status: 'not sent', reason: 'overtaken' })
          for (const reminder of send) {
            sent.push({ reminder, on: today, about })
            kept.set(keyOf(reminder), { ...reminder, status: 'in an email' })
          }
          last = today
        }
        expect(new Set(sent.map(({ reminder }) => keyOf(reminder))).size).toBe(sent.length)
        for (const { reminder, on, about: then } of sent) {
          expect([steps.includes(reminder.step), reminder.about, reminder.dueOn]).toEqual([
            true,
            then,
            addDays(reminder.about, -reminder.step),
          ])
          expect(reminder.dueOn <= on).toBe(true)
          expect(isReminded(reminder.as, { kind: 'award', standInFrom: null }, reminder.step)).toBe(true)
        }
        for (const recipient of ['a', 'b', 'c']) {
          const mornings = sent.filter(({ reminder }) => reminder.recipientId === recipient).map(({ on }) => on)
          expect([mornings, new Set(mornings).size]).toEqual([mornings.toSorted(), mornings.length])
        }
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  test('planning gives the same reminders, however often and in whatever order it runs', () => {
    const subjects = fc.array(fc.record({ id: fc.constantFrom('x', 'y', 'z'), about: someDay }), {
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(subjects, fc.array(fc.nat(5), { maxLength: 12 }), (moves, order) => {
        const final = new Map<string, Day>(moves.map(({ id, about }) => [id, about]))
        const run = (ids: readonly string[]) => {
          const kept = new Map<string, PlannedReminder>()
          for (const id of ids)
            for (const reminder of planOf(
              award({ id, about: final.get(id)! }),
              [...kept.values()].filter(({ entityId }) => entityId === id),
            ).add)
              kept.set(keyOf(reminder), keep(reminder))
          return [...kept.keys()].toSorted()
        }
        const ids = [...final.keys()]
        expect(run([...order.map(place => ids[place % ids.length]!), ...ids.toReversed()])).toEqual(run(ids))
      }),
      { seed: 1 },
    )
  })
})
