import { z } from 'zod'
import { allEvidenceKinds } from '../../../domain/evidence.ts'
import { optionalOneOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'
import { chosenIn } from '../bulk-changes/bulk-change.forms.ts'

/**
 * @param items ids of the criteria that can be chosen
 * @param branches ids of the branches that can be chosen
 */
export const exportForm = (t: T, items: readonly string[], branches: readonly string[]) =>
  z.object({
    kind: optionalOneOf(allEvidenceKinds, t('evidence.field.kind.wrong')),
    item: optionalOneOf(items, t('evidence.field.items.wrong')),
    branch: optionalOneOf(branches, t('evidence.field.branches.wrong')),
    evidence: z
      .unknown()
      .optional()
      .transform(value => (value === undefined ? null : chosenIn(value).map(({ id }) => id)))
      .refine(ids => ids === null || ids.length > 0, t('bulk_changes.none')),
    password: z.string(t('export.password.missing')).min(1, t('export.password.missing')),
  })
