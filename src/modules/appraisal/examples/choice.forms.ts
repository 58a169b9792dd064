import { z } from 'zod'
import { sharings } from '../../../domain/example.ts'
import { oneOf, optionalOneOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** `seen`: the choice that the page showed; null when the field is missing or has another value. */
export const choiceForm = (t: T) =>
  z.object({ sharing: oneOf(sharings, t('examples.choice.missing')), seen: optionalOneOf(sharings).catch(null) })
export type ChoiceGiven = z.output<ReturnType<typeof choiceForm>>
