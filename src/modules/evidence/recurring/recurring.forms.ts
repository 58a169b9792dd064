import { z } from 'zod'
import { allEvidenceKinds } from '../../../domain/evidence.ts'
import { allFrequencies } from '../../../domain/recurring.ts'
import { day, line, oneOf, optionalOneOf, optionalText, readVersion } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'
import { idList } from '../editing/editing.forms.ts'

export const titleMax = 120
export const instructionsMax = 2_000

/** The people and branches that the page offers. Other ids are refused. */
interface Offered {
  team: readonly { personId: string }[]
  branches: readonly { id: string }[]
}

export const recurringForm = (t: T, { team, branches }: Offered) =>
  z.object({
    version: readVersion(),
    title: line(t, t('recurring.name.missing'), titleMax),
    what: optionalText(t, instructionsMax),
    every: oneOf(allFrequencies, t('recurring.every.missing')),
    nextDue: day(t, t('recurring.first.missing')),
    asked: oneOf(
      team.map(({ personId }) => personId),
      t('recurring.asked.missing'),
    ),
    kind: optionalOneOf(allEvidenceKinds, t('evidence.field.kind.wrong')),
    branch: optionalOneOf(
      branches.map(({ id }) => id),
      t('evidence.field.branches.wrong'),
    ),
    items: idList(t('evidence.field.items.wrong')),
  })
export type RecurringGiven = Omit<z.output<ReturnType<typeof recurringForm>>, 'version'>

export const endingForm = z.object({ version: readVersion() })
