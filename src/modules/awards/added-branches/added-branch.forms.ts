import { z } from 'zod'
import { someOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param branches the ids of the branches that can be added */
export const addedBranchesForm = (t: T, branches: readonly string[]) =>
  z.object({
    scope: someOf(branches, t('awards.record.scope.unknown')).refine(
      chosen => chosen.length > 0,
      t('awards.record.scope.missing'),
    ),
  })
