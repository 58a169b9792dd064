import type { SeatKind } from './application.ts'
import { keyOfName } from './similar-names.ts'
import { weekdayOf, type Day } from './time.ts'

/** The default maximum number of seats that a person takes in a year. */
export const usualSeatsAYear = 4
/** The highest number of seats a year that a person can choose as their maximum. */
export const mostSeatsAYear = 12

/** 1 is Monday, 7 is Sunday. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
export type Weekday = (typeof weekdays)[number]

/** The details that appraisers enter about themselves. Only they and coordinators see them. */
export interface AppraiserProfile {
  /** the kinds of seat that they can take */
  kinds: readonly SeatKind[]
  /** their fields of expertise, such as "rural branches" */
  expertise: readonly string[]
  /** the support they need to take part; empty when they need none */
  needs: string
  weekdays: readonly Weekday[]
  /** the first day of an absence; null when they entered none */
  awayFrom: Day | null
  /** the last day of an absence; null when they entered none */
  awayUntil: Day | null
  seatsAYear: number
  /** the council area where they live; empty when they entered none */
  councilArea: string
}

/** A past employer: an organisation registered in this service, or a name. */
export interface PastEmployer {
  organisationId: string | null
  name: string
}

/** Whether a person says that they can attend on this day. */
export const canAttend = (
  { weekdays: days, awayFrom, awayUntil }: Pick<AppraiserProfile, 'weekdays' | 'awayFrom' | 'awayUntil'>,
  day: Day,
): boolean => days.includes(weekdayOf(day) as Weekday) && !isAway({ awayFrom, awayUntil }, day)

/** Whether a person is away on this day. An absence without a first or last day is open at that end. */
export function isAway({ awayFrom, awayUntil }: Pick<AppraiserProfile, 'awayFrom' | 'awayUntil'>, day: Day): boolean {
  if (awayFrom === null && awayUntil === null) return false
  return (awayFrom === null || day >= awayFrom) && (awayUntil === null || day <= awayUntil)
}

/** Splits a list, such as fields of expertise, at commas, semicolons and line breaks, and leaves out duplicates. */
export function fieldsIn(text: string): string[] {
  const fields = text
    .split(/[,;\n]/u)
    .map(each => each.trim())
    .filter(each => each !== '')
  return fields.filter((each, at) => fields.findIndex(other => keyOfName(other) === keyOfName(each)) === at)
}

/** Whether a person already has as many seats this year as their limit allows. */
export const isAtLimit = (
  { seatsAYear }: Pick<AppraiserProfile, 'seatsAYear'>,
  seats: { open: number; completed: number },
): boolean => seats.open + seats.completed >= seatsAYear
