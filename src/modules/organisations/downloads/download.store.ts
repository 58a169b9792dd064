import type { Db } from '../../../db/connection.ts'
import { nameSearch } from '../../../db/name-search.ts'
import type { Row } from '../../../db/tables.ts'
import { toBranch, type Branch } from '../branches/branch.store.ts'
import { organisationsFound } from '../organisations/organisation-list.store.ts'
import { nameKey } from '../organisations/organisation.store.ts'

/** A branch with the name and place of its organisation, and the key by which organisations are sorted. */
export interface BranchLine extends Branch {
  organisation: string
  organisationPlace: string
  organisationKey: string
  address: string | null
  postcode: string | null
  contactEmail: string | null
}
type BranchRow = Row<'branches'> & { organisation: string; organisation_place: string; organisation_key: string }

/** The next branches of the organisations that a search finds. They are in the order of the list of organisations. */
export async function branchLines(
  db: Db,
  { search, after, limit }: { search: string; after: BranchLine | null; limit: number },
): Promise<BranchLine[]> {
  const rows: BranchRow[] = await db('branches')
    .join('organisations', 'organisations.id', 'branches.organisation_id')
    .modify(organisationsFound, db, nameSearch(nameKey(search)))
    .modify(query => {
      if (after)
        query.whereRaw(
          '(organisations.name_key, branches.organisation_id, branches.name, branches.id) > (?, ?, ?, ?)',
          [after.organisationKey, after.organisationId, after.name, after.id],
        )
    })
    .orderBy(['organisations.name_key', 'branches.organisation_id', 'branches.name', 'branches.id'])
    .limit(limit)
    .select(
      'branches.*',
      'organisations.name as organisation',
      'organisations.place as organisation_place',
      'organisations.name_key as organisation_key',
    )
  return rows.map(row => ({
    ...toBranch(row),
    organisation: row.organisation,
    organisationPlace: row.organisation_place,
    organisationKey: row.organisation_key,
    address: row.address ?? null,
    postcode: row.postcode ?? null,
    contactEmail: row.contact_email ?? null,
  }))
}

/** The next branches of one organisation, by name. */
export async function branchesAfter(
  db: Db,
  { organisation, after, limit }: { organisation: { id: string }; after: Branch | null; limit: number },
): Promise<Branch[]> {
  const rows = await db('branches')
    .where({ organisation_id: organisation.id })
    .modify(query => {
      if (after) query.whereRaw('(name, id) > (?, ?)', [after.name, after.id])
    })
    .orderBy(['name', 'id'])
    .limit(limit)
  return rows.map(toBranch)
}
