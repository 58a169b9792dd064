import { z } from 'zod'

/**
 * `wasNewest` says whether the page showed the newest version, whose older versions are removed with it; null if the
 * form does not say.
 */
export const fileRemovalForm = z.object({
  wasNewest: z
    .enum(['yes', 'no'])
    .optional()
    .catch(undefined)
    .transform(value => (value === undefined ? null : value === 'yes')),
})
