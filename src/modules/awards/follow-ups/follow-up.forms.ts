import { z } from 'zod'
import { line, reasonText } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const followUpForm = (t: T) =>
  z.object({
    done: reasonText(t, t('awards.follow_up.done.missing'), 2_000),
    doneBy: line(t, t('awards.follow_up.done_by.missing'), 200),
  })
export type FollowUpGiven = z.output<ReturnType<typeof followUpForm>>
