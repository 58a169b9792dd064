import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { EvidenceItem } from '../items/evidence-item.store.ts'
import { removedAddress } from '../removal/removal.pages.ts'
import { backToConsents, consentsAddress } from './consent.pages.ts'
import type { ConsentLine } from './consent.store.ts'
import { otherEvidenceOf } from './other-consents.pages.ts'
import type { OtherConsent } from './other-consents.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/consents/withdrawal': ReturnType<typeof withdrawalPage>
    'evidence/consents/mistake': ReturnType<typeof mistakePage>
  }
}

/**
 * Asks for confirmation before a consent is withdrawn. `mistake` links to the page for a consent recorded by mistake,
 * because a withdrawn consent can no longer be deleted.
 */
export function withdrawalPage(
  t: T,
  {
    evidence,
    consent,
    others,
    mayRecord,
  }: { evidence: EvidenceItem; consent: ConsentLine; others: readonly OtherConsent[]; mayRecord: boolean },
) {
  const title = t('consents.withdrawal.title', { person: consent.person })
  const mistake = {
    text: t('consents.withdrawal.mistake.link'),
    href: `${consentsAddress(evidence)}/${consent.id}/mistake`,
  }
  const { eraseOn } = evidence
  const back = eraseOn
    ? { text: t('removal.title'), href: removedAddress({ id: evidence.organisationId }) }
    : backToConsents(t, evidence)
  return {
    title,
    back,
    heading: { caption: evidence.title, text: title, size: 'l' as const },
    text: eraseOn
      ? [t('consents.withdrawal.removed', { day: longDay(t, eraseOn) }), t('consents.withdrawal.emails')]
      : [t('consents.withdrawal.immediately'), t('consents.withdrawal.emails'), t('consents.withdrawal.after')],
    others: otherEvidenceOf(t, consent.person, others, 'before'),
    mistake: mayRecord && !eraseOn && consent.withdrawnAt === null ? mistake : null,
    cancel: { text: t('consents.cancel'), href: back.href },
  }
}

/** Asks for confirmation before a consent is deleted, and offers to withdraw it instead. */
export function mistakePage(t: T, evidence: EvidenceItem, { id, person, givenOn }: ConsentLine) {
  return {
    title: t('consents.mistake.title'),
    back: backToConsents(t, evidence),
    heading: { caption: evidence.title, text: t('consents.mistake.title'), size: 'l' as const },
    which: t('consents.mistake.which', { person, day: longDay(t, givenOn) }),
    text: [t('consents.mistake.when'), t('consents.mistake.gone'), t('consents.mistake.then')],
    withdraw: { text: t('consents.mistake.withdraw'), href: `${consentsAddress(evidence)}/${id}/withdrawal` },
    cancel: { text: t('consents.cancel'), href: consentsAddress(evidence) },
  }
}
