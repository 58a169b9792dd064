import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Answers, type Lookup } from '../../../db/lookups.ts'
import type { Application } from '../../../domain/application.ts'

/**
 * All names of one person who is or was on a panel, or helped there: the account's name, and other names given for the
 * person.
 */
interface NamesOfOne {
  seatId: string
  names: string[]
}

interface NamesOnPanel {
  members: NamesOfOne[]
  helpers: NamesOfOne[]
}

type OfPanel = Pick<Application, 'id' | 'organisationId'>

/**
 * Lookups for all names, including those shown to others, of everyone who is or was on these panels or helped there,
 * and for the names of the libraries, their branches and their teams.
 */
export const panelNamesLookups = (db: Db | Tx, applications: readonly OfPanel[]) => {
  const ids = applications.map(({ id }) => id)
  const organisations = [...new Set(applications.map(({ organisationId }) => organisationId))]
  return {
    members: membersLookup(db, ids),
    helpers: helpersLookup(db, ids),
    branches: branchesLookup(db, organisations),
    team: teamLookup(db, organisations),
  }
}

const membersLookup = withKeptSql((db: Db | Tx, applications: readonly string[]): Lookup<SeatRow[]> =>
  lookup<SeatRow, SeatRow[]>(
    () =>
      db('seats')
        .leftJoin('people', 'people.id', 'seats.person_id')
        .whereIn('seats.application_id', [...applications])
        .whereIn('seats.status', ['accepted', 'withdrawn'])
        .select('seats.id as seatId', 'people.name', 'seats.offered_to_name as given', 'seats.shown_name as shown')
        .select('seats.status', 'seats.application_id as applicationId'),
    ['seatId', 'name', 'given', 'shown', 'status', 'applicationId'],
    rows => rows,
  ),
)

const helpersLookup = withKeptSql((db: Db | Tx, applications: readonly string[]): Lookup<HelperRow[]> =>
  lookup<HelperRow, HelperRow[]>(
    () =>
      db('seat_helpers')
        .join('seats', 'seats.id', 'seat_helpers.seat_id')
        .leftJoin('people', 'people.id', 'seat_helpers.person_id')
        .whereIn('seats.application_id', [...applications])
        .select('seat_helpers.seat_id as seatId', 'people.name', 'seat_helpers.name as given')
        .select('seats.application_id as applicationId'),
    ['seatId', 'name', 'given', 'applicationId'],
    rows => rows,
  ),
)

const branchesLookup = withKeptSql((db: Db | Tx, organisations: readonly string[]): Lookup<BranchRow[]> =>
  lookup<BranchRow, BranchRow[]>(
    () =>
      db('branches')
        .whereIn('organisation_id', [...organisations])
        .select('organisation_id as organisationId', 'name', 'place'),
    ['organisationId', 'name', 'place'],
    rows => rows,
  ),
)

const teamLookup = withKeptSql((db: Db | Tx, organisations: readonly string[]): Lookup<OfLibrary[]> =>
  lookup<OfLibrary, OfLibrary[]>(
    () =>
      db('memberships')
        .join('people', 'people.id', 'memberships.person_id')
        .whereIn('memberships.organisation_id', [...organisations])
        .whereNull('memberships.ended_at')
        .select('memberships.organisation_id as organisationId', 'people.name'),
    ['organisationId', 'name'],
    rows => rows,
  ),
)

export type PanelNamesFound = Answers<ReturnType<typeof panelNamesLookups>>

interface OfLibrary {
  organisationId: string
  name: string
}
interface BranchRow extends OfLibrary {
  place: string | null
}
interface HelperRow {
  applicationId: string
  seatId: string
  name: string | null
  given: string
}
interface SeatRow extends HelperRow {
  shown: string | null
  status: string
}

/** The names of everyone who is or was on the panel of one application. */
export const namesOnPanel = (
  { members, helpers }: Pick<PanelNamesFound, 'members' | 'helpers'>,
  { id }: Pick<Application, 'id'>,
): NamesOnPanel => ({
  // A seat withdrawn before it was accepted has no shown name, and its holder was never a member.
  members: members
    .filter(({ applicationId, status, shown }) => applicationId === id && (status === 'accepted' || shown !== null))
    .map(({ seatId, name, given, shown }) => ({ seatId, names: withoutNull([name, given, shown]) })),
  helpers: helpers
    .filter(({ applicationId }) => applicationId === id)
    .map(({ seatId, name, given }) => ({ seatId, names: withoutNull([name, given]) })),
})

const withoutNull = (names: readonly (string | null)[]): string[] => names.flatMap(name => name ?? [])
