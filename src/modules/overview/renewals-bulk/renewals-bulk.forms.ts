import { z } from 'zod'
import { addMonths, type Day } from '../../../domain/time.ts'
import { day, reasonText } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** The maximum number of awards that one form can change. Each is changed in its own transaction. */
export const awardsMax = 200
export const reasonMax = 2_000

/** A chosen award. `version` is the one shown on the page that confirms an extension; null from every other form. */
export interface ChosenAward {
  id: string
  version: number | null
}

/** Reads the chosen awards. Ignores values that are not an award, removes duplicates and keeps at most `awardsMax`. */
const awards = () =>
  z
    .unknown()
    .optional()
    .transform(value => {
      const found = [value].flat().flatMap(awardIn)
      return [...new Map(found.map(award => [award.id, award])).values()].slice(0, awardsMax)
    })

function awardIn(value: unknown): ChosenAward[] {
  const [, id, version] = (typeof value === 'string' ? /^([a-z2-7]{20})(?:\.(\d{1,9}))?$/.exec(value) : null) ?? []
  return id === undefined ? [] : [{ id, version: version === undefined ? null : Number(version) }]
}

export const chosenForm = z.object({ award: awards() })

/** The form on the first page, with the new end date. */
export const untilForm = (t: T, today: Day) =>
  z.object({
    until: day(t, t('renewals.extension.until.missing'))
      .refine(until => until >= today, t('renewals.extension.until.past'))
      .refine(until => until <= addMonths(today, 24), t('renewals.extension.until.far')),
  })

export const extensionForm = (t: T, today: Day) =>
  untilForm(t, today).extend({
    award: awards(),
    reason: reasonText(t, t('renewals.extension.reason.missing'), reasonMax),
  })
export type ExtensionGiven = z.output<ReturnType<typeof extensionForm>>
