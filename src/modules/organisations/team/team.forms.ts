import { z } from 'zod'
import { memberRoles } from '../../../domain/actor.ts'
import { isAddress } from '../../../email/addresses.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { line, oneOf } from '../../../web/field-schemas.ts'

export const teamForm = inEachLanguage(t =>
  z.object({
    name: line(t, t('team.invite_name.missing')),
    email: line(t, t('team.invite_email.missing'), 254).refine(isAddress, t('organisations.email.wrong')),
    role: oneOf(memberRoles, t('team.invite_role.missing')),
  }),
)
export type TeamInvitation = z.output<ReturnType<typeof teamForm>>
