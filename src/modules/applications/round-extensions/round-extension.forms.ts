import type { z } from 'zod'
import type { Day } from '../../../domain/time.ts'
import type { T } from '../../../words/words.ts'
import { extensionForm } from '../../frameworks/frameworks.public.ts'

export const roundExtensionForm = (t: T, today: Day) => extensionForm(t, today).omit({ version: true })
export type RoundExtensionGiven = z.output<ReturnType<typeof roundExtensionForm>>
