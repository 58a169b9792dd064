import { z } from 'zod'
import { isAddress } from '../../../email/addresses.ts'
import { line, optionalLine, optionalOneOf, visibleLine } from '../../../web/field-schemas.ts'
import { valueOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'

/** A partner of the library that can be asked for its endorsement. */
export interface PartnerChoice {
  id: string
  name: string
}

const mostOfGroup = 150

/** The group is either a partner of the library or another group that the lead names. */
export const askForm = (t: T, partners: readonly PartnerChoice[], values: Form['values']) => {
  const hasPartners = partners.length > 0
  const isPartner = hasPartners && valueOf({ values, errors: [] }, 'partner') !== ''
  return z
    .object({
      partner: hasPartners
        ? optionalOneOf(
            partners.map(({ id }) => id),
            t('endorsements.partner.gone'),
          )
        : z
            .unknown()
            .optional()
            .transform(() => null),
      group: isPartner
        ? optionalLine(t, mostOfGroup).refine(value => value === '', t('endorsements.group.both'))
        : visibleLine(t, t('endorsements.group.missing'), mostOfGroup),
      email: line(t, t('endorsements.email.missing'), 254).refine(
        value => value === '' || isAddress(value),
        t('sign_in.email.wrong'),
      ),
    })
    .transform(({ partner, group, email }) => ({
      group: partners.find(({ id }) => id === partner)?.name ?? group,
      email,
    }))
}
export type AskGiven = z.output<ReturnType<typeof askForm>>
