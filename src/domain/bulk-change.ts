import type { Actor } from './actor.ts'
import type { EvidenceSubject } from './evidence.ts'
import { can } from './permissions.ts'

/** The changes that one form can make to several items of evidence. */
export const bulkChangeKinds = ['criteria', 'branches', 'owner', 'removal'] as const
export type BulkChangeKind = (typeof bulkChangeKinds)[number]

/** The permission that each change needs for each item. */
export const permissionFor = {
  criteria: 'evidence.edit',
  branches: 'evidence.edit',
  owner: 'evidence.transfer',
  removal: 'evidence.remove',
} as const satisfies Record<BulkChangeKind, string>

/**
 * Why an item was left out.
 * - `not permitted`: the person lacks the permission for this item
 * - `submitted`: a submission or a reply shows the item, so it cannot be removed
 * - `same`: nothing would change
 * - `changed`: someone changed the item after the page was shown, or since the change that is being undone
 * - `gone`: the item was removed, restored or erased, or the person can no longer open it
 * - `owner left`: the new owner is no longer an active lead or contributor
 * - `not saved`: an unexpected error, which is logged
 */
export type LeftOut = 'not permitted' | 'submitted' | 'same' | 'changed' | 'gone' | 'owner left' | 'not saved'

export interface EvidenceToChange extends EvidenceSubject {
  /** whether a submission or a reply shows the item; such an item cannot be removed */
  isSubmitted: boolean
}

/** The reason why an item cannot be changed, if it is known before the change; null when there is none. */
export function whyLeftOut(actor: Actor, kind: BulkChangeKind, it: EvidenceToChange): LeftOut | null {
  if (!can(actor, permissionFor[kind], it)) return 'not permitted'
  return kind === 'removal' && it.isSubmitted ? 'submitted' : null
}
