import { dateField, errorSummary, hiddenField, select } from '../../../web/fields.ts'
import { type Form, formOf } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { EvidenceItem } from '../items/evidence-item.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/ownership/edit': ReturnType<typeof ownershipPage>
  }
}

export const formOfOwnership = (evidence: EvidenceItem): Form =>
  formOf({ version: String(evidence.version), owner: evidence.ownerId, expiresOn: evidence.expiresOn ?? '' })

/** The form to change the owner and the expiry date. It offers the `owners` and the current owner. */
export function ownershipPage(
  t: T,
  {
    evidence,
    owners,
    isStale,
  }: { evidence: EvidenceItem; owners: readonly { personId: string; name: string }[]; isStale: boolean },
  form: Form,
) {
  const choices = [
    ...new Map(
      [{ personId: evidence.ownerId, name: evidence.ownerName }, ...owners].map(owner => [owner.personId, owner]),
    ),
  ].map(([value, { name }]) => ({ value, text: name }))
  return {
    title: t('ownership.title'),
    heading: { caption: evidence.title, text: t('ownership.title'), size: 'l' as const },
    back: { text: evidence.title, href: `/evidence/${evidence.id}` },
    errors: errorSummary(form),
    stale: isStale ? t('ownership.stale') : null,
    version: hiddenField(form, 'version', evidence.version),
    owner: select(form, 'owner', t('ownership.owner'), {
      choices: choices.toSorted((a, b) => a.text.localeCompare(b.text)),
      hint: t('ownership.owner.hint'),
      size: 's',
    }),
    expiresOn: dateField(form, 'expiresOn', t('ownership.expires'), { hint: t('ownership.expires.hint') }),
  }
}
