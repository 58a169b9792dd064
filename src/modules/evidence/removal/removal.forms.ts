import { z } from 'zod'

/** `wasNewest`: whether the file was the newest version when the page was shown; null if the form does not say. */
export const fileRemovalForm = z.object({
  wasNewest: z
    .enum(['yes', 'no'])
    .optional()
    .catch(undefined)
    .transform(value => (value === undefined ? null : value === 'yes')),
})
