import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { BranchHere, BranchValues, OrganisationHere } from '../../../domain/import-matching.ts'
import { branchCore, organisationCore } from '../../../domain/import-names.ts'
import type { BranchKind } from '../../../domain/organisation.ts'
import { keyOfName } from '../../../domain/similar-names.ts'
import type { Instant } from '../../../domain/time.ts'

import { nameKey } from '../organisations/organisation.store.ts'

/**
 * Every organisation, to be compared with those in a file. A merged organisation has the id of the organisation that
 * remains.
 */
export const organisationsHere = async (db: Db | Tx): Promise<OrganisationHere[]> =>
  (await linesHere(db).orderBy('organisations.id')).map(toLine)

/** As `organisationsHere`, but only organisations with this name. Ignores case, accents and punctuation. */
export const organisationsNamed = async (trx: Tx, name: string): Promise<OrganisationHere[]> =>
  (await linesHere(trx).where('organisations.name_key', nameKey(name)).orderBy('organisations.id')).map(toLine)

/** The given id or, if that organisation was merged, the id of the organisation that remains. */
export async function survivorOf(trx: Tx, id: string): Promise<string> {
  const row = await trx('organisations').where({ id }).first('merged_into')
  return row?.merged_into ?? id
}

/** The names of two organisations that were merged. `from` was merged into `into`. */
export interface Merged {
  from: string
  into: string
}

/** The newest merge into this organisation at or after an instant; null when there is none. */
export async function mergedSince(trx: Tx, { id }: { id: string }, since: Instant): Promise<Merged | null> {
  const found = await trx('organisations')
    .join('organisations as survivor', 'survivor.id', 'organisations.merged_into')
    .where('organisations.merged_into', id)
    .where('organisations.merged_at', '>=', since)
    .orderBy([{ column: 'organisations.merged_at', order: 'desc' }, 'organisations.id'])
    .first<Merged | undefined>('organisations.name as from', 'survivor.name as into')
  return found ?? null
}

interface LineRow {
  known: string
  id: string
  name: string
  place: string
  closedAt: Instant | null
  version: number
}

const linesHere = (db: Db | Tx) =>
  db('organisations')
    .joinRaw('join organisations as survivor on survivor.id = coalesce(organisations.merged_into, organisations.id)')
    .select<LineRow[]>(
      'organisations.name as known',
      'survivor.id',
      'survivor.name',
      'organisations.place',
      'survivor.closed_at as closedAt',
      'survivor.version',
    )

const toLine = ({ known, closedAt, ...row }: LineRow): OrganisationHere => ({
  ...row,
  isClosed: closedAt !== null,
  folded: keyOfName(known),
  core: organisationCore(known),
})

interface HereRow extends Row<'branches'> {
  covered: number | string
}

/**
 * The branches of these organisations, by organisation id. Each says whether it is in an award that has not ended or in
 * an application under way. An application is under way until it is withdrawn or its decision letter has been released.
 */
export async function branchesHere(
  db: Db | Tx,
  organisationIds: readonly string[],
): Promise<Map<string, BranchHere[]>> {
  const found = new Map<string, BranchHere[]>(organisationIds.map(id => [id, []]))
  for (let from = 0; from < organisationIds.length; from += 200) {
    const rows = await db('branches')
      .whereIn('organisation_id', organisationIds.slice(from, from + 200))
      .orderBy('id')
      .select<HereRow[]>('branches.*', db.raw(`case when ${isCovered} then 1 else 0 end as covered`))
    for (const row of rows) found.get(row.organisation_id)!.push(toHere(row))
  }
  return found
}

const isCovered = `exists (select 1 from award_branches join awards on awards.id = award_branches.award_id
    where award_branches.branch_id = branches.id and award_branches.left_on is null and awards.status <> 'ended')
  or exists (select 1 from application_branches
    join applications on applications.id = application_branches.application_id
    where application_branches.branch_id = branches.id and applications.status <> 'withdrawn'
      and (applications.status <> 'decided' or applications.decision_letter_released_at is null))`

const toHere = (row: HereRow): BranchHere => ({
  id: row.id,
  name: row.name,
  folded: keyOfName(row.name),
  core: branchCore(row.name),
  foldedAddress: keyOfName(row.address ?? ''),
  kind: row.kind as BranchKind,
  address: row.address ?? null,
  postcode: row.postcode ?? null,
  contactEmail: row.contact_email ?? null,
  openedOn: row.opened_on,
  closedOn: row.closed_on,
  version: row.version,
  isCovered: Number(row.covered) === 1,
})

export const branchColumnsOf = (values: BranchValues) => ({
  name: values.name,
  kind: values.kind,
  address: values.address,
  postcode: values.postcode,
  contact_email: values.contactEmail,
  opened_on: values.openedOn,
  closed_on: values.closedOn,
})

/** @returns false when the branch has been changed or removed since it was read */
export async function updateImportedBranch(
  trx: Tx,
  { id, version }: { id: string; version: number },
  values: BranchValues,
): Promise<boolean> {
  const changed = await trx('branches')
    .where({ id, version })
    .update({ ...branchColumnsOf(values), version: version + 1 })
  return changed === 1
}

/** Tables that refer to branches. A branch can be deleted only when no row in them refers to it. */
const usesOfBranch = [
  'evidence_branches',
  'upload_links',
  'inbox_items',
  'recurring_evidence',
  'award_branches',
  'application_branches',
] as const

/** Tables that refer to organisations. An organisation can be deleted only when no row in them refers to it. */
const usesOfOrganisation = [
  'branches',
  'bulk_changes',
  'enquiries',
  'memberships',
  'invitations',
  'access_requests',
  'evidence',
  'partners',
  'recurring_evidence',
  'upload_links',
  'inbox_items',
  'awards',
  'applications',
  'organisation_notes',
  'past_employers',
  'recommendations',
  'reminders',
  'round_extensions',
  'targets',
  'prepared_people',
] as const

export type Removal = 'removed' | 'gone' | 'changed' | 'used'

export async function deleteBranchUnlessUsed(
  trx: Tx,
  { id, version }: { id: string; version: number },
): Promise<Removal> {
  const row = await trx('branches').where({ id }).first('version')
  if (!row) return 'gone'
  if (row.version !== version) return 'changed'
  for (const table of usesOfBranch) if (await trx(table).where({ branch_id: id }).first('branch_id')) return 'used'
  await trx('branches').where({ id, version }).delete()
  return 'removed'
}

export async function deleteOrganisationUnlessUsed(
  trx: Tx,
  { id, version }: { id: string; version: number },
): Promise<Removal> {
  const row = await trx('organisations').where({ id }).first('version', 'emails_started_at')
  if (!row) return 'gone'
  if (row.version !== version || row.emails_started_at !== null) return 'changed'
  for (const table of usesOfOrganisation)
    if (await trx(table).where({ organisation_id: id }).first('organisation_id')) return 'used'
  if (await trx('organisation_merges').where({ from_id: id }).orWhere({ into_id: id }).first('id')) return 'used'
  await trx('organisations').where({ id, version }).delete()
  return 'removed'
}
