import { z } from 'zod'
import { judgedRelations } from '../../../domain/framework-mapping.ts'
import { oneOf, readVersion, someOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param rows the values that the page's checkboxes can have */
export const confirmForm = (t: T, rows: readonly string[]) =>
  z.object({
    version: readVersion(),
    rows: someOf(rows, t('frameworks.mapping.rows.missing')).refine(
      ticked => ticked.length > 0,
      t('frameworks.mapping.rows.missing'),
    ),
  })

/** @param items ids of the previous version's items in the same part */
export const mapItemForm = (t: T, items: readonly string[]) =>
  z.object({
    version: readVersion(),
    from: someOf(items, t('field.one_value')),
    judged: oneOf(judgedRelations, t('frameworks.mapping.judged.missing')),
  })
