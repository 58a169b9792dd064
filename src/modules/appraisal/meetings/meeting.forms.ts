import { z } from 'zod'
import type { Framework } from '../../../domain/framework.ts'
import { oneOf, readVersion, reasonText, someOf, tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const maxReason = 4_000

/** The value of `then` when the chair copies words of members into the reason. */
export const copyWords = 'copy'

export const agreedForm = (t: T, { judgements }: Framework) =>
  z.object({
    then: z
      .unknown()
      .optional()
      .transform(() => 'record' as const),
    version: readVersion(),
    judgement: oneOf(judgements, t('meetings.judgement.missing')),
    reason: reasonText(t, t('meetings.reason.missing'), maxReason),
  })

/** @param choices the values of the words that can be copied */
export const copyForm = (t: T, choices: readonly string[]) =>
  z.object({
    then: z.literal(copyWords),
    words: someOf(choices, t('meetings.words.missing')).refine(
      chosen => chosen.length > 0,
      t('meetings.words.missing'),
    ),
  })

export const unanimousForm = z.object({ words: tick() })
export type AgreedGiven = Omit<z.output<ReturnType<typeof agreedForm>>, 'then'>
