import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { line, optionalDay, readVersion } from '../../../web/field-schemas.ts'

export const ownershipForm = inEachLanguage(t =>
  z.object({ version: readVersion(), owner: line(t, t('ownership.owner.missing')), expiresOn: optionalDay(t) }),
)
export type OwnershipGiven = z.output<ReturnType<typeof ownershipForm>>
