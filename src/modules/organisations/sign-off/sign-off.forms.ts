import { z } from 'zod'
import { tick } from '../../../web/field-schemas.ts'

export const signOffChoiceForm = z.object({ wanted: tick() })
