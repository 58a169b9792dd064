import { z } from 'zod'
import { oneOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** The item to start, which `startDiscussing` checks. */
export const startForm = z.object({ application: z.string().catch('') })

/** @param people the ids of the people whom the actor can record */
export const presenceForm = (t: T, people: readonly string[]) =>
  z.object({
    person: oneOf(people, t('discussions.person.missing')),
    says: oneOf(['here', 'away'], t('discussions.says.missing')),
  })
