import { z } from 'zod'
import { optionalText, readVersion, someOf, tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param branches the branches offered on the page */
export const startForm = (t: T, branches: readonly { id: string }[]) =>
  z.object({
    scope: someOf(
      branches.map(({ id }) => id),
      t('applications.new.scope.unknown'),
    ).refine(chosen => chosen.length > 0, t('applications.new.scope.missing')),
  })
export type StartGiven = z.output<ReturnType<typeof startForm>>

/** @param maxCharacters the maximum length of the summary in the framework version */
export const summaryForm = (t: T, maxCharacters: number) =>
  z.object({ version: readVersion(), summary: optionalText(t, maxCharacters), mayBeShared: tick() })
export type SummaryGiven = z.output<ReturnType<typeof summaryForm>>
