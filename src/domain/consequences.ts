import type { Application } from './application.ts'
import type { AwardStatus } from './award.ts'
import type { Outcome } from './judgements.ts'

/**
 * What one module tells another about a change, with what it carries. `src/parts.ts` lists who listens. The listeners
 * run in the transaction of the change, in the order of that list.
 */
export interface ConsequenceFacts {
  /** An application is about to move; the moves of the clock that are due come first. */
  'application about to move': { application: Application }
  /** An application moved. `isReceived`: it was submitted, submitted again or sent to the panel just now. */
  'application moved': { application: Application; isReceived: boolean }
  /** A decision letter was released. */
  'decision letter released': { application: Application & { organisationName: string }; outcome: Outcome }
  /** The decision letter of a first application granted an award. */
  'award granted': { applicationId: string; awardId: string }
  /** The state of an award changed. */
  'award moved': { id: string; status: AwardStatus }
  /** A library removed a partner. */
  'partner removed': { partnerId: string }
  /** Evidence was added for an item of an application. */
  'evidence added': { evidenceId: string; applicationId: string; itemId: string }
}
