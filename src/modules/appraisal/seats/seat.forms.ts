import { z } from 'zod'
import { isAddress } from '../../../email/addresses.ts'
import { line, optionalLine, optionalText } from '../../../web/field-schemas.ts'
import { newPassword } from '../../../web/new-password.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import type { T } from '../../../words/words.ts'

const shownName = (t: T) => line(t, t('seats.shown_name.missing'), 60)

export const acceptSeatForm = inEachLanguage(t => z.object({ shownName: shownName(t) }))

/** The form to create an account. The person accepts the seat later, when signed in. */
export const seatAccountForm = inEachLanguage(t =>
  z.object({
    name: line(t, t('invitation.name.missing')),
    password: newPassword(t),
  }),
)

/** A person who declines can suggest someone else, with or without an email address. */
export const declineSeatForm = inEachLanguage(t =>
  z
    .object({
      reason: optionalText(t, 2_000),
      suggestedName: optionalLine(t, 100),
      suggestedEmail: optionalLine(t, 254).refine(value => value === '' || isAddress(value), t('people.email.wrong')),
    })
    .refine(({ suggestedName, suggestedEmail }) => suggestedEmail === '' || suggestedName !== '', {
      path: ['suggestedName'],
      message: t('seats.suggest.name.missing'),
    }),
)
export type DeclineGiven = z.output<ReturnType<typeof declineSeatForm>>
