import type { T } from '../../../words/words.ts'
import type { Column } from '../../access/access.public.ts'
import { lastDayInFile } from '../awards/award.pages.ts'
import type { AwardLine } from '../awards/award-list.store.ts'

/** @param withStream whether to add a column for the stream */
export const awardColumns = (t: T, withStream: boolean): Column<AwardLine>[] => [
  { head: t('awards.column.organisation'), cell: ({ organisation }) => organisation },
  ...(withStream ? [{ head: t('rounds.column.stream'), cell: ({ stream }: AwardLine) => stream }] : []),
  {
    head: t('awards.column.status'),
    cell: ({ status, removedAt }) => t(removedAt === null ? `award.status.${status}` : 'awards.removed.status'),
  },
  { head: t('awards.column.valid_to'), cell: award => lastDayInFile(t, award) },
  { head: t('awards.column.code'), cell: ({ code }) => code },
]
