import type { Item } from '../../../domain/framework.ts'
import type { PartnerDetails } from '../../../domain/partner.ts'
import type { Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { choosePartners, type ChoosePartners } from '../../evidence/evidence.public.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/shown-partners/choose': ChoosePartners
  }
}

/** The partners that an answer can show. `form` has the entered values of a refused form; otherwise it is undefined. */
export function partnersOfItem(
  t: T,
  { application, item, ...choice }: { application: ApplicationRecord; item: Item } & Choice,
): ChoosePartners {
  const caption = t('answers.pick.caption', { code: item.code, title: item.title })
  return choosePartners(t, {
    ...choice,
    title: t('shown_partners.title'),
    hint: t('shown_partners.hint'),
    caption,
    back: { text: caption, href: `/applications/${application.id}/criteria/${item.code}` },
    organisationId: application.organisationId,
  })
}

interface Choice {
  partners: readonly PartnerDetails[]
  /** the ids of the partners that the answer shows */
  chosen: readonly string[]
  form?: Form
}
