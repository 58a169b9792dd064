import { z } from 'zod'
import { tick } from '../../../web/field-schemas.ts'

/** `seen`: whether the box was ticked when the page was opened. */
export const signOffChoiceForm = z.object({ wanted: tick(), seen: tick() })
export type SignOffChoice = z.output<typeof signOffChoiceForm>
