import { z } from 'zod'
import { optionalReason, readVersion } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

/** `drawn` is the number of samples when the page was opened. */
export const sampleForm = inEachLanguage(t => z.object({ drawn: readVersion(), reason: optionalReason(t, 1_000) }))
export type SampleGiven = z.output<ReturnType<typeof sampleForm>>
