import { libraryStream } from '../../src/domain/framework.ts'
import type { Knex } from 'knex'
import { newId } from '../../src/db/ids.ts'
import type { AwardStatus } from '../../src/domain/award.ts'
import { addDays, addMonths, dayOf, systemClock, type Day } from '../../src/domain/time.ts'
import { frameworkVersion } from '../../src/modules/frameworks/frameworks/framework.store.ts'
import { addRows, personRow } from './rows.ts'

/** The states of awards, in per cent, for a charity whose awards end on every day of the year. */
const aYear: readonly Share[] = [
  { status: 'valid', of: 62, endsIn: [190, 360] },
  { status: 'renewal open', of: 20, endsIn: [1, 180] },
  { status: 'renewal with us', of: 8, endsIn: [1, 120] },
  { status: 'extended', of: 3, endsIn: [1, 60] },
  { status: 'overdue', of: 4, endsIn: [-90, -1] },
  { status: 'lapsed', of: 3, endsIn: [-300, -190] },
]

/**
 * The percentage of awards that are in this state, and the earliest and latest day on which they end, in days from
 * today.
 */
export interface Share {
  status: AwardStatus
  of: number
  endsIn: readonly [number, number]
}

/**
 * Inserts libraries with an award. Each has two branches, a lead, one award period and the grant. An award that is
 * `renewal with us` also has its application.
 */
export async function awardsHeld(
  db: Knex,
  {
    versionId,
    staff,
    size,
    shares = aYear,
  }: { versionId: string; staff: string; size: number; shares?: readonly Share[] },
): Promise<void> {
  const held = Array.from({ length: size }, (_, index) => ({
    ...role(index, shares),
    index,
    award: newId(),
    organisation: newId(),
    lead: newId(),
    branches: [newId(), newId()],
    application: newId(),
  }))
  await addLibraries(db, held)
  await addAwards(db, held, versionId)
  const renewing = held.filter(({ status }) => status === 'renewal with us')
  await addRenewals(db, renewing, versionId)
  await addDeclarations(db, renewing.slice(0, 40), staff)
}

interface Held extends ReturnType<typeof role> {
  index: number
  award: string
  organisation: string
  lead: string
  branches: readonly string[]
  application: string
}

async function addLibraries(db: Knex, held: readonly Held[]): Promise<void> {
  const at = systemClock.now()
  await addRows(
    db,
    'people',
    held.map(({ lead, index }) => personRow(lead, `Lead ${index + 1}`)),
  )
  await addRows(
    db,
    'organisations',
    held.map(({ organisation, index }) => ({
      id: organisation,
      name: `Library ${index + 1}`,
      name_key: `library ${index + 1}`,
      kind: 'library service',
      place: 'Ashcombe',
      role_mailbox: null,
      language: 'en',
      sign_off_wanted: 0 as const,
      created_at: at,
      emails_started_at: at,
      version: 1,
    })),
  )
  await addRows(
    db,
    'memberships',
    held.map(({ lead, organisation }) => ({
      id: newId(),
      person_id: lead,
      organisation_id: organisation,
      role: 'lead',
      started_at: at,
      readers_confirmed_at: at,
      ended_at: null,
    })),
  )
  await addRows(db, 'branches', held.flatMap(branchesOf))
}

const branchesOf = ({ organisation, branches }: Held) =>
  branches.map((id, place) => ({
    id,
    organisation_id: organisation,
    name: place === 0 ? 'Central' : 'Harbour',
    kind: 'branch',
    place: null,
    opened_on: null,
    closed_on: null,
    version: 1,
  }))

async function addAwards(db: Knex, held: readonly Held[], versionId: string): Promise<void> {
  const { terms, reminders } = await frameworkVersion(db, versionId)
  await addRows(
    db,
    'awards',
    held.map(({ award, organisation, status, grantedOn, validTo, index }) => ({
      id: award,
      organisation_id: organisation,
      stream_id: libraryStream,
      code: `BENCH-${index}`,
      status,
      valid_to: status === 'renewal with us' ? null : validTo,
      granted_on: grantedOn,
      is_recorded: 0 as const,
      base_valid_to: validTo,
      is_kept_by_renewal: status === 'renewal with us' ? (1 as const) : (0 as const),
      due_on: validTo,
      version: 1,
    })),
  )
  await addRows(
    db,
    'award_branches',
    held.flatMap(({ award, branches, grantedOn }) =>
      branches.map(branch => ({ award_id: award, branch_id: branch, joined_on: grantedOn, left_on: null })),
    ),
  )
  const settings = JSON.stringify({ ...terms, reminders })
  await addRows(
    db,
    'terms',
    held.map(each => termOf(each, versionId, settings)),
  )
  await addRows(db, 'award_changes', held.map(grantOf))
}

const termOf = ({ award, grantedOn, validTo }: Held, versionId: string, settings: string) => ({
  id: newId(),
  award_id: award,
  number: 1,
  framework_version_id: versionId,
  application_id: null,
  anchor: grantedOn,
  starts_on: grantedOn,
  ends_on: validTo,
  months: 12,
  settings,
})

const grantOf = ({ award, grantedOn, validTo }: Held) => ({
  id: newId(),
  award_id: award,
  number: 1,
  move: 'grant',
  to_status: 'valid',
  from_day: grantedOn,
  valid_to: validTo,
  at: systemClock.now(),
})

async function addRenewals(db: Knex, held: readonly Held[], versionId: string): Promise<void> {
  const at = systemClock.now()
  await addRows(
    db,
    'applications',
    held.map(({ application, award, organisation, lead, index }) => ({
      id: application,
      number: `B-R${index}`,
      organisation_id: organisation,
      stream_id: libraryStream,
      framework_version_id: versionId,
      round_id: null,
      award_id: award,
      kind: 'renewal',
      status: 'submitted',
      status_before: null,
      status_since: at,
      summary: '',
      may_be_shared: 0 as const,
      contacts_confirmed_at: at,
      until: null,
      reasons: null,
      items_asked: '[]',
      submitted_at: at,
      decision_letter_released_at: null,
      started_by: lead,
      started_at: at,
      version: 1,
    })),
  )
}

const addDeclarations = (db: Knex, held: readonly Held[], staff: string): Promise<void> =>
  addRows(
    db,
    'declarations',
    held.map(({ application }) => ({
      id: newId(),
      application_id: application,
      person_id: staff,
      says: 'no conflict',
      reason: null,
      independent: null,
      made_at: systemClock.now(),
    })),
  )

function role(index: number, shares: readonly Share[]): { status: AwardStatus; validTo: Day; grantedOn: Day } {
  let place = (index * 37) % 100
  const share = shares.find(({ of }) => (place -= of) < 0) ?? shares[0]!
  const [from, to] = share.endsIn
  const validTo = addDays(dayOf(systemClock.now()), from + ((index * 13) % (to - from + 1)))
  return { status: share.status, validTo, grantedOn: addMonths(validTo, -12) }
}
