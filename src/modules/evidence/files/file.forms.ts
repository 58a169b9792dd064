import { looksLikeId } from '../../../db/ids.ts'
import { valueOf, valuesOf } from '../../../web/form.ts'
import { valuesIn } from '../../../web/parse-form.ts'

/** The hidden field that is sent whenever a form had tick boxes for files. */
const askedWhichFiles = 'heldAsked'

/** Whether the form had tick boxes for files, so that none ticked means that all are left out. */
export const askedWhichToKeep = (body: unknown): boolean =>
  valueOf({ values: valuesIn(body), errors: [] }, askedWhichFiles) !== ''

/** The field that marks a form with tick boxes for files. */
export const whichFilesField = { name: askedWhichFiles, value: 'yes' }

const maxKept = 40

/** The ids of kept files that are still ticked on the form; at most `maxKept`. */
export const keptIn = (body: unknown): string[] =>
  [...new Set(valuesOf({ values: valuesIn(body), errors: [] }, 'held'))].filter(looksLikeId).slice(0, maxKept)

/** The new name of a kept file; empty when the person did not change the name. */
export const nameGiven = (body: unknown, id: string): string =>
  valueOf({ values: valuesIn(body), errors: [] }, `name-${id}`)
