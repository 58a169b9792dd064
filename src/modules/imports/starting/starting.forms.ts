import { z } from 'zod'
import { someOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param ids the ids of the organisations that the form accepts */
export const startingForm = (t: T, ids: readonly string[]) =>
  z.object({
    organisation: someOf(ids, t('imports.starting.unknown')).refine(
      chosen => chosen.length > 0,
      t('imports.starting.missing'),
    ),
  })
