import type { Db } from '../../../db/connection.ts'
import { monthsAhead, type CapacityFacts, type Due } from '../../../domain/capacity.ts'
import { expectedRounds } from '../../../domain/expected-rounds.ts'
import { libraryStream } from '../../../domain/framework.ts'
import { addMonths, type Day } from '../../../domain/time.ts'
import { monthOf } from '../../../domain/year.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../frameworks/frameworks.public.ts'
import { sortedRenewals } from '../casework-cards/casework-card.store.ts'
import {
  countDecidedByPanels,
  countWaiting,
  lightRenewalsWaiting,
  roundsWithFirsts,
  shareAskingForPanel,
  type CurrentAward,
} from './capacity.store.ts'

/**
 * Collects the figures for a forecast.
 * @param day a day in the first month of the forecast
 * @param due the renewals due, counted with `addDue`
 */
export async function countCapacity(db: Db, day: Day, due: Due[]): Promise<CapacityFacts> {
  const { terms } = await frameworkVersion(db, await latestFrameworkVersionId(db, libraryStream))
  const twoYearsAgo = addMonths(day, -24)
  return {
    from: monthOf(day),
    waiting: await waitingNow(db),
    due,
    rounds: expectedRounds(await roundsWithFirsts(db, twoYearsAgo), day),
    period: terms.months,
    fullEvery: terms.fullReappraisalEvery,
    asking: await shareAskingForPanel(db, twoYearsAgo),
    decided: await countDecidedByPanels(db, addMonths(day, -12)),
  }
}

const renewalsAtOnce = 200

/**
 * The number of applications that need a panel or are with one. Includes the light renewals for which their framework
 * version requires a panel.
 */
async function waitingNow(db: Db): Promise<CapacityFacts['waiting']> {
  const { firsts, renewals } = await countWaiting(db)
  const ids = await lightRenewalsWaiting(db)
  let light = 0
  for (let from = 0; from < ids.length; from += renewalsAtOnce)
    light += (await sortedRenewals(db, ids.slice(from, from + renewalsAtOnce))).toSeat.length
  return { firsts, renewals: renewals + light }
}

/**
 * An award's next renewal: its month, the number of light renewals before it, and whether it must be full. If a renewal
 * is with us, or was submitted in time and is on hold, returns the one after it.
 * @param from the first month of the forecast. An overdue renewal is counted in this month
 * @param period the award period in months
 */
export function nextDueOf(award: CurrentAward, from: Day, period: number): Omit<Due, 'count'> {
  const { validTo, baseValidTo, isRenewalIn, light, isFull, fullEvery } = award
  const later = (day: Day): Day => (monthOf(day) < from ? from : monthOf(day))
  // `validTo` alone is not enough: a question or a late submission sets it although a renewal is with us.
  if (validTo !== null && !isRenewalIn) return { month: later(validTo), light, isFull }
  const isFullNow = isFull || light + 1 >= fullEvery
  return { month: addMonths(later(baseValidTo), period), light: isFullNow ? 0 : light + 1, isFull: false }
}

/** Adds one award to the counts. Awards due after the last month of a forecast are left out. */
export function addDue(counts: Due[], due: Omit<Due, 'count'>, from: Day): void {
  if (due.month >= addMonths(from, monthsAhead)) return
  const same = counts.find(each => each.month === due.month && each.light === due.light && each.isFull === due.isFull)
  if (same) same.count += 1
  else counts.push({ ...due, count: 1 })
}
