import { z } from 'zod'
import { charityRoles } from '../../../domain/actor.ts'
import { isAddress } from '../../../email/addresses.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { line, oneOf } from '../../../web/field-schemas.ts'

export const invitationForm = inEachLanguage(t =>
  z.object({
    name: line(t, t('people.invite.name.missing')),
    email: line(t, t('people.invite.email.missing'), 254).refine(isAddress, t('people.email.wrong')),
    role: oneOf(charityRoles, t('people.invite.role.missing')),
  }),
)
