import { z } from 'zod'
import { optionalText, readVersion, someOf, tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param branches the branches offered on the page */
export const startForm = (t: T, branches: readonly { id: string }[]) => z.object({ scope: readScope(t, branches) })
export type StartGiven = z.output<ReturnType<typeof startForm>>

/** @param maxCharacters the maximum length of the summary in the framework version */
export const summaryForm = (t: T, maxCharacters: number) =>
  z.object({ version: readVersion(), summary: optionalText(t, maxCharacters), mayBeShared: tick() })
export type SummaryGiven = z.output<ReturnType<typeof summaryForm>>

/** @param branches the branches offered on the page */
export const scopeForm = (t: T, branches: readonly { id: string }[]) =>
  z.object({ version: readVersion(), scope: readScope(t, branches) })
export type ScopeGiven = z.output<ReturnType<typeof scopeForm>>

/** Reads the branches chosen on the page, which must be at least one. */
const readScope = (t: T, branches: readonly { id: string }[]) =>
  someOf(
    branches.map(({ id }) => id),
    t('applications.new.scope.unknown'),
  ).refine(chosen => chosen.length > 0, t('applications.new.scope.missing'))
