import { z } from 'zod'
import { oneOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** The item to start. An item that the person cannot start is refused like one that does not exist. */
export const startForm = z.object({ application: z.string().catch('') })

/** @param people the ids of the people whom the actor can record */
export const presenceForm = (t: T, people: readonly string[]) =>
  z.object({
    person: oneOf(people, t('discussions.person.missing')),
    says: oneOf(['here', 'away'], t('discussions.says.missing')),
  })
