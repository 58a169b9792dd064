import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import { firstNamesWith, namesWith, nameSearch, type NameSearch } from '../../../db/name-search.ts'
import type { OrganisationKind } from '../../../domain/organisation.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { isOpenOn } from '../branches/branch.store.ts'
import { activeLeads } from '../team/team.store.ts'
import { nameKey } from './organisation.store.ts'

export interface OrganisationLine {
  id: string
  name: string
  kind: OrganisationKind
  place: string
  branches: number
  leads: number
  closedAt: Instant | null
}

/** An organisation in the list, with the name in the form by which the list is sorted. */
export type FoundOrganisation = OrganisationLine & { nameKey: string }

/**
 * The charity's list of organisations, by name.
 * @param listed.search words that must all be in the name; empty for all
 * @param listed.after the last line of the previous page
 * @param listed.today the day on which to count open branches
 */
export async function organisationLines(
  db: Db,
  listed: Listed & { search: string; today: Day },
): Promise<FoundOrganisation[]> {
  const { search, today, ...by } = listed
  const names = nameSearch(nameKey(search))
  const first = names.match === '' ? [] : await runLookup(db, firstWithNames(db, by, names))
  return runLookup(
    db,
    first.length === by.limit && names.match !== ''
      ? linesWithIds(db, first, today)
      : linesListed(db, by, { names, today }),
  )
}

interface Listed {
  after: { nameKey: string; id: string } | null
  limit: number
  openOnly?: boolean
}

const listed = (query: Knex.QueryBuilder, { after, openOnly }: Listed): Knex.QueryBuilder =>
  query.whereNull('organisations.merged_into').modify(list => {
    if (openOnly) list.whereNull('closed_at')
    if (after) list.whereRaw('(name_key, id) > (?, ?)', [after.nameKey, after.id])
    list.orderBy(['name_key', 'id'])
  })

const firstWithNames = withKeptSql((db: Db, by: Listed, search: NameSearch): Lookup<string[]> =>
  lookup<{ id: string }, string[]>(
    () => firstNamesWith(db, listed(db('organisations'), by), { search, limit: by.limit }),
    ['id'],
    rows => rows.map(({ id }) => id),
  ),
)

const linesWithIds = withKeptSql((db: Db, ids: readonly string[], today: Day): Lookup<FoundOrganisation[]> =>
  linesIn(db, today, () =>
    db('organisations')
      .whereIn('organisations.id', [...ids])
      .orderBy(['name_key', 'id'])
      .limit(ids.length),
  ),
)

const linesListed = withKeptSql(
  (db: Db, by: Listed, { names, today }: { names: NameSearch; today: Day }): Lookup<FoundOrganisation[]> =>
    linesIn(db, today, () => listed(db('organisations'), by).modify(organisationsFound, db, names).limit(by.limit)),
)

type LineRow = Omit<FoundOrganisation, 'branches' | 'leads'> & Record<'branches' | 'leads', number | string>

const linesIn = (db: Db, today: Day, query: () => Knex.QueryBuilder): Lookup<FoundOrganisation[]> =>
  lookup<LineRow, FoundOrganisation[]>(
    () =>
      query().select(
        'id',
        'name',
        'kind',
        'place',
        'closed_at as closedAt',
        'name_key as nameKey',
        db('branches')
          .whereRaw('branches.organisation_id = organisations.id')
          .modify(isOpenOn(today))
          .count()
          .as('branches'),
        activeLeads(db).as('leads'),
      ),
    ['id', 'name', 'kind', 'place', 'closedAt', 'nameKey', 'branches', 'leads'],
    rows => rows.map(row => ({ ...row, branches: Number(row.branches), leads: Number(row.leads) })),
  )

/** Limits a query on `organisations` to those that a search by name finds. Leaves out merged organisations. */
export function organisationsFound(query: Knex.QueryBuilder, db: Db, names: NameSearch): void {
  namesWith(db, query, names)
  query.whereNull('organisations.merged_into')
}
