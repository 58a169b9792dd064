import { z } from 'zod'
import { someOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param usable the evidence that can be attached */
export const chooseEvidenceForm = (t: T, usable: readonly { id: string }[]) =>
  z.object({
    use: someOf(
      usable.map(({ id }) => id),
      t('answers.pick.unknown'),
    ).refine(chosen => chosen.length > 0, t('answers.pick.missing')),
  })
