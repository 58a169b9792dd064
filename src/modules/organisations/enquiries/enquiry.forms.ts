import { z } from 'zod'
import { organisationKinds } from '../../../domain/organisation.ts'
import { line, oneOf, optionalReason, optionalText, visibleLine } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { address } from '../organisations/organisation.forms.ts'

export const mostOfMessage = 1_000
export const refusals = ['decline', 'spam'] as const

export const applyForm = inEachLanguage(t =>
  z.object({
    name: visibleLine(t, t('enquiries.name.missing'), 200),
    kind: oneOf(organisationKinds, t('organisations.kind.missing')),
    place: line(t, t('organisations.place.missing'), 200),
    contactName: line(t, t('enquiries.contact_name.missing'), 100),
    contactRole: line(t, t('enquiries.contact_role.missing'), 100),
    email: address(t, t('enquiries.email.missing')),
    message: optionalText(t, mostOfMessage),
  }),
)
export type NewEnquiry = z.output<ReturnType<typeof applyForm>>

export const refusalForm = inEachLanguage(t =>
  z
    .object({
      answer: oneOf(refusals, t('enquiries.refuse.missing')),
      reason: optionalReason(t, 500),
    })
    .refine(({ answer, reason }) => answer !== 'decline' || reason !== '', {
      path: ['reason'],
      message: t('enquiries.refuse.reason.missing'),
    }),
)
export type Refusal = z.output<ReturnType<typeof refusalForm>>
