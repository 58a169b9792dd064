import { theService } from '../../../domain/actor.ts'
import { itemsOf, libraryStream } from '../../../domain/framework.ts'
import { addMonths, type Day } from '../../../domain/time.ts'
import { daysOfSteps, lastQuarters, median, monthOf, steps, type Step, type YearFigures } from '../../../domain/year.ts'
import type { Db } from '../../../db/connection.ts'
import type { Parts } from '../../../parts.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../frameworks/frameworks.public.ts'
import {
  awardsEnding,
  countDecisions,
  countQuestions,
  countSeats,
  countStates,
  releasedApplications,
  storeFigures,
} from './year.store.ts'

const monthsShown = 12
const itemsShown = 10

/** Counts the figures of the year at a glance once a day, so that its page does not count on every visit. */
export async function countYear({ db, write, clock }: Pick<Parts, 'db' | 'write' | 'clock'>, day: Day): Promise<void> {
  const yearAgo = addMonths(day, -12)
  const figures: YearFigures = {
    day,
    states: await countStates(db),
    ending: await endingByMonth(db, day),
    steps: await stepTimes(db, day),
    seats: await countSeats(db, yearAgo),
    decisions: await decisionsByQuarter(db, day),
    questions: await questionsByItem(db, yearAgo),
  }
  await write(theService, ({ trx }) => storeFigures(trx, figures, clock.now()))
}

async function endingByMonth(db: Db, today: Day): Promise<YearFigures['ending']> {
  const first = monthOf(today)
  const months = Array.from({ length: monthsShown }, (_, index) => ({
    month: addMonths(first, index),
    light: 0,
    full: 0,
  }))
  for await (const { endsOn, isFull } of awardsEnding(db, first, monthsShown)) {
    const counted = months.find(({ month }) => month === monthOf(endsOn))
    if (counted) counted[isFull ? 'full' : 'light'] += 1
  }
  return months
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

/** The items that panels ask most about, with the words of the newest criteria. Items not in these are left out. */
async function questionsByItem(db: Db, from: Day): Promise<YearFigures['questions']> {
  const framework = await frameworkVersion(db, await latestFrameworkVersionId(db, libraryStream))
  const items = new Map(itemsOf(framework).map(item => [item.id, item]))
  return (await countQuestions(db, from, itemsShown)).flatMap(({ itemId, count }) => {
    const item = items.get(itemId)
    return item ? [{ code: item.code, title: item.title, count }] : []
  })
}
