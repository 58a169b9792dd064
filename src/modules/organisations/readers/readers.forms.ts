import { z } from 'zod'
import { ownPath } from '../../../web/own-path.ts'

/**
 * The form to confirm who can read the evidence. `seen` is the last change to the team that the page showed; `next` is
 * the page of this service to open afterwards.
 */
export const readersForm = z.object({
  seen: z.string().max(40).catch(''),
  next: z
    .unknown()
    .optional()
    .transform(value => ownPath(value, '')),
})
