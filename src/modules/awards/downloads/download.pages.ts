import type { T } from '../../../words/words.ts'
import type { Column } from '../../access/access.public.ts'
import type { AwardLine } from '../awards/award.store.ts'

export const awardColumns = (t: T): Column<AwardLine>[] => [
  { head: t('awards.column.organisation'), cell: ({ organisation }) => organisation },
  { head: t('awards.column.status'), cell: ({ status }) => t(`award.status.${status}`) },
  { head: t('awards.column.valid_to'), cell: ({ validTo }) => validTo && { day: validTo } },
  { head: t('awards.column.code'), cell: ({ code }) => code },
]
