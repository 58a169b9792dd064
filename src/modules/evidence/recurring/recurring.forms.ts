import { z } from 'zod'
import { evidenceKindsTaken } from '../../../domain/evidence.ts'
import { allFrequencies } from '../../../domain/recurring.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import {
  day,
  idempotencyKey,
  line,
  oneOf,
  optionalOneOf,
  optionalText,
  readVersion,
  someOf,
  text,
} from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'
import { idList } from '../editing/editing.forms.ts'

export const titleMost = 120
export const whatMost = 2_000
export const reasonMost = 500

/** What the page offered: nobody and nothing else is chosen. */
interface Offered {
  team: readonly { personId: string }[]
  branches: readonly { id: string }[]
}

const said = (t: T, { team, branches }: Offered) => ({
  title: line(t, t('recurring.name.missing'), titleMost),
  what: optionalText(t, whatMost),
  every: oneOf(allFrequencies, t('recurring.every.missing')),
  nextDue: day(t, t('recurring.first.missing')),
  asked: oneOf(
    team.map(({ personId }) => personId),
    t('recurring.asked.missing'),
  ),
  kind: optionalOneOf(evidenceKindsTaken, t('evidence.field.kind.wrong')),
  branch: optionalOneOf(
    branches.map(({ id }) => id),
    t('evidence.field.branches.wrong'),
  ),
  items: idList(t('evidence.field.items.wrong')),
})

export const newRecurringForm = (t: T, offered: Offered) =>
  z.object({ idempotencyKey: idempotencyKey(), ...said(t, offered) })
export const recurringForm = (t: T, offered: Offered) => z.object({ version: readVersion(), ...said(t, offered) })
export type RecurringGiven = Omit<z.output<ReturnType<typeof recurringForm>>, 'version'>

export const leaveOutForm = inEachLanguage(t =>
  z.object({ reason: text(t, t('recurring.skip.reason.missing'), reasonMost) }),
)
export const endingForm = z.object({ version: readVersion() })

/** @param offered the ids that the page offered: what is not the library's own is not chosen */
export const chosenForm = (unknown: string, offered: readonly string[]) =>
  z.object({ idempotencyKey: idempotencyKey(), evidence: someOf(offered, unknown) })
