import { dayOf } from '../../../domain/time.ts'
import type { T } from '../../../words/words.ts'
import type { Column } from '../../access/access.public.ts'
import type { Branch } from '../branches/branch.store.ts'
import type { OrganisationLine } from '../organisations/organisation-list.store.ts'
import type { BranchLine } from './download.store.ts'

export const organisationColumns = (t: T): Column<OrganisationLine>[] => [
  { head: t('organisations.name'), cell: ({ name }) => name },
  { head: t('organisations.home.kind'), cell: ({ kind }) => t(`organisation.kind.${kind}`) },
  { head: t('organisations.place'), cell: ({ place }) => place },
  { head: t('organisations.branches.open'), cell: ({ branches }) => branches },
  { head: t('organisations.leads'), cell: ({ leads }) => leads },
  { head: t('organisations.download.closed'), cell: ({ closedAt }) => closedAt && { day: dayOf(closedAt) } },
]

export const branchColumns = (t: T): Column<Branch>[] => [
  { head: t('organisations.branches.column.name'), cell: ({ name }) => name },
  { head: t('organisations.branch.kind'), cell: ({ kind }) => t(`branch.kind.${kind}`) },
  { head: t('organisations.download.branch_place'), cell: ({ place }) => place },
  { head: t('organisations.download.opened'), cell: ({ openedOn }) => openedOn && { day: openedOn } },
  { head: t('organisations.download.closed'), cell: ({ closedOn }) => closedOn && { day: closedOn } },
]

/**
 * The columns for branches of several organisations, including the details that only an import adds. An import
 * recognises the columns by these headings (domain/import-columns.ts).
 */
export const branchLineColumns = (t: T): Column<BranchLine>[] => [
  { head: t('organisations.name'), cell: ({ organisation }) => organisation },
  { head: t('organisations.download.town'), cell: ({ organisationPlace }) => organisationPlace },
  ...branchColumns(t),
  { head: t('organisations.download.address'), cell: ({ address }) => address },
  { head: t('organisations.download.postcode'), cell: ({ postcode }) => postcode },
  { head: t('organisations.download.email'), cell: ({ contactEmail }) => contactEmail },
]
