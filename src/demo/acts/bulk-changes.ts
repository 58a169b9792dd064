import { changeItem, startBulkChange } from '../../modules/evidence/bulk-changes/bulk-change.actions.ts'
import { claimBulkChange, endBulkChange } from '../../modules/evidence/bulk-changes/bulk-change.store.ts'
import { nextItem, saveResult } from '../../modules/evidence/bulk-changes/changed-item.store.ts'
import { leadOf, organisationOf, required, workOf, type Act } from '../world.ts'

/** The lead removes several items of evidence together. */
export const removesTogether =
  (library: string, evidenceItems: readonly string[]): Act =>
  async (world, at) => {
    const work = workOf(world, await leadOf(world, library), at)
    const evidence = evidenceItems.map(key => ({
      id: required(world.evidence.get(`${library} ${key}`), key),
      version: 1,
    }))
    const given = { kind: 'removal' as const, evidence, owner: null, tags: [] }
    const { id } = await startBulkChange(work, organisationOf(world, library), given)
    const claimed = required(await claimBulkChange(work.trx, id, at), 'change')
    for (let item = await nextItem(work.trx, claimed); item; item = await nextItem(work.trx, claimed))
      await saveResult(work.trx, claimed, item, await changeItem(work, claimed, item))
    await endBulkChange(work.trx, claimed, at)
  }
