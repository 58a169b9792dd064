import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { permissionFor, type LeftOut } from '../../../domain/bulk-change.ts'
import { isEvidenceUnfinished, yesOrNo } from '../../../domain/evidence.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, FormRefused, NotFound } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { teamOf, writersIn } from '../../organisations/organisations.public.ts'
import { countOwnBranches, insertTags, replaceTags, updateEvidence } from '../editing/editing.store.ts'
import { findEvidence, type EvidenceItem } from '../items/evidence-item.store.ts'
import { changeOwnership } from '../ownership/ownership.actions.ts'
import { removeEvidence, restoreEvidence } from '../removal/removal.actions.ts'
import { findRemovedEvidence } from '../removal/removal.store.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import type { BulkChangeGiven } from './bulk-change.forms.ts'
import { insertBulkChange, markUndoing, type BulkChange } from './bulk-change.store.ts'
import { knownAmong, saveBefore, type ChangedItem } from './changed-item.store.ts'

const entityOf = ({ id }: { id: string }) => ({ kind: 'organisation', id, organisationId: id }) as const

/**
 * Records a change to several items, for `runBulkChange` to make.
 * @returns the change's id and the number of items
 * @throws FormRefused when no item is found, a branch is not the library's, or the new owner is not an active lead or
 * contributor
 */
export async function startBulkChange(
  work: UnitOfWork,
  organisation: { id: string },
  { kind, evidence, owner, tags }: BulkChangeGiven,
): Promise<{ id: string; count: number }> {
  if (kind === 'branches' && (await countOwnBranches(work.trx, organisation.id, tags)) !== tags.length)
    throw new FormRefused('branches', 'evidence.field.branches.wrong')
  if (kind === 'owner' && !(await mayOwn(work, organisation, owner)))
    throw new FormRefused('owner', 'ownership.owner.wrong')
  const ids = evidence.map(({ id }) => id)
  const known = await knownAmong(work.trx, work.actor, organisation, ids)
  const items = evidence.filter(({ id }) => known.has(id))
  if (items.length === 0) throw new FormRefused('evidence', 'bulk_changes.none_left')
  const change = { kind, owner, tags, organisationId: organisation.id, startedBy: work.actor.id, startedAt: work.at }
  const id = await insertBulkChange(work.trx, change, items)
  await recordEvent(work, 'organisation.evidence_change_started', entityOf(organisation), { change: id })
  return { id, count: items.length }
}

async function mayOwn(work: UnitOfWork, organisation: { id: string }, owner: string | null): Promise<boolean> {
  return writersIn(await teamOf(work.trx, organisation)).some(({ personId }) => personId === owner)
}

/**
 * Starts to undo a change.
 * @throws Stale when the change is not finished or has already been undone
 * @throws Forbidden unless the actor `mayUndo` it
 */
export async function undoBulkChange(work: UnitOfWork, change: BulkChange): Promise<void> {
  const organisation = { id: change.organisationId }
  if (!mayUndo(work.actor, change)) throw new Forbidden('evidence.restore')
  await markUndoing(work.trx, change, work.actor.id)
  await recordEvent(work, 'organisation.evidence_change_undone', entityOf(organisation), { change: change.id })
}

/**
 * Whether the actor can undo a change. Only leads can undo a removal or a change of owner, because contributors cannot
 * restore evidence, and can change the owner only of evidence that they own.
 */
export const mayUndo = (actor: UnitOfWork['actor'], { kind, organisationId: id }: BulkChange): boolean =>
  can(actor, kind === 'removal' || kind === 'owner' ? 'evidence.restore' : 'evidence.add', { id })

/**
 * Changes one item, unless someone has changed it since the page was shown.
 * @returns `done`, or why the item was left out
 * @throws NotFound, Forbidden, Stale or FormRefused when the item cannot be changed
 */
export async function changeItem(work: UnitOfWork, change: BulkChange, item: ChangedItem): Promise<'done' | LeftOut> {
  const evidence = await findEvidence(work.trx, work.actor, permissionFor[change.kind], item.evidenceId)
  if (evidence.organisationId !== change.organisationId) throw new NotFound()
  if (evidence.version !== item.versionSeen) return 'changed'
  if (!(await makeChange(work, change, evidence))) return 'same'
  await saveBefore(work.trx, change, {
    evidenceId: evidence.id,
    versionAfter: evidence.version + 1,
    ownerBefore: change.kind === 'owner' ? evidence.ownerId : null,
    tagsBefore: change.kind === 'criteria' ? evidence.items : evidence.branches,
    toCompleteBefore: evidence.toComplete,
  })
  return 'done'
}

