import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { line, optionalDay, readVersion } from '../../../web/typed.ts'

/** Who looks after a piece, and the last day on which it is used as it is. */
export const keepingForm = inEachLanguage(t =>
  z.object({ version: readVersion(), owner: line(t, t('keeping.owner.missing')), expiresOn: optionalDay(t) }),
)
export type Keeping = z.output<ReturnType<typeof keepingForm>>
