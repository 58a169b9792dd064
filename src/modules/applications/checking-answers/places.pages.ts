import { isAboutTheYear } from '../../../domain/carry.ts'
import { significantChanges } from '../../../domain/completeness.ts'
import type { Item } from '../../../domain/framework.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { fieldOf } from '../light-renewals/light-renewal.forms.ts'

/** The address where an item is answered: its own page, or its field on the one page of a light renewal. */
export function placeOnPage(application: Pick<ApplicationRecord, 'id' | 'kind' | 'status'>, item: Item): string {
  const { id } = application
  const isOnPage = isWrittenOnOnePage(application) && (isAboutTheYear(item) || item.renewal === 'answer')
  if (!isOnPage) return `/applications/${id}/criteria/${item.code}`
  return `/applications/${id}#${item.id === significantChanges ? 'noChange' : fieldOf(item)}`
}

/** Whether this is a light renewal that is a draft or returned. The library writes it on one page. */
export const isWrittenOnOnePage = ({ kind, status }: Pick<ApplicationRecord, 'kind' | 'status'>): boolean =>
  kind === 'renewal' && (status === 'draft' || status === 'returned')
