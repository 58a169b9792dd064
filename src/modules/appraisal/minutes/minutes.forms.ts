import { z } from 'zod'
import { optionalText, readVersion } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const maxMinutes = 10_000

export const minutesForm = (t: T) => z.object({ version: readVersion(), minutes: optionalText(t, maxMinutes) })
