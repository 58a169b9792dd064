import type { Due } from '../../../domain/capacity.ts'
import { theService } from '../../../domain/actor.ts'
import { itemsOf, libraryStream } from '../../../domain/framework.ts'
import { addMonths, type Day } from '../../../domain/time.ts'
import { daysOfSteps, lastQuarters, median, monthOf, steps, type Step, type YearFigures } from '../../../domain/year.ts'
import type { Db } from '../../../db/connection.ts'
import type { Parts } from '../../../parts.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../frameworks/frameworks.public.ts'
import { addDue, countCapacity, nextDueOf } from '../capacity/capacity.actions.ts'
import { currentAwards } from '../capacity/capacity.store.ts'
import {
  countDecisions,
  countQuestions,
  countSeats,
  countStates,
  releasedApplications,
  storeFigures,
} from './year.store.ts'

const monthsShown = 12
const itemsShown = 10

/**
 * Calculates and stores the “year at a glance” figures. Runs daily, so that the page does not have to calculate the
 * figures on every visit.
 */
export async function countYear({ db, write, clock }: Pick<Parts, 'db' | 'write' | 'clock'>, day: Day): Promise<void> {
  const yearAgo = addMonths(day, -12)
  const { ending, due } = await awardsByMonth(db, day)
  const figures: YearFigures = {
    day,
    states: await countStates(db),
    ending,
    steps: await stepTimes(db, day),
    seats: await countSeats(db, yearAgo),
    decisions: await decisionsByQuarter(db, day),
    questions: await questionsByItem(db, yearAgo),
    capacity: await countCapacity(db, day, due),
  }
  await write(theService, ({ trx }) => storeFigures(trx, figures, clock.now()))
}

/** Counts the awards that end in each of 12 months, and the renewals due in each month. */
async function awardsByMonth(db: Db, today: Day): Promise<{ ending: YearFigures['ending']; due: Due[] }> {
  const first = monthOf(today)
  const { terms } = await frameworkVersion(db, await latestFrameworkVersionId(db, libraryStream))
  const ending = Array.from({ length: monthsShown }, (_, index) => ({
    month: addMonths(first, index),
    light: 0,
    full: 0,
  }))
  const due: Due[] = []
  for await (const award of currentAwards(db)) {
    const { validTo, light, isFull, fullEvery } = award
    const counted = ending.find(({ month }) => validTo !== null && validTo >= today && month === monthOf(validTo))
    if (counted) counted[isFull || light + 1 >= fullEvery ? 'full' : 'light'] += 1
    addDue(due, nextDueOf(award, first, terms.months), first)
  }
  return { ending, due }
}

async function stepTimes(db: Db, today: Day): Promise<YearFigures['steps']> {
  const [yearAgo, before] = [addMonths(today, -12), addMonths(today, -24)]
  const days = new Map(steps.map(step => [step, { days: [] as number[], before: [] as number[] }]))
  for await (const { releasedOn, moves } of releasedApplications(db, before)) {
    for (const [step, count] of Object.entries(daysOfSteps(moves)))
      days.get(step as Step)![releasedOn > yearAgo ? 'days' : 'before'].push(count)
  }
  return steps.map(step => ({ step, days: median(days.get(step)!.days), before: median(days.get(step)!.before) }))
}

async function decisionsByQuarter(db: Db, today: Day): Promise<YearFigures['decisions']> {
  const quarters = lastQuarters(today)
  const counted: YearFigures['decisions'] = []
  for (const from of quarters) counted.push({ from, outcomes: await countDecisions(db, from, addMonths(from, 3)) })
  return counted
}

/**
 * The items about which libraries have been asked the most questions since a day, with their titles in the newest
 * criteria. Leaves out items that are no longer in the criteria, so there can be fewer than `itemsShown`.
 */
async function questionsByItem(db: Db, from: Day): Promise<YearFigures['questions']> {
  const framework = await frameworkVersion(db, await latestFrameworkVersionId(db, libraryStream))
  const items = new Map(itemsOf(framework).map(item => [item.id, item]))
  return (await countQuestions(db, from, itemsShown)).flatMap(({ itemId, count }) => {
    const item = items.get(itemId)
    return item ? [{ code: item.code, title: item.title, count }] : []
  })
}
