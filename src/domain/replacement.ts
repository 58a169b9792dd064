import type { MemberRole } from './actor.ts'
import { canItemBeWritten, isBeingRead, type Application, type ApplicationStatus } from './application.ts'

/**
 * The statuses in which a library is asked to replace evidence whose consent was withdrawn: every status before the
 * decision, as the library sees it.
 */
export const statesToReplaceIn: readonly ApplicationStatus[] = [
  'draft',
  'returned',
  'submitted',
  'checked',
  'with the panel',
  'more evidence asked',
  'resubmitted',
  'with a trustee',
  'on hold',
]

/**
 * How a library can offer other evidence for an item:
 * - `answer`: change the answer
 * - `reply`: reply to an open question about the item
 * - `coordinator`: ask City of Sanctuary to send a question
 * - `later`: as `coordinator`, but only once City of Sanctuary reads the application
 */
export type WayToReplace = 'answer' | 'reply' | 'coordinator' | 'later'

/** An item that needs other evidence. */
interface ItemToReplace extends Pick<Application, 'criteriaAsked'> {
  /** the application's status as the library sees it */
  status: ApplicationStatus
  itemId: string
  hasOpenQuestion: boolean
}

export function wayToReplace(item: ItemToReplace): WayToReplace {
  if (canItemBeWritten(item, item.itemId)) return 'answer'
  if (item.hasOpenQuestion) return 'reply'
  return isBeingRead(item) ? 'coordinator' : 'later'
}

/**
 * Whether a member with this role can offer other evidence in this way. Only leads reply to questions, or ask City of
 * Sanctuary to send one.
 */
export const canReplace = (role: MemberRole, way: WayToReplace): boolean =>
  role === 'lead' || (role === 'contributor' && way === 'answer')
