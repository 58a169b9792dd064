import { z } from 'zod'
import { addMonths, type Day } from '../../../domain/time.ts'
import { day, idempotencyKey, text } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** How many awards one press can touch; they are moved one after the other. */
export const mostAtOnce = 200

/** An award, with the version it was shown at where the form showed what would become of it. */
export interface Shown {
  id: string
  version: number | null
}

/** What is no award is nothing; none is taken twice. */
const awards = () =>
  z
    .unknown()
    .optional()
    .transform(value => {
      const found = [value].flat().flatMap(shownIn)
      return [...new Map(found.map(shown => [shown.id, shown])).values()].slice(0, mostAtOnce)
    })

function shownIn(value: unknown): Shown[] {
  const [, id, version] = (typeof value === 'string' ? /^([a-z2-7]{20})(?:\.(\d{1,9}))?$/.exec(value) : null) ?? []
  return id === undefined ? [] : [{ id, version: version === undefined ? null : Number(version) }]
}

export const chosenForm = z.object({ idempotencyKey: idempotencyKey(), award: awards() })

export const extensionForm = (t: T, today: Day) =>
  z.object({
    idempotencyKey: idempotencyKey(),
    award: awards(),
    /** only a look, until the page that names each award was seen */
    then: z
      .unknown()
      .optional()
      .transform(value => (value === 'extend' ? ('extend' as const) : ('look' as const))),
    reason: text(t, t('renewals.extension.reason.missing'), 2_000),
    until: day(t, t('renewals.extension.until.missing'))
      .refine(until => until >= today, t('renewals.extension.until.past'))
      .refine(until => until <= addMonths(today, 24), t('renewals.extension.until.far')),
  })
export type ExtensionGiven = z.output<ReturnType<typeof extensionForm>>
