import { z } from 'zod'
import { assignmentStatuses } from '../../../domain/assignment.ts'
import type { Day } from '../../../domain/time.ts'
import { oneOf, optionalDay, optionalOneOf, readVersion, someOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

interface Choices {
  /** the ids of the people who can be assigned an item */
  people: readonly string[]
  today: Day
  /** the item's current due date, which can be kept even if it has passed; null when there is none */
  dueOn?: Day | null
}

/** The form that assigns one item: the person, if any, and the due date. */
export const assignmentForm = (t: T, { people, today, dueOn = null }: Choices) =>
  z
    .object({
      version: readVersion(),
      person: optionalOneOf(people, t('assignments.person.unknown')),
      due: dueDay(t, today, dueOn),
    })
    .refine(({ person, due }) => person !== null || due === null, {
      path: ['person'],
      message: t('assignments.person.missing'),
    })
export type AssignmentGiven = z.output<ReturnType<typeof assignmentForm>>

/** The form that assigns several items to one person. */
export const assignmentsForm = (t: T, { people, today, items }: Choices & { items: readonly string[] }) =>
  z.object({
    item: someOf(items, t('assignments.items.unknown')).refine(
      chosen => chosen.length > 0,
      t('assignments.items.none'),
    ),
    person: oneOf(people, t('assignments.person.choose')),
    due: dueDay(t, today, null),
  })
export type AssignmentsGiven = z.output<ReturnType<typeof assignmentsForm>>

/** The hidden fields of a button that marks an item. `mark` is null for an unknown status. */
export const assignmentStatusForm = z.object({
  version: readVersion(),
  mark: z
    .unknown()
    .optional()
    .transform(value => assignmentStatuses.find(status => status === value) ?? null),
})

const dueDay = (t: T, today: Day, dueOn: Day | null) =>
  optionalDay(t).refine(day => day === null || day === dueOn || day >= today, t('assignments.due.past'))
