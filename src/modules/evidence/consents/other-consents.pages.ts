import { personKey } from '../../../domain/consent.ts'
import type { Link } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'
import type { OtherConsent } from './other-consents.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/consents/other-evidence': NonNullable<ReturnType<typeof otherEvidenceOf>>
  }
}

/** The maximum number of links on a page. */
const mostLinks = 50

/**
 * Links to the library's other evidence with a consent in this person's name, because withdrawing a consent changes
 * only one item of evidence.
 * @param when whether the page is shown `before` or `after` the person's consent is withdrawn
 * @returns null when there is no such evidence
 */
export function otherEvidenceOf(
  t: T,
  person: string,
  others: readonly OtherConsent[],
  when: 'before' | 'after',
): { text: string; links: Link[]; more: string | null } | null {
  const own = others.filter(other => personKey(other.person) === personKey(person))
  const links = [...new Map(own.map(other => [other.evidenceId, linkTo(t, other)])).values()]
  if (links.length === 0) return null
  return {
    text: t(`consents.others.${when}`, { person }),
    links: links.slice(0, mostLinks),
    more: links.length > mostLinks ? t('consents.others.more', { count: mostLinks }) : null,
  }
}

/** For removed evidence, links to the withdrawal, because its other pages cannot be opened. */
const linkTo = (t: T, { evidenceId, title, consentId, eraseOn }: OtherConsent): Link =>
  eraseOn === null
    ? { text: title, href: `/evidence/${evidenceId}/consents` }
    : {
        text: t('consents.others.removed', { title }),
        href: `/evidence/${evidenceId}/consents/${consentId}/withdrawal`,
      }
