import type { Db, Tx } from '../../../db/connection.ts'
import { lookup, runLookups, type Answers } from '../../../db/lookups.ts'
import type { Application } from '../../../domain/application.ts'

/** The names of one person on a panel or who helps there, now or earlier: the account's, and others given for them. */
interface NamesOfOne {
  seatId: string
  names: string[]
}

interface NamesOnPanel {
  members: NamesOfOne[]
  helpers: NamesOfOne[]
}

/** The real and shown names of everyone who is or was on this panel, and of everyone who helps or helped them. */
export const namesOnPanel = async (db: Db | Tx, application: Pick<Application, 'id'>): Promise<NamesOnPanel> =>
  namesFrom(await runLookups(db, lookupsOf(db, application)))

const lookupsOf = (db: Db | Tx, { id }: Pick<Application, 'id'>) => ({
  members: lookup<SeatRow, SeatRow[]>(
    db('seats')
      .leftJoin('people', 'people.id', 'seats.person_id')
      .where('seats.application_id', id)
      .whereIn('seats.status', ['accepted', 'withdrawn'])
      .select('seats.id as seatId', 'people.name', 'seats.offered_to_name as given', 'seats.shown_name as shown')
      .select('seats.status'),
    ['seatId', 'name', 'given', 'shown', 'status'],
    rows => rows,
  ),
  helpers: lookup<HelperRow, HelperRow[]>(
    db('seat_helpers')
      .join('seats', 'seats.id', 'seat_helpers.seat_id')
      .leftJoin('people', 'people.id', 'seat_helpers.person_id')
      .where('seats.application_id', id)
      .select('seat_helpers.seat_id as seatId', 'people.name', 'seat_helpers.name as given'),
    ['seatId', 'name', 'given'],
    rows => rows,
  ),
})

interface HelperRow {
  seatId: string
  name: string | null
  given: string
}
interface SeatRow extends HelperRow {
  shown: string | null
  status: string
}

const namesFrom = ({ members, helpers }: Answers<ReturnType<typeof lookupsOf>>): NamesOnPanel => ({
  // A seat that was withdrawn before it was accepted has no shown name. Its holder was never a member.
  members: members
    .filter(({ status, shown }) => status === 'accepted' || shown !== null)
    .map(({ seatId, name, given, shown }) => ({ seatId, names: withoutNull([name, given, shown]) })),
  helpers: helpers.map(({ seatId, name, given }) => ({ seatId, names: withoutNull([name, given]) })),
})

const withoutNull = (names: readonly (string | null)[]): string[] => names.flatMap(name => name ?? [])
