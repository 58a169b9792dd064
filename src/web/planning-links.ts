import type { T } from '../words/words.ts'
import type { Link } from './components.ts'

/** From the shelf to what can be seen in it as a whole. */
export const planningLinks = (t: T, { id }: { id: string }): Link[] => [
  { text: t('partners.link'), href: `/organisations/${id}/partners` },
  { text: t('recurring.title'), href: `/organisations/${id}/recurring-evidence` },
  { text: t('coverage.title'), href: `/organisations/${id}/coverage` },
  { text: t('freshness.title'), href: `/organisations/${id}/freshness` },
  { text: t('taking_out.title'), href: `/organisations/${id}/evidence.zip` },
]
