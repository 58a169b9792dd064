import { z } from 'zod'
import { line, optionalText } from '../../../web/field-schemas.ts'
import { newPassword } from '../../../web/new-password.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import type { T } from '../../../words/words.ts'

const shownName = (t: T) => line(t, t('seats.shown_name.missing'), 60)

export const acceptSeatForm = inEachLanguage(t => z.object({ shownName: shownName(t) }))

/** Opens an account, with which the seat can be accepted later. */
export const seatAccountForm = inEachLanguage(t =>
  z.object({
    name: line(t, t('invitation.name.missing')),
    password: newPassword(t),
  }),
)

export const declineSeatForm = inEachLanguage(t => z.object({ reason: optionalText(t, 2_000) }))
