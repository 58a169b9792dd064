import { z } from 'zod'
import { oneOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param applicationIds of the items that the person may start */
export const startForm = (t: T, applicationIds: readonly string[]) =>
  z.object({ application: oneOf(applicationIds, t('discussions.application.unknown')) })

/** @param people the ids of those whom the person may record */
export const presenceForm = (t: T, people: readonly string[]) =>
  z.object({
    person: oneOf(people, t('discussions.person.missing')),
    says: oneOf(['here', 'away'], t('discussions.says.missing')),
  })
