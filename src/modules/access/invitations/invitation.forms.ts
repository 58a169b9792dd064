import { z } from 'zod'
import type { CharityRole } from '../../../domain/actor.ts'
import { isAddress } from '../../../email/addresses.ts'
import { line, oneOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param roles the roles to which the person can invite others */
export function invitationForm(t: T, roles: readonly CharityRole[]) {
  const [only] = roles.length === 1 ? roles : []
  return z.object({
    name: line(t, t('people.invite.name.missing')),
    email: line(t, t('people.invite.email.missing'), 254).refine(isAddress, t('people.email.wrong')),
    // the form has no `role` field when the person can invite others to only one role
    role: only
      ? z
          .unknown()
          .optional()
          .transform(() => only)
      : oneOf(roles, t('people.invite.role.missing')),
  })
}
