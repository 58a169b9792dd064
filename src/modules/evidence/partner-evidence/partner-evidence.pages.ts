import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Item } from '../../../domain/framework.ts'
import { knownAs, type PartnerSaid } from '../../../domain/partner.ts'
import type { Heading, Link } from '../../../web/components.ts'
import { checkboxes, errorSummary, type Choices } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { evidenceChoices, type EvidenceChoice } from '../picker/picker.pages.ts'
import type { T } from '../../../words/words.ts'
import type { EvidenceItem } from '../items/evidence-item.store.ts'
import type { Partner } from '../partners/partner.store.ts'

/** Pieces for a partner. @param pieces one more than fit, so that the page can say that there are others */
export function evidenceForPartner(
  t: T,
  partner: Partner,
  evidenceItems: readonly EvidenceChoice[],
  search: string,
  form: Form = emptyForm,
) {
  const address = `/partners/${partner.id}`
  const { choices, ...beside } = evidenceChoices(t, evidenceItems, search, `${address}/evidence`)
  return {
    ...beside,
    title: t('partners.evidence.pick.title'),
    back: { text: knownAs(partner), href: address },
    errors: errorSummary(form).map(error => (evidenceItems.length === 0 ? { ...error, href: '#search' } : error)),
    heading: { text: t('partners.evidence.pick.title'), caption: knownAs(partner), size: 'l' as const },
    choices:
      evidenceItems.length === 0
        ? null
        : checkboxes(form, 'evidence', t('answers.pick.legend'), choices, { size: 'm' }),
  }
}

/** All partners of a library with a box each: those that are ticked are meant. */
export interface ChoosePartners {
  title: string
  back: Link
  errors: ReturnType<typeof errorSummary>
  heading: Heading
  partners: Choices | null
  none: string | null
  add: Link
}

export const partnersOfEvidence = (
  t: T,
  evidence: EvidenceItem,
  partners: readonly PartnerSaid[],
  chosen: readonly string[],
  form: Form = emptyForm,
): ChoosePartners =>
  choose(
    t,
    {
      title: t('partners.about.title'),
      caption: evidence.title,
      back: { text: evidence.title, href: `/evidence/${evidence.id}` },
      hint: null,
      organisationId: evidence.organisationId,
    },
    partners,
    chosen,
    form,
  )

export const partnersOfItem = (
  t: T,
  application: ApplicationRecord,
  { code, title }: Item,
  partners: readonly PartnerSaid[],
  chosen: readonly string[],
  form: Form = emptyForm,
): ChoosePartners => {
  const caption = t('answers.pick.caption', { code, title })
  return choose(
    t,
    {
      title: t('partners.show.title'),
      caption,
      back: { text: caption, href: `/applications/${application.id}/criteria/${code}` },
      hint: t('partners.show.hint'),
      organisationId: application.organisationId,
    },
    partners,
    chosen,
    form,
  )
}

interface Choosing {
  title: string
  caption: string
  back: Link
  hint: string | null
  organisationId: string
}

function choose(
  t: T,
  { title, caption, back, hint, organisationId }: Choosing,
  partners: readonly PartnerSaid[],
  chosen: readonly string[],
  form: Form,
): ChoosePartners {
  const shown = form === emptyForm ? formOf({ partner: [...chosen] }) : form
  const add = `/organisations/${organisationId}/partners/new`
  return {
    title,
    back,
    errors: errorSummary(shown),
    heading: { text: title, caption, size: 'l' },
    partners:
      partners.length === 0
        ? null
        : checkboxes(
            shown,
            'partner',
            t('partners.title'),
            partners.map(partner => ({
              value: partner.id,
              text: partner.name,
              hint: partner.englishName
                ? t('partners.choose.hint', { english: partner.englishName, kind: t(`partner.kind.${partner.kind}`) })
                : t(`partner.kind.${partner.kind}`),
            })),
            { hint, size: 'm' },
          ),
    none: partners.length === 0 ? t('partners.choose.none') : null,
    add: { text: t(partners.length === 0 ? 'partners.choose.add' : 'partners.add'), href: add },
  }
}
