import { z } from 'zod'
import { sharings } from '../../../domain/example.ts'
import { oneOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const choiceForm = (t: T) => z.object({ sharing: oneOf(sharings, t('examples.choice.missing')) })
