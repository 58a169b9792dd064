import { z } from 'zod'
import { assignmentStatuses } from '../../../domain/assignment.ts'
import type { Day } from '../../../domain/time.ts'
import { oneOf, optionalDay, optionalOneOf, readVersion, someOf } from '../../../web/field-schemas.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

interface Choices {
  /** the ids of the people who can be assigned an item */
  people: readonly string[]
  today: Day
  /** the latest due date that can be entered; null for no limit */
  lastDay: Day | null
  /** the item's current due date, which can be kept even if it has passed; null when there is none */
  dueOn?: Day | null
}

/**
 * The form that assigns one item. If no person is chosen, an unchanged date is accepted even if it has passed, because
 * unassigning removes it.
 */
export const assignmentForm = (t: T, { people, dueOn = null, ...days }: Choices) =>
  z
    .object({
      version: readVersion(),
      person: optionalOneOf(people, t('assignments.person.unknown')),
      due: dueDay(t, { ...days, dueOn }),
    })
    .refine(({ person, due }) => person !== null || due === null || due === dueOn, {
      path: ['person'],
      message: t('assignments.person.missing'),
    })
export type AssignmentGiven = z.output<ReturnType<typeof assignmentForm>>

export interface AssignmentsGiven {
  /** the ids of the chosen items, each with the version of its assignment that the page showed; 0 for none */
  items: { id: string; version: number }[]
  person: string
  due: Day | null
}

/** The name of the hidden field for one item. The field's value is the version of its assignment; 0 for none. */
export const versionField = (itemId: string): string => `version-${itemId}`

/** The form that assigns several items to one person. */
export const assignmentsForm = (
  t: T,
  { people, items, ...days }: Choices & { items: readonly string[] },
): z.ZodType<AssignmentsGiven> =>
  z
    .object({
      item: someOf(items, t('assignments.items.unknown')).refine(
        chosen => chosen.length > 0,
        t('assignments.items.none'),
      ),
      person: oneOf(people, t('assignments.person.choose')),
      due: dueDay(t, days),
      ...(Object.fromEntries(items.map(id => [versionField(id), readVersion()])) as Record<string, z.ZodType>),
    })
    .transform(({ item, person, due, ...versions }) => ({
      items: item.map(id => ({ id, version: (versions as Record<string, number>)[versionField(id)] ?? 0 })),
      person,
      due,
    }))

/**
 * The fields of an answer's form that mark its assignment. `mark` is null when another button was pressed. `assignment`
 * is the version that the person saw.
 */
export const markFields = () => ({
  assignment: readVersion(),
  mark: z
    .unknown()
    .optional()
    .transform(value => assignmentStatuses.find(status => status === value) ?? null),
})

const dueDay = (t: T, { today, lastDay, dueOn = null }: Omit<Choices, 'people'>) =>
  optionalDay(t)
    .refine(due => due === null || due === dueOn || due >= today, t('assignments.due.past'))
    .refine(
      due => due === null || due === dueOn || lastDay === null || due <= lastDay,
      lastDay === null ? '' : t('assignments.due.late', { day: longDay(t, lastDay) }),
    )
