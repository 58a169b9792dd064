import type { CharityRole } from './actor.ts'
import type { Application } from './application.ts'
import type { AwardStatus, ReceiveCause } from './award.ts'
import type { Outcome } from './judgements.ts'
import type { Round } from './round.ts'
import type { Day } from './time.ts'

/**
 * The changes that one module announces to others, with their data. `src/parts.ts` lists the functions that run for
 * each, in order and in the transaction of the change.
 */
export interface ConsequenceFacts {
  /**
   * An application or one of its questions is about to change. First, the award's moves that are due by date are made.
   */
  'application about to move': { application: Application }
  /**
   * An application moved, or a change to one of its questions or reviews affects its award. `isReceived`: the charity
   * has just received it. `cause`: why the charity has it again, if it was not submitted.
   */
  'application moved': { application: Application; isReceived: boolean; cause?: ReceiveCause | undefined }
  /** An application is about to be taken off hold. `days`: how long the hold lasted. */
  'hold about to end': { application: Application; days: number }
  /**
   * A decision letter was released. `from`: the day from which an award counts, before today if the release was late.
   */
  'decision letter released': { application: Application & { organisationName: string }; outcome: Outcome; from: Day }
  /** The decision letter of a first application granted an award. */
  'award granted': { applicationId: string; awardId: string }
  /** The state of an award changed. */
  'award moved': { id: string; status: AwardStatus }
  /** Moves of the nightly job were undone because the clock was wrong. */
  'award moves undone': { id: string }
  /** A person was given a role in the charity. */
  'role given': { personId: string }
  /**
   * The mapping of a published version changed, so drafts that got earlier answers through it carry them over again.
   */
  'mapping changed': { versionId: string }
  /** A person was given a role in an organisation. */
  'membership began': { personId: string; organisationId: string }
  /** A person lost one of their roles in an organisation. */
  'membership ended': { personId: string; organisationId: string }
  /** A lead joined, left, was suspended, came back or was renamed, or the shared mailbox of an organisation changed. */
  'contacts changed': { organisationId: string }
  /** An organisation began to require sign-off by an observer, or applications moved to one that requires it. */
  'sign-off required': { organisationId: string }
  /** A person may have changed their name. */
  'person renamed': { personId: string }
  /** A person changed or reset their password. */
  'password changed': { personId: string }
  /**
   * A person's role in the charity ended or was refused, or their account was suspended. `lost`: the roles that they
   * could use until now; empty if the role was only requested, or the person was already suspended.
   */
  'role ended': { personId: string; lost: readonly CharityRole[] }
  /** A round was extended for all libraries, or opened again. `round` has the new closing time. */
  'round extended': { round: Round }
  /** A library removed a partner. */
  'partner removed': { partnerId: string }
  /** A coordinator or administrator released the held reminders of one morning. */
  'reminders released': { morning: string }
  /** Evidence was added for an item of an application. */
  'evidence added': { evidenceId: string; applicationId: string; itemId: string }
  /** The title of evidence, or who can see it, may have changed. */
  'evidence changed': { evidenceId: string }
  /** Evidence that no submission or reply uses was removed. */
  'evidence removed': { evidenceId: string }
  /** Removed evidence was erased. */
  'evidence erased': { evidenceId: string; organisationId: string }
}
