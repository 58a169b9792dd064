import { z } from 'zod'
import { oneOf, readVersion } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** The form value for 'no coordinator'. */
export const noOne = 'none'

/** @param people the ids of the coordinators who can be chosen */
export const coordinatorForm = (t: T, people: readonly string[]) =>
  z.object({
    version: readVersion(),
    person: oneOf([...people, noOne], t('organisations.coordinator.person.missing')).transform(chosen =>
      chosen === noOne ? null : chosen,
    ),
  })
export type CoordinatorGiven = z.output<ReturnType<typeof coordinatorForm>>
