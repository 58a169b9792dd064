import { z } from 'zod'
import { oneOf, text } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param people the ids of the people who declared a conflict */
export const liftForm = (t: T, people: readonly string[]) =>
  z.object({
    person: oneOf(people, t('declarations.lift.person.missing')),
    reason: text(t, t('declarations.lift.reason.missing'), 2_000),
  })
