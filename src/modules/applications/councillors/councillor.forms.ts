import { z } from 'zod'
import {
  isTooSmall,
  mostCosts,
  mostNumbers,
  mostQuotes,
  type CouncillorPage,
  type Quote,
} from '../../../domain/councillor-page.ts'
import { optionalLine, optionalText, readVersion } from '../../../web/field-schemas.ts'
import { number } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

export const costPlaces = placesUpTo(mostCosts)
export const numberPlaces = placesUpTo(mostNumbers)
export const quotePlaces = placesUpTo(mostQuotes)

/** The maximum amount on one line of the costs, in pounds. */
export const mostPounds = 1_000_000
/** The maximum hours of work that can be entered for applying, and for renewing. */
export const mostHours = 10_000

export type CouncillorGiven = CouncillorPage & { version: number }

/**
 * @param quotable the ids of the evidence that council papers are allowed to quote today
 * @param withheld the saved quotes that council papers cannot use today
 */
export function councillorForm(t: T, quotable: readonly string[], withheld: readonly Quote[]) {
  const pounds = amount(t('councillors.pounds.wrong', { most: number(t, mostPounds) }), mostPounds)
  const hours = amount(t('councillors.hours.wrong', { most: number(t, mostHours) }), mostHours)
  return z
    .object({
      version: readVersion(),
      ...fieldsFor(costPlaces, place => ({
        [`cost${place}`]: optionalLine(t, 60),
        [`apply${place}`]: pounds,
        [`renew${place}`]: pounds,
      })),
      hoursToApply: hours,
      hoursToRenew: hours,
      paidFrom: optionalLine(t, 200),
      request: optionalText(t, 500),
      ...fieldsFor(numberPlaces, place => ({
        [`number${place}`]: optionalLine(t, 20),
        [`label${place}`]: optionalLine(t, 80),
      })),
      period: optionalLine(t, 60),
      ...fieldsFor(quotePlaces, place => ({
        [`evidence${place}`]: optionalLine(t, 20).refine(
          id => id === '' || quotable.includes(id),
          t('councillors.quote.unknown'),
        ),
        [`words${place}`]: optionalText(t, 200).refine(
          typed => !withheld.some(({ words }) => words === typed),
          t('councillors.words.withheld'),
        ),
        [`who${place}`]: optionalLine(t, 60),
      })),
      contact: optionalLine(t, 200),
    })
    .superRefine((given, problems) => {
      for (const { field, message } of problemsIn(t, given as Fields))
        problems.addIssue({ code: 'custom', path: [field], message })
    })
    .transform(given => toGiven(given as Fields))
}

type Fields = { version: number; hoursToApply: number | null; hoursToRenew: number | null } & Record<
  'paidFrom' | 'request' | 'period' | 'contact',
  string
> &
  Record<string, string | number | null>

function problemsIn(t: T, given: Fields): { field: string; message: string }[] {
  const has = (field: string) => given[field] !== '' && given[field] !== null
  const problem = (isWrong: boolean, field: string, message: string) => (isWrong ? [{ field, message }] : [])
  return [
    ...costPlaces.flatMap(place =>
      problem(
        !has(`cost${place}`) && (has(`apply${place}`) || has(`renew${place}`)),
        `cost${place}`,
        t('councillors.cost.missing'),
      ),
    ),
    ...numberPlaces.flatMap(place => [
      ...problem(has(`number${place}`) && !has(`label${place}`), `label${place}`, t('councillors.label.missing')),
      ...problem(!has(`number${place}`) && has(`label${place}`), `number${place}`, t('councillors.number.missing')),
      ...problem(isTooSmall(String(given[`number${place}`])), `number${place}`, t('councillors.number.small')),
    ]),
    ...quotePlaces.flatMap(place => [
      ...problem(has(`words${place}`) && !has(`evidence${place}`), `evidence${place}`, t('councillors.quote.missing')),
      ...problem(!has(`words${place}`) && has(`evidence${place}`), `words${place}`, t('councillors.words.missing')),
      ...problem(has(`words${place}`) && !has(`who${place}`), `who${place}`, t('councillors.who.missing')),
    ]),
  ]
}

function toGiven(given: Fields): CouncillorGiven {
  const text = (field: string) => String(given[field] ?? '')
  const { version, hoursToApply, hoursToRenew, paidFrom, request, period, contact } = given
  return {
    version,
    hoursToApply,
    hoursToRenew,
    paidFrom,
    request,
    period,
    contact,
    costs: costPlaces
      .filter(place => text(`cost${place}`) !== '')
      .map(place => ({
        name: text(`cost${place}`),
        toApply: Number(given[`apply${place}`] ?? 0),
        toRenew: Number(given[`renew${place}`] ?? 0),
      })),
    numbers: numberPlaces
      .filter(place => text(`number${place}`) !== '')
      .map(place => ({ value: text(`number${place}`), label: text(`label${place}`) })),
    quotes: quotePlaces
      .filter(place => text(`words${place}`) !== '')
      .map(place => ({
        evidenceId: text(`evidence${place}`),
        words: text(`words${place}`),
        who: text(`who${place}`),
      })),
  }
}

/** A number of pounds or hours, with or without commas and a pound sign; null when the field is empty. */
const amount = (wrong: string, most: number) =>
  z
    .custom<string>(value => typeof value === 'string', wrong)
    .transform(value => value.replaceAll(/[£,\s]/g, ''))
    .refine(value => value === '' || (/^\d{1,9}$/.test(value) && Number(value) <= most), wrong)
    .transform(value => (value === '' ? null : Number(value)))

function placesUpTo(most: number): number[] {
  return Array.from({ length: most }, (_, index) => index + 1)
}

const fieldsFor = <Shape extends Record<string, z.ZodType>>(
  places: readonly number[],
  fields: (place: number) => Shape,
): Shape => Object.assign({}, ...places.map(fields)) as Shape
