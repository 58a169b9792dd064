import { z } from 'zod'
import type { Framework } from '../../../domain/framework.ts'
import { isAddress } from '../../../email/addresses.ts'
import { oneOf, optionalLine, optionalOneOf, tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param people ids of the people who can be chosen. The action refuses those who have been seated since */
export const offerForm = (t: T, { panel }: Framework, people: readonly string[]) =>
  z
    .object({
      person: optionalOneOf(people, t('panels.offer.person.unknown')).transform(chosen => chosen ?? ''),
      name: optionalLine(t),
      email: optionalLine(t, 254).refine(value => value === '' || isAddress(value), t('sign_in.email.wrong')),
      kind: oneOf(panel.seatKinds, t('panels.offer.kind.missing')),
      independent: tick(),
      chairs: tick(),
    })
    .superRefine(({ person, name, email }, problems) => {
      if (person !== '') return
      if (name === '' && email === '')
        problems.addIssue({ code: 'custom', path: ['person'], message: t('panels.offer.person.missing') })
      else if (name === '')
        problems.addIssue({ code: 'custom', path: ['name'], message: t('panels.offer.name.missing') })
      else if (email === '') problems.addIssue({ code: 'custom', path: ['email'], message: t('sign_in.email.missing') })
    })
export type OfferGiven = z.output<ReturnType<typeof offerForm>>