/** @returns false when nothing would change */
async function makeChange(
  work: UnitOfWork,
  { kind, owner, tags }: BulkChange,
  evidence: EvidenceItem,
): Promise<boolean> {
  switch (kind) {
    case 'criteria': {
      const added = tags.filter(id => !evidence.items.includes(id))
      if (added.length > 0) await addCriteria(work, evidence, added)
      return added.length > 0
    }
    case 'branches': {
      const isSame = tags.length === evidence.branches.length && tags.every(id => evidence.branches.includes(id))
      if (!isSame) await setBranches(work, evidence, tags)
      return !isSame
    }
    case 'owner':
      if (owner === evidence.ownerId) return false
      await setOwner(work, evidence, owner!)
      return true
    case 'removal':
      await removeEvidence(work, evidence)
      return true
  }
}

const entity = ({ id, organisationId }: EvidenceItem) => ({ kind: 'evidence', id, organisationId }) as const

async function addCriteria(work: UnitOfWork, evidence: EvidenceItem, added: readonly string[]): Promise<void> {
  const items = [...evidence.items, ...added]
  const showsPeople = yesOrNo(evidence.showsPeople)
  const isOpen = evidence.toComplete && isEvidenceUnfinished({ ...evidence, showsPeople, items })
  await updateEvidence(work.trx, evidence.id, evidence.version, { to_complete: isOpen ? 1 : 0 })
  await insertTags(work.trx, evidence.id, [], added)
  await indexEvidence(work.trx, [evidence.id])
  await recordEvent(work, 'evidence.criteria_set', entity(evidence), { items })
}

async function setBranches(work: UnitOfWork, evidence: EvidenceItem, branches: readonly string[]): Promise<void> {
  await updateEvidence(work.trx, evidence.id, evidence.version, {})
  await replaceTags(work.trx, evidence.id, branches, evidence.items)
  await indexEvidence(work.trx, [evidence.id])
  await recordEvent(work, 'evidence.branches_set', entity(evidence), { branches })
}

const setOwner = (work: UnitOfWork, evidence: EvidenceItem, owner: string): Promise<void> =>
  changeOwnership(work, evidence, { version: evidence.version, owner, expiresOn: evidence.expiresOn })

/**
 * Undoes a bulk change to one item, unless someone has changed the item since.
 * @returns `undone`, or why the item was left out
 * @throws NotFound, Forbidden, Stale or FormRefused when the item cannot be changed back
 */
export async function undoItem(work: UnitOfWork, change: BulkChange, item: ChangedItem): Promise<'undone' | LeftOut> {
  if (change.kind === 'removal') {
    const removed = await findRemovedEvidence(work.trx, { id: change.organisationId }, item.evidenceId)
    if (!can(work.actor, 'evidence.restore', { id: change.organisationId })) return 'not permitted'
    // If the version differs, the evidence was restored and then removed again, perhaps for another reason.
    if (removed.version !== item.versionAfter) return 'changed'
    await restoreEvidence(work, removed)
    return 'undone'
  }
  const evidence = await findEvidence(work.trx, work.actor, permissionFor[change.kind], item.evidenceId)
  if (evidence.organisationId !== change.organisationId) throw new NotFound()
  if (evidence.version !== item.versionAfter) return 'changed'
  if (change.kind === 'owner') await setOwner(work, evidence, item.ownerBefore!)
  else if (change.kind === 'branches') await setBranches(work, evidence, item.tagsBefore)
  else await setCriteria(work, evidence, item)
  return 'undone'
}

async function setCriteria(work: UnitOfWork, evidence: EvidenceItem, item: ChangedItem): Promise<void> {
  await updateEvidence(work.trx, evidence.id, evidence.version, { to_complete: item.toCompleteBefore ? 1 : 0 })
  await replaceTags(work.trx, evidence.id, evidence.branches, item.tagsBefore)
  await indexEvidence(work.trx, [evidence.id])
  await recordEvent(work, 'evidence.criteria_set', entity(evidence), { items: item.tagsBefore })
}
