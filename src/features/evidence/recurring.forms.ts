import { z } from 'zod'
import { evidenceKindsTaken } from '../../domain/evidence.ts'
import { allFrequencies } from '../../domain/recurring.ts'
import { inEachLanguage } from '../../web/parse-form.ts'
import { day, formId, line, oneOf, optionalLine, optionalOneOf, optionalText, readVersion, someOf, text } from '../../web/typed.ts'
import type { T } from '../../words/words.ts'
import { idList } from './evidence.forms.ts'

export const titleMost = 120
export const whatMost = 2_000
export const reasonMost = 500

const asked = (t: T) => ({
  title: line(t, t('recurring.name.missing'), titleMost),
  what: optionalText(t, whatMost),
  every: oneOf(allFrequencies, t('recurring.every.missing')),
  nextDue: day(t, t('recurring.first.missing')),
  asked: line(t, t('recurring.asked.missing')),
  kind: optionalOneOf(evidenceKindsTaken, t('evidence.field.kind.wrong')),
  branch: optionalLine(t),
  items: idList(t('evidence.field.items.wrong')),
})

export const newRecurrenceForm = inEachLanguage(t => z.object({ formId: formId(), ...asked(t) }))
export const recurrenceForm = inEachLanguage(t => z.object({ version: readVersion(), ...asked(t) }))
export type RecurrenceGiven = Omit<z.output<ReturnType<typeof recurrenceForm>>, 'version'>

export const leaveOutForm = inEachLanguage(t => z.object({ reason: text(t, t('recurring.leave_out.reason.missing'), reasonMost) }))
export const endingForm = z.object({ version: readVersion() })

/** @param offered the ids that the page offered: what is not the library's own is not chosen */
export const chosenForm = (unknown: string, offered: readonly string[]) => z.object({ formId: formId(), evidence: someOf(offered, unknown) })
