import { z } from 'zod'
import type { Framework } from '../../../domain/framework.ts'
import { addMonths, type Day } from '../../../domain/time.ts'
import { isAddress } from '../../../email/addresses.ts'
import { day, oneOf, optionalLine, optionalOneOf, readVersion, tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** The status that the page showed; null when the field is missing or has another value. */
export const withdrawForm = () => z.object({ status: optionalOneOf(['offered', 'accepted']).catch(null) })
export type WithdrawGiven = z.output<ReturnType<typeof withdrawForm>>

/** `seen`: the chair that the page showed (`chairSeen`). */
export const chairForm = () => z.object({ seen: z.string().catch('') })

/** @param people the ids of the people to choose from. The action refuses people who have since got a seat */
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

export const readByForm = (t: T, today: Day) =>
  z.object({
    version: readVersion(),
    readBy: day(t, t('panels.read_by.missing'))
      .refine(value => value > today, t('panels.read_by.past'))
      .refine(value => value <= addMonths(today, 12), t('panels.read_by.far')),
  })
export type ReadByGiven = z.output<ReturnType<typeof readByForm>>
