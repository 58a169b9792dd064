import { looksLikeId } from '../../../db/ids.ts'
import { valueOf, valuesOf } from '../../../web/form.ts'
import { valuesIn } from '../../../web/parse-form.ts'

const mostHeld = 40

/** The files that the form says it still holds: those that are ticked. */
export const heldIn = (body: unknown): string[] =>
  [...new Set(valuesOf({ values: valuesIn(body), errors: [] }, 'held'))].filter(looksLikeId).slice(0, mostHeld)

/** What somebody called a file that is held; empty when they left its name alone. */
export const nameGiven = (body: unknown, id: string): string =>
  valueOf({ values: valuesIn(body), errors: [] }, `name-${id}`)
