import { canItemBeWritten, isBeingRead, type Application, type ApplicationStatus } from './application.ts'

/**
 * The states in which a library needs other evidence after a consent was withdrawn: until there is a decision. A
 * decision whose letter is not released counts as `with a trustee`, so that this does not reveal it.
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
 * How a library can offer other evidence for an item. `answer`: change the answer. `reply`: reply to an open question
 * about the item. `coordinator`: ask City of Sanctuary to send a question. `later`: the same, but no one can ask a
 * question until City of Sanctuary reads the application.
 */
export type WayToReplace = 'answer' | 'reply' | 'coordinator' | 'later'

/** @param application with the status as the library sees it */
export function wayToReplace(
  application: Pick<Application, 'status' | 'criteriaAsked'>,
  itemId: string,
  hasOpenQuestion: boolean,
): WayToReplace {
  if (canItemBeWritten(application, itemId)) return 'answer'
  if (hasOpenQuestion) return 'reply'
  return isBeingRead(application) ? 'coordinator' : 'later'
}
