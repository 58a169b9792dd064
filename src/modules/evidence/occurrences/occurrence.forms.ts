import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { reasonText, someOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const reasonMax = 500

/** @param offered ids of the evidence that the page offers. Other evidence is refused. */
export const chosenForm = (t: T, offered: readonly string[]) =>
  z.object({
    evidence: someOf(offered, t('answers.pick.unknown')).refine(ids => ids.length > 0, t('answers.pick.missing')),
  })

export const skipForm = inEachLanguage(t =>
  z.object({ reason: reasonText(t, t('occurrences.skip.reason.missing'), reasonMax) }),
)
