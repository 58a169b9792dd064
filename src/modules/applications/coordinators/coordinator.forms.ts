import { z } from 'zod'
import { oneOf, readVersion } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param people the ids of the coordinators who can be chosen */
export const coordinatorForm = (t: T, people: readonly string[]) =>
  z.object({ version: readVersion(), person: oneOf(people, t('coordinators.person.missing')) })
export type CoordinatorGiven = z.output<ReturnType<typeof coordinatorForm>>
