import { z } from 'zod'
import { uploadLinkLimits } from '../../../domain/upload-link.ts'
import { oneOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param branches the open branches of the library */
export const linkForm = (t: T, branches: readonly { id: string }[]) =>
  z.object({
    branch: oneOf(
      branches.map(({ id }) => id),
      t('upload_link.branch.missing'),
    ),
    days: oneOf(uploadLinkLimits.days.map(String), t('upload_link.days.missing')).transform(Number),
  })
export type LinkGiven = z.output<ReturnType<typeof linkForm>>
