import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { membershipsIn } from '../../../domain/actor.ts'
import {
  matchBranch,
  compareFields,
  judgeOrganisation,
  valuesWith,
  type BranchHere,
  type BranchValues,
} from '../../../domain/import-matching.ts'
import { placeInName } from '../../../domain/import-names.ts'
import type { BranchGiven, OrganisationGiven } from '../../../domain/import-rows.ts'
import {
  addImportedBranches,
  addImportedOrganisation,
  branchesHere,
  changeImportedBranch,
  organisationsNamed,
} from '../../organisations/organisations.public.ts'
import {
  organisationsAdded,
  parentsOf,
  recordsTaken,
  updateRow,
  type ImportRow,
  type RowChanges,
} from '../imports/import-row.store.ts'
import type { BranchBefore } from './organisation-undo.actions.ts'

/** Saves organisations, then branches. Compares rows again, because the database may have changed since the check. */
export async function saveOrganisations(work: UnitOfWork, rows: readonly ImportRow[]): Promise<void> {
  for (const row of rows.filter(({ kind }) => kind === 'organisation'))
    await updateRow(work.trx, row, await saveOrganisation(work, row))
  const branches = rows.filter(({ kind }) => kind === 'branch')
  const [first] = branches
  if (!first) return
  const parents = await parentsOf(
    work.trx,
    first.importId,
    branches.flatMap(({ parent }) => parent ?? []),
  )
  for (const parent of parents)
    await saveBranches(
      work,
      parent,
      branches.filter(row => row.parent === parent.number),
    )
}

async function saveOrganisation(work: UnitOfWork, row: ImportRow): Promise<RowChanges> {
  const given = row.given as OrganisationGiven
  const isAsked = row.result === 'duplicate'
  if (isAsked && (row.choice === null || row.choice === 'leave out')) return { state: 'left out' }
  // the coordinator's answer has set the row's organisation; if that organisation was merged since, the merge has
  // updated the row
  if (isAsked && row.choice === 'same') return { state: 'nothing' }
  const added = await organisationsAdded(work.trx, row)
  const others = (await organisationsNamed(work.trx, given.name)).filter(({ id }) => !added.has(id))
  const verdict = judgeOrganisation(given, others)
  if (verdict.result === 'same')
    return { state: 'nothing', organisationId: verdict.match.id, reasons: [{ is: 'added by someone else' }] }
  if (verdict.result !== 'new' && row.choice !== 'different')
    return { state: 'failed', reasons: [{ is: 'here since' }] }
  const id = await addImportedOrganisation(work, {
    name: given.name,
    kind: given.kind ?? 'library service',
    place: given.place || placeInName(given.name),
    mailbox: given.mailbox || null,
  })
  return { state: 'done', organisationId: id, recordId: id, recordVersion: 1 }
}

type Plan = { row: ImportRow } & (
  | { do: 'add'; values: BranchValues }
  | { do: 'change'; branch: BranchHere; values: BranchValues }
  | { do: 'nothing'; changes: RowChanges }
)

async function saveBranches(work: UnitOfWork, parent: ImportRow, rows: readonly ImportRow[]): Promise<void> {
  const { organisationId } = parent
  if (organisationId === null) {
    for (const row of rows)
      await updateRow(work.trx, row, { state: 'left out', reasons: [{ is: 'organisation left out' }] })
    return
  }
  // the check does not find this problem when a coordinator outside the organisation's team checked the file
  if (membershipsIn(work.actor, organisationId).length > 0) {
    for (const row of rows)
      await updateRow(work.trx, row, { state: 'failed', organisationId, reasons: [{ is: 'own organisation' }] })
    return
  }
  const here = (await branchesHere(work.trx, [organisationId])).get(organisationId)!
  const taken = await recordsTaken(work.trx, parent.importId, organisationId)
  const plans = rows.map(row => planOf(row, here, taken))
  const added = plans.filter(plan => plan.do === 'add')
  const organisation = { id: organisationId }
  const ids = await addImportedBranches(
    work,
    organisation,
    added.map(({ values }) => values),
  )
  for (const [index, { row }] of added.entries())
    await updateRow(work.trx, row, { state: 'done', organisationId, recordId: ids[index]!, recordVersion: 1 })
  for (const plan of plans) {
    if (plan.do === 'nothing') await updateRow(work.trx, plan.row, { organisationId, ...plan.changes })
    if (plan.do !== 'change') continue
    const { row, branch, values } = plan
    // `changeImportedBranch` returns false when an earlier row has just changed the same branch
    if (!(await changeImportedBranch(work, organisation, branch, values))) {
      await updateRow(work.trx, row, { state: 'failed', organisationId, reasons: [{ is: 'changed since' }] })
      continue
    }
    await updateRow(work.trx, row, {
      state: 'done',
      organisationId,
      recordId: branch.id,
      recordVersion: branch.version + 1,
      before: { ...valuesOf(branch), version: branch.version } satisfies BranchBefore,
    })
  }
}

/** @param taken the ids of branches that rows of this import have matched or saved */
function planOf(row: ImportRow, here: readonly BranchHere[], taken: ReadonlySet<string>): Plan {
  const given = row.given as BranchGiven
  const nothing = (changes: RowChanges): Plan => ({ row, do: 'nothing', changes })
  const isAsked = row.result === 'duplicate'
  if (isAsked && (row.choice === null || row.choice === 'leave out')) return nothing({ state: 'left out' })
  if (row.result === 'changed' || (isAsked && row.choice === 'same')) {
    const branch = here.find(({ id }) => id === row.matchId)
    if (!branch) return nothing({ state: 'failed', reasons: [{ is: 'gone since' }] })
    const verdict = compareFields(given, branch)
    if (verdict.result === 'same') return nothing({ state: 'nothing' })
    if (verdict.result !== 'changed')
      return nothing({ state: 'failed', reasons: 'reasons' in verdict ? verdict.reasons : [] })
    if (branch.version !== row.recordVersion) return nothing({ state: 'failed', reasons: [{ is: 'changed since' }] })
    return { row, do: 'change', branch, values: valuesWith(given, branch) }
  }
  const free = here.filter(({ id }) => !taken.has(id) || id === row.matchId)
  const verdict = matchBranch(given, free)
  if (verdict.result === 'same') return nothing({ state: 'nothing', reasons: [{ is: 'added by someone else' }] })
  if (verdict.result !== 'new' && row.choice !== 'different')
    return nothing({ state: 'failed', reasons: [{ is: 'here since' }] })
  return { row, do: 'add', values: valuesWith(given, null) }
}

const valuesOf = ({ name, kind, address, postcode, contactEmail, openedOn, closedOn }: BranchHere): BranchValues => ({
  name,
  kind,
  address,
  postcode,
  contactEmail,
  openedOn,
  closedOn,
})
