import { z } from 'zod'
import { readVersion, someOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param offered ids of the branches on the page */
export const scopeForm = (t: T, offered: readonly string[]) =>
  z.object({
    version: readVersion(),
    scope: someOf(offered, t('applications.new.scope.unknown')).refine(
      chosen => chosen.length > 0,
      t('applications.new.scope.missing'),
    ),
  })
export type ScopeGiven = z.output<ReturnType<typeof scopeForm>>
