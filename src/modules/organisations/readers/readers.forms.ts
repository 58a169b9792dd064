import { z } from 'zod'
import { ownPath } from '../../../web/own-path.ts'

/** The address on our site from which the person came. */
export const readersForm = z.object({
  next: z
    .unknown()
    .optional()
    .transform(value => ownPath(value, '')),
})
