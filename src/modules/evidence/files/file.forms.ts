import { looksLikeId } from '../../../db/ids.ts'
import { valueOf, valuesOf } from '../../../web/form.ts'
import { valuesIn } from '../../../web/parse-form.ts'

/** The name of the hidden field that a form with checkboxes for files sends. */
const askedWhichFiles = 'heldAsked'

/** Whether the form had checkboxes for files. If it had, a file that is not ticked is left out. */
export const askedWhichToKeep = (body: unknown): boolean =>
  valueOf({ values: valuesIn(body), errors: [] }, askedWhichFiles) !== ''

/** The hidden field that marks a form with checkboxes for files. */
export const whichFilesField = { name: askedWhichFiles, value: 'yes' }

const maxKept = 40

/** The ids of kept files that are still ticked on the form; at most `maxKept`. */
export const keptIn = (body: unknown): string[] =>
  [...new Set(valuesOf({ values: valuesIn(body), errors: [] }, 'held'))].filter(looksLikeId).slice(0, maxKept)

/** The name entered for a kept file; empty when the form had no field for it. */
export const nameGiven = (body: unknown, id: string): string =>
  valueOf({ values: valuesIn(body), errors: [] }, `name-${id}`)
