import { z } from 'zod'
import { looksLikeId } from '../../../db/ids.ts'
import { valueOf, valuesOf } from '../../../web/form.ts'
import { valuesIn } from '../../../web/parse-form.ts'

/**
 * `wasNewest` says that the page showed a file that could have a newer version, so its older versions are removed
 * with it.
 */
export const fileRemovalForm = z.object({
  wasNewest: z
    .enum(['yes', 'no'])
    .optional()
    .catch(undefined)
    .transform(value => (value === undefined ? null : value === 'yes')),
})

const maxKept = 40

/** The ids of kept files that are still ticked on the form. */
export const keptIn = (body: unknown): string[] =>
  [...new Set(valuesOf({ values: valuesIn(body), errors: [] }, 'held'))].filter(looksLikeId).slice(0, maxKept)

/** The new name given to a kept file; empty when its name was left alone. */
export const nameGiven = (body: unknown, id: string): string =>
  valueOf({ values: valuesIn(body), errors: [] }, `name-${id}`)
