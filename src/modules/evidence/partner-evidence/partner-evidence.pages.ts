import { englishNameOf, type PartnerDetails } from '../../../domain/partner.ts'
import type { Heading, HiddenField, Link } from '../../../web/components.ts'
import { checkboxes, errorSummary, hiddenField, type Choices } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { EvidenceItem } from '../items/evidence-item.store.ts'
import { evidenceChoices, type EvidenceChoice } from '../search/search.pages.ts'
import { backToPartner } from '../partners/partner.pages.ts'
import type { Partner } from '../partners/partner.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/partner-evidence/choose-evidence': ReturnType<typeof evidenceForPartner>
    'evidence/partner-evidence/choose-partners': ChoosePartners
  }
}

/**
 * The page for attaching evidence to a partner. Shows the first `maxChoices` items of `offered`, and says if there are
 * more.
 */
export function evidenceForPartner(
  t: T,
  partner: Partner,
  { offered, search, form = emptyForm }: { offered: readonly EvidenceChoice[]; search: string; form?: Form },
) {
  const { choices, ...rest } = evidenceChoices(t, offered, search, `/partners/${partner.id}/evidence`)
  const isEmpty = choices.length === 0
  return {
    ...rest,
    title: t('partner_evidence.pick.title'),
    back: backToPartner(partner),
    errors: errorSummary(form).map(error => (isEmpty ? { ...error, href: '#search' } : error)),
    heading: { text: t('partner_evidence.pick.title'), caption: englishNameOf(partner), size: 'l' as const },
    choices: isEmpty ? null : checkboxes(form, 'evidence', t('partner_evidence.pick.legend'), { choices, size: 'm' }),
  }
}

/** All partners of a library, each with a checkbox. */
export interface ChoosePartners {
  title: string
  back: Link
  errors: ReturnType<typeof errorSummary>
  heading: Heading
  partners: Choices | null
  /** the ids of the partners that were ticked when the page was opened */
  seen: HiddenField
  add: Link
}

export const partnersOfEvidence = (
  t: T,
  evidence: EvidenceItem,
  choice: { partners: readonly PartnerDetails[]; chosen: readonly string[]; form?: Form },
): ChoosePartners =>
  choosePartners(t, {
    ...choice,
    title: t('partner_evidence.partners.title'),
    caption: evidence.title,
    back: { text: evidence.title, href: `/evidence/${evidence.id}` },
    organisationId: evidence.organisationId,
  })

export interface PartnerChoice {
  title: string
  caption: string
  back: Link
  hint?: string
  organisationId: string
  partners: readonly PartnerDetails[]
  /** the ids of the chosen partners */
  chosen: readonly string[]
  /** the values of a refused form */
  form?: Form
}

export function choosePartners(t: T, choice: PartnerChoice): ChoosePartners {
  const { title, caption, back, hint = null, organisationId, partners, chosen } = choice
  const form = choice.form ?? formOf({ partner: [...chosen] })
  const boxes = partners.map(partner => ({ value: partner.id, text: partner.name, hint: hintOf(t, partner) }))
  return {
    title,
    back,
    errors: errorSummary(form),
    heading: { text: title, caption, size: 'l' },
    partners:
      boxes.length === 0 ? null : checkboxes(form, 'partner', t('partners.title'), { choices: boxes, hint, size: 'm' }),
    seen: hiddenField(form, 'seen', chosen.join(' ')),
    add: { text: t('partners.add'), href: `/organisations/${organisationId}/partners/new` },
  }
}

function hintOf(t: T, { englishName, kind }: PartnerDetails): string {
  const kindInWords = t(`partner.kind.${kind}`)
  if (englishName === '') return kindInWords
  return t('partner_evidence.partners.hint', { english: englishName, kind: kindInWords })
}
