import { z } from 'zod'

/** `wasNewest`: the page showed a file that a newer version could replace, so its older versions go with it. */
export const fileRemovalForm = z.object({
  wasNewest: z
    .enum(['yes', 'no'])
    .optional()
    .catch(undefined)
    .transform(value => (value === undefined ? null : value === 'yes')),
})
