import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { awardMoves, type AwardChange, type AwardMove } from '../../../../src/domain/award.ts'
import { addDays, type Day } from '../../../../src/domain/time.ts'
import { wasValidOn } from '../../../../src/domain/validity.ts'
import {
  awardChangesAreInHistory,
  awardChangesAreValid,
  noMoveInConflict,
  termsFollow,
} from '../../../../src/invariants/awards.ts'
import { anAwardsLife, type AwardsLife } from '../../../support/award-life.ts'
import { isLongRun } from '../../../support/long-run.ts'
import { aService } from '../../../support/service.ts'

// The number of awards to try, each with random actions on random days. AWARD_HISTORIES sets it.
const histories = Number(process.env.AWARD_HISTORIES ?? (isLongRun ? 50 : 4))

const acts = {
  start: it => it.start(),
  submit: it => all(it, it.start, it.submitApplication),
  'submit and check': it => all(it, it.start, it.submitApplication, it.check),
  resubmit: it => it.submitApplication(),
  withdraw: it => it.withdraw(),
  close: it => it.close(),
  check: it => it.check(),
  'return for 28 days': it => it.giveBack(28),
  'return for 5 days': it => it.giveBack(5),
  ask: it => it.ask(14),
  'ask with a long deadline': it => it.ask(60),
  answer: it => it.answer(),
  reopen: it => it.reopen(),
  'ask for a review': it => it.askForReview(),
  'withdraw a review': it => it.withdrawReview(),
  hold: it => it.hold(),
  continue: it => it.goOn(),
  'decide lightly': it => it.decide(),
  'decide by panel': it => it.decideByPanel(),
  award: it => all(it, it.check, it.decide, it.decideByPanel, it.decideAgain, () => it.release('awarded')),
  'not yet': it => all(it, it.check, it.decide, it.decideByPanel, it.decideAgain, () => it.release('not yet')),
  open: it => it.move('coordinator', 'openRenewal'),
  extend: it => it.move('coordinator', 'extend', { until: addDays(it.clock.today(), 40) }),
  suspend: it => it.move('coordinator', 'suspend'),
  restore: it => it.move('trustee', 'restore'),
  end: it => it.move('lead', 'end'),
  nothing: async () => undefined,
} satisfies Record<string, (it: AwardsLife) => Promise<void>>
type Act = keyof typeof acts

/** Makes the moves in order. Ignores refusals of all moves but the last. */
async function all(it: AwardsLife, ...steps: (() => Promise<void>)[]): Promise<void> {
  for (const step of steps.slice(0, -1)) await it.refused(step)
  await steps.at(-1)!()
}

/** Actions that advance a renewal are chosen often, and actions that end an award rarely. */
const anAct = fc.oneof(
  {
    weight: 18,
    arbitrary: fc.constantFrom<Act>('start', 'submit', 'submit and check', 'resubmit', 'answer', 'award'),
  },
  {
    weight: 18,
    arbitrary: fc.constantFrom<Act>(
      'ask',
      'ask with a long deadline',
      'answer',
      'return for 28 days',
      'return for 5 days',
      'withdraw',
      'not yet',
      'not yet',
      'reopen',
      'reopen',
      'ask for a review',
      'withdraw a review',
      'check',
      'decide lightly',
      'decide by panel',
      'close',
      'hold',
      'continue',
    ),
  },
  { weight: 9, arbitrary: fc.constantFrom<Act>('extend', 'suspend', 'restore', 'restore', 'open', 'nothing') },
  { weight: 1, arbitrary: fc.constant<Act>('end') },
)
const someDays = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 9 }) },
  { weight: 2, arbitrary: fc.integer({ min: 10, max: 45 }) },
  { weight: 1, arbitrary: fc.integer({ min: 61, max: 200 }) },
)
const aHistory = fc.record({
  grantedOn: fc.constantFrom('2026-06-01', '2028-02-29', '2026-03-29'),
  after: fc.integer({ min: 190, max: 400 }),
  begins: fc.constantFrom<Act>('nothing', 'submit', 'submit and check', 'submit and check'),
  steps: fc.array(fc.record({ days: someDays, act: anAct }), { minLength: 6, maxLength: 26 }),
})

test('an award has the same history whether the job runs every night or late', async () => {
  await fc.assert(
    fc.asyncProperty(aHistory, async ({ grantedOn, after, begins, steps }) => {
      const life = [{ days: after, act: begins }, ...steps, { days: 1, act: 'nothing' as const }]
      const [nightly, late] = [await lived(grantedOn, life, true), await lived(grantedOn, life, false)]
      expect(late).toEqual(nightly)
    }),
    { seed: 1, numRuns: histories, endOnFailure: histories < 50 },
  )
}, 600_000)

async function lived(
  grantedOn: string,
  steps: readonly { days: number; act: Act }[],
  everyNight: boolean,
): Promise<string[]> {
  const service = await aService()
  const it = await anAwardsLife(service, grantedOn)
  let known: boolean[] = []
  const done: string[] = []
  for (const { days, act } of steps) {
    await sleep(it, days, everyNight)
    it.clock.minutesPass(1)
    const refused = await it.refused(() => acts[act](it))
    done.push(`${it.clock.today()} ${act}${refused ? `: ${refused}` : ''}`)
    const changes = await it.changes()
    known = samePast(known, changes, grantedOn as Day, it.clock.today())
    follows(changes, it.clock.today())
  }
  await it.nightly()
  await isCaughtUp(it)
  const checked = { database: service.database, uploads: '', now: it.clock.now(), confirmed: [] }
  for (const check of [awardChangesAreValid, awardChangesAreInHistory, termsFollow, noMoveInConflict])
    expect(await check(checked)).toEqual([])
  await service.end()
  return [...done.filter(each => !each.includes(' nothing')), ...(await it.history())]
}

/** Lets days pass, with the nightly job every night or only at the end. Both must lead to the same history. */
async function sleep(it: AwardsLife, days: number, everyNight: boolean): Promise<void> {
  if (!everyNight) {
    it.daysPass(days)
    return it.nightly()
  }
  for (let left = days; left > 0; left -= 1) {
    it.goTo(addDays(it.clock.today(), 1), '00:10')
    await it.nightly()
    it.goTo(it.clock.today())
  }
}

function samePast(known: readonly boolean[], changes: readonly AwardChange[], first: Day, today: Day): boolean[] {
  const now: boolean[] = []
  for (let day = first; day < today; day = addDays(day, 1)) now.push(wasValidOn(changes, day))
  expect(now.slice(0, known.length)).toEqual(known)
  return now
}

function follows(changes: readonly AwardChange[], today: Day): void {
  changes.forEach((change, index) => {
    const before = changes[index - 1]
    expect(change.from <= today && change.from >= (before?.from ?? change.from)).toBe(true)
    if (change.move === 'valid to moved') expect(change.to).toBe(before!.to)
    else expect(awardMoves[change.move as AwardMove].from as readonly string[]).toContain(before?.to ?? 'not started')
  })
}

/** Checks that the stored day of the next move is after today, and that the nightly job makes no move. */
async function isCaughtUp(it: AwardsLife): Promise<void> {
  const before = await it.history()
  expect((await it.row()).due_on > it.clock.today()).toBe(true)
  await it.nightly()
  expect(await it.history()).toEqual(before)
}
