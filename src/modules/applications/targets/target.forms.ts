import { z } from 'zod'
import { targetStatuses, type Target } from '../../../domain/target.ts'
import type { Day } from '../../../domain/time.ts'
import { day, oneOf, optionalText, readVersion, saysSomething, text } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import type { T } from '../../../words/words.ts'

export const mostOfTarget = 500
export const mostOfProgress = 2_000

/** The data needed to validate the form of a target. */
export interface TargetChoices {
  /** the people who can own the target */
  members: readonly { id: string; name: string }[]
  /** the saved target; null for a new one */
  target: Pick<Target, 'dueOn'> | null
  today: Day
}

/** The form of a target. A due date that has passed is refused, unless it is the target's current due date. */
export const targetForm = (t: T, { members, target, today }: TargetChoices) =>
  z.object({
    version: readVersion(),
    body: text(t, t('targets.body.missing'), mostOfTarget).refine(
      value => value === '' || saysSomething(value),
      t('targets.body.missing'),
    ),
    owner: oneOf(
      members.map(({ id }) => id),
      t('targets.owner.missing'),
    ),
    dueOn: day(t, t('targets.due.missing')).refine(
      value => value === null || value >= today || value === target?.dueOn,
      t('targets.due.past'),
    ),
  })
export type TargetGiven = z.output<ReturnType<typeof targetForm>>

export const deletionForm = inEachLanguage(() => z.object({ version: readVersion() }))

export const progressForm = (t: T) =>
  z
    .object({
      version: readVersion(),
      status: oneOf(targetStatuses, t('targets.status.missing')),
      progress: optionalText(t, mostOfProgress),
    })
    .refine(({ status, progress }) => status !== 'dropped' || saysSomething(progress), {
      path: ['progress'],
      message: t('targets.progress.missing'),
    })
export type ProgressGiven = z.output<ReturnType<typeof progressForm>>
