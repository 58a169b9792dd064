import { canItemBeWritten, type Application, type ApplicationStatus } from './application.ts'

/** The states in which a library needs other evidence after a consent was withdrawn: until there is a decision. */
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
 * about the item. `coordinator`: only after City of Sanctuary asks a question or for more evidence.
 */
export type WayToReplace = 'answer' | 'reply' | 'coordinator'

export function wayToReplace(
  application: Pick<Application, 'status' | 'criteriaAsked'>,
  itemId: string,
  hasOpenQuestion: boolean,
): WayToReplace {
  if (canItemBeWritten(application, itemId)) return 'answer'
  return hasOpenQuestion ? 'reply' : 'coordinator'
}
