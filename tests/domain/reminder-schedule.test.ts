import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  hearsOf,
  keyOf,
  scheduleOf,
  latestOf,
  planOf,
  type Dated,
  type KeptLine,
  type Line,
  type Recipient,
} from '../../src/domain/reminder-schedule.ts'
import {
  sendingLimitOn,
  reasonAgainst,
  type Context,
  type Entity,
  type Planned,
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
  nobodyToEmail: false,
  ...given,
})
const daysOf = (lines: readonly Line[]): string[] => lines.map(({ dueOn }) => dueOn)

describe('a ladder', () => {
  test('counts days before the last valid day and after it, across the change of the clocks', () => {
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

  test.each([
    ['lead', steps],
    ['mailbox', steps],
    ['observer', [14, 7, 1, 0, -7, -14, -30]],
    ['coordinator', [-7, -14, -30]],
  ] as const)('a %s hears of %j', (as, expected) => {
    expect(scheduleOf(award({ recipients: [{ id: 'somebody', as, since: null }] })).map(({ step }) => step)).toEqual(
      expected,
    )
  })

  test('with nobody left to tell a coordinator hears of every step', () => {
    expect(
      scheduleOf(award({ recipients: [{ id: 'somebody', as: 'coordinator', since: null }], nobodyToEmail: true })),
    ).toHaveLength(steps.length)
  })

  test('begins no sooner than its date stands, nor than its reader came', () => {
    expect(daysOf(scheduleOf(award({ from: day('2027-05-01') })))[0]).toBe('2027-05-01')
    expect(daysOf(scheduleOf(award({ recipients: [{ ...lead, since: day('2027-05-02') }] })))[0]).toBe('2027-05-07')
  })

  test('who is several things here hears of it once, as what hears most', () => {
    const twice = award({ recipients: [{ id: 'lead', as: 'observer', since: null }, lead] })
    expect(scheduleOf(twice).map(({ as }) => as)).toEqual(steps.map(() => 'lead'))
  })

  test('from 29 February it counts civil days', () => {
    expect(daysOf(scheduleOf(award({ about: day('2028-02-29'), steps: [1, 0, -1], from: day('2027-01-01') })))).toEqual(
      ['2028-02-28', '2028-02-29', '2028-03-01'],
    )
  })

  test('without a date there is none', () => {
    expect(scheduleOf(award({ about: null }))).toEqual([])
  })
})

const keep = (line: Line, status: KeptLine['status'] = 'planned', reason: KeptLine['reason'] = null): KeptLine => ({
  ...line,
  id: keyOf(line),
  status,
  reason,
})

describe('planning', () => {
  test('adds what is missing, and nothing the second time', () => {
    const first = planOf(award(), [])
    expect([first.add.length, first.close, first.reopen]).toEqual([11, [], []])
    expect(
      planOf(
        award(),
        first.add.map(line => keep(line)),
      ),
    ).toEqual({ add: [], close: [], reopen: [] })
  })

  test('a moved date ends the old ladder and begins the new one; moved back, the old one goes on', () => {
    const kept = scheduleOf(award()).map((line, place) => keep(line, place === 0 ? 'in an email' : 'planned'))
    const moved = planOf(award({ about: day('2027-07-31') }), kept)
    expect([moved.add.length, moved.close.length]).toEqual([11, 10])
    const closed = kept.map(line => (line.status === 'planned' ? keep(line, 'not sent', 'date moved') : line))
    const back = planOf(award(), [...closed, ...moved.add.map(line => keep(line))])
    expect([back.add.length, back.close.length, back.reopen.length]).toEqual([0, 11, 10])
  })

  test('while a renewal is with us the ladder waits', () => {
    expect(
      planOf(
        award({ about: null }),
        scheduleOf(award()).map(line => keep(line)),
      ),
    ).toEqual({ add: [], close: [], reopen: [] })
  })
})

test('of several missed steps about one thing only the latest is written', () => {
  const due = [...scheduleOf(award()), ...scheduleOf(award({ id: 'other', kind: 'question', steps: [7, 0] }))].filter(
    ({ dueOn }) => dueOn <= '2027-05-08',
  )
  const { write, overtaken } = latestOf(due)
  expect([write.map(({ kind, step }) => [kind, step]), overtaken.length]).toEqual([
    [
      ['award', 0],
      ['question', 0],
    ],
    8,
  ])
})

const emailed = (id: string, given: Partial<Planned> = {}): Planned => ({
  id,
  since: day('2026-01-01'),
  isActive: true,
  isReached: true,
  unwanted: [],
  ...given,
})
const context = (given: Partial<Context> = {}): Context => ({
  leads: [emailed('lead')],
  contributors: [],
  observers: [],
  hasMailbox: false,
  coordinators: [emailed('coordinator')],
  ...given,
})
const entity = (given: Partial<Entity> = {}): Entity => ({
  ...award(),
  organisationId: 'organisation',
  organisation: 'Ashcombe',
  applicationId: null,
  asksNothing: null,
  barred: [],
  lapsesAfter: null,
  isSuspended: false,
  ownerId: null,
  ...given,
})
const lineOf = (step: number, recipientId = 'lead', as: Line['as'] = 'lead'): Line => ({
  kind: 'award',
  entityId: 'award',
  about: day('2027-05-08'),
  step,
  recipientId,
  as,
  dueOn: day('2027-05-08'),
})

describe('at the moment of sending', () => {
  const off = { unwanted: ['award' as const] }
  test.each<[string, Line, Entity | null, Context, string | null]>([
    ['it holds', lineOf(30), entity(), context(), null],
    ['its thing is gone', lineOf(30), null, context(), 'over'],
    ['a renewal is with us', lineOf(30), entity({ asksNothing: 'renewal with us' }), context(), 'renewal with us'],
    ['the date moved', lineOf(30), entity({ about: day('2027-07-31') }), context(), 'date moved'],
    ['its reader left', lineOf(30), entity(), context({ leads: [emailed('another')] }), 'no longer in this role'],
    [
      'its reader is suspended',
      lineOf(30),
      entity(),
      context({ leads: [emailed('lead', { isActive: false }), emailed('another')] }),
      'not active',
    ],
    ['an observer leads by now', lineOf(14, 'lead', 'observer'), entity(), context(), null],
    [
      'a lead only observes by now',
      lineOf(60),
      entity(),
      context({ leads: [emailed('another')], observers: [emailed('lead')] }),
      'no longer in this role',
    ],
    ['it is not wanted, early', lineOf(60), entity(), context({ leads: [emailed('lead', off)] }), 'not wanted'],
    [
      'it is not wanted, by the only lead, from 30 days on',
      lineOf(30),
      entity(),
      context({ leads: [emailed('lead', off)] }),
      null,
    ],
    [
      'it is not wanted, and another lead hears of it',
      lineOf(30),
      entity(),
      context({ leads: [emailed('lead', off), emailed('another')] }),
      'not wanted',
    ],
    [
      'no lead wants it',
      lineOf(30),
      entity(),
      context({ leads: [emailed('lead', off), emailed('another', off)] }),
      null,
    ],
    [
      'the other lead cannot be reached',
      lineOf(7),
      entity(),
      context({ leads: [emailed('lead', off), emailed('another', { isReached: false })] }),
      null,
    ],
    [
      'a coordinator before it is overdue',
      lineOf(7, 'coordinator', 'coordinator'),
      entity(),
      context(),
      'somebody can be told',
    ],
    [
      'a coordinator, nobody left',
      lineOf(7, 'coordinator', 'coordinator'),
      entity(),
      context({ leads: [emailed('lead', { isReached: false })], coordinators: [emailed('coordinator', off)] }),
      null,
    ],
    [
      'a coordinator with a conflict',
      lineOf(-7, 'coordinator', 'coordinator'),
      entity({ barred: ['coordinator'] }),
      context(),
      'no longer in this role',
    ],
    ['a mailbox', lineOf(7, 'organisation', 'mailbox'), entity(), context({ hasMailbox: true }), null],
    [
      'a mailbox that was taken away',
      lineOf(7, 'organisation', 'mailbox'),
      entity(),
      context(),
      'no longer in this role',
    ],
  ])('%s', (_what, line, its, whom, reason) => {
    expect(reasonAgainst(line, its, whom)).toBe(reason)
  })
})

test.each([
  [{ daysSince: null, people: 200, largest: 0 }, null],
  [{ daysSince: null, people: 201, largest: 0 }, 'many'],
  [{ daysSince: 1, people: 301, largest: 100 }, 'many'],
  [{ daysSince: 1, people: 300, largest: 100 }, null],
  [{ daysSince: 7, people: 1, largest: 1 }, null],
  [{ daysSince: 8, people: 1, largest: 1 }, 'gap'],
] as const)('a morning like %j stops by %j', (morning, reason) => {
  expect(sendingLimitOn(morning)).toBe(reason)
})

describe('over random histories', () => {
  const someDay = fc.integer({ min: 0, max: 400 }).map(days => addDays(day('2027-01-01'), days))
  const act = fc.oneof(
    fc.record({ what: fc.constant('plan' as const) }),
    fc.record({ what: fc.constant('move' as const), to: fc.option(someDay, { nil: null, freq: 4 }) }),
    fc.record({ what: fc.constant('clock' as const), days: fc.integer({ min: -3, max: 9 }) }),
    fc.record({ what: fc.constant('jump' as const), days: fc.constantFrom(365, -365) }),
    fc.record({ what: fc.constant('people' as const), actor: fc.subarray(['a', 'b', 'c']) }),
    fc.record({ what: fc.constant('morning' as const) }),
  )

  test('no reminder outside the ladder of its date, none twice, none for a morning that was done', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), acts => {
        let [about, today, last, actor]: [Day | null, Day, Day | null, string[]] = [
          day('2027-06-30'),
          day('2027-01-01'),
          null,
          ['a'],
        ]
        const kept = new Map<string, KeptLine>()
        const sent: { line: KeptLine; on: Day; about: Day | null }[] = []
        const its = (): Dated =>
          award({
            about,
            from: day('2026-01-01'),
            recipients: actor.map(id => ({
              id,
              as: id === 'c' ? ('observer' as const) : ('lead' as const),
              since: null,
            })),
          })
        const plan = () => {
          const { add, close, reopen } = planOf(its(), [...kept.values()])
          for (const line of add) {
            expect(kept.has(keyOf(line))).toBe(false)
            kept.set(keyOf(line), keep(line))
          }
          for (const line of close) kept.set(keyOf(line), { ...line, status: 'not sent', reason: 'date moved' })
          for (const line of reopen) kept.set(keyOf(line), { ...line, status: 'planned', reason: null })
        }
        for (const each of acts) {
          if (each.what === 'plan') plan()
          if (each.what === 'move') about = each.to
          if (each.what === 'people') actor = each.actor
          if (each.what === 'clock' || each.what === 'jump') today = addDays(today, each.days)
          if (each.what !== 'morning' || (last !== null && today <= last)) continue
          plan()
          const due = [...kept.values()].filter(line => line.status === 'planned' && line.dueOn <= today)
          if (sendingLimitOn({ daysSince: last && daysBetween(last, today), people: 1, largest: 1 })) continue
          const { write, overtaken } = latestOf(
            due.filter(line => line.about === about && actor.includes(line.recipientId)),
          )
          for (const line of overtaken) kept.set(keyOf(line), { ...line, status: 'not sent', reason: 'overtaken' })
          for (const line of write) {
            sent.push({ line, on: today, about })
            kept.set(keyOf(line), { ...line, status: 'in an email' })
          }
          last = today
        }
        expect(new Set(sent.map(({ line }) => keyOf(line))).size).toBe(sent.length)
        for (const { line, on, about: then } of sent) {
          expect([steps.includes(line.step), line.about, line.dueOn]).toEqual([
            true,
            then,
            addDays(line.about, -line.step),
          ])
          expect(line.dueOn <= on).toBe(true)
          expect(hearsOf(line.as, { kind: 'award', nobodyToEmail: false }, line.step)).toBe(true)
        }
        for (const reader of ['a', 'b', 'c']) {
          const mornings = sent.filter(({ line }) => line.recipientId === reader).map(({ on }) => on)
          expect([mornings, new Set(mornings).size]).toEqual([mornings.toSorted(), mornings.length])
        }
      }),
      { numRuns: 300 },
    )
  })

  test('the order of planning and how often it runs makes no difference', () => {
    const entities = fc.array(fc.record({ id: fc.constantFrom('x', 'y', 'z'), about: someDay }), {
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(entities, fc.array(fc.nat(5), { maxLength: 12 }), (moves, order) => {
        const final = new Map<string, Day>(moves.map(({ id, about }) => [id, about]))
        const run = (ids: readonly string[]) => {
          const kept = new Map<string, KeptLine>()
          for (const id of ids)
            for (const line of planOf(
              award({ id, about: final.get(id)! }),
              [...kept.values()].filter(({ entityId }) => entityId === id),
            ).add)
              kept.set(keyOf(line), keep(line))
          return [...kept.keys()].toSorted()
        }
        const ids = [...final.keys()]
        expect(run([...order.map(place => ids[place % ids.length]!), ...ids.toReversed()])).toEqual(run(ids))
      }),
    )
  })
})
