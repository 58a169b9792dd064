import { createHash } from 'node:crypto'
import { z } from 'zod'
import { addMonths, type Day } from '../../../domain/time.ts'
import { day, reasonText, tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'
import type { AboutMove } from './lifecycle.pages.ts'

/** The form for one move of an award. */
export function moveForm(t: T, { name, award, today }: Pick<AboutMove, 'name' | 'award' | 'today'>) {
  if (name === 'extend') return extensionForm(t, award, today)
  if (name === 'fullNext') return reasonForm(t).extend({ seen: z.string().catch('') })
  return name === 'end' ? endingForm(t) : reasonForm(t)
}

const reason = (t: T) => reasonText(t, t('awards.move.reason.missing'), 2_000)

const reasonForm = (t: T) => z.object({ reason: reason(t) })

/** Identifies the reason for a full reappraisal that a page shows; empty when nobody has asked for one. */
export const reasonSeen = (reason: string | null): string =>
  reason === null ? '' : createHash('sha256').update(reason, 'utf8').digest('hex')

const endingForm = (t: T) =>
  z.object({ reason: reason(t), sure: tick().refine(sure => sure, t('awards.move.end.sure.missing')) })

/** The maximum extension, in months from today. A longer one would be a new term, which needs a decision. */
const maxExtension = 24

const extensionForm = (t: T, { validTo }: AboutMove['award'], today: Day) =>
  z.object({
    until: day(t, t('awards.move.extend.until.missing'))
      .refine(until => until >= today, t('awards.move.extend.until.past'))
      .refine(until => validTo === null || until > validTo, t('awards.move.extend.until.early'))
      .refine(until => until <= addMonths(today, maxExtension), t('awards.move.extend.until.far')),
    reason: reason(t),
  })
