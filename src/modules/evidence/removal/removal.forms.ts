import { z } from 'zod'

/** `wasNewest` is true when the page showed the newest version, whose older versions are removed with it. */
export const fileRemovalForm = z.object({
  wasNewest: z
    .enum(['yes', 'no'])
    .optional()
    .catch(undefined)
    .transform(value => (value === undefined ? null : value === 'yes')),
})
