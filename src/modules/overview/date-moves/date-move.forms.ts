import { z } from 'zod'
import { addMonths, isDay, type Day } from '../../../domain/time.ts'
import { reasonText } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** The maximum number of awards that one form can move. Each is moved in its own transaction. */
export const awardsMost = 400
export const reasonMost = 2_000

/** An award with the version that the page showed, and its new end date. */
export interface NewDate {
  id: string
  version: number
  until: Day
}

/** The value of the hidden field for one award of the preview. */
export const lineOf = ({ id, version, until }: NewDate): string => `${id}.${version}.${until}`

function newDateIn(value: unknown): NewDate[] {
  const pattern = /^([a-z2-7]{20})\.(\d{1,9})\.(\d{4}-\d\d-\d\d)$/
  const [, id, version, until] = (typeof value === 'string' ? pattern.exec(value) : null) ?? []
  return id !== undefined && until !== undefined && isDay(until) ? [{ id, version: Number(version), until }] : []
}

/**
 * Ignores values that do not name an award, and dates outside the next 24 months. Removes duplicates, and keeps at most
 * `awardsMost`.
 */
export const dateMoveForm = (t: T, today: Day) =>
  z.object({
    date: z
      .unknown()
      .optional()
      .transform(value => {
        const found = [value].flat().flatMap(newDateIn)
        const possible = found.filter(({ until }) => until >= today && until <= addMonths(today, 24))
        return [...new Map(possible.map(award => [award.id, award])).values()].slice(0, awardsMost)
      }),
    reason: reasonText(t, t('renewals.extension.reason.missing'), reasonMost),
  })
