import { z } from 'zod'
import { oneOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** The item to start. One that the person may not start gets the same answer as one that does not exist. */
export const startForm = z.object({ application: z.string().catch('') })

/** @param people the ids of those whom the person may record */
export const presenceForm = (t: T, people: readonly string[]) =>
  z.object({
    person: oneOf(people, t('discussions.person.missing')),
    says: oneOf(['here', 'away'], t('discussions.says.missing')),
  })
