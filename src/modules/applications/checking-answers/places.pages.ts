import { isAboutTheYear } from '../../../domain/carry.ts'
import { significantChanges } from '../../../domain/completeness.ts'
import type { Item } from '../../../domain/framework.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { fieldOf } from '../light-renewals/light-renewal.forms.ts'

/**
 * The address where an item is answered: a field on the one page of a light renewal, if the renewal asks for an answer
 * to the item; otherwise the item's own page.
 */
export function placeOnPage(application: Pick<ApplicationRecord, 'id' | 'kind' | 'status'>, item: Item): string {
  const { id } = application
  const isOnPage = isWrittenOnOnePage(application) && (isAboutTheYear(item) || item.renewal === 'answer')
  if (!isOnPage) return `/applications/${id}/criteria/${item.code}`
  return `/applications/${id}#${item.id === significantChanges ? 'noChange' : fieldOf(item)}`
}

/**
 * Whether this is a light renewal with the status draft or returned. The library then writes it, and confirms the
 * contacts, on one page.
 */
export const isWrittenOnOnePage = ({ kind, status }: Pick<ApplicationRecord, 'kind' | 'status'>): boolean =>
  kind === 'renewal' && (status === 'draft' || status === 'returned')
