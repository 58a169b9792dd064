import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, lookup, type Lookup } from '../../../db/lookups.ts'
import type { EvidenceReader } from '../../../domain/evidence-readers.ts'
import { NotFound } from '../../../domain/refusals.ts'

export interface TeamMember extends EvidenceReader {
  membershipId: string
  name: string
  email: string
  isActive: boolean
}

export const teamOf = (db: Db | Tx, organisation: { id: string }): Promise<TeamMember[]> =>
  runLookup(db, teamIn(db, organisation.id))

/** `teamOf` as a lookup. */
export const teamIn = withKeptSql((db: Db | Tx, organisationId: string): Lookup<TeamMember[]> => {
  const members = () =>
    db('memberships')
      .join('people', 'people.id', 'memberships.person_id')
      .where('memberships.organisation_id', organisationId)
      .whereNull('memberships.ended_at')
      .orderBy(['people.name_key', 'memberships.id'])
      .select(
        'memberships.id as membershipId',
        'people.id as personId',
        'people.name',
        'people.email',
        'memberships.role',
        'memberships.started_at as startedAt',
        'memberships.readers_confirmed_at as confirmedAt',
        'people.status',
      )
  return lookup<Omit<TeamMember, 'isActive'> & { status: string }, TeamMember[]>(
    members,
    ['membershipId', 'personId', 'name', 'email', 'role', 'startedAt', 'confirmedAt', 'status'],
    rows => rows.map(({ status, ...member }) => ({ ...member, isActive: status === 'active' })),
  )
})

/** The number of an organisation's leads who can sign in, as a subselect for a query on `organisations`. */
export const activeLeads = (db: Db | Tx) =>
  db('memberships')
    .join('people', 'people.id', 'memberships.person_id')
    .whereRaw('memberships.organisation_id = organisations.id')
    .where({ role: 'lead' })
    .where('people.status', 'active')
    .whereNull('ended_at')
    .count()

/** A subselect of the ids of an organisation and of all organisations merged into it. */
export const idsWithMerged = (db: Db | Tx, { id }: { id: string }) =>
  db('organisations').where({ id }).orWhere({ merged_into: id }).select('id')

/** The active leads and contributors of a team. A person with both roles is listed once. */
export function writersIn(team: readonly TeamMember[]): TeamMember[] {
  const able = team.filter(({ role, isActive }) => isActive && role !== 'observer')
  return able.filter(({ personId }, index) => able.findIndex(each => each.personId === personId) === index)
}

/** @throws NotFound when the membership belongs to another organisation or has ended */
export async function findTeamMember(db: Db | Tx, organisation: { id: string }, id: string): Promise<TeamMember> {
  const member = (await teamOf(db, organisation)).find(({ membershipId }) => membershipId === id)
  if (!member) throw new NotFound()
  return member
}
