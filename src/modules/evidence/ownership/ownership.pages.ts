import { dateField, errorSummary, hiddenField, select } from '../../../web/fields.ts'
import { type Form, formOf } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { EvidencePiece } from '../items/evidence-item.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/ownership/edit': ReturnType<typeof keepingPage>
  }
}

export const formOfKeeping = (piece: EvidencePiece): Form =>
  formOf({ version: String(piece.version), owner: piece.ownerId, expiresOn: piece.expiresOn ?? '' })

/** @param owners who may look after it; whoever does so now is among the choices in any case */
export function keepingPage(
  t: T,
  piece: EvidencePiece,
  owners: readonly { personId: string; name: string }[],
  form: Form,
  isStale = false,
) {
  const choices = [
    ...new Map([{ personId: piece.ownerId, name: piece.ownerName }, ...owners].map(owner => [owner.personId, owner])),
  ].map(([value, { name }]) => ({ value, text: name }))
  return {
    title: t('keeping.title'),
    heading: { caption: piece.title, text: t('keeping.title'), size: 'l' as const },
    back: { text: piece.title, href: `/evidence/${piece.id}` },
    errors: errorSummary(form),
    stale: isStale ? t('keeping.stale') : null,
    version: hiddenField(form, 'version', piece.version),
    owner: select(
      form,
      'owner',
      t('keeping.owner'),
      choices.toSorted((a, b) => a.text.localeCompare(b.text)),
      { hint: t('keeping.owner.hint'), size: 's' },
    ),
    expiresOn: dateField(form, 'expiresOn', t('keeping.expires'), { hint: t('keeping.expires.hint') }),
  }
}
